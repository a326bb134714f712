"""Fill in a form: take what flags say and what is proposed, and ask for the rest at the terminal.

Each answer is written to disk before the next question; a form that was left is continued the next time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from triage.adapters.home import clock, drafts
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal.screen import is_attended, print_lines
from triage.core.interview import order
from triage.core.interview.reading import read_answer
from triage.core.messages import Message, Problem, TriageError, say
from triage.core.request.request import Answer, Origin, Profile, Request, Value
from triage.core.rules.ruleset import Ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from triage.usecases.parts.interviewing import Interview


@dataclass(frozen=True, slots=True)
class Filling:
    """A form to fill in: its questions, what is proposed, and where its draft is kept."""

    questions: Ruleset
    name: str
    """Of the draft, such as ``2026-014-agreement``."""
    command: str
    """What to type to go on with it."""
    proposed: Mapping[str, Value] = field(default_factory=dict)
    """Answers that need no asking; ``None`` is unknown, where the question allows that."""
    flags: Mapping[str, str] = field(default_factory=dict)
    """What was typed for each question on the command line."""
    options: Mapping[str, str] = field(default_factory=dict)
    """The option of a question whose name is not simply its own."""
    ask: bool = True
    """Whether a person may be asked."""
    drafts: str = "form-drafts"
    """The folder of the draft's own, inside the home."""
    only_if_missing: bool = False
    """Whether a person is asked only where something is missing; else also where no flag was given."""
    opening: tuple[Message, ...] = ()
    """Printed before the first question; usually which task it is about."""
    finish: str = "review.save_form"
    suggested: Mapping[str, str] = field(default_factory=dict)
    """The choice that is suggested, by question; it is not taken by Enter alone."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Texts that read otherwise in this form, by key."""
    profile: Profile | None = None
    check: Callable[[str, Value], Message | None] = lambda _question_id, _value: None
    note_after: Callable[[str, Value], Message | None] = lambda _question_id, _value: None
    """What is told after an answer."""
    whole: Callable[[Mapping[str, Value]], Message | None] = lambda _answers: None
    """What is wrong with the answers together; the person is then brought back to them."""


def fill(filling: Filling, home: Home, catalog: Catalog) -> dict[str, Value] | None:
    """Return the answers, from flags and proposals where they are enough, else from a person; ``None`` if they left.

    Raises one problem for each flag that cannot be read, and for each missing answer where nobody can be asked.
    """
    given = {**filling.proposed, **_from_flags(filling)}
    missing = missing_answers(filling.questions, given)
    if filling.ask and is_attended() and (missing or not (filling.flags or filling.only_if_missing)):
        return _asked(filling, given, home, catalog)
    if missing:
        raise TriageError([_is_missing(filling, name) for name in missing])
    return given


def anything_said(otherwise: str) -> Callable[[Mapping[str, Value]], Message | None]:
    """Make the check that at least one question was answered; ``otherwise`` is the text where none was."""

    def whole(answers: Mapping[str, Value]) -> Message | None:
        return None if any(value is not None for value in answers.values()) else say(otherwise)

    return whole


def missing_answers(questions: Ruleset, given: Mapping[str, Value]) -> list[str]:
    """Return the questions that must be answered and are not."""
    asked = order.to_ask(as_request(given), questions, quick=False)
    return [name for name in asked if questions.questions[name].must and given.get(name) is None]


def as_request(answers: Mapping[str, Value]) -> Request:
    """Return the answers to a form as a request, which the order of questions is decided for."""
    return Request("", "", {name: Answer(value, Origin.FLAG) for name, value in answers.items()})


def _from_flags(filling: Filling) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    problems = []
    for name, raw in filling.flags.items():
        question = filling.questions.questions.get(name)
        if question is None:
            problems.append(Problem(None, say("fill.not_asked", option=_option(filling, name))))
            continue
        value = read_answer(question, raw, choices=filling.questions.choices(name), today=clock.today())
        value = value if isinstance(value, Message) else filling.check(name, value) or value
        if isinstance(value, Message):
            problems.append(Problem(None, say("fill.flag", option=_option(filling, name), why=value)))
        else:
            answers[name] = value
    if problems:
        raise TriageError(problems)
    return answers


def _is_missing(filling: Filling, name: str) -> Problem:
    label = filling.questions.questions[name].label
    return Problem(None, say("fill.missing", name=label, option=_option(filling, name)))


def _option(filling: Filling, name: str) -> str:
    return filling.options.get(name) or "--" + name.replace("_", "-")


def _asked(filling: Filling, given: Mapping[str, Value], home: Home, catalog: Catalog) -> dict[str, Value] | None:
    """Ask what is open, then let everything be changed on the review screen."""
    from triage.adapters.terminal import prompt
    from triage.usecases.parts import interviewing

    catalog = replace(catalog, texts={**catalog.texts, **{key: catalog.texts[to] for key, to in filling.words.items()}})
    begun = left_drafts(filling, home)
    draft = begun[0] if begun else _begin(filling, home, catalog)
    for message in filling.opening:
        prompt.tell(catalog.text(message))
    try:
        with drafts.locked(draft) as held:
            if _theirs(held):
                prompt.tell(catalog.say("draft.resumed", count=_theirs(held)))
            return _answered(filling, _with_given(held, given, filling), _interview(filling, home, catalog))
    except interviewing.SavedForLater:
        _tell_where(filling, home, catalog)
        return None
    except KeyboardInterrupt:
        print_lines([""])
        _tell_where(filling, home, catalog)
        raise


def _interview(filling: Filling, home: Home, catalog: Catalog) -> "Interview":
    from triage.usecases.parts import interviewing

    def note_after(question_id: str, request: Request) -> Message | None:
        return filling.note_after(question_id, request.value(question_id))

    return interviewing.Interview(
        filling.questions,
        filling.profile or load_profile(home) or Profile(),
        catalog,
        clock.today(),
        note_after=note_after,
        suggest=lambda question_id, _request: filling.suggested.get(question_id),
        finish=filling.finish,
        about_a_task=False,
        check=filling.check,
    )


def _answered(filling: Filling, draft: drafts.Draft, asking: "Interview") -> dict[str, Value]:
    """Ask and review until the answers fit together."""
    from triage.adapters.terminal import prompt
    from triage.usecases.parts import interviewing

    while True:
        draft, request = interviewing.conduct(asking, draft)
        answers = {name: answer.value for name, answer in request.answers.items()}
        wrong = filling.whole(answers)
        if wrong is None:
            return answers
        prompt.tell("\n" + asking.catalog.text(wrong), "fg:ansired")


def finished(filling: Filling, home: Home) -> None:
    """Remove the draft of a form, once its answers are kept."""
    drafts.remove_left(_folder(filling, home))


def left_drafts(filling: Filling, home: Home) -> list[drafts.Draft]:
    """Return the drafts of a form that were begun and not finished."""
    return drafts.all_drafts(_folder(filling, home))


def _folder(filling: Filling, home: Home) -> "Path":
    return home.folder / filling.drafts / filling.name


def _begin(filling: Filling, home: Home, catalog: Catalog) -> drafts.Draft:
    now, name = clock.now(), filling.questions.ruleset
    return drafts.begin(_folder(filling, home), started=now, language=catalog.language, quick=False, fingerprint=name)


def _with_given(draft: drafts.Draft, given: Mapping[str, Value], filling: Filling) -> drafts.Draft:
    """Put today's proposals in the draft; what a person has answered stays, unless a flag says otherwise."""
    for name, value in given.items():
        question, answer = filling.questions.questions.get(name), draft.answers.get(name)
        is_theirs = answer is not None and answer.origin is not Origin.FILE and name not in filling.flags
        if question is None or is_theirs or (value is None and question.must):
            continue
        if answer is None or answer.value != value:
            draft = drafts.keep_answer(draft, name, Answer(value, Origin.FILE))
    return draft


def _theirs(draft: drafts.Draft) -> int:
    """How many answers a person has given, at the prompt or by flags."""
    return sum(answer.origin is not Origin.FILE for answer in draft.answers.values())


def _tell_where(filling: Filling, home: Home, catalog: Catalog) -> None:
    """Say how to continue; a draft in which nobody has answered anything is removed."""
    kept = any(map(_theirs, left_drafts(filling, home)))
    if not kept:
        finished(filling, home)
    print_lines([catalog.say("fill.later" if kept else "fill.nothing", command=filling.command)])
