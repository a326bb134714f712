"""Reminders: what is open in the life of a request, and the day on which it needs attention."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from triage.core.life.events import Checked, Life, Review, State

DAYS_TO_ANSWER = 7
"""The director is asked to answer within a week."""
COLD_AFTER_DAYS = 7
"""A draft untouched for a week is reported (a judgement)."""


class About(StrEnum):
    """What a reminder is about."""

    ANSWER = "answer"
    """No decision has come."""
    AGREE = "agree"
    """A go still lacks its success block."""
    REVISIT = "revisit"
    """A defer is revisited."""
    SIGN = "sign"
    """The week of the early sign."""
    JUDGE = "judge"
    """The fair judging date."""
    OUTCOME = "outcome"
    """The agreed date."""
    CHECK = "check"
    """The assumption of an override is checked."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to take up on a day: ``detail`` is the trigger, the sign, the level or the assumption, as written."""

    about: About
    day: date
    detail: str = ""


def agenda(life: Life) -> tuple[Reminder, ...]:
    """Return a reminder for everything open in a request's life, the earliest first."""
    return tuple(sorted([*_by_state(life), *_check(life)], key=lambda reminder: reminder.day))


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


def _running(life: Life) -> Iterator[Reminder]:
    """Yield the dates of the success block with no review on or after them, and the sign until it is seen."""
    decided, agreed = life.decision, life.agreement
    if decided is None or agreed is None:
        return
    reviews = life.since(decided[0], Review)
    latest = max((event.day for event, _ in reviews), default=date.min)
    seen = any(review.sign for _, review in reviews)
    block, sign, judge, outcome = agreed.block, life.sign_by, life.judge_from, life.outcome_on
    if sign and latest < sign and not seen:
        yield Reminder(About.SIGN, sign, f"{block.sign}: {block.sign_level}" if block.sign_level else block.sign)
    if judge and judge != outcome and latest < judge:
        yield Reminder(About.JUDGE, judge, block.metric)
    if outcome:
        yield Reminder(About.OUTCOME, outcome, f"{block.metric}: {block.level}")


def _check(life: Life) -> Iterator[Reminder]:
    """Yield the check of an override, whatever the state, until it is done."""
    decided = life.decision
    if decided and decided[1].check_on and not life.since(decided[0], Checked):
        yield Reminder(About.CHECK, decided[1].check_on, decided[1].assumes)
