"""``triage show``: what has happened to a request, and where it is now, as lines after the reasons for its verdict."""

from collections.abc import Iterator, Mapping

from triage.adapters.home import clock
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.kept import Kept
from triage.core.life.agenda import agenda
from triage.core.life.events import Aligned, Answered, Weighed
from triage.core.life.story import next_up, story, where
from triage.core.messages import Typed
from triage.core.request.request import Request, Value
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Ruleset


def story_lines(kept: Kept, ruleset: Ruleset, catalog: Catalog) -> list[str]:
    """Return what has happened, and where the request is now, as lines."""
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
    now = [where(life, clock.today()), *map(next_up, agenda(life))]
    return [*lines, "", catalog.say("story.now"), *(f"- {catalog.text(message)}" for message in now)]


def _answers(answers: Mapping[str, Value], request: Request, ruleset: Ruleset, catalog: Catalog) -> Iterator[str]:
    """Yield answers by the labels of their questions; questions that the rules of that day do not have are left out."""
    for name, value in answers.items():
        question = ruleset.questions.get(name)
        if question:
            label = question.label.in_(catalog.language)
            yield f"{label}: {catalog.value(shown(value, question, name, request, ruleset))}"
