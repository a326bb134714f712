"""Each contradiction of the bundled rules on a whole request: told until it is settled, and changing no verdict."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from triage.core.judging.assessment import Assessment, judge
from triage.core.request.request import Answer, Origin, Profile, Range, Request

from bundled import RULES

FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600)
KNOWN: dict[str, Any] = {
    "task_type": "cro",
    "problem_type": "conversion",
    "audience": "visitors from the newsletter",
    "need": "proven",
    "outcome": "sales",
    "effect_as": "contribution",
    "extra_contribution": Range(100_000, 150_000, 300_000),
    "cost": Range(20_000, 20_000, 20_000),
    "hours": Range(20, 20, 20),
    "visible_in": 26.0,
    "goal_fit": "supports",
    "evidence": "data",
    "success_metric": "orders",
    "success_level": "40 a month, against 30",
}
SAME = {"tried_before": "same"}
OWN_RESULT = {"evidence": "own_result"}
NOT_MEASURED, FAILED = ({"tried_outcome": each} | OWN_RESULT | SAME for each in ("not_measured", "failed"))
FIND_OUT = {"kind_of_ask": "find_out", "decision_turns": 0.0}
HANGS = FIND_OUT | {"decision_turns": 40.0}
STOP = {"kind_of_ask": "stop"}
LAW = {"obligation": "law", "source_kind": "law"}


def judged(**changes) -> Assessment:
    given = {name: Answer(value, Origin.FILE) for name, value in (KNOWN | changes).items()}
    return judge(
        [Request("t", "t", given, FIRM, asked_on=date(2026, 11, 23))], RULES, lambda: np.random.default_rng(7)
    )[0]


PAIRS = [
    # the contradiction, answers that do not go together, and the one that settles it
    ("proven_on_a_feeling", {"evidence": "feeling"}, {"need": "reported"}),
    ("own_result_never_tried", {"evidence": "own_result", "tried_before": "no"}, {"tried_before": "similar"}),
    ("own_result_not_measured", NOT_MEASURED, {"tried_outcome": "worked"}),
    ("failed_but_speaks_for", FAILED | {"evidence_says": "for"}, {"evidence_says": "against"}),
    ("no_goal_but_straight_for_one", {"goal": "none", "goal_fit": "directly"}, {"goal_fit": "supports"}),
    ("group_is_everybody", {"audience": " Everybody. "}, {"audience": "everybody who has bought twice"}),
    ("group_is_everybody", {"audience": "Hele Danmark"}, {"audience": "tømrere i hele Danmark"}),
    ("followers_for_business", {"success_metric": "Nye følgere på LinkedIn"}, {"outcome": "attention"}),
    ("followers_for_business", {"success_metric": "more followers"}, {"success_metric": "enquiries"}),
    ("level_without_a_number", {"success_level": "clearly more"}, {"success_level": "a third: 33 %"}),
    ("level_without_a_number", {"success_level": "clearly more"}, {"success_level": None}),
    ("source_without_a_number", LAW | {"obligation_source": "the law"}, {"obligation_source": "section 4"}),
    ("source_without_a_number", LAW | {"obligation_source": "the law"}, {"source_kind": None}),
    (
        "sign_after_the_goal",
        {"early_sign": "ten in week 16", "success_by": date(2027, 4, 1)},
        {"early_sign": "ten in week 6"},
    ),
    ("ready_after_the_effect", {"ready_by": 30.0, "visible_in": 20.0}, {"ready_by": 10.0}),
    ("ready_after_the_duty", LAW | {"ready_by": 10.0, "duty_from": date(2026, 12, 1)}, {"ready_by": 1.0}),
    ("a_stop_without_a_loss", STOP | {"loss_known": "thought"}, {"loss_known": "asked"}),
    (
        "a_decision_above_the_budget",
        FIND_OUT | {"decision_turns": 40.0, "decision_stake": 3e7},
        {"decision_stake": 3e5},
    ),
    ("a_whole_above_the_budget", {"bounded_test": "end_stop_price", "whole_cost": 3e7}, {"whole_cost": 3e5}),
    ("too_good", {"extra_contribution": Range(4e6, 4e6, 4e6)}, {"extra_contribution": Range(3e6, 3e6, 3e6)}),
    ("years_of_hours", {"hours": Range(30_000, 30_000, 30_000)}, {"hours": Range(300, 300, 300)}),
    ("above_the_budget", {"cost": Range(3e6, 3e6, 3e6)}, {"cost": Range(3e5, 3e5, 3e5)}),
    ("already_decided", FIND_OUT, {"decision_turns": 1.0}),
]


@pytest.mark.parametrize(("name", "answers", "settled"), PAIRS)
def test_answers_that_do_not_go_together_are_told_until_one_is_settled(name, answers, settled):
    assert name in judged(**answers).contradictions
    assert name not in judged(**answers | settled).contradictions


def test_every_contradiction_of_the_rules_is_among_them():
    assert {name for name, _, _ in PAIRS} == set(RULES.contradictions)


def test_answers_that_go_together_are_not_asked_about():
    assert judged().contradictions == ()


@pytest.mark.parametrize(
    ("said", "settled"),
    [
        ({"audience": "everybody"}, {"audience": "visitors"}),
        ({"success_level": "more"}, {"success_level": "40"}),
        ({"goal": "none", "goal_fit": "directly"}, {"goal": None, "goal_fit": "directly"}),
    ],
)
def test_a_contradiction_changes_no_verdict(said, settled):
    one, other = judged(**said), judged(**settled)
    assert one.contradictions
    assert (one.verdict, one.gates, one.shares) == (other.verdict, other.gates, other.shares)


def test_several_stand_in_the_order_of_the_rules():
    many = judged(audience="alle", success_level="mere", evidence="feeling", goal="none", goal_fit="directly")
    assert many.contradictions == tuple(name for name in RULES.contradictions if name in many.contradictions)
    assert len(many.contradictions) == 4


def test_each_names_the_answers_to_look_at_again():
    for contradiction in RULES.contradictions.values():
        read = {*contradiction.when, *contradiction.words, *contradiction.no_number} & set(RULES.questions)
        assert contradiction.questions
        assert set(contradiction.questions) <= set(RULES.questions)
        assert read & set(contradiction.questions) or not read
