"""The states of a request, and what is in force of everything that has happened."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.core.life.agenda import agenda
from triage.core.life.events import Baseline, Closed, Life, Review, State, Status, Weighed, Yes, weeks_after
from triage.core.rules.ruleset import Verdict

from lives import AGREED, DEFER, DROP, EVERYTHING, GO, OVERRIDE, START, life, on


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ([], State.ASSESSED),
        ([Weighed(1, Verdict.GO)], State.ASSESSED),
        ([GO], State.DECIDED),
        ([GO, AGREED], State.RUNNING),
        ([OVERRIDE, AGREED], State.RUNNING),
        ([DEFER], State.WAITING),
        ([DEFER, Weighed(2, Verdict.GO)], State.ASSESSED),
        ([DEFER, GO], State.DECIDED),
        ([DROP], State.CLOSED),
        ([DROP, GO, AGREED], State.RUNNING),
        ([DROP, Weighed(2, Verdict.GO)], State.ASSESSED),
        ([Closed("x"), Weighed(2, Verdict.DROP)], State.ASSESSED),
        ([GO, AGREED, Review(Status.TOO_EARLY)], State.RUNNING),
        ([GO, AGREED, Review(Status.NOT_WORKING)], State.RUNNING),
        ([GO, AGREED, Review(Status.SUCCEEDED)], State.REVIEWED),
        ([GO, AGREED, Review(Status.STOPPED)], State.REVIEWED),
        ([GO, AGREED, Review(Status.SUCCEEDED), Closed("done")], State.CLOSED),
        ([GO, AGREED, AGREED], State.RUNNING),
    ],
)
def test_events_lead_to_a_state(happened, state):
    assert life(*enumerate(happened)).state is state


def test_weeks_count_from_the_decision_to_go():
    running = life((0, GO), (1, AGREED))
    assert (running.start, running.sign_by, running.judge_from) == (START, on(12), on(40))
    assert running.outcome_on == AGREED.block.reach_by > on(40)


def test_a_date_before_it_can_be_judged_fairly_waits_for_that_day():
    slow = life((0, GO), (1, AGREED), (30, GO), (31, AGREED))
    assert slow.judge_from == slow.outcome_on == on(70)


def test_a_new_decision_needs_a_new_agreement():
    again = life((0, GO), (1, AGREED), (2, Closed("x")), (3, GO))
    assert again.agreement is None
    assert again.state is State.DECIDED


def test_weeks_beyond_the_calendar_end_with_it():
    assert weeks_after(date(9999, 12, 1), 40) == date.max
    assert weeks_after(None, 4) is weeks_after(START, None) is None


@given(st.lists(st.sampled_from(EVERYTHING), max_size=12))
def test_any_order_of_events_has_a_state_and_an_agenda(happened):
    any_life = life(*enumerate(happened))
    days = [reminder.day for reminder in agenda(any_life)]
    assert any_life.state in State
    assert days == sorted(days)
    assert len({reminder.about for reminder in agenda(any_life)}) == len(days)


@given(st.lists(st.sampled_from(EVERYTHING), max_size=8), st.sampled_from(EVERYTHING))
def test_adding_an_event_keeps_earlier_events(happened, more):
    before = life(*enumerate(happened))
    after = before.with_(*life((20, more)).events)
    assert Life(START, after.events[: len(before.events)]) == before


ONE = replace(AGREED, agreed_by="Mette", waits_for="director", other="Lars", conditions="c1", chance=60.0)
LARS = Yes("director", "Lars", on(1), AGREED.fingerprint, "c1", 90.0)
NEXT = replace(ONE, fingerprint="other", kind="change")


@pytest.mark.parametrize(
    ("happened", "state", "in_force", "offered"),
    [
        ([ONE], State.OFFERED, None, ONE),
        ([ONE, LARS], State.RUNNING, ONE, None),
        ([ONE, replace(LARS, fingerprint="another")], State.OFFERED, None, ONE),
        ([ONE, replace(LARS, conditions="c2")], State.OFFERED, None, ONE),
        ([ONE, replace(LARS, conditions="c2"), Yes("manager", "Mette", on(2), ONE.fingerprint, "c2")],
         State.RUNNING, ONE, None),
        ([ONE, replace(LARS, conditions="")], State.RUNNING, ONE, None),
        ([ONE, LARS, NEXT], State.RUNNING, ONE, NEXT),
        ([ONE, LARS, NEXT, replace(LARS, fingerprint="other")], State.RUNNING, NEXT, None),
        ([ONE, LARS, replace(LARS, conditions="c2")], State.RUNNING, ONE, None),
        ([AGREED, NEXT], State.RUNNING, AGREED, NEXT),
    ],
)  # fmt: skip
def test_a_go_is_final_once_both_have_said_yes_to_the_same(happened, state, in_force, offered):
    found = life((0, GO), *((0, what) for what in happened))
    assert (found.state, found.agreement, found.offer) == (state, in_force, offered)


def test_a_yes_to_a_later_version_in_the_same_words_is_not_moved_to_the_first():
    back = replace(ONE, agreed_by="Lars", agreed_on=on(14), waits_for="manager", other="Mette")
    mette = Yes("manager", "Mette", on(15), ONE.fingerprint, ONE.conditions)
    found = life((0, GO), (0, ONE), (3, LARS), (5, NEXT), (14, back), (15, mette))
    assert {side: yes.name for side, yes in found.yeses(ONE).items()} == {"manager": ONE.agreed_by, "director": "Lars"}
    assert found.yeses(ONE)["manager"].on == ONE.agreed_on
    assert (found.state, found.agreement) == (State.RUNNING, back)


def test_each_states_a_chance_and_a_later_yes_without_one_keeps_it():
    found = life((0, GO), (0, ONE), (1, LARS), (2, replace(LARS, conditions="c2", chance=None)))
    assert found.chances(ONE) == (60.0, 90.0)
    assert {side: yes.conditions for side, yes in found.yeses(ONE).items()} == {"manager": "c1", "director": "c2"}
    assert life((0, GO), (0, AGREED)).chances(AGREED) == (60, None)


def test_the_measure_before_the_start_is_the_agreed_one_else_the_latest_taken():
    open_ = life((0, GO), (0, AGREED), (1, Baseline(3.0, on(1))))
    agreed = life((0, GO), (0, replace(AGREED, block=replace(AGREED.block, baseline=5.0))), (1, Baseline(3.0, on(1))))
    assert (open_.baseline, agreed.baseline, life((0, GO)).baseline) == (3.0, 5.0, None)
