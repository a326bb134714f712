"""The pictures of a memo: days, criteria, money and months."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pictures.canvas import (
    SIZE,
    WIDTH,
    Picture,
    corners,
    diamond,
    dot,
    line,
    picture,
    rect,
    shortened,
    width_of,
    words,
)
from triage.adapters.pictures.scales import Scale, dates_along
from triage.core.judging.batch import Interval
from triage.core.life.expectation import Mark, Month, Phase
from triage.core.memo.page import Memo
from triage.core.memo.pictures import Criteria, Day, Ends, Moment
from triage.core.messages import Number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ROW = 15.0
"""Between two lines of a picture."""
LABELS = 112.0
"""Room for what stands left of a picture."""
FIGURES = 118.0
"""Room for what stands right of it."""


def memo_pictures(memo: Memo, catalog: Catalog) -> dict[str, Picture]:
    """Draw what there is to draw, by the names that a template places them by."""
    found, months = memo.pictures, memo.expectation.months
    drawn = {
        "time": draw_days(found.days, catalog) if found.days else None,
        "criteria": draw_criteria(found.criteria, catalog) if found.criteria else None,
        "money": draw_ends(found.ends, catalog) if found.ends else None,
        "months": draw_months(months, catalog) if months else None,
    }
    return {name: each for name, each in drawn.items() if each}


def draw_days(days: Sequence[Day], catalog: Catalog) -> Picture:
    """Draw each day on a line of its own, on one scale; the wish runs through all of them."""
    scale = Scale.of_days((day for each in days for day in (each.first, each.last)), LABELS + 6, WIDTH - FIGURES - 8)
    height = ROW * len(days) + 17
    shapes = list(dates_along(scale, 4, height - 13, catalog))
    for at, each in enumerate(days):
        shapes += _day(each, scale, 11 + ROW * at, catalog)
    wish = next((each for each in days if each.moment is Moment.WISH), None)
    if wish:
        shapes.insert(0, line("limit", scale.day(wish.first), 4, scale.day(wish.first), height - 13))
    listed = ", ".join(f"{catalog.say(f'picture.day.{each.moment}')}: {_when(each, catalog)}" for each in days)
    caption = catalog.say("picture.days.wish" if wish else "picture.days")
    return picture(shapes, height, alt=catalog.say("picture.days.alt", days=listed), caption=caption)


def _day(each: Day, scale: Scale, y: float, catalog: Catalog) -> "Iterator[Element]":
    x, middle = scale.day(each.first), y - SIZE * 0.32
    yield words("ink", 0, y, shortened(catalog.say(f"picture.day.{each.moment}"), LABELS))
    if each.last > each.first:
        yield rect("soft", x, middle - 3.5, scale.day(each.last) - x, 7)
        yield dot("accent", x, middle)
    elif each.moment in {Moment.WISH, Moment.APPLIES, Moment.NEEDED}:
        yield corners("paper", (x - 4, middle - 3.5), (x + 4, middle - 3.5), (x, middle + 4))
    elif each.moment is Moment.JUDGE:
        yield diamond("accent", x, middle)
    else:
        yield dot("accent", x, middle)
    yield words("muted", WIDTH, y, _when(each, catalog), "end")


def _when(each: Day, catalog: Catalog) -> str:
    if each.last == each.first:
        return catalog.value(each.first)
    return f"{catalog.brief_day(each.first)}–{catalog.brief_day(each.last)}"


def draw_criteria(criteria: Criteria, catalog: Catalog) -> Picture:
    """Draw a bar for each criterion and one for what they come to, with the line that is enough for a go."""
    scale = Scale(0, 100, LABELS + 36, WIDTH - 62)
    named = [(catalog.value(bar.label), bar) for bar in criteria.bars]
    height = ROW * (len(named) + 1) + 22
    shapes = [line("grid", scale.x(at), 2, scale.x(at), height - 17) for at in (0, 25, 50, 75, 100)]
    for at, (label, bar) in enumerate(named):
        shapes += _bar(label, bar.points, scale, 12 + ROW * at, catalog, part="soft")
        if bar.minimum is not None:
            x, y = scale.x(bar.minimum), 12 + ROW * at - SIZE * 0.32
            shapes.append(line("axis", x, y - 5.5, x, y + 5.5))
    y = 16 + ROW * len(named)
    shapes.append(line("axis", 0, y - 11.5, WIDTH, y - 11.5))
    shapes += _bar(catalog.say("picture.criteria.score"), criteria.score, scale, y, catalog, part="accent")
    enough = scale.x(criteria.enough)
    shapes.append(line("limit", enough, 2, enough, height - 11))
    said = catalog.say("picture.criteria.enough", enough=Number(criteria.enough))
    shapes.append(words("ink", enough, height - 2, said, "middle"))
    least = {bar.minimum for bar in criteria.bars} - {None}
    key = catalog.say("picture.criteria.least") if least else catalog.say("picture.criteria")
    listed = ", ".join(f"{label}: {_points(bar.points, catalog)}" for label, bar in named)
    score, limit = _points(criteria.score, catalog), Number(criteria.enough)
    alt = catalog.say("picture.criteria.alt", points=listed, score=score, enough=limit)
    return picture(shapes, height, alt=alt, caption=key)


def _bar(
    label: str, points: Interval | None, scale: Scale, y: float, catalog: Catalog, *, part: str
) -> "Iterator[Element]":
    yield words("strong" if part == "accent" else "ink", 0, y, shortened(label, LABELS + 28))
    if points is not None:
        top = y - SIZE * 0.32 - 4
        yield rect(part, scale.x(0), top, scale.x(points.low) - scale.x(0), 8)
        if points.high > points.low:
            yield rect("pale", scale.x(points.low), top, scale.x(points.high) - scale.x(points.low), 8)
    yield words("strong" if part == "accent" else "ink", WIDTH, y, _points(points, catalog), "end")


def _points(points: Interval | None, catalog: Catalog) -> str:
    if points is None:
        return catalog.say("picture.unknown")
    ends = dict.fromkeys((round(points.low, 1), round(points.high, 1)))
    return "–".join(catalog.value(each) for each in ends)


def draw_ends(ends: Ends, catalog: Catalog) -> Picture:
    """Draw from low to high what is left, with break-even; what lies before that is a loss."""
    low, likely, high = (each.amount for each in (ends.low, ends.likely, ends.high))
    scale = Scale(min(low, 0.0), max(high, 0.0), 12, WIDTH - 12)
    nought, top = scale.x(0), 32.0
    shapes = [line("axis", scale.x(scale.first), top + 5, scale.x(scale.last), top + 5)]
    if low < 0:
        shapes.append(rect("soft", scale.x(low), top, scale.x(min(high, 0.0)) - scale.x(low), 10))
    if high > 0:
        shapes.append(rect("accent", scale.x(max(low, 0.0)), top, scale.x(high) - scale.x(max(low, 0.0)), 10))
    shapes += [line("limit", nought, 12, nought, 50), diamond("paper", scale.x(likely), top + 5, 5.5)]
    even, middle = catalog.say("picture.money.even"), catalog.say("picture.money.likely", amount=ends.likely)
    shapes += [_over(nought, 9, even), _over(scale.x(likely), 26, middle)]
    low_said = catalog.say("picture.money.low", amount=ends.low)
    high_said = catalog.say("picture.money.high", amount=ends.high)
    shapes.append(_over(scale.x(low), 60, low_said))
    shapes.append(_over(scale.x(high), 60, high_said))
    said = {"low": ends.low, "likely": ends.likely, "high": ends.high, "mean": ends.mean}
    caption = catalog.say("picture.money", mean=ends.mean)
    alt = catalog.say("picture.money.alt", **said)
    if ends.loss is not None:
        caption += " " + catalog.say("picture.money.loss", loss=ends.loss)
    return picture(shapes, 64, alt=alt, caption=caption)


def _over(x: float, y: float, text: str) -> "Element":
    """Words in the middle of a place, pushed in where they would stick out."""
    half = width_of(text) / 2
    return words("ink", min(max(x, half), WIDTH - half), y, text, "middle")


_HEIGHTS = {Phase.NOTHING: 2.0, Phase.SIGNS: 9.0, Phase.GROWING: 17.0, Phase.JUDGE: 25.0, Phase.FULL: 33.0}
_PARTS = {Phase.NOTHING: "pale", Phase.SIGNS: "pale", Phase.GROWING: "soft", Phase.JUDGE: "soft", Phase.FULL: "accent"}


def draw_months(months: Sequence[Month], catalog: Catalog) -> Picture:
    """Draw what is normal as steps, the fuller the more there is to see; below it what was agreed and measured."""
    scale = Scale(0, len(months), 58, WIDTH)
    base = 58.0
    shapes = list(_steps(months, scale, base, catalog))
    rows: dict[str, list[tuple[str, ...]]] = {
        "agreed": [each.marks for each in months],
        "measured": [("measured",) * bool(each.readings) for each in months],
        "now": [("now",) * each.is_now for each in months],
    }
    y = base + 23
    for name, cells in rows.items():
        if any(cells):
            shapes.append(words("ink", 0, y, catalog.say(f"course.row.{name}")))
            shapes += _marks(cells, scale, y, catalog)
            y += ROW - 1
    marked = dict.fromkeys(mark for each in months for mark in each.marks)
    key = "  ".join(f"{catalog.say(f'course.mark.{mark}')} {catalog.say(f'course.key.{mark}')}" for mark in marked)
    said = _phases(months, catalog)
    caption = catalog.say("picture.months.marked", letters=key) if key else catalog.say("picture.months")
    return picture(shapes, y - 8, alt=catalog.say("picture.months.alt", phases=said), caption=caption)


def _steps(months: Sequence[Month], scale: Scale, base: float, catalog: Catalog) -> "Iterator[Element]":
    yield words("ink", 0, base - 4, catalog.say("course.row.normal"))
    for phase, found in groupby(enumerate(months), key=lambda each: each[1].phase):
        places = [at for at, _ in found]
        x, width = scale.x(places[0]), scale.x(len(places)) - scale.x(0)
        yield rect(_PARTS[phase], x, base - _HEIGHTS[phase], width, _HEIGHTS[phase])
        said = catalog.say(f"course.key.{phase}")
        if width_of(said) < width - 2:
            yield words("ink", x + 1, base - _HEIGHTS[phase] - 4, said)
    yield line("axis", scale.x(0), base, WIDTH, base)
    yield from _years(months, scale, base)


def _years(months: Sequence[Month], scale: Scale, base: float) -> "Iterator[Element]":
    """A line at each turn of the year, and as many months by their numbers as there is room for."""
    step = next(each for each in (1, 2, 3, 6, 12, 24, 60) if scale.x(each) - scale.x(0) >= 16)
    for at, each in enumerate(months):
        if each.first.month == 1 or at == 0:
            yield line("axis", scale.x(at), base, scale.x(at), base + 4)
        if (each.first.month - 1) % step == 0 or (at == 0 and len(months) < 3):
            middle = scale.x(at + 0.5) if step == 1 else scale.x(at)
            text = str(each.first.year) if each.first.month == 1 else str(each.first.month)
            yield words("muted", middle, base + 11, text, "middle" if step == 1 else "start")


def _marks(cells: Sequence[Sequence[str]], scale: Scale, y: float, catalog: Catalog) -> "Iterator[Element]":
    for at, marks in enumerate(cells):
        x, middle = scale.x(at + 0.5), y - SIZE * 0.32
        if "measured" in marks:
            yield dot("accent", x, middle)
        elif "now" in marks:
            yield corners("ink", (x, middle - 4), (x - 4, middle + 3), (x + 4, middle + 3))
        elif marks:
            yield words("strong", x, y, "".join(catalog.say(f"course.mark.{Mark(mark)}") for mark in marks), "middle")


def _phases(months: Sequence[Month], catalog: Catalog) -> str:
    """Each phase with its first month, in words."""
    first: dict[Phase, date] = {}
    for each in months:
        first.setdefault(each.phase, each.first)
    return ", ".join(f"{catalog.month(day)}: {catalog.say(f'course.key.{phase}')}" for phase, day in first.items())
