"""The arithmetic, checked against the worked example of the trade and against sums done another way."""

from dataclasses import replace

import numpy as np
import pytest
from triage.core.request.request import Answer, Origin, Profile, Range, Request
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


@pytest.mark.parametrize(("anyway", "kept"), [("hardly_any", 0.95), ("quarter", 0.75), ("half", 0.5), ("most", 0.2)])
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
