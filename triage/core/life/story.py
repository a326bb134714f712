"""The life of a request as messages: what was decided and agreed, everything that happened, and where it is now."""

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
    Wait,
    Weighed,
)
from triage.core.life.status import week_of
from triage.core.messages import Hours, Listed, Message, Money, Number, Param, Share, Typed, say
from triage.core.rules.ruleset import Verdict


def block(agreed: Agreement) -> Iterator[Message]:
    """Yield the success block: measure, level, date; early sign, level, week; stop rule; by whom and when."""
    agreement = agreed.block
    metric, level = Typed(agreement.metric), Typed(agreement.level)
    yield say("block.success", metric=metric, level=level, date=agreement.reach_by)
    sign, week = Typed(agreement.sign), Number(agreement.sign_week)
    yield say("block.sign", sign=sign, level=Typed(agreement.sign_level), week=week)
    yield from _typed("block.stop", rule=agreement.stop_rule)
    by = Typed(agreed.agreed_by)
    yield say("block.agreed", by=by, date=agreed.agreed_on, fingerprint=agreed.fingerprint)
    if agreed.chance is not None:
        yield say("block.chance", chance=Share(agreed.chance / 100))


def decision(event: Event, decided: Decision) -> Iterator[Message]:
    """Yield a decision with its day, what it overrides and assumes, and what it waits for."""
    verdict, by = say(f"verdict.inline.{decided.verdict}"), say(f"by.{decided.by}")
    yield say("decided", verdict=verdict, by=by, date=event.day)
    if decided.overrides:
        yield say("decided.override", advised=say(f"verdict.inline.{decided.advised}"))
    yield from _typed("decided.because", because=decided.because)
    if decided.assumes and decided.check_on:
        yield say("decided.assumes", assumes=Typed(decided.assumes), date=decided.check_on)
    if decided.wait:
        wait = decided.wait
        yield _waiting("decided.waits", wait, reason=say(f"reason.{wait.reason}"), owner=say(f"owner.{wait.owner}"))


def reminder(about: About, detail: str) -> Message:
    """Say what a reminder asks for."""
    return say(f"due.{about}.detail", detail=Typed(detail)) if detail else say(f"due.{about}")


def next_up(found: Reminder) -> Message:
    """Say a reminder with its day."""
    return say("due.next", date=found.day, what=reminder(found.about, found.detail))


def story(life: Life, currency: str) -> Iterator[tuple[Event, list[Message]]]:
    """Yield every event with its messages, the oldest first."""
    for event in life.events:
        yield event, list(_event_messages(event, event.what, currency))


def _event_messages(event: Event, what: Happening, currency: str) -> Iterator[Message]:
    match what:
        case Weighed():
            key = "story.weighed" if what.number == 1 else "story.weighed.again"
            yield say(key, verdict=say(f"verdict.inline.{what.verdict}"))
            yield from _typed("text.typed", words=what.because)
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
            yield from _typed("text.typed", words=what.note)
        case Earlier():
            yield say("story.earlier", id=what.id)
            yield from _typed("story.earlier.new", new=what.new)
        case Closed():
            yield say("story.closed", because=Typed(what.because))
        case _:
            assert_never(what)


def review(what: Review, currency: str) -> Iterator[Message]:
    """Yield a review: its result, what was seen, what was spent and what was learned."""
    yield say(f"story.review.{what.status}")
    yield from _typed("story.review.measured", measured=what.measured)
    spent = tuple(_spent(what, currency))
    if spent:
        yield say("story.review.spent", spent=Listed(spent))
    yield from _typed("story.review.because", because=what.because)
    if what.decision:
        yield say(f"story.review.decision.{what.decision}")
    yield from _typed("story.review.learned", learned=what.learned)


def _spent(what: Review, currency: str) -> Iterator[Param]:
    if what.cost is not None:
        yield say("spent.cost", amount=Money(what.cost, currency, rounded=False))
    if what.hours is not None:
        yield Hours(what.hours)
    if what.contribution is not None:
        yield say("spent.contribution", amount=Money(what.contribution, currency, rounded=False))


def where(life: Life, today: date) -> Message:
    """Say in one sentence where a request is now."""
    decided, start = life.decision, life.start
    match life.state:
        case State.WAITING if decided and decided[1].wait:
            return _waiting("where.waiting", decided[1].wait)
        case State.RUNNING if start:
            judge = life.judge_from
            week = Number(week_of(life, today) or 0)
            if judge and today < judge:
                return say("where.running.early", week=week, judge=judge)
            return say("where.running", week=week)
        case State.CLOSED if decided and decided[1].verdict is Verdict.DROP:
            return say("where.closed.drop")
    return say(f"where.{life.state}")


def _waiting(key: str, wait: Wait, **params: Param) -> Message:
    """Say until when it waits, and for which event if there is one."""
    if wait.trigger:
        return say(f"{key}.trigger", date=wait.until, trigger=Typed(wait.trigger), **params)
    return say(key, date=wait.until, **params)


def _typed(key: str, **words: str) -> Iterator[Message]:
    """Yield the message with these typed words, unless they are empty."""
    if all(words.values()):
        yield say(key, **{name: Typed(each) for name, each in words.items()})
