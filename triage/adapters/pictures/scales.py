"""From values and days to places on a line."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pictures.canvas import line, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months between two dates on a scale."""
ROOM = 46
"""Between two dates on a scale, so that their names do not touch."""


class Scale(Struct, frozen=True):
    """A line from ``left`` to ``right`` that runs from the ``first`` value to the ``last``."""

    first: float
    last: float
    left: float
    right: float

    @classmethod
    def of_days(cls, days: Iterable[date], left: float, right: float) -> "Scale":
        """Make a scale on which all these days lie."""
        found = sorted(day.toordinal() for day in days)
        return cls(found[0], found[-1], left, right)

    def x(self, value: float) -> float:
        """Return the place of a value."""
        span = self.last - self.first
        return self.left + (self.right - self.left) * ((value - self.first) / span if span else 0.0)

    def day(self, day: date) -> float:
        """Return the place of a day."""
        return self.x(day.toordinal())


def dates_along(scale: Scale, top: float, bottom: float, catalog: Catalog) -> "Iterator[Element]":
    """Yield a thin line at the beginning of months, so many apart that their names have room, and the names."""
    first, last = date.fromordinal(int(scale.first)), date.fromordinal(int(scale.last))
    months = (scale.last - scale.first) / 30.44
    step = next((each for each in STEPS if months / each * ROOM <= scale.right - scale.left), STEPS[-1])
    for day in _beginnings(first, last, step):
        x = scale.day(day)
        yield line("grid", x, top, x, bottom)
        yield words("muted", x, bottom + 10, catalog.month(day, short=True), "middle")


def _beginnings(first: date, last: date, step: int) -> Iterator[date]:
    number = first.year * 12 + first.month - 1
    number = -(-(number + (first.day > 1)) // step) * step
    while number < date.max.year * 12 and (day := date(number // 12, number % 12 + 1, 1)) <= last:
        yield day
        number += step
