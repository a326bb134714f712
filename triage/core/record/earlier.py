"""What is said about an earlier request: what was advised and why, how it went, and whether it counts as evidence.

Chooses sentences; writes none. ``record.likeness`` finds the request.
"""

from collections.abc import Iterator
from datetime import date

from triage.core.life.events import Closed, Decision, Review, State, Weighed
from triage.core.messages import Hours, Message, Money, Months, Param, Typed, say
from triage.core.record.calibration import PARTS, Outcome, Part, actual, expected, expected_range, months_run
from triage.core.record.record import Record


def earlier_messages(record: Record, today: date) -> list[Message]:
    """Report what was advised and why, how it went, where it is now, and whether it is evidence."""
    asked = say(
        "earlier.asked",
        id=record.id,
        title=Typed(record.title),
        date=record.created,
        verdict=say(f"verdict.inline.{record.verdict}"),
        because=_because(record.reason),
    )
    return [asked, *_how_it_went(record), *_where_it_is(record, today), *_evidence(record)]


def _how_it_went(record: Record) -> Iterator[Message]:
    found = record.ended
    if found is None:
        return
    event, review = found
    yield say(f"earlier.ended.{review.status}", date=event.day, because=_because(review.because))
    if review.measured:
        yield say("earlier.measured", words=Typed(review.measured))
    if not record.life.since(event, Weighed):  # an estimate made since knew how it went
        yield from _figures(record, review)
        yield from _spans(Outcome(record, review, event.day))
    if review.learned:
        yield say("earlier.learned", words=Typed(review.learned))


def _figures(record: Record, review: Review) -> Iterator[Message]:
    """Expected against actual, part by part; hours are reported apart from cash."""
    for part in PARTS:
        name, came, foreseen = say(f"earlier.part.{part}"), actual(review, part), _foreseen(record, part)
        if came is None:
            if foreseen is not None:
                yield say("earlier.figure.not_written", part=name, expected=foreseen)
            continue
        figure = _amount(came, part, record.currency, rounded=False)
        if foreseen is None:
            yield say("earlier.figure.not_expected", part=name, came=figure)
        else:
            yield say("earlier.figure", part=name, expected=foreseen, came=figure)


def _spans(case: Outcome) -> Iterator[Message]:
    """Over which time contribution was foreseen and counted, where the two are not the same."""
    foreseen, run = case.record.measures.get("horizon_months"), months_run(case)
    if expected(case.record, "contribution") is None or actual(case.review, "contribution") is None:
        return
    if foreseen is not None and run is not None and round(run) < foreseen:
        yield say("earlier.spans", foreseen=Months(foreseen), run=Months(round(run)))


def _foreseen(record: Record, part: Part) -> Param | None:
    """What was expected on average, with low and high where they are known."""
    mean, (low, high) = expected(record, part), expected_range(record, part)
    if mean is None:
        return None
    middle = _amount(mean, part, record.currency, rounded=True)
    if low is None or high is None or low == high:
        return middle
    lowest, highest = (_amount(bound, part, record.currency, rounded=True) for bound in (low, high))
    key = "earlier.range.if_it_works" if part == "contribution" else "earlier.range"
    return say(key, low=lowest, high=highest, mean=middle)


def _amount(value: float, part: Part, currency: str, *, rounded: bool) -> Param:
    return Hours(value) if part == "hours" else Money(value, currency, rounded=rounded)


def _where_it_is(record: Record, today: date) -> Iterator[Message]:
    decided = record.life.decision
    match record.life.state:
        case State.ASSESSED:
            yield say("earlier.undecided")
        case State.DECIDED if decided:
            yield say("earlier.not_agreed", date=decided[0].day)
        case State.OFFERED if decided:
            yield say("earlier.offered", date=decided[0].day)
        case State.WAITING if decided and decided[1].wait:
            wait = decided[1].wait
            if wait.until < today:
                yield say("earlier.waiting.late", date=wait.until)
            elif wait.trigger:
                yield say("earlier.waiting.trigger", date=wait.until, trigger=Typed(wait.trigger))
            else:
                yield say("earlier.waiting", date=wait.until)
        case State.RUNNING:
            judge = record.life.judge_from
            key = "earlier.running" if judge is None or today < judge else "earlier.running.due"
            yield say(key, date=judge) if judge else say("earlier.running.undated")
        case State.CLOSED:
            yield _closed(record)


def _closed(record: Record) -> Message:
    """How it was closed: by a decision or otherwise."""
    closed, decided = record.life.last(Closed), record.life.decision
    if closed and not record.life.since(closed[0], Decision):
        return say("earlier.closed", date=closed[0].day, because=_because(closed[1].because))
    day, because = (decided[0].day, decided[1].because) if decided else (record.created, "")
    return say("earlier.dropped", date=day, because=_because(because))


def _evidence(record: Record) -> Iterator[Message]:
    """An earlier request says something about the next one only where somebody measured what came of it."""
    if record.ended:
        yield say("earlier.evidence" if record.ended[1].was_measured else "earlier.no_evidence")


def _because(words: str) -> Param:
    """A reason as a further sentence; nothing where none was given."""
    return say("earlier.because", words=Typed(words)) if words else ""
