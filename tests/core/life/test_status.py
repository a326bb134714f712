"""Too early to judge, or not working: the same observations on different days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage.adapters.pages.catalog import load_catalog
from triage.core.life.events import Status
from triage.core.life.status import judge, too_early, week_of

from lives import AGREED, GO, START, life, on

RUNNING = life((0, GO), (0, AGREED))
"""First sign in week 12, judged from week 40, to be reached in week 43."""
ANY = st.sampled_from([True, False, None])


@given(ANY, ANY, st.floats(0, 39.9))
def test_before_the_fair_date_it_is_too_early_whatever_was_seen(sign, reached, week):
    assert judge(RUNNING, on(week), sign=sign, reached=reached) is Status.TOO_EARLY


@pytest.mark.parametrize(
    ("week", "sign", "reached", "status"),
    [
        (40, True, None, Status.ON_TRACK),
        (40, False, None, Status.NOT_WORKING),
        (40, None, False, Status.NOT_WORKING),
        (40, False, True, Status.SUCCEEDED),
        (42, True, False, Status.ON_TRACK),
        (43, True, False, Status.FAILED),
        (43, None, None, Status.FAILED),
        (43, None, True, Status.SUCCEEDED),
        (90, None, True, Status.SUCCEEDED),
    ],
)
def test_afterwards_it_is_judged_against_the_agreed_block(week, sign, reached, status):
    assert judge(RUNNING, on(week), sign=sign, reached=reached) is status


def test_too_early_is_reported_by_week_and_date_in_both_languages():
    assert load_catalog("en").text(too_early(RUNNING)) == (
        "It is too early to judge: first sign week 12 (30 March 2026), judge from week 40 (12 October 2026)."
    )
    assert "uge 12" in load_catalog("da").text(too_early(RUNNING))


def test_weeks_count_from_the_decision():
    assert week_of(RUNNING, on(26)) == 26
    assert week_of(life(), START) is None
