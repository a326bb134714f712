"""A result held against what was agreed and expected: the level, the date, the money, and what each thought likely."""

from collections.abc import Iterator

from msgspec import Struct

from triage.core.life.events import Life, Review, Status
from triage.core.messages import Message, Money, Months, Share, Typed, say


class Expected(Struct, frozen=True):
    """What the assessment expected; ``None`` where it was not known."""

    contribution: float | None = None
    cost: float | None = None
    months: float | None = None
    """Over which the contribution was counted."""


def against(life: Life, review: Review, expected: Expected, currency: str) -> Iterator[Message]:
    """Yield level, date and money, each by itself, of a review that ends the task; a ceiling is told at any time."""
    agreed = life.agreement
    if agreed is None:
        return
    block = agreed.block
    if review.is_final:
        level, date = Typed(block.level), block.reach_by
        if review.measured:
            yield say("against.level", measured=Typed(review.measured), level=level)
        else:
            yield say("against.level.not_measured" if review.reached is None else "against.level.said", level=level)
        if review.reached and review.reached_on:
            in_time = review.status is Status.SUCCEEDED and review.reached_on > date
            yield say("against.date.seen" if in_time else "against.date", reached=review.reached_on, date=date)
        else:
            yield say("against.date.open" if review.reached is None else "against.date.not_reached", date=date)
        yield from _money(review, expected, currency)
    if block.ceiling is not None and review.cost is not None:
        cost, ceiling = (Money(each, currency, rounded=False) for each in (review.cost, block.ceiling))
        yield say("against.ceiling.over" if review.cost > block.ceiling else "against.ceiling", cost=cost, most=ceiling)
    if review.is_final:
        yield from _chances(life, review)


def _money(review: Review, expected: Expected, currency: str) -> Iterator[Message]:
    """Yield what came against what was expected; how long that was counted over is always said."""
    if expected.contribution is None:
        return
    hoped, months = Money(expected.contribution, currency), Months(expected.months or 0)
    if review.contribution is None:
        yield say("against.money.open", expected=hoped, months=months)
    else:
        came = Money(review.contribution, currency, rounded=False)
        yield say("against.money", came=came, expected=hoped, months=months)


def _chances(life: Life, review: Review) -> Iterator[Message]:
    """Yield what each thought likely, beside what came; only where it is known, and both said something."""
    manager, director = life.chances(life.agreement) if life.agreement else (None, None)
    if manager is not None and director is not None and review.reached is not None:
        key = "against.chances.reached" if review.reached else "against.chances.not_reached"
        yield say(key, manager=Share(manager / 100), director=Share(director / 100))
