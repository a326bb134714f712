"""What depends on the weights, against rulesets with other weights and assessments of single requests."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.adapters.files.requestfiles import read_case_files
from triage.core.judging.assessment import judge
from triage.core.judging.batch import Interval
from triage.core.judging.weights import _Rows, named_weights, random_weights, weigh
from triage.core.request.request import Answer, Goal, Origin, Profile, Range, Request
from triage.core.rules.ruleset import VERDICTS, Bar, Ruleset, Verdict

from bundled import RULES
from toy import toy_ruleset

FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600, goals=(Goal("more", "More enquiries"),))
CASES = list(read_case_files([Path(__file__).parents[3] / "rules" / "cases"], RULES, date(2026, 1, 5)))
BY_ID = {Path(case.source).stem: case for case in CASES}
BY_ID |= {name.split("-")[0]: case for name, case in BY_ID.items()}
OWN = np.array([criterion.weight for criterion in RULES.criteria.values()])

SOUND = {
    "request": "Do it",
    "task_type": "cro",
    "problem_type": "conversion",
    "problem_evidence": "figures",
    "audience": "visitors",
    "need": "assumed",
    "outcome": "sales",
    "effect_as": "contribution",
    "extra_contribution": Range(60_000, 80_000, 160_000),
    "cost": Range(20_000, 20_000, 20_000),
    "hours": Range(20, 20, 20),
    "visible_in": 26.0,
    "goal_fit": "upkeep",
    "evidence": "own_test",
}


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def request(**changes) -> Request:
    given_ = {**SOUND, **changes}
    return Request("test", "test", {name: Answer(value, Origin.FILE) for name, value in given_.items()}, FIRM)


def assessed(one: Request, rules: Ruleset = RULES):
    return judge([one], rules, rng)[0]


def used(one: Request):
    """The weights as they count: the fit with the goals less where there are none."""
    return OWN if one.profile.goals else OWN - [0, 0, 0, 5]


def reweighted(weights) -> Ruleset:
    pairs = zip(RULES.criteria.items(), weights, strict=True)
    criteria = {name: replace(each, weight=float(weight), lighter=None) for (name, each), weight in pairs}
    return replace(RULES, criteria=criteria)


def moved(one: Request, criterion: str, to: float) -> Ruleset:
    """One weight set, the others in proportion."""
    at, own = list(RULES.criteria).index(criterion), used(one)
    weights = own * ((own.sum() - to) / (own.sum() - own[at]))
    weights[at] = to
    return reweighted(weights)


partial = st.fixed_dictionaries(
    {
        "need": st.sampled_from([None, "guess", "assumed", "reported", "proven"]),
        "goal_fit": st.sampled_from([None, "pulls_away", "upkeep", "directly"]),
        "evidence": st.sampled_from([None, "plan", "own_test"]),
        "extra_contribution": st.sampled_from([None, Range(10_000, 20_000, 60_000), Range(60_000, 80_000, 160_000)]),
        "visible_in": st.sampled_from([None, 3.0, 7.0, 26.0]),
        "outcome": st.sampled_from(["sales", "attention"]),
    }
).map(lambda changes: request(**changes))


@settings(max_examples=8, deadline=None)
@given(partial)
def test_the_share_is_that_of_brute_force(one):
    base = assessed(one)
    drawn = random_weights(OWN, 20, rng())
    by_hand = [assessed(one, reweighted(weights)).verdict for weights in drawn]
    assert weigh(base, RULES, rng, tried=20).share == by_hand.count(base.verdict) / 20


@pytest.mark.parametrize("case", CASES[::4], ids=lambda case: Path(case.source).stem)
def test_named_weightings_and_the_turn_of_every_case(case):
    base = assessed(case)
    found = weigh(base, RULES, rng)
    for name, weights in named_weights(used(case)).items():
        assert found.named[name] is assessed(case, reweighted(weights)).verdict
    if found.turn:
        assert assessed(case, moved(case, found.turn.criterion, found.turn.to)).verdict is found.turn.verdict
        assert found.turn.verdict is not base.verdict


@pytest.mark.parametrize("case", ["a04", "v05", "v03", "own-mail-just-below-sixty-five", "own-own-name-half-anyway"])
def test_no_smaller_change_of_one_weight_turns_it(case):
    base = assessed(BY_ID[case])
    turn = weigh(base, RULES, rng).turn
    weights = used(BY_ID[case])
    reach = abs(turn.to - turn.weight) if turn else 100.0
    for name, own in zip(RULES.criteria, weights, strict=True):
        for to in np.linspace(max(0.0, own - reach * 0.999), min(weights.sum() - 1, own + reach * 0.999), 21):
            assert assessed(BY_ID[case], moved(BY_ID[case], name, to)).verdict is base.verdict


def test_the_turn_is_where_it_is_computed_by_hand():
    """a04, a small bet with the bar at 55 and without goals: need has 50 points, the other three 68.75 on average."""
    turn = weigh(assessed(BY_ID["a04"]), RULES, rng).turn
    others = (30 * 75 + 15 * 75 + 15 * 50) / 60
    assert turn is not None
    assert (turn.criterion, turn.weight) == ("customer_need", 35)
    assert turn.to == pytest.approx(95 * (others - 55) / (others - 50), abs=0.001)
    assert turn.verdict is Verdict.DEFER


def test_what_may_be_a_trial_or_not_is_weighed_with_both_bars():
    """58 points: a go where it is a trial, with the bar at 55, and a defer where it is none."""
    toy = toy_ruleset()
    trial = Bar({"outcome": "sales"}, 55)
    need = replace(toy.criteria["need"], adjust=())
    rules = replace(toy, verdicts=replace(toy.verdicts, trial=trial), criteria={**toy.criteria, "need": need})
    known = {"task_type": "seo", "need": "guess", "effect_as": "contribution", "visible_in": 40.0}
    known |= {"cost": Range(5e4, 5e4, 5e4), "hours": Range(0, 0, 0), "extra_contribution": Range(5e4, 5e4, 5e4)}
    one = Request("t", "t", {name: Answer(value, Origin.FILE) for name, value in known.items()})
    base = assessed(one, rules)
    assert (base.score, base.unknown_that_decides) == (Interval(58, 58), "outcome")
    codes = _Rows(base, rules, rng).verdicts(np.array([[60.0, 40.0], [20.0, 80.0]]))
    assert [VERDICTS[code] for code in codes] == [Verdict.DEFER, Verdict.GO]


def test_where_a_gate_decides_no_weight_matters():
    found = weigh(assessed(BY_ID["v01"]), RULES, rng)
    assert (found.share, found.turn) == (1.0, None)
    assert set(found.named.values()) == {Verdict.DROP}


def test_rank_sum_and_centroid_are_those_of_the_tables():
    """For four criteria: Barron & Barrett (1996) have .521 .271 .146 .063 for ROC and .40 .30 .20 .10 for rank sum."""
    found = named_weights(np.array([40.0, 10.0, 30.0, 20.0]))
    assert found["roc"] == pytest.approx([52.1, 6.3, 27.1, 14.6], abs=0.05)
    assert found["rank_sum"] == pytest.approx([40, 10, 30, 20])
    assert found["equal"] == pytest.approx([25, 25, 25, 25])


def test_criteria_of_the_same_weight_share_and_one_without_weight_has_none():
    assert named_weights(np.array([50.0, 25.0, 25.0, 0.0]))["rank_sum"] == pytest.approx([50, 25, 25, 0])
    assert named_weights(np.array([10.0]))["roc"] == pytest.approx([10])


def test_random_weights_keep_the_total_and_lie_around_the_ruleset():
    drawn = random_weights(OWN, 20_000, rng())
    assert drawn.min() >= 0
    assert drawn.sum(axis=1) == pytest.approx(OWN.sum())
    factors = drawn / OWN
    factors /= factors.sum(axis=1, keepdims=True)
    assert factors.mean(axis=0) == pytest.approx(0.25, abs=0.005)
    assert factors.var(axis=0) == pytest.approx(3 / 80, abs=0.002)  # Dirichlet(1,1,1,1): (1/4)(3/4)/5


def test_the_same_seed_draws_the_same_weights():
    assert random_weights(OWN, 50, rng()).tobytes() == random_weights(OWN, 50, rng()).tobytes()
    base = assessed(request())
    assert weigh(base, RULES, rng) == weigh(base, RULES, rng)


@settings(max_examples=15, deadline=None)
@given(partial)
def test_leaving_out_rows_that_do_not_depend_on_the_weights_changes_nothing(one):
    rows = _Rows(assessed(one), RULES, rng)
    weights = np.concatenate([np.eye(4) * 97 + 1, random_weights(OWN, 5, rng())])
    by_hand = [assessed(one, reweighted(each)).verdict for each in weights]
    codes = rows.verdicts(weights)
    assert [("drop", "defer", "go")[code] for code in codes] == by_hand


def test_one_criterion_alone_has_no_weight_to_move():
    alone = reweighted([35, 0, 0, 0])
    found = weigh(assessed(request(), alone), alone, rng)
    assert found.turn is None
    assert found.share == 1.0
