"""How ``triage list --load`` and ``--first`` look: a picture of the months or a plain table, and what is said below."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal import screen
from triage.adapters.terminal.bars import bar, can_draw, shades
from triage.adapters.terminal.screen import Cell, Column
from triage.cli.drawing import verdict_cell
from triage.core.messages import Hours, Message, Money, Param

if TYPE_CHECKING:
    from triage.core.record.first import First, Waiting
    from triage.core.record.load import Load

NAMES, NUMBERS = 10, 32
"""Columns for a month's name, and for the numbers after its bar."""
WIDEST_BAR = 40
MONTH_COLUMNS = ("month", "standing", "tasks", "of", "left")
TASK_COLUMNS = ("id", "title", "state", "until", "hours", "money", "worth")


def print_load(load: "Load", catalog: Catalog) -> None:
    """Print the months ahead with what fills them, and what there is to say about it."""
    from triage.core.record.loadwords import load_notes

    if can_draw():
        screen.print_text("\n".join([*_picture("hours", load, catalog), "", *_picture("money", load, catalog), ""]))
        screen.print_text(catalog.say("load.legend", **shades()))
    else:
        for part in ("hours", "money"):
            screen.print_text(_heading(part, load, catalog))
            screen.print_table(_columns("load", MONTH_COLUMNS, catalog), _months(part, load, catalog))
    if load.tasks or load.standing:
        if screen.is_terminal():
            screen.print_text("")
        screen.print_table(_columns("load", TASK_COLUMNS, catalog), _tasks(load, catalog))
    _print_notes(load_notes(load), catalog)


def print_first(found: "First", catalog: Catalog) -> None:
    """Print what waits in its order, and what there is to say about it."""
    from triage.core.record.loadwords import first_notes

    names = ("place", "id", "verdict", "per_hour", "score", "hours", "money", "fit", "title")
    parts = (("per_hour", found.by_worth), ("score", found.by_score))
    for measure, group in parts:
        if group and measure == "score" and found.by_worth and screen.is_terminal():
            screen.print_text("")
        if group:
            shown = [name for name in names if name not in {"per_hour", "score"} - {measure}]
            rows = [_waiting(at, each, found, measure, catalog) for at, each in enumerate(group, 1)]
            screen.print_table(_columns("first", shown, catalog), rows)
    _print_notes(first_notes(found), catalog)


def _print_notes(notes: Iterator[Message], catalog: Catalog) -> None:
    if screen.is_terminal():
        screen.print_lines(["", *(catalog.text(note) for note in notes)])


def _picture(part: str, load: "Load", catalog: Catalog) -> Iterator[str]:
    """A heading, and a bar for each month with its numbers."""
    there = load.hours if part == "hours" else load.money
    written = _written(part, load, catalog)
    yield _heading(part, load, catalog)
    rows = [(month, *_parts(part, load, at)) for at, month in enumerate(load.months)]
    whole = max([there or 0.0, *(standing + tasks for _, standing, tasks in rows)])
    cells = min(screen.width() - NAMES - NUMBERS, WIDEST_BAR)
    for month, standing, tasks in rows:
        taken = standing + tasks
        over = 0.0 if there is None else max(taken - there, 0.0)
        shares = [
            ("standing", min(standing, taken - over)),
            ("tasks", max(tasks - over, 0.0) if over <= tasks else 0.0),
        ]
        shares += [("over", over), ("free", 0.0 if there is None else there - taken)]
        line = f"{catalog.month(month, short=True):<{NAMES}}{bar(shares, whole, cells)}"
        yield f"{line} {_numbers(taken, there, written, catalog)}".rstrip()


def _numbers(taken: float, there: float | None, written: Callable[[float], str], catalog: Catalog) -> str:
    if there is None:
        return written(taken)
    left = there - taken
    if round(left) < 0:
        return catalog.say("load.bar.over", taken=written(taken), over=written(-left))
    return catalog.say("load.bar", taken=written(taken), free=written(left))


def _written(part: str, load: "Load", catalog: Catalog) -> Callable[[float], str]:
    """How hours or money of a month are written: whole, and money in steps that leave sums right."""
    step = 10 ** max(math.floor(math.log10(load.money)) - 2, 0) if load.money else 100

    def written(value: float) -> str:
        if part == "hours":
            return catalog.value(_hours(value))
        return catalog.value(Money(round(value / step) * step, load.currency, rounded=False))

    return written


def _parts(part: str, load: "Load", at: int) -> tuple[float, float]:
    """Standing work and tasks of a month."""
    name = "hours" if part == "hours" else "cost"
    taken: float = getattr(load.by_month[at], name)
    standing = sum(getattr(each, name) for _, each in load.standing)
    return standing, taken - standing


def _heading(part: str, load: "Load", catalog: Catalog) -> str:
    there = load.hours if part == "hours" else load.money
    key = f"load.heading.{part}" if there is not None else f"load.heading.{part}.unknown"
    return catalog.say(key, there=_written(part, load, catalog)(there or 0.0))


def _months(part: str, load: "Load", catalog: Catalog) -> Iterator[Sequence[Cell]]:
    written = _written(part, load, catalog)
    there = load.hours if part == "hours" else load.money
    for at, month in enumerate(load.months):
        standing, tasks = _parts(part, load, at)
        left = "" if there is None else written(there - standing - tasks)
        of = "" if there is None else written(there)
        yield [catalog.month(month, short=True), written(standing), written(tasks), of, left]


def _tasks(load: "Load", catalog: Catalog) -> Iterator[Sequence[Cell]]:
    """What fills the months: standing work first, then tasks, those that take most hours first."""
    count = len(load.months)
    for name, taken in load.standing:
        hours, money = _hours(taken.hours * count), Money(taken.cost * count, load.currency)
        yield ["", name, catalog.say("load.standing"), "", catalog.value(hours), catalog.value(money), ""]
    for task in sorted(load.tasks, key=lambda task: -task.ahead.hours):
        yield [
            task.id,
            task.title,
            catalog.say(f"state.{task.state}"),
            task.until.isoformat(),
            _known(None if task.hours is None else _hours(task.ahead.hours), catalog),
            _known(None if task.cost is None else Money(task.ahead.cost, load.currency), catalog),
            _known(None if task.worth is None else Money(task.worth, load.currency), catalog),
        ]


def _waiting(at: int, each: "Waiting", found: "First", measure: str, catalog: Catalog) -> Sequence[Cell]:
    from triage.core.record.loadwords import fit

    task, currency = each.task, found.load.currency
    if measure == "per_hour":
        placed = "" if each.per_hour is None else catalog.value(Money(each.per_hour, currency))
    else:
        placed = "" if each.score is None else catalog.number(each.score)
    return [
        str(at),
        task.id,
        verdict_cell(each.verdict.value, catalog),
        placed,
        _known(None if task.hours is None else _hours(task.ahead.hours), catalog),
        _known(None if task.cost is None else Money(task.ahead.cost, currency), catalog),
        catalog.text(fit(each)),
        task.title,
    ]


def _columns(table: str, names: Sequence[str], catalog: Catalog) -> list[Column]:
    right = {"hours", "money", "worth", "per_hour", "score", "place", "standing", "tasks", "of", "left"}
    spare = {"until", "worth", "state", "money", "place", "standing", "tasks", "of"}
    headings = ((name, catalog.say(f"{table}.column.{name}")) for name in names)
    return [Column(said, right=name in right, fixed=name != "title", spare=name in spare) for name, said in headings]


def _known(value: Param | None, catalog: Catalog) -> str:
    return catalog.say("load.not_known") if value is None else catalog.value(value)


def _hours(hours: float) -> Hours:
    return Hours(float(round(hours)))
