"""What a gate read when it fired, against what was answered and measured."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from triage.adapters.files.requestfiles import read_case_files
from triage.core.judging.assessment import Assessment, judge
from triage.core.judging.readings import Reading, readings
from triage.core.request.effective import effective
from triage.core.request.request import Answer, Origin, Profile, Range, Request
from triage.core.rules.ruleset import Compare

from bundled import RULES

CASES = list(read_case_files([Path(__file__).parents[3] / "rules" / "cases"], RULES, date(2026, 1, 5)))
FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600)
STARTED = ("kind_of_ask", ("start", "stop", "own_house"), "start")
KNOWN: dict[str, Any] = {
    "task_type": "cro",
    "need": "proven",
    "problem_type": "conversion",
    "problem_evidence": "figures",
    "audience": "visitors",
    "effect_as": "contribution",
    "extra_contribution": Range(200_000, 200_000, 200_000),
    "cost": Range(10_000, 20_000, 30_000),
    "hours": Range(20, 20, 20),
    "visible_in": 26.0,
    "goal_fit": "directly",
    "evidence": "own_result",
}


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def judged(profile: Profile = FIRM, **changes) -> Assessment:
    given = {name: Answer(value, Origin.FILE) for name, value in (KNOWN | changes).items()}
    return judge([Request("t", "t", given, profile)], RULES, rng)[0]


def read(gate: str, **changes) -> list[Reading]:
    found = judged(**changes)
    assert gate in found.gates
    return list(readings(RULES.gates[gate], found, RULES))


PLAN_MISSING = [("stake", {"above": 0.005}, 0.016), ("evidence", {"below": "plan"}, "feeling"), STARTED]
TOO_EARLY = [("date_fits", False, False), ("time_fit", {"at_least": 2}, 0), ("time_fit", {"at_least": 1}, 0)]
TOO_EARLY += [("kind_of_ask", ("find_out", "duty", "answer"), "start"), STARTED]
OWN_WISH = [("need", "own_wish", "own_wish"), ("cost_in_all", {"above": 2000}, 20_000)]


@pytest.mark.parametrize(
    ("gate", "changes", "expected"),
    [
        ("needs_a_plan", {"evidence": "feeling"}, PLAN_MISSING),
        ("no_lawful_way", {"lawful": "no_way"}, [("lawful", "no_way", "no_way")]),
        ("group_not_said", {"audience": None}, [("audience", "unknown", None), STARTED]),
        ("no_customer_need", {"need": "own_wish", "hours": Range(4, 4, 4)}, OWN_WISH),
        ("date_too_early", {"visible_in": 0.5}, TOO_EARLY),
        (
            "capacity_missing",
            {"capacity": "later"},
            [("capacity", ("no", "later"), "later"), ("displaces", "unknown", None)],
        ),
    ],
)
def test_each_condition_is_told_with_its_limit_and_the_value_that_met_it(gate, changes, expected):
    assert read(gate, **changes) == [Reading(*each) for each in expected]


def test_of_several_mappings_the_first_that_holds_is_told():
    hard = read("needs_a_plan", evidence="feeling", undo="hard", cost=Range(0, 0, 0), hours=Range(1, 1, 1))
    assert [each.name for each in hard] == ["undo", "evidence", "kind_of_ask"]


def test_an_amount_is_held_against_a_limit_in_the_currency_of_the_rules():
    """300 euro are more than 2,000 kroner; both are told as they stand."""
    euros = replace(FIRM, currency="EUR", yearly_budget=270_000)
    found = judged(euros, need="own_wish", hours=Range(1, 1, 1), cost=Range(300, 300, 300))
    told = list(readings(RULES.gates["no_customer_need"], found, RULES))
    assert told[1] == Reading("cost_in_all", {"above": 2000}, 300)


def test_below_a_fact_that_holds_stands_what_it_read():
    duty = {"obligation": "law", "source_kind": "letter", "obligation_source": "May", "duty_from": date(2027, 1, 1)}
    assert read("mandatory", **duty) == [
        Reading("duty_shown", True, True),
        Reading("obligation", ("law", "contract", "safety"), "law"),
        Reading("source_kind", ("law", "contract", "letter"), "letter"),
        Reading("obligation_source", True, "May"),
        Reading("duty_from", True, date(2027, 1, 1)),
        Reading("lawful", ("this_way", "yes"), "yes"),
    ]


def test_below_a_fact_that_does_not_hold_stands_what_it_failed_on():
    """Of each of its mappings the first: it is no trial as it has no end, stop rule and price."""
    told = read("needs_own_test", cost=Range(5e5, 5e5, 5e5), evidence="data", undo="easy")
    at = told.index(Reading("trial", False, False))
    missed = Reading("bounded_test", "end_stop_price", "none")
    assert told[at + 1 : at + 3] == [missed, missed]


def test_a_gate_that_fires_whatever_is_unknown_has_nothing_to_tell():
    """Nobody knows the price, but every price that is tried is too much for a feeling."""
    found = judged(cost=None, evidence="feeling", hours=Range(300, 300, 300))
    assert "needs_a_plan" in found.gates
    assert list(readings(RULES.gates["needs_a_plan"], found, RULES)) == []


def within(value: object, limit: object, name: str) -> bool:
    """Whether a value meets a limit, without the module under test."""
    if isinstance(limit, Mapping):
        order = list(RULES.choices(name)) if name in RULES.questions else []
        place = order.index(value) if order else getattr(value, "expected", value)
        for how, bound in limit.items():
            at = order.index(bound) if order else bound
            if not {"above": place > at, "at_least": place >= at, "below": place < at, "at_most": place <= at}[how]:
                return False
        return True
    allowed = limit if isinstance(limit, tuple) else (limit,)
    if value is None:
        return "unknown" in allowed
    return value in allowed or (limit is True and bool(value))


def test_every_gate_that_fires_in_a_case_tells_its_limits_and_values_that_meet_them():
    seen = set()
    for each in judge(CASES, RULES, rng):
        values = {**each.measures, **each.facts, **effective(each.request, RULES)}
        for name in each.gates:
            told = {reading.name: reading for reading in readings(RULES.gates[name], each, RULES)}
            assert {name: reading.value for name, reading in told.items()} == {name: values[name] for name in told}
            assert (
                any(
                    all(within(values[read], told[read].limit, read) for read in when)
                    for when in RULES.gates[name].alternatives
                    if told.keys() >= set(when) and each.request.profile.currency == "DKK"
                )
                or each.request.profile.currency != "DKK"
            ), (each.request.source, name)
            seen.add(name)
    assert seen == set(RULES.gates)


def test_a_bound_is_told_with_the_bounds_that_it_has():
    both = replace(RULES.gates["needs_a_plan"], when={"stake": Compare(above=0.001, at_most=1.0)})
    assert list(readings(both, judged(), RULES)) == [Reading("stake", {"above": 0.001, "at_most": 1.0}, 0.016)]
