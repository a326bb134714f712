"""Many requests as columns: each different answer once, and which of them every request has.

What is done with an answer is done once for each different one, and looked up for the requests: whether a condition
holds, what it counts as, the number that stands for it. ``scoring.table`` makes numbers of these columns.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from msgspec import Struct, field

from triage.core.arrays import np
from triage.core.request.effective import counts_as
from triage.core.request.request import Answer, Profile, Request, Value
from triage.core.rules.conditions import meaning
from triage.core.rules.ruleset import Question, Ruleset, When

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T")
Codes: TypeAlias = "NDArray[np.intp]"
Flags: TypeAlias = "NDArray[np.bool_]"


class Coded(Struct, Generic[T], frozen=True):
    """A column: the different things in it, and for each row the position of its own."""

    values: Sequence[T]
    codes: Codes

    def __getitem__(self, at: int) -> T:
        return self.values[int(self.codes[at])]

    def are(self, said: Callable[[T], bool]) -> Flags:
        """The rows of which something holds."""
        return np.fromiter(map(said, self.values), np.bool_, len(self.values))[self.codes]

    def numbers(self, number: Callable[[T], float]) -> NDArray[np.float64]:
        """A number for each row."""
        return np.fromiter(map(number, self.values), np.float64, len(self.values))[self.codes]

    def take(self, rows: Codes) -> Coded[T]:
        """Return some of the rows."""
        return Coded(self.values, self.codes[rows])

    def put(self, rows: Codes, values: Sequence[T]) -> Coded[T]:
        """Return the column with other things in some rows."""
        codes = self.codes.copy()
        codes[rows] = np.arange(len(self.values), len(self.values) + len(values))
        return Coded([*self.values, *values], codes)


Values: TypeAlias = "Mapping[str, Coded[Value]]"
"""What questions are answered with, by their ids; ``None`` is "don't know", or left out."""


class Row(Mapping[str, Value]):
    """One row of columns, looked up as it is asked for."""

    def __init__(self, values: Values, at: int) -> None:
        self._values, self._at = values, at

    def __getitem__(self, name: str) -> Value:
        return self._values[name][self._at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Asked(Struct, frozen=True):
    """Requests as columns of equal length."""

    sources: Sequence[str]
    titles: Sequence[str]
    asked_by: Sequence[str]
    asked_on: Sequence[date | None]
    answers: Mapping[str, Coded[Answer | None]]
    """By question, those that all left out missing; ``None`` where one is left out."""
    profiles: Coded[Profile]
    made: Mapping[int, Request] = field(default_factory=dict)
    """By their positions, the requests of which the columns were made."""

    def __len__(self) -> int:
        return len(self.sources)

    def request(self, at: int) -> Request:
        """Return one of the requests."""
        if at in self.made:
            return self.made[at]
        given = ((name, column[at]) for name, column in self.answers.items())
        answers = {name: answer for name, answer in given if answer is not None}
        about = self.profiles[at], self.asked_by[at], self.asked_on[at]
        return Request(self.sources[at], self.titles[at], answers, *about)

    @property
    def committed(self) -> NDArray[np.float64]:
        """What has been agreed for besides, by request."""
        found = np.zeros(len(self))
        for at, request in self.made.items():
            found[at] = request.committed
        return found

    def with_requests(self, requests: Mapping[int, Request]) -> Asked:
        """Return the columns with other requests in some places."""
        if not requests:
            return self
        at = np.fromiter(requests, np.intp, len(requests))
        left_out: Coded[Answer | None] = Coded([None], np.zeros(len(self), dtype=np.intp))
        names = {**self.answers, **dict.fromkeys(name for each in requests.values() for name in each.answers)}
        answers = {
            name: self.answers.get(name, left_out).put(at, [each.answers.get(name) for each in requests.values()])
            for name in names
        }
        sources, titles, asked_by, days = [*self.sources], [*self.titles], [*self.asked_by], [*self.asked_on]
        for row, each in requests.items():
            sources[row], titles[row], asked_by[row], days[row] = each.source, each.title, each.asked_by, each.asked_on
        profiles = self.profiles.put(at, [each.profile for each in requests.values()])
        return Asked(sources, titles, asked_by, days, answers, profiles, {**self.made, **requests})

    def take(self, rows: Codes) -> Asked:
        """Return some of the requests, in this order."""
        wanted = rows.tolist()

        def some(column: Sequence[T]) -> list[T]:
            return [column[row] for row in wanted]

        answers = {name: column.take(rows) for name, column in self.answers.items()}
        made = {at: self.made[row] for at, row in enumerate(wanted) if row in self.made}
        about = some(self.sources), some(self.titles), some(self.asked_by), some(self.asked_on)
        return Asked(*about, answers, self.profiles.take(rows), made)

    def given(self) -> dict[str, Coded[Value]]:
        """The answers by question, ``None`` where one is left out."""
        return {
            name: Coded([None if each is None else each.value for each in column.values], column.codes)
            for name, column in self.answers.items()
        }


def as_columns(requests: Sequence[Request]) -> Asked:
    """Return requests as columns."""
    names = dict.fromkeys(name for request in requests for name in request.answers)
    return Asked(
        [request.source for request in requests],
        [request.title for request in requests],
        [request.asked_by for request in requests],
        [request.asked_on for request in requests],
        {name: coded([each.answers.get(name) for each in requests], _mark_of_answer) for name in names},
        coded([each.profile for each in requests], id),
        dict(enumerate(requests)),
    )


def coded(cells: Sequence[T], mark: Callable[[T], Hashable] | None = None) -> Coded[T]:
    """Return a column of these cells; those with the same mark, or that are equal without one, are the same."""
    if mark is None:
        place: dict[Any, int] = dict(zip(dict.fromkeys(cells), count(), strict=False))
        return Coded(list(place), np.fromiter(map(place.__getitem__, cells), np.intp, len(cells)))
    marks = [mark(cell) for cell in cells]
    first = dict(zip(reversed(marks), reversed(cells), strict=True))
    places = {each: at for at, each in enumerate(first)}
    return Coded(list(first.values()), np.fromiter(map(places.__getitem__, marks), np.intp, len(marks)))


def _mark_of_answer(answer: Answer | None) -> Hashable:
    """What tells answers apart; 0, -0 and ``False`` are three."""
    if answer is None:
        return None
    value = answer.value
    return answer.origin, value if type(value) is str else (type(value), repr(value))


def counted_values(asked: Asked, ruleset: Ruleset) -> dict[str, Coded[Value]]:
    """Every question's value as it counts, as ``request.effective`` has it for one request."""
    given = asked.given()
    found: dict[str, Coded[Value]] = {}
    for name, question in ruleset.questions.items():
        column = _as_counted(asked, name, question, given, ruleset)
        if question.only_if is not None:
            asks = rows_holding(question.only_if, found, len(asked))
            column = Coded([*column.values, None], np.where(asks, column.codes, len(column.values)))
        found[name] = column
    return found


def _as_counted(asked: Asked, name: str, question: Question, given: Values, ruleset: Ruleset) -> Coded[Value]:
    """What the answers to one question count as, whether or not it applies."""
    left_out: Coded[Answer | None] = Coded([None], np.zeros(len(asked), dtype=np.intp))
    answers = asked.answers.get(name, left_out)
    own = [question.default if each is None else each.value for each in answers.values]
    codes = answers.codes
    if question.taken_as:
        is_left_out = answers.are(lambda each: each is None)
        held = [is_left_out & rows_holding(each.when, given, len(asked)) for each in question.taken_as]
        codes = np.select(held, [np.intp(len(own) + at) for at in range(len(held))], codes)
        own += [each.is_ for each in question.taken_as]
    return Coded([counts_as(value, question, ruleset) for value in own], codes)


def rows_holding(when: When, values: Values, size: int) -> Flags:
    """The rows in which all conditions hold that answers alone decide, as ``conditions.holds`` says for one."""
    found = np.ones(size, dtype=np.bool_)
    for name, wanted in when.items():
        allowed = meaning(wanted)
        found &= values[name].are(allowed.contains) if name in values else np.bool_(allowed.contains(None))
    return found


def could_apply(values: Values, ruleset: Ruleset) -> dict[str, Flags]:
    """Whether each question is asked, or would be once those that it depends on were answered."""
    found: dict[str, Flags] = {}
    for name, question in ruleset.questions.items():
        flags = np.ones(len(next(iter(values.values())).codes), dtype=np.bool_)
        for parent, wanted in (question.only_if or {}).items():
            is_open = values[parent].are(lambda value: value is None)
            flags &= np.where(is_open, found[parent], values[parent].are(meaning(wanted).contains))
        found[name] = flags
    return found
