"""Decide, agree and review: what is kept by the time that a line comes, and the lines themselves."""

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.core.life.events import Agreement, State
from triage.core.messages import TriageError
from triage.core.rules.ruleset import Verdict
from triage.usecases.agree import agree
from triage.usecases.decide import close, decide
from triage.usecases.parts.call import Call
from triage.usecases.parts.recording import find
from triage.usecases.review import review

import registers

BLOCK = {"metric": "leads a month", "level": "12", "sign": "visits", "sign_level": "100 a week"}
BLOCK |= {"stop_rule": "none in week 26", "agreed_by": "Mette and Lars"}


@pytest.fixture
def place(home, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-01-05T09:00")
    return Home(home)


@pytest.fixture
def go(place):
    """A request that the rules say go to."""
    return registers.weigh(place, "v06")


def call(place, **flags):
    return Call(place, load_catalog("en"), flags, ask=False)


def test_a_decision_is_kept_before_its_first_line(place, go):
    lines = decide(call(place), go, Verdict.GO, None)
    assert find(place, go).life.decision is None
    next(lines)
    assert find(place, go).life.state is State.DECIDED
    assert list(lines) == [load_catalog("en").say("decided.go_when_agreed", id=go)]


def test_an_override_begins_with_the_memo(place, go):
    flags = {"because": "no time", "assumes": "sales will do it", "by": "both"}
    lines = list(decide(call(place, **flags), go, Verdict.DROP, None))
    end = lines.index(load_catalog("en").say("decided.memo", id=go))
    assert lines[0].startswith("# ")
    assert lines[end + 1] == ""
    assert "no time" in " ".join(lines[end:])


def test_a_decision_can_go_to_a_memo_file(place, go, tmp_path):
    flags = {"because": "no time", "assumes": "sales will do it", "by": "both"}
    lines = list(decide(call(place, **flags), go, Verdict.DROP, tmp_path / "memo.md"))
    assert lines[0] == load_catalog("en").say("memo.saved", path=str(tmp_path / "memo.md"))
    assert "no time" in (tmp_path / "memo.md").read_text()


def test_closing_returns_one_sentence(place, go):
    assert go in close(call(place), go, "the director has left")
    assert find(place, go).life.state is State.CLOSED


def test_what_is_agreed_comes_back_as_lines_that_stand_in_the_register(place, go):
    list(decide(call(place), go, Verdict.GO, None))
    lines = agree(call(place, **BLOCK), find(place, go))
    kept = find(place, go).life
    assert kept.state is State.RUNNING
    assert any(kept.last(Agreement)[1].block.metric in line for line in lines)


def test_an_agreement_names_every_option_that_is_missing(place, go):
    list(decide(call(place), go, Verdict.GO, None))
    with pytest.raises(TriageError) as caught:
        agree(call(place, metric="leads"), find(place, go))
    options = {problem.message.params["option"] for problem in caught.value.problems}
    assert {"--sign", "--stop-on"} <= options
    assert "--metric" not in options


def test_a_review_without_answers_shows_what_was_agreed_and_keeps_nothing(place, go):
    list(decide(call(place), go, Verdict.GO, None))
    agree(call(place, **BLOCK), find(place, go))
    before = find(place, go).life
    assert any("leads a month" in line for line in review(call(place), go))
    assert find(place, go).life == before


def test_a_review_is_kept_before_its_outcome_is_shown(place, go, monkeypatch):
    list(decide(call(place), go, Verdict.GO, None))
    agree(call(place, **BLOCK), find(place, go))
    agreed = len(list(review(call(place), go)))
    monkeypatch.setenv("TRIAGE_NOW", "2027-06-01T09:00")
    flags = {"measured": "13", "sign": "yes", "sign_on": "2026-07-01", "reached": "yes", "reached_on": "2027-01-02"}
    lines = review(call(place, **flags), go)
    for _ in range(agreed - 1):  # the line that it is too early to judge is gone by now
        next(lines)
    assert find(place, go).life.state is State.RUNNING
    next(lines)
    assert find(place, go).life.state is State.REVIEWED
