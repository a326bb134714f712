"""``triage report`` as JSON, and what it refuses."""

import json


def test_an_empty_register_has_a_report_of_noughts(run):
    made = run("report", "--format", "json", "--until", "2026-06-30")
    assert (made.code, made.err) == (0, "")
    found = json.loads(made.out)
    assert (found["asked"]["n"], found["decided"]["n"], found["reviewed"]["tasks"]) == (0, 0, [])
    assert (found["since"], found["until"], found["summary"]) == (None, "2026-06-30", "")


def test_the_counts_are_those_of_the_page(run, keep):
    run("init", "--goal", "Orders | dairies | orders a month | 4", "--agreed-by", "Mette and Lars")
    keep("TikTok", verdict="drop")
    run("decide", "1", "drop", "--no-input")
    found = json.loads(run("report", "--format", "json").out)
    assert found["asked"] == {"n": 1, "advice": {"drop": 1}}
    assert found["decided"] == {"n": 1, "verdicts": {"drop": 1}, "overrides": []}
    (goal,) = found["goals"]
    assert (goal["id"], goal["baseline"], goal["tasks"]) == ("orders", "4", [])
    assert found["summary"].startswith("We got 1 new wish and made 1 decision.")
    assert "| Orders | orders a month (stood at 4) | none |" in run("report").out


def test_json_goes_to_the_screen_alone(run):
    made = run("report", "--format", "json", "-o", "report.md")
    assert made.code == 2
    assert "--output" in made.err
    assert run("report", "--format", "eml").code == 2


def test_a_report_is_about_no_day_that_has_not_come(run, monkeypatch):
    monkeypatch.setenv("TRIAGE_NOW", "2026-06-30T09:00:00")
    assert json.loads(run("report", "--format", "json", "--until", "2026-12-31").out)["until"] == "2026-06-30"
    refused = run("report", "--since", "2026-07-01")
    assert (refused.code, refused.out) == (2, "")
    assert "1 July 2026 has not come yet." in refused.err
