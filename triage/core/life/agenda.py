"""Reminders: what is open in the life of a request, and the day on which it needs attention."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from triage.core.life.events import Agreement, Baseline, Checked, Life, State, SuccessBlock, Weighed
from triage.core.life.status import latest_sign, readings, rule_from, stop_day

DAYS_TO_ANSWER = 7
"""The director is asked to answer within a week."""
DAYS_FOR_A_YES = 10
"""The other one is reminded of the missing yes after ten days."""
COLD_AFTER_DAYS = 7
"""A draft untouched for a week is reported (a judgement)."""


class About(StrEnum):
    """What a reminder is about."""

    ANSWER = "answer"
    """No decision has come."""
    AGREE = "agree"
    """A go still lacks its success block."""
    YES = "yes"
    """The other one's yes to what success is has not come."""
    YES_AGAIN = "yes_again"
    """A yes was to another task or other conditions than were weighed since."""
    BASELINE = "baseline"
    """The measure before the start has not been taken."""
    REVISIT = "revisit"
    """A defer is revisited."""
    SIGN = "sign"
    """The week of the early sign."""
    STOP = "stop"
    """The week in which the limit of the stop rule is looked at."""
    JUDGE = "judge"
    """The fair judging date."""
    OUTCOME = "outcome"
    """The agreed date."""
    CHECK = "check"
    """The assumption of an override is checked."""


class Reminder(Struct, frozen=True):
    """Something to take up on a day: ``detail`` is the trigger, the sign, the level or the assumption, as written."""

    about: About
    day: date
    detail: str = ""


def agenda(life: Life) -> tuple[Reminder, ...]:
    """Return a reminder for everything open in a request's life, the earliest first."""
    return tuple(sorted([*_by_state(life), *_offer(life), *_check(life)], key=lambda reminder: reminder.day))


def no_longer(life: Life) -> tuple[Reminder, ...]:
    """Return what was on the agenda once and is not any more, each kind with the day that it had last."""
    once: dict[About, Reminder] = {}
    for count in range(len(life.events)):
        once |= {each.about: each for each in agenda(Life(life.weighed, life.events[:count]))}
    still = {each.about for each in agenda(life)}
    return tuple(each for each in once.values() if each.about not in still)


def _by_state(life: Life) -> Iterator[Reminder]:
    decided = life.decision
    match life.state:
        case State.ASSESSED:
            day = life.events[-1].day if life.events else life.weighed
            yield Reminder(About.ANSWER, day + timedelta(days=DAYS_TO_ANSWER))
        case State.DECIDED if decided:
            yield Reminder(About.AGREE, decided[0].day + timedelta(days=DAYS_TO_ANSWER))
        case State.WAITING if decided and decided[1].wait:
            yield Reminder(About.REVISIT, decided[1].wait.until, decided[1].wait.trigger)
        case State.RUNNING:
            yield from _running(life)


def _offer(life: Life) -> Iterator[Reminder]:
    """Yield the reminder of the other one's yes, or of both where what was weighed since is something else."""
    offer, weighed = life.offer, life.last(Weighed)
    version = offer or life.agreement
    if version is None or life.state not in {State.OFFERED, State.RUNNING}:
        return
    now = weighed[1].conditions if weighed else ""
    if weighed and now and any(yes.conditions not in {"", now} for yes in life.yeses(version).values()):
        yield Reminder(About.YES_AGAIN, weighed[0].day, version.block.metric)
    elif offer:
        yield Reminder(About.YES, offer.agreed_on + timedelta(days=DAYS_FOR_A_YES), offer.other)


def _running(life: Life) -> Iterator[Reminder]:
    """Yield the dates of the success block with no review on or after them, and the sign until it is seen.

    A sign that was missed is looked for again when nearly all such tasks have shown one, and a limit too.
    """
    decided, agreed = life.decision, life.agreement
    if decided is None or agreed is None:
        return
    reviews = readings(life)
    latest = reviews[-1][0] if reviews else date.min
    seen = any(review.sign for _, review in reviews)
    block, judge, outcome = agreed.block, life.judge_from, life.outcome_on
    yield from _baseline(life, agreed)
    sign = next((day for day in (life.sign_by, latest_sign(life)) if day and latest < day), None)
    if sign and not seen and (judge is None or sign < judge or latest < judge):
        yield Reminder(About.SIGN, sign, f"{block.sign}: {block.sign_level}" if block.sign_level else block.sign)
    stop = next((day for day in (stop_day(life), rule_from(life)) if day and latest < day), None)
    if stop:
        yield Reminder(About.STOP, stop, f"{looked_at(block)}: {block.stop_limit or 0:.10g}")
    if judge and judge != outcome and latest < judge:
        yield Reminder(About.JUDGE, judge, block.metric)
    if outcome:
        yield Reminder(About.OUTCOME, outcome, f"{block.metric}: {block.level}")


def _baseline(life: Life, agreed: Agreement) -> Iterator[Reminder]:
    """Yield the day by which the measure before the start is taken, until it is."""
    if agreed.baseline_by and life.baseline is None and not life.all(Baseline):
        yield Reminder(About.BASELINE, agreed.baseline_by, agreed.block.metric)


def looked_at(block: SuccessBlock) -> str:
    """Return which of the two numbers the stop rule is about, as it was written."""
    return block.metric if block.stop_on == "metric" else block.sign


def _check(life: Life) -> Iterator[Reminder]:
    """Yield the check of an override, whatever the state, until it is done."""
    decided = life.decision
    if decided and decided[1].check_on and not life.since(decided[0], Checked):
        yield Reminder(About.CHECK, decided[1].check_on, decided[1].assumes)
