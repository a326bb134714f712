"""Close calls against a loop over all answers, each moved by hand."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from triage.adapters.files.requestfiles import read_case_files
from triage.core.judging import batch
from triage.core.judging.assessment import judge
from triage.core.judging.batch import verdicts, verdicts_and_scores
from triage.core.judging.close_calls import MoveDirection, close_calls, find_scales, moves
from triage.core.request.effective import effective
from triage.core.request.request import Answer, Origin, Profile, Range, Request, with_answers
from triage.core.rules.ruleset import VERDICTS, Verdict

from bundled import RULES

FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600, currency="DKK")
CASES = list(read_case_files([Path(__file__).parents[3] / "rules" / "cases"], RULES, date(2026, 1, 5)))

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

LEVELS = {
    "need": ("own_wish", "guess", "assumed", "reported", "proven"),
    "goal_fit": ("against", "pulls_away", "upkeep", "supports", "directly"),
    "evidence": ("feeling", "plan", "others", "data", "own_test", "own_result"),
    "reach": ("few", "some", "most"),
    "problem_evidence": ("feeling", "director", "sales", "customers", "tried", "figures"),
    "loss_known": ("not_looked", "thought", "asked", "measured"),
    "waiting_for": ("nobody", "few", "named", "many"),
    "worth": ("nothing", "little", "clear", "vital"),
}
AMOUNTS = (
    "extra_units",
    "unit_contribution",
    "extra_contribution",
    "no_effect_chance",
    "cost",
    "hours",
    "visible_in",
    "anyway",
    "whole_cost",
    "decision_stake",
    "decision_turns",
    "ready_by",
    "decision_in",
)
PERCENT = ("no_effect_chance", "anyway", "decision_turns")


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def request(**changes) -> Request:
    given_ = {name: value for name, value in {**SOUND, **changes}.items() if value != "left out"}
    return Request("test", "test", {name: Answer(value, Origin.FILE) for name, value in given_.items()}, FIRM)


def assessed(one: Request):
    return judge([one], RULES, rng)[0]


def times(name, value, factor):
    if isinstance(value, Range):
        return Range(*(times(name, part, factor) for part in (value.low, value.likely, value.high)))
    return min(float(f"{value * factor:.6g}"), 100.0 if name in PERCENT else float("inf"))


def stepped_by_hand(one: Request):
    """Every answer that counts one step on, made without the module under test."""
    counts = {name for name, value in effective(one, RULES).items() if value is not None}
    for name, levels in LEVELS.items():
        at = levels.index(one.value(name)) if one.value(name) and name in counts else None
        for to in () if at is None else (at - 1, at + 1):
            if 0 <= to < len(levels):
                yield name, levels[to]
    for name in AMOUNTS:
        value = one.value(name) if name in counts else None
        for factor in (0.7, 1.4) if value else ():
            after = times(name, value, factor)
            if after != value:
                yield name, after


def answers_of(**choices):
    return st.fixed_dictionaries({name: st.sampled_from(values) for name, values in choices.items()})


def tenfold(*likely):
    return [None, *(Range(each / 2, each, each * 2) for each in likely)]


partial = answers_of(
    need=(None, *LEVELS["need"]),
    goal_fit=(None, *LEVELS["goal_fit"]),
    evidence=(None, *LEVELS["evidence"]),
    reach=LEVELS["reach"],
    outcome=(None, "sales", "enquiries", "attention"),
    problem_type=(None, "enquiries", "no_problem"),
    audience=(None, "visitors"),
    capacity=("no", "yes"),
    displaces=(None, "the fair"),
    cost=tenfold(1000.0, 20_000.0, 100_000.0),
    hours=tenfold(4.0, 40.0),
    extra_contribution=tenfold(30_000.0, 200_000.0),
    visible_in=(None, 3.0, 12.0, 52.0),
).map(lambda changes: request(**changes))


@pytest.mark.parametrize("case", CASES[::4], ids=lambda case: Path(case.source).stem)
def test_close_calls_are_those_of_brute_force_a_turn_to_go_or_drop_first_and_a_level_before_an_amount(case):
    base = assessed(case)
    calls = close_calls(base, RULES, rng)
    assert {(call.question, call.after): call.verdict for call in calls} == dict(turned(base))
    questions = list(RULES.questions)
    keys = [
        (call.verdict is Verdict.DEFER, not isinstance(call.after, str), questions.index(call.question))
        for call in calls
    ]
    assert keys == sorted(keys)


@settings(max_examples=10, deadline=None)
@given(partial)
def test_with_unknown_answers_too(one):
    base = assessed(one)
    expected = {verdict for _, verdict in turned(base)}
    calls = close_calls(base, RULES, rng)
    assert {(call.question, call.after) for call in calls} == {step for step, _ in turned(base)}
    assert {call.verdict for call in calls} == expected


def turned(base):
    steps = [*stepped_by_hand(base.request)]
    found = judge([with_answers(base.request, dict([step])) for step in steps], RULES, rng)
    return [(step, e.verdict) for step, e in zip(steps, found, strict=True) if e.verdict is not base.verdict]


@settings(max_examples=20, deadline=None)
@given(st.lists(partial, max_size=6))
def test_many_at_once_are_judged_as_each_alone(many):
    alone = [assessed(one) for one in many]
    assert verdicts(many, RULES, rng) == [each.verdict for each in alone]
    assert verdicts_and_scores(many, RULES, rng) == [(each.verdict, each.score) for each in alone]


def test_the_first_look_alone_never_makes_a_go(monkeypatch):
    monkeypatch.setattr(batch, "FIRST_LOOK", 1)
    unsure = request(need="proven", course_change=None)
    assert assessed(unsure).verdict is Verdict.DEFER
    assert verdicts([unsure, request(need="proven")], RULES, rng) == [Verdict.DEFER, Verdict.GO]


def test_too_many_unknowns_are_sampled_as_when_alone():
    missing = dict.fromkeys(("need", "goal_fit", "evidence", "outcome", "cost", "hours", "extra_contribution"))
    one = request(**missing)
    base = assessed(one)
    assert not base.exhaustive
    assert verdicts_and_scores([request(), one], RULES, rng)[1][1] == base.score


def test_a_close_call_names_the_answer_that_the_go_depends_on():
    calls = close_calls(assessed(request(need="assumed")), RULES, rng)
    assert (calls[0].question, calls[0].after, calls[0].direction) == ("need", "guess", MoveDirection.DOWN)


def test_a_firm_go_is_no_close_call():
    firm = {"need": "proven", "goal_fit": "directly", "evidence": "own_result"}
    effect = {"extra_contribution": Range(200_000, 300_000, 400_000)}
    assert close_calls(assessed(request(**firm, **effect, visible_in=60.0)), RULES, rng) == ()


@pytest.mark.parametrize(
    "fact",
    [
        {"lawful": "yes"},
        {"bounded_test": "end_stop_price"},
        {"undo": "easy"},
        {"capacity": "yes"},
        {"obligation": "law", "source_kind": "law", "obligation_source": "section 4"},
    ],
)
def test_a_fact_is_not_a_step_on_a_scale(fact):
    assert not {move.question for move in moves(request(**fact), RULES)} & set(fact)


def test_the_answers_that_weigh_are_read_from_the_rules():
    assert find_scales(RULES) == set(LEVELS)


def test_what_is_not_asked_for_this_kind_of_task_is_not_moved():
    moved = {move.question for move in moves(request(kind_of_ask="stop", loss_known="asked"), RULES)}
    assert "loss_known" in moved
    assert not moved & {"need", "reach", "whole_cost", "decision_stake"}


def test_defaults_and_unknown_answers_are_not_moved():
    moved = {move.question for move in moves(request(need=None, no_effect_chance="left out"), RULES)}
    assert not moved & {"need", "no_effect_chance", "reach"}
    assert "no_effect_chance" in {move.question for move in moves(request(no_effect_chance=20.0), RULES)}


def test_a_chance_stays_within_a_hundred_percent_and_nought_is_not_moved():
    assert [m.after for m in moves(request(no_effect_chance=80.0), RULES) if m.question == "no_effect_chance"] == [
        56.0,
        100.0,
    ]
    assert not [m for m in moves(request(no_effect_chance=0.0), RULES) if m.question == "no_effect_chance"]


def test_down_is_worse_for_a_loss_too():
    loss = Range(-30_000, -20_000, -10_000)
    found = [m for m in moves(request(extra_contribution=loss), RULES) if m.question == "extra_contribution"]
    assert [move.direction for move in found] == [MoveDirection.DOWN, MoveDirection.UP]
    assert found[0].after == Range(-42_000, -28_000, -14_000)


def test_down_is_worse_for_a_single_negative_amount_too():
    units = {"effect_as": "units", "extra_units": Range(1, 2, 3), "unit_contribution": -100.0}
    found = [m for m in moves(request(**units), RULES) if m.question == "unit_contribution"]
    assert [(move.direction, move.after) for move in found] == [
        (MoveDirection.DOWN, -140.0),
        (MoveDirection.UP, -70.0),
    ]


def test_amounts_have_no_noise_in_their_last_digits():
    (down, up) = (m.after for m in moves(request(cost=Range(45_000, 45_000, 45_000)), RULES) if m.question == "cost")
    assert (down, up) == (Range(31_500, 31_500, 31_500), Range(63_000, 63_000, 63_000))


def test_nothing_answered_means_nothing_to_move():
    empty = Request("test", "test", {}, FIRM)
    assert moves(empty, RULES) == ()
    assert close_calls(assessed(empty), RULES, rng) == ()
    assert VERDICTS[1] is assessed(empty).verdict
