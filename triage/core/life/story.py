"""The life of a request as messages: what was decided and agreed, everything that happened, and where it is now."""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from triage.core.life.agenda import About, Reminder
from triage.core.life.events import (
    Agreement,
    Aligned,
    Answered,
    Baseline,
    Checked,
    Closed,
    Decision,
    Earlier,
    Event,
    Life,
    Review,
    Side,
    State,
    Status,
    SuccessBlock,
    Wait,
    Weighed,
    Yes,
    weeks_after,
)
from triage.core.life.status import is_yes, sinks, week_of
from triage.core.messages import Hours, Listed, Message, Money, Number, Param, Share, Typed, Weeks, say
from triage.core.rules.quantities import exact
from triage.core.rules.ruleset import Verdict


def block(
    agreed: Agreement, currency: str, life: Life | None = None, *, start: date | None = None
) -> Iterator[Message]:
    """Yield a success block: measure, level, date; early sign, level, week; stop rule and ceiling; by whom and when.

    ``life`` knows whether the other one has said yes since, and from which day the weeks count; ``start`` is that day.
    """
    agreement, start = agreed.block, life.start if life else start
    metric, level = Typed(agreement.metric), Typed(agreement.level)
    key = "block.success.happens" if is_yes(agreement.level) else "block.success"
    yield say(key, metric=metric, level=level, date=agreement.reach_by)
    baseline = life.baseline if life and life.agreement is agreed else agreement.baseline
    if baseline is not None:
        yield say("block.baseline", baseline=exact(baseline))
    elif agreed.baseline_by:
        yield say("block.baseline.open", date=agreed.baseline_by)
    sign, when = Typed(agreement.sign), _in_week(start, agreement.sign_week)
    key = "block.sign.happens" if is_yes(agreement.sign_level) else "block.sign"
    yield say(key, sign=sign, level=Typed(agreement.sign_level), when=when)
    yield from _typed("block.stop", rule=agreement.stop_rule)
    yield from _limit(agreement, start)
    if agreement.ceiling is not None:
        yield say("block.ceiling", amount=Money(agreement.ceiling, currency, rounded=False))
    yield yeses(agreed, life)
    yield from _chances(agreed, life)


def _in_week(start: date | None, week: float) -> Message:
    """Say a week after the decision by its date, where the day of the decision is known."""
    day = weeks_after(start, week)
    return say("block.on", date=day, weeks=Weeks(week)) if day else say("block.in_week", week=Number(week))


def _limit(agreement: SuccessBlock, start: date | None) -> Iterator[Message]:
    """Yield the stop rule where it is a limit on a number, in the direction in which too little is bad."""
    if agreement.stop_limit is None or agreement.stop_week is None:
        return
    what = Typed(agreement.metric if agreement.stop_on == "metric" else agreement.sign)
    key = "block.stop.above" if sinks(agreement, agreement.baseline) else "block.stop.below"
    yield say(key, limit=exact(agreement.stop_limit), when=_in_week(start, agreement.stop_week), what=what)


def other_versions(life: Life, currency: str) -> Iterator[Message]:
    """Yield every other version of the block than the one in force, each with its day, why, and its lines."""
    for event, version in life.versions:
        if version is life.agreement:
            continue
        key = "version.offered" if version is life.offer else "version.before"
        yield say(key, date=event.day)
        yield from block(version, currency, life)
    for event, version in life.versions:
        if version.kind != "first" and version is not life.offer:
            yield say(f"version.{version.kind}", date=event.day, because=Typed(version.because))


def yeses(agreed: Agreement, life: Life | None = None) -> Message:
    """Say who said yes to a version of the block and when, and whose yes is awaited."""
    said = sorted(life.yeses(agreed).values(), key=lambda yes: yes.on) if life else []
    if len(said) > 1 and (agreed.waits_for or said[-1].on > agreed.agreed_on):
        first, second = said[0], said[-1]
        names = {"by": named(first.side, first.name), "other": named(second.side, second.name)}
        mark = agreed.fingerprint
        return say("block.agreed.each", date=first.on, other_date=second.on, fingerprint=mark, **names)
    by = named("manager" if agreed.waits_for == "director" else "director", agreed.agreed_by)
    parts: dict[str, Param] = {"by": by, "date": agreed.agreed_on, "fingerprint": agreed.fingerprint}
    if agreed.waits_for:
        return say("block.agreed.one", other=named(agreed.waits_for, agreed.other), **parts)
    return say("block.agreed", **parts | {"by": Typed(agreed.agreed_by)})


def named(side: Side, name: str) -> Param:
    """Return the name of one of the two, or who that is where it is not known."""
    return Typed(name) if name else say(f"owner.{side}")


def _chances(agreed: Agreement, life: Life | None) -> Iterator[Message]:
    """Yield the chance that each stated; one alone of a block without conditions was of both together."""
    manager, director = life.chances(agreed) if life else (agreed.chance, agreed.directors_chance)
    if manager is not None and director is not None:
        yield say("block.chances", manager=Share(manager / 100), director=Share(director / 100))
    elif director is not None:
        yield say("block.chance.director", chance=Share(director / 100))
    elif manager is not None:
        key = "block.chance.manager" if agreed.conditions else "block.chance"
        yield say(key, chance=Share(manager / 100))


def decision(event: Event, decided: Decision) -> Iterator[Message]:
    """Yield a decision with its day, what it overrides and assumes, and what it waits for."""
    said: dict[str, Param] = {"verdict": say(f"verdict.inline.{decided.verdict}"), "date": event.day}
    yield say("decided.by", by=say(f"by.{decided.by}"), **said) if decided.by else say("decided", **said)
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


def asks_for_yes(offer: Agreement, title: str) -> Message:
    """Say it to the one whose yes is missing, in words that can be copied into a mail."""
    block = offer.block
    return say(
        "yes.asks",
        hello=say("yes.hello", name=Typed(offer.other)) if offer.other else say("yes.hello.nameless"),
        date=offer.agreed_on,
        title=Typed(title),
        metric=Typed(block.metric),
        level=Typed(block.level),
        reach_by=block.reach_by,
    )


def next_up(found: Reminder) -> Message:
    """Say a reminder with its day."""
    return say("due.next", date=found.day, what=reminder(found.about, found.detail))


def story(life: Life, currency: str) -> Iterator[tuple[Event, list[Message]]]:
    """Yield every event with its messages, the oldest first."""
    for event in life.events:
        what = event.what
        told = decision(event, what) if isinstance(what, Decision) else _event_messages(what, currency, life.start)
        yield event, list(told)


def _event_messages(
    what: Weighed | Agreement | Yes | Baseline | Answered | Aligned | Review | Checked | Earlier | Closed,
    currency: str,
    start: date | None,
) -> Iterator[Message]:
    match what:
        case Weighed():
            key = "story.weighed" if what.number == 1 else "story.weighed.again"
            yield say(key, verdict=say(f"verdict.inline.{what.verdict}"))
            yield from _typed("text.typed", words=what.because)
        case Agreement() | Yes() | Baseline():
            yield from _agreeing(what, currency, start)
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


def _agreeing(what: Agreement | Yes | Baseline, currency: str, start: date | None) -> Iterator[Message]:
    """Yield a version of the block, the second yes to one, or the measure before the start."""
    match what:
        case Agreement():
            yield say(f"story.offered.{what.kind}" if what.waits_for else f"story.agreed.{what.kind}")
            yield from _typed("decided.because", because=what.because)
            yield from block(what, currency, start=start)
        case Yes():
            yield say("story.yes", by=named(what.side, what.name), date=what.on, fingerprint=what.fingerprint)
            if what.chance is not None:
                yield say(f"block.chance.{what.side}", chance=Share(what.chance / 100))
        case Baseline():
            yield say("story.baseline", value=exact(what.value), date=what.on)


def review(what: Review, currency: str) -> Iterator[Message]:
    """Yield a review: its result, what was seen, what was spent and what was learned."""
    yield result(what)
    yield from stop_rule(what)
    if what.share is not None and not what.reached and what.share > 0:
        yield say("story.review.share", share=Share(min(what.share, 0.99)))
    yield from _measured(what)
    spent = tuple(_spent(what, currency))
    if spent:
        yield say("story.review.spent", spent=Listed(spent))
    yield from _typed("story.review.because", because=what.because)
    if what.decision:
        yield say(f"story.review.decision.{what.decision}")
    yield from _typed("story.review.learned", learned=what.learned)


def result(what: Review) -> Message:
    """Say what a review came to; a stop that was agreed is another thing than giving up."""
    match what.status:
        case Status.BEHIND if what.within:
            return say("story.review.behind.within")
        case Status.BEHIND if what.sign_value:
            return say("story.review.behind.short")
        case Status.UNKNOWN if not what.settled:
            return say("story.review.unknown.yet")
        case Status.STOPPED if what.by_rule:
            return say("story.review.stopped.by_rule")
    return say(f"story.review.{what.status}")


def stop_rule(what: Review) -> Iterator[Message]:
    """Yield where the stop rule stands, where the result does not say so itself."""
    if what.rule and what.status not in {Status.STOP_RULE_MET, Status.STOPPED}:
        yield say(f"story.review.rule.{what.rule}")


def _measured(what: Review) -> Iterator[Message]:
    if what.measured and what.measured_on:
        yield say("story.review.measured.on", measured=Typed(what.measured), date=what.measured_on)
    else:
        yield from _typed("story.review.measured", measured=what.measured)
    if what.sign_value is not None:
        yield say("story.review.sign", measured=exact(what.sign_value))


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
        case State.WAITING:
            wait = decided[1].wait if decided else None
            return _waiting("where.waiting", wait) if wait else say("where.waiting.undated")
        case State.OFFERED if life.offer:
            return say("where.offered", yes=yeses(life.offer, life))
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
