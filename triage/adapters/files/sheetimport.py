"""Requests out of anybody's spreadsheet, once it is known which column answers which question.

Reading rows is ``adapters.files.tablefiles``, reading answers is ``adapters.files.requestfiles``; this room
puts the one into the shape of the other. ``record.columns`` decides which column is what.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from triage.adapters.files.requestfiles import Finder, Reader, Rejected
from triage.adapters.files.tablefiles import csv_header, csv_rows
from triage.adapters.files.yamlfiles import PathInFile
from triage.core.interview.amounts import read_number
from triage.core.interview.days import read_day
from triage.core.messages import Message, Place, Problem, TriageError, Typed, say
from triage.core.record.columns import FIELDS, ColumnMapping
from triage.core.request.request import Request

ROWS_FOR_EXAMPLES = 100


@dataclass(frozen=True, slots=True)
class Heading:
    """The names of the columns, and the first value in each of them."""

    headers: tuple[str, ...]
    examples: Mapping[str, str]


def read_heading(source: str, content: bytes) -> Heading:
    """Read what a mapping is made from; raises where the file is no table."""
    examples: dict[str, str] = {}
    for _, row in islice(csv_rows(source, content), ROWS_FOR_EXAMPLES):
        if isinstance(row, dict):
            examples = {**row, **examples}
    return Heading(tuple(csv_header(source, content)), examples)


def read_mapped(source: str, content: bytes, mapping: ColumnMapping, reader: Reader) -> Iterator[Request | Rejected]:
    """Read every row as a request; each bad cell is one problem with the file, the line and the column's name."""
    sheet = _Sheet(source, mapping, reader, mapping.targets)
    try:
        for line, row in csv_rows(source, content):
            if isinstance(row, Message):
                yield Rejected(f"{source}:{line}", (Problem(Place(source, line), row),))
            else:
                yield sheet.request(line, row)
    except TriageError as error:
        yield Rejected(source, error.problems)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One file with what its columns are, and the reader of its answers."""

    source: str
    mapping: ColumnMapping
    reader: Reader
    targets: Mapping[str, str]

    def request(self, line: int, row: Mapping[str, str]) -> Request | Rejected:
        """Read one row; its line is the first one of the row."""
        name, find = f"{self.source}:{line}", self._finder(line)
        cells = {self.targets[header]: cell for header, cell in row.items() if header in self.targets}
        data, problems = self._shaped(cells, find)
        read = self.reader.request(name, data, find)
        if isinstance(read, Rejected):
            problems += read.problems
        if not problems:
            return read
        return Rejected(name, tuple(self._named(each) for each in sorted(problems, key=_column)))

    def _shaped(self, cells: Mapping[str, str], find: Finder) -> tuple[dict[str, Any], list[Problem]]:
        """A row in the shape of a request file; figures and the day, strict there, are read as people type them."""
        answers: dict[str, str] = {}
        profile: dict[str, float | str] = {}
        data: dict[str, Any] = {"answers": answers, "profile": profile}
        problems: list[Problem] = []
        for name, cell in cells.items():
            if name in self.reader.ruleset.questions:
                answers[name] = cell
            elif name in FIELDS:
                data[name] = self._day(cell) if name == "asked_on" else cell
            elif isinstance(value := self._figure(name, cell, cells.get("currency", "")), Message):
                problems.append(Problem(find(("profile", name)), value))
            else:
                profile[name] = value
        return data, problems

    def _figure(self, name: str, cell: str, currency: str) -> float | str | Message:
        question = self.mapping.questions[name]
        if question.type == "choice":
            return cell.upper()
        return read_number(cell, question.unit, question.per, currency.upper() or self.reader.profile.currency)

    def _day(self, cell: str) -> str:
        """A day as people write it. Nobody has asked in the future, which a day without a year might become."""
        day = read_day(cell, self.reader.today)
        return day.isoformat() if day and day <= self.reader.today else cell

    def _finder(self, line: int) -> Finder:
        """The place of a cell: its line, and its column in the order of the headings."""
        at = {use.target: number for number, use in enumerate(self.mapping.uses) if use.target}

        def find(path: PathInFile) -> Place:
            return Place(self.source, line, at.get(str(path[-1])) if path else None)

        return find

    def _named(self, problem: Problem) -> Problem:
        """People know a column by its heading, not by its number."""
        place = problem.place
        if place is None or place.column is None:
            return problem
        header = self.mapping.uses[place.column].header
        message = say("import.cell", column=Typed(header), why=problem.message)
        return Problem(replace(place, column=None), message)


def _column(problem: Problem) -> int:
    column = problem.place.column if problem.place else None
    return -1 if column is None else column
