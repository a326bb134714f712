"""What something may be in each of several boxes: whether it may hold, or from where to where it may go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from triage.core.arrays import np
from triage.core.scoring.scorer import Flags
from triage.core.scoring.table import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLACK = 1e-9
"""Spans are widened by this share, as sums and quotients are rounded."""


class Ternary(NamedTuple):
    """Whether something may hold, and whether it may not, in each box."""

    can: Flags
    cannot: Flags

    @property
    def is_open(self) -> Flags:
        """The boxes in which it may or may not hold."""
        return self.can & self.cannot

    @property
    def is_certain(self) -> Flags:
        """The boxes in which it holds whatever is answered."""
        return self.can & ~self.cannot

    def both(self, other: Ternary) -> Ternary:
        """Whether two hold together."""
        return Ternary(self.can & other.can, self.cannot | other.cannot)

    def either(self, other: Ternary) -> Ternary:
        """Whether one of two holds."""
        return Ternary(self.can | other.can, self.cannot & other.cannot)

    def turned(self) -> Ternary:
        """Whether it does not hold."""
        return Ternary(self.cannot, self.can)


class Span(NamedTuple):
    """The numbers that a column may hold; ``low`` is above ``high`` where it can hold none."""

    low: Column
    high: Column
    none: Flags
    """Where it may be NaN."""

    @property
    def some(self) -> Flags:
        """Where it may be a number."""
        return self.low <= self.high

    @property
    def is_open(self) -> Flags:
        """Where it may be more than one thing."""
        return (self.low < self.high) | (self.none & self.some)

    def hull(self, other: Span, where: Flags) -> Span:
        """The span with another's numbers added in some boxes."""
        low = np.where(where, np.minimum(self.low, other.low), self.low)
        return self._replace(low=low, high=np.where(where, np.maximum(self.high, other.high), self.high))


def any_of_row(flags: NDArray[np.bool_]) -> Flags:
    """Where any flag of a row is set."""
    found: Flags = flags.sum(axis=1) > 0
    return found


def within(span: Span, low: float, high: float) -> tuple[Flags, Flags]:
    """Whether a column may be within bounds, and whether it may be outside as a number."""
    some = span.some
    return some & (span.low <= high) & (span.high >= low), some & ((span.low < low) | (span.high > high))
