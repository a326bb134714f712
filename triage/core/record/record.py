"""What the register knows of one request, as a value: one record for each request. Nothing is counted here."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from triage.core.life.events import Event, Life, Review
from triage.core.request.request import Range, Value
from triage.core.rules.ruleset import Verdict


class Record(Struct, frozen=True):
    """A request with its answers in force, its latest verdict, its forecasts and its life."""

    id: str
    title: str
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
    """The firm's own sales cycle, where the task is judged on sales; not part of the task's own time."""
    conditions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What a go hangs on: for each condition its owner, and the answer in words that it quotes, if any."""
    score: float | None = None
    """Points of the latest assessment, where they are one number."""
    worth: float | None = None
    """What is left in the middle case once the cost is paid; ``None`` where it is not in money, or not known."""

    def word(self, question_id: str) -> str:
        """Return an answer in words or by its id; empty where it is unknown."""
        value = self.answers.get(question_id)
        return value if isinstance(value, str) else ""

    def range(self, question_id: str) -> Range | None:
        """Return an answer that is a range."""
        value = self.answers.get(question_id)
        return value if isinstance(value, Range) else None

    @property
    def reviews(self) -> list[tuple[Event, Review]]:
        """The reviews since the decision in force, the oldest first."""
        return self.life.reviews

    @property
    def final_review(self) -> tuple[Event, Review] | None:
        """The review that ended it, if one did since the decision in force."""
        return next((found for found in reversed(self.reviews) if found[1].is_final), None)

    @property
    def ended(self) -> tuple[Event, Review] | None:
        """The latest review that ended it, even if it was weighed or decided again since."""
        return next((found for found in reversed(self.life.all(Review)) if found[1].is_final), None)
