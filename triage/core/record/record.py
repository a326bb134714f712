"""What the register knows of one request, as a value: what history, calibration and the report count over.

One record for each request, made from what is kept; nothing is counted here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from triage.core.life.events import Agreement, Decision, Event, Life, Review, State
from triage.core.request.request import Range, Value
from triage.core.rules.ruleset import Verdict


@dataclass(frozen=True, slots=True)
class Record:
    """A request with its answers in force, its latest verdict, its forecasts and its life."""

    id: str
    title: str
    language: str
    currency: str
    created: date
    verdict: Verdict
    """The latest advice."""
    reason: str
    """What decided it, in words of the language it was made in."""
    answers: Mapping[str, Value]
    goals: Mapping[str, str] = field(default_factory=dict)
    """The goals of that day: id and text."""
    measures: Mapping[str, float | None] = field(default_factory=dict)
    """The measures of the latest assessment, such as ``total_cost`` and ``contribution_low``."""
    life: Life = field(default_factory=lambda: Life(date.min))
    sales_cycle_weeks: float = 0.0
    """The firm's own sales cycle, where the task is judged on sales: no part of what the task itself takes."""

    def word(self, question_id: str) -> str:
        """Give an answer in words or by its id; empty where it is unknown."""
        value = self.answers.get(question_id)
        return value if isinstance(value, str) else ""

    def range(self, question_id: str) -> Range | None:
        """Give an answer that is a range."""
        value = self.answers.get(question_id)
        return value if isinstance(value, Range) else None

    @property
    def state(self) -> State:
        """Where it is now."""
        return self.life.state

    @property
    def decision(self) -> tuple[Event, Decision] | None:
        """The decision in force."""
        return self.life.decision

    @property
    def agreement(self) -> Agreement | None:
        """The success block in force."""
        return self.life.agreement

    @property
    def final_review(self) -> tuple[Event, Review] | None:
        """The review that ended it, if one did since the decision in force."""
        decided = self.life.decision
        reviews = self.life.since(decided[0], Review) if decided else []
        return next((found for found in reversed(reviews) if found[1].is_final), None)

    @property
    def ended(self) -> tuple[Event, Review] | None:
        """The latest review that ended it, also where it was weighed or decided once more since."""
        return next((found for found in reversed(self.life.all(Review)) if found[1].is_final), None)
