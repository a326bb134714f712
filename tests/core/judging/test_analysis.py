"""When a test is proposed beside a verdict, and on what terms."""

import numpy as np
import pytest
from triage.core.judging.acts import assess
from triage.core.judging.analysis import TEST_SHARE, _test
from triage.core.judging.risk import risk
from triage.core.request.request import Answer, Origin, Profile, Range, Request
from triage.core.rules.ruleset import Verdict
from triage.core.scoring.table import build

from bundled import RULES

UNSURE = {
    "task_type": "cro",
    "problem_type": "conversion",
    "problem_evidence": "figures",
    "audience": "visitors",
    "need": "proven",
    "reach": "most",
    "outcome": "sales",
    "effect_as": "contribution",
    "extra_contribution": Range(200_000, 300_000, 600_000),
    "cost": Range(80_000, 90_000, 120_000),
    "hours": Range(20, 20, 20),
    "visible_in": 26.0,
    "date_bound": "wish",
    "goal_fit": "directly",
    "evidence": "feeling",
}


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def proposed(**changes):
    answers = {name: Answer(value, Origin.FILE) for name, value in {**UNSURE, **changes}.items()}
    one = Request("t", "t", answers, Profile(yearly_budget=2_000_000, hourly_cost=600))
    assessment, chances = assess([one], RULES, rng)[0], risk(build([one], RULES), RULES, rng())
    return assessment, chances, _test(assessment, chances, RULES)


def test_a_test_is_proposed_where_evidence_is_missing():
    assessment, chances, test = proposed()
    assert assessment.verdict is Verdict.DEFER
    assert 0 < test.ceiling == min(TEST_SHARE * assessment.measures["total_cost"], chances.value_of_knowing)


def test_a_test_passes_on_the_early_sign_and_the_whole_waits_until_it_was_seen_and_talked_about():
    """Landing page tests have shown their first sign by week 10."""
    _, _, test = proposed()
    assert test.sign == RULES.task_types["cro"].leading
    assert (test.sign_by, test.until) == (10, 12)


def test_without_a_chance_of_loss_a_tenth_of_the_cost_is_the_ceiling():
    assessment, _, test = proposed(extra_contribution=Range(2_000_000, 2_000_000, 2_000_000))
    assert test.ceiling == TEST_SHARE * assessment.measures["total_cost"]


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"evidence": "own_test"}, Verdict.GO),
        ({"lawful": "no_way"}, Verdict.DROP),
        ({"evidence": "own_test", "visible_in": 1.0}, Verdict.DEFER),
    ],
)
def test_no_test_is_proposed_where_evidence_is_not_what_is_missing(changes, verdict):
    assessment, _, test = proposed(**changes)
    assert (assessment.verdict, test) == (verdict, None)
