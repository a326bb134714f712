"""The life of a request after its first verdict: what may happen to it, and the state that this leads to.

Everything is an added :class:`Event` with who, when and why; the state and what is in force are read off the events,
so that nothing is ever overwritten. When something wants attention is ``life.agenda``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias, TypeVar

from triage.core.request.request import Value
from triage.core.rules.ruleset import Verdict


class State(StrEnum):
    """Where a request is. A draft stands on the computer of whoever writes it; all others are in the register."""

    DRAFT = "draft"
    ASSESSED = "assessed"
    DECIDED = "decided"
    RUNNING = "running"
    WAITING = "waiting"
    REVIEWED = "reviewed"
    CLOSED = "closed"


class Status(StrEnum):
    """What a review came to."""

    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    NOT_WORKING = "not_working"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    STOPPED = "stopped"


FINAL = frozenset({Status.SUCCEEDED, Status.FAILED, Status.STOPPED})
"""What ends a course of events."""

By: TypeAlias = Literal["director", "both"]
Held: TypeAlias = Literal["held", "failed", "unclear"]
Judged: TypeAlias = Literal["good", "poor", "unsure"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The request was weighed, at first or once more; the assessment of this number was made."""

    number: int
    verdict: Verdict
    because: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """What a defer waits for: a reason, who sees to it, the event, and the day on which it is looked at anyway."""

    reason: str
    owner: str
    trigger: str
    until: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What the people chose; differing from what was advised it is an override, with the assumption it rests on."""

    verdict: Verdict
    advised: Verdict
    by: By
    because: str = ""
    assumes: str = ""
    check_on: date | None = None
    """The day on which the assumption is looked at."""
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
    """What success is, what shows that it is on its way, and when to stop."""

    metric: str
    level: str
    reach_by: date
    sign: str
    sign_level: str
    sign_week: float
    """Week from the decision in which the early sign is looked for."""
    stop_rule: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """The success block as both agreed to it; the fingerprint shows at the review that it is unchanged."""

    block: SuccessBlock
    fingerprint: str
    agreed_by: str
    agreed_on: date
    chance: float | None = None
    """The stated chance of reaching the level by the date, 0-100."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One of the two answered the shared questions without seeing the other's answers."""

    role: str
    answers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Aligned:
    """What both agreed to answer after comparing; the two sets of answers they came with stay as they were."""

    answers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Review:
    """What came of it so far, or in the end."""

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
    """Whether the decision was good with what was known then, whatever came of it."""
    learned: str = ""
    because: str = ""
    """Why it was stopped."""
    block: str = ""
    """Fingerprint of the success block that it was judged by."""

    @property
    def is_final(self) -> bool:
        """Whether it ends the course of events."""
        return self.status in FINAL

    @property
    def was_measured(self) -> bool:
        """Whether somebody looked at the agreed level; only then does it count as evidence."""
        return self.reached is not None


@dataclass(frozen=True, slots=True)
class Checked:
    """The assumption of an override was looked at."""

    held: Held
    note: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same was asked before; what is new since then."""

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
    """Something that happened: the moment, the day where it happened, and who wrote it down."""

    at: datetime
    day: date
    who: str
    what: Happening


@dataclass(frozen=True, slots=True)
class Life:
    """Everything that has happened to a request, in its order; ``weighed`` is the day of the first verdict."""

    weighed: date
    events: tuple[Event, ...] = field(default=())

    def all(self, kind: type[H]) -> list[tuple[Event, H]]:
        """Give what happened of one kind, the oldest first, each with its event."""
        return [(event, event.what) for event in self.events if isinstance(event.what, kind)]

    def last(self, kind: type[H]) -> tuple[Event, H] | None:
        """Give the latest of one kind."""
        found = self.all(kind)
        return found[-1] if found else None

    def since(self, start: Event, kind: type[H]) -> list[tuple[Event, H]]:
        """Give what happened of one kind after an event."""
        at = self.events.index(start)
        return [(event, event.what) for event in self.events[at + 1 :] if isinstance(event.what, kind)]

    def with_(self, *events: Event) -> "Life":
        """Give the life with more events."""
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
        """The success block in force: the latest that was agreed on since the decision."""
        decided = self.decision
        found = self.since(decided[0], Agreement) if decided else []
        return found[-1][1] if found else None

    @property
    def start(self) -> date | None:
        """The day of the decision to go, from which all weeks count; ``None`` where there is none in force."""
        decided = self.decision
        return decided[0].day if decided and decided[1].verdict is Verdict.GO else None

    @property
    def judge_from(self) -> date | None:
        """The fair judging date: before it, it is too early to judge."""
        decided = self.decision
        return weeks_after(self.start, decided[1].judge_weeks) if decided else None

    @property
    def sign_by(self) -> date | None:
        """When the early sign is looked for: as agreed, else when such tasks have shown one."""
        decided, agreed = self.decision, self.agreement
        weeks = agreed.block.sign_week if agreed else decided[1].first_weeks if decided else None
        return weeks_after(self.start, weeks)

    @property
    def outcome_on(self) -> date | None:
        """When it is settled whether it succeeded: the agreed date, but not before it can be judged fairly."""
        days = (self.judge_from, self.agreement.block.reach_by if self.agreement else None)
        return max((day for day in days if day), default=None)


def weeks_after(day: date | None, weeks: float | None) -> date | None:
    """Give the day so many weeks after another; the last day of the calendar where it would lie beyond."""
    if day is None or weeks is None:
        return None
    try:
        return day + timedelta(weeks=weeks)
    except OverflowError:
        return date.max


def _after(state: State, what: Happening) -> State:
    """The state that something leads to."""
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
