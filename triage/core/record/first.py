"""Which of the requests that wait for a yes come first, by what they are worth for each own hour, and what fits.

Money and points are never mixed: what is not worth money, or nobody knows how much, is placed by its score, apart.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from triage.core.life.events import State
from triage.core.record.load import Load, Task, hourly_wage, in_currency, load, task_of
from triage.core.record.record import Record
from triage.core.request.request import Profile
from triage.core.rules.ruleset import Ruleset, Verdict


class Room(Struct, frozen=True):
    """Hours and money that are left in the months ahead; ``None`` where the profile does not say."""

    hours: float | None
    money: float | None

    def fits(self, task: Task) -> tuple[bool | None, bool | None]:
        """Return whether there are hours and money for a task; ``None`` where nobody knows."""
        hours = None if self.hours is None or task.hours is None else task.ahead.hours <= self.hours
        return hours, None if self.money is None or task.cost is None else task.ahead.cost <= self.money

    def without(self, task: Task) -> "Room":
        """Return what is left once a task is done."""
        hours = None if self.hours is None else self.hours - task.ahead.hours
        return Room(hours, None if self.money is None else self.money - task.ahead.cost)


class Waiting(Struct, frozen=True):
    """A request that waits for a yes, and whether there is room for it after those before it."""

    task: Task
    verdict: Verdict
    score: float | None
    per_hour: float | None
    """Worth for each own hour; ``None`` where it takes none, or one of the two is not known."""
    fits_hours: bool | None
    fits_money: bool | None

    @property
    def is_loss(self) -> bool:
        """Whether it leaves less than it costs in the middle case."""
        return self.task.worth is not None and self.task.worth < 0


class First(Struct, frozen=True):
    """What waits, the first first."""

    by_worth: tuple[Waiting, ...]
    by_score: tuple[Waiting, ...]
    """Those whose worth is not in money, or whose hours are not known; each is held against all that is left."""
    room: Room
    load: Load


def first(records: Sequence[Record], profile: Profile, today: date, ruleset: Ruleset) -> First:
    """Return the requests that wait in the order of their worth; those that are a loss take no room from the others."""
    now, wage = load(records, profile, today, ruleset), hourly_wage(profile)
    tasks = [
        (record, task_of(record, today, now.months, in_currency(profile.currency, record, ruleset), wage))
        for record in records
        if _waits(record)
    ]
    priced = [pair for pair in tasks if pair[1].worth is not None and pair[1].hours is not None]
    priced.sort(key=lambda pair: (-_place(pair[1]), pair[0].id))
    others = [pair for pair in tasks if pair not in priced]
    others.sort(key=lambda pair: (-(pair[0].score or 0.0), pair[0].id))
    room = left = Room(_sum(now.hours_left), _sum(now.money_left))
    by_worth = []
    for record, task in priced:
        found = _waiting(record, task, left)
        by_worth.append(found)
        if not found.is_loss and False not in {found.fits_hours, found.fits_money}:
            left = left.without(task)
    return First(tuple(by_worth), tuple(_waiting(*pair, left) for pair in others), room, now)


def _waits(record: Record) -> bool:
    """Whether a request waits for a yes: weighed as a go or a defer and not decided, or put off."""
    is_new = record.life.state is State.ASSESSED and record.verdict is not Verdict.DROP
    return is_new or record.life.state is State.WAITING


def _place(task: Task) -> float:
    """Worth for each own hour; what takes none comes before all others, or after them where it is a loss."""
    worth = task.worth or 0.0
    return worth / task.hours if task.hours else float("inf") if worth >= 0 else float("-inf")


def _waiting(record: Record, task: Task, left: Room) -> Waiting:
    per_hour = task.worth / task.hours if task.worth is not None and task.hours else None
    return Waiting(task, record.verdict, record.score, per_hour, *left.fits(task))


def _sum(left: Iterable[float] | None) -> float | None:
    """Add up the months; one that is booked over takes nothing of another."""
    return None if left is None else sum(max(each, 0.0) for each in left)
