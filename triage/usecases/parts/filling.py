"""Fill in a form: take what flags say and what is proposed, and ask for the rest at the terminal.

Each answer is written to disk before the next question; a form that was left is continued the next time.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from triage.adapters.home import clock, drafts
from triage.adapters.home.drafts import Draft
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.core.interview import order
from triage.core.interview.firm import AGAINST, BECAUSE, GOALS, STANDING
from triage.core.interview.reading import checked, read_answer
from triage.core.messages import Message, Problem, TriageError, say
from triage.core.request.request import Answer, Origin, Profile, Request, Value
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.call import Call

OPTIONS = {
    "reach_by": "--by-date",
    "stop_rule": "--stop",
    "check_on": "--check",
    "measured_on": "--on",
    BECAUSE: "--because",
    **dict.fromkeys(GOALS, "--goal"),
    **dict.fromkeys(STANDING, "--standing"),
    **dict.fromkeys(AGAINST, "--against"),
}
"""Options whose names are not those of their questions."""


class Filling(Struct, frozen=True):
    """A form to fill in: its questions, what is proposed, and where its draft is kept."""

    questions: Ruleset
    name: str
    """Of the draft, such as ``2026-014-agreement``."""
    command: str
    """What to type to go on with it."""
    proposed: Mapping[str, Value] = field(default_factory=dict)
    """Answers that need no asking; ``None`` is unknown, where the question allows that."""
    drafts: str = "form-drafts"
    """The folder of the draft's own, inside the home."""
    only_if_missing: bool = False
    """Whether a person is asked only where something is missing; else also where no flag was given."""
    opening: tuple[Message, ...] = ()
    """Printed before the first question; usually which task it is about."""
    finish: str = "review.save_form"
    """The text of the choice that ends the review screen."""
    suggested: Mapping[str, str] = field(default_factory=dict)
    """The choice that is suggested, by question; it is not taken by Enter alone."""
    notes: Mapping[str, Message] = field(default_factory=dict)
    """What a yes to a question leads to; shown after that answer."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Texts that read otherwise in this form, by key."""
    profile: Profile | None = None
    weeks_from: date | None = None
    """The day from which a number of weeks counts, where its date is to be shown."""
    check: Callable[[str, Value], Message | None] = lambda _question_id, _value: None
    echo: Callable[[str, Value], Message | None] = lambda _question_id, _value: None
    """How an answer in words was understood, where it is more than words."""
    whole: Callable[[Mapping[str, Value]], Message | None] = lambda _answers: None
    """What is wrong with the answers together; the person is then brought back to them."""


def fill(filling: Filling, call: Call) -> dict[str, Value] | None:
    """Return the answers, from flags and proposals where they are enough, else from a person; ``None`` if they left.

    Raises one problem for each flag that cannot be read, and for each missing answer where nobody can be asked.
    """
    given = {**filling.proposed, **_from_flags(filling, call)}
    as_request = Request("", "", {name: Answer(value, Origin.FLAG) for name, value in given.items()})
    asked = order.to_ask(as_request, filling.questions, quick=False)
    questions = filling.questions.questions
    missing = [name for name in asked if questions[name].must and given.get(name) is None]
    if call.ask and (missing or not (call.flags or filling.only_if_missing)):
        return _asked(filling, given, call)
    if missing:
        sentences = [say("fill.missing", name=questions[name].label, option=_option(name)) for name in missing]
        raise TriageError([Problem(None, each) for each in sentences])
    return given


def anything_said(otherwise: str) -> Callable[[Mapping[str, Value]], Message | None]:
    """Make the check that at least one question was answered; ``otherwise`` is the text where none was."""
    return lambda answers: None if any(value is not None for value in answers.values()) else say(otherwise)


def finished(filling: Filling, home: Home) -> None:
    """Remove the draft of a form, once its answers are kept."""
    drafts.remove_left(_folder(filling, home))


def left_drafts(filling: Filling, home: Home) -> list[Draft]:
    """Return the drafts of a form that were begun and not finished."""
    return drafts.all_drafts(_folder(filling, home))


def _folder(filling: Filling, home: Home) -> Path:
    return home.folder / filling.drafts / filling.name


def _from_flags(filling: Filling, call: Call) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    problems = []
    currency = _counted_in(filling, call)
    for name, raw in call.flags.items():
        question = filling.questions.questions.get(name)
        if question is None:
            problems.append(Problem(None, say("fill.not_asked", option=_option(name))))
            continue
        choices = filling.questions.offered(name)
        read = partial(read_answer, question, raw, choices=choices, today=clock.today(), currency=currency)
        value = checked(lambda past, read=read: read(past=past), partial(filling.check, name))  # type: ignore[misc]
        if isinstance(value, Message):
            problems.append(Problem(None, say("fill.flag", option=_option(name), why=value)))
        else:
            answers[name] = value
    if problems:
        raise TriageError(problems)
    return answers


def _counted_in(filling: Filling, call: Call) -> str:
    """Return the currency of the amounts: the one that is chosen in the same form, else the profile's."""
    chosen = call.flags.get("currency") or filling.proposed.get("currency")
    profile = filling.profile or load_profile(call.home) or Profile()
    return str(chosen or profile.currency).upper()


def _option(name: str) -> str:
    return OPTIONS.get(name) or "--" + name.replace("_", "-")


def _asked(filling: Filling, given: Mapping[str, Value], call: Call) -> dict[str, Value] | None:
    """Ask what is open, then let everything be changed on the review screen."""
    from triage.adapters.terminal import prompt

    texts = call.catalog.texts
    catalog = replace(call.catalog, texts={**texts, **{key: texts[to] for key, to in filling.words.items()}})
    begun = left_drafts(filling, call.home)
    draft = begun[0] if begun else _begin(filling, call)
    for message in filling.opening:
        prompt.tell(catalog.text(message))
    try:
        with drafts.locked(draft) as held:
            if _theirs(held):
                prompt.tell(catalog.say("draft.resumed", count=_theirs(held)))
            answers = _answered(filling, _with_given(held, given, filling, call.flags), call.home, catalog)
    except KeyboardInterrupt:
        prompt.tell("")
        prompt.tell(_where(filling, call.home, catalog))
        raise
    if answers is None:
        prompt.tell(_where(filling, call.home, catalog))
    return answers


def _answered(filling: Filling, draft: Draft, home: Home, catalog: Catalog) -> dict[str, Value] | None:
    """Ask and review until the answers fit together; ``None`` where they are left for another day."""
    from triage.adapters.terminal import prompt
    from triage.usecases.parts.interviewing import LATER, conduct
    from triage.usecases.parts.questioning import Interview

    asking = Interview(
        filling.questions,
        filling.profile or load_profile(home) or Profile(),
        catalog,
        filling.suggested,
        filling.notes,
        filling.finish,
        about_a_task=False,
        weeks_from=filling.weeks_from,
        check=filling.check,
        echo=filling.echo,
    )
    while True:
        draft, ended_by = conduct(asking, draft)
        if ended_by == LATER:
            return None
        answers = {name: answer.value for name, answer in draft.answers.items()}
        wrong = filling.whole(answers)
        if wrong is None:
            return answers
        prompt.tell("\n" + catalog.text(wrong), "fg:ansired")


def _begin(filling: Filling, call: Call) -> Draft:
    folder, fingerprint, language = _folder(filling, call.home), filling.questions.ruleset, call.catalog.language
    return drafts.begin(folder, started=clock.now(), language=language, quick=False, fingerprint=fingerprint)


def _with_given(draft: Draft, given: Mapping[str, Value], filling: Filling, flags: Mapping[str, str]) -> Draft:
    """Put today's proposals in the draft; what a person has answered stays, unless a flag says otherwise."""
    for name, value in given.items():
        question, answer = filling.questions.questions.get(name), draft.answers.get(name)
        is_theirs = answer is not None and answer.origin is not Origin.FILE and name not in flags
        if question is None or is_theirs or (value is None and question.must):
            continue
        if answer is None or answer.value != value:
            draft = drafts.keep_answer(draft, name, Answer(value, Origin.FILE))
    return draft


def _theirs(draft: Draft) -> int:
    """How many answers a person has given, at the prompt or by flags."""
    return sum(answer.origin is not Origin.FILE for answer in draft.answers.values())


def _where(filling: Filling, home: Home, catalog: Catalog) -> str:
    """How to continue; a draft in which nobody has answered anything is removed."""
    kept = any(map(_theirs, left_drafts(filling, home)))
    if not kept:
        finished(filling, home)
    return catalog.say("fill.later" if kept else "fill.nothing", command=filling.command)
