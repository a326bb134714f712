"""A register of the first versions: its verdicts stay as they were; what is weighed anew is in today's terms."""

import lzma
from pathlib import Path

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register.merging import merge_copy
from triage.adapters.register.register import open_register
from triage.adapters.rules.rulefiles import check_rules
from triage.core.interview.reading import modernised
from triage.core.life.events import Answered, Review, State, Status
from triage.core.request.request import Range
from triage.core.rules.ruleset import Verdict
from triage.usecases.agree import agree
from triage.usecases.ask_compare import align, compare
from triage.usecases.decide import decide
from triage.usecases.due import due
from triage.usecases.new_again import revisit
from triage.usecases.parts.assessing import assess_all, reason_lines
from triage.usecases.parts.call import Call
from triage.usecases.parts.keeping import memo_again, recalled
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.recording import find
from triage.usecases.parts.side_by_side import find_request
from triage.usecases.report import report
from triage.usecases.review import review
from triage.usecases.rules_backtest import backtest
from triage.usecases.show import story_lines
from triage.usecases.what_if import notes, trial_json, try_changes

import registers
from bundled import RULES

COPY = Path(__file__).parents[1] / "adapters" / "register" / "first_versions.jsonl.xz"
"""Eight requests as version 0.2.0 wrote them: two agreed on, one of them reviewed, and one deferred."""
IDS = [f"2026-{number:03d}" for number in range(1, 9)]
VERDICTS = ["go", "defer", "drop", "defer", "go", "defer", "defer", "go"]
EN, DA = load_catalog("en"), load_catalog("da")
BLOCK = {
    "metric": "orders",
    "level": "40",
    "reach_by": "2027-09-01",
    "sign": "searches",
    "sign_level": "100",
    "sign_week": "3",
    "stop_rule": "never",
    "agreed_by": "both",
}


@pytest.fixture
def place(home, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-11-02T09:00")
    place = Home(home)
    with open_register(place) as register:
        merge_copy(register, "copy", lzma.decompress(COPY.read_bytes()), lambda kept: kept)
    return place


def call(place, **flags):
    return Call(place, EN, flags, ask=False)


def test_every_verdict_is_there_with_the_reason_it_was_kept_with(place):
    told = []
    for request_id in IDS:
        kept = find(place, request_id)
        assessed = recalled(kept, place)
        assert assessed.assessment.verdict == kept.entry.verdict
        if "points" not in kept.facts.reason:  # how a sum is put may change
            assert EN.text(assessed.rationale.strongest[0]) == kept.facts.reason
        told.append(kept.entry.verdict)
    assert told == VERDICTS


def test_reasons_and_figures_are_shown_in_both_languages(place):
    for request_id in IDS:
        kept = find(place, request_id)
        assessed = recalled(kept, place)
        for catalog in (EN, DA):
            lines = reason_lines(assessed, catalog, with_arithmetic=True)
            assert len(lines + story_lines(kept, assessed.rules.ruleset, catalog, place)) > 20


def test_the_bars_of_those_days_are_told(place):
    lines = reason_lines(recalled(find(place, "2026-006"), place), EN, with_arithmetic=False)
    assert any("57.5" in line and "From 65 it is a yes, below 45 a no" in line for line in lines)
    dropped = reason_lines(recalled(find(place, "2026-003"), place), EN, with_arithmetic=False)
    assert not any("another task" in line for line in dropped)


def test_the_memo_has_the_old_appointments(place):
    kept = find(place, "2026-002")
    memo = memo_again(kept, EN, place)
    for _, then in kept.facts.appointments:
        assert then.next.en in memo
    assert all(memo_again(find(place, request_id), DA, place) for request_id in IDS)


def test_a_measure_of_today_was_not_known_then(place):
    assert find(place, "2026-001").assessment.measures["stake"] is None


def test_they_are_listed_due_and_reported(place):
    with open_register(place) as register:
        assert [entry.id for entry in register.newest()] == IDS[::-1]
    assert {each.id for each in due(place)} >= {"2026-002"}
    assert "We got 8 new wishes" in report(place, EN, None, None)


def test_what_is_decided_agreed_and_seen_is_added(place):
    list(decide(call(place, by="both"), "2026-008", Verdict.GO, None))
    list(agree(call(place, **BLOCK), find(place, "2026-008")))
    assert find(place, "2026-008").life.state is State.RUNNING
    list(review(call(place, reached="yes", sign="yes"), "2026-005"))
    assert find(place, "2026-005").life.state is State.REVIEWED


@pytest.mark.parametrize(
    ("request_id", "answers"),
    [
        ("2026-004", {"tried_before": "same", "tried_outcome": "worked", "problem_checked": False}),
        ("2026-005", {"bounded_test": "end_stop_price"}),
        ("2026-006", {"anyway": 50.0}),
        ("2026-008", {"tried_before": "same", "tried_outcome": "failed"}),
    ],
)
def test_weighed_anew_the_answers_are_in_todays_terms(place, request_id, answers):
    if find(place, request_id).life.state is State.RUNNING:
        registers.add_event(place, request_id, Review(Status.FAILED))
    before = find(place, request_id)
    revisit(call(place), request_id, ["cost=5000"], "")
    again = find(place, request_id)
    assert again.number == before.number + 1
    assert again.request.value("cost") == Range(5000, 5000, 5000)
    assert {name: again.request.value(name) for name in answers} == answers
    assert set(before.request.answers) <= set(again.request.answers)
    assert modernised(again.request, RULES) == again.request
    for name in answers.keys() & before.request.answers.keys():
        assert again.request.answers[name].origin is before.request.answers[name].origin


def test_what_is_tried_is_weighed_by_todays_rules(place):
    found = find_request("2026-003", place, None, to_judge=True)
    trial = try_changes(found, ["need=proven"], place)
    assert trial.before.rules.ruleset.version == RULES.version
    assert notes(found, trial, EN) == ["Its own rules are of an older kind. Both are weighed by today's rules."]
    assert trial_json(trial, [], EN)["before"]["ruleset"]["version"] == RULES.version
    assert find_request("2026-003", place, None).assessed.rules.ruleset.version != RULES.version


def test_two_sets_of_answers_are_compared_in_todays_terms(place):
    registers.add_event(place, "2026-006", Answered("director", {"anyway": "half", "need": "proven"}))
    compared = compare(call(place), "2026-006")
    assert [each.question for each in compared.differences] == ["need"]
    assert align(call(place), compared, [], "director")
    assert find(place, "2026-006").request.value("anyway") == 50.0


def test_rules_are_tested_on_them(place, tmp_path):
    rules = open_rules(place, None)
    for name, text in rules.source.texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = backtest(place, tmp_path / rules.source.main, None, None, lambda _at, _of: None)
    assert (found.requests, list(found.moved)) == (len(IDS), [])


def test_a_rules_file_of_ones_own_in_the_old_shape_is_refused(place, tmp_path):
    texts = find(place, "2026-001").ruleset.texts
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = {each.message.key for each in check_rules(tmp_path / "marketing.yaml")}
    assert {"rules.old.drop_below", "rules.old.can_act", "rules.old.at_most_drop", "rules.old.at_least_go"} <= told


def test_what_was_kept_stays_as_it_was_written(place):
    with open_register(place) as register:
        before = [register.find(request_id).as_json() for request_id in IDS]
    list(assess_all([find(place, IDS[0]).request], open_rules(place, None)))
    revisit(call(place), IDS[3], ["cost=5000"], "")
    with open_register(place) as register:
        after = [register.find(request_id).as_json() for request_id in IDS]
    assert [each["request"] for each in after] == [each["request"] for each in before]
