"""The load in rows and figures, for the screen and for a page."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from triage.adapters.pages.catalog import Catalog
from triage.core.messages import Hours, Money, Param, Typed
from triage.core.record.load import Load

MONTH_COLUMNS = ("month", "standing", "tasks", "of", "left")
TASK_COLUMNS = ("id", "title", "state", "until", "hours", "money", "worth")


def headings(names: Sequence[str], catalog: Catalog) -> list[str]:
    """Return the headings of a table's columns."""
    return [catalog.say(f"load.column.{name}") for name in names]


def in_hours_or_money(part: str, load: Load) -> float | None:
    """Return what there is of hours or money in a month; ``None`` where nobody has said."""
    return load.hours if part == "hours" else load.money


def heading(part: str, load: Load, catalog: Catalog) -> str:
    """Return what there is in a month, as the heading of its rows."""
    there = in_hours_or_money(part, load)
    key = f"load.heading.{part}" if there is not None else f"load.heading.{part}.unknown"
    return catalog.say(key, there=written_as(part, load, catalog)(there or 0.0))


def month_rows(part: str, load: Load, catalog: Catalog) -> Iterator[Sequence[str]]:
    """Yield a row for each month: what standing work and tasks take, what there is, and what is left."""
    written = written_as(part, load, catalog)
    there = in_hours_or_money(part, load)
    for at, month in enumerate(load.months):
        standing, tasks = standing_and_tasks(part, load, at)
        left = "" if there is None else written(there - standing - tasks)
        of = "" if there is None else written(there)
        yield [catalog.month(month, short=True), written(standing), written(tasks), of, left]


def task_rows(load: Load, catalog: Catalog, day: Callable[[date], str] = date.isoformat) -> Iterator[Sequence[str]]:
    """Yield what fills the months: standing work first, then tasks, those that take most hours first."""
    count = len(load.months)
    for name, taken in load.standing:
        hours, money = whole_hours(taken.hours * count), Money(taken.cost * count, load.currency)
        yield [
            "",
            catalog.value(Typed(name)),
            catalog.say("load.standing"),
            "",
            catalog.value(hours),
            catalog.value(money),
            "",
        ]
    for task in sorted(load.tasks, key=lambda task: -task.ahead.hours):
        yield [
            task.id,
            catalog.value(Typed(task.title)),
            catalog.say(f"state.{task.state}"),
            day(task.until),
            known(None if task.hours is None else whole_hours(task.ahead.hours), catalog),
            known(None if task.cost is None else Money(task.ahead.cost, load.currency), catalog),
            known(None if task.worth is None else Money(task.worth, load.currency), catalog),
        ]


def numbers(taken: float, there: float | None, written: Callable[[float], str], catalog: Catalog) -> str:
    """Return what is taken of a month and what is free, or too much."""
    if there is None:
        return written(taken)
    left = there - taken
    if round(left) < 0:
        return catalog.say("load.bar.over", taken=written(taken), over=written(-left))
    return catalog.say("load.bar", taken=written(taken), free=written(left))


def written_as(part: str, load: Load, catalog: Catalog) -> Callable[[float], str]:
    """Return how hours or money of a month are written: whole, and money in steps that leave sums right."""
    step = 10 ** max(math.floor(math.log10(load.money)) - 2, 0) if load.money else 100

    def written(value: float) -> str:
        if part == "hours":
            return catalog.value(whole_hours(value))
        return catalog.value(Money(round(value / step) * step, load.currency, rounded=False))

    return written


def standing_and_tasks(part: str, load: Load, at: int) -> tuple[float, float]:
    """Return what standing work and what tasks take in a month."""
    name = "hours" if part == "hours" else "cost"
    taken: float = getattr(load.by_month[at], name)
    standing = sum(getattr(each, name) for _, each in load.standing)
    return standing, taken - standing


def known(value: Param | None, catalog: Catalog) -> str:
    """Return a value, or that nobody knows it."""
    return catalog.say("load.not_known") if value is None else catalog.value(value)


def whole_hours(hours: float) -> Hours:
    """Return hours as whole ones."""
    return Hours(float(round(hours)))
