"""What is said about the load and about what comes first: over-booking, what is not known, and what does not fit.

Chooses sentences; writes none.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from triage.core.messages import Hours, Listed, Message, Money, Month, Param, Typed, say
from triage.core.record.first import First, Waiting
from triage.core.record.load import Load, Task
from triage.core.record.reportsections import counted

MOST_MONTHS = 2
"""So many months that are booked over are named each."""
SOON = 2
"""The months ahead that a new request is weighed with: this one and the next."""


def load_notes(load: Load) -> Iterator[Message]:
    """Yield where more is booked than there is, what nobody knows, and how the months were filled."""
    if not (load.tasks or load.standing):
        yield say("load.nothing")
    if load.hours is not None:
        yield from _over("load.over.hours", load, _too_much(load, load.hours_left), "hours")
    else:
        yield say("load.no_capacity")
    if load.money is not None:
        yield from _over("load.over.money", load, _too_much(load, load.money_left), "money")
    else:
        yield say("load.no_budget")
    for part in ("hours", "cost"):
        unknown = [task for task in load.tasks if getattr(task, part) is None]
        if unknown:
            yield counted(f"load.unknown.{part}", len(unknown), titles=_titles(unknown))
    if load.tasks:
        yield say("load.spread")
    yield say("load.wages" if load.holds_wages else "load.no_wages")


def room_notes(load: Load, hours: float | None) -> Iterator[Message]:
    """Yield what is free in the next months, as the register knows it, and what a new task takes beside it."""
    if load.hours is None or load.hours_left is None:
        return
    parts: list[Param] = []
    for month, left in list(zip(load.months, load.hours_left, strict=True))[:SOON]:
        free = say("room.month", free=_hours(left), month=Month(month))
        parts.append(free if left > 0 else say("room.month.none", month=Month(month)))
    yield say("room", of=_hours(load.hours), months=Listed(tuple(parts)))
    if hours:
        yield say("room.takes", hours=_hours(hours))


def overbooked(load: Load, task: Task) -> Iterator[Message]:
    """Yield when a new task makes it more hours than there are."""
    left = [has - each.hours for has, each in zip(load.hours_left or (), task.months, strict=False)]
    over = [(month, -each) for month, each, new in zip(load.months, left, task.months, strict=False) if new.hours]
    yield from _over("room.over", load, [pair for pair in over if round(pair[1]) > 0], "hours")


class Pick(Struct, frozen=True):
    """Something that could give way: how it reads in a list, and as an answer."""

    line: Message
    answer: Message


def picks(load: Load) -> Iterator[Pick]:
    """Yield what could give way: tasks that take most hours in the months ahead first, then standing work."""
    for task in sorted(load.tasks, key=lambda task: -task.ahead.hours):
        named: dict[str, Param] = {"title": Typed(task.title), "id": task.id, "hours": _hours(task.ahead.hours)}
        answer = say("room.picked" if task.hours else "room.picked.unknown", **named)
        if task.worth is None or not task.hours:
            yield Pick(say("room.pick" if task.hours else "room.pick.unknown", **named), answer)
        else:
            worth = Money(task.worth, load.currency)
            yield Pick(say("room.pick.worth", worth=worth, **named), answer)
    for name, taken in load.standing:
        fixed: dict[str, Param] = {"title": Typed(name), "hours": Hours(taken.hours)}
        yield Pick(say("room.pick.standing", **fixed), say("room.picked.standing", **fixed))


def first_notes(found: First) -> Iterator[Message]:
    """Yield what is left, how the order came about, and what there is no longer room for."""
    if not (found.by_worth or found.by_score):
        yield say("first.nothing")
        return
    yield from _left(found)
    if found.by_worth:
        yield say("first.order")
    without = [each for each in found.by_worth if not each.task.hours]
    if without:
        yield counted("first.no_hours", len(without), titles=_titles([each.task for each in without]))
    loss = [each.task for each in found.by_worth if each.is_loss]
    if loss:
        yield counted("first.loss", len(loss), titles=_titles(loss))
    if found.by_score:
        yield counted("first.by_score", len(found.by_score))


def fit(each: Waiting) -> Message:
    """Say whether there is room for one that waits, after those before it."""
    if each.is_loss:
        return say("first.fit.loss")
    hours, money = each.fits_hours, each.fits_money
    if False in {hours, money}:
        both = hours is False and money is False
        return say("first.fit.neither" if both else "first.fit.no_hours" if hours is False else "first.fit.no_money")
    return say("first.fit.unknown" if None in {hours, money} else "first.fit.yes")


def _left(found: First) -> Iterator[Message]:
    room, until = found.room, Month(found.load.months[-1])
    if room.hours is not None:
        yield say("first.left.hours", hours=_hours(room.hours), until=until)
    if room.money is not None:
        yield say("first.left.money", money=Money(room.money, found.load.currency), until=until)
    if room.hours is None or room.money is None:
        yield say("first.left.unknown")


def _over(key: str, load: Load, over: Sequence[tuple[date, float]], part: str) -> Iterator[Message]:
    """Say in which months there is too much: each of them where they are few, else how many, and the worst."""
    if not over:
        return
    amounts = [(month, _hours(by) if part == "hours" else Money(by, load.currency)) for month, by in over]
    told = [say("load.over.month", month=Month(month), over=by) for month, by in amounts]
    when: Param = Listed(tuple(told))
    if len(told) > MOST_MONTHS:
        worst = told[max(range(len(over)), key=lambda at: over[at][1])]
        when = say("load.over.months", n=len(told), of=len(load.months), worst=worst)
    yield say(key, when=when)


def _too_much(load: Load, left: Sequence[float] | None) -> list[tuple[date, float]]:
    return [(month, -each) for month, each in zip(load.months, left or (), strict=False) if round(each) < 0]


def _titles(tasks: Sequence[Task]) -> Listed:
    return Listed(tuple(say("load.title", title=Typed(task.title)) for task in tasks))


def _hours(hours: float) -> Hours:
    """Whole hours: nobody knows more of the months ahead."""
    return Hours(float(round(hours)))
