"""One number tried over a span: the points that each value gives, and the verdict."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.sweep import Tried
from triage.adapters.pictures.canvas import WIDTH, Picture, diamond, dot, line, picture, rect, shape, words
from triage.adapters.pictures.scales import Scale
from triage.core.judging.batch import Interval
from triage.core.messages import Number
from triage.core.rules.ruleset import Verdict

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LEFT, RIGHT, TOP, BOTTOM = 26.0, 12.0, 14.0, 150.0


def draw_sweep(tried: Sequence[Tried], enough: float | None, label: str, catalog: Catalog) -> Picture:
    """Draw the points over the values; the shape of a mark is the verdict, the dashed line is enough for a go."""
    across = Scale(tried[0].value, tried[-1].value, LEFT, WIDTH - RIGHT)
    up = Scale(0, 100, BOTTOM, TOP)
    shapes = [line("grid", LEFT, up.x(at), WIDTH - RIGHT, up.x(at)) for at in (0, 25, 50, 75, 100)]
    shapes += [words("muted", LEFT - 5, up.x(at) + 3, catalog.number(at), "end") for at in (0, 25, 50, 75, 100)]
    if enough is not None:
        shapes.append(line("limit", LEFT, up.x(enough), WIDTH - RIGHT, up.x(enough)))
        said = catalog.say("picture.criteria.enough", enough=Number(enough))
        shapes.append(words("ink", WIDTH - RIGHT, up.x(enough) - 4, said, "end"))
    scored = [(each, each.score) for each in tried if each.score is not None]
    for each, score in scored:
        if score.high > score.low:
            shapes.append(
                rect("pale", across.x(each.value) - 3, up.x(score.high), 6, up.x(score.low) - up.x(score.high))
            )
    path = " ".join(f"{across.x(each.value):.2f},{up.x(_middle(score)):.2f}" for each, score in scored)
    shapes.append(shape("polyline", "curve", points=path))
    shapes += [_mark(each.verdict, across.x(each.value), up.x(_middle(score))) for each, score in scored]
    for each, anchor in ((tried[0], "start"), (tried[len(tried) // 2], "middle"), (tried[-1], "end")):
        shapes.append(words("muted", across.x(each.value), BOTTOM + 14, each.said, anchor))
    told = "; ".join(f"{each.said}: {catalog.say(f'verdict.{each.verdict}')}" for each in tried)
    alt = catalog.say("picture.sweep.alt", label=label, rows=told)
    return picture(shapes, BOTTOM + 20, alt=alt, caption=catalog.say("picture.sweep"))


def _middle(score: Interval) -> float:
    return (score.low + score.high) / 2


def _mark(verdict: Verdict, x: float, y: float) -> "Element":
    if verdict is Verdict.GO:
        return dot("accent", x, y, 3.6)
    if verdict is Verdict.DEFER:
        return diamond("soft", x, y, 4.4)
    return dot("paper", x, y, 3.2)
