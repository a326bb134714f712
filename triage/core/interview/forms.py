"""A form asks about something else than a task, in the shape of the rules' questions, so that the same interview asks.

What a form asks is in ``rules/forms``. Which of it is asked this time, and what the answers make, is decided where the
form is used: ``interview.firm`` and ``life``.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from triage.core.messages import Text
from triage.core.request.request import Value
from triage.core.rules.ruleset import Appointment, Fallbacks, Form, Ruleset, Thresholds


def as_ruleset(form: Form) -> Ruleset:
    """Make a ruleset without criteria of a form; the limits in it are never used."""
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
    """Return an answer in words; empty where there is none."""
    value = answers.get(name)
    return value.strip() if isinstance(value, str) else ""


def number(answers: Mapping[str, Value], name: str) -> float | None:
    """Return an answer that is a number."""
    value = answers.get(name)
    return float(value) if isinstance(value, int | float) else None


def day(answers: Mapping[str, Value], name: str) -> date | None:
    """Return an answer that is a date."""
    value = answers.get(name)
    return value if isinstance(value, date) else None
