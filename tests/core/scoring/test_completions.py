"""What is tried where answers are unknown: all of it up to a number of combinations, and a sample beyond."""

import numpy as np
import pytest
from msgspec.structs import replace
from triage.core.request.request import Answer, Origin, Profile, Range, Request, with_answers
from triage.core.scoring.completions import (
    MOST_COMPLETIONS,
    Completions,
    Unknown,
    as_answers,
    complete,
    expand,
    find_unknowns,
)
from triage.core.scoring.measures import measure
from triage.core.scoring.table import build

from bundled import RULES
from toy import toy_ruleset


def completed(*sizes: int) -> Completions:
    unknowns = (Unknown(f"q{at}", ({},) * size) for at, size in enumerate(sizes))
    return complete(tuple(unknowns), np.random.default_rng(1))


def rows(completions: Completions) -> set[tuple[int, ...]]:
    return {tuple(row) for row in completions.picks.tolist()}


@pytest.mark.parametrize("sizes", [(), (3,), (2, 3, 4), (2,) * 12])
def test_up_to_4096_combinations_are_all_tried_once(sizes):
    tried = completed(*sizes)
    assert tried.exhaustive
    assert len(tried.picks) == len(rows(tried)) == np.prod(sizes, dtype=int) <= MOST_COMPLETIONS == 4096


@pytest.mark.parametrize("sizes", [(17, 241), (2,) * 13])
def test_of_more_a_sample_is_tried_with_every_single_step_from_both_ends(sizes):
    tried = completed(*sizes)
    assert not tried.exhaustive
    assert len(tried.picks) == MOST_COMPLETIONS < np.prod(sizes)
    for ends in (np.zeros(len(sizes), int), np.array(sizes) - 1):
        for at, size in enumerate(sizes):
            assert {(*ends[:at], pick, *ends[at + 1 :]) for pick in range(size)} <= rows(tried)


def test_an_unknown_yes_or_no_is_tried_both_ways():
    rules = toy_ruleset()
    asked = replace(rules.questions["duty"], default=None)
    rules = replace(rules, questions={**rules.questions, "duty": asked})
    found = find_unknowns(Request("t", "t", {"duty": Answer(None, Origin.FILE)}), rules)
    (duty,) = (each for each in found if each.question == "duty")
    assert list(duty.options) == [{"duty": 0.0}, {"duty": 1.0}]


def test_a_choice_that_is_not_offered_is_not_tried():
    rules = toy_ruleset()
    need = rules.questions["need"]
    hidden = replace(need, choices={**need.choices, "wish": replace(need.choices["wish"], offered=False)})
    rules = replace(rules, questions={**rules.questions, "need": hidden})
    (unknown,) = (each for each in find_unknowns(Request("t", "t", {}), rules) if each.question == "need")
    assert list(unknown.options) == [{"need": 1.0}, {"need": 2.0}]


def test_the_effect_that_was_tried_is_an_amount_of_which_so_much_is_left():
    """With the cost and the risk that were tried beside it, what comes anyway taken off, in the firm's currency."""
    given = {"task_type": "cro", "hours": Range(10, 10, 10), "no_effect_chance": 20.0, "anyway": 25.0}
    answers = {name: Answer(value, Origin.FILE) for name, value in given.items()}
    one = Request("t", "t", answers, Profile(currency="EUR", hourly_cost=100))
    table, unknowns = build([one], RULES), find_unknowns(one, RULES)
    effect, cost = (next(u for u in unknowns if u.question == name) for name in ("extra_contribution", "cost"))
    made = Completions((effect, cost), np.array([[len(effect.options) - 1, 1]]), exhaustive=False)
    filled = expand(table, made)
    told = as_answers(effect, len(effect.options) - 1, filled, RULES) | as_answers(cost, 1, filled, RULES)
    times, price = effect.options[-1]["assumed_return"], cost.options[1]["cost"]
    assert told["cost"].likely == pytest.approx(price / RULES.rates["EUR"])
    assert told["extra_contribution"].likely == pytest.approx(
        times * (price / RULES.rates["EUR"] + 1_000) / (0.75 * 0.8)
    )
    tried, answered = (measure(each, RULES) for each in (filled, build([with_answers(one, told)], RULES)))
    assert answered["mroi"][0] == pytest.approx(tried["mroi"][0])


@pytest.mark.parametrize(
    ("name", "pick", "answer"),
    [("need", 1, "guess"), ("problem_checked", 1, True), ("decision_turns", 0, 0.0), ("hours", 0, Range(4, 4, 4))],
)
def test_an_answer_that_was_tried_is_told_as_a_person_would_give_it(name, pick, answer):
    find_out = {"kind_of_ask": "find_out"} if name == "decision_turns" else {}
    given = {"tried_before": "same", "tried_outcome": "worked", "cost": Range(1, 1, 1), **find_out}
    one = Request("t", "t", {key: Answer(value, Origin.FILE) for key, value in given.items()})
    (unknown,) = (each for each in find_unknowns(one, RULES) if each.question == name)
    assert as_answers(unknown, pick, build([one], RULES), RULES) == {name: answer}
