"""Whether a running task works: its status, by what was agreed and when that can fairly be seen."""

from datetime import date

from triage.core.life.events import Life, Status
from triage.core.messages import Message, Number, say

DAYS_IN_WEEK = 7


def judge(life: Life, today: date, *, sign: bool | None, reached: bool | None) -> Status:
    """Return the status today, by the agreed block, the early sign and whether the level is reached.

    Before the fair judging date it is too early, whatever was seen: a slow task must not be stopped for being slow,
    nor a lucky week be called a success. Until the agreed date it is on track or not; after that it has succeeded or
    failed. Not measured (``None``) is not reached.
    """
    judge_from, outcome_on = life.judge_from, life.outcome_on
    if judge_from is not None and today < judge_from:
        return Status.TOO_EARLY
    if reached:
        return Status.SUCCEEDED
    if outcome_on is not None and today < outcome_on:
        return Status.ON_TRACK if sign else Status.NOT_WORKING
    return Status.FAILED


def week_of(life: Life, day: date | None) -> int | None:
    """Return the week of a day, counted from the decision."""
    start = life.start
    return None if start is None or day is None else round((day - start).days / DAYS_IN_WEEK)


def too_early(life: Life) -> Message:
    """Say when the first sign is due and from when it can be judged, by week and date."""
    sign, judge_from = life.sign_by, life.judge_from
    weeks = {"sign": Number(week_of(life, sign) or 0), "judge": Number(week_of(life, judge_from) or 0)}
    return say("review.too_early", **weeks, sign_date=sign or "", judge_date=judge_from or "")
