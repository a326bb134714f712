"""``triage show``: what has happened to a request, and where it is now, as lines after the reasons for its verdict."""

from collections.abc import Iterator, Mapping

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.coursepicture import WIDTH, picture
from triage.adapters.register.kept import Kept
from triage.core.life.agenda import agenda
from triage.core.life.events import Aligned, Answered, Weighed
from triage.core.life.expectation import expectation
from triage.core.life.story import next_up, story, where
from triage.core.messages import Message, Typed, say
from triage.core.request.request import Request, Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.remembering import own_told
from triage.usecases.parts.standing import standing

NO_GOAL = "none"


def story_lines(kept: Kept, ruleset: Ruleset, catalog: Catalog, home: Home, width: int = WIDTH) -> list[str]:
    """Return what has happened, what to expect, and where the request is now, in lines of this width."""
    life, request = kept.life, kept.request
    lines = ["", catalog.say("story.heading")]
    if not life.all(Weighed):  # weighed before what happened was written down
        first = catalog.say("story.heading.first")
        lines.append("- " + catalog.say("story.line.nobody", date=life.weighed, what=first))
    for event, told in story(life, request.profile.currency):
        what = " ".join(map(catalog.text, told))
        key = "story.line" if event.who else "story.line.nobody"
        lines.append("- " + catalog.say(key, date=event.day, who=Typed(event.who), what=Typed(what)))
        if isinstance(event.what, Answered | Aligned):
            lines += (f"  - {line}" for line in _answers(event.what.answers, request, ruleset, catalog))
    lines += expectation_lines(kept, catalog, home, width)
    now = [where(life, clock.today()), *_goal(request), *standing(kept), *map(next_up, agenda(life))]
    return [*lines, "", catalog.say("story.now"), *(f"- {catalog.text(message)}" for message in now)]


def expectation_lines(kept: Kept, catalog: Catalog, home: Home, width: int) -> list[str]:
    """Return what to expect month by month as a picture, if there is room for one, and as a list; with the course.

    What the firm's own tasks of the kind took stands beside what such tasks usually take.
    """
    found = expectation(kept.life, clock.today())
    if not found.months:
        return []
    own = own_told(home, kept.request, clock.today())
    drawn = picture(found.months, catalog, width)
    normal = (f"- {catalog.text(message)}" for message in (*found.normal, *own, *found.agreed))
    lines = ["", catalog.say("course.heading"), *drawn, *([""] if drawn else []), *normal]
    if found.course:
        course = (f"- {catalog.text(message)}" for message in found.course)
        lines += ["", catalog.say("course.heading.course"), *course]
    return lines


def _goal(request: Request) -> Iterator[Message]:
    """Which goal it serves, in the words that were agreed when it was weighed."""
    goal = request.value("goal")
    text = next((each.text for each in request.profile.goals if each.id == goal), goal)
    if isinstance(text, str) and goal != NO_GOAL:
        yield say("story.goal", goal=Typed(text))
    elif goal == NO_GOAL:
        yield say("story.goal.none")


def _answers(answers: Mapping[str, Value], request: Request, ruleset: Ruleset, catalog: Catalog) -> Iterator[str]:
    """Yield answers by the labels of their questions; questions that the rules of that day do not have are left out."""
    for name, value in answers.items():
        question = ruleset.questions.get(name)
        if question:
            label = question.label.in_(catalog.language)
            yield f"{label}: {catalog.value(shown(value, question, name, request, ruleset))}"
