"""Weighing what was weighed before: a measured outcome outranks the answer, and sums that are agreed apart add up."""

import json

import pytest
import yaml
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.core.life.events import Agreement, Decision, Review, Status, SuccessBlock
from triage.core.rules.ruleset import Verdict
from triage.usecases.new_again import revisit
from triage.usecases.new_file import assess_file
from triage.usecases.parts.call import Call, NewCall
from triage.usecases.parts.keeping import memo_again, recalled
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.recording import find
from triage.usecases.parts.side_by_side import find_request
from triage.usecases.score import score_files, score_json
from triage.usecases.what_if import notes, try_changes

import registers

GO = Decision(Verdict.GO, Verdict.GO, "both", judge_weeks=12)
WHOLE = {
    "request": "Run search ads for heat pumps.",
    "task_type": "search_ads",
    "kind_of_ask": "start",
    "problem": "We lose orders because owners of old houses do not find us",
    "problem_type": "enquiries",
    "problem_evidence": "sales",
    "audience": "owners of old houses in Jutland",
    "need": "reported",
    "outcome": "enquiries",
    "effect_as": "contribution",
    "extra_contribution": [30_000, 120_000, 240_000],
    "no_effect_chance": 10,
    "anyway": 5,
    "cost": 60_000,
    "hours": 30,
    "undo": "easy",
    "visible_in": 30,
    "goal": "none",
    "goal_fit": "supports",
    "evidence": "others",
    "tried_before": "no",
}
THIRD = WHOLE | {"extra_contribution": [10_000, 40_000, 80_000], "cost": 20_000, "hours": 10}


@pytest.fixture
def place(home, monkeypatch):
    on(monkeypatch, "2026-01-05")
    return Home(home)


def on(monkeypatch, day):
    monkeypatch.setenv("TRIAGE_NOW", f"{day}T09:00")


def file(tmp_path, answers, budget=1_000_000):
    path = tmp_path / "task.yaml"
    profile = {"yearly_budget": budget, "hourly_cost": 500}
    path.write_text(yaml.safe_dump({"title": "Search ads", "profile": profile, "answers": answers}))
    return path


def weigh(place, tmp_path, answers, *, budget=1_000_000, **more):
    """Weigh a file without asking; return the request as it is kept, and what is said."""
    call = NewCall(place, load_catalog("en"), file=file(tmp_path, answers, budget), **more)
    ((request_id, lines),) = assess_file(call)
    return find(place, request_id), "\n".join(lines).replace("\u00a0", " ")


def run(place, kept):
    """Decide to go, and agree."""
    block = SuccessBlock("orders", "40", kept.entry.created.date(), "searches", "100", 3, "never")
    registers.add_event(place, kept.entry.id, GO)
    registers.add_event(place, kept.entry.id, Agreement(block, "f00d", "both", kept.entry.created.date()))


@pytest.fixture
def failed(place, tmp_path, monkeypatch):
    """A task that ran, and whose review measured that it did not work."""
    kept, _ = weigh(place, tmp_path, THIRD)
    run(place, kept)
    on(monkeypatch, "2026-09-02")
    registers.add_event(place, kept.entry.id, Review(Status.FAILED, reached=False, cost=30_000.0, contribution=0.0))
    on(monkeypatch, "2026-11-02")
    return find(place, kept.entry.id)


def test_failed_and_asked_again_with_no_is_no_go(place, tmp_path, failed):
    again, said = weigh(place, tmp_path, THIRD)
    assert failed.entry.verdict == "go"
    assert again.entry.verdict == "defer"
    assert "failed_before" in again.assessment.gates
    assert f"{failed.entry.id} was measured on 2 September 2026" in said
    assert "“Yes, the same”" in said


def test_a_small_bet_may_still_go(place, tmp_path, failed):
    again, said = weigh(place, tmp_path, THIRD | {"cost": 3_000, "hours": 2}, budget=5_000_000)
    assert again.entry.verdict == "go"
    assert failed.entry.id in said


def test_a_failure_does_not_fade_behind_a_newer_entry(place, tmp_path, failed):
    for _ in range(4):
        again, said = weigh(place, tmp_path, THIRD)
    assert again.entry.verdict == "defer"
    assert f"({failed.entry.id}, “" in said


@pytest.mark.usefixtures("failed")
def test_what_is_new_and_tested_since_may_go(place, tmp_path):
    answers = THIRD | {"evidence": "own_test"}
    again, said = weigh(place, tmp_path, answers, whats_new="a page of its own")
    assert again.entry.verdict == "go"
    assert again.request.value("what_is_new") == "a page of its own"
    assert "what was measured counts" not in said


def test_it_is_told_in_the_memo_as_on_the_day(place, tmp_path, failed, monkeypatch):
    again, _ = weigh(place, tmp_path, THIRD)
    before = {each: memo_again(again, load_catalog(each), place) for each in ("da", "en")}
    assert f"{failed.entry.id} was measured on 2\u00a0September 2026" in before["en"]
    assert f"{failed.entry.id} blev målt den 2.\u00a0september 2026" in before["da"]
    on(monkeypatch, "2030-11-02")
    assert {each: memo_again(again, load_catalog(each), place) for each in before} == before


def test_what_was_left_out_of_the_file_is_taken_from_the_register(place, tmp_path, failed):
    answers = {name: value for name, value in THIRD.items() if name not in {"cost", "evidence", "tried_before"}}
    again, said = weigh(place, tmp_path, answers)
    assert again.request.value("cost").likely == 30_000
    assert (again.request.value("evidence"), again.request.value("evidence_says")) == ("own_result", "against")
    assert f"Taken from {failed.entry.id}, which was measured on 2 September 2026" in said


def test_a_score_has_the_contradiction(place, tmp_path, failed):
    rules = open_rules(place, None)
    (weighed,) = score_files([str(file(tmp_path, THIRD))], place, rules)
    (scored,) = weighed.assessed()
    data = json.loads(json.dumps(score_json(scored, load_catalog("en"), with_arithmetic=False)))
    assert data["verdict"] == "defer"
    assert [each["id"] for each in data["contradictions"]] == ["register"]
    assert failed.entry.id in data["contradictions"][0]["asks"]


def test_weighed_again_its_own_review_counts(place, failed):
    lines = revisit(Call(place, load_catalog("en"), {}, ask=False), failed.entry.id, ["tried_before=no"], "")
    again = find(place, failed.entry.id)
    assert again.entry.verdict == "defer"
    assert any("what was measured counts" in line for line in lines)
    given = next(each.given for each in again.request.from_register if each.question == "tried_before")
    assert given.value == "no"


def test_an_old_test_of_our_own_does_not_count_for_what_is_new(place, tmp_path, monkeypatch):
    kept, _ = weigh(place, tmp_path, THIRD | {"evidence": "own_test"})
    run(place, kept)
    on(monkeypatch, "2026-09-02")
    registers.add_event(place, kept.entry.id, Review(Status.FAILED, reached=False))
    on(monkeypatch, "2026-11-02")
    revisit(Call(place, load_catalog("en"), {}, ask=False), kept.entry.id, ["what_is_new=a page of its own"], "")
    assert find(place, kept.entry.id).request.value("tried_outcome") == "failed"


def test_three_thirds_in_turn_are_not_three_gos(place, tmp_path):
    whole, _ = weigh(place, tmp_path, WHOLE)
    verdicts = []
    for _ in range(3):
        kept, said = weigh(place, tmp_path, THIRD)
        verdicts.append(kept.entry.verdict)
        run(place, kept)
    assert whole.entry.verdict == "defer"
    assert verdicts[0] == "go"
    assert "go" not in verdicts[1:]
    assert "needs_data" in kept.assessment.gates
    assert "50,000 kr in all for tasks of the same kind" in said


def test_the_sum_is_told_with_the_ids_and_never_in_the_return(place, tmp_path):
    first, _ = weigh(place, tmp_path, THIRD)
    run(place, first)
    second, said = weigh(place, tmp_path, THIRD)
    assert f"25,000 kr in all for tasks of the same kind with the same aim: {first.entry.id}." in said
    assert f"same aim: {first.entry.id}." in memo_again(second, load_catalog("en"), place)
    measures = [each.assessment.measures for each in (first, second)]
    assert [each["stake"] for each in measures] == [0.025, 0.05]
    assert measures[0]["mroi"] == measures[1]["mroi"]
    assert recalled(second, place).assessment.request.committed == 25_000


def test_the_small_bet_lane_follows_the_sum(place, tmp_path):
    small = THIRD | {"cost": 2_000, "hours": 2, "extra_contribution": [2_500, 6_000, 9_000]}
    first, _ = weigh(place, tmp_path, small)
    run(place, first)
    second, _ = weigh(place, tmp_path, small)
    assert [each.assessment.small_bet for each in (first, second)] == [True, False]


def test_what_if_counts_what_was_agreed_since(place, tmp_path):
    first, _ = weigh(place, tmp_path, THIRD | {"audience": "gardeners"})
    second, _ = weigh(place, tmp_path, THIRD)
    run(place, second)
    found = find_request(first.entry.id, place, None, to_judge=True)
    trial = try_changes(found, ["hours=9"], place)
    assert [each.assessment.verdict for each in trial] == [Verdict.DEFER, Verdict.DEFER]
    assert any(second.entry.id in line for line in notes(found, trial, load_catalog("en")))
    own = try_changes(find_request(second.entry.id, place, None), ["hours=9"], place)
    assert own.after.assessment.request.committed == 0
