"""A request taken up again: what is missing can be answered, and no answer is kept in silence that does not count."""

import json

import pytest

QUICK = {
    "request": "Skriv til kunderne",
    "task_type": "other",
    "kind_of_ask": "start",
    "problem_type": "enquiries",
    "audience": "Ejere af pumper",
    "need": "proven",
    "outcome": "sales",
    "effect_as": "unknown",
    "cost": 2000,
    "hours": 3,
    "visible_in": 40,
    "goal_fit": "supports",
}


@pytest.fixture
def kept(run, tmp_path):
    """Keep a request with these answers; return its id."""

    def _kept(**answers):
        path = tmp_path / "new.json"
        path.write_text(json.dumps({"title": "Pumper", "answers": QUICK | answers}), encoding="utf-8")
        assert run("new", "--no-input", "--from", str(path)).code == 0
        return json.loads(run("list", "--format", "json").out)[0]["id"]

    return _kept


def test_the_answer_that_decides_can_be_given(run, kept):
    request_id = kept()
    data = json.loads(run("show", request_id, "--format", "json").out)
    assert "effect_as" in json.dumps(data), "and not what is only asked once that has been answered"
    again = run("new", "--again", request_id, "effect_as=contribution", "extra_contribution=20k", "--lang", "en")
    assert again.code == 0
    assert "do not count" not in again.out


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("da", "Svarene er gemt, men tæller ikke med, som opgaven er nu: ekstra dækningsbidrag."),
        ("en", "These answers are kept but do not count as the task is now: extra contribution."),
    ],
)
def test_an_answer_that_does_not_count_is_not_kept_in_silence(run, kept, language, told):
    request_id = kept()
    assert told in run("new", "--again", request_id, "extra_contribution=20k", "--lang", language).out
    assert told not in run("new", "--again", request_id, "need=reported", "--lang", language).out, "said once"


def test_what_no_longer_counts_is_named(run, kept):
    told = run("new", "--again", kept(), "kind_of_ask=answer", "waiting_for=many", "--lang", "en").out
    assert "do not count as the task is now: kind of problem, target group, customer need" in told
