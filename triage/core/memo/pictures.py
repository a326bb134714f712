"""What the pictures of the memo show, as values: the criteria, where the money may end, and the days that matter."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from triage.core.judging.batch import Interval
from triage.core.judging.risk import Risk
from triage.core.memo import money
from triage.core.memo.sections import Page
from triage.core.messages import Money, Share, Text
from triage.core.rules.ruleset import Verdict

FEWEST_DAYS = 3
"""Fewer days say no more in a picture than in words (a judgement)."""


class Bar(Struct, frozen=True):
    """A criterion with its points, 0 to 100, ``None`` where nothing is known; below the minimum it is in the way."""

    label: Text
    points: Interval | None
    minimum: float | None


class Criteria(Struct, frozen=True):
    """The criteria, what they come to, and how much of that is enough for a go."""

    bars: tuple[Bar, ...]
    score: Interval | None
    enough: float


class Ends(Struct, frozen=True):
    """What is left of the money: low, likely and high, and the chance that it is less than nothing, where known."""

    low: Money
    likely: Money
    high: Money
    mean: Money
    loss: Share | None


class Moment(StrEnum):
    """A day that matters."""

    DECISION = "decision"
    READY = "ready"
    SIGN = "sign"
    JUDGE = "judge"
    FULL = "full"
    APPLIES = "applies"
    NEEDED = "needed"
    WISH = "wish"


class Day(Struct, frozen=True):
    """When a moment is; from ``first`` to ``last`` where it may be any day between the two."""

    moment: Moment
    first: date
    last: date


class Pictures(Struct, frozen=True):
    """What there is to draw; ``None`` or empty where there is nothing."""

    criteria: Criteria | None = None
    ends: Ends | None = None
    days: tuple[Day, ...] = ()


def pictures(page: Page, risk: Risk | None) -> Pictures:
    """Return what the pictures of a memo show."""
    days = tuple(_days(page))
    return Pictures(_criteria(page), _ends(page, risk), days if len(days) >= FEWEST_DAYS else ())


def _criteria(page: Page) -> Criteria | None:
    found, ruleset = page.assessment, page.ruleset
    known = [each for each in found.criteria if each.points is not None]
    if not known or found.bar is None or page.of_duty:
        return None
    bars = tuple(
        Bar(ruleset.criteria[each.id].label, each.points, ruleset.criteria[each.id].minimum) for each in found.criteria
    )
    return Criteria(bars, found.score, found.bar)


def _ends(page: Page, risk: Risk | None) -> Ends | None:
    """The last row of the money table: the picture has the amounts that stand there."""
    rows, net = money.table(page).rows, page.assessment.measures["net"]
    amounts = [cell for cell in rows[-1].cells[:3] if isinstance(cell, Money)] if rows else []
    if net is None or len(amounts) < 3 or not amounts[0].amount < amounts[2].amount:
        return None
    low, likely, high = amounts
    mean = Money(net, page.request.profile.currency)
    return Ends(low, likely, high, mean, Share(risk.chance_of_loss) if risk else None)


def _days(page: Page) -> Iterator[Day]:
    """Yield the days in the order in which they are read: what such tasks take, then what is wished for."""
    yield Day(Moment.DECISION, page.today, page.today)
    kind = page.request.value("kind_of_ask")
    if not page.of_duty and kind not in {"answer", "find_out"}:
        yield from _usual(page)
    since, ready = page.request.value("duty_from"), page.request.value("ready_by")
    if isinstance(since, date):
        yield Day(Moment.APPLIES, since, since)
    if isinstance(ready, float | int) and (needed := page.after(ready)):
        yield Day(Moment.NEEDED, needed, needed)
    if wish := page.after(page.assessment.measures["weeks"]):
        yield Day(Moment.WISH, wish, wish)


def _usual(page: Page) -> Iterator[Day]:
    """What such tasks usually take; a task that is dropped has no days of its own, but for the first signs."""
    names = ("deliver_likely", "first_likely", "first_high", "full_likely", "full_high")
    ready, first, late, fair, full = (page.after(page.assessment.measures[name]) for name in names)
    if ready and page.assessment.verdict is not Verdict.DROP:
        yield Day(Moment.READY, ready, ready)
    if first and late:
        yield Day(Moment.SIGN, first, late)
    if fair and late:
        judge = max(fair, late)
        yield Day(Moment.JUDGE, judge, judge)
    if full:
        yield Day(Moment.FULL, full, full)
