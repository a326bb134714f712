"""The life of a request after its first verdict: what may happen to it, and the state that this leads to.

Events are only added, never overwritten; the state and what is in force are derived from them. When something needs
attention is ``life.agenda``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias, TypeVar

from triage.core.request.request import Value
from triage.core.rules.ruleset import Verdict


class State(StrEnum):
    """Where a request is. A draft is a file on its writer's computer; all others are in the register."""

    DRAFT = "draft"
    ASSESSED = "assessed"
    DECIDED = "decided"
    RUNNING = "running"
    WAITING = "waiting"
    REVIEWED = "reviewed"
    CLOSED = "closed"


class Status(StrEnum):
    """The result of a review."""

    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    NOT_WORKING = "not_working"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    STOPPED = "stopped"


FINAL = frozenset({Status.SUCCEEDED, Status.FAILED, Status.STOPPED})
"""Statuses that end the task."""

By: TypeAlias = Literal["director", "both"]
Held: TypeAlias = Literal["held", "failed", "unclear"]
Judged: TypeAlias = Literal["good", "poor", "unsure"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The request was weighed, for the first time or again; ``number`` is that of the assessment."""

    number: int
    verdict: Verdict
    because: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """What a defer waits for: the reason, who follows up, the event, and the day on which it is revisited anyway."""

    reason: str
    owner: str
    trigger: str
    until: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided; if it differs from the advice it is an override, with the assumption behind it."""

    verdict: Verdict
    advised: Verdict
    by: By
    because: str = ""
    assumes: str = ""
    check_on: date | None = None
    """The day on which the assumption is checked."""
    wait: Wait | None = None
    first_weeks: float | None = None
    """Weeks from the decision in which the first sign is due at the latest for such tasks."""
    judge_weeks: float | None = None
    """Weeks from the decision from which such tasks can be judged fairly."""

    @property
    def overrides(self) -> bool:
        """Whether it differs from the verdict."""
        return self.verdict is not self.advised


@dataclass(frozen=True, slots=True)
class SuccessBlock:
    """What success is, the early sign of it, and when to stop."""

    metric: str
    level: str
    reach_by: date
    sign: str
    sign_level: str
    sign_week: float
    """Week from the decision in which the early sign is due."""
    stop_rule: str = ""
    """None for a duty."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The success block as both agreed to it; by the fingerprint a review shows that it is unchanged."""

    block: SuccessBlock
    fingerprint: str
    agreed_by: str
    agreed_on: date
    chance: float | None = None
    """The stated chance of reaching the level by the date, 0-100."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One of the two answered the shared questions independently."""

    role: str
    answers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Aligned:
    """What both agreed to answer after comparing; their own answers are kept."""

    answers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Review:
    """The result so far, or in the end."""

    status: Status
    measured: str = ""
    """What was seen, in words."""
    sign: bool | None = None
    sign_on: date | None = None
    reached: bool | None = None
    reached_on: date | None = None
    cost: float | None = None
    """Cash spent, in the request's currency."""
    hours: float | None = None
    contribution: float | None = None
    """Extra contribution that came, in the request's currency."""
    decision: Judged | None = None
    """Whether the decision was good with what was known then, whatever the result."""
    learned: str = ""
    because: str = ""
    """Why it was stopped."""
    block: str = ""
    """Fingerprint of the success block that it was judged by."""

    @property
    def is_final(self) -> bool:
        """Whether it ends the task."""
        return self.status in FINAL

    @property
    def was_measured(self) -> bool:
        """Whether the agreed level was measured; only then does it count as evidence."""
        return self.reached is not None


@dataclass(frozen=True, slots=True)
class Checked:
    """The assumption of an override was checked."""

    held: Held
    note: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same was asked before; ``new`` is what has changed since."""

    id: str
    new: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing more will come of it."""

    because: str


Happening: TypeAlias = Weighed | Decision | Agreement | Answered | Aligned | Review | Checked | Earlier | Closed
H = TypeVar("H", Weighed, Decision, Agreement, Answered, Aligned, Review, Checked, Earlier, Closed)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: the moment, the local day, and who recorded it."""

    at: datetime
    day: date
    who: str
    what: Happening


@dataclass(frozen=True, slots=True)
class Life:
    """Everything that has happened to a request, in order; ``weighed`` is the day of the first verdict."""

    weighed: date
    events: tuple[Event, ...] = ()

    def all(self, kind: type[H]) -> list[tuple[Event, H]]:
        """Return what happened of one kind, the oldest first, each with its event."""
        return [(event, event.what) for event in self.events if isinstance(event.what, kind)]

    def last(self, kind: type[H]) -> tuple[Event, H] | None:
        """Return the latest of one kind."""
        found = self.all(kind)
        return found[-1] if found else None

    def since(self, start: Event, kind: type[H]) -> list[tuple[Event, H]]:
        """Return what happened of one kind after an event."""
        return Life(self.weighed, self.events[self.events.index(start) + 1 :]).all(kind)

    def with_(self, *events: Event) -> "Life":
        """Return the life with more events."""
        return Life(self.weighed, (*self.events, *events))

    @property
    def state(self) -> State:
        """Where the request is now."""
        state = State.ASSESSED
        for event in self.events:
            state = _after(state, event.what)
        return state

    @property
    def decision(self) -> tuple[Event, Decision] | None:
        """The decision in force."""
        return self.last(Decision)

    @property
    def agreement(self) -> Agreement | None:
        """The success block in force: the latest agreed since the decision."""
        decided = self.decision
        found = self.since(decided[0], Agreement) if decided else []
        return found[-1][1] if found else None

    @property
    def start(self) -> date | None:
        """The day of the decision to go, from which weeks count; ``None`` unless one is in force."""
        decided = self.decision
        return decided[0].day if decided and decided[1].verdict is Verdict.GO else None

    @property
    def judge_from(self) -> date | None:
        """The fair judging date: before it, it is too early to judge."""
        decided = self.decision
        return weeks_after(self.start, decided[1].judge_weeks) if decided else None

    @property
    def sign_by(self) -> date | None:
        """When the early sign is due: as agreed, else when such tasks have shown one."""
        decided, agreed = self.decision, self.agreement
        weeks = agreed.block.sign_week if agreed else decided[1].first_weeks if decided else None
        return weeks_after(self.start, weeks)

    @property
    def outcome_on(self) -> date | None:
        """When success is settled: the agreed date, but not before it can be judged fairly."""
        days = (self.judge_from, self.agreement.block.reach_by if self.agreement else None)
        return max((day for day in days if day), default=None)


def weeks_after(day: date | None, weeks: float | None) -> date | None:
    """Return the day so many weeks after another, at most the last day of the calendar."""
    if day is None or weeks is None:
        return None
    try:
        return day + timedelta(weeks=weeks)
    except OverflowError:
        return date.max


def _after(state: State, what: Happening) -> State:
    """Return the state after an event."""
    match what:
        case Weighed() if state in {State.WAITING, State.CLOSED}:
            return State.ASSESSED
        case Decision(verdict=verdict):
            return {Verdict.GO: State.DECIDED, Verdict.DEFER: State.WAITING, Verdict.DROP: State.CLOSED}[verdict]
        case Agreement() if state is State.DECIDED:
            return State.RUNNING
        case Review(status=status) if status in FINAL:
            return State.REVIEWED
        case Closed():
            return State.CLOSED
    return state
