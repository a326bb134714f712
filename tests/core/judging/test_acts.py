"""What leads from a defer to a go, and what a go hangs on: acts and conditions as values."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from triage.adapters.files.requestfiles import read_case_files
from triage.core.judging.acts import ANSWERED, affordable_cost, answers_of, assess
from triage.core.judging.assessment import SCORE, UNKNOWN_DECIDES, Act, Assessment, judge
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request, with_answers
from triage.core.rules.ruleset import ACT_KINDS, Indicator, Ruleset, Verdict

from bundled import RULES
from toy import toy_ruleset

FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600, goals=(Goal("more", "More enquiries"),))
CASES = list(read_case_files([Path(__file__).parents[3] / "rules" / "cases"], RULES, date(2026, 1, 5)))
SOUND: dict[str, Any] = {
    "request": "Do it",
    "task_type": "cro",
    "kind_of_ask": "start",
    "problem": "Visitors leave",
    "problem_type": "conversion",
    "problem_evidence": "figures",
    "audience": "visitors",
    "need": "proven",
    "outcome": "conversion",
    "effect_as": "contribution",
    "extra_contribution": Range(200_000, 200_000, 200_000),
    "anyway": 0.0,
    "cost": Range(20_000, 20_000, 20_000),
    "hours": Range(20, 20, 20),
    "visible_in": 26.0,
    "goal_fit": "directly",
    "evidence": "own_result",
    "lawful": "yes",
    "obligation": "none",
    "capacity": "yes",
    "undo": "easy",
    "course_change": "no",
    "tried_before": "no",
}
FIND_OUT = {
    "kind_of_ask": "find_out",
    "task_type": "survey_test",
    "decision": "which shop",
    "decision_stake": 500_000.0,
    "decision_turns": 50.0,
    "visible_in": 4.0,
    "decision_in": 10.0,
    "answerable": "plan",
    "cost": Range(10_000, 10_000, 10_000),
}


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def assessed(profile: Profile = FIRM, rules: Ruleset = RULES, **changes) -> Assessment:
    given = {name: value for name, value in (SOUND | changes).items() if value != "left out"}
    request = Request("t", "t", {name: Answer(value, Origin.FILE) for name, value in given.items()}, profile)
    return assess([request], rules, rng)[0]


@cache
def all_assessed() -> tuple[Assessment, ...]:
    return tuple(assess(CASES, RULES, rng))


def acts_of(profile: Profile = FIRM, **changes) -> dict[str, Act]:
    return {act.kind: act for act in assessed(profile, **changes).acts}


# --- all acts together lead to a go


def test_the_acts_of_every_case_lead_to_a_go_when_all_are_taken():
    defers = [each for each in all_assessed() if each.verdict is Verdict.DEFER]
    assert len(defers) > 50
    then = judge([with_answers(each.request, answers_of(each.acts)) for each in defers], RULES, rng)
    stuck = {a.request.source: b.verdict for a, b in zip(defers, then, strict=True) if b.verdict is not Verdict.GO}
    assert stuck == {}


def test_no_act_leads_to_a_worse_answer_than_now():
    for each in all_assessed():
        for name, value in answers_of(each.acts).items():
            question, now = RULES.questions[name], each.request.value(name)
            if question.ordered and now is not None and value is not None:
                choices = list(question.choices)
                assert choices.index(value) > choices.index(now), (each.request.source, name)
            if name in {"cost", "hours"} and isinstance(now, Range) and value is not None:
                assert value.expected < now.expected, (each.request.source, name)


def test_only_a_defer_has_acts_and_only_a_go_has_conditions():
    for each in all_assessed():
        assert bool(each.acts) <= (each.verdict is Verdict.DEFER)
        assert bool(each.conditions) <= (each.verdict is Verdict.GO)


def test_acts_stand_in_their_order_one_of_a_kind():
    for each in all_assessed():
        kinds = [act.kind for act in each.acts]
        assert kinds == sorted(set(kinds), key=ACT_KINDS.index)
        for act in each.acts:
            assert len(act.causes) == len(act.steps) == len(set(act.causes))


def test_every_act_has_an_owner_a_day_and_a_price():
    for each in all_assessed():
        for act in each.acts:
            assert act.weeks is not None
            assert act.weeks > 0
            assert act.price >= 0
            assert act.owner in {"manager", "director", "both"}


def test_the_appointments_are_the_steps_of_the_acts():
    found = assessed(visible_in=0.5, evidence="feeling")
    assert [cause for cause, _ in found.appointments] == [cause for act in found.acts for cause in act.causes]


def test_a_request_among_others_has_the_acts_that_it_has_alone():
    together = assess(CASES[:40], RULES, rng)
    assert together[::8] == [assess([case], RULES, rng)[0] for case in CASES[:40:8]]


# --- what each kind leads to


@pytest.mark.parametrize(
    ("changes", "kind", "causes", "answers"),
    [
        ({"evidence": "feeling"}, "find", ("needs_a_plan",), {"evidence": "plan"}),
        (
            {"need": "guess", "problem_evidence": "feeling"},
            "find",
            ("only_we_believe", "customer_need"),
            {"need": "reported", "problem_evidence": "customers"},
        ),
        ({"goal_fit": "pulls_away"}, "talk", ("strategy_fit",), {"goal_fit": "supports"}),
        ({"capacity": "no"}, "free", ("capacity_missing",), {"displaces": ANSWERED}),
        ({"visible_in": 0.5}, "move", ("date_too_early",), {"visible_in": 10.0}),
        ({"visible_in": None}, "ask", ("no_date",), {"visible_in": 10.0}),
        ({"audience": None}, "ask", ("group_not_said",), {"audience": ANSWERED}),
        ({"ready_by": 0.1}, "ask", ("not_ready_in_time",), {"ready_by": 2.0}),
        (FIND_OUT | {"decision_in": 2.0}, "move", ("answer_too_late",), {"decision_in": 4.0}),
        (FIND_OUT | {"answerable": "hope"}, "find", ("cannot_be_answered",), {"answerable": "plan"}),
    ],
)
def test_an_act_has_its_causes_and_the_answers_that_it_leads_to(changes, kind, causes, answers):
    (act,) = assessed(**changes).acts
    assert (act.kind, act.causes, dict(act.answers)) == (kind, causes, answers)


def test_findings_of_one_kind_are_one_act_with_the_last_day_the_dearest_price_and_the_best_answer():
    """Half a million of two: a plan (2 weeks, 6 hours), data (3, 8), a test of our own (8, 8 and a tenth of it all)."""
    (act,) = assessed(
        evidence="feeling",
        cost=Range(500_000, 500_000, 500_000),
        extra_contribution=Range(400_000, 2_000_000, 4_000_000),
    ).acts
    assert act.causes == ("needs_a_plan", "needs_data", "needs_own_test")
    assert dict(act.answers) == {"evidence": "own_test"}
    assert act.weeks == 8
    assert act.price == pytest.approx(8 * 600 + 0.1 * 512_000)


def test_two_owners_of_one_act_are_both():
    """To say the problem is up to the director, to say the group up to the manager."""
    assert acts_of(audience=None)["ask"].owner == "manager"
    assert acts_of(problem_type=None, problem=None)["ask"].owner == "director"
    assert acts_of(audience=None, problem_type=None, problem=None)["ask"].owner == "both"


def test_what_is_answered_already_is_not_part_of_an_act():
    assert "problem" not in acts_of(problem_type="no_problem", problem_evidence="sales")["talk"].answers
    assert acts_of(problem_type="no_problem", problem_evidence="sales", problem=None)["talk"].answers["problem"]


def test_an_answer_that_opens_a_question_opens_it_for_the_same_act():
    """A duty that is only said to be one: kind, reference and day are asked about once it is known to be a duty."""
    act = acts_of(kind_of_ask="duty", obligation="none")["ask"]
    assert list(act.answers) == ["obligation", "source_kind", "obligation_source", "duty_from"]


# --- amounts


def test_a_cut_is_what_the_likely_effect_pays_for_in_the_same_proportion_for_money_and_hours():
    """32,000 in all against 25,000 on average and 24,000 in the likely case: three quarters, to two digits."""
    found = assessed(extra_contribution=Range(22_000, 24_000, 29_000 + 1_000 / 3))
    assert affordable_cost(found) == pytest.approx(24_000)
    (cut,) = found.acts
    assert (cut.kind, cut.causes) == ("cut", ("likely_case_loses", "expected_return"))
    assert dict(cut.answers) == {"cost": Range(15_000, 15_000, 15_000), "hours": Range(15, 15, 15)}
    assert cut.answers["cost"].expected + 600 * cut.answers["hours"].expected <= 24_000


def test_a_cut_keeps_the_shape_of_a_range_and_rounds_down():
    (cut,) = assessed(
        cost=Range(17_000, 20_000, 23_000), hours=Range(10, 20, 30), extra_contribution=Range(25_000, 25_000, 25_000)
    ).acts
    assert cut.answers["cost"] == Range(13_000, 15_000, 17_000)  # 25/32 of each
    assert cut.answers["hours"] == Range(7.8, 15, 23)


def test_an_answer_is_cut_to_a_tenth_of_what_is_at_stake():
    found = assessed(**FIND_OUT | {"decision_stake": 110_000.0})
    assert affordable_cost(found) == pytest.approx(11_000)
    (cut,) = found.acts
    assert cut.causes == ("answer_too_dear",)
    assert dict(cut.answers) == {"cost": Range(5_000, 5_000, 5_000), "hours": Range(10, 10, 10)}


def test_an_answer_is_cut_to_what_it_is_worth_where_that_is_less():
    assert affordable_cost(assessed(**FIND_OUT | {"decision_turns": 2.0})) == pytest.approx(10_000)


def test_what_it_may_cost_is_not_known_where_the_effect_is_not():
    assert affordable_cost(assessed(extra_contribution=None)) is None


def test_prices_are_in_the_requests_currency_and_at_its_own_hourly_cost():
    euros = replace(FIRM, currency="EUR", yearly_budget=270_000, hourly_cost=100)
    kroner = {"extra_contribution": Range(27_000, 27_000, 27_000), "cost": Range(2_700, 2_700, 2_700)}
    assert acts_of(euros, **kroner, evidence="feeling")["find"].price == 6 * 100
    no_figure = replace(euros, hourly_cost=None)
    fallback = RULES.fallbacks.hourly_cost / RULES.rates["EUR"]
    assert acts_of(no_figure, **kroner, evidence="feeling")["find"].price == pytest.approx(6 * fallback)


# --- one after the other


def test_what_stands_in_the_way_once_the_first_act_is_done_is_followed():
    """The figures for an impossible date are asked again; what is not known then is asked for."""
    early = {"visible_in": 0.5, "extra_contribution": Range(10_000, 10_000, 10_000)}
    found = assessed(**early)
    assert found.gates == ("date_too_early", "figures_for_another_date")
    assert [act.kind for act in found.acts] == ["move", "ask"]
    assert found.acts[1].causes == ("figures_for_another_date", UNKNOWN_DECIDES)
    assert judge([with_answers(found.request, answers_of(found.acts))], RULES, rng)[0].verdict is Verdict.GO


def test_an_answer_stands_in_one_act_only():
    for each in all_assessed():
        names = [name for act in each.acts for name in act.answers]
        assert len(names) == len(set(names)), each.request.source


def test_the_lawful_way_has_its_figures_asked_again():
    found = assessed(lawful="other_way")
    assert [(act.kind, act.causes) for act in found.acts] == [
        ("law", ("unlawful_as_asked",)),
        ("ask", (UNKNOWN_DECIDES,)),
    ]
    assert found.acts[0].answers == {"lawful": "yes"}
    assert "extra_contribution" in found.acts[1].answers


def test_unknown_answers_are_asked_for_and_stand_for_those_that_lead_to_a_go_together():
    found = assessed(need=None, extra_contribution=None, cost=None)
    (ask,) = found.acts
    assert (ask.kind, ask.causes, ask.weeks) == ("ask", (UNKNOWN_DECIDES,), RULES.verdicts.unknown_decides.weeks)
    assert set(ask.answers) == {"need", "effect_as", "extra_contribution", "cost"}
    assert judge([with_answers(found.request, answers_of(found.acts))], RULES, rng)[0].verdict is Verdict.GO


def test_where_each_answer_stops_it_in_its_own_way_it_is_asked_for():
    """What we know speaks against it, and nobody has said how we know: too little, or strong and against."""
    found = assessed(evidence=None, evidence_says="against")
    assert (found.gates, found.unknown_that_decides) == ((), None)
    assert {"needs_a_plan", "speaks_against"} <= set(found.possible_gates)
    assert judge([with_answers(found.request, answers_of(found.acts))], RULES, rng)[0].verdict is Verdict.GO


# --- weak all round


WEAK = {"need": "assumed", "goal_fit": "upkeep", "extra_contribution": Range(34_000, 34_000, 34_000)}


def test_what_is_weak_all_round_is_lifted_by_the_one_criterion_that_is_enough():
    """57.5 points: with the need reported 8.75 more."""
    found = assessed(**WEAK)
    assert (found.weak, found.gates) == (True, ())
    assert [(act.kind, act.causes, act.answers) for act in found.acts] == [
        ("find", ("customer_need",), {"need": "reported"})
    ]


def test_what_is_weak_all_round_is_lifted_by_two_where_none_is_enough():
    """In the toy rules with levels of their own: 54.8 points, 6 more for the need and 6 for the outcome."""
    toy = toy_ruleset()
    need = replace(
        toy.criteria["need"], weight=30, adjust=(), points=Indicator("need", levels={"wish": 50, "proven": 70})
    )
    step = replace(need.below_minimum, answers={"outcome": "sales"})
    outcome = replace(need, act="talk", below_minimum=step)
    outcome = replace(outcome, points=Indicator("outcome", levels={"attention": 50, "sales": 70}))
    law = replace(toy.criteria["return"], points=Indicator("lawful", levels={"yes": 62}))
    rules = replace(toy, criteria={"need": need, "outcome": outcome, "law": law})
    answers = {"task_type": "seo", "need": "wish", "outcome": "attention", "cost": Range(5e4, 5e4, 5e4)}
    answers |= {"hours": Range(0, 0, 0), "visible_in": 40.0}
    request = Request("t", "t", {name: Answer(value, Origin.FILE) for name, value in answers.items()})
    (found,) = assess([request], rules, rng)
    assert found.score.point == pytest.approx(54.8)
    assert [(act.kind, act.answers) for act in found.acts] == [
        ("talk", {"outcome": "sales"}),
        ("find", {"need": "proven"}),
    ]


def test_what_is_weak_all_round_may_be_lifted_by_half_the_price():
    """53.75 points with a tight date; at half the price the return has 100 points instead of 50."""
    (cut,) = assessed(**WEAK | {"visible_in": 11.0}).acts
    assert (cut.kind, cut.causes) == ("cut", ("score",))
    assert dict(cut.answers) == {"cost": Range(10_000, 10_000, 10_000), "hours": Range(10, 10, 10)}


def test_a_criterion_that_is_as_its_step_would_have_it_is_lifted_by_one_level():
    """In the toy rules, where the step of the need leads to a guess."""
    toy = toy_ruleset()
    need = toy.criteria["need"]
    step = replace(need.below_minimum, answers={"need": "guess"})
    rules = replace(toy, criteria={**toy.criteria, "need": replace(need, below_minimum=step)})
    known = {"task_type": "seo", "need": "guess", "effect_as": "contribution", "outcome": "sales", "visible_in": 4.0}
    known |= {"cost": Range(5e4, 5e4, 5e4), "hours": Range(0, 0, 0), "extra_contribution": Range(5e4, 5e4, 5e4)}
    request = Request("t", "t", {name: Answer(value, Origin.FILE) for name, value in known.items()})
    (found,) = assess([request], rules, rng)
    assert [(act.kind, act.answers) for act in found.acts] == [("find", {"need": "proven"})]


def test_where_nothing_lifts_it_the_rules_say_what_to_do_of_what_is_weak():
    toy = toy_ruleset()
    need = replace(toy.criteria["need"], act=None, below_minimum=None, minimum=None)
    rules = replace(toy, criteria={**toy.criteria, "need": need})
    answers = {"task_type": "seo", "need": "wish", "effect_as": "contribution", "outcome": "sales", "visible_in": 4.0}
    answers |= {"cost": Range(5e4, 5e4, 5e4), "hours": Range(0, 0, 0), "extra_contribution": Range(5e4, 5e4, 5e4)}
    request = Request("t", "t", {name: Answer(value, Origin.FILE) for name, value in answers.items()})
    (found,) = assess([request], rules, rng)
    assert (found.verdict, found.acts) == (Verdict.DEFER, ())
    assert found.appointments == ((SCORE, rules.verdicts.defer),)


# --- conditions of a go

AGREED = {"stop_rule": "we stop below 10 orders", "success_metric": "orders", "success_level": "40"}
NOT_IN_MONEY = {"effect_as": "no_money", "worth": "vital", "outcome": "trust"}
TRIAL = {"bounded_test": "end_stop_price", "stop_rule": "below 2 %", "whole_cost": 1e6}
ANSWERING = {"kind_of_ask": "answer", "waiting_for": "many", "facts_known": "our_side"}
DUTY = {"obligation": "law", "source_kind": "law", "obligation_source": "section 4", "duty_from": date(2027, 1, 1)}
STOP = {"kind_of_ask": "stop", "loss_known": "measured"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"lawful": "this_way", "lawful_how": "ask all"}, [("lawful_way", "manager", None, None, "ask all")]),
        ({"lawful": "this_way"}, [("lawful_way_not_said", "manager", None, None, None)]),
        (DUTY, [("least_that_meets_it", "manager", None, None, None)]),
        (TRIAL, [("trial_ends", "both", 10.0, None, None)]),
        ({"capacity": "no", "displaces": "the fair"}, [("gives_way", "both", None, None, "the fair")]),
        ({"ready_by": 1.0}, [("tight_day", "manager", 1, None, None)]),
        (NOT_IN_MONEY, [("ceiling_without_money", "both", None, 32_000, None)]),
        (ANSWERING, [("short_answer_first", "manager", 0.2, None, None)]),
        (STOP | AGREED, [("take_it_up_again", "manager", None, None, "we stop below 10 orders")]),
    ],
)
def test_a_go_carries_the_conditions_that_hold(changes, expected):
    found = assessed(**changes)
    assert found.verdict is Verdict.GO
    told = [(c.id, c.owner, c.weeks, c.price, next(iter(c.answers.values()), None)) for c in found.conditions]
    assert told == expected


def test_every_condition_of_the_rules_is_among_them():
    parametrized = test_a_go_carries_the_conditions_that_hold.pytestmark[0].args[1]
    assert {each[0] for _, expected in parametrized for each in expected} == set(RULES.conditions)


@pytest.mark.parametrize("name", [name for name, question in RULES.questions.items() if question.holds_if])
def test_what_was_left_out_of_a_file_is_a_condition_of_the_go(name):
    base = DUTY | {"problem_type": "duty"} if name == "source_kind" else {}
    kept, left = assessed(**base), assessed(**base | {name: "left out"})
    assert kept.verdict is left.verdict is Verdict.GO
    assert name not in {condition.id for condition in kept.conditions}
    (condition,) = (each for each in left.conditions if each.id == name)
    assert dict(condition.answers) == {name: RULES.questions[name].default}


def test_nothing_is_a_condition_that_was_left_out_and_could_not_be_asked():
    assert "undo" not in {each.id for each in assessed(**ANSWERING, undo="left out").conditions}


def test_what_is_waited_for_is_not_put_off_for_weeks():
    urgent = {"kind_of_ask": "answer", "waiting_for": "many", "facts_known": "documented", "ready_by": 0.2}
    later = assessed(lawful="other_way")
    soon = assessed(lawful="other_way", **urgent)
    assert max(act.weeks for act in later.acts) > 1
    assert {act.weeks for act in soon.acts} == {0.4}
    assert max(step.weeks for _, step in soon.appointments) == 0.4
