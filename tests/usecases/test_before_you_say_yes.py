"""New, ask and init: values and lines, before anything is drawn."""

import json

import pytest
import yaml
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.register.register import open_register
from triage.core.life.events import Aligned, Answered
from triage.core.messages import TriageError
from triage.usecases.ask import DIRECTOR, answer, directors_form
from triage.usecases.ask_compare import align, compare, difference_rows
from triage.usecases.init import init
from triage.usecases.new_again import revisit
from triage.usecases.new_file import assess_file
from triage.usecases.parts.call import Call, NewCall
from triage.usecases.parts.recording import find

import registers


@pytest.fixture
def place(home, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-01-05T09:00")
    return Home(home)


@pytest.fixture
def compared(place):
    """A request that the director has answered too, and otherwise in two places."""
    request_id = registers.weigh(place, "v06")
    registers.add_event(place, request_id, Answered(DIRECTOR, {"need": "own_wish", "stop_rule": "when sales say so"}))
    return compare(call(place), request_id)


def call(place, **flags):
    return Call(place, load_catalog("en"), flags, ask=False)


def count(place):
    with open_register(place) as register:
        return len(list(register.histories()))


def test_rows_of_a_file_are_kept_one_by_one_and_bad_ones_reported_at_the_end(place, tmp_path):
    case = yaml.safe_load(next(registers.CASES.glob("v06-*")).read_text())
    rows = [{"title": f"Task {number}", "answers": case["answers"]} for number in (1, 2)]
    (tmp_path / "tasks.jsonl").write_text("\n".join(map(json.dumps, [rows[0], {"titel": "x"}, rows[1]])))
    found = assess_file(NewCall(place, load_catalog("en"), file=tmp_path / "tasks.jsonl"))
    (first, lines), *_ = [next(found)]
    assert count(place) == 1
    assert "Task 1" in lines[0]
    assert first in lines[-1]
    assert "Task 2" in next(found)[1][0]
    with pytest.raises(TriageError):
        next(found)
    assert count(place) == 2


def test_a_request_that_is_weighed_again_comes_back_as_its_summary(place):
    request_id = registers.weigh(place, "v06")
    lines = revisit(call(place), request_id, ["need=own_wish"], "she said so", "SEO, again")
    assert "SEO, again" in lines[0]
    assert find(place, request_id).request.value("need") == "own_wish"


def test_the_form_for_the_director_hides_what_the_manager_answered(place):
    request_id = registers.weigh(place, "v06")
    found, form = directors_form(place, load_catalog("en"), "last")
    assert found == request_id
    assert request_id in form


def test_the_director_cannot_be_asked_where_nobody_is(place):
    registers.weigh(place, "v06")
    with pytest.raises(TriageError) as caught:
        answer(call(place), "last", None)
    assert caught.value.problems[0].message.key == "answer.no_terminal"


def test_differences_are_values_with_both_answers(compared):
    found = {each.question: each for each in compared.differences}
    assert set(found) == {"need", "stop_rule"}
    assert found["need"].taken(DIRECTOR) == "own_wish"
    assert [each.weight for each in compared.differences] == sorted(
        (each.weight for each in found.values()), reverse=True
    )
    rows = list(difference_rows(compared, load_catalog("en")))
    assert [len(row) for row in rows] == [4, 4]


def test_what_the_two_agree_on_is_weighed_and_kept(place, compared):
    assert align(call(place), compared, [], None) == []
    lines = align(call(place), compared, ["stop_rule=never"], DIRECTOR)
    kept = find(place, compared.kept.entry.id)
    assert lines[-1].endswith(f"{compared.kept.entry.id}.")
    assert kept.life.last(Aligned)[1].answers == {"need": "own_wish", "stop_rule": "never"}


def test_init_returns_the_profile_that_it_saved(place):
    saved = init(call(place, organisation="Pumps", goal_1="More plants"))
    assert (saved.organisation, saved.goals[0].text) == ("Pumps", "More plants")
    assert load_profile(place) == saved
