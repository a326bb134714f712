"""Whether a running task works: its status, by what was agreed, what was measured, and when that can fairly be seen.

"It takes time" and "it does not work" are told apart by three days. Until the agreed week of the early sign it is too
early; from then it is on its way or behind; from the fair judging date on, and not a day before, it can be not working;
and on the agreed date, but never before the fair one, it is settled.

A course that works must never be called *not working* or *stop rule met* before its fair date because one reading came
out low. So neither rests on a single low reading: *not working* is not said before the fair date whatever was measured,
and the stop rule is called met only if

- its own agreed week has come, and also the week in which nearly all such tasks have shown what it looks at: the latest
  first sign of the class for the sign, the fair date for the measure itself (the form says so where the agreed week is
  earlier), and
- the reading is beyond the limit by a fifth of the way, or the reading before it in those weeks was beyond it too.

On the agreed day itself a reading beyond the limit is told in any case, as ``Rule``: close, or passed though such tasks
may still take longer. Whoever then stops keeps the agreement.
"""

from datetime import date, timedelta

from msgspec.structs import replace

from triage.core.interview.amounts import is_at_most, only_number
from triage.core.interview.reading import YES
from triage.core.interview.units import names_other_unit
from triage.core.life.events import FINAL, Life, Review, Rule, Status, SuccessBlock, weeks_after
from triage.core.messages import Message, Number, say

DAYS_IN_WEEK = 7
CLEARLY = 0.2
"""A reading this share of the way beyond the limit is no chance (a judgement): readings vary by a tenth or two."""
DAYS_TO_LOOK = 14
"""Whoever looks within two weeks of the agreed date, and finds the level reached, is in time (a judgement)."""
IN_PART = 0.5
"""From half of the way on, a level that was not reached is reached in part (a judgement)."""


def judged(life: Life, day: date, seen: Review) -> Review:
    """Return what was seen on a day with its status, and with what the numbers in it say of sign, level and stop rule.

    What a person says of sign and level counts before the numbers; where a number was not read, nothing is known.
    """
    agreed = life.agreement
    if agreed is None:
        return seen
    share = progress(life, seen.value)
    reached = seen.reached if seen.reached is not None or share is None else share >= 1
    sign = seen.sign if seen.sign is not None else has_sign(agreed.block, seen.sign_value)
    seen = replace(
        seen,
        sign=sign,
        sign_on=(seen.sign_on or day) if sign else None,
        reached=reached,
        reached_on=_reached_on(life, seen, day) if reached else None,
        share=share,
        within=_may_take_longer(life, day),
        rule=_rule(life, day, seen),
        settled=life.outcome_on is None or day >= life.outcome_on,
    )
    known = _settled_before(life) if reached is None else None
    if known:
        return replace(seen, status=known.status, reached=known.reached, reached_on=known.reached_on, share=known.share)
    on = (seen.reached_on or day) if reached else None
    return replace(seen, status=judge(life, day, seen), reached_on=on)


def _settled_before(life: Life) -> Review | None:
    """The latest result that was measured and settled it; what is added later without a number leaves it as it is."""
    measured = [each for _, each in readings(life) if each.status in FINAL and each.reached is not None]
    return measured[-1] if measured else None


def judge(life: Life, day: date, seen: Review) -> Status:
    """Return the status on a day, by the agreed block, the early sign and whether the level is reached."""
    fair = fair_date(life)
    if fair is not None and day < fair:
        return _under_way(life, day, seen)
    return _judged(life, day, seen)


def _under_way(life: Life, day: date, seen: Review) -> Status:
    """Before the fair date: a lucky week is no success, and a slow task is not stopped for being slow."""
    if seen.rule == "met":
        return Status.STOP_RULE_MET
    due = life.sign_by
    if seen.sign or seen.reached:
        return Status.ON_TRACK
    if due is not None and day < due:
        return Status.TOO_EARLY
    since = [sign for on, sign in _signs(life) if due is None or on >= due]
    if True in since:
        return Status.ON_TRACK
    if seen.sign is False or since:
        return Status.BEHIND
    return Status.UNKNOWN


def _judged(life: Life, day: date, seen: Review) -> Status:
    """From the fair date on: by the level; before the agreed date also by the sign."""
    agreed, settled = life.agreement, life.outcome_on is None or day >= life.outcome_on
    if seen.reached:
        on = seen.reached_on or day - timedelta(days=DAYS_TO_LOOK)
        return Status.SUCCEEDED_LATE if agreed and on > agreed.block.reach_by else Status.SUCCEEDED
    in_part = seen.share is not None and seen.share >= IN_PART
    if settled:
        if seen.reached is None:
            return Status.UNKNOWN
        return Status.IN_PART if in_part else Status.FAILED
    sign = seen.sign
    if sign is None:
        sign = next((each for _, each in reversed(_signs(life))), None)
    if sign or in_part:
        return Status.ON_TRACK
    return Status.UNKNOWN if sign is None and seen.reached is None else Status.NOT_WORKING


def fair_date(life: Life) -> date | None:
    """Return the day before which a task cannot be judged: the fair one of its class, else the agreed one."""
    return life.judge_from or life.outcome_on


def progress(life: Life, value: float | None) -> float | None:
    """Return how far a reading is from the baseline to the level; from nothing, where the baseline is not known.

    What is to stay below a number, and whose baseline is not known, is reached or it is not.
    """
    text = life.agreement.block.level if life.agreement else ""
    level, base = only_number(text), life.baseline
    if level is None or value is None:
        return None
    if base == level or (base is None and is_at_most(text)):
        return float(value <= level if is_at_most(text) else value >= level)
    return (value - (base or 0.0)) / (level - (base or 0.0))


def has_sign(block: SuccessBlock, value: float | None) -> bool | None:
    """Whether a reading is as much of the early sign as was agreed; ``None`` where it is no number."""
    enough = only_number(block.sign_level)
    if enough is None or value is None:
        return None
    return value <= enough if is_at_most(block.sign_level) else value >= enough


def may_be_negative(life: Life, level: str) -> bool:
    """Whether what is measured may lie below zero, as money and a change in per cent may: of a count it is a slip."""
    named, metric = only_number(level), life.agreement.block.metric if life.agreement else ""
    has_unit = names_other_unit(level, "count") or names_other_unit(metric, "count")
    return named is None or min(named, life.baseline or 0.0) < 0 or has_unit


def is_yes(level: str) -> bool:
    """Whether a level is that something happens at all, which is no number."""
    return only_number(level) is None and level.casefold().strip(" .!") in YES


def counts_sign(block: SuccessBlock) -> bool:
    """Whether the early sign is a number."""
    return only_number(block.sign_level) is not None


def sinks(block: SuccessBlock, baseline: float | None) -> bool:
    """Whether the number that the stop rule is about is to fall, so that too much of it is bad."""
    if block.stop_on != "metric":
        return is_at_most(block.sign_level)
    level = only_number(block.level)
    return is_at_most(block.level) or (level is not None and baseline is not None and level < baseline)


def rule_from(life: Life) -> date | None:
    """Return the day from which the stop rule can be called met: its own week, but not before the class can show it."""
    agreed, own = life.agreement, stop_day(life)
    if agreed is None or own is None:
        return None
    shows = fair_date(life) if agreed.block.stop_on == "metric" else latest_sign(life)
    return max(own, shows or own)


def stop_day(life: Life) -> date | None:
    """Return the day on which the limit of the stop rule is looked at."""
    return weeks_after(life.start, life.agreement.block.stop_week) if life.agreement else None


def latest_sign(life: Life) -> date | None:
    """Return the day by which nearly all tasks of the class have shown a first sign."""
    return weeks_after(life.start, life.decision[1].first_weeks) if life.decision else None


def is_beyond(life: Life, value: float | None, *, clearly: bool = False) -> bool:
    """Whether a reading is on the wrong side of the limit of the stop rule."""
    block = life.agreement.block if life.agreement else None
    if block is None or block.stop_limit is None or value is None:
        return False
    base = (life.baseline or 0.0) if block.stop_on == "metric" else 0.0
    margin = CLEARLY * abs(block.stop_limit - base) if clearly else 0.0
    if sinks(block, life.baseline):
        return value > block.stop_limit + margin
    return value < block.stop_limit - margin


def _rule(life: Life, day: date, seen: Review) -> Rule:
    """Where the stop rule stands; empty where its week has not come, or the reading is on the right side."""
    own, counts = stop_day(life), rule_from(life)
    value = _looked_at(life, seen)
    if own is None or counts is None or day < own or not is_beyond(life, value):
        return ""
    before = [_looked_at(life, each) for on, each in readings(life) if counts <= on < day]
    again = bool(before) and is_beyond(life, before[-1])
    if not (again or is_beyond(life, value, clearly=True)):
        return "close"
    return "met" if day >= counts else "passed"


def _looked_at(life: Life, seen: Review) -> float | None:
    """The reading that the stop rule is about."""
    on_metric = life.agreement is not None and life.agreement.block.stop_on == "metric"
    return seen.value if on_metric else seen.sign_value


def readings(life: Life) -> list[tuple[date, Review]]:
    """Return the reviews since the decision, each with the day of its reading, the earliest first."""
    found = ((each.measured_on or event.day, each) for event, each in life.reviews)
    return sorted(found, key=lambda pair: pair[0])


def _signs(life: Life) -> list[tuple[date, bool]]:
    """When the early sign was looked for, and whether it was there."""
    return [(each.sign_on or on, each.sign) for on, each in readings(life) if each.sign is not None]


def _reached_on(life: Life, seen: Review, day: date) -> date | None:
    """The day the level was reached: as said, else the first reading that it has been there since; ``None`` if new."""
    if seen.reached_on:
        return seen.reached_on
    before = [pair for pair in readings(life) if pair[0] < day and pair[1].reached is not None]
    first = day if before and not before[-1][1].reached and before[-1][0] >= _agreed_date(life) else None
    for on, each in reversed(before):
        if not each.reached:
            break
        first = each.reached_on or on
    return first


def _agreed_date(life: Life) -> date:
    return life.agreement.block.reach_by if life.agreement else date.max


def _may_take_longer(life: Life, day: date) -> bool:
    latest = latest_sign(life)
    return latest is not None and day < latest


def week_of(life: Life, day: date | None) -> int | None:
    """Return the week of a day, counted from the decision."""
    start = life.start
    return None if start is None or day is None else round((day - start).days / DAYS_IN_WEEK)


def too_early(life: Life) -> Message:
    """Say when the first sign is due and from when it can be judged, by week and date."""
    sign, judge_from = life.sign_by, life.judge_from
    weeks = {"sign": Number(week_of(life, sign) or 0), "judge": Number(week_of(life, judge_from) or 0)}
    return say("review.too_early", **weeks, sign_date=sign or "", judge_date=judge_from or "")
