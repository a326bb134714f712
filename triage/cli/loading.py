"""How ``triage list --load`` and ``--first`` look: a picture of the months or a plain table, and what is said below."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.loadrows import (
    MONTH_COLUMNS,
    TASK_COLUMNS,
    heading,
    in_hours_or_money,
    known,
    month_rows,
    numbers,
    standing_and_tasks,
    task_rows,
    whole_hours,
    written_as,
)
from triage.adapters.terminal import screen
from triage.adapters.terminal.bars import bar, can_draw, shades
from triage.adapters.terminal.screen import Cell, Column
from triage.cli.drawing import verdict_cell
from triage.core.messages import Message, Money
from triage.core.record.load import Load

if TYPE_CHECKING:
    from triage.core.record.first import First, Waiting

NAMES, NUMBERS = 10, 32
"""Columns for a month's name, and for the numbers after its bar."""
WIDEST_BAR = 40


def print_load(load: Load, catalog: Catalog) -> None:
    """Print the months ahead with what fills them, and what there is to say about it."""
    from triage.core.record.loadwords import load_notes

    if can_draw():
        screen.print_text("\n".join([*_picture("hours", load, catalog), "", *_picture("money", load, catalog), ""]))
        screen.print_text(catalog.say("load.legend", **shades()))
    else:
        for part in ("hours", "money"):
            screen.print_text(heading(part, load, catalog))
            screen.print_table(_columns("load", MONTH_COLUMNS, catalog), month_rows(part, load, catalog))
    if load.tasks or load.standing:
        if screen.is_terminal():
            screen.print_text("")
        screen.print_table(_columns("load", TASK_COLUMNS, catalog), task_rows(load, catalog))
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


def _picture(part: str, load: Load, catalog: Catalog) -> Iterator[str]:
    """A heading, and a bar for each month with its numbers."""
    there = in_hours_or_money(part, load)
    written = written_as(part, load, catalog)
    yield heading(part, load, catalog)
    rows = [(month, *standing_and_tasks(part, load, at)) for at, month in enumerate(load.months)]
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
        yield f"{line} {numbers(taken, there, written, catalog)}".rstrip()


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
        known(None if task.hours is None else whole_hours(task.ahead.hours), catalog),
        known(None if task.cost is None else Money(task.ahead.cost, currency), catalog),
        catalog.text(fit(each)),
        task.title,
    ]


def _columns(table: str, names: Sequence[str], catalog: Catalog) -> list[Column]:
    right = {"hours", "money", "worth", "per_hour", "score", "place", "standing", "tasks", "of", "left"}
    spare = {"until", "worth", "state", "money", "place", "standing", "tasks", "of"}
    headings = ((name, catalog.say(f"{table}.column.{name}")) for name in names)
    return [Column(said, right=name in right, fixed=name != "title", spare=name in spare) for name, said in headings]
