"""Forms ask about something else than a task; their questions have the rules' shape, so the same interview asks them.

The questions are in ``rules/forms``. Which of them are asked, and what the answers make, is decided where a form is
used: ``interview.firm`` and ``life``.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from msgspec.structs import replace

from triage.core.messages import Text
from triage.core.request.request import Value
from triage.core.rules.ruleset import Appointment, Fallbacks, Form, Question, Ruleset, Thresholds

_REPEATED = re.compile(r"(?P<name>\w+)_x(?P<times>\d)")
"""The id of a question that may be answered several times."""
T = TypeVar("T")


def as_ruleset(form: Form) -> Ruleset:
    """Turn a form into a ruleset without criteria; the limits in it are never used."""
    never = Appointment("ask", Text("", ""), "manager", weeks=1)
    return Ruleset(
        ruleset=form.form,
        version="1",
        currency="DKK",
        groups=form.groups,
        questions=dict(_repeated(form.questions)),
        criteria={},
        gates={},
        verdicts=Thresholds(65, 45, never, never),
        fallbacks=Fallbacks(1, 0, 0, 12),
        task_types={},
    )


def _repeated(questions: Mapping[str, Question]) -> Iterator[tuple[str, Question]]:
    """Yield ``goal_x5`` as five questions, each with its number in the place of ``{n}``, the next after an answer."""
    for name, question in questions.items():
        found = _REPEATED.fullmatch(name)
        if found is None:
            yield name, question
            continue
        for at in range(1, int(found["times"]) + 1):
            only_if = {f"{found['name']}_{at - 1}": True} if at > 1 else question.only_if
            ask, label = (_numbered(text, at) for text in (question.ask, question.label))
            yield f"{found['name']}_{at}", replace(question, ask=ask, label=label, only_if=only_if)


def _numbered(text: Text, at: int) -> Text:
    return Text(text.da.replace("{n}", str(at)), text.en.replace("{n}", str(at)))


def without(form: Ruleset, names: Collection[str]) -> Ruleset:
    """Leave questions out of a form."""
    return replace(form, questions={name: each for name, each in form.questions.items() if name not in names})


def words(answers: Mapping[str, Value], name: str) -> str:
    """Return a text answer or the id of a choice; empty where there is none."""
    value = answers.get(name)
    return value.strip() if isinstance(value, str) else ""


def day(answers: Mapping[str, Value], name: str) -> date | None:
    """Return an answer that is a date."""
    value = answers.get(name)
    return value if isinstance(value, date) else None


def from_answers(kind: Callable[..., T], answers: Mapping[str, Value], **given: object) -> T:
    """Make a value from ``given`` and the answers named as its fields; unanswered fields keep their default."""
    named = ((name, answers.get(name)) for name in cast("Any", kind).__struct_fields__)
    said = {name: each.strip() if isinstance(each, str) else each for name, each in named if each is not None}
    return kind(**{**said, **given})
