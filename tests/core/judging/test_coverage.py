"""What no case covers."""

import numpy as np
from msgspec.structs import replace
from triage.core.judging.acts import assess
from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import Interval
from triage.core.judging.coverage import untouched
from triage.core.request.request import Answer, Origin, Profile, Range, Request, Value
from triage.core.rules.ruleset import Indicator

from toy import toy_ruleset

FULL: dict[str, Value] = {
    "request": "Do it",
    "task_type": "seo",
    "need": "proven",
    "outcome": "sales",
    "effect_as": "contribution",
    "extra_contribution": Range(200_000, 200_000, 200_000),
    "cost": Range(50_000, 50_000, 50_000),
    "hours": Range(10, 10, 10),
    "visible_in": 40,
    "stop_rule": "no enquiries in May",
}


def assessed(**answers: Value) -> Assessment:
    given = {name: Answer(value, Origin.FILE) for name, value in (FULL | answers).items()}
    request = Request("case", "case", given, Profile(yearly_budget=1_000_000, hourly_cost=500))
    return assess([request], toy_ruleset(), lambda: np.random.Generator(np.random.PCG64(1)))[0]


def missing(*assessments: Assessment) -> list[str]:
    return [f"{each.key} {each.params.get('id', '')}".strip() for each in untouched(assessments, toy_ruleset())]


def test_one_case_covers_little() -> None:
    assert missing(assessed()) == [
        "rules.untouched.gate_silent unlawful",
        "rules.untouched.gate_silent no_stop_rule",
        "rules.untouched.gate_silent duty",
        "rules.untouched.levels",
        "rules.untouched.adjustment",
        "rules.untouched.minimum",
        "rules.untouched.levels",
        "rules.untouched.levels",
        "rules.untouched.verdict",
        "rules.untouched.verdict",
        "rules.untouched.weak",
        "rules.untouched.small_bet",
        "rules.untouched.unknown_decides",
    ]


def test_a_gate_that_always_fires_is_reported() -> None:
    assert "rules.untouched.gate_speaks duty" in missing(assessed(duty=True))
    assert "rules.untouched.gate_speaks duty" not in missing(assessed(duty=True), assessed())


def test_levels_are_named() -> None:
    told = next(each for each in untouched([assessed()], toy_ruleset()) if each.key == "rules.untouched.levels")
    assert [word.params["words"].en for word in told.params["levels"].items] == [
        "Our own wish",
        "A guess",
    ]


def test_what_a_case_covers_is_not_reported() -> None:
    attention = assessed(need="guess", outcome="attention", visible_in=1)
    nothing_known = assessed(need="guess", effect_as=None, extra_contribution=None)
    told = missing(assessed(), attention, nothing_known)
    assert "rules.untouched.adjustment" not in told
    assert "rules.untouched.minimum" not in told
    assert "rules.untouched.unknown_decides" not in told


def test_what_is_weak_all_round_is_covered_by_a_case_with_nothing_else_in_the_way() -> None:
    """Need 50 x 60 and return, of 20 x 3 and 100 points, 40 x 40: 46 points."""
    weak = assessed(need="guess", extra_contribution=Range(30_000, 30_000, 30_000))
    assert (weak.verdict, weak.gates, weak.score) == ("defer", (), Interval(46, 46))
    told = missing(assessed(), weak)
    assert "rules.untouched.weak" not in told
    assert "rules.untouched.weak" in missing(assessed(), assessed(duty=True))


def test_small_bets_are_reported_only_where_the_rules_have_them_and_no_case_is_one() -> None:
    small = assessed(cost=Range(1_000, 1_000, 1_000), hours=Range(2, 2, 2))
    assert small.small_bet
    assert "rules.untouched.small_bet" not in missing(assessed(), small)
    rules = replace(toy_ruleset(), verdicts=replace(toy_ruleset().verdicts, small_bet=None))
    assert "rules.untouched.small_bet" not in {each.key for each in untouched([assessed()], rules)}


def test_steps_of_an_answer_are_covered_where_a_case_lies_in_them() -> None:
    rules = toy_ruleset()
    weeks = Indicator("visible_in", steps=((4, 50), (39, 75), (50, 100)))
    rules = replace(rules, criteria={"need": replace(rules.criteria["need"], points=weeks, adjust=())})
    told = next(each for each in untouched([assessed()], rules) if each.key == "rules.untouched.levels")
    levels = str(told.params["levels"])
    assert "50" in levels
    assert "39" not in levels
