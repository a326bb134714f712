"""Takes time, or does not work: the same observations on different days, and twenty pairs of courses with noise."""

import random
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.adapters.pages.catalog import load_catalog
from triage.core.life.events import Baseline, Event, Review, Status
from triage.core.life.review import review_of
from triage.core.life.status import is_yes, judge, progress, too_early, week_of
from triage.core.messages import Message

from lives import AGREED, BLOCK, GO, START, life, on

RUNNING = life((0, GO), (0, AGREED))
"""First sign in week 12, judged from week 40, to be reached in week 43."""
LIMITED = replace(BLOCK, baseline=2.0, stop_rule="", stop_on="sign", stop_limit=20.0, stop_week=12.0)
SLOW = replace(GO, first_weeks=26.0)
"""Nearly all such tasks have shown a sign in week 26."""
ANY = st.sampled_from([True, False, None])
MIXED = {Status.TOO_EARLY, Status.ON_TRACK, Status.BEHIND, Status.UNKNOWN}


def seen(sign=None, reached=None, **more):
    return Review(Status.UNKNOWN, sign=sign, reached=reached, **more)


def reviewed(week, running=RUNNING, **answers):
    """What a review makes of answers, and the life with it."""
    made = review_of(running, answers, on(week))
    assert isinstance(made, Review), made
    return made, running.with_(Event(datetime.combine(on(week), time(9), UTC), on(week), "Mette", made))


def agreed(block, decision=GO):
    return life((0, decision), (0, replace(AGREED, block=block)))


@given(ANY, ANY, st.floats(0, 39.9))
def test_before_the_fair_date_nothing_has_failed_or_succeeded_whatever_was_seen(sign, reached, week):
    assert judge(RUNNING, on(week), seen(sign, reached)) in MIXED


@pytest.mark.parametrize(
    ("week", "sign", "reached", "status"),
    [
        (11, None, None, Status.TOO_EARLY),
        (11, False, None, Status.TOO_EARLY),
        (11, True, None, Status.ON_TRACK),
        (12, True, None, Status.ON_TRACK),
        (12, False, None, Status.BEHIND),
        (12, None, None, Status.UNKNOWN),
        (12, None, True, Status.ON_TRACK),
        (39, False, False, Status.BEHIND),
        (40, True, None, Status.ON_TRACK),
        (40, False, None, Status.NOT_WORKING),
        (40, None, False, Status.NOT_WORKING),
        (40, None, None, Status.UNKNOWN),
        (40, False, True, Status.SUCCEEDED),
        (42, True, False, Status.ON_TRACK),
        (43, True, False, Status.FAILED),
        (43, None, None, Status.UNKNOWN),
        (43, False, None, Status.UNKNOWN),
        (43, None, True, Status.SUCCEEDED),
        (90, None, True, Status.SUCCEEDED_LATE),
    ],
)
def test_the_same_is_judged_differently_on_different_days(week, sign, reached, status):
    assert judge(RUNNING, on(week), seen(sign, reached)) is status


@pytest.mark.parametrize(
    ("week", "answers", "status"),
    [
        (5, {"measured": "3"}, Status.TOO_EARLY),
        (12, {"sign_value": 100.0}, Status.ON_TRACK),
        (12, {"sign_value": 99.0}, Status.BEHIND),
        (40, {"measured": "6.9", "sign_value": 10.0}, Status.NOT_WORKING),
        (40, {"measured": "7", "sign_value": 10.0}, Status.ON_TRACK),
        (43, {"measured": "6.9"}, Status.FAILED),
        (43, {"measured": "7 a month"}, Status.IN_PART),
        (43, {"measured": "12"}, Status.SUCCEEDED),
        (45, {"measured": "12"}, Status.SUCCEEDED),
        (46, {"measured": "12"}, Status.SUCCEEDED_LATE),
        (46, {"measured": "12", "reached_on": on(43)}, Status.SUCCEEDED),
        (44, {"measured": "12", "reached_on": on(44)}, Status.SUCCEEDED_LATE),
        (60, {"measured": "12", "measured_on": on(43)}, Status.SUCCEEDED),
    ],
)
def test_numbers_are_held_against_sign_and_level_from_a_baseline_of_two(week, answers, status):
    made, _ = reviewed(week, agreed(replace(BLOCK, baseline=2.0)), **answers)
    assert made.status is status


def test_a_reading_below_at_the_agreed_date_makes_a_later_one_late():
    part, then = reviewed(43, agreed(replace(BLOCK, baseline=2.0)), measured="11")
    assert (part.status, reviewed(44, then, measured="12")[0].status) == (Status.IN_PART, Status.SUCCEEDED_LATE)


def test_a_baseline_that_is_measured_later_moves_the_way_to_go():
    running = agreed(BLOCK)
    assert progress(running, 6.0) == 0.5
    assert progress(running.with_(*life((1, Baseline(4.0, on(1)))).events), 6.0) == 0.25


def test_a_number_that_is_to_fall_is_reached_from_above():
    falling = agreed(replace(BLOCK, baseline=40.0, level="20 returns"))
    assert [reviewed(43, falling, measured=each)[0].status for each in ("19", "25", "38")] == [
        Status.SUCCEEDED,
        Status.IN_PART,
        Status.FAILED,
    ]


def test_one_is_a_number_and_no_yes():
    assert [is_yes(level) for level in ("ja", "Yes!", "1", "12", "mange")] == [True, True, False, False, False]


def test_a_number_to_stay_below_is_read_as_one():
    cheap = agreed(replace(LIMITED, baseline=None, level="højst 10 kr", sign_level="under 15 kr", stop_limit=30.0))
    assert [reviewed(43, cheap, measured=each)[0].status for each in ("9", "11")] == [Status.SUCCEEDED, Status.FAILED]
    assert [reviewed(12, cheap, sign_value=each)[0].status for each in (14.0, 16.0, 37.0)] == [
        Status.ON_TRACK,
        Status.BEHIND,
        Status.STOP_RULE_MET,
    ]


@pytest.mark.parametrize(
    ("decision", "week", "value", "rule", "status"),
    [
        (GO, 11, 1.0, "", Status.TOO_EARLY),
        (GO, 12, 20.0, "", Status.BEHIND),
        (GO, 12, 18.0, "close", Status.BEHIND),
        (GO, 12, 15.0, "met", Status.STOP_RULE_MET),
        (SLOW, 12, 15.0, "passed", Status.BEHIND),
        (SLOW, 26, 15.0, "met", Status.STOP_RULE_MET),
        (GO, 40, 15.0, "met", Status.NOT_WORKING),
    ],
)
def test_the_stop_rule_is_met_in_its_week_clearly_and_not_before_the_class_can_show_it(
    decision, week, value, rule, status
):
    made, _ = reviewed(week, agreed(LIMITED, decision), sign_value=value)
    assert (made.rule, made.status) == (rule, status)


def test_a_close_reading_becomes_a_met_rule_when_the_next_one_is_below_too():
    _, then = reviewed(12, agreed(LIMITED), sign_value=18.0)
    assert reviewed(14, then, sign_value=19.0)[0].status is Status.STOP_RULE_MET
    assert reviewed(14, then, sign_value=21.0)[0].status is Status.BEHIND


def test_stopping_by_the_rule_is_another_thing_than_stopping_early():
    stop = {"stop": True, "because": "as agreed"}
    _, then = reviewed(12, agreed(LIMITED), sign_value=5.0)
    assert reviewed(13, then, **stop)[0].by_rule
    assert not reviewed(13, agreed(LIMITED), **stop)[0].by_rule
    assert reviewed(13, agreed(BLOCK), by_rule=True, **stop)[0].by_rule
    not_met = review_of(agreed(LIMITED), {**stop, "by_rule": True}, on(13))
    assert isinstance(not_met, Message), "a rule with a number is not met because somebody says so"


def test_what_cannot_be_known_ends_the_task_only_once_it_is_settled():
    assert [reviewed(week)[0].is_final for week in (14, 43)] == [False, True]


def test_what_is_added_without_a_number_leaves_a_settled_result_as_it_is():
    done, then = reviewed(43, agreed(replace(BLOCK, baseline=2.0)), measured="12")
    added, _ = reviewed(50, then, cost=1000.0)
    assert (added.status, added.reached_on, added.cost) == (Status.SUCCEEDED, done.reached_on, 1000.0)
    assert reviewed(50, then, measured="3")[0].status is Status.FAILED


PAIRS = {"tuned on": range(10), "held back": range(100, 110)}
CLASSES = ((6, 12, 26, 26, 52, 104), (1, 3, 6, 4, 12, 26), (2, 6, 16, 13, 26, 52), (4, 8, 20, 12, 30, 60))
"""Weeks to first sign and full effect: low, likely, high."""
NOISE = 0.18


def course(seed, *, works):
    """The statuses of a course by day: readings about every fourth week, each off by a fifth or so."""
    rng = random.Random(f"{seed} {works}")  # noqa: S311 - a simulation
    weeks = tuple(map(float, rng.choice(CLASSES)))
    first, full = weeks[:3], weeks[3:]
    level, baseline = rng.choice((12, 40, 300)), 0.2
    sign_week = rng.uniform(first[1], first[2])
    decision = replace(GO, first_weeks=first[2], judge_weeks=full[1], class_weeks=weeks)
    block = replace(
        LIMITED,
        baseline=level * baseline,
        level=f"{level}",
        sign_week=float(round(sign_week)),
        stop_limit=40.0,
        stop_week=float(round(sign_week + rng.uniform(1, 10))),
        reach_by=START + timedelta(weeks=full[1] + rng.uniform(1, 12)),
    )
    running, comes, there = agreed(block, decision), rng.uniform(first[0], first[2]), rng.uniform(full[0], full[2])
    asked = [block.sign_week, block.stop_week, full[1]]  # the days that due asks for, and others between them
    asked += [each + rng.uniform(-1, 1) for each in range(3, int(full[1]) + 12, 4)]
    told = []
    for week in sorted(asked):
        sign, way = (min(1.5, week / comes), min(1.1, max(0.0, (week - comes / 2) / there))) if works else (0.2, 0.0)
        noisy = [
            rng.lognormvariate(0, NOISE) * each for each in (sign * 100, level * (baseline + (1 - baseline) * way))
        ]
        made, running = reviewed(week, running, sign_value=round(noisy[0], 1), measured=f"{noisy[1]:.1f}")
        told.append((on(week), made.status))
    return told, running.sign_by, running.judge_from


@pytest.mark.parametrize("seeds", PAIRS.values(), ids=PAIRS)
def test_no_course_that_works_is_called_not_working_or_stopped_by_its_rule_before_its_fair_date(seeds):
    for seed in seeds:
        told, _, fair = course(seed, works=True)
        early = {status for day, status in told if day < fair}
        assert early <= {Status.TOO_EARLY, Status.ON_TRACK, Status.BEHIND}, seed


@pytest.mark.parametrize("seeds", PAIRS.values(), ids=PAIRS)
def test_nine_of_ten_that_fail_are_behind_at_the_sign_and_not_working_at_the_fair_date(seeds):
    behind = dead = 0
    for seed in seeds:
        told, sign, fair = course(seed, works=False)
        behind += next(status for day, status in told if day >= sign) is Status.BEHIND
        dead += next(status for day, status in told if day >= fair) is Status.NOT_WORKING
    assert behind >= 9
    assert dead >= 9


def test_too_early_is_reported_by_week_and_date_in_both_languages():
    assert load_catalog("en").text(too_early(RUNNING)).replace("\u00a0", " ") == (
        "It is too early to judge: the first sign comes on 30 March 2026 (week 12 after the decision), and it can be "
        "judged from 12 October 2026 (week 40)."
    )
    assert "uge 12" in load_catalog("da").text(too_early(RUNNING))


def test_weeks_count_from_the_decision():
    assert week_of(RUNNING, on(26)) == 26
    assert week_of(life(), START) is None
