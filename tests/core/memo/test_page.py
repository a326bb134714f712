"""What the memo says: each section for each verdict, chosen from values."""

from datetime import date

import numpy as np
import pytest
from triage.core.judging.acts import assess
from triage.core.judging.risk import Risk
from triage.core.memo.money import warning
from triage.core.memo.page import write_memo
from triage.core.memo.sections import Page
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request

from bundled import RULES

DAY = date(2026, 11, 23)


def request_of(profile: Profile | None = None, **answers):
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
    return Request("t", "Ads", {name: Answer(value, Origin.FILE) for name, value in given.items()}, firm)


def rng():
    return np.random.Generator(np.random.PCG64(1))


def memo_of(profile: Profile | None = None, **answers):
    return write_memo(Page(assess([request_of(profile, **answers)], RULES, rng)[0], RULES, DAY), "1")


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
    said = ["memo.go.cost", "text", "memo.go.assumed.grave", "memo.paragraph", "memo.asks.go"]
    assert keys(memo_of(**agreed), "recommendation") == said
    assert keys(memo_of(**agreed, lawful="yes"), "recommendation")[2] == "memo.go.assumed", "nothing that would end it"


def test_a_drop_opens_with_what_it_offers_instead():
    memo = memo_of(goal_fit="against", smaller_way="ring the ten who asked")
    assert keys(memo, "recommendation")[:3] == ["memo.drop", "memo.smaller_way", "memo.paragraph"]
    assert "memo.problem_still_worth_solving" in keys(memo, "recommendation")


def test_a_defer_is_an_appointment_with_a_date():
    memo = memo_of(visible_in=0.5)
    assert keys(memo, "recommendation")[0] == "memo.defer.until.trigger"
    assert keys(memo, "revisit") == []


def test_a_defer_lists_what_has_to_happen_first():
    memo = memo_of(visible_in=0.5, capacity="no")
    said = memo.sections["recommendation"]
    assert [len(message.params["items"].items) for message in said if message.key == "memo.list"] == [2]


def test_weeks_become_calendar_dates():
    calendar = next(message for message in memo_of().sections["time"] if message.key == "memo.calendar")
    assert calendar.params == {  # search ads: first 1-3-6 weeks, full 8-12-17
        "first": date(2026, 12, 14),
        "fair": date(2027, 2, 15),
    }


def test_an_unknown_effect_comes_with_the_break_even():
    memo = memo_of(effect_as=None)
    assert keys(memo, "economics") == ["number.total_cost", "memo.effect_unknown", "number.break_even"]
    assert memo.table.rows == ()


@pytest.mark.parametrize("more", [{}, {"no_effect_chance": 20.0}, {"cost": Range(0, 0, 0)}, {"hours": Range(1, 2, 9)}])
def test_every_column_of_the_table_adds_up_as_it_is_printed(more):
    table = memo_of(**more).table
    columns = list(zip(*(row.cells for row in table.rows), strict=True))
    assert len(columns) == len(table.heads) == 3 + ("no_effect_chance" in more)
    for *parts, left in columns:
        assert sum(round(part.amount) for part in parts) == round(left.amount)


def test_a_table_of_what_costs_nothing_has_nothing_to_take_off():
    table = memo_of(cost=Range(0, 0, 0), hours=Range(0, 0, 0)).table
    assert [row.label.key for row in table.rows] == ["memo.row.contribution"]


@pytest.mark.parametrize(
    ("extra", "chance", "key"),
    [
        (200_000, 0.24, None),
        (200_000, 0.25, "memo.warning.risk"),
        (60_000, 0.1, "memo.warning.even"),
        (60_000, 0.4, "memo.warning.even.risk"),
        (50_000, 0.1, "memo.warning.loss"),
        (50_000, 0.7, "memo.warning.loss.risk"),
        (50_000, 1.0, "memo.warning.loss.sure"),
    ],
)
def test_the_first_lines_say_where_the_money_is_no_good_reason(extra, chance, key):
    request = request_of(extra_contribution=Range(extra, extra, extra), anyway=0.0)
    page = Page(assess([request], RULES, rng)[0], RULES, DAY)
    risk = Risk(1, chance, 0, 0, 0, 0, 0, None, {}, ())
    assert [message.key for message in warning(page, risk)] == ([key] if key else [])


def test_an_answer_is_not_asked_what_waiting_half_a_year_costs():
    memo = memo_of(kind_of_ask="answer", waiting_for="many", waiting="much", effect_as="no_money", worth="vital")
    assert "memo.waiting.said.answer" in keys(memo, "problem")
    assert "memo.calendar" not in keys(memo, "time")


def test_a_duty_has_no_calendar_and_no_talk_of_what_it_brings():
    memo = memo_of(obligation="law", source_kind="law", obligation_source="§ 3", duty_from=date(2027, 6, 28))
    assert {"memo.calendar", "memo.wish"}.isdisjoint(keys(memo, "time"))
    assert (keys(memo, "economics"), memo.table.rows) == (["number.total_cost"], ())


def test_three_sentences_to_say_aloud_name_task_reason_and_question():
    assert [message.key for message in memo_of().short] == ["memo.short.title", "memo.expected", "memo.short.asks.go"]
    dropped = memo_of(goal_fit="against").short
    assert [message.key for message in dropped] == ["memo.short.title", "text", "memo.short.asks.drop"]


def test_the_goal_is_printed_in_the_words_of_the_profile():
    firm = Profile(goals=(Goal("inbound", "Flere henvendelser"),), yearly_budget=1e6, hourly_cost=600)
    said = memo_of(firm, goal="inbound").sections["fit"]
    told = {message.key: message.params for message in said}
    assert told["memo.goal"]["goal"].words == "Flere henvendelser"
    assert "memo.no_goals" not in told


def test_without_goals_the_memo_says_that_none_were_agreed():
    assert "memo.no_goals.estimate" in keys(memo_of(), "fit")
    assert "memo.no_goals" in keys(memo_of(goal_fit=None), "fit")


def test_no_answer_is_asked_for_after_the_day_on_which_it_must_be_ready():
    urgent = memo_of(kind_of_ask="answer", waiting_for="many", effect_as="no_money", worth="vital", ready_by=0.3)
    assert urgent.sections["recommendation"][-1].params == {"date": date(2026, 11, 25)}


@pytest.mark.parametrize(
    ("cost", "most"), [(Range(50_100, 50_100, 50_100), 56_100), (Range(40_000, 50_000, 70_123), 77_000)]
)
def test_a_go_names_the_most_it_may_cost_without_false_precision(cost, most):
    assert memo_of(cost=cost).sections["recommendation"][0].params["cost"].amount == most
