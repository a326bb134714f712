"""The one path from requests to verdicts: what is grouped and split comes out as each request alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from triage.core.judging import batch
from triage.core.judging.acts import assess
from triage.core.judging.assessment import judge
from triage.core.judging.batch import batched, scored, verdicts, verdicts_and_scores
from triage.core.request.request import Answer, Origin, Profile, Range, Request

from bundled import RULES

FIRM = Profile(yearly_budget=2_000_000, hourly_cost=600)
ANSWERS = {
    "task_type": ("cro", "seo_content"),
    "problem_type": (None, "conversion"),
    "problem_evidence": ("director", "figures"),
    "audience": (None, "visitors"),
    "need": (None, "guess", "proven"),
    "goal_fit": (None, "upkeep", "directly"),
    "evidence": (None, "feeling", "own_test"),
    "outcome": (None, "sales", "attention"),
    "effect_as": (None, "contribution"),
    "extra_contribution": (None, Range(100_000, 150_000, 300_000)),
    "cost": (None, Range(1_000, 1_000, 1_000), Range(20_000, 50_000, 110_000)),
    "hours": (None, Range(2, 4, 6)),
    "visible_in": (None, 6.0, 26.0),
}
KNOWN = {name: values[1] for name, values in ANSWERS.items()}


def rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(7))


def request(**answers) -> Request:
    return Request("test", "test", {name: Answer(value, Origin.FILE) for name, value in answers.items()}, FIRM)


requests = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in ANSWERS.items()}).map(
    lambda answers: request(**answers)
)


@pytest.mark.parametrize("most_rows", [1, 100, 16_384])
@settings(max_examples=4, deadline=None)
@given(many=st.lists(requests, min_size=1, max_size=6))
def test_a_request_alone_and_in_a_batch_of_any_chunk_size_is_assessed_alike(most_rows, many):
    alone = [assess([one], RULES, rng)[0] for one in many]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "MOST_ROWS", most_rows)
        assert assess(many, RULES, rng) == alone
        assert verdicts(many, RULES, rng) == [each.verdict for each in alone]
        assert verdicts_and_scores(many, RULES, rng) == [(each.verdict, each.score) for each in alone]


def test_an_empty_batch_has_no_results():
    assert (assess([], RULES, rng), verdicts([], RULES, rng)) == ([], [])
    assert verdicts_and_scores([], RULES, rng) == []


def test_the_rows_scored_at_a_time_are_bounded_and_packed(monkeypatch):
    few, some, many = request(**KNOWN | {"need": None}), request(**KNOWN | {"goal_fit": None}), request()
    monkeypatch.setattr(batch, "MOST_ROWS", 10_000)
    monkeypatch.setattr(batch, "FEW_ROWS", 10**9)
    chunks = list(scored(batched([few, many, some, many, few, many], RULES, rng)))
    assert 1 < len(chunks) < 6
    assert max(len(chunk.scores.score) for chunk in chunks) <= 10_000
    assert sorted(at for chunk in chunks for at in chunk.requests.tolist()) == list(range(6))
    for chunk in chunks:
        sizes = [len(each.completions.picks) for each in chunk.tried]
        assert np.diff([*chunk.starts, len(chunk.scores.score)]).tolist() == sizes


def test_a_chunk_is_filled_to_the_last_row(monkeypatch):
    made = batched([request(**KNOWN | {"need": None})] * 10, RULES, rng)
    size = len(made.groups[0].completions.picks)
    monkeypatch.setattr(batch, "MOST_ROWS", 5 * size)
    found = [(chunk.requests.tolist(), len(chunk.scores.score)) for chunk in scored(made)]
    assert found == [([0, 1, 2, 3, 4], 5 * size), ([5, 6, 7, 8, 9], 5 * size)]


def test_a_request_of_which_all_is_known_is_scored_once(monkeypatch):
    made = batched([request(**KNOWN | {"need": None}), request(**KNOWN)], RULES, rng)
    tables, score = [], batch.score
    monkeypatch.setattr(batch, "score", lambda table, ruleset: tables.append(len(table)) or score(table, ruleset))
    first, second = scored(made)
    assert (first.requests.tolist(), second.requests.tolist()) == ([1], [0])
    assert tables == [len(second.tried[0].picks)]


@settings(max_examples=12, deadline=None)
@given(many=st.lists(requests, min_size=1, max_size=6))
def test_what_comes_to_the_same_is_scored_once_and_changes_nothing(many):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "FEW_ROWS", 10**9)
        every = judge(many, RULES, rng)
        patch.setattr(batch, "FEW_ROWS", 0)
        assert judge(many, RULES, rng) == every


def test_what_a_small_bet_needs_no_answer_to_is_not_completed():
    lane = RULES.verdicts.small_bet
    rules = replace(RULES, verdicts=replace(RULES.verdicts, small_bet=replace(lane, needs_no=("evidence",))))
    small = KNOWN | {"cost": Range(500, 500, 500), "evidence": None}
    asked, left_out = batched([request(**small | {"hours": Range(40, 40, 40)}), request(**small)], rules, rng).groups
    assert [unknown.question for unknown in asked.completions.unknowns] == ["evidence"]
    assert left_out.completions.unknowns == ()
    no_lane = replace(RULES, verdicts=replace(RULES.verdicts, small_bet=None))
    assert len(batched([request(**small)], no_lane, rng).groups[0].completions.unknowns) == 1
