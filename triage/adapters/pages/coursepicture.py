"""The months of a task as a picture of letters: what is normal, what was agreed, and what has been measured."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from triage.adapters.pages.catalog import Catalog
from triage.core.life.expectation import Month, Phase

WIDTH = 79
COLUMN = 3
LABEL = 10
SIGNS = {Phase.NOTHING: ".", Phase.SIGNS: ":", Phase.GROWING: "+", Phase.JUDGE: "=", Phase.FULL: "#"}
"""A letter for each phase; the fuller, the more there should be to see."""


def picture(months: Sequence[Month], catalog: Catalog, width: int = WIDTH) -> list[str]:
    """Return the picture; nothing where there is no room for it, or nothing to draw.

    A long task has several months to a column, each column named by its first.
    """
    most = (width - LABEL) // COLUMN
    if not months or most < 1:
        return []
    if len(months) > most:  # the list says when the rest of it comes
        last = max((at for at, each in enumerate(months) if each.marks or each.readings or each.is_now), default=0)
        months = months[: max(most, last + 1)]
    step = -(-len(months) // most)
    columns = [months[at : at + step] for at in range(0, len(months), step)]
    rows = {
        "normal": [SIGNS[column[-1].phase] for column in columns],
        "agreed": [
            "".join(catalog.say(f"course.mark.{mark}") for each in column for mark in each.marks) for column in columns
        ],
        "measured": ["o" if any(each.readings for each in column) else "" for column in columns],
        "now": ["^" if any(each.is_now for each in column) else "" for column in columns],
    }
    drawn = [_row(catalog.say(f"course.row.{name}"), cells) for name, cells in rows.items() if any(cells)]
    key = " ".join(
        f"{sign} {catalog.say(f'course.key.{phase}')}" for phase, sign in SIGNS.items() if sign in rows["normal"]
    )
    marks = dict.fromkeys(mark for each in months for mark in each.marks)
    letters = " ".join(f"{catalog.say(f'course.mark.{mark}')} {catalog.say(f'course.key.{mark}')}" for mark in marks)
    return [
        _years(columns),
        _row("", [str(column[0].first.month) for column in columns]),
        *drawn,
        key,
        *filter(None, [letters]),
    ]


def _row(label: str, cells: Sequence[str]) -> str:
    return (label[: LABEL - 1].ljust(LABEL) + "".join(cell[:COLUMN].rjust(COLUMN) for cell in cells)).rstrip()


def _years(columns: Sequence[Sequence[Month]]) -> str:
    return (" " * LABEL + "".join(_year_cells(columns))).rstrip()


def _year_cells(columns: Sequence[Sequence[Month]]) -> Iterator[str]:
    """Yield each year over its columns, where there is room for it."""
    for year, found in groupby(columns, key=lambda column: column[0].first.year):
        room = COLUMN * len(list(found))
        yield f" {year}".ljust(room)[:room] if room > len(str(year)) else " " * room
