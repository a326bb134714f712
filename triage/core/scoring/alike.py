"""Which possible answers come to the same for a request, so that the scorer need not be asked about each of them.

Answers that no rule tells apart, as the request stands, are one class: where a duty is certain, say, it does not matter
which evidence there is. A class is scored once, by its first answers. What is told apart here may still come to the
same; what is put into one class always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from triage.core.arrays import np
from triage.core.rules.conditions import choices_of
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Condition, Indicator, Ruleset, When
from triage.core.scoring.completions import Completions, Picks, Unknown, expand
from triage.core.scoring.possible import Possible
from triage.core.scoring.reading import Reading
from triage.core.scoring.scorer import Flags, Inputs, condition_met, indicator_points
from triage.core.scoring.spans import Span, Ternary
from triage.core.scoring.table import ASSUMED_RETURN, RATE, Column, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.intp]"
LARGEST = 2**62
"""No mark of a combination of answers is larger."""
MOST_TOGETHER = 1024
"""Above so many combinations of answers that one measure is computed from, they are not compared."""


class OpenRows:
    """What every question may be in each row of a table: its answer, or any of those that are tried."""

    def __init__(self, table: Table, measures: Mapping[str, Column], unknown: UnknownRows, ruleset: Ruleset) -> None:
        self.ruleset, self.row, self.count = ruleset, table, len(table)
        self.open: frozenset[str] = frozenset()
        self.applies: dict[str, Ternary] = {}
        self._measures, self._unknown = measures, unknown
        self.questions = {name: self._possible(name) for name in ruleset.questions if name in table.answered}

    def flags(self, value: bool) -> Flags:
        """A flag with the same value in every row."""
        return np.full(self.count, value)

    def measure(self, name: str) -> Span:
        """What a measure may be: anything where it hangs on what is tried."""
        column, open_ = self._measures[name], self._unknown.behind(name)
        none = np.isnan(column)
        low, high = np.where(none, np.inf, column), np.where(none, -np.inf, column)
        return Span(np.where(open_, -np.inf, low), np.where(open_, np.inf, high), none | open_)

    def _possible(self, name: str) -> Possible:
        column, told = self.row.columns[name], self.row.answered[name]
        choices = choices_of(name, self.ruleset)
        codes = np.zeros((self.count, len(choices)), dtype=np.bool_)
        known = ~np.isnan(column)
        low, high, none = np.where(known, column, np.inf), np.where(known, column, -np.inf), ~known
        if choices:
            codes[np.flatnonzero(known), column[known].astype(np.intp)] = True
        tried, open_ = self._unknown.options.get(name), self._unknown.rows.get(name)
        if tried is not None and open_ is not None and name in tried.options[0]:
            values = np.array([option[name] for option in tried.options])
            rate = self.row.columns[RATE] if tried.is_money else 1.0
            none = none & ~open_
            low, high = np.where(open_, values.min() / rate, low), np.where(open_, values.max() / rate, high)
            if choices:
                codes[open_] = np.isin(np.arange(len(choices)), values)
        return Possible(codes, codes, Span(low, high, none), told, ~told)


class UnknownRows(Struct, frozen=True):
    """The questions for which something is tried, and in which rows."""

    options: Mapping[str, Unknown]
    rows: Mapping[str, Flags]
    count: int

    def behind(self, name: str) -> Flags:
        """The rows in which a question or a measure hangs on what is tried."""
        found = np.zeros(self.count, dtype=np.bool_)
        for question in self.options:
            if reads(name, self.options[question]):
                found |= self.rows[question]
        return found


def reads(name: str, unknown: Unknown) -> bool:
    """Whether a question or a measure is computed from what is tried for a question."""
    if name not in MEASURES:
        return name == unknown.question and name in unknown.options[0]
    needs = MEASURES[name].needs
    return unknown.question in needs or (ASSUMED_RETURN in unknown.options[0] and "effect_as" in needs)


def reads_any(name: str, unknowns: Iterable[Unknown]) -> bool:
    """Whether a question or a measure is computed from what is tried for any of several."""
    return any(reads(name, unknown) for unknown in unknowns)


class Leaf(NamedTuple):
    """What tells answers apart: one condition, or the points that an answer or a measure gives."""

    name: str
    asks: Condition | Indicator


class Telling:
    """For each row, what tells the possible answers apart as far as anything hangs on it there."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._of_facts = {name: reading.boxes.flags(False) for name in reading.facts}
        self._leaves: dict[tuple[object, ...], tuple[Leaf, Flags]] = {}
        ruleset, everywhere = reading.ruleset, reading.boxes.flags(True)
        for criterion in ruleset.criteria.values():
            for part in criterion.indicators:
                self._all_of(part.when, everywhere)
                self._add(Leaf(part.from_, part), ("points", id(part)), reading.all_of(part.when).can)
            for limit in criterion.adjust:
                self._all_of(limit.when, everywhere)
            self._all_of(criterion.minimum_when, everywhere)
            if criterion.lighter:
                self._all_of(criterion.lighter.when, everywhere)
        for gate in ruleset.gates.values():
            self._any_of(gate.alternatives, everywhere)
        for lane in (ruleset.verdicts.small_bet, ruleset.verdicts.trial):
            if lane:
                self._all_of(lane.when, everywhere)
        for name in reversed(list(ruleset.facts)):
            self._any_of(ruleset.facts[name].alternatives, self._of_facts[name])

    @property
    def names(self) -> frozenset[str]:
        """The questions and measures that tell answers apart."""
        return frozenset(leaf.name for leaf, _ in self._leaves.values())

    def of(self, unknowns: Sequence[Unknown], rows: Numbers) -> list[tuple[Leaf, Flags]]:
        """What tells the answers to some questions apart in any of some rows, and in which of them."""
        found = ((leaf, flags[rows]) for leaf, flags in self._leaves.values() if reads_any(leaf.name, unknowns))
        return [(leaf, flags) for leaf, flags in found if flags.any()]

    def _any_of(self, alternatives: Iterable[When], where: Flags) -> None:
        alternatives = list(alternatives)
        open_ = where & self._reading.any_of(alternatives).is_open
        if open_.any():
            for when in alternatives:
                self._all_of(when, open_)

    def _all_of(self, when: When, where: Flags) -> None:
        open_ = where & self._reading.all_of(when).is_open
        if not open_.any():
            return
        for name, wanted in when.items():
            here = open_ & self._reading.one(name, wanted).is_open
            if name in self._of_facts:
                self._of_facts[name] = self._of_facts[name] | here
            elif here.any():
                self._add(Leaf(name, wanted), (name, type(wanted), wanted), here)

    def _add(self, leaf: Leaf, key: tuple[object, ...], rows: Flags) -> None:
        known = self._leaves.get(key)
        self._leaves[key] = (leaf, rows if known is None else known[1] | rows)


class Part(NamedTuple):
    """Some of a request's unknown questions, and the classes of their answers, taken together."""

    unknowns: tuple[int, ...]
    """Their positions among all of the request."""
    sizes: tuple[int, ...]
    """How many answers each has; all combinations count from 0, the last question's answer changing first."""
    classes: Numbers
    """The class of each combination."""
    is_first: Flags
    """The first combination of each class."""


class Tried(Struct, frozen=True, dict=True):
    """The completions of one request, and the few of them that are scored in their place."""

    completions: Completions
    parts: Sequence[Part] = ()

    @cached_property
    def picks(self) -> Picks:
        """The completions that are scored: the first of each combination of classes that there is."""
        return self._every_class if self._hit is None else self._every_class[self._hit]

    @property
    def scored_as(self) -> Numbers:
        """For every completion the number of the one that is scored in its place."""
        if not self._is_less:
            return np.arange(len(self.completions.picks))
        return self._class_of_each if self._hit is None else (np.cumsum(self._hit) - 1)[self._class_of_each]

    @cached_property
    def _counts(self) -> list[int]:
        """How many classes each part has."""
        return [int(np.count_nonzero(part.is_first)) for part in self.parts]

    @property
    def _is_less(self) -> bool:
        return bool(self.parts) and prod(self._counts) < len(self.completions.picks)

    @cached_property
    def _hit(self) -> Flags | None:
        """Of a sample, the combinations of classes that it has; ``None`` where it has all."""
        is_all = len(self.completions.picks) == prod(size for part in self.parts for size in part.sizes)
        if is_all or not self._is_less:
            return None
        return np.bincount(self._class_of_each, minlength=prod(self._counts)) > 0

    @cached_property
    def _every_class(self) -> Picks:
        if not self._is_less:
            return self.completions.picks
        total = prod(self._counts)
        picks = np.empty((total, self.completions.picks.shape[1]), dtype=np.int16)
        repeats = total
        for part, count in zip(self.parts, self._counts, strict=True):
            repeats //= count
            at = np.flatnonzero(part.is_first)
            if repeats > 1 or count < total:
                at = np.tile(np.repeat(at, repeats), total // (count * repeats))
            for each, size in zip(reversed(part.unknowns), reversed(part.sizes), strict=True):
                at, picks[:, each] = np.divmod(at, size)
        return picks

    @cached_property
    def _class_of_each(self) -> Numbers:
        """The number of the combination of classes that each completion belongs to."""
        every = self.completions.picks.astype(np.intp)
        index = np.zeros(len(every), dtype=np.intp)
        for part, count in zip(self.parts, self._counts, strict=True):
            combination = every[:, part.unknowns[0]]
            for each, size in zip(part.unknowns[1:], part.sizes[1:], strict=True):
                combination = combination * size + every[:, each]
            index = index * count + part.classes[combination]
        return index


def fill(table: Table, rows: slice, tried: Tried) -> None:
    """Fill what is tried for one request into its rows of a table that nobody else has."""
    for at, unknown in enumerate(tried.completions.unknowns):
        for name in unknown.options[0]:
            values = np.array([option[name] for option in unknown.options])[tried.picks[:, at]]
            table.columns[name][rows] = values / table.columns[RATE][rows] if unknown.is_money else values


class Alike:
    """The classes of possible answers, for every row of a table."""

    def __init__(
        self, table: Table, measures: Mapping[str, Column], groups: Sequence[tuple[Completions, Numbers]], of: Ruleset
    ) -> None:
        self._table, self._ruleset, self._groups = table, of, groups
        self._unknown = _unknown_rows(groups, len(table))
        self._telling = Telling(Reading(OpenRows(table, measures, self._unknown, of)))
        self._together = _together(self._unknown.options.values(), self._telling.names)
        self._classes: dict[tuple[str, ...], tuple[Numbers, Numbers, Flags]] = {}
        for names, rows in self._with_same_unknowns().items():
            place = np.zeros(len(table), dtype=np.intp)
            place[rows] = np.arange(len(rows))
            self._classes[names] = (place, *_classes(self._marks(names, rows)))

    def tried(self) -> Iterator[list[Tried]]:
        """Yield for each group what is tried for its requests."""
        for completions, rows in self._groups:
            names = [unknown.question for unknown in completions.unknowns]
            split = []
            for part in self._parts_of(names):
                positions = tuple(names.index(name) for name in part)
                split.append((positions, self._sizes(part), *self._classes[part]))
            yield [
                Tried(
                    completions,
                    [Part(at, sizes, ids[place[row]], first[place[row]]) for at, sizes, place, ids, first in split],
                )
                for row in rows.tolist()
            ]

    def _sizes(self, names: Sequence[str]) -> tuple[int, ...]:
        return tuple(len(self._unknown.options[name].options) for name in names)

    def _parts_of(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """The unknown questions of a request, those whose answers one measure is computed from together."""
        parts: dict[str, list[str]] = {}
        for name in names:
            parts.setdefault(self._together[name], []).append(name)
        return [tuple(part) for part in parts.values()]

    def _with_same_unknowns(self) -> dict[tuple[str, ...], Numbers]:
        found: dict[tuple[str, ...], list[Numbers]] = {}
        for completions, rows in self._groups:
            for part in self._parts_of([unknown.question for unknown in completions.unknowns]):
                found.setdefault(part, []).append(rows)
        return {names: np.concatenate(rows) for names, rows in found.items()}

    def _marks(self, names: tuple[str, ...], rows: Numbers) -> Numbers:
        """A number for each combination of answers in each row; those that nothing tells apart have the same."""
        unknowns = tuple(self._unknown.options[name] for name in names)
        sizes = self._sizes(names)
        total = prod(sizes)
        if total > MOST_TOGETHER:
            return np.broadcast_to(np.arange(total), (len(rows), total))
        mark, most = np.zeros((len(rows), total), dtype=np.intp), 1
        told = self._telling.of(unknowns, rows)
        if not told:
            return mark
        depends = any(each.is_money for each in unknowns) or any(leaf.name in MEASURES for leaf, _ in told)
        used = rows if depends else rows[:1]
        grid = np.indices(sizes, dtype=np.int16).reshape(len(sizes), -1).T
        filled = expand(self._table.take(used), Completions(unknowns, grid, exhaustive=True))
        inputs = Inputs(filled, self._ruleset)
        for leaf, flags in told:
            said = _said(leaf, inputs).reshape(len(used), -1)
            size = int(said.max()) + 1
            if most * size > LARGEST:
                mark = np.unique(mark, return_inverse=True)[1].reshape(mark.shape)
                most = int(mark.max()) + 1
            mark = mark * size + np.where(flags[:, None], said, 0)
            most *= size
        return mark


def _said(leaf: Leaf, inputs: Inputs) -> Numbers:
    """What a leaf makes of each row, as a number."""
    if isinstance(leaf.asks, Indicator):
        points = indicator_points(replace(leaf.asks, when={}), inputs)
        return np.unique(np.nan_to_num(points, nan=-1.0), return_inverse=True)[1].astype(np.intp)
    return condition_met(leaf.name, leaf.asks, inputs).astype(np.intp)


def _classes(mark: Numbers) -> tuple[Numbers, Flags]:
    """Number the different marks of each row in the order in which they come; and where each comes first."""
    count = np.arange(mark.shape[1])
    order = np.argsort(mark, axis=1, kind="stable")
    ordered = np.take_along_axis(mark, order, axis=1)
    is_new = np.concatenate([np.ones((len(mark), 1), dtype=np.bool_), np.diff(ordered, axis=1) != 0], axis=1)
    start = np.maximum.accumulate(np.where(is_new, count, 0), axis=1)
    first = np.empty_like(order)
    np.put_along_axis(first, order, np.take_along_axis(order, start, axis=1), axis=1)
    is_first = first == count
    return np.take_along_axis(np.cumsum(is_first, axis=1) - 1, first, axis=1), is_first


def _unknown_rows(groups: Sequence[tuple[Completions, Numbers]], count: int) -> UnknownRows:
    options: dict[str, Unknown] = {}
    found: dict[str, Flags] = {}
    for completions, rows in groups:
        for unknown in completions.unknowns:
            options[unknown.question] = unknown
            found.setdefault(unknown.question, np.zeros(count, dtype=np.bool_))[rows] = True
    return UnknownRows(options, found, count)


def _together(unknowns: Iterable[Unknown], told_by: Iterable[str]) -> dict[str, str]:
    """For each unknown question the first of those that are told apart together, since one measure reads several."""
    unknowns = list(unknowns)
    found = {unknown.question: unknown.question for unknown in unknowns}
    for measure in told_by:
        same = {found[unknown.question] for unknown in unknowns if reads(measure, unknown)}
        found = {name: min(same) if first in same else first for name, first in found.items()}
    return found
