"""The only scoring function. Table and ruleset in; points, scores, verdicts and active gates out, one value per row.

Whatever needs a score builds a ``scoring.table.Table`` and calls :func:`score`. A row scored alone has the same bits as
inside a table: every step works element by element or along one row, and the weighted sum is
``(points * weights).sum(axis=1)`` on a C-ordered array (a matrix product would not give the same bits).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from triage.core.arrays import np
from triage.core.rules.conditions import choices_of, meaning
from triage.core.rules.measures import is_money
from triage.core.rules.ruleset import (
    ACT_KINDS,
    COUNTED_KINDS,
    VERDICTS,
    About,
    ActKind,
    Condition,
    Criterion,
    Indicator,
    Ruleset,
    Verdict,
    When,
)
from triage.core.scoring.measures import measure
from triage.core.scoring.table import RATE, Column, Table, pick

if TYPE_CHECKING:
    from numpy.typing import NDArray

Flags: TypeAlias = "NDArray[np.bool_]"
Codes: TypeAlias = "NDArray[np.int8]"
"""Positions in ``rules.ruleset.VERDICTS``."""

DROP, DEFER, GO = (VERDICTS.index(v) for v in (Verdict.DROP, Verdict.DEFER, Verdict.GO))


class Scores(Struct, frozen=True):
    """The result for ``n`` rows and ``k`` criteria, in the ruleset's order."""

    points: NDArray[np.float64]
    """``(n, k)``, 0-100; NaN where an answer is missing and nothing was tried for it, or where none is read."""
    score: Column
    """``(n,)``, 0-100: mean of the known points, weighted."""
    weights: NDArray[np.float64]
    """``(n, k)``, as they counted."""
    weak: Flags
    """The rows whose score alone keeps from a go."""
    verdict: Codes
    problem: Codes
    """Verdict on the problem alone: criteria and gates that are about it."""
    tactic: Codes
    """Verdict on this way of solving it alone."""
    facts: Mapping[str, Flags]
    gates: Mapping[str, Flags]
    """For each gate, the rows to which it applies."""
    adjusted: Mapping[tuple[str, int], Flags]
    """For each criterion and number of its adjustments, the rows whose points it changes."""
    below_minimum: NDArray[np.bool_]
    """``(n, k)``: the rows in which the criterion is a finding."""
    small_bet: Flags
    bar: Column
    """The score below which a row is weak."""
    measures: Mapping[str, Column]

    def take(self, rows: NDArray[np.intp]) -> Scores:
        """Return the rows with these numbers, in this order."""
        return Scores(
            points=self.points[rows],
            score=self.score[rows],
            weights=self.weights[rows],
            weak=self.weak[rows],
            verdict=self.verdict[rows],
            problem=self.problem[rows],
            tactic=self.tactic[rows],
            facts={name: flags[rows] for name, flags in self.facts.items()},
            gates={name: flags[rows] for name, flags in self.gates.items()},
            adjusted={key: flags[rows] for key, flags in self.adjusted.items()},
            below_minimum=self.below_minimum[rows],
            small_bet=self.small_bet[rows],
            bar=self.bar[rows],
            measures={name: column[rows] for name, column in self.measures.items()},
        )


class Inputs:
    """The columns that conditions and indicators read: answers, measures and facts by name.

    Many conditions stand in the rules several times; each is tried once.
    """

    def __init__(self, table: Table, ruleset: Ruleset) -> None:
        self._met: dict[tuple[str, type, Condition], Flags] = {}
        self.table = table
        self.ruleset = ruleset
        self.measures = measure(table, ruleset)
        self.facts: dict[str, Flags] = {}
        for name, fact in ruleset.facts.items():
            self.facts[name] = any_row(fact.alternatives, self)

    def __getitem__(self, name: str) -> Column:
        if name in self.facts:
            return self.facts[name].astype(np.float64)
        own = self.table.columns.get(name)
        return self.measures[name] if own is None else own

    def met(self, name: str, wanted: Condition) -> Flags:
        """The rows in which a condition holds; the column is shared, so nobody may change it."""
        key = (name, type(wanted), wanted)
        found = self._met.get(key)
        if found is None:
            found = self._met[key] = condition_met(name, wanted, self)
        return found

    def all_rows(self, value: bool) -> Flags:
        """A flag column with the same value in every row."""
        return np.full(len(self.table), value, dtype=np.bool_)


def score(table: Table, ruleset: Ruleset, weights: NDArray[np.float64] | None = None) -> Scores:
    """Score every row; ``weights`` of shape ``(k,)`` or ``(n, k)`` replaces the ruleset's."""
    inputs = Inputs(table, ruleset)
    criteria = ruleset.criteria
    adjusted: dict[tuple[str, int], Flags] = {}
    columns = [points_of(criterion, name, inputs, adjusted) for name, criterion in criteria.items()]
    points = np.ascontiguousarray(np.stack(columns, axis=1))
    used = np.broadcast_to(_weights(inputs) if weights is None else weights, points.shape)
    gates = {name: any_row(gate.alternatives, inputs) for name, gate in ruleset.gates.items()}
    lane = ruleset.verdicts.small_bet
    small_bet = rows_where(lane.when, inputs) if lane else inputs.all_rows(False)
    bar = np.where(small_bet, lane.go if lane else 0.0, ruleset.verdicts.go)
    trial = ruleset.verdicts.trial
    if trial:
        bar = np.where(rows_where(trial.when, inputs), np.minimum(bar, trial.go), bar)
    below = np.stack([_below(criterion, points[:, at], inputs) for at, criterion in enumerate(criteria.values())], 1)

    def decide(about: About | None) -> tuple[Column, Flags, Codes]:
        kept = np.array([about in {None, criterion.about} for criterion in criteria.values()])
        mean = weighted_mean(points[:, kept], used[:, kept])
        weak = mean < bar
        found = _found(ruleset, gates, below, about)
        return mean, weak, _verdict(found, weak, ruleset.verdicts.most_kinds)

    mean, weak, verdict = decide(None)
    return Scores(
        points=points,
        score=mean,
        weights=used,
        weak=weak,
        verdict=verdict,
        problem=decide("problem")[2],
        tactic=decide("tactic")[2],
        facts=inputs.facts,
        gates=gates,
        adjusted=adjusted,
        below_minimum=below,
        small_bet=small_bet,
        bar=bar,
        measures=inputs.measures,
    )


class _Found(Struct, frozen=True):
    """What was found in each row; every column of length ``n``."""

    ends: Flags
    lifts: Flags
    kinds: Mapping[ActKind, Flags]


def _found(ruleset: Ruleset, gates: Mapping[str, Flags], below: Flags, about: About | None) -> _Found:
    """Gather gates and missed minima by what has to be done about them."""
    nowhere = np.zeros(len(below), dtype=np.bool_)
    ends, lifts, kinds = nowhere, nowhere, dict.fromkeys(ACT_KINDS, nowhere)
    for name, gate in ruleset.gates.items():
        if about not in {None, gate.about}:
            continue
        ends, lifts = ends | (gates[name] & gate.ends), lifts | (gates[name] & gate.lifts)
        if gate.act:
            kinds[gate.act] = kinds[gate.act] | gates[name]
    for at, criterion in enumerate(ruleset.criteria.values()):
        if criterion.act and about in {None, criterion.about}:
            kinds[criterion.act] = kinds[criterion.act] | below[:, at]
    return _Found(ends, lifts, kinds)


def _verdict(found: _Found, weak: Flags, most_kinds: float) -> Codes:
    """Count what stands in the way: an end, or more kinds of act than allowed, is a drop; a duty is a go."""
    counted = np.sum([found.kinds[kind] for kind in COUNTED_KINDS], axis=0)
    stopped = weak | found.kinds["ask"] | (counted > 0)
    dropped = found.ends | (counted > most_kinds)
    code = np.where(dropped, DROP, np.where(stopped, DEFER, GO))
    return np.where(found.lifts, GO, code).astype(np.int8)


def _weights(inputs: Inputs) -> NDArray[np.float64]:
    """The weight of each criterion in each row, of shape ``(n, k)``."""
    columns = []
    for criterion in inputs.ruleset.criteria.values():
        column = np.full(len(inputs.table), float(criterion.weight))
        if criterion.lighter:
            column = np.where(rows_where(criterion.lighter.when, inputs), criterion.lighter.weight, column)
        columns.append(column)
    return np.stack(columns, axis=1)


def _below(criterion: Criterion, points: Column, inputs: Inputs) -> Flags:
    """The rows in which a criterion is below a minimum that counts there."""
    if criterion.minimum is None:
        return inputs.all_rows(False)
    below: Flags = (points < criterion.minimum) & rows_where(criterion.minimum_when, inputs)
    return below


def weighted_mean(points: NDArray[np.float64], weights: NDArray[np.float64]) -> Column:
    """Mean of each row's known points; NaN where none is known. Shapes ``(n, k)`` and ``(n, k)``, result ``(n,)``."""
    known = ~np.isnan(points)
    counted = np.ascontiguousarray(np.where(known, weights, 0.0))
    total = counted.sum(axis=1)
    summed = (np.ascontiguousarray(np.where(known, points, 0.0)) * counted).sum(axis=1)
    mean: Column = np.divide(summed, total, out=np.full(len(points), np.nan), where=total > 0)
    return mean


def points_of(criterion: Criterion, name: str, inputs: Inputs, adjusted: dict[tuple[str, int], Flags]) -> Column:
    """Points of a criterion after its adjustments; also fills ``adjusted`` with the rows that each changes."""
    parts = criterion.indicators
    stacked = np.stack([indicator_points(part, inputs) for part in parts], axis=1)
    points = weighted_mean(stacked, np.broadcast_to(np.array([part.share for part in parts]), stacked.shape))
    for number, limit in enumerate(criterion.adjust):
        lower = np.minimum(points, limit.at_most) if limit.at_most is not None else points - (limit.minus or 0.0)
        lower = np.maximum(lower, 0.0)
        adjusted[name, number] = rows_where(limit.when, inputs) & (lower < points)
        points = np.where(adjusted[name, number], lower, points)
    return points


def indicator_points(indicator: Indicator, inputs: Inputs) -> Column:
    """Points 0-100 of one answer or measure; NaN where it is unknown, or not read for this kind of task."""
    points = _indicator_points(indicator, inputs)
    return np.where(rows_where(indicator.when, inputs), points, np.nan) if indicator.when else points


def _indicator_points(indicator: Indicator, inputs: Inputs) -> Column:
    column = inputs[indicator.from_]
    if indicator.levels:
        levels = [indicator.levels.get(choice, np.nan) for choice in inputs.ruleset.choices(indicator.from_)]
        return pick(np.array([*levels, np.nan]), column)
    knots = np.array([at for at, _ in indicator.steps or indicator.curve])
    heights = np.array([points for _, points in indicator.steps or indicator.curve])
    if indicator.curve:
        between: Column = np.interp(column, knots, heights)
        return between
    reached = np.searchsorted(knots, np.where(np.isnan(column), -np.inf, column), side="right")
    return np.where(np.isnan(column), np.nan, np.concatenate(([0.0], heights))[reached])


def any_row(alternatives: Sequence[When], inputs: Inputs) -> Flags:
    """The rows in which all conditions of any of several mappings hold; the column may be shared."""
    found = [rows_where(when, inputs) for when in alternatives]
    return found[0] if len(found) == 1 else np.logical_or.reduce([inputs.all_rows(False), *found])


def rows_where(when: When, inputs: Inputs) -> Flags:
    """The rows in which all conditions of a mapping hold; the column may be shared."""
    met: Flags | None = None
    for name, wanted in when.items():
        found = inputs.met(name, wanted)
        met = found if met is None else met & found
        if not met.any():
            break
    return inputs.all_rows(True) if met is None else met


def condition_met(name: str, wanted: Condition, inputs: Inputs) -> Flags:
    """The rows in which one condition holds; an unknown answer meets none but ``unknown``."""
    choices = choices_of(name, inputs.ruleset)
    allowed = meaning(wanted, choices)
    met = [~inputs.table.answered[name]] if allowed.unknown else []
    codes = (word if isinstance(word, bool) else choices.index(word) for word in allowed.words)
    met.extend(inputs[name] == code for code in codes)
    if allowed.low <= allowed.high:
        rate = inputs.table.columns[RATE] if is_money(name, inputs.ruleset) else 1.0
        column = inputs[name] * rate
        met.append((column >= allowed.low) & (column <= allowed.high))
    return met[0] if len(met) == 1 else np.logical_or.reduce([inputs.all_rows(False), *met])
