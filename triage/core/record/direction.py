"""Changes of course: new audiences, positions and goals among the decisions, and what they left half done.

Only a new channel is none, as the question says.

Counts and chooses sentences; writes none.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter

from msgspec import Struct

from triage.core.life.events import Decision, Review, Status
from triage.core.life.status import DAYS_IN_WEEK
from triage.core.messages import Hours, Listed, Message, Money, Number, Param, Weeks, say
from triage.core.record.calibration import Part, Period, Sums, actual, add_up, as_of
from triage.core.record.likeness import UNTOLD
from triage.core.record.record import Record
from triage.core.record.reportsections import counted
from triage.core.request.request import Request
from triage.core.rules.ruleset import Verdict


class ChangeKind(StrEnum):
    """What changes when the direction changes."""

    AUDIENCE = "audience"
    POSITION = "position"
    GOAL = "goal"


class Change(Struct, frozen=True):
    """A request that changes the direction, and the day on which it was first decided to do it."""

    id: str
    day: date
    kinds: tuple[ChangeKind, ...]


class Direction(Struct, frozen=True):
    """The changes of direction of a period, and what they left half done."""

    decided: int
    """Requests that were decided go for the first time in the period."""
    changes: tuple[Change, ...]
    """The oldest first."""
    courses: tuple[float, ...]
    """Weeks of each course that ended in the period: from one day with a change to the next."""
    changed_on: date | None
    """The latest change, even one before the period."""
    goals: frozenset[str]
    """The goals that had been taken up by the end of the period."""
    stopped: int
    """Tasks that were set going and stopped half-way in the period."""
    cost: Sums
    """Cash spent on those, where it is known."""
    hours: Sums


def count_changes(records: Sequence[Record], since: date | None, until: date | None) -> Direction:
    """Count the changes of direction among the requests that were decided go, by the day of their first go.

    Each request counts as it stood at the end of the period. A goal is new when it is first taken up after another one,
    even one from before the period; goals agreed on when the first request was taken up are never new.
    """
    period = Period(since, until)
    records = [as_of(record, until) for record in records]
    days = ((record, _first_go(record)) for record in records)
    until_then = Period(until=until)
    started = sorted(((day, each.id, each) for each, day in days if day and day in until_then), key=itemgetter(0, 1))
    goals: set[str] = set()
    changes: list[Change] = []
    for first, name, record in started:
        goals |= set() if goals else set(record.goals)
        if kinds := _kinds(record.word("course_change"), record.word("goal"), goals):
            changes.append(Change(name, first, kinds))
        goals |= {record.word("goal")} - UNTOLD
    turns = sorted({change.day for change in changes})
    ended = ((record, *record.ended) for record in records if record.ended)
    stopped = [each for each, event, review in ended if review.status is Status.STOPPED and event.day in period]
    return Direction(
        decided=sum(day in period for day, _, _ in started),
        changes=tuple(change for change in changes if change.day in period),
        courses=tuple((end - start).days / DAYS_IN_WEEK for start, end in pairwise(turns) if end in period),
        changed_on=turns[-1] if turns else None,
        goals=frozenset(goals),
        stopped=len(stopped),
        cost=add_up((record.currency, _spent(record, "cost")) for record in stopped),
        hours=add_up(("", _spent(record, "hours")) for record in stopped),
    )


def new_change_messages(request: Request, direction: Direction, today: date) -> list[Message]:
    """Report which change of direction a new request would be; nothing where it would be none.

    The direction must be counted from the first day of the quarter or earlier, and up to today.
    """
    kinds = _kinds(request.value("course_change"), request.value("goal"), direction.goals)
    if not kinds or request.source in {change.id for change in direction.changes}:
        return []
    number = Number(sum(_quarter(change.day) == _quarter(today) for change in direction.changes) + 1)
    lines = [say("direction.one_more", number=number, kinds=Listed(tuple(say(f"direction.kind.{k}") for k in kinds)))]
    if direction.changed_on and direction.changed_on < today:
        lines.append(say("direction.one_more.course", weeks=_weeks((today - direction.changed_on).days / DAYS_IN_WEEK)))
    return [*lines, *_stopped_messages(direction)]


def direction_messages(direction: Direction) -> list[Message]:
    """Report how often the direction changed, by quarter where there are several, and how long a course lasted."""
    lines = []
    if direction.decided:
        key = "direction.counted" if direction.changes else "direction.counted.none"
        tasks = counted("direction.tasks", direction.decided)
        lines.append(say(key, tasks=tasks, n=Number(len(direction.changes))))
    quarters = [(at, list(found)) for at, found in groupby(direction.changes, key=lambda change: _quarter(change.day))]
    for (year, quarter), changes in quarters if len(quarters) > 1 else ():
        n = Counter(kind for change in changes for kind in change.kinds)
        kinds = (say("direction.counted.kind", kind=say(f"direction.kind.{k}"), n=n[k]) for k in ChangeKind if n[k])
        parts: dict[str, Param] = {"n": Number(len(changes)), "kinds": Listed(tuple(kinds))}
        lines.append(say("direction.quarter", quarter=quarter, year=str(year), **parts))
    return [*lines, *_course_messages(direction)]


def _first_go(record: Record) -> date | None:
    return next((event.day for event, made in record.life.all(Decision) if made.verdict is Verdict.GO), None)


def _kinds(course_change: object, goal: object, taken_up: Collection[str]) -> tuple[ChangeKind, ...]:
    """What changes: what was declared, and a goal that is first taken up after another."""
    declared = tuple(kind for kind in ChangeKind if kind is not ChangeKind.GOAL and kind == course_change)
    is_new = bool(taken_up) and isinstance(goal, str) and goal not in UNTOLD and goal not in taken_up
    return (*declared, ChangeKind.GOAL) if is_new else declared


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _spent(record: Record, part: Part) -> float | None:
    """The amount in the latest review that has one."""
    amounts = (actual(review, part) for _, review in reversed(record.life.all(Review)))
    return next((amount for amount in amounts if amount is not None), None)


def _course_messages(direction: Direction) -> Iterator[Message]:
    courses = direction.courses
    if len(courses) == 1:
        yield say("direction.courses.one", weeks=_weeks(courses[0]))
    elif courses:
        from statistics import median

        middle, shortest, longest = (_weeks(figure(courses)) for figure in (median, min, max))
        yield say("direction.courses", weeks=middle, n=len(courses), shortest=shortest, longest=longest)


def _stopped_messages(direction: Direction) -> Iterator[Message]:
    """What was stopped half-way, what had been spent, and for how many of them that is known."""
    cost, hours, n = direction.cost, direction.hours, direction.stopped
    if not n:
        return
    spent: list[Param] = [Money(amount, currency, rounded=False) for currency, amount in cost.by_currency.items()]
    spent += [Hours(amount) for amount in hours.by_currency.values()]
    yield say("direction.stopped", what=Listed((counted("direction.tasks", n), *spent)))
    if min(cost.known, hours.known) < n:
        yield say("direction.stopped.known", cost=cost.known, hours=hours.known, of=n)


def _weeks(weeks: float) -> Weeks:
    """Whole weeks, and tenths below two."""
    return Weeks(round(weeks) if weeks >= 2 else weeks)
