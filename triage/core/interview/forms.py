"""Questions that are not about a task, in the shape of those that are, so that the same interview asks them.

A form is a ruleset without criteria. What each form asks stands with what it is for.
"""

from collections.abc import Mapping

from triage.core.messages import Text
from triage.core.rules.ruleset import (
    Appointment,
    Choice,
    Fallbacks,
    Group,
    Question,
    QuestionType,
    Ruleset,
    Thresholds,
    Unit,
    When,
)


def question(  # noqa: PLR0913 - one parameter for each part of a question
    group: str,
    kind: QuestionType,
    ask: Text,
    label: Text,
    why: Text,
    *,
    help_: Text | None = None,
    unit: Unit | None = None,
    choices: Mapping[str, Choice] | None = None,
    only_if: When | None = None,
    must: bool = False,
) -> Question:
    """Make one question of a form."""
    return Question(group, kind, ask, label, why, help_, unit=unit, choices=choices or {}, only_if=only_if, must=must)


def form(name: str, groups: Mapping[str, Group], questions: Mapping[str, Question], currency: str = "DKK") -> Ruleset:
    """Make a form of its questions."""
    never = Appointment("ask", Text("", ""), "manager", weeks=1)
    return Ruleset(
        ruleset=name,
        version="1",
        currency=currency,
        groups=groups,
        questions=questions,
        criteria={},
        gates={},
        verdicts=Thresholds(65, 45, never, never),
        fallbacks=Fallbacks(1, 0, 0, 12),
        task_types={},
    )
