"""The only scoring function. Table and ruleset in; points, scores, verdicts and active gates out, one value per row.

Whatever needs a score builds a ``scoring.table.Table`` and calls :func:`score`. A row scored alone has the same bits as
inside a table: every step works element by element or along one row, and the weighted sum is
``(points * weights).sum(axis=1)`` on a C-ordered array (a matrix product would not give the same bits).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.core.rules.conditions import choices_of, meaning
from triage.core.rules.measures import is_money
from triage.core.rules.ruleset import VERDICTS, About, Condition, Criterion, Indicator, Ruleset, Verdict, When
from triage.core.scoring.measures import measure
from triage.core.scoring.table import RATE, Column, Table, pick

Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]
"""Positions in ``rules.ruleset.VERDICTS``."""

DROP, DEFER, GO = (np.int8(VERDICTS.index(v)) for v in (Verdict.DROP, Verdict.DEFER, Verdict.GO))


@dataclass(frozen=True, slots=True)
class Scores:
    """The result for ``n`` rows and ``k`` criteria, in the ruleset's order."""

    points: NDArray[np.float64]
    """``(n, k)``, 0-100; NaN where an answer is missing and nothing was tried for it."""
    score: Column
    """``(n,)``, 0-100: mean of the known points, weighted."""
    by_score: Codes
    """Verdict of score and minima, before the gates."""
    verdict: Codes
    problem: Codes
    """Verdict on the problem alone: criteria and gates that are about it."""
    tactic: Codes
    """Verdict on this way of solving it alone."""
    gates: Mapping[str, Flags]
    """For each gate, the rows to which it applies."""
    adjusted: Mapping[tuple[str, int], Flags]
    """For each criterion and number of its adjustments, the rows to which it applies."""
    below_minimum: NDArray[np.bool_]
    """``(n, k)``"""
    small_bet: Flags
    measures: Mapping[str, Column]


class Inputs:
    """The columns that conditions and indicators read: answers and measures by name."""

    def __init__(self, table: Table, ruleset: Ruleset) -> None:
        self.table = table
        self.ruleset = ruleset
        self.measures = measure(table, ruleset)

    def __getitem__(self, name: str) -> Column:
        own = self.table.columns.get(name)
        return self.measures[name] if own is None else own

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
    own = np.array([criterion.weight for criterion in criteria.values()], dtype=np.float64)
    used = np.broadcast_to(own if weights is None else weights, points.shape)
    gates = {
        name: np.logical_or.reduce([rows_where(when, inputs) for when in gate.alternatives])
        for name, gate in ruleset.gates.items()
    }
    lane = ruleset.verdicts.small_bet
    small_bet = rows_where(lane.when, inputs) if lane else inputs.all_rows(False)
    bar = np.where(small_bet, lane.go if lane else 0.0, ruleset.verdicts.go)
    minima = np.array([-np.inf if c.minimum is None else c.minimum for c in criteria.values()])
    below = points < minima
    every = np.ones(len(own), dtype=np.bool_)

    def decide(kept: Flags, about: About | None) -> tuple[Column, Codes, Codes]:
        mean = weighted_mean(points[:, kept], used[:, kept])
        by_score = _by_score(mean, bar, below[:, kept], ruleset.verdicts.drop_below)
        return mean, by_score, _limited(by_score, ruleset, gates, about)

    mean, by_score, verdict = decide(every, None)
    about = np.array([criterion.about for criterion in criteria.values()])
    return Scores(
        points=points,
        score=mean,
        by_score=by_score,
        verdict=verdict,
        problem=decide(about == "problem", "problem")[2],
        tactic=decide(about == "tactic", "tactic")[2],
        gates=gates,
        adjusted=adjusted,
        below_minimum=below,
        small_bet=small_bet,
        measures=inputs.measures,
    )


def weighted_mean(points: NDArray[np.float64], weights: NDArray[np.float64]) -> Column:
    """Mean of each row's known points; NaN where none is known. Shapes ``(n, k)`` and ``(n, k)``, result ``(n,)``."""
    known = ~np.isnan(points)
    counted = np.ascontiguousarray(np.where(known, weights, 0.0))
    total = counted.sum(axis=1)
    summed = (np.ascontiguousarray(np.where(known, points, 0.0)) * counted).sum(axis=1)
    mean: Column = np.divide(summed, total, out=np.full(len(points), np.nan), where=total > 0)
    return mean


def points_of(criterion: Criterion, name: str, inputs: Inputs, adjusted: dict[tuple[str, int], Flags]) -> Column:
    """Points of a criterion after its adjustments; also fills ``adjusted`` with the rows to which each applies."""
    parts = criterion.indicators
    stacked = np.stack([indicator_points(part, inputs) for part in parts], axis=1)
    points = weighted_mean(stacked, np.broadcast_to(np.array([part.share for part in parts]), stacked.shape))
    for number, limit in enumerate(criterion.adjust):
        applies = adjusted[name, number] = rows_where(limit.when, inputs)
        lower = np.minimum(points, limit.at_most) if limit.at_most is not None else points - (limit.minus or 0.0)
        points = np.where(applies, np.maximum(lower, 0.0), points)
    return points


def indicator_points(indicator: Indicator, inputs: Inputs) -> Column:
    """Points 0-100 of one answer or measure; NaN where it is unknown."""
    column = inputs[indicator.from_]
    if indicator.levels:
        levels = [indicator.levels[choice] for choice in inputs.ruleset.choices(indicator.from_)]
        return pick(np.array([*levels, np.nan]), column)
    knots = np.array([at for at, _ in indicator.steps or indicator.curve])
    heights = np.array([points for _, points in indicator.steps or indicator.curve])
    if indicator.curve:
        between: Column = np.interp(column, knots, heights)
        return between
    reached = np.searchsorted(knots, np.where(np.isnan(column), -np.inf, column), side="right")
    return np.where(np.isnan(column), np.nan, np.concatenate(([0.0], heights))[reached])


def rows_where(when: When, inputs: Inputs) -> Flags:
    """The rows in which all conditions of a mapping hold."""
    met = inputs.all_rows(True)
    for name, wanted in when.items():
        met &= condition_met(name, wanted, inputs)
    return met


def condition_met(name: str, wanted: Condition, inputs: Inputs) -> Flags:
    """The rows in which one condition holds; an unknown answer meets none but ``unknown``."""
    choices = choices_of(name, inputs.ruleset)
    allowed = meaning(wanted, choices)
    met = ~inputs.table.answered[name] if allowed.unknown else inputs.all_rows(False)
    for word in allowed.words:
        met |= inputs[name] == (word if isinstance(word, bool) else choices.index(word))
    if allowed.low <= allowed.high:
        rate = inputs.table.columns[RATE] if is_money(name, inputs.ruleset) else 1.0
        column = inputs[name] * rate
        met |= (column >= allowed.low) & (column <= allowed.high)
    return met


def _by_score(mean: Column, bar: Column, below: Flags, drop_below: float) -> Codes:
    """Verdict of score and minima; where no criterion is asked about, nothing is against a go."""
    if below.shape[1] == 0:
        return np.full(len(mean), GO)
    go = (mean >= bar) & ~below.any(axis=1)
    return np.where(go, GO, np.where(mean < drop_below, DROP, DEFER)).astype(np.int8)


def _limited(by_score: Codes, ruleset: Ruleset, gates: Mapping[str, Flags], about: About | None) -> Codes:
    """Caps first, the strictest wins; then lifts, since what must be done must be done."""
    cap, lift = np.full(len(by_score), GO), np.full(len(by_score), DROP)
    for name, gate in ruleset.gates.items():
        if about is not None and gate.about != about:
            continue
        if gate.at_most is not None:
            cap = np.where(gates[name], np.minimum(cap, VERDICTS.index(gate.at_most)), cap)
        if gate.at_least is not None:
            lift = np.where(gates[name], np.maximum(lift, VERDICTS.index(gate.at_least)), lift)
    return np.maximum(np.minimum(by_score, cap), lift).astype(np.int8)
