"""Answers changed on the command line, written as ``question=answer``."""

from collections.abc import Iterable, Iterator, Sequence

from triage.adapters.files.requestfiles import Reader
from triage.adapters.home import clock
from triage.adapters.register.kept import Kept
from triage.core.interview.readings import Readings
from triage.core.life.events import State
from triage.core.messages import Message, Problem, TriageError, Typed, failure, say
from triage.core.request.effective import applies, effective
from triage.core.request.request import Origin, Request, Value, with_answers
from triage.core.rules.conditions import holds
from triage.core.rules.ruleset import Ruleset


def refuse_running(kept: Kept) -> None:
    """Refuse to weigh what is running, which is reviewed instead: a new verdict on it would be hindsight."""
    if kept.life.state is State.RUNNING:
        raise failure("align.running", id=kept.entry.id)


def read_changes(
    request: Request,
    changes: Sequence[str],
    ruleset: Ruleset,
    readings: Readings | None = None,
    *,
    must_count: bool = False,
) -> dict[str, Value]:
    """Read answers written as ``question=answer``; raises one problem for each mistake.

    With ``must_count``, an answer to a question that does not apply to the other answers is a mistake too.
    """
    reader = Reader(ruleset, request.profile, clock.today(), readings=readings)
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for change in changes:
        name, mark, raw = change.partition("=")
        value = reader.read_one(name.strip(), raw) if mark else say("what_if.form", given=Typed(change))
        if isinstance(value, Message):
            problems.append(Problem(None, say("what_if.change", name=Typed(name), why=value) if mark else value))
        else:
            answers[name.strip()] = value
    if must_count:
        problems += _idle(answers, with_answers(request, answers, Origin.FLAG), ruleset)
    if problems:
        raise TriageError(problems)
    return answers


def _idle(names: Iterable[str], request: Request, ruleset: Ruleset) -> Iterator[Problem]:
    """The answers that would not count, since their questions do not apply."""
    values = effective(request, ruleset)
    for name in names:
        question = ruleset.questions[name]
        if not applies(question, values):
            unmet = {on: each for on, each in (question.only_if or {}).items() if not holds({on: each}, values)}
            wanted = {on: each[0] if isinstance(each, tuple) else each for on, each in unmet.items()}
            needed = " ".join(f"{on}={each}" for on, each in wanted.items())
            yield Problem(None, say("what_if.idle", name=name, needed=Typed(needed)))
