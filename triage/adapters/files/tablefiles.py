"""Rows out of files that are not YAML: CSV and workbooks as programs save them, and JSON lines.

What a row means is no business of this module; a row that cannot be read is given as the message that says why.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO

from triage.adapters.files.boards import board_rows, is_board
from triage.adapters.files.textfiles import LOOKED_AT, is_utf8, mended, open_text
from triage.adapters.files.workbooks import is_workbook, workbook_rows
from triage.adapters.files.yamlfiles import decode
from triage.core.messages import Message, Place, Typed, failure, say, without_steering
from triage.core.regex import regex

MOST_BYTES = 200_000_000
MOST_ABOVE = 20
"""Lines among which the headings are looked for."""
_FIRST = 20_000
"""Characters among which the separator is looked for."""
_SEPARATORS = ("\t", ";", ",")
_NAMES_SEPARATOR = regex(r"sep=(.)(?=\n|$)", re.IGNORECASE)
"""The line in which Excel is told the separator."""
_MISTAKES = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#I/T", "#REFERENCE!", "#VÆRDI!", "#NAVN?"}
)
"""A formula that failed, in English and Danish."""

_END = "\x00end"
"""A line after the last, which no text holds: what is read into a cell says that its quotation marks never closed."""
_ACTS = regex(r"'*[\s\ufeff\u200b]*[=+\-@\t\r＝＋－＠]")
"""Words that a spreadsheet would take for a formula, also after apostrophes."""


def guarded(words: str) -> str:
    """Keep typed words from acting as a formula in a spreadsheet, with an apostrophe before them, or on a terminal."""
    words = without_steering(words)
    return "'" + words if _ACTS.match(words) else words


def unguarded(cell: str) -> str:
    """Take off the apostrophe that :func:`guarded` put there, and no other."""
    return cell[1:] if cell.startswith("'") and _ACTS.match(cell) else cell


def guess_form(content: bytes) -> str:
    """Guess the format of standard input from its beginning."""
    lines = content.decode("utf-8", "replace").lstrip("\ufeff \r\n\t").splitlines() or [""]
    if lines[0].startswith(("{", "[")):
        whole = lines[0].startswith("{") and lines[0].rstrip().endswith("}") and len(lines) > 1
        return ".jsonl" if whole else ".json"
    separated = any(mark in lines[0] for mark in _SEPARATORS)
    return ".csv" if separated and ":" not in lines[0] else ".yaml"


class RepeatedKeyError(ValueError):
    """A name stands twice in one JSON object, so that nobody knows which of its values holds."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise RepeatedKeyError(next(name for name in names if names.count(name) > 1))
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once)


def read_json(text: str) -> Any:
    """Read JSON in which every name of an object stands once."""
    return _DECODER.decode(text)


def json_lines(source: str, file: BinaryIO) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line in which something stands."""
    file.seek(0)
    head = file.read(LOOKED_AT)
    if b"\0" in head or not is_utf8(file):
        file.seek(0)
        content = file.read()
        decode(source, content, len(content))  # raises what is wrong, with its place
    file.seek(len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0)
    is_empty = True
    for number, line in enumerate(file, start=1):
        text = line.decode("utf-8", "replace")
        if not text.isspace():
            is_empty = False
            yield number, text
    if is_empty:
        raise failure("yaml.empty", place=Place(source))


def json_row(text: str) -> Any:
    """Return the value that a line stands for, or the message that says why it cannot be read."""
    try:
        return read_json(text)
    except RepeatedKeyError as error:
        return say("file.json_repeated", name=Typed(error.name))
    except (ValueError, RecursionError):
        return say("file.json")


def table_header(source: str, content: bytes) -> list[str]:
    """Return the names of the columns, each once; a column without one is the empty text."""
    return list(dict.fromkeys(_table(source, io.BytesIO(content))[1]))


def table_rows(
    source: str, content: bytes, *, joined: bool = False, named: Callable[[str], str] = str
) -> Iterator[tuple[int, Any]]:
    """Yield each row's first line and its cells by column, empty ones left out.

    What stands in several columns of one name is put together if ``joined``, so that two amounts are no amount and are
    told, else such a file is refused. ``named`` returns the name that a heading stands for.
    """
    header, rows = table_cells(source, io.BytesIO(content), joined=joined, named=named)
    for line, cells in rows:
        if found := by_name(header, cells):
            yield line, found


def table_cells(
    source: str, file: BinaryIO, *, joined: bool = False, named: Callable[[str], str] = str
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the names of the columns, and the rows as they are written, each with its first line."""
    line, headings, rows = _table(source, file)
    header = [*map(named, headings)]
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated and not joined:
        raise failure("file.csv_repeated", place=Place(source, line), columns=Typed(", ".join(repeated)))
    return header, rows


def by_name(header: Sequence[str], cells: Sequence[str]) -> dict[str, str] | Message:
    """Return the cells of a row by column, empty ones left out; or say that there are too many."""
    if any(map(plain_cell, cells[len(header) :])):
        return say("file.csv_too_many", given=len(cells), columns=len(header))
    found: dict[str, list[str]] = {}
    for name, cell in zip(header, map(plain_cell, cells), strict=False):
        if cell:
            found.setdefault(name, []).append(cell)
    return {name: " + ".join(dict.fromkeys(each)) for name, each in found.items()}


def plain_cell(cell: str) -> str:
    """A cell without the spaces around it, nor the apostrophe that keeps it from being a formula.

    A spreadsheet's own word for a mistake says nothing.
    """
    return unguarded(_bare(cell))


def _bare(cell: str) -> str:
    bare = cell.strip()
    return "" if bare.startswith("#") and bare.upper() in _MISTAKES else bare


def _table(source: str, file: BinaryIO) -> tuple[int, list[str], Iterator[tuple[int, list[str]]]]:
    """Return the line of the headings, the headings, and the rows below, each with the line it begins on.

    What programs put above the headings, such as the name of a board, fills fewer columns.
    """
    lines = _lines(source, file)
    above = [(line, [*map(_bare, cells)]) for line, cells in islice(lines, MOST_ABOVE)]
    filled = [sum(map(bool, cells)) for _, cells in above]
    enough = max(max(filled, default=0) / 2, min(2, max(filled, default=0)))
    at = next((number for number, count in enumerate(filled) if count and count >= enough), None)
    if at is None:
        return 1, [], iter(())
    return above[at][0], above[at][1], chain(above[at + 1 :], lines)


def _lines(source: str, file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    file.seek(0)
    head = file.read(LOOKED_AT)
    if is_workbook(head) or head.lstrip().startswith(b"{"):
        content = head + file.read()
        if is_workbook(content):
            return workbook_rows(source, content)
        if is_board(content):
            return board_rows(content)
    return _csv_lines(source, file)


def _csv_lines(source: str, file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Yield every row with the line it begins on."""
    text = open_text(file)
    head = text.read(_FIRST)
    if "\0" in head[:LOOKED_AT]:
        raise failure("yaml.binary", place=Place(source))
    text.seek(0)
    named = _NAMES_SEPARATOR.match(head)
    reader = csv.reader(chain(map(mended, text), [_END]), delimiter=named[1] if named else _separator(head))
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                raise failure("file.csv_open", place=Place(source, line))
            if not (named and line == 1):
                yield line, cells
    except csv.Error as error:
        raise failure("file.csv", place=Place(source, reader.line_num)) from error
    finally:
        text.detach()  # else the file is closed with it, before anybody can ask how far it was read


def _separator(text: str) -> str:
    """The separator that most of the first lines have most of; a tab before a semicolon before a comma."""
    lines = [line for line in text.split("\n")[:MOST_ABOVE] if line.strip()]
    first = next((line for line in lines if any(map(line.count, _SEPARATORS))), "")
    counts = {mark: first.count(mark) for mark in _SEPARATORS}
    return max(counts, key=lambda mark: (counts[mark], -_SEPARATORS.index(mark)))
