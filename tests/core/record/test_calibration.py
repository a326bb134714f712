"""How forecasts fit what came, each number counted by hand."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from triage.core.life.events import Weighed
from triage.core.record.calibration import (
    Band,
    Chances,
    Hits,
    Observed,
    Period,
    Tendency,
    add_up,
    bias,
    bias_by_answer,
    chances,
    ended,
    hit_rates,
    observed_weeks,
    outcomes,
)
from triage.core.rules.ruleset import Verdict

from past import END, START, agreed, decided, happened, past, reviewed

COST = (10_000, 20_000, 30_000)
EFFECT = (50_000, 100_000, 200_000)
GO = (decided(), agreed())


def ran(*, until: date = END, status: str = "succeeded", came: dict[str, float], **known):
    return past("t", *GO, reviewed(status, until, **came), **{"cost": COST, "contribution": EFFECT} | known)


EIGHT = [
    ran(came={"cost": 20_000, "hours": 35, "contribution": 50_000}, hours=(10, 20, 30), evidence="data"),
    ran(came={"cost": 40_000, "contribution": 80_000}, evidence="data"),
    ran(came={"cost": 30_000, "contribution": 120_000}, evidence="feeling"),
    ran(
        came={"cost": 10_000, "contribution": 9},
        cost=(20_000, 20_000, 20_000),
        contribution=(None, None, None),
        task_type="seo_content",
        evidence="data",
    ),
    ran(came={"contribution": 250_000}, task_type="seo_content", evidence="feeling"),
    ran(status="stopped", came={"cost": 5_000, "contribution": 0}, task_type="tiktok", evidence=None),
    ran(status="too_early", came={"cost": 20_000}),
    ran(until=date(2027, 1, 1), came={"cost": 20_000}),
]
"""Two of the four ranges of cost held: 20, 40, 30 and 5 thousand; the third range is a point, and one is unknown."""
CASES = outcomes(EIGHT, date(2026, 12, 31))


def test_what_has_not_ended_by_the_day_does_not_count():
    assert len(CASES) == 6
    assert len(outcomes(EIGHT, None)) == 7
    assert outcomes([], None) == ()


def test_hits_are_counted_where_a_range_and_the_actual_are_known():
    assert hit_rates(CASES) == {"cost": Hits(2, 4), "hours": Hits(0, 1), "contribution": Hits(3, 5)}


def test_the_median_of_actual_against_expected_over_everything():
    # contribution 0, .5, .8, 1.2, 2.5; cost .25, .5, 1, 1.5, 2
    assert bias(CASES).contribution == Tendency(5, 0.8)
    assert bias(CASES).cost == Tendency(5, 1.0)


def test_answers_keep_the_given_order_and_fewer_than_three_have_no_median():
    seo, ads, tiktok = bias_by_answer(CASES, "task_type", ["rebrand", "seo_content", "search_ads", "tiktok"])
    assert (seo.answer, seo.n, seo.contribution, seo.cost) == ("seo_content", 2, Tendency(1, None), Tendency(1, None))
    assert (ads.answer, ads.n, ads.contribution, ads.cost) == ("search_ads", 3, Tendency(3, 0.8), Tendency(3, 1.5))
    assert (tiktok.answer, tiktok.n, tiktok.has_median) == ("tiktok", 1, False)


def test_answers_that_the_rules_do_not_know_come_after_and_unknown_ones_last():
    assert [found.answer for found in bias_by_answer(CASES, "evidence", ["feeling"])] == ["feeling", "data", ""]


def test_what_was_weighed_again_after_its_review_is_no_forecast():
    record = past("again", *GO, reviewed(), happened(Weighed(2, Verdict.GO), date(2026, 6, 2)))
    assert outcomes([record], None) == outcomes([record], END) == ()


def test_the_decision_in_force_is_the_one_that_is_judged():
    record = past("twice", *GO, reviewed("failed", date(2026, 3, 1)), decided("go", date(2026, 4, 1)))
    assert outcomes([record], None) == ()
    assert [case.review.status for case in outcomes([record], date(2026, 3, 1))] == ["failed"]
    assert [case.review.status for case in ended([record], Period())] == ["failed"]


def stated(chance: float, *, succeeded: bool):
    return past("p", decided(), agreed(chance=chance), reviewed("succeeded" if succeeded else "failed"))


TEN = [
    *[stated(80, succeeded=True)] * 3,
    stated(80, succeeded=False),
    stated(60, succeeded=True),
    stated(60, succeeded=False),
    *[stated(20, succeeded=False)] * 2,
    stated(20, succeeded=True),
    stated(100, succeeded=True),
]


def test_the_brier_score_is_the_mean_squared_distance_from_ten_cases_on():
    # 3 x .04 + .64 + .16 + .36 + 2 x .04 + .64 + 0 = 2.0
    found = chances(outcomes(TEN, None))
    assert (found.n, found.brier) == (10, pytest.approx(0.2))
    assert chances(outcomes(TEN[:9], None)) == Chances(9)


def test_always_saying_fifty_gives_a_quarter():
    cases = [stated(50, succeeded=at % 2 == 0) for at in range(11)]
    assert chances(outcomes(cases, None)).brier == pytest.approx(0.25)


def test_bands_take_their_lower_end_in_and_empty_ones_are_left_out():
    bands = chances(outcomes(TEN, None)).bands
    assert [(band.low, band.high, band.n) for band in bands] == [(20, 40, 3), (60, 80, 2), (80, 100, 5)]
    assert bands[0] == Band(20, 40, pytest.approx(0.2), pytest.approx(1 / 3), 3)
    assert bands[2] == Band(80, 100, pytest.approx(0.84), 0.8, 5)


def test_a_chance_is_only_counted_where_one_was_agreed_since_the_decision():
    before = past("before", agreed(chance=90), decided(day=date(2026, 2, 1)), reviewed())
    assert chances(outcomes([before, past("none", *GO, reviewed())], None)) == Chances(0)


def test_weeks_count_from_go_to_the_earliest_day_that_was_seen():
    signs = [reviewed("on_track", sign_on=date(2026, 2, 2)), reviewed("on_track", sign_on=date(2026, 1, 26))]
    record = past("a", *GO, *signs, reviewed(reached_on=date(2026, 4, 6)))
    other = past("b", *GO, reviewed("failed", sign_on=date(2026, 1, 19)))
    assert observed_weeks([record, other]) == {"search_ads": Observed((3, 2), (13,))}


def test_the_sales_cycle_is_no_part_of_what_a_task_takes():
    sold = past("a", *GO, reviewed(sign_on=START + timedelta(weeks=3), reached_on=START + timedelta(weeks=13)))
    assert observed_weeks([replace(sold, sales_cycle_weeks=4)]) == {"search_ads": Observed((0,), (9,))}


def test_nothing_is_observed_before_the_start_or_without_one():
    early = past("a", *GO, reviewed(sign_on=date(2026, 1, 1)))
    dropped = past("b", decided("drop"), reviewed(sign_on=date(2026, 2, 2)), task_type="tiktok")
    assert observed_weeks([early, dropped]) == {"search_ads": Observed((), ())}


def test_currencies_are_never_added_and_unknown_amounts_do_not_count():
    sums = add_up([("DKK", 100.0), ("EUR", 7.0), ("DKK", 50.0), ("DKK", None), ("EUR", float("inf"))])
    assert (dict(sums.by_currency), sums.known) == ({"DKK": 150.0, "EUR": 7.0}, 3)


@pytest.mark.parametrize(("day", "within"), [(START, True), (END, True), (date(2026, 6, 2), False)])
def test_both_ends_of_a_period_belong_to_it(day, within):
    assert (day in Period(START, END)) is within
    assert day in Period()
