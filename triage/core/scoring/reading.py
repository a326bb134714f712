"""The conditions and points of a ruleset over boxes: what holds for certain, what may, and from where to where.

The same steps as ``scoring.scorer``, on everything that may be in place of everything that is: conditions in Kleene's
three values, points as intervals. Nothing is sampled and every step errs towards "possible", so whatever is said to be
certain or impossible here is so in every row of the box.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from triage.core.arrays import np
from triage.core.rules.conditions import choices_of, meaning
from triage.core.rules.measures import is_money
from triage.core.rules.ruleset import Condition, Criterion, Indicator, When
from triage.core.scoring.possible import Possibilities
from triage.core.scoring.scorer import Flags, weighted_mean
from triage.core.scoring.spans import SLACK, Span, Ternary, any_of_row, within
from triage.core.scoring.table import RATE, Column

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Reading:
    """The three-valued conditions of a ruleset over boxes, with the facts by name."""

    def __init__(self, boxes: Possibilities) -> None:
        self.boxes, self.ruleset = boxes, boxes.ruleset
        self.facts: dict[str, Ternary] = {}
        self._conditions: dict[tuple[str, type, Condition], Ternary] = {}
        self._mappings: dict[int, Ternary] = {}
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
        span = _mean_of(parts, [part.share for part in criterion.indicators], self._together(criterion))
        low, high = span.low, span.high
        for limit in criterion.adjust:
            when = self.all_of(limit.when)
            low = np.where(when.can, _limited(low, limit.at_most, limit.minus), low)
            high = np.where(when.is_certain, _limited(high, limit.at_most, limit.minus), high)
        some = span.some
        return Span(np.where(some, low, np.inf), np.where(some, high, -np.inf), span.none)

    def _together(self, criterion: Criterion) -> list[tuple[int, int]]:
        """The pairs of parts that may both be read in one row: no condition of theirs rules the other out."""
        parts = [part.when for part in criterion.indicators]
        return [
            (at, other)
            for at, first in enumerate(parts)
            for other, second in enumerate(parts[:at])
            if not any(self._apart(name, wanted, second[name]) for name, wanted in first.items() if name in second)
        ]

    def _apart(self, name: str, one: Condition, other: Condition) -> bool:
        choices = choices_of(name, self.ruleset)
        both = meaning(one, choices).both(meaning(other, choices))
        return not both.words and both.low > both.high and not both.unknown


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


def _mean_of(parts: list[Span], shares: list[float], together: list[tuple[int, int]]) -> Span:
    """The mean of those that have points; where it is not known which, something from the least to the greatest.

    Where at most one of them has points it is that one's, and nothing is rounded.
    """
    lows, highs = (np.stack([getattr(part, end) for part in parts], axis=1) for end in ("low", "high"))
    some, none = (np.stack([getattr(part, what) for part in parts], axis=1) for what in ("some", "none"))
    sure = ~(some & none).any(axis=1)
    used = np.broadcast_to(np.array(shares), lows.shape)
    low, high = (weighted_mean(np.where(some, ends, np.nan), used) for ends in (lows, highs))
    any_ = some.any(axis=1)
    slack = np.where(np.any([some[:, at] & some[:, other] for at, other in together], axis=0), SLACK, 0.0)
    least, most = (np.where(some, ends * used / used, empty) for ends, empty in ((lows, np.inf), (highs, -np.inf)))
    least, most = least.min(axis=1) - slack, most.max(axis=1) + slack
    low, high = np.where(sure, low, least), np.where(sure, high, most)
    return Span(np.where(any_, low, np.inf), np.where(any_, high, -np.inf), ~any_of_row(~none) | ~any_)
