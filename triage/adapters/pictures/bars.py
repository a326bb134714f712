"""Rows of bars in parts, each part with its number in it: what became of wishes, and what fills the months."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.adapters.pictures.canvas import SIZE, WIDTH, line, rect, shortened, width_of, words
from triage.adapters.pictures.scales import Scale

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

HEIGHT = 15.0
"""Of a bar with words in it."""


class Part(Struct, frozen=True):
    """A part of a bar: how dark it is, how long, and what stands in it where there is room."""

    style: str
    length: float
    said: str = ""


class BarRow(Struct, frozen=True):
    """A bar with what stands left and right of it."""

    label: str
    parts: tuple[Part, ...]
    figures: str = ""


ON_DARK = {"accent": "onaccent"}
"""Words on the darkest part are light."""


def draw_bars(
    rows: Sequence[BarRow], *, left: float, right: float, pitch: float = 21.0, limit: float | None = None
) -> "tuple[list[Element], float]":
    """Return the shapes of rows on one scale, and how high they are; ``limit`` is a line through all of them."""
    longest = max([sum(part.length for part in row.parts) for row in rows] + [limit or 0.0])
    scale = Scale(0, longest or 1.0, left, WIDTH - right)
    shapes = [shape for at, row in enumerate(rows) for shape in _row(row, scale, 3 + pitch * at, left, right)]
    height = 3 + pitch * len(rows)
    if limit is not None:
        shapes.append(line("limit", scale.x(limit), 0, scale.x(limit), height - 4))
    return shapes, height


def _row(row: BarRow, scale: Scale, top: float, left: float, right: float) -> "Iterator[Element]":
    stand = top + HEIGHT / 2 + SIZE * 0.32
    yield words("ink", 0, stand, shortened(row.label, left - 6))
    at = 0.0
    for part in row.parts:
        x, width = scale.x(at), scale.x(at + part.length) - scale.x(at)
        yield rect(part.style, x, top, max(width - 1, 0.6), HEIGHT)
        if part.said and width_of(part.said) < width - 4:
            yield words(ON_DARK.get(part.style, "ink"), x + width / 2, stand, part.said, "middle")
        at += part.length
    if row.figures:
        yield words("muted", WIDTH, stand, shortened(row.figures, right - 4), "end")
