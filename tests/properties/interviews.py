"""Interviews without a person: a whole request answers whatever is asked, and the questions are counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace
from triage.core.interview.order import next_question
from triage.core.judging.asking import upcoming
from triage.core.judging.settled import outlook
from triage.core.request.effective import counted
from triage.core.request.request import Answer, Origin, Request, Value
from triage.core.rules.ruleset import Ruleset, Verdict


@dataclass(frozen=True, slots=True)
class Conducted:
    """An interview up to where nothing can change the verdict any more, or to its end."""

    request: Request
    settled: Verdict | None

    def __len__(self) -> int:
        return len(self.request.answers)


def answered_by(whole: Request, name: str, ruleset: Ruleset) -> Answer:
    """What a person with all the answers says: that of the file, else what counts where it is left out."""
    if name in whole.answers:
        return whole.answers[name]
    value: Value = counted(whole, name, ruleset)
    choices = ruleset.choices(name) if ruleset.questions[name].type == "choice" else {}
    is_offered = value not in choices or choices[str(value)].offered
    return Answer(value if is_offered else None, Origin.ASKED)


def all_asked(whole: Request, ruleset: Ruleset) -> Request:
    """Answer every question that applies."""
    request = replace(whole, answers={})
    while name := next_question(request, ruleset, (), quick=False):
        request = _with(request, name, whole, ruleset)
    return request


def until_settled(whole: Request, ruleset: Ruleset) -> Conducted:
    """Answer what decides, in the order of asking, until it is settled."""
    return [*steps(whole, ruleset)][-1]


def steps(whole: Request, ruleset: Ruleset) -> Iterator[Conducted]:
    """Yield the interview after each question."""
    request = replace(whole, answers={})
    for name, question in ruleset.questions.items():
        if question.must:
            request = _with(request, name, whole, ruleset)
    while True:
        left = [name for name in ruleset.questions if name not in request.answers]
        found = outlook(request, ruleset, left)
        yield Conducted(request, found.settled)
        decides = upcoming(found, request, ruleset, quick=False)
        name = decides[0] if decides else next_question(request, ruleset, (), quick=False)
        if found.settled or name is None:
            return
        request = _with(request, name, whole, ruleset)


def _with(request: Request, name: str, whole: Request, ruleset: Ruleset) -> Request:
    return replace(request, answers={**request.answers, name: answered_by(whole, name, ruleset)})
