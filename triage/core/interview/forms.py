"""Forms ask about something else than a task; their questions have the rules' shape, so the same interview asks them.

The questions are in ``rules/forms``. Which of them are asked, and what the answers make, is decided where a form is
used: ``interview.firm`` and ``life``.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from inspect import signature
from typing import TypeVar

from triage.core.messages import Text
from triage.core.request.request import Value
from triage.core.rules.ruleset import Appointment, Fallbacks, Form, Ruleset, Thresholds

T = TypeVar("T")


def as_ruleset(form: Form) -> Ruleset:
    """Turn a form into a ruleset without criteria; the limits in it are never used."""
    never = Appointment("ask", Text("", ""), "manager", weeks=1)
    return Ruleset(
        ruleset=form.form,
        version="1",
        currency="DKK",
        groups=form.groups,
        questions=form.questions,
        criteria={},
        gates={},
        verdicts=Thresholds(65, 45, never, never),
        fallbacks=Fallbacks(1, 0, 0, 12),
        task_types={},
    )


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
    named = ((name, answers.get(name)) for name in signature(kind).parameters)
    said = {name: each.strip() if isinstance(each, str) else each for name, each in named if each is not None}
    return kind(**{**said, **given})
