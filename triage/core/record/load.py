"""The load: hours and money of what is agreed and of standing work, month by month, and what is left of both.

What a task takes is spread evenly from the day of the decision until it can be judged (a judgement: the register knows
what it takes in all, and not when). Only counts; what comes first of what waits is ``record.first``.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from triage.core.life.events import State, weeks_after
from triage.core.record.record import Record
from triage.core.request.request import Profile
from triage.core.rules.quantities import rate
from triage.core.rules.ruleset import Ruleset

MONTHS = 6
"""So many months are looked at, this one included."""
MONTHS_IN_YEAR = 12
TAKES = (State.DECIDED, State.RUNNING)
"""Where a task takes hours and money: decided, also where what success is has not been agreed yet."""
USUAL = timedelta(days=365)
"""How long a task is spread over where nothing says when it can be judged (a judgement)."""


class Taken(Struct, frozen=True):
    """Hours and money of one month."""

    hours: float = 0.0
    cost: float = 0.0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.hours + other.hours, self.cost + other.cost)

    def __mul__(self, share: float) -> "Taken":
        return Taken(self.hours * share, self.cost * share)


class Task(Struct, frozen=True):
    """What one task takes; money is in the profile's currency, and ``None`` where nobody knows."""

    id: str
    title: str
    state: State
    since: date
    until: date
    hours: float | None
    cost: float | None
    worth: float | None
    """What is left of it in the middle case, once its cost is paid."""
    months: tuple[Taken, ...]

    @property
    def ahead(self) -> Taken:
        """What it takes in the months ahead."""
        return sum(self.months, Taken())


class Load(Struct, frozen=True):
    """The months ahead, what fills them, and what there is in each; ``None`` where the profile does not say."""

    months: tuple[date, ...]
    """The first day of each."""
    tasks: tuple[Task, ...]
    standing: tuple[tuple[str, Taken], ...]
    """Standing work by name, with what every month takes."""
    hours: float | None
    """Hours in a month."""
    money: float | None
    """A twelfth of the yearly budget."""
    currency: str
    holds_wages: bool = False
    """Whether own hours are paid out of the budget and are in the money."""
    by_month: tuple[Taken, ...] = ()
    """Of tasks and standing work together."""

    @property
    def hours_left(self) -> tuple[float, ...] | None:
        """Hours left in each month, below zero where it is booked over; ``None`` where nobody has said how many."""
        return None if self.hours is None else tuple(self.hours - taken.hours for taken in self.by_month)

    @property
    def money_left(self) -> tuple[float, ...] | None:
        """Money left in each month; below zero where it is booked over."""
        return None if self.money is None else tuple(self.money - taken.cost for taken in self.by_month)


def load(records: Iterable[Record], profile: Profile, today: date, ruleset: Ruleset) -> Load:
    """Return the load of the months ahead, by what has been decided and by standing work."""
    months, wage = months_from(today), hourly_wage(profile)
    running = [record for record in records if record.life.state in TAKES]
    tasks = [
        task_of(record, record.life.start or today, months, in_currency(profile.currency, record, ruleset), wage)
        for record in running
    ]
    standing = tuple((work.name, Taken(work.hours, work.cost + work.hours * wage)) for work in profile.standing)
    fixed = sum((taken for _, taken in standing), Taken())
    return Load(
        months=months,
        tasks=tuple(tasks),
        standing=standing,
        hours=profile.capacity_hours,
        money=None if profile.yearly_budget is None else profile.yearly_budget / MONTHS_IN_YEAR,
        currency=profile.currency,
        holds_wages=bool(profile.budget_holds_wages),
        by_month=tuple(sum((task.months[at] for task in tasks), fixed) for at in range(len(months))),
    )


def hourly_wage(profile: Profile) -> float:
    """Return what an own hour takes of the budget: nothing, unless the profile says that wages are in it."""
    return (profile.hourly_cost or 0.0) if profile.budget_holds_wages else 0.0


def in_currency(currency: str, record: Record, ruleset: Ruleset) -> float:
    """What a unit of a request's currency is worth in the profile's."""
    return rate(record.currency, ruleset) / rate(currency, ruleset)


def months_from(today: date, count: int = MONTHS) -> tuple[date, ...]:
    """Return the first days of this month and of those after it."""
    numbers = (today.year * 12 + today.month - 1 + at for at in range(count))
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def task_of(record: Record, since: date, months: Sequence[date], rate: float, wage: float) -> Task:
    """Return what a task takes from a day on, until it can be judged."""
    until = _until(record, since)
    hours, cash = (each.expected if (each := record.range(name)) else None for name in ("hours", "cost"))
    cost = None if cash is None else cash * rate + (hours or 0.0) * wage
    whole, days = Taken(hours or 0.0, cost or 0.0), max((until - since).days, 1)
    ends = (*months[1:], _next_month(months[-1]))
    spread = tuple(
        whole * (max((min(until, end) - max(since, start)).days, 0) / days)
        for start, end in zip(months, ends, strict=True)
    )
    worth = None if record.worth is None else record.worth * rate
    return Task(record.id, record.title, record.life.state, since, until, hours, cost, worth, spread)


def _until(record: Record, since: date) -> date:
    """When it can be judged: as agreed or as such tasks take, or after a year where nobody knows."""
    usual = weeks_after(since, record.measures.get("full_likely"))
    until = (record.life.start and record.life.outcome_on) or usual or since + USUAL
    return max(until, since + timedelta(days=1))


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
