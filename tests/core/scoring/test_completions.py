"""What is tried where answers are unknown: all of it up to a number of combinations, and a sample beyond."""

from dataclasses import replace

import numpy as np
import pytest
from triage.core.request.request import Answer, Origin, Request
from triage.core.scoring.completions import MOST_COMPLETIONS, Completions, Unknown, complete, find_unknowns

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
