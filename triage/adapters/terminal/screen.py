"""Drawing on the terminal: tables, JSON and plain text on standard output.

A person at a terminal gets a table with colours; a pipe gets plain lines with tabs, and never pays for rich. A verdict
is always a word; its colour only helps. Nothing here knows what it prints.
"""

import json
import math
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any, Literal, NamedTuple, TypeAlias

from triage.adapters.home.settings import is_plain
from triage.adapters.output.pipe import surviving
from triage.core.messages import json_without_steering, without_steering

WIDEST = 100
"""Prose wider than this is hard to read."""

COLOURS = {"go": "green", "defer": "yellow", "drop": "red"}

_BREAKS = dict.fromkeys([*range(32), 0x85, 0x2028, 0x2029], " ")

ROOM = 30
"""Width below which no column is squeezed before one that can be spared is left out."""
_GAP = 2


class Column(NamedTuple):
    """A column of a table."""

    heading: str
    right: bool = False
    """Figures, aligned to the right."""
    fixed: bool = False
    """Keeps its width where it is narrow."""
    spare: bool = False
    """Left out on a screen where there is no room for it; the rightmost goes first. A pipe gets it always."""


class Coloured(NamedTuple):
    """A cell with a verdict: its word, and which verdict it is, for the colour."""

    text: str
    verdict: str


Cell: TypeAlias = str | Coloured


def is_terminal() -> bool:
    """Whether a person is looking at standard output."""
    return sys.stdout.isatty()


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table: drawn for a terminal, a paragraph for each row on a plain one, lines with tabs for a pipe."""
    if is_terminal() and is_plain():
        _read_out([_plain(column.heading) for column in columns], rows)
    elif is_terminal():
        _draw(columns, rows)
    else:
        print_tsv([column.heading for column in columns], rows)


def _read_out(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print each row as one line with the heading before each cell, so that it can be listened to."""
    for row in rows:
        cells = ((heading, _plain(cell)) for heading, cell in zip(headings, row, strict=True))
        print_lines([", ".join(f"{heading}: {cell}" if heading else cell for heading, cell in cells if cell.strip())])


def print_tsv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print lines with a tab between the cells, the headings first."""
    write("\t".join(map(_plain, headings)) + "\n")
    for row in rows:
        write("\t".join(_plain(cell) for cell in row) + "\n")


def print_json(value: Any) -> None:
    """Print a value as JSON; numbers that JSON has no word for become null."""
    write(_json(value) + "\n")


def json_line(value: Any) -> str:
    """Return a value as JSON on one line; nothing in it can steer the terminal."""
    return json_without_steering(json.dumps(value, ensure_ascii=not _writes_utf8()))


def print_json_items(items: Iterable[Any]) -> None:
    """Print a JSON array item by item, so that a long one needs no memory."""
    before = "[\n"
    for item in items:
        write(before + _json(item))
        before = ",\n"
    write("[]\n" if before == "[\n" else "\n]\n")


def print_text(text: str) -> None:
    """Print a text of any number of lines; nothing in it can steer the terminal."""
    write(without_steering(text).rstrip("\n") + "\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of prose as they come: wrapped at words for a terminal, a line each for a pipe."""
    for line in lines:
        print_text("\n".join(_wrapped(line)) if is_terminal() else line)


def _wrapped(line: str) -> list[str]:
    """Return a line wrapped at words; list items are indented."""
    return wrap(line, width(), subsequent_indent=" " * _hang(line))


def width() -> int:
    """How wide lines of prose may be."""
    return max(40, min(WIDEST, shutil.get_terminal_size().columns)) - 1


def picture_width() -> int:
    """How wide a picture of letters may be: none on a terminal that cannot place them; 79 in a pipe."""
    if not is_terminal():
        return 79
    return 0 if os.environ.get("TERM") in {"dumb", ""} else width()


def _hang(line: str) -> int:
    """How far the later lines of a list item are indented."""
    mark = re.match(r"\s*(?:- |\d+\. )?", line)
    return mark.end() if mark else 0


def _draw(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    cells = [[Text(_plain(cell), style=_style(cell)) for cell in row] for row in rows]
    columns = [column._replace(heading=_plain(column.heading)) for column in columns]
    widths = [max(len(column.heading), *(row[at].cell_len for row in cells), 0) for at, column in enumerate(columns)]
    shown = _with_room(columns, widths, console.width)
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False)
    for at in shown:
        side: Literal["left", "right"] = "right" if columns[at].right else "left"
        table.add_column(Text(columns[at].heading), justify=side, no_wrap=columns[at].fixed, overflow="fold")
    for row in cells:
        table.add_row(*(row[at] for at in shown))
    console.print(table)


def _with_room(columns: Sequence[Column], widths: Sequence[int], width: int) -> list[int]:
    """Which columns there is room for."""
    shown = list(range(len(columns)))
    for at in reversed(range(len(columns))):
        needed = sum(widths[i] if columns[i].fixed else min(widths[i], ROOM) for i in shown) + _GAP * (len(shown) - 1)
        if needed > width and columns[at].spare:
            shown.remove(at)
    return shown


def _style(cell: Cell) -> str:
    return COLOURS.get(cell.verdict, "") if isinstance(cell, Coloured) else ""


def _plain(cell: Cell) -> str:
    text = cell.text if isinstance(cell, Coloured) else cell
    return without_steering(text.translate(_BREAKS))


def _writes_utf8() -> bool:
    """Whether JSON can go out as it is; in a code page of Windows its letters are escaped, or nobody could read it."""
    return (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf8sig"}


def _json(value: Any) -> str:
    ascii_only = not _writes_utf8()
    try:
        text = json.dumps(value, ensure_ascii=ascii_only, indent=2, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=ascii_only, indent=2)
    return json_without_steering(text)


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return list(map(_finite, value)) if isinstance(value, list | tuple) else value


def write(text: str) -> None:
    """Write, with a question mark for a character that the terminal's encoding does not have."""
    with surviving():
        try:
            sys.stdout.write(text)
        except UnicodeEncodeError:
            encoding = sys.stdout.encoding or "ascii"
            sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
