"""Rows of a file gathered as columns of their different cells, so many rows at a time; no row is kept whole.

The cells of a few rows are looked up together, while the processor still has them at hand.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, islice
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from triage.adapters.files.tablefiles import by_name, json_row, plain_cell
from triage.core.scoring.asked import Coded

T_contra = TypeVar("T_contra", contravariant=True)
T = TypeVar("T")
Row: TypeAlias = Mapping[str, Any]
Flags: TypeAlias = NDArray[np.bool_]
FEW = 100
"""Rows of which the cells are looked up together."""
_UNNAMED = "\0"
"""The name of a column without one, which no question has."""
_OF_TEXTS = {str, type(None)}


class Piece(Struct, frozen=True):
    """Some rows of a file as columns of cells."""

    lines: Sequence[int]
    """The line on which each row begins."""
    columns: Mapping[str, Coded[Any]]
    alone: Flags
    """The rows that have to be read by themselves."""
    row: Callable[[int], Any]
    """Returns one of the rows as a mapping, or what is wrong with it."""


def pieces_of_cells(header: Sequence[str], rows: Iterable[tuple[int, list[str]]], size: int) -> Iterator[Piece]:
    """Yield each so many rows of a table; those in which nothing stands are left out."""
    return _pieces(rows, size, lambda: _Cells(header))


def pieces_of_lines(lines: Iterable[tuple[int, str]], size: int, flat: Callable[[Any], Row | None]) -> Iterator[Piece]:
    """Yield each so many lines of JSON.

    ``flat`` returns the cells of a row by column, ``None`` where the row has to be read by itself.
    """
    return _pieces(lines, size, lambda: _Lines(flat))


def coded_cells(cells: Sequence[Any]) -> Coded[Any]:
    """Return a column of cells; a text is equal to no number."""
    column = _Column()
    column.add_any(cells)
    return column.coded()


def mark(cell: Any) -> Hashable:
    """Return what tells cells apart; 0, -0 and ``False`` are three."""
    return cell if cell is None or type(cell) is str else (type(cell), repr(cell))


class _Gathered(Protocol[T_contra]):
    """Rows that are added to until they are a piece."""

    def __len__(self) -> int: ...
    def add(self, rows: Sequence[tuple[int, T_contra]]) -> None: ...
    def piece(self) -> Piece: ...


def _pieces(rows: Iterable[tuple[int, T]], size: int, make: Callable[[], _Gathered[T]]) -> Iterator[Piece]:
    stream, gathered = iter(rows), make()
    while few := list(islice(stream, min(FEW, size - len(gathered)))):
        gathered.add(few)
        if len(gathered) == size:
            yield gathered.piece()
            gathered = make()
    if len(gathered):
        yield gathered.piece()


class _Column:
    """A column that is added to."""

    def __init__(self, before: int = 0) -> None:
        self._places: dict[Hashable, int] = defaultdict(count().__next__)
        self._cells: dict[Hashable, Any] = {}
        self._codes: list[int] = []
        self.add([None] * before)

    def add(self, marks: Iterable[Hashable]) -> None:
        """Add cells that are told apart as they are."""
        self._codes.extend(map(self._places.__getitem__, marks))

    def add_any(self, cells: Sequence[Any]) -> None:
        """Add cells of any kind."""
        if set(map(type, cells)) <= _OF_TEXTS:
            self.add(cells)
        else:
            marks = [*map(mark, cells)]
            self._cells.update(zip(marks, cells, strict=True))
            self.add(marks)

    def coded(self) -> Coded[Any]:
        """Return the column."""
        return Coded([self._cells.get(each, each) for each in self._places], np.array(self._codes, dtype=np.intp))


class _Cells:
    """Rows of a table."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header, self._columns = header, [_Column() for _ in header]
        self._lines: list[int] = []
        self._longer: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, rows: Sequence[tuple[int, list[str]]]) -> None:
        width = len(self._header)
        for at, (_, cells) in enumerate(rows, start=len(self)):
            if len(cells) > width:
                self._longer[at] = cells
            elif len(cells) < width:
                cells.extend([""] * (width - len(cells)))
        self._lines.extend(line for line, _ in rows)
        for column, each in zip(self._columns, zip(*(cells for _, cells in rows), strict=False), strict=False):
            column.add(each)

    def piece(self) -> Piece:
        written = [column.coded() for column in self._columns]
        plain = [Coded([plain_cell(cell) for cell in each.values], each.codes) for each in written]
        longer, filled = np.zeros((2, len(self)), dtype=np.bool_)
        longer[list(self._longer)] = True
        filled[[at for at, cells in self._longer.items() if any(map(plain_cell, cells))]] = True
        for each in plain:
            filled |= each.are(bool)
        kept = np.flatnonzero(filled)

        def row(at: int) -> Any:
            own = int(kept[at])
            return by_name(self._header, self._longer.get(own) or [each[own] for each in written])

        names = (name or f"{_UNNAMED}{at}" for at, name in enumerate(self._header))
        columns = {name: each.take(kept) for name, each in zip(names, plain, strict=True)}
        return Piece([self._lines[at] for at in kept.tolist()], columns, longer[kept], row)


class _Lines:
    """Lines of JSON; their text is kept, and read again where a row has to be read by itself."""

    def __init__(self, flat: Callable[[Any], Row | None]) -> None:
        self._flat = flat
        self._lines: list[int] = []
        self._texts: list[str] = []
        self._alone: list[bool] = []
        self._columns: dict[str, _Column] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, rows: Sequence[tuple[int, str]]) -> None:
        flat = [self._flat(json_row(text)) for _, text in rows]
        cells: list[Row] = [row or {} for row in flat]
        for name in dict.fromkeys(chain.from_iterable(cells)):
            if name not in self._columns:
                self._columns[name] = _Column(len(self))
        for name, column in self._columns.items():
            column.add_any([row.get(name) for row in cells])
        self._lines.extend(line for line, _ in rows)
        self._texts.extend(text for _, text in rows)
        self._alone.extend(row is None for row in flat)

    def piece(self) -> Piece:
        columns = {name: column.coded() for name, column in self._columns.items()}
        return Piece(self._lines, columns, np.array(self._alone), lambda at: json_row(self._texts[at]))
