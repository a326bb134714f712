"""The arithmetic, checked against the worked example of the trade and against sums done another way."""

import numpy as np
import pytest
from msgspec.structs import replace
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request
from triage.core.rules.measures import MEASURES
from triage.core.scoring.measures import measure
from triage.core.scoring.table import build

from bundled import RULES


def measured(profile: Profile | None = None, **answers):
    given = {name: Answer(value, Origin.FILE) for name, value in answers.items()}
    profile = profile or Profile(yearly_budget=2_500_000, hourly_cost=600, horizon_months=18)
    columns = measure(build([Request("test", "test", given, profile)], RULES), RULES)
    return {name: float(column[0]) for name, column in columns.items()}


def flat(value: float) -> Range:
    return Range(value, value, value)


SEO = {
    "task_type": "seo_content",
    "cost": flat(90_000),
    "hours": flat(120),
    "effect_as": "contribution",
    "extra_contribution": Range(80_000, 260_000, 600_000),
}


def test_the_worked_example_less_what_would_have_come_anyway():
    got = measured(**SEO)
    assert got["total_cost"] == 162_000
    assert got["contribution"] == pytest.approx(0.95 * 308_000)  # Swanson's mean, hardly any would have come anyway
    assert got["net"] == pytest.approx(130_600)
    assert got["mroi"] == pytest.approx(130_600 / 162_000)
    assert got["return_per_krone"] == pytest.approx(292_600 / 162_000)
    assert got["net_low"] == pytest.approx(0.95 * 80_000 - 162_000)
    assert got["exposure"] == pytest.approx(0.0648)


def test_break_even_units_of_the_worked_example():
    got = measured(**{**SEO, "effect_as": "units", "unit_contribution": 1_300.0})
    assert np.ceil(got["break_even_units"]) == 125


def test_units_times_their_contribution_is_the_contribution():
    units = measured(**{**SEO, "effect_as": "units", "extra_units": Range(80, 260, 600), "unit_contribution": 1_000.0})
    direct = measured(**SEO)
    assert units["contribution"] == pytest.approx(direct["contribution"])


@pytest.mark.parametrize(("anyway", "kept"), [(5.0, 0.95), (25.0, 0.75), (0.0, 1.0), (100.0, 0.0)])
def test_what_would_have_come_anyway_is_taken_off(anyway, kept):
    assert measured(**SEO, anyway=anyway)["contribution"] == pytest.approx(kept * 308_000)


def test_the_chance_of_no_effect_lowers_the_expected_value_but_not_the_low_case():
    got = measured(**SEO, no_effect_chance=40.0)
    assert got["contribution"] == pytest.approx(0.6 * 0.95 * 308_000)
    assert got["contribution_low"] == pytest.approx(0.95 * 80_000)


def test_ranges_of_cost_and_hours_are_joined_as_independent_parts():
    got = measured(**{**SEO, "cost": Range(80_000, 90_000, 100_000), "hours": Range(100, 120, 140)})
    assert got["total_cost"] == pytest.approx(162_000)
    assert got["total_cost_low"] == pytest.approx(162_000 - np.hypot(10_000, 12_000))
    assert got["total_cost_low"] > 80_000 + 100 * 600  # the sum of the lows is far less likely than one in ten


@pytest.mark.parametrize(
    ("weeks", "level"), [(0, 0), (5.9, 0), (6, 1), (11.9, 1), (12, 2), (25.9, 2), (26, 3), (51.9, 3), (52, 4), (500, 4)]
)
def test_time_fit_compares_the_date_with_the_class(weeks, level):
    assert measured(**SEO, visible_in=float(weeks))["time_fit"] == level  # SEO: first 6-12-26, full 26-52-104


def test_no_date_is_no_conflict():
    assert measured(**SEO)["time_fit"] == 4


def test_a_sale_comes_one_sales_cycle_later():
    firm = Profile(sales_cycle_weeks=20, yearly_budget=1.0, hourly_cost=1.0)
    assert measured(firm, **SEO, outcome="sales", visible_in=20.0)["time_fit"] == 0
    assert measured(firm, **SEO, outcome="enquiries", visible_in=20.0)["time_fit"] == 2


def test_payback_counted_week_by_week():
    got = measured(**SEO)
    start, end = 12 / (52 / 12), 18
    steps = np.linspace(start, end, 100_001)
    earned = got["contribution"] * (steps - start) / (end - start)
    assert got["payback_months"] == pytest.approx(steps[np.argmax(earned >= got["total_cost"])], abs=1e-3)


def test_no_payback_within_the_horizon_is_not_a_number():
    assert np.isnan(measured(**{**SEO, "extra_contribution": flat(100_000)})["payback_months"])


def test_net_present_value_against_a_sum_of_days():
    got = measured(Profile(hourly_cost=600, required_return=0.1, horizon_months=24), **SEO)
    days = np.linspace(12 / 52, 2, 200_001)
    flow = got["contribution"] * np.mean(1.1 ** -((days[1:] + days[:-1]) / 2))
    assert got["npv"] == pytest.approx(flow - got["total_cost"], rel=1e-6)


def test_what_costs_nothing_has_no_finite_return():
    free = {**SEO, "cost": flat(0), "hours": flat(0)}
    assert measured(**free)["mroi"] == np.inf
    assert measured(**{**free, "extra_contribution": flat(0)})["mroi"] == 0


def test_every_measure_is_there_when_nothing_is_known():
    got = measured(task_type="other")
    assert set(got) == set(MEASURES)
    assert np.isnan(got["total_cost"])
    assert np.isnan(got["mroi"])


def test_each_end_of_the_range_has_its_own_net_and_cost():
    got = measured(**{**SEO, "cost": Range(80_000, 90_000, 140_000), "hours": flat(120)})
    cost = 0.3 * 80_000 + 0.4 * 90_000 + 0.3 * 140_000 + 120 * 600
    assert got["net_likely"] == pytest.approx(0.95 * 260_000 - cost)
    assert got["net_high"] == pytest.approx(0.95 * 600_000 - cost)
    assert got["total_cost_high"] == pytest.approx(140_000 + 120 * 600)


def test_without_a_required_return_the_net_present_value_is_the_net():
    got = measured(Profile(hourly_cost=600, required_return=0, horizon_months=24), **SEO)
    assert got["npv"] == pytest.approx(got["net"])


def test_rules_that_know_no_sales_add_no_sales_cycle():
    outcome = replace(
        RULES.questions["outcome"], choices={"enquiries": RULES.questions["outcome"].choices["enquiries"]}
    )
    rules = replace(RULES, questions={**RULES.questions, "outcome": outcome})
    answers = {"task_type": Answer("cro", Origin.FILE), "outcome": Answer("enquiries", Origin.FILE)}
    table = build([Request("t", "t", answers, Profile(sales_cycle_weeks=20))], rules)
    assert measure(table, rules)["first_low"][0] == RULES.task_types["cro"].first[0]


# --- what is at stake


def test_the_stake_is_the_cost_where_the_low_case_loses_less():
    got = measured(**SEO, anyway=0.0)  # 162,000 in all; the low case brings 80,000 and loses 82,000
    assert got["stake"] == pytest.approx(162_000 / 2_500_000)


def test_the_stake_is_the_loss_of_the_low_case_where_that_is_larger():
    got = measured(**{**SEO, "extra_contribution": Range(-100_000, 260_000, 600_000)}, anyway=0.0)
    assert got["stake"] == pytest.approx((162_000 + 100_000) / 2_500_000)


def test_where_the_effect_is_not_known_the_stake_is_the_cost():
    assert measured(**{**SEO, "extra_contribution": None})["stake"] == pytest.approx(162_000 / 2_500_000)


def test_what_was_agreed_for_the_same_goal_and_kind_counts_where_parts_could_slip_under_a_limit():
    trial = {"bounded_test": "end_stop_price", "whole_cost": 1_620_000.0}
    given = {name: Answer(value, Origin.FILE) for name, value in (SEO | trial).items()}
    firm = Profile(yearly_budget=2_500_000, hourly_cost=600)
    alone, with_more = (
        measure(build([Request("t", "t", given, firm, committed=each)], RULES), RULES) for each in (0.0, 100_000.0)
    )
    changed = {name for name in alone if not np.array_equal(alone[name], with_more[name], equal_nan=True)}
    assert {name: pytest.approx(float(with_more[name][0])) for name in changed} == {
        "stake": 262_000 / 2_500_000,
        "cost_in_all": 190_000,
        "hours_in_all": 120 + 100_000 / 600,
        "share_of_whole": 262_000 / 1_620_000,
    }


def test_shares_are_the_same_in_another_currency():
    euros = Profile(currency="EUR", yearly_budget=250_000, hourly_cost=60, horizon_months=18)
    kroner = Profile(currency="DKK", yearly_budget=2_500_000, hourly_cost=600, horizon_months=18)
    tenth = {**SEO, "cost": flat(9_000), "extra_contribution": Range(8_000, 26_000, 60_000)}
    one, other = measured(euros, **tenth), measured(kroner, **SEO)
    for name in ("stake", "exposure", "high_share", "likely_share", "mroi"):
        assert one[name] == pytest.approx(other[name])


def test_the_shares_of_the_cost_that_come_back_in_the_high_and_in_the_likely_case():
    got = measured(**SEO, anyway=25.0)
    assert got["high_share"] == pytest.approx(0.75 * 600_000 / 162_000)
    assert got["likely_share"] == pytest.approx(0.75 * 260_000 / 162_000)
    loss = measured(**{**SEO, "extra_contribution": Range(-9e4, -8e4, -81_000)}, anyway=0.0)
    assert loss["high_share"] == pytest.approx(-0.5)


def test_what_costs_nothing_brings_back_infinitely_much_or_exactly_nothing():
    free = {**SEO, "cost": flat(0), "hours": flat(0)}
    assert measured(**free)["likely_share"] == np.inf
    assert measured(**{**free, "extra_contribution": flat(0)})["likely_share"] == 0


def test_a_trial_is_a_share_of_what_the_whole_would_cost():
    trial = {"bounded_test": "end_stop_price", "whole_cost": 1_620_000.0}
    assert measured(**SEO, **trial)["share_of_whole"] == pytest.approx(0.1)
    assert np.isnan(measured(**SEO)["share_of_whole"])


# --- what an answer is worth

ASK = {
    "task_type": "survey_test",
    "kind_of_ask": "find_out",
    "cost": flat(8_000),
    "hours": flat(20),  # 20,000 in all
    "decision_stake": 500_000.0,
    "decision_turns": 20.0,
    "visible_in": 4.0,
    "decision_in": 10.0,
}


def test_an_answer_is_worth_what_a_changed_decision_saves_beside_its_price():
    got = measured(**ASK)
    assert got["knowing_ratio"] == pytest.approx(0.2 * 500_000 / 20_000)
    assert got["share_of_decision"] == pytest.approx(20_000 / 500_000)
    assert got["answer_margin"] == 6


@pytest.mark.parametrize(
    ("changed", "ratio", "share"),
    [
        ({"decision_turns": 0.0}, 0, 0.04),
        ({"decision_stake": 0.0}, 0, np.inf),
        ({"cost": flat(0), "hours": flat(0)}, np.inf, 0),
        ({"decision_stake": None}, np.nan, np.nan),
        ({"decision_turns": None}, np.nan, 0.04),
        ({"hours": None}, np.nan, np.nan),
    ],
)
def test_an_answer_is_worth_nothing_infinitely_much_or_not_known(changed, ratio, share):
    got = measured(**ASK | changed)
    assert (got["knowing_ratio"], got["share_of_decision"]) == pytest.approx((ratio, share), nan_ok=True)


def test_an_answer_after_the_decision_has_less_than_no_margin():
    assert measured(**ASK | {"decision_in": 3.0})["answer_margin"] == -1
    assert np.isnan(measured(**ASK | {"decision_in": None})["answer_margin"])


# --- when it is ready


@pytest.mark.parametrize(("weeks", "level"), [(0, 0), (1.9, 0), (2, 2), (3.9, 2), (4, 4), (50, 4), (None, 4)])
def test_ready_fit_compares_the_day_with_how_long_such_tasks_take_to_deliver(weeks, level):
    kind = replace(RULES.task_types["cro"], deliver=(2, 4, 8))
    rules = replace(RULES, task_types={**RULES.task_types, "cro": kind})
    answers = {"task_type": "cro", "ready_by": weeks, "outcome": "sales"}
    given = {name: Answer(value, Origin.FILE) for name, value in answers.items()}
    found = measure(build([Request("t", "t", given, Profile(sales_cycle_weeks=20))], rules), rules)
    assert found["ready_fit"][0] == level
    assert [found[f"deliver_{part}"][0] for part in ("low", "likely", "high")] == [2, 4, 8], "a sale comes later"


def test_goals_are_counted():
    two = Profile(goals=(Goal("a", "A"), Goal("b", "B")))
    assert (measured(two, **SEO)["goals"], measured(**SEO)["goals"]) == (2, 0)


@pytest.mark.parametrize(("holds_wages", "share"), [(None, 0.036), (False, 0.036), (True, 0.0648)])
def test_own_hours_are_no_part_of_a_budget_that_pays_no_wages(holds_wages, share):
    profile = Profile(yearly_budget=2_500_000, hourly_cost=600, budget_holds_wages=holds_wages)
    got = measured(profile, **SEO)
    assert (got["budget_share"], got["exposure"]) == (pytest.approx(share), pytest.approx(0.0648))
