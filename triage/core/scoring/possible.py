"""What every question may still be, while some of them are open: the possible values of each column of the table.

A box says of each question which choices, or which interval of numbers, its column may hold, and whether it may be
without an answer; it holds every row that is scored for any way of answering what is open. Boxes are rows here, as
requests are in ``scoring.table``. ``scoring.bounds`` says what follows from them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

from triage.core.arrays import np
from triage.core.request.effective import counted
from triage.core.request.request import Range, Request, Value
from triage.core.rules.conditions import meaning
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Question, Ruleset
from triage.core.scoring.completions import tried_names
from triage.core.scoring.corners import measured
from triage.core.scoring.scorer import Flags
from triage.core.scoring.spans import Span, Ternary, within
from triage.core.scoring.table import RATE, Table, build

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 1e18
"""No amount that can be typed is larger, also where it is told by the month."""
MOST_WEEKS = 1040.0


class Possible(Struct, frozen=True):
    """What one question may be in each box."""

    given: NDArray[np.bool_]
    """``(n, choices)``: the choices that it may be answered with; of another question there are none."""
    codes: NDArray[np.bool_]
    """``(n, choices)``: those that its column may hold, with what is tried where it has no answer."""
    span: Span
    """The numbers that its column may hold, where it is no choice; a text or a date is 1."""
    told: Flags
    """Where it may have an answer."""
    silent: Flags
    """Where it may have none."""

    @property
    def is_open(self) -> Flags:
        """Where it may be more than one thing."""
        several: Flags = self.codes.sum(axis=1) > 1
        return (self.told & self.silent) | several | self.span.is_open


class Box(Struct, frozen=True):
    """What is taken as given in one box, beside the answers."""

    tried: Mapping[str, float] = field(default_factory=dict)
    """What is tried for a question that was answered with "don't know", by column."""
    usual: str = ""
    """The open question that is answered by its default: what is likely, and decides no verdict."""


class Possibilities(Protocol):
    """What may be in each of some rows, as ``scoring.bounds`` reads it."""

    ruleset: Ruleset
    row: Table
    """The request of all, or a row for each."""
    count: int

    @property
    def open(self) -> Collection[str]:
        """The questions that may be answered in any way."""

    @property
    def questions(self) -> Mapping[str, Possible]:
        """What each question may be."""

    @property
    def applies(self) -> Mapping[str, Ternary]:
        """Whether each question is asked."""

    def flags(self, value: bool) -> Flags:
        """A flag with the same value in every row."""

    def measure(self, name: str) -> Span:
        """Return what a measure may be."""


class Boxes:
    """All that is possible in each box, by the name of a question."""

    def __init__(
        self, request: Request, ruleset: Ruleset, open_: Collection[str], boxes: Sequence[Box], committed: float = 0.0
    ) -> None:
        self.request, self.ruleset, self.open, self.boxes = request, ruleset, open_, boxes
        self.count = len(boxes)
        self.row = build([request], ruleset)
        self.committed = committed
        """What may have been agreed for besides, at the most."""
        self.questions: dict[str, Possible] = {}
        self.applies: dict[str, Ternary] = {}
        self.reachable: dict[str, Flags] = {}
        """Where a question may be tried: it applies, or would once the questions that it depends on were answered."""
        self.assumed = self.nothing()
        self._spans: dict[str, Span] = {}
        self._tried = tried_names(ruleset)
        self._fixed = {name for box in boxes for name in box.tried}
        for name, question in ruleset.questions.items():
            self.questions[name] = self._possible(name, question)

    def flags(self, value: bool) -> Flags:
        """A flag with the same value in every box."""
        return np.full(self.count, value)

    def nothing(self) -> Span:
        """The span that holds no number."""
        return Span(np.full(self.count, np.inf), np.full(self.count, -np.inf), self.flags(True))

    def measure(self, name: str) -> Span:
        """Return what a measure may be."""
        if name not in self._spans:
            self._spans |= measured(name, self)
        return self._spans[name]

    def _possible(self, name: str, question: Question) -> Possible:
        """All that a question may be, whether or not it is asked."""
        choices = list(self.ruleset.choices(name)) if question.type == "choice" else []
        values, may_be_silent = self._values(name, question)
        given = np.zeros((self.count, len(choices)), dtype=np.bool_)
        for value in values:
            if value in choices:
                given[:, choices.index(str(value))] = True
        span = self._given_span(name, question, values) if question.type != "choice" else self.nothing()
        other = self.flags(any(value not in choices for value in values)) if choices else self.flags(False)
        silent = self.flags(may_be_silent)
        if name in self.open and question.default is not None:
            usual = np.array([box.usual == name for box in self.boxes])
            silent &= ~usual
            if choices:
                given[usual], other = np.array(choices) == question.default, other & ~usual
            else:
                low, high = (np.where(usual, _numbers(question.default)[0], end) for end in (span.low, span.high))
                span = span._replace(low=low, high=high)
        told = given.any(axis=1) | span.some | other
        applies, reachable = self._whether_applies(question)
        self.applies[name], self.reachable[name] = applies, reachable
        given &= applies.can[:, None]
        told, silent = told & applies.can, silent | applies.cannot
        tried = silent & reachable
        span = Span(np.where(told, span.low, np.inf), np.where(told, span.high, -np.inf), span.none | ~applies.can)
        codes, span = self._with_tried(name, question, given, span, silent=silent, tried=tried, other=other)
        return Possible(given, codes, span, told, silent)

    def _values(self, name: str, question: Question) -> tuple[list[Value], bool]:
        """The values that a question may have, of an open number only some, and whether it may have none."""
        if name not in self.open:
            value = counted(self.request, name, self.ruleset)
            return [] if value is None else [value], value is None
        values: list[Value] = [question.default, question.unknown_as, *(each.is_ for each in question.taken_as)]
        may_be_silent = question.unknown_as is None and not (question.must and question.default is not None)
        if question.type == "choice":
            values += list(self.ruleset.offered(name))
            values += ["…"] if question.choices_from == "goals" else []
        return [value for value in dict.fromkeys(values) if value is not None], may_be_silent

    def _given_span(self, name: str, question: Question, values: Sequence[Value]) -> Span:
        """The numbers that a question may be answered with."""
        if name in self.open:
            low, high = _reach(question)
        else:
            column = self.row.columns[name]
            low, high = (float(column[0]), float(column[0])) if values else (np.inf, -np.inf)
            if np.isnan(low) and values:  # it does not apply as things stand
                low, high = _numbers(values[0])
        return Span(np.full(self.count, low), np.full(self.count, high), self.flags(False))

    def _whether_applies(self, question: Question) -> tuple[Ternary, Flags]:
        """Whether a question applies, and where it may be tried without an answer of its own."""
        applies, reachable = Ternary(self.flags(True), self.flags(False)), self.flags(True)
        for name, wanted in (question.only_if or {}).items():
            parent = self.questions[name]
            allowed = meaning(wanted)
            if parent.given.shape[1]:
                choices = list(self.ruleset.choices(name))
                fits = np.array([True in allowed.words or choice in allowed.words for choice in choices])
                can, cannot = (parent.given & fits).any(axis=1), (parent.given & ~fits).any(axis=1)
                if self.ruleset.questions[name].choices_from == "goals":
                    can, cannot = can | parent.told, cannot | parent.told
            else:
                can, cannot = parent.told, parent.told & ~self.flags(allowed.words == {True})
                if self.ruleset.questions[name].type == "yes_no":
                    value = 1.0 if True in allowed.words else 0.0
                    can, cannot = within(parent.span, value, value)
            reachable &= can | (parent.silent & (allowed.unknown | self.reachable[name]))
            applies = applies.both(
                Ternary(
                    (can & parent.told) | (parent.silent & allowed.unknown),
                    cannot | (parent.silent & (not allowed.unknown)),
                )
            )
        return applies, reachable

    def _with_tried(
        self,
        name: str,
        question: Question,
        given: NDArray[np.bool_],
        span: Span,
        *,
        silent: Flags,
        tried: Flags,
        other: Flags,
    ) -> tuple[NDArray[np.bool_], Span]:
        """Add what is tried where there is no answer: all choices, some numbers, multiples of the cost."""
        none = silent.copy()
        codes = given.copy()
        lane = self.ruleset.verdicts.small_bet
        effect = question.tries is not None and bool(question.tries.times_cost)
        sure = name in self._tried and not effect and not (lane and name in lane.needs_no)
        if effect:
            times = question.tries.times_cost if question.tries else ()
            assumed = Span(np.full(self.count, min(times)), np.full(self.count, max(times)), self.assumed.none)
            self.assumed = self.assumed.hull(assumed, tried)
        elif name in self._tried and tried.any():
            if given.shape[1]:
                offered = np.array([each.offered for each in self.ruleset.choices(name).values()])
                codes |= tried[:, None] & offered
            else:
                values = (0.0, 1.0) if question.type == "yes_no" else question.tries.values if question.tries else ()
                rate = float(self.row.columns[RATE][0]) if question.unit == "money" else 1.0
                ends = (np.full(self.count, min(values) / rate), np.full(self.count, max(values) / rate))
                span = span.hull(Span(*ends, span.none), tried)
            if sure:
                none &= ~self.always_tried(name) | self._may_go_with_effect(name)
        for at, box in enumerate(self.boxes) if name in self._fixed else ():
            if name in box.tried:
                none[at] = False
                if given.shape[1]:
                    codes[at] = False
                    codes[at, int(box.tried[name])] = True
                else:
                    span.low[at] = span.high[at] = box.tried[name]
        return codes, span._replace(none=none | other)

    def _may_go_with_effect(self, name: str) -> Flags:
        """Where a question may be left as it is because an unknown effect is tried together with it."""
        if name not in MEASURES["contribution"].needs:
            return self.flags(False)
        asked = [each for each, one in self.ruleset.questions.items() if one.tries and one.tries.times_cost]
        return self.assumed.some | self.flags(any(each not in self.questions for each in asked))

    def always_tried(self, name: str) -> Flags:
        """Where a question without an answer is certainly tried: what it depends on is answered, and opens it."""
        closed = self.reachable[name].copy()
        for parent in self.ruleset.questions[name].only_if or {}:
            closed = closed & ~self.questions[parent].is_open
        return closed


def _numbers(value: Value) -> tuple[float, float]:
    if isinstance(value, Range):
        return value.expected, value.expected
    number = float(value) if isinstance(value, bool | int | float) else 1.0
    return number, number


def _reach(question: Question) -> tuple[float, float]:
    """The least and the greatest number that can be typed at a question."""
    if question.type in {"text", "date"}:
        return 1.0, 1.0
    if question.type == "yes_no":
        return 0.0, 1.0
    if question.unit == "percent":
        return 0.0, 100.0
    if question.unit == "weeks":
        return 0.0, MOST_WEEKS
    may_be_negative = question.unit == "money" and bool(question.tries and question.tries.times_cost)
    return (-MOST if may_be_negative else 0.0), MOST
