"""What follows from the possible answers: which findings are certain, possible or impossible, and which verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.core.arrays import np
from triage.core.rules.ruleset import COUNTED_KINDS, ActKind, Criterion
from triage.core.scoring.reading import Reading
from triage.core.scoring.scorer import Flags, weighted_mean
from triage.core.scoring.spans import SLACK, Span, Ternary
from triage.core.scoring.table import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_LEFT_OUT = 6
"""Of so many criteria it is tried which have points at all; of more the least and the greatest bound the score."""


class Bounds(Struct, frozen=True):
    """The result for each box."""

    gates: Mapping[str, Ternary]
    below: Mapping[str, Ternary]
    """Whether each criterion is a finding."""
    points: Mapping[str, Span]
    weak: Ternary
    kinds: Mapping[ActKind, Ternary]
    ends: Ternary
    lifts: Ternary
    least: NDArray[np.int_]
    """How many kinds of act are certain."""
    most: NDArray[np.int_]
    """How many are possible."""
    stopped: Flags
    """Where a go is impossible but by a duty."""
    dropped: Flags
    """Where a drop is certain but for a duty."""
    drop: Flags
    """Where a drop is possible, and so on."""
    defer: Flags
    go: Flags


def bound(reading: Reading) -> Bounds:
    """Say what is certain and what is possible in each box."""
    ruleset, boxes = reading.ruleset, reading.boxes
    points = {name: reading.points(criterion) for name, criterion in ruleset.criteria.items()}
    below = {name: _below(criterion, points[name], reading) for name, criterion in ruleset.criteria.items()}
    gates = {name: reading.any_of(gate.alternatives) for name, gate in ruleset.gates.items()}
    weak = _weak(points, reading)
    nowhere = Ternary(boxes.flags(False), boxes.flags(True))
    ends, lifts = nowhere, nowhere
    kinds: dict[ActKind, Ternary] = dict.fromkeys((*COUNTED_KINDS, "ask"), nowhere)
    for name, gate in ruleset.gates.items():
        ends = ends.either(gates[name]) if gate.ends else ends
        lifts = lifts.either(gates[name]) if gate.lifts else lifts
        if gate.act:
            kinds[gate.act] = kinds[gate.act].either(gates[name])
    for name, criterion in ruleset.criteria.items():
        if criterion.act:
            kinds[criterion.act] = kinds[criterion.act].either(below[name])
    least = np.sum([kinds[kind].is_certain for kind in COUNTED_KINDS], axis=0)
    most = np.sum([kinds[kind].can for kind in COUNTED_KINDS], axis=0)
    lifted, limit = lifts.is_certain, ruleset.verdicts.most_kinds
    stays = ~ends.is_certain & (least <= limit) & ~lifted
    drop = (ends.can | (most > limit)) & ~lifted
    defer = stays & (weak.can | kinds["ask"].can | (most > 0))
    go = lifts.can | (stays & weak.cannot & kinds["ask"].cannot & (least == 0))
    dropped = ends.is_certain | (least > limit)
    stopped = dropped | weak.is_certain | kinds["ask"].is_certain | (least > 0)
    return Bounds(gates, below, points, weak, kinds, ends, lifts, least, most, stopped, dropped, drop, defer, go)


def _below(criterion: Criterion, points: Span, reading: Reading) -> Ternary:
    if criterion.minimum is None:
        return reading.always(False)
    under = points.some & (points.low < criterion.minimum)
    over = points.none | (points.some & (points.high >= criterion.minimum))
    return Ternary(under, over).both(reading.all_of(criterion.minimum_when))


def _weak(points: Mapping[str, Span], reading: Reading) -> Ternary:
    """Whether the score may be below the bar, with and without each criterion that may have no points."""
    ruleset, boxes = reading.ruleset, reading.boxes
    bar_low, bar_high = _bar(reading)
    spans = list(points.values())
    lows, highs = (np.stack([getattr(span, end) for span in spans], axis=1) for end in ("low", "high"))
    none, some = (np.stack([getattr(span, what) for span in spans], axis=1) for what in ("none", "some"))
    unsure = [at for at in range(len(spans)) if (none[:, at] & some[:, at]).any()]
    weights = [_weight(criterion, reading) for criterion in ruleset.criteria.values()]
    if len(unsure) > MOST_LEFT_OUT or any(low is not high for low, high in weights):
        least, most = np.where(some, lows, np.inf).min(axis=1), np.where(some, highs, -np.inf).max(axis=1)
        can, cannot = some.any(axis=1) & (least - SLACK < bar_high), boxes.flags(True)
        return Ternary(can, cannot & ((most + SLACK >= bar_low) | none.all(axis=1)))
    used = np.stack([low for low, _ in weights], axis=1)
    can, cannot = boxes.flags(False), boxes.flags(False)
    for missing in product((False, True), repeat=len(unsure)):
        left_out = ~some
        possible = boxes.flags(True)
        for at, is_missing in zip(unsure, missing, strict=True):
            possible &= none[:, at] if is_missing else some[:, at]
            if is_missing:
                left_out = left_out.copy()
                left_out[:, at] = True
        low = weighted_mean(np.where(left_out, np.nan, lows), used)
        high = weighted_mean(np.where(left_out, np.nan, highs), used)
        can |= possible & (low < bar_high)
        cannot |= possible & ((high >= bar_low) | np.isnan(high))
    return Ternary(can, cannot)


def _weight(criterion: Criterion, reading: Reading) -> tuple[Column, Column]:
    """The weight of a criterion, twice the same where it is known in every box."""
    full = np.full(reading.boxes.count, float(criterion.weight))
    if criterion.lighter is None:
        return full, full
    when = reading.all_of(criterion.lighter.when)
    if when.is_open.any():
        return full, full.copy()
    known = np.where(when.can, criterion.lighter.weight, full)
    return known, known


def _bar(reading: Reading) -> tuple[Column, Column]:
    """The lowest and the highest score that may be enough for a go."""
    verdicts = reading.ruleset.verdicts
    low = high = np.full(reading.boxes.count, float(verdicts.go))
    if verdicts.small_bet:
        lane, to = reading.all_of(verdicts.small_bet.when), verdicts.small_bet.go
        low = np.where(lane.is_certain, to, np.where(lane.can, np.minimum(low, to), low))
        high = np.where(lane.is_certain, to, np.where(lane.can, np.maximum(high, to), high))
    if verdicts.trial:
        trial, to = reading.all_of(verdicts.trial.when), verdicts.trial.go
        low = np.where(trial.can, np.minimum(low, to), low)
        high = np.where(trial.is_certain, np.minimum(high, to), high)
    return low, high
