"""The life of a request in words: what was decided and agreed, and everything that happened, a sentence each.

Chooses sentences; writes none. The block that both agreed on is told in the same words everywhere.
"""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from triage.core.life.agenda import About, Reminder
from triage.core.life.events import (
    Agreement,
    Aligned,
    Answered,
    Checked,
    Closed,
    Decision,
    Earlier,
    Event,
    Happening,
    Life,
    Review,
    State,
    Weighed,
)
from triage.core.life.status import week_of
from triage.core.messages import Hours, Listed, Message, Money, Number, Param, Share, Typed, say
from triage.core.rules.ruleset import Verdict


def block(agreed: Agreement) -> Iterator[Message]:
    """Tell the success block: measure, level, date; early sign, level, week; stop rule; by whom and when."""
    agreement = agreed.block
    metric, level = Typed(agreement.metric), Typed(agreement.level)
    yield say("block.success", metric=metric, level=level, date=agreement.reach_by)
    sign, week = Typed(agreement.sign), Number(agreement.sign_week)
    yield say("block.sign", sign=sign, level=Typed(agreement.sign_level), week=week)
    if agreement.stop_rule:
        yield say("block.stop", rule=Typed(agreement.stop_rule))
    by = Typed(agreed.agreed_by)
    yield say("block.agreed", by=by, date=agreed.agreed_on, fingerprint=agreed.fingerprint)
    if agreed.chance is not None:
        yield say("block.chance", chance=Share(agreed.chance / 100))


def decision(event: Event, decided: Decision) -> Iterator[Message]:
    """Tell a decision with its day, what it differs from and rests on, and what it waits for."""
    verdict, by = say(f"verdict.inline.{decided.verdict}"), say(f"by.{decided.by}")
    yield say("decided", verdict=verdict, by=by, date=event.day)
    if decided.overrides:
        yield say("decided.override", advised=say(f"verdict.inline.{decided.advised}"))
    if decided.because:
        yield say("decided.because", because=Typed(decided.because))
    if decided.assumes and decided.check_on:
        yield say("decided.assumes", assumes=Typed(decided.assumes), date=decided.check_on)
    if decided.wait:
        wait = decided.wait
        parts: dict[str, Param] = {"reason": say(f"reason.{wait.reason}"), "owner": say(f"owner.{wait.owner}")}
        key = "decided.waits.trigger" if wait.trigger else "decided.waits"
        yield say(key, date=wait.until, **parts, **({"trigger": Typed(wait.trigger)} if wait.trigger else {}))


def reminder(about: About, detail: str) -> Message:
    """Tell what is to be done about a reminder."""
    return say(f"due.{about}.detail", detail=Typed(detail)) if detail else say(f"due.{about}")


def next_up(found: Reminder) -> Message:
    """Tell a reminder with its day."""
    return say("due.next", date=found.day, what=reminder(found.about, found.detail))


def story(life: Life, currency: str) -> Iterator[tuple[Event, list[Message]]]:
    """Tell everything that happened, the oldest first, each with its event."""
    for event in life.events:
        yield event, list(_told(event, event.what, currency))


def _told(event: Event, what: Happening, currency: str) -> Iterator[Message]:  # noqa: C901, PLR0912 - a flat case for each
    match what:
        case Weighed():
            key = "story.weighed" if what.number == 1 else "story.weighed.again"
            yield say(key, verdict=say(f"verdict.inline.{what.verdict}"))
            if what.because:
                yield say("text.typed", words=Typed(what.because))
        case Decision():
            yield from decision(event, what)
        case Agreement():
            yield say("story.agreed")
            yield from block(what)
        case Answered():
            yield say("story.answered", role=say(f"role.{what.role}"), count=len(what.answers))
        case Aligned():
            yield say("story.aligned", count=len(what.answers))
        case Review():
            yield from review(what, currency)
        case Checked():
            yield say(f"story.checked.{what.held}")
            if what.note:
                yield say("text.typed", words=Typed(what.note))
        case Earlier():
            yield say("story.earlier", id=what.id)
            if what.new:
                yield say("story.earlier.new", new=Typed(what.new))
        case Closed():
            yield say("story.closed", because=Typed(what.because))
        case _:
            assert_never(what)


def review(what: Review, currency: str) -> Iterator[Message]:
    """Tell a review: what it came to, what was seen, what it took and what was learned."""
    yield say(f"story.review.{what.status}")
    if what.measured:
        yield say("story.review.measured", measured=Typed(what.measured))
    spent = tuple(_spent(what, currency))
    if spent:
        yield say("story.review.spent", spent=Listed(spent))
    if what.because:
        yield say("story.review.because", because=Typed(what.because))
    if what.decision:
        yield say(f"story.review.decision.{what.decision}")
    if what.learned:
        yield say("story.review.learned", learned=Typed(what.learned))


def _spent(what: Review, currency: str) -> Iterator[Param]:
    if what.cost is not None:
        yield say("spent.cost", amount=Money(what.cost, currency, rounded=False))
    if what.hours is not None:
        yield Hours(what.hours)
    if what.contribution is not None:
        yield say("spent.contribution", amount=Money(what.contribution, currency, rounded=False))


def where(life: Life, today: date) -> Message:
    """Tell in one sentence where a request is now."""
    decided, start = life.decision, life.start
    match life.state:
        case State.WAITING if decided and decided[1].wait:
            wait = decided[1].wait
            if wait.trigger:
                return say("where.waiting.trigger", date=wait.until, trigger=Typed(wait.trigger))
            return say("where.waiting", date=wait.until)
        case State.RUNNING if start:
            judge = life.judge_from
            week = Number(week_of(life, today) or 0)
            if judge and today < judge:
                return say("where.running.early", week=week, judge=judge)
            return say("where.running", week=week)
        case State.CLOSED if decided and decided[1].verdict is Verdict.DROP:
            return say("where.closed.drop")
    return say(f"where.{life.state}")
