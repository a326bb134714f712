"""Rows of a file as columns of answers: each different cell of a column is read once.

A row with anything out of the ordinary, such as a mistake, is read by itself by ``requestfiles``, which says what is
wrong with it: no row comes out otherwise than it would alone.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from triage.adapters.files.pieces import Flags, Piece, Row, coded_cells, mark
from triage.adapters.files.requestfiles import REQUEST_FIELDS, Reader, Rejected
from triage.core.interview.reading import is_of_older_file
from triage.core.messages import Message, Place, Problem, on_one_line
from triage.core.record.sheet import OURS
from triage.core.request.request import FIGURES, Answer, Origin, Profile, Request, Value, title_of
from triage.core.rules.ruleset import UNKNOWN
from triage.core.scoring.asked import Asked, Coded, coded

T = TypeVar("T")
MOST_KEPT = 20_000
"""Cells of one column that are remembered from one piece of a file to the next."""
_OF_PROFILE = "profile."
_ABOUT = ("title", "asked_by", "asked_on")
_PASSED_OVER = frozenset({"story", "because", "instead", "id"}) | OURS
_NOWHERE = Place("")


class Read(Struct, frozen=True):
    """Requests that were read together, and what could not be."""

    asked: Asked
    rejected: tuple[Rejected, ...] = ()
    places: Sequence[int] = ()
    """The number of each request among the rows that were read."""
    share: float = 1.0
    """How much of its file is read with it."""


class ColumnReader(Struct):
    """Reads the rows of one file; what a cell says under a profile is remembered."""

    reader: Reader
    source: str
    read_alone: Callable[[int, Any], Request | Rejected]
    """Reads the row of a line by itself."""
    _read: dict[str, dict[Hashable, Answer | Message]] = field(default_factory=dict)
    _firms: dict[Hashable, Profile | None] = field(default_factory=dict)

    def of_columns(self, columns: Mapping[str, Sequence[Any]], lines: Sequence[int]) -> Read:
        """Read columns of equal length; a cell that is ``None`` or an empty text is left out."""
        named = {name: coded_cells(column) for name, column in columns.items()}

        def row(at: int) -> dict[str, Any]:
            return {name: column[at] for name, column in columns.items()}

        return self.of_piece(Piece(lines, named, np.zeros(len(lines), dtype=np.bool_), row))

    def of_piece(self, piece: Piece) -> Read:
        """Read the columns of a piece, and by themselves the rows that have to be."""
        lines, alone = piece.lines, piece.alone
        asked = self._asked([f"{self.source}:{line}" for line in lines], piece.columns, alone)
        rejected: list[Rejected] = []
        requests: dict[int, Request] = {}
        for at in np.flatnonzero(alone).tolist():
            read = self.read_alone(lines[at], piece.row(at))
            if isinstance(read, Rejected):
                rejected.append(read)
            else:
                requests[at] = read
        alone[list(requests)] = False
        places = np.flatnonzero(~alone)
        asked = asked.with_requests(requests)
        return Read(asked if len(places) == len(lines) else asked.take(places), tuple(rejected), places.tolist())

    def flat(self, row: Any) -> Row | None:
        """Return a row with its answers and its profile at the top; ``None`` where it has to be read by itself."""
        if not isinstance(row, dict):
            return None
        if "answers" not in row and "profile" not in row:
            return row
        answers, firm = row.get("answers", {}), row.get("profile") or {}
        if not isinstance(answers, dict) or not isinstance(firm, dict) or not all(map(_is_there, firm.values())):
            return None
        top = {name: value for name, value in row.items() if name not in {"answers", "profile"}}
        known = answers.keys() <= self.reader.ruleset.questions.keys()
        if "answers" in row and not (known and top.keys() <= {*REQUEST_FIELDS}):
            return None
        given = {name: raw if _is_there(raw) else UNKNOWN for name, raw in answers.items()}
        return {**top, **given, **{_OF_PROFILE + name: raw for name, raw in firm.items()}}

    def _asked(self, sources: list[str], named: Mapping[str, Coded[Any]], alone: Flags) -> Asked:
        """Read the columns; marks the rows that have to be read alone."""
        questions, blank = self.reader.ruleset.questions, Coded([None], np.zeros(len(sources), dtype=np.intp))
        firms = self._profiles({name: each for name, each in named.items() if name not in questions}, alone)
        answers = {name: self._answers(name, named, firms, alone) for name in named if name in questions}
        for name, question in questions.items():
            if not question.may_be_left_out and not self.reader.partial:
                alone |= answers[name].are(_is_none) if name in answers else np.True_
        for name, column in named.items():
            known = name in questions or name in _ABOUT or name in _PASSED_OVER or _is_of_profile(name)
            alone |= np.False_ if known else column.are(_is_there)
        own, asked_by = (self._said(named.get(name, blank), self.reader.words, alone) for name in ("title", "asked_by"))
        first = _listed(answers.get("request", blank), _first_words)
        titles = [a or b or on_one_line(c) for a, b, c in zip(own, first, sources, strict=True)]
        days = self._said(named.get("asked_on", blank), self.reader.asked_on, alone)
        return Asked(sources, titles, asked_by, days, answers, firms)

    def _said(self, column: Coded[Any], read: Callable[[Any, Place, list[Problem]], T], alone: Flags) -> list[T]:
        """Read what stands beside the answers: each different cell once."""
        problems: list[Problem] = []
        said, wrong = [], []
        for raw in column.values:
            said.append(read(None if raw == "" else raw, _NOWHERE, problems))
            wrong.append(bool(problems))
            problems.clear()
        alone |= np.array(wrong, dtype=np.bool_)[column.codes]
        return [said[code] for code in column.codes.tolist()]

    def _profiles(self, named: Mapping[str, Coded[Any]], alone: Flags) -> Coded[Profile]:
        """Read the profile of each row; those with the same figures share one."""
        own = {name: column for name, column in named.items() if _is_of_profile(name) and _is_any(column)}
        if not own:
            return Coded([self.reader.profile], np.zeros(len(alone), dtype=np.intp))
        together = coded(list(zip(*(column.codes.tolist() for column in own.values()), strict=True)))
        firms: list[Profile | None] = []
        for codes in together.values:
            given = {name: column.values[code] for (name, column), code in zip(own.items(), codes, strict=True)}
            key = tuple((name, mark(raw)) for name, raw in given.items())
            if key not in self._firms:
                self._firms[key] = self._profile({name: raw for name, raw in given.items() if _is_there(raw)})
            firms.append(self._firms[key])
        alone |= Coded(firms, together.codes).are(_is_none)
        return Coded([firm or self.reader.profile for firm in firms], together.codes)

    def _profile(self, given: Mapping[str, Any]) -> Profile | None:
        """The profile that a row's own figures make; ``None`` where something is wrong with them."""
        problems: list[Problem] = []
        bare = {name.removeprefix(_OF_PROFILE): raw for name, raw in given.items()}
        firm = self.reader.own_profile(bare, lambda _: _NOWHERE, problems)
        return None if problems or len(bare) < len(given) else firm

    def _answers(
        self, name: str, named: Mapping[str, Coded[Any]], firms: Coded[Profile], alone: Flags
    ) -> Coded[Answer | None]:
        """Read the answers to one question: each cell once under each profile, and for each time effects count over."""
        column, months = named[name], self._months(name, named.get("task_type"), firms)
        if len(firms.values) == len(months.values) == 1:
            ways = Coded([(cell, 0, 0) for cell in range(len(column.values))], column.codes)
        else:
            ways = coded(list(zip(column.codes.tolist(), firms.codes.tolist(), months.codes.tolist(), strict=True)))
        found, wrong = [], []
        for cell, firm, over in ways.values:
            raw = column.values[cell]
            answer = self._answer(name, raw, firms.values[firm], months.values[over])
            found.append(None if isinstance(answer, Message) else answer)
            wrong.append(isinstance(answer, Message) or is_of_older_file(name, raw, self.reader.ruleset))
        if any(wrong):
            alone |= np.array(wrong, dtype=np.bool_)[ways.codes]
        return Coded(found, ways.codes)

    def _months(self, name: str, kinds: Coded[Any] | None, firms: Coded[Profile]) -> Coded[float | None]:
        """The months over which the effects of each row are counted, where a question asks for them."""
        if self.reader.ruleset.questions[name].per != "horizon":
            return Coded([None], firms.codes * 0)
        kinds = kinds or Coded([None], firms.codes * 0)
        pairs = coded(list(zip(kinds.codes.tolist(), firms.codes.tolist(), strict=True)))
        each = [self._under(firms.values[firm]).months(kinds.values[kind]) for kind, firm in pairs.values]
        different = coded(each)
        return Coded(list(different.values), different.codes[pairs.codes])

    def _under(self, firm: Profile) -> Reader:
        return self.reader if firm is self.reader.profile else replace(self.reader, profile=firm)

    def _answer(self, name: str, raw: Any, firm: Profile, months: float | None) -> Answer | Message | None:
        if not _is_there(raw):
            return None
        if self.reader.ruleset.questions[name].type == "text":
            return self._as_answer(self.reader.read_one(name, raw))  # few are alike, and each is read at once
        kept = self._read.setdefault(name, {})
        key = (raw if type(raw) is str else mark(raw), id(firm), months)
        if key not in kept:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = self._as_answer(self._under(firm).read_one(name, raw, months))
        return kept[key]

    @staticmethod
    def _as_answer(value: Value | Message) -> Answer | Message:
        return value if isinstance(value, Message) else Answer(value, Origin.FILE)


def _listed(column: Coded[Any], say: Callable[[Any], T]) -> list[T]:
    """What is said of each row, worked out once for each different cell."""
    said = [say(each) for each in column.values]
    return [said[code] for code in column.codes.tolist()]


def _first_words(answer: Answer | None) -> str:
    return title_of(str(answer.value)) if answer and answer.value else ""


def _is_none(each: object) -> bool:
    return each is None


def _is_there(cell: object) -> bool:
    return cell is not None and cell != ""


def _is_any(column: Coded[Any]) -> bool:
    return any(_is_there(cell) for cell in column.values)


def _is_of_profile(name: str) -> bool:
    return name in FIGURES or name == "currency" or name.startswith(_OF_PROFILE)
