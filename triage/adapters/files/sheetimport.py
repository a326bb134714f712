"""Requests out of anybody's spreadsheet, once it is known which column answers which question.

Reading rows is ``adapters.files.tablefiles``, reading answers is ``adapters.files.requestfiles``; this room
puts the one into the shape of the other. ``record.columns`` decides which column is what.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from triage.adapters.files.requestfiles import Finder, Reader, Rejected
from triage.adapters.files.tablefiles import table_header, table_rows
from triage.adapters.files.yamlfiles import PathInFile
from triage.core.interview.amounts import read_number
from triage.core.interview.days import read_day
from triage.core.interview.reading import clean
from triage.core.messages import Message, Place, Problem, TriageError, Typed, say
from triage.core.record.claims import FIELDS
from triage.core.record.columns import TASK_TYPE, ColumnMapping, without_time
from triage.core.request.request import Answer, Request, title_of

REQUEST = "request"
ROWS_FOR_EXAMPLES = 100


class Heading(Struct, frozen=True):
    """The names of the columns, and the first value in each of them."""

    headers: tuple[str, ...]
    cells: Mapping[str, Sequence[str]]
    """What stands below each of them in the first rows."""

    @property
    def examples(self) -> Mapping[str, str]:
        """The first value in each column."""
        return {header: found[0] for header, found in self.cells.items()}


class Unfinished(Struct, frozen=True):
    """A row that does not say what kind of task it is: what it does say is what an interview begins with."""

    source: str
    title: str
    answers: Mapping[str, Answer]
    asked_by: str = ""
    asked_on: date | None = None
    problems: tuple[Problem, ...] = ()
    """The cells that could not be read, and so are asked for."""


def read_heading(source: str, content: bytes) -> Heading:
    """Read what a mapping is made from; raises where the file is no table."""
    cells: dict[str, list[str]] = {}
    for _, row in islice(table_rows(source, content, joined=True), ROWS_FOR_EXAMPLES):
        for header, cell in row.items() if isinstance(row, dict) else ():
            cells.setdefault(header, []).append(cell)
    return Heading(tuple(table_header(source, content)), cells)


def read_mapped(
    source: str, content: bytes, mapping: ColumnMapping, reader: Reader
) -> Iterator[Request | Unfinished | Rejected]:
    """Read every row as a request; each bad cell is one problem with the file, the line and the column's name.

    A row without the kind of task is unfinished.
    """
    sheet = _Sheet(source, mapping, reader, mapping.targets)
    try:
        for line, row in table_rows(source, content, joined=True):
            if isinstance(row, Message):
                yield Rejected(f"{source}:{line}", (Problem(Place(source, line), row),))
            else:
                yield sheet.request(line, row)
    except TriageError as error:
        yield Rejected(source, error.problems)


class _Sheet(Struct, frozen=True):
    """One file with what its columns are, and the reader of its answers."""

    source: str
    mapping: ColumnMapping
    reader: Reader
    targets: Mapping[str, str]

    def request(self, line: int, row: Mapping[str, str]) -> Request | Unfinished | Rejected:
        """Read one row; its line is the first one of the row."""
        name, find = f"{self.source}:{line}", self._finder(line)
        cells = {self.targets[header]: cell for header, cell in row.items() if header in self.targets}
        cells = _worded({**self.mapping.constants, **cells})
        data, problems = self._shaped(cells, find)
        if TASK_TYPE not in cells and REQUEST in cells:
            return self._unfinished(name, data, find, problems)
        read = self.reader.request(name, data, find)
        if isinstance(read, Rejected):
            problems += read.problems
        if not problems:
            return read
        return Rejected(name, tuple(self._named(each) for each in sorted(problems, key=_column)))

    def _unfinished(
        self, name: str, data: Mapping[str, Any], find: Finder, problems: list[Problem]
    ) -> Unfinished | Rejected:
        """Read a row as far as it can be read: what cannot be is asked for."""
        answers = self.reader.read_answers(data["answers"], False, find, problems, None)
        if REQUEST not in answers:
            return Rejected(name, tuple(map(self._named, problems)))
        asked_on = self._asked_on(data, find, problems)
        words = str(answers[REQUEST].value)
        title, asked_by = (" ".join(clean(str(data.get(name) or "")).split()) for name in ("title", "asked_by"))
        return Unfinished(
            name, title or title_of(words), answers, asked_by, asked_on, tuple(map(self._named, problems))
        )

    def _asked_on(self, data: Mapping[str, Any], find: Finder, problems: list[Problem]) -> date | None:
        given = str(data.get("asked_on") or "")
        with suppress(ValueError):
            return date.fromisoformat(given) if given else None
        problems.append(Problem(find(("asked_on",)), say("file.day", given=Typed(given))))
        return None

    def _shaped(self, cells: Mapping[str, str], find: Finder) -> tuple[dict[str, Any], list[Problem]]:
        """A row in the shape of a request file; figures and the day, strict there, are read as people type them."""
        answers: dict[str, str] = {}
        profile: dict[str, float | str] = {}
        data: dict[str, Any] = {"answers": answers, "profile": profile}
        problems: list[Problem] = []
        for name, cell in cells.items():
            if name in self.reader.ruleset.questions:
                is_day = self.mapping.questions[name].type == "date" or self.mapping.questions[name].unit == "weeks"
                answers[name] = without_time(cell) if is_day else cell
            elif name == "asked_on":
                day = read_day(without_time(cell), self.reader.today)
                if day and day > self.reader.today:  # nobody has asked yet, or it is a day without a year
                    problems.append(Problem(find((name,)), say("profile.not_yet", date=day)))
                else:
                    data[name] = day.isoformat() if day else cell
            elif name in FIELDS:
                data[name] = cell
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


def _worded(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row in which the director's words are there: the title's where no others are, and the notes."""
    words = cells.get(REQUEST) or cells.get("title", "")
    parts = [part for part in (words, cells.get("notes", "")) if part]
    kept = {name: cell for name, cell in cells.items() if name not in {REQUEST, "notes"}}
    return {**kept, REQUEST: "\n\n".join(dict.fromkeys(parts))} if parts else kept


def _column(problem: Problem) -> int:
    column = problem.place.column if problem.place else None
    return -1 if column is None else column
