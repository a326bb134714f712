"""What is normal month by month, from the weeks of the class and the agreed block, and the course so far beside it.

Weeks count from the decision. Nothing here is a promise: low and high of the weeks are where nearly all such tasks are.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from triage.core.life.events import Life, Review, weeks_after
from triage.core.life.status import latest_sign, readings, week_of
from triage.core.life.story import result
from triage.core.messages import Message, Number, Typed, say
from triage.core.rules.quantities import exact

MONTHS_IN_YEAR = 12
MOST_MONTHS = 60
"""A picture longer than five years is no help (a judgement)."""


class Phase(StrEnum):
    """What is normal to see."""

    NOTHING = "nothing"
    SIGNS = "signs"
    GROWING = "growing"
    JUDGE = "judge"
    FULL = "full"


class Mark(StrEnum):
    """What the two have agreed to look at."""

    SIGN = "sign"
    STOP = "stop"
    JUDGE = "judge"
    GOAL = "goal"


class Month(Struct, frozen=True):
    """A month of the calendar: what is normal by its end, what is looked at in it, and how often it was measured."""

    first: date
    phase: Phase
    marks: tuple[Mark, ...] = ()
    readings: int = 0
    is_now: bool = False


class Expectation(Struct, frozen=True):
    """The months of a task, and the same in sentences: what is normal when, what was agreed, and the course so far."""

    months: tuple[Month, ...] = ()
    normal: tuple[Message, ...] = ()
    agreed: tuple[Message, ...] = ()
    course: tuple[Message, ...] = ()

    @property
    def said(self) -> tuple[Message, ...]:
        """All the sentences, in the order in which they are read."""
        return (*self.normal, *self.agreed, *self.course)


def expectation(life: Life, today: date) -> Expectation:
    """Return what to expect of a task that was decided as a go; empty where it was not, or its weeks are not known."""
    limits = _limits(life)
    if life.start is None or not limits:
        return Expectation()
    return Expectation(
        tuple(_months(life, limits, today)), tuple(_normal(limits)), tuple(_agreed(life)), tuple(course(life))
    )


def _limits(life: Life) -> dict[Phase, date]:
    """The day on which each phase begins, in order; a decision of before the weeks were kept knows two of them."""
    decided = life.decision
    if decided is None or life.start is None:
        return {}
    weeks = decided[1].class_weeks
    low, full = (weeks[0], weeks[5]) if weeks else (decided[1].first_weeks, None)
    begins = {
        Phase.SIGNS: weeks_after(life.start, low),
        Phase.GROWING: latest_sign(life),
        Phase.JUDGE: life.judge_from,
        Phase.FULL: weeks_after(life.start, full),
    }
    found = {Phase.NOTHING: life.start} | {phase: day for phase, day in begins.items() if day}
    return found if Phase.JUDGE in found else {}


def _phase(limits: dict[Phase, date], day: date) -> Phase:
    """The latest phase that has begun."""
    return [phase for phase, begins in limits.items() if begins <= day][-1]


def marks(life: Life) -> list[tuple[date, Mark]]:
    """Return the days that the two have agreed to look, the earliest first."""
    agreed = life.agreement or life.offer
    if agreed is None:
        return []
    days = {
        Mark.SIGN: weeks_after(life.start, agreed.block.sign_week),
        Mark.STOP: weeks_after(life.start, agreed.block.stop_week),
        Mark.JUDGE: life.judge_from,
        Mark.GOAL: agreed.block.reach_by,
    }
    return sorted((day, mark) for mark, day in days.items() if day)


def _months(life: Life, limits: dict[Phase, date], today: date) -> Iterator[Month]:
    looked, seen = marks(life), [day for day, _ in readings(life)]
    last = max([*limits.values(), *(day for day, _ in looked), *seen])
    first = limits[Phase.NOTHING].replace(day=1)
    for _ in range(MOST_MONTHS):
        after = _next(first)
        yield Month(
            first,
            _phase(limits, max(limits[Phase.NOTHING], after - timedelta(days=1))),
            tuple(mark for day, mark in looked if first <= day < after),
            sum(first <= day < after for day in seen),
            first <= today < after,
        )
        if after > last:
            return
        first = after


def _next(first: date) -> date:
    """The first day of the month after."""
    year, month = divmod(first.month, MONTHS_IN_YEAR)
    return date(first.year + year, month + 1, 1)


def _normal(limits: dict[Phase, date]) -> Iterator[Message]:
    """Yield each phase with the days that it lasts."""
    phases = [(phase, day) for phase, day in limits.items() if phase is not Phase.NOTHING]
    yield say("course.nothing", date=phases[0][1])
    for phase, day in phases:
        yield say(f"course.{phase}", date=day)


def _agreed(life: Life) -> Iterator[Message]:
    agreed = life.agreement or life.offer
    if agreed is None:
        return
    block = agreed.block
    for day, mark in marks(life):
        week = Number(week_of(life, day) or 0)
        match mark:
            case Mark.SIGN:
                yield say("course.sign", date=day, week=week, sign=Typed(block.sign), level=Typed(block.sign_level))
            case Mark.STOP if block.stop_limit is not None:
                what = Typed(block.metric if block.stop_on == "metric" else block.sign)
                yield say("course.stop", date=day, week=week, what=what, limit=exact(block.stop_limit))
            case Mark.GOAL:
                yield say("course.goal", date=day, week=week, metric=Typed(block.metric), level=Typed(block.level))


def course(life: Life) -> Iterator[Message]:
    """Yield every reading with its day and week, what was measured, and what it came to."""
    for day, review in readings(life):
        week = Number(week_of(life, day) or 0)
        yield say("course.reading", date=day, week=week, seen=_seen(review), result=result(review))


def _seen(review: Review) -> Message:
    measured, sign = review.measured, review.sign_value
    if measured and sign is not None:
        return say("course.seen.both", measured=Typed(measured), sign=exact(sign))
    if sign is not None:
        return say("course.seen.sign", sign=exact(sign))
    if measured:
        return say("course.seen.measured", measured=Typed(measured))
    known = {True: "yes", False: "no", None: "open"}[review.sign]
    return say(f"course.seen.{known}")
