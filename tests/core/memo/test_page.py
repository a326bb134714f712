"""What the memo says: each section for each verdict, chosen from values."""

from datetime import date

import numpy as np
import pytest
from triage.core.judging.acts import assess
from triage.core.memo.page import write_memo
from triage.core.memo.sections import Page
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request

from bundled import RULES

DAY = date(2026, 11, 23)


def memo_of(profile: Profile | None = None, **answers):
    given = {
        "request": "More Google Ads",
        "task_type": "search_ads",
        "problem_type": "enquiries",
        "audience": "buyers",
        "need": "proven",
        "outcome": "sales",
        "effect_as": "contribution",
        "extra_contribution": Range(100_000, 200_000, 300_000),
        "cost": Range(50_000, 50_000, 50_000),
        "hours": Range(10, 10, 10),
        "visible_in": 26.0,
        "goal_fit": "directly",
        "evidence": "own_result",
    } | answers
    firm = profile or Profile(yearly_budget=2_000_000, hourly_cost=600)
    request = Request("t", "Ads", {name: Answer(value, Origin.FILE) for name, value in given.items()}, firm)
    assessment = assess([request], RULES, lambda: np.random.Generator(np.random.PCG64(1)))[0]
    return write_memo(Page(assessment, RULES, DAY), "1")


def keys(memo, section: str) -> list[str]:
    return [message.key for message in memo.sections[section]]


def test_a_go_waits_for_what_both_must_agree_on():
    assert "memo.go.when_agreed" in keys(memo_of(), "recommendation")
    agreed = {
        "success_metric": "orders",
        "success_level": "40 a month",
        "success_by": date(2027, 6, 1),
        "early_sign": "relevant searches",
        "stop_rule": "cost per order above 900 kr. in week 6",
    }
    said = ["memo.go.cost_and_stop", "text", "memo.go.assumed", "memo.asks.go"]
    assert keys(memo_of(**agreed), "recommendation") == said


def test_a_drop_offers_something_instead():
    memo = memo_of(goal_fit="against")
    assert keys(memo, "recommendation")[0] == "memo.drop"
    assert memo.sections["next"]
    assert "memo.problem_worth_solving" in keys(memo, "recommendation")


def test_a_defer_is_an_appointment_with_a_date():
    memo = memo_of(visible_in=0.5)
    assert keys(memo, "recommendation")[0] == "memo.defer.until"
    assert keys(memo, "revisit") == ["memo.revisit.date_or_trigger"]


def test_weeks_become_calendar_dates():
    calendar = next(message for message in memo_of().sections["time"] if message.key == "memo.calendar")
    assert calendar.params == {  # search ads: first 1-3-6 weeks, full 8-12-17
        "first": date(2026, 12, 14),
        "late": date(2027, 1, 4),
        "fair": date(2027, 2, 15),
        "full": date(2027, 3, 22),
    }


def test_an_unknown_effect_comes_with_the_break_even():
    memo = memo_of(effect_as=None)
    assert keys(memo, "economics") == ["memo.effect_unknown", "number.break_even"]
    assert [row.label.key for row in memo.table] == ["memo.row.cost"]


def test_the_table_adds_up():
    rows = {row.label.key: [cell and cell.amount for cell in row.cells] for row in memo_of().table}
    cost = rows["memo.row.cost"][1]
    for contribution, net in zip(rows["memo.row.contribution"], rows["memo.row.net"], strict=True):
        assert contribution - cost == pytest.approx(net)


def test_the_goal_is_printed_in_the_words_of_the_profile():
    firm = Profile(goals=(Goal("inbound", "Flere henvendelser"),), yearly_budget=1e6, hourly_cost=600)
    said = memo_of(firm, goal="inbound").sections["fit"]
    assert said[0].key == "memo.goal"
    assert said[0].params["goal"].words == "Flere henvendelser"
    assert "assumed.no_goals" not in [message.key for message in said]


def test_without_goals_the_memo_says_that_none_were_agreed():
    assert "assumed.no_goals" in keys(memo_of(), "fit")
