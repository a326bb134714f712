"""What the report says about what was asked, decided and reviewed in a period. Chooses sentences; writes none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from typing import Literal, TypeAlias

from msgspec import Struct

from triage.core.life.agenda import Reminder, agenda
from triage.core.life.events import Checked, Closed, Decision, Event, Judged, Life, Review, State, Status
from triage.core.messages import Hours, Listed, Message, Money, Param, Typed, say
from triage.core.record.calibration import PARTS, Outcome, Period, Sums, actual, add_up, as_of, expected
from triage.core.record.record import Record
from triage.core.rules.ruleset import VERDICTS, Verdict

Decided: TypeAlias = tuple[Record, Event, Decision]

OPEN = (State.ASSESSED, State.DECIDED, State.OFFERED, State.RUNNING, State.WAITING)
"""Where something is still to happen."""
JUDGED: tuple[Judged | Literal["open"], ...] = ("good", "poor", "unsure", "open")
"""How decisions were judged; open where they were not."""


SEEN = ("too_early", "on_track", "behind", "stop_rule_met", "not_working")
"""Statuses of a task that runs which the report names."""


class Section(Struct, frozen=True):
    """Sentences, lines of a list, and rows of a table whose headings the template knows; any may be empty."""

    said: tuple[Message, ...] = ()
    lines: tuple[Message, ...] = ()
    rows: tuple[tuple[Param, ...], ...] = ()


def counted(key: str, n: int, **params: Param) -> Message:
    """Say something about a number of requests, in the singular where it is one."""
    return say(f"{key}.one" if n == 1 else key, n=n, **params)


def tasks(n: int) -> Message:
    """Say how many requests a figure rests on."""
    return counted("report.tasks", n)


def decided_in(records: Sequence[Record], period: Period) -> list[Decided]:
    """Return each request's latest decision of the period."""
    found = ((record, [d for d in record.life.all(Decision) if d[0].day in period]) for record in records)
    return [(record, *decisions[-1]) for record, decisions in found if decisions]


def requests(asked: Sequence[Record], last: date) -> Section:
    """How many were weighed, with the latest advice and where they were at the end of a day."""
    if not asked:
        return Section((say("report.requests.none"),))
    states = Counter(as_of(record, last).life.state for record in asked)
    now = Listed(tuple(say(f"report.states.{state}", n=states[state]) for state in State if states[state]))
    advice = _verdicts(record.verdict for record in asked)
    return Section(
        (counted("report.requests", len(asked), verdicts=advice), say("report.states", states=now, date=last))
    )


def decisions(decided: Sequence[Decided], since: date | None, today: date) -> Section:
    """What was decided, and a line for each decision that differs from the advice."""
    if not decided:
        return Section((say("report.decisions.none"),))
    other = [found for found in decided if found[2].overrides]
    verdicts = _verdicts(decision.verdict for _, _, decision in decided)
    return Section(
        (
            counted("report.decisions", len(decided), verdicts=verdicts),
            *older(since, [record for record, _, _ in decided]),
            counted("report.overrides", len(other)) if other else counted("report.overrides.none", len(decided)),
        ),
        tuple(_together(_override(*found, today)) for found in other),
    )


def unspent(decided: Sequence[Decided]) -> Section:
    """What the dropped requests were expected to take, cash and own hours apart; nobody knows what they would have."""
    dropped = [record for record, _, decision in decided if decision.verdict is Verdict.DROP]
    if not dropped:
        return Section()
    cost = add_up((record.currency, expected(record, "cost")) for record in dropped)
    hours = add_up(("", expected(record, "hours")) for record in dropped)
    unknown = len(dropped) - cost.known
    return Section(
        (
            counted("report.unspent", len(dropped)),
            *_money("report.unspent.cost", cost, rounded=True),
            *([say("report.unspent.unknown", tasks=tasks(unknown))] if unknown else []),
            *_hours("report.unspent.hours", hours, rounded=True),
        )
    )


def elsewhere(closed: Sequence[tuple[Record, Closed]]) -> Section:
    """What was closed without being done here, in the words that were written: somebody else did it, say."""
    told = [(record, what.because) for record, what in closed if what.because]
    return Section(
        lines=tuple(say("report.elsewhere", title=Typed(record.title), words=Typed(why)) for record, why in told)
    )


def closed_in(records: Sequence[Record], period: Period) -> list[tuple[Record, Closed]]:
    """Return what was closed in the period and is closed still."""
    found = ((record, record.life.last(Closed)) for record in records if record.life.state is State.CLOSED)
    return [(record, closed[1]) for record, closed in found if closed and closed[0].day in period]


def results(reviewed: Sequence[Outcome], since: date | None) -> Section:
    """What came of those that ended, what they took and gave, and each beside what was agreed."""
    if not reviewed:
        return Section((say("report.reviews.none"),))
    cost, hours, contribution = (
        add_up((case.record.currency, actual(case.review, part)) for case in reviewed) for part in PARTS
    )
    return Section(
        (
            counted("report.reviews", len(reviewed), statuses=statuses(reviewed)),
            *older(since, [case.record for case in reviewed]),
            *_money("report.spent.cost", cost, rounded=False),
            *_hours("report.spent.hours", hours, rounded=False),
            *_money("report.spent.contribution", contribution, rounded=False),
        ),
        rows=tuple(map(_result, reviewed)),
    )


def statuses(reviewed: Sequence[Outcome]) -> Listed:
    """How many ended in each way."""
    numbers = Counter(case.review.status for case in reviewed)
    return Listed(tuple(say(f"report.statuses.{status}", n=numbers[status]) for status in Status if numbers[status]))


def older(since: date | None, records: Sequence[Record]) -> Iterator[Message]:
    """Say how many of some requests are from before the period, so that its numbers can be held together."""
    before = sum(since is not None and record.created < since for record in records)
    if before:
        yield say("report.older.all") if before == len(records) > 1 else counted("report.older", before)


def judged(reviewed: Sequence[Outcome]) -> Section:
    """How decisions were judged, each with what came of it; nothing where no decision was judged."""
    groups = {name: [case for case in reviewed if (case.review.decision or "open") == name] for name in JUDGED}
    if not any(cases for name, cases in groups.items() if name != "open"):
        return Section()
    told = tuple(
        counted(f"report.judged.{name}", len(cases), statuses=statuses(cases))
        for name, cases in groups.items()
        if cases
    )
    return Section((say("report.judged", judged=Listed(told)),))


def learned(reviewed: Sequence[Outcome]) -> Section:
    """What was learned, in the words that were written."""
    lines = [(case.record.title, case.review.learned) for case in reviewed if case.review.learned]
    return Section(lines=tuple(say("report.learned", title=Typed(title), words=Typed(words)) for title, words in lines))


def _result(case: Outcome) -> tuple[Param, ...]:
    """What was agreed, what was measured, and what it came to; the level beside the word, so that nobody is wronged."""
    agreed, review = case.record.life.agreement, case.review
    block = agreed.block if agreed else None
    wanted = (
        say("report.agreed", metric=Typed(block.metric), level=Typed(block.level), date=block.reach_by) if block else ""
    )
    ended = say(f"report.result.{review.status}")
    if review.because:
        ended = say("report.result.because", ended=ended, words=Typed(review.because))
    return (
        Typed(case.record.title),
        wanted,
        Typed(review.measured) if review.measured else say("report.unmeasured"),
        ended,
    )


def still_open(records: Sequence[Record], today: date) -> Section:
    """Everything that is running or waits, by the next date."""
    waiting = [(record, agenda(record.life)) for record in records]
    found = [(record, reminders) for record, reminders in waiting if reminders or record.life.state in OPEN]
    if not found:
        return Section((say("report.open.none"),))
    found.sort(key=lambda pair: pair[1][0].day if pair[1] else date.max)
    rows = ((Typed(record.title), _now(record), _next(rem, today)) for record, rem in found)
    return Section(rows=tuple(rows))


def _now(record: Record) -> Message:
    """Where a request is, and what the latest look at a running one said."""
    state, reviews = say(f"state.{record.life.state}"), record.reviews
    if record.life.state is State.RUNNING and reviews and reviews[-1][1].status in SEEN:
        return say("report.now", state=state, seen=say(f"report.now.{reviews[-1][1].status}"))
    return state


def _verdicts(verdicts: Iterable[Verdict]) -> Listed:
    """How many of each, from go to drop."""
    numbers = Counter(verdicts)
    return Listed(
        tuple(
            say("report.count", what=say(f"verdict.inline.{verdict}"), n=numbers[verdict])
            for verdict in reversed(VERDICTS)
            if numbers[verdict]
        )
    )


def _override(record: Record, event: Event, decision: Decision, today: date) -> Iterator[Message]:
    """What was advised and decided, by whom and why, what it rests on, and how it went."""
    yield say(
        f"report.override.{decision.by or 'unsaid'}",
        title=Typed(record.title),
        advised=say(f"verdict.inline.{decision.advised}"),
        decided=say(f"verdict.inline.{decision.verdict}"),
    )
    if decision.because:
        yield say("report.override.because", words=Typed(decision.because))
    if decision.assumes:
        yield say("report.override.assumes", words=Typed(decision.assumes))
    then = _course(record.life, event)
    yield from _looked_at(then, decision, today)
    final = [what for _, what in then.all(Review) if what.is_final]
    if final:
        yield say(f"report.ended.{final[-1].status}")


def _course(life: Life, decided: Event) -> Life:
    """What happened from a decision up to the next."""
    after = life.events[life.events.index(decided) + 1 :]
    end = next((at for at, event in enumerate(after) if isinstance(event.what, Decision)), len(after))
    return Life(life.weighed, after[:end])


def _looked_at(then: Life, decision: Decision, today: date) -> Iterator[Message]:
    """Whether the assumption held, or when it is looked at."""
    checked = then.last(Checked)
    if checked:
        yield say(f"report.check.{checked[1].held}", date=checked[0].day)
    elif decision.check_on:
        late = decision.check_on < today
        yield say("report.check.late" if late else "report.check", date=decision.check_on)


def _next(reminders: Sequence[Reminder], today: date) -> Message:
    """The first thing to take up, and whether its day has passed."""
    if not reminders:
        return say("report.open.no_date")
    key = "report.open.late" if reminders[0].day < today else "report.open.next"
    return say(key, date=reminders[0].day, about=say(f"report.about.{reminders[0].about}"))


def _money(key: str, sums: Sums, *, rounded: bool) -> Iterator[Message]:
    """Amounts for each currency, with the number of requests they come from; nothing where none is known."""
    if sums.known:
        amounts = tuple(Money(amount, currency, rounded) for currency, amount in sums.by_currency.items())
        yield say(key, money=Listed(amounts), tasks=tasks(sums.known))


def _hours(key: str, sums: Sums, *, rounded: bool) -> Iterator[Message]:
    """Own hours; estimates with two significant digits."""
    if sums.known:
        hours = sum(sums.by_currency.values())
        yield say(key, hours=Hours(float(f"{hours:.2g}") if rounded else hours), tasks=tasks(sums.known))


def _together(sentences: Iterable[Message]) -> Message:
    """Several sentences as one line of a list."""
    return reduce(lambda first, then: say("report.then", first=first, then=then), sentences)
