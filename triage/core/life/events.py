"""The life of a request after its first verdict: what may happen to it, and the state that this leads to.

Events are only added, never overwritten; the state and what is in force are derived from them. When something needs
attention is ``life.agenda``.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from triage.core.request.request import Value
from triage.core.rules.ruleset import Verdict


class State(StrEnum):
    """Where a request is. A draft is a file on its writer's computer; all others are in the register."""

    DRAFT = "draft"
    ASSESSED = "assessed"
    DECIDED = "decided"
    OFFERED = "offered"
    """One of the two has said yes to what success is, and the other has not yet."""
    RUNNING = "running"
    WAITING = "waiting"
    REVIEWED = "reviewed"
    CLOSED = "closed"


class Status(StrEnum):
    """The result of a review; ``life.status`` says when each applies."""

    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    STOP_RULE_MET = "stop_rule_met"
    NOT_WORKING = "not_working"
    SUCCEEDED = "succeeded"
    SUCCEEDED_LATE = "succeeded_late"
    IN_PART = "in_part"
    FAILED = "failed"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


FINAL = frozenset({Status.SUCCEEDED, Status.SUCCEEDED_LATE, Status.IN_PART, Status.FAILED, Status.STOPPED})
"""Statuses that end the task; what cannot be known ends it too, once the day has come on which it is settled."""

Side: TypeAlias = Literal["manager", "director"]
StopOn: TypeAlias = Literal["", "sign", "metric"]
Rule: TypeAlias = Literal["", "close", "passed", "met"]
By: TypeAlias = Literal["", "director", "both"]
Held: TypeAlias = Literal["held", "failed", "unclear"]
Judged: TypeAlias = Literal["good", "poor", "unsure"]


class Weighed(Struct, frozen=True):
    """The request was weighed, for the first time or again; ``number`` is that of the assessment."""

    number: int
    verdict: Verdict
    because: str = ""
    conditions: str = ""
    """Fingerprint of what was weighed again and on which conditions; empty the first time, and in older registers."""


class Wait(Struct, frozen=True):
    """What a defer waits for: the reason, who follows up, the event, and the day on which it is revisited anyway."""

    reason: str
    owner: str
    trigger: str
    until: date


class Decision(Struct, frozen=True):
    """What was decided; if it differs from the advice it is an override, with the assumption behind it."""

    verdict: Verdict
    advised: Verdict
    by: By = ""
    """Who decided it; empty where nobody said."""
    because: str = ""
    assumes: str = ""
    check_on: date | None = None
    """The day on which the assumption is checked."""
    wait: Wait | None = None
    first_weeks: float | None = None
    """Weeks from the decision in which the first sign is due at the latest for such tasks."""
    judge_weeks: float | None = None
    """Weeks from the decision from which such tasks can be judged."""
    class_weeks: tuple[float, ...] = ()
    """Weeks to the first sign and to the full effect of such tasks: low, likely and high of each."""

    @property
    def overrides(self) -> bool:
        """Whether it differs from the verdict."""
        return self.verdict is not self.advised


class SuccessBlock(Struct, frozen=True):
    """What success is, the early sign of it, and when to stop."""

    metric: str
    level: str
    reach_by: date
    sign: str
    sign_level: str
    sign_week: float
    """Week from the decision in which the early sign is due."""
    stop_rule: str = ""
    """In words, where it is no limit on a number; none for a duty."""
    baseline: float | None = None
    """The measure before the start; ``None`` where it has not been measured yet."""
    stop_on: StopOn = ""
    """Which of the two numbers the stop rule is about."""
    stop_limit: float | None = None
    stop_week: float | None = None
    """Week from the decision in which the limit is looked at."""
    ceiling: float | None = None
    """Cash that it may cost at most, in the request's currency."""


class Agreement(Struct, frozen=True):
    """A version of the success block, and who said yes to it; by the fingerprint a review shows that it is unchanged.

    Where ``waits_for`` names a side, that one's yes is an event of its own (:class:`Yes`). An agreement of before there
    were two yeses has none to wait for.
    """

    block: SuccessBlock
    fingerprint: str
    agreed_by: str
    agreed_on: date
    chance: float | None = None
    """The stated chance of reaching the level by the date, 0-100: the manager's, or of both together."""
    directors_chance: float | None = None
    waits_for: Literal["", "manager", "director"] = ""
    other: str = ""
    """The name of the one whose yes is awaited, where it is known."""
    conditions: str = ""
    """Fingerprint of what was weighed and on which conditions, on the day of the yes."""
    kind: Literal["first", "change", "correction"] = "first"
    """A correction mends a slip of the pen: it holds at once. A change is a second version, and needs both again."""
    because: str = ""
    """Why it was changed or corrected."""
    baseline_by: date | None = None
    """By when the measure before the start is taken, where it was not known."""


class Yes(Struct, frozen=True):
    """The second yes to a block: by whom and when, to which block and on which conditions."""

    side: Side
    name: str
    on: date
    fingerprint: str
    conditions: str = ""
    chance: float | None = None


class Baseline(Struct, frozen=True):
    """The measure before the start, where it was not known when the block was agreed."""

    value: float
    on: date


class Answered(Struct, frozen=True):
    """One of the two answered the shared questions independently."""

    role: str
    answers: Mapping[str, Value]


class Aligned(Struct, frozen=True):
    """What both agreed to answer after comparing; their own answers are kept."""

    answers: Mapping[str, Value]
    left_open: tuple[str, ...] = ()
    """The questions on which they do not agree; until they do, nobody knows the answer."""


class Review(Struct, frozen=True):
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
    value: float | None = None
    """The agreed measure as a number."""
    sign_value: float | None = None
    """The early sign as a number."""
    measured_on: date | None = None
    """The day of the reading, where it is not that of the event."""
    share: float | None = None
    """How far it is from the baseline to the level; 1 is all the way."""
    within: bool = False
    """Whether such tasks may still take longer than was agreed."""
    rule: Rule = ""
    """Where the stop rule stands: beyond the limit by a little, clearly though it may be early, or met."""
    by_rule: bool = False
    """Whether it was stopped because the agreed rule was met."""
    settled: bool = False
    """Whether the day had come on which success is settled."""

    @property
    def is_final(self) -> bool:
        """Whether it ends the task."""
        return self.status in FINAL or (self.status is Status.UNKNOWN and self.settled)

    @property
    def was_measured(self) -> bool:
        """Whether the agreed level was measured; only then does it count as evidence."""
        return self.reached is not None


class Checked(Struct, frozen=True):
    """The assumption of an override was checked."""

    held: Held
    note: str = ""


class Earlier(Struct, frozen=True):
    """The same was asked before; ``new`` is what has changed since."""

    id: str
    new: str = ""


class Closed(Struct, frozen=True):
    """Nothing more will come of it."""

    because: str


Happening: TypeAlias = (
    Weighed | Decision | Agreement | Yes | Baseline | Answered | Aligned | Review | Checked | Earlier | Closed
)
H = TypeVar("H", Weighed, Decision, Agreement, Yes, Baseline, Answered, Aligned, Review, Checked, Earlier, Closed)


class Event(Struct, frozen=True):
    """Something that happened: the moment, the local day, and who recorded it."""

    at: datetime
    day: date
    who: str
    what: Happening


class Life(Struct, frozen=True):
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
        for at, event in enumerate(self.events, start=1):
            if not isinstance(event.what, Yes) or Life(self.weighed, self.events[:at]).offer is None:
                state = _after(state, event.what)
        return state

    @property
    def decision(self) -> tuple[Event, Decision] | None:
        """The decision in force."""
        return self.last(Decision)

    @property
    def versions(self) -> list[tuple[Event, Agreement]]:
        """Every version of the success block since the decision, in force or offered, the oldest first."""
        decided = self.decision
        return self.since(decided[0], Agreement) if decided else []

    @property
    def reviews(self) -> list[tuple[Event, Review]]:
        """The reviews since the decision in force, the oldest first; none without a decision."""
        return self.since(self.decision[0], Review) if self.decision else []

    @property
    def agreement(self) -> Agreement | None:
        """The success block in force: the latest since the decision that both have said yes to."""
        return next((each for _, each in reversed(self.versions) if self.is_agreed(each)), None)

    @property
    def offer(self) -> Agreement | None:
        """The latest version, where one of the two has not said yes to it yet."""
        versions = self.versions
        return versions[-1][1] if versions and not self.is_agreed(versions[-1][1]) else None

    def is_agreed(self, version: Agreement) -> bool:
        """Whether both have said yes to a version of the block, on the same conditions."""
        if not version.waits_for:
            return True
        first: Side = "manager" if version.waits_for == "director" else "director"
        given = {first: version.conditions}
        for yes in self._said_of(version):
            given[yes.side] = yes.conditions
            if len(given) > 1 and len(set(given.values()) - {""}) < len(given):
                return True
        return False

    def second_yes(self, version: Agreement) -> Yes | None:
        """Return the yes that a version waited for, once it has come."""
        return next((yes for yes in self._said_of(version) if yes.side == version.waits_for), None)

    def _said_of(self, version: Agreement) -> list[Yes]:
        """Every yes to a version since it was written down, the oldest first; not those to a later one in its words."""
        at = next((event for event, each in self.versions if each is version), None)
        if at is None:
            return []
        again = (event for event, each in self.since(at, Agreement) if each.fingerprint == version.fingerprint)
        ends = next(again, None)
        found = self.since(at, Yes) if ends is None else Life(self.weighed, self._before(ends)).since(at, Yes)
        return [yes for _, yes in found if yes.fingerprint == version.fingerprint]

    def _before(self, event: Event) -> tuple[Event, ...]:
        return self.events[: self.events.index(event)]

    def yeses(self, version: Agreement) -> dict[Side, Yes]:
        """Return the latest yes of each of the two to a version; what both said together stands for both."""
        said: dict[Side, Yes] = {}
        sides: tuple[Side, ...] = ("manager", "director")
        for side in sides:
            if side != version.waits_for:
                said[side] = Yes(side, version.agreed_by, version.agreed_on, version.fingerprint, version.conditions)
        for yes in self._said_of(version):
            before = said.get(yes.side)
            said[yes.side] = replace(yes, chance=before.chance if before and yes.chance is None else yes.chance)
        return said

    def chances(self, version: Agreement) -> tuple[float | None, float | None]:
        """Return the chance of reaching the level that each of the two stated, the manager's first."""
        own = {side: yes.chance for side, yes in self.yeses(version).items() if yes.chance is not None}
        return own.get("manager", version.chance), own.get("director", version.directors_chance)

    @property
    def baseline(self) -> float | None:
        """The measure before the start: as agreed, else as measured since."""
        if self.agreement is None or self.decision is None:
            return None
        measured = self.since(self.decision[0], Baseline)
        return (
            measured[-1][1].value
            if measured and self.agreement.block.baseline is None
            else self.agreement.block.baseline
        )

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
        """When success is settled: the agreed date, but not before it can be judged."""
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
        case Agreement(waits_for=other) if state in {State.DECIDED, State.OFFERED}:
            return State.OFFERED if other else State.RUNNING
        case Yes() if state is State.OFFERED:
            return State.RUNNING
        case Review() if what.is_final:
            return State.REVIEWED
        case Closed():
            return State.CLOSED
    return state
