"""What the register remembers of the firm's own tasks, for the interview and the memo."""

from datetime import date

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register.register import open_register
from triage.usecases.parts.recording import find
from triage.usecases.parts.remembering import open_records, own_told
from triage.usecases.show import story_lines

import bare
from bundled import RULES
from conftest import NOON
from past import agreed, decided, reviewed

LATER = date(2026, 9, 1)


@pytest.fixture
def place(home):
    """A register with five landing-page tests that have been reviewed, one that runs and one of another kind."""
    with open_register(Home(home)) as register:
        for at in range(5):
            seen = reviewed("succeeded" if at else "failed", sign_on=date(2026, 2, 2), reached=bool(at))
            register.add(bare.new(bare.request(task_type="cro")), NOON, "en", events=(decided(), agreed(), seen))
        runs = decided(first_weeks=6.0, judge_weeks=13.0)
        register.add(bare.new(bare.request(task_type="cro")), NOON, "en", events=(runs, agreed()))
        register.add(bare.new(bare.request(task_type="pr")), NOON, "en", events=(decided(), agreed(), reviewed()))
    return Home(home)


def test_the_firms_own_tasks_of_a_kind_are_told_by_a_day(place):
    reached, weeks = own_told(place, bare.request(task_type="cro"), LATER)
    assert (reached.params["n"].value, reached.params["reached"].value) == (5, 4)
    assert weeks.params["first"].count == 4
    assert own_told(place, bare.request(task_type="cro"), date(2026, 5, 1)) == []
    assert own_told(place, bare.request(task_type="pr"), LATER) == []
    assert own_told(place, bare.request(), LATER) == []


def test_it_stands_beside_what_to_expect_of_a_task_that_runs(place, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", f"{LATER}T09:00")
    kept, catalog = find(place, "2026-006"), load_catalog("en")
    lines = story_lines(kept, RULES, catalog, place)
    for message in own_told(place, kept.request, LATER):
        assert f"- {catalog.text(message)}" in lines


def test_what_is_open_is_read_without_what_has_ended(place):
    assert [record.life.state.value for record in open_records(place)] == ["running"]
