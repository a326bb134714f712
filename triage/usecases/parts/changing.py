"""Answers changed on the command line, written as ``question=answer``."""

from collections.abc import Sequence

from triage.adapters.files.requestfiles import Reader
from triage.adapters.home import clock
from triage.adapters.register.kept import Kept
from triage.core.life.events import Life, State
from triage.core.messages import Message, Problem, TriageError, Typed, failure, say
from triage.core.request.request import Value
from triage.core.rules.ruleset import Ruleset


def refuse_running(life: Life, kept: Kept) -> None:
    """What is running is reviewed, not weighed: a new verdict on it would be hindsight."""
    if life.state is State.RUNNING:
        raise failure("align.running", id=kept.entry.id)


def read_changes(kept: Kept, changes: Sequence[str], ruleset: Ruleset) -> dict[str, Value]:
    """Read answers written as ``question=answer``; raises one problem for each that cannot be read."""
    reader = Reader(ruleset, kept.request.profile, clock.today())
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for change in changes:
        name, mark, raw = change.partition("=")
        value = reader.read_one(name.strip(), raw) if mark else say("what_if.form", given=Typed(change))
        if isinstance(value, Message):
            problems.append(Problem(None, say("what_if.change", name=Typed(name), why=value) if mark else value))
        else:
            answers[name.strip()] = value
    if problems:
        raise TriageError(problems)
    return answers
