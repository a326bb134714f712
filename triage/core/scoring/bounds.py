"""What follows from the possible answers: which findings are certain, possible or impossible, and which points.

The same steps as ``scoring.scorer``, on everything that may be in place of everything that is: conditions in Kleene's
three values, points as intervals. Nothing is sampled and every step errs towards "possible", so whatever is said to be
certain or impossible here is so in every row of the box.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from triage.core.arrays import np
from triage.core.rules.conditions import choices_of, meaning
from triage.core.rules.measures import MEASURES, is_money
from triage.core.rules.ruleset import COUNTED_KINDS, ActKind, Condition, Criterion, Indicator, When
from triage.core.scoring.possible import SLACK, Possibilities, Span, Ternary, any_of_row, within
from triage.core.scoring.scorer import Flags, weighted_mean
from triage.core.scoring.table import RATE, Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_LEFT_OUT = 6
"""Of so many criteria it is tried which have points at all; of more the least and the greatest bound the score."""


@dataclass(frozen=True, slots=True)
class Bounds:
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


class Reading:
    """The three-valued conditions of a ruleset over boxes, with the facts by name."""

    def __init__(self, boxes: Possibilities) -> None:
        self.boxes, self.ruleset = boxes, boxes.ruleset
        self.facts: dict[str, Ternary] = {}
        self._conditions: dict[tuple[str, type, Condition], Ternary] = {}
        self._mappings: dict[int, Ternary] = {}
        self._chances: dict[tuple[str, type, Condition], float] = {}
        self._found: dict[tuple[str, bytes], tuple[str, ...]] = {}
        for name, fact in self.ruleset.facts.items():
            self.facts[name] = self.any_of(fact.alternatives)

    def any_of(self, alternatives: Iterable[When]) -> Ternary:
        """Whether all conditions of any of several mappings hold."""
        found = self.always(False)
        for when in alternatives:
            found = found.either(self.all_of(when))
        return found

    def all_of(self, when: When) -> Ternary:
        """Whether all conditions of a mapping hold; each mapping of the rules is looked at once."""
        found = self._mappings.get(id(when))
        if found is None:
            found = self.always(True)
            for name, wanted in when.items():
                found = found.both(self.one(name, wanted))
            self._mappings[id(when)] = found
        return found

    def one(self, name: str, wanted: Condition) -> Ternary:
        """Whether one condition holds."""
        if name in self.facts:
            return self.facts[name] if wanted is True else self.facts[name].turned()
        key = (name, type(wanted), wanted)
        if key not in self._conditions:
            self._conditions[key] = self._one(name, wanted)
        return self._conditions[key]

    def _one(self, name: str, wanted: Condition) -> Ternary:
        choices = choices_of(name, self.ruleset)
        allowed = meaning(wanted, choices)
        if choices:
            question = self.boxes.questions[name]
            fits = np.array([choice in allowed.words for choice in choices])
            can, cannot = any_of_row(question.codes[:, fits]), any_of_row(question.codes[:, ~fits])
            none = question.span.none
        else:
            span = self.boxes.questions[name].span if name in self.boxes.questions else self.boxes.measure(name)
            rate = self.boxes.row.columns[RATE] if is_money(name, self.ruleset) else 1.0
            span = Span(span.low * rate, span.high * rate, span.none)
            low, high = allowed.low, allowed.high
            if allowed.words:
                low, high = (float(next(iter(allowed.words))),) * 2
            can, cannot = within(span, low, high)
            none = span.none
        if not allowed.unknown:
            return Ternary(can, cannot | none)
        question = self.boxes.questions[name]
        return Ternary(can | question.silent, question.told & (cannot | self._odd(name)))

    def _odd(self, name: str) -> Flags:
        """Where an answer may stand for none of the choices, as a goal of the profile does."""
        question = self.ruleset.questions[name]
        is_odd = question.choices_from == "goals" or question.type != "choice"
        return self.always(is_odd).can

    def always(self, value: bool) -> Ternary:
        """What holds everywhere, or nowhere."""
        flag = self.boxes.flags(value)
        return Ternary(flag, ~flag)

    def indicator(self, indicator: Indicator) -> Span:
        """The points that one answer or measure may give."""
        name = indicator.from_
        if indicator.levels:
            choices = choices_of(name, self.ruleset)
            levels = np.array([indicator.levels.get(choice, np.nan) for choice in choices])
            question = self.boxes.questions[name]
            span = _among(question.codes, levels)._replace()
            none = question.span.none | (question.codes & np.isnan(levels)).any(axis=1)
            span = span._replace(none=none)
        else:
            read = self.boxes.questions[name].span if name in self.boxes.questions else self.boxes.measure(name)
            span = _along(read, indicator)
        when = self.all_of(indicator.when)
        low, high = np.where(when.can, span.low, np.inf), np.where(when.can, span.high, -np.inf)
        return Span(low, high, span.none | when.cannot)

    def points(self, criterion: Criterion) -> Span:
        """The points that a criterion may have after its adjustments."""
        parts = [self.indicator(part) for part in criterion.indicators]
        span = _mean_of(parts, [part.share for part in criterion.indicators])
        low, high = span.low, span.high
        for limit in criterion.adjust:
            when = self.all_of(limit.when)
            low = np.where(when.can, _limited(low, limit.at_most, limit.minus), low)
            high = np.where(when.is_certain, _limited(high, limit.at_most, limit.minus), high)
        some = span.some
        return Span(np.where(some, low, np.inf), np.where(some, high, -np.inf), span.none)

    def open_names(self, alternatives: Iterable[When], where: Flags) -> Iterator[str]:
        """Yield the open questions because of which conditions may or may not hold in some boxes."""
        if not where.any():
            return
        for when in alternatives:
            here = where & self.all_of(when).is_open
            for name, wanted in when.items() if here.any() else ():
                inside = here & self.one(name, wanted).is_open
                if inside.any():
                    yield from self._behind(name, inside)

    def telling(self, alternatives: Iterable[When], where: Flags) -> Iterator[tuple[str, float]]:
        """Yield the open questions because of which conditions may or may not hold, and how much each tells."""
        for when in alternatives:
            here = where & self.all_of(when).is_open
            for name, wanted in when.items() if here.any() else ():
                inside = here & self.one(name, wanted).is_open
                if inside.any():
                    yield from ((each, 1 - self._chance(name, wanted)) for each in self._behind(name, inside))

    def chance(self, alternatives: Iterable[When]) -> float:
        """How likely any of several mappings is to hold in the first box, were all open answers equally likely."""
        fails = 1.0
        for when in alternatives:
            fails *= 1 - prod(self._chance(name, wanted) for name, wanted in when.items())
        return 1 - fails

    def _chance(self, name: str, wanted: Condition) -> float:
        key = (name, type(wanted), wanted)
        if key not in self._chances:
            self._chances[key] = self._reckoned(name, wanted)
        return self._chances[key]

    def _reckoned(self, name: str, wanted: Condition) -> float:
        found = self.one(name, wanted)
        if not found.is_open[0]:
            return float(found.can[0])
        if name in self.facts:
            chance = self.chance(self.ruleset.facts[name].alternatives)
            return chance if wanted is True else 1 - chance
        choices = choices_of(name, self.ruleset)
        possible = self.boxes.questions[name].codes[0] if choices else np.array([], dtype=np.bool_)
        if not possible.any():
            return 0.5
        fits = np.array([choice in meaning(wanted, choices).words for choice in choices])
        return float((possible & fits).sum() / possible.sum())

    def open_in(self, criterion: Criterion, where: Flags) -> Iterator[str]:
        """Yield the open questions because of which a criterion may have other points in some boxes."""
        if not where.any():
            return
        for part in criterion.indicators:
            span, when = self.indicator(part), self.all_of(part.when)
            if (where & span.is_open).any():
                yield from self._behind(part.from_, where & when.can)
                yield from self.open_names([part.when], where)
        yield from self.open_names([limit.when for limit in criterion.adjust], where)

    def _behind(self, name: str, where: Flags) -> tuple[str, ...]:
        """The open questions behind a name, with those that decide whether it is asked."""
        key = (name, where.tobytes())
        if key not in self._found:
            self._found[key] = tuple(self._searched(name, where))
        return self._found[key]

    def _searched(self, name: str, where: Flags) -> Iterator[str]:
        if name in self.facts:
            yield from self.open_names(self.ruleset.facts[name].alternatives, where)
            return
        names = MEASURES[name].needs if name not in self.boxes.questions else (name,)
        for each in names:
            if each not in self.boxes.questions or not (where & self.boxes.questions[each].is_open).any():
                continue
            if each in self.boxes.open:
                yield each
            if (where & self.boxes.applies[each].is_open).any():
                for parent in self.ruleset.questions[each].only_if or {}:
                    yield from self._behind(parent, where)


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


def _limited(points: Column, at_most: float | None, minus: float | None) -> Column:
    lower = np.minimum(points, at_most) if at_most is not None else points - (minus or 0.0)
    return np.minimum(points, np.maximum(lower, 0.0))


def _among(possible: NDArray[np.bool_], values: Column) -> Span:
    """The least and the greatest of the values that are possible."""
    known = possible & ~np.isnan(values)
    low = np.where(known, values, np.inf).min(axis=1, initial=np.inf)
    high = np.where(known, values, -np.inf).max(axis=1, initial=-np.inf)
    return Span(low, high, ~any_of_row(known))


def _along(read: Span, indicator: Indicator) -> Span:
    """The points along steps or a curve: at both ends, and at every knot between."""
    knots = np.array([at for at, _ in indicator.steps or indicator.curve])
    heights = np.array([points for _, points in indicator.steps or indicator.curve])
    some = read.some
    low, high = np.where(some, read.low, 0.0), np.where(some, read.high, 0.0)
    between = (knots > low[:, None]) & (knots <= high[:, None])
    if indicator.curve:
        ends = np.stack([np.interp(low, knots, heights), np.interp(high, knots, heights)], axis=1)
    else:
        reached = np.searchsorted(knots, low, side="right")
        ends = np.concatenate(([0.0], heights))[reached][:, None]
    values = np.concatenate([ends, np.where(between, heights, ends[:, :1])], axis=1)
    least, most = values.min(axis=1), values.max(axis=1)
    return Span(np.where(some, least, np.inf), np.where(some, most, -np.inf), read.none)


def _mean_of(parts: list[Span], shares: list[float]) -> Span:
    """The mean of those that have points; where it is not known which, something from the least to the greatest."""
    lows, highs = (np.stack([getattr(part, end) for part in parts], axis=1) for end in ("low", "high"))
    some, none = (np.stack([getattr(part, what) for part in parts], axis=1) for what in ("some", "none"))
    sure = ~(some & none).any(axis=1)
    used = np.broadcast_to(np.array(shares), lows.shape)
    low, high = (weighted_mean(np.where(some, ends, np.nan), used) for ends in (lows, highs))
    any_ = some.any(axis=1)
    least, most = np.where(some, lows, np.inf).min(axis=1) - SLACK, np.where(some, highs, -np.inf).max(axis=1) + SLACK
    low, high = np.where(sure, low, least), np.where(sure, high, most)
    return Span(np.where(any_, low, np.inf), np.where(any_, high, -np.inf), ~any_of_row(~none) | ~any_)
