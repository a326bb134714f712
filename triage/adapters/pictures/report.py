"""The pictures of a report: what became of the wishes, and what came beside what was foreseen."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pictures.bars import BarRow, Part, draw_bars
from triage.adapters.pictures.canvas import SIZE, WIDTH, Picture, corners, dot, line, picture, rect, shortened, words
from triage.adapters.pictures.scales import Scale
from triage.core.messages import Share
from triage.core.record.reportpictures import Foreseen, ReportPictures, Row

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

STYLES = {"full": "accent", "half": "soft", "light": "pale"}
ROW = 15.0
MOST = 2.5
"""Of what was expected: more than that is drawn at the edge, with its figure beside it."""


def report_drawings(found: ReportPictures, catalog: Catalog) -> dict[str, Picture]:
    """Draw what there is to draw, by the names that the template places them by."""
    drawn = {}
    if found.flow:
        drawn["flow"] = draw_flow(found.flow, catalog)
    if found.foreseen:
        drawn["foreseen"] = draw_foreseen(found.foreseen, catalog)
    return drawn


def draw_flow(rows: Sequence[Row], catalog: Catalog) -> Picture:
    """Draw each row as a bar in parts, all on one scale."""
    bars = [
        BarRow(
            catalog.text(row.name),
            tuple(
                Part(STYLES[each.weight], each.count, f"{catalog.text(each.name)} {each.count}") for each in row.shares
            ),
            str(row.count),
        )
        for row in rows
    ]
    shapes, height = draw_bars(bars, left=78, right=24)
    told = "; ".join(f"{bar.label}: {', '.join(part.said for part in bar.parts)}" for bar in bars)
    return picture(
        shapes, height, alt=catalog.say("picture.flow.alt", rows=told), caption=catalog.say("picture.flow", rows=told)
    )


def draw_foreseen(found: Sequence[Foreseen], catalog: Catalog) -> Picture:
    """Draw the range of each figure, with what came; what was expected is the line in the middle."""
    most = min(max([1.5, *(end for each in found for end in (each.high, each.came))]), MOST)
    scale = Scale(0, most, 200, WIDTH - 100)
    height = ROW * len(found) + 18
    marks = [at for at in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5) if at <= most]
    shapes = [line("limit" if at == 1 else "grid", scale.x(at), 2, scale.x(at), height - 14) for at in marks]
    shapes += [words("muted", scale.x(at), height - 4, catalog.value(Share(at)), "middle") for at in marks]
    for at, each in enumerate(found):
        shapes += _foreseen(each, scale, 11 + ROW * at, catalog)
    told = "; ".join(
        f"{catalog.value(each.title)}, {catalog.text(each.part)}: {_came(each, catalog)}" for each in found
    )
    alt = catalog.say("picture.foreseen.alt", rows=told)
    return picture(shapes, height, alt=alt, caption=catalog.say("picture.foreseen"))


def _foreseen(each: Foreseen, scale: Scale, y: float, catalog: Catalog) -> "Iterator[Element]":
    middle = y - SIZE * 0.32
    label = f"{catalog.text(each.part)}: {catalog.value(each.title)}"
    yield words("ink", 0, y, shortened(label, 192))
    low, high = (scale.x(min(max(end, 0.0), scale.last)) for end in (each.low, each.high))
    yield rect("soft", low, middle - 3.5, max(high - low, 1.5), 7)
    x = scale.x(min(max(each.came, 0.0), scale.last))
    if each.came > scale.last:
        yield corners("accent", (x - 4, middle - 4), (x + 4, middle), (x - 4, middle + 4))
    else:
        yield dot("accent", x, middle, 3.4)
    yield words("muted", WIDTH, y, _came(each, catalog), "end")


def _came(each: Foreseen, catalog: Catalog) -> str:
    return f"{catalog.value(each.amount)} ({catalog.value(Share(each.came))})"
