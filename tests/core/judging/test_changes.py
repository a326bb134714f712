"""What would end a go, and other ways to the same job, against loops over requests."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from triage.adapters.files.requestfiles import read_case_files
from triage.core.judging.assessment import judge
from triage.core.judging.changes import WORSENINGS, _nearness, alternatives, find_end
from triage.core.request.request import Answer, Origin, Profile, Range, Request, with_answers
from triage.core.rules.ruleset import VERDICTS, Verdict

from bundled import RULES

FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600, currency="DKK")
CASES = list(read_case_files([Path(__file__).parents[3] / "rules" / "cases"], RULES, date(2026, 1, 5)))
BY_ID = {Path(case.source).stem.split("-")[0]: case for case in CASES}

SOUND = {
    "request": "Do it",
    "task_type": "cro",
    "problem_type": "conversion",
    "problem_evidence": "figures",
    "audience": "visitors",
    "need": "reported",
    "outcome": "sales",
    "effect_as": "contribution",
    "extra_contribution": Range(60_000, 80_000, 160_000),
    "cost": Range(20_000, 20_000, 20_000),
    "hours": Range(20, 20, 20),
    "visible_in": 26.0,
    "date_bound": "wish",
    "goal_fit": "supports",
    "evidence": "data",
}


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def request(profile: Profile = FIRM, **changes) -> Request:
    given_ = {name: value for name, value in {**SOUND, **changes}.items() if value != "left out"}
    return Request("test", "test", {name: Answer(value, Origin.FILE) for name, value in given_.items()}, profile)


def assessed(one: Request):
    return judge([one], RULES, rng)[0]


# --- what would end a go


def test_the_end_of_a_go_is_one_answer_and_turns_the_verdict():
    bases = judge(CASES, RULES, rng)
    ends = [find_end(base, RULES, rng) for base in bases]
    assert {base.verdict is Verdict.GO for base, end in zip(bases, ends, strict=True) if end} == {True}
    worse = [with_answers(case, {end.question: end.after}) for case, end in zip(CASES, ends, strict=True) if end]
    found = judge(worse, RULES, rng)
    assert [each.verdict for each in found] == [end.verdict for end in ends if end]
    assert Verdict.GO not in {each.verdict for each in found}


def test_a_level_down_that_ends_it_is_the_smallest():
    end = find_end(assessed(request(need="assumed", cost=Range(1000, 1000, 1000))), RULES, rng)
    assert end is not None
    assert (end.question, end.after, end.verdict) == ("need", "guess", Verdict.DEFER)


def test_a_tenth_more_that_ends_it_is_smaller_than_a_level():
    """32,000 in all against 95 % of 35,000: a tenth less does not pay."""
    end = find_end(assessed(request(extra_contribution=Range(33_000, 35_000, 37_000))), RULES, rng)
    assert end is not None
    assert (end.question, end.after) == ("extra_contribution", Range(30_000, 32_000, 33_000))


def test_worsenings_come_from_the_smallest_on():
    assert tuple(sorted(WORSENINGS, key=lambda worsening: worsening[1])) == WORSENINGS
    assert [size for size, _ in WORSENINGS] == sorted(size for size, _ in WORSENINGS)
    assert (1.0, (1.4, 0.7)) in WORSENINGS


def test_a_duty_ends_with_its_source():
    duty = {"obligation": "law", "source_kind": "law", "obligation_source": "section 4"}
    duty |= {"duty_from": date(2027, 1, 1), "need": "own_wish"}
    end = find_end(assessed(request(**duty)), RULES, rng)
    assert end is not None
    assert (end.question, end.before, end.after) == ("obligation_source", "section 4", None)


# --- other ways to the same job


@pytest.mark.parametrize("case", CASES[::4], ids=lambda case: Path(case.source).stem)
def test_alternatives_are_those_of_brute_force(case):
    base = assessed(case)
    asked = RULES.task_types[case.value("task_type")]
    better = {}
    others = judge([with_answers(case, {"task_type": name}) for name in RULES.task_types], RULES, rng)
    for (name, kind), other in zip(RULES.task_types.items(), others, strict=True):
        rank, own = (
            (VERDICTS.index(each.verdict), each.score.low + each.score.high if each.score else 0.0)
            for each in (other, base)
        )
        if name != "other" and set(kind.job) & set(asked.job) and rank > own and other.verdict is not Verdict.DROP:
            better[name] = (rank, other)
    found = alternatives(base, RULES, rng)
    if base.verdict is Verdict.GO:
        assert found == ()
        return
    assert [(a.verdict, a.score) for a in found] == [
        (other.verdict, other.score) for _, other in sorted(better.values(), key=lambda each: each[0], reverse=True)[:3]
    ]
    assert {a.task_type for a in found} <= set(better)


def test_an_impossible_date_for_seo_is_met_by_something_quicker():
    found = alternatives(assessed(BY_ID["v05"]), RULES, rng)
    assert found[0].verdict is Verdict.GO


def test_kinds_of_task_are_near_by_their_first_job_then_by_how_many_they_share():
    kind, *_ = RULES.task_types.values()
    one = replace(kind, job=("brand", "proof"))
    other = [replace(kind, job=job) for job in (("brand",), ("proof", "brand"), ("proof",), ("insight",))]
    assert [_nearness(each, one) for each in other] == [(True, 1), (False, 2), (False, 1), (False, 0)]


def test_a_task_that_no_customer_needs_has_no_alternative():
    assert alternatives(assessed(BY_ID["v01"]), RULES, rng) == ()
