"""A year of a made-up firm runs through on both databases, and what it comes to is true to the last number."""

import json
import time
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from firm import TASKS
from year import play, steps
from yearcount import Figures
from yearread import read_report, tokens, words_of
from yearstory import FINAL, STATES, reminders, stories

pytest_plugins = ["postgres"]

YEAR = SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
SPRING = date(2026, 4, 1), date(2026, 6, 30)
TODAY = date(2027, 1, 6)
LOOKED_AT = (date(2026, 2, 20), date(2026, 5, 4), date(2026, 9, 7), UNTIL)
"""Days on which somebody asks what is due and how everything stands."""


@pytest.fixture
def in_denmark(monkeypatch):
    """The firm's own time, in which a day begins an hour or two before it does in UTC."""
    monkeypatch.setenv("TZ", "Europe/Copenhagen")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, monkeypatch):
    """The register's place."""
    if request.param == "postgres":
        monkeypatch.setenv("TRIAGE_REGISTER", request.getfixturevalue("postgres_url"))
    return request.param


def figures(language: str, since: date = SINCE, until: date = UNTIL) -> Figures:
    return Figures(TASKS, since, until, TODAY, words_of(language), language)


def test_the_year_is_as_full_as_a_year_is():
    told = figures("da")
    own = [each for each in TASKS if each.at.year == SINCE.year]
    deeds = Counter(deed.command for each in TASKS for deed in each.deeds)
    overrides = [(course.advised, course.verdict) for _, course in told.decided() if course.overrides]
    statuses = {seen.status for case in told.now for seen in case.reviews}
    assert len(own) >= 60
    assert {each.language for each in own} == {"da", "en"}
    assert sum(each.currency == "EUR" for each in own) >= 5
    assert sum(bool(each.again) for each in own) >= 5
    assert len(overrides) >= 8
    assert {("drop", "go"), ("go", "drop"), ("go", "defer"), ("defer", "go")} <= set(overrides)
    assert sum("chance" in case.courses[-1].agreed for case, _ in told.cases()) >= 12
    assert max(min(len(first), len(full)) for first, full in told.observed().values()) >= 6
    assert statuses == {*FINAL, "too_early", "on_track", "not_working"}
    assert {case.state for case in told.now} == set(STATES)
    assert min(deeds[name] for name in ("answer", "align", "revisit", "close")) >= 2


@pytest.mark.usefixtures("in_denmark")
def test_a_year_runs_through_and_its_report_is_true(
    database, run, home, tmp_path, monkeypatch, tmp_path_factory, testrun_uid
):
    def clock(moment: str) -> None:
        monkeypatch.setenv("TRIAGE_NOW", moment)

    left, told = steps(TASKS), []
    for day in LOOKED_AT:
        now = [step for step in left if step.at.date() <= day]
        left = left[len(now) :]
        told += play(now, run, clock, tmp_path)
        assert as_it_stands(run, day) == as_it_should(day)
    told += play(left, run, clock, tmp_path)

    clock(f"{TODAY}T09:00")
    for language, period in (("da", YEAR), ("en", YEAR), ("da", SPRING)):
        found, wanted = report(run, language, *period), figures(language, *period).sections()
        assert list(found) == list(wanted)
        for heading, lines in wanted.items():
            assert found[heading] == lines, (language, heading)
    suggested(run)
    exported = export(run)
    as_it_happened(run, exported)
    told_by = {"told": [text.replace(str(home), "HOME") for text in told], "kept": exported}
    the_same_on_both(tmp_path_factory.getbasetemp().parent / f"year-{testrun_uid}", database, told_by)


def as_it_stands(run: Any, day: date) -> dict[str, Any]:
    """What listing and reminders say on a day."""
    due = asked(run, "due", "--on", str(day))
    stands = {state: [each["id"] for each in asked(run, "list", "--all", "--state", state)] for state in STATES}
    verdicts = {each["id"]: each["verdict"] for each in asked(run, "list", "--all")}
    return {"due": sorted((each["day"], each["id"], each["about"]) for each in due), "verdicts": verdicts} | stands


def as_it_should(day: date) -> dict[str, Any]:
    """What listing and reminders have to say at the end of a day."""
    told = stories(TASKS, datetime.combine(day, datetime.max.time()))
    due = sorted((str(on), case.task.id, about) for case in told for on, about in reminders(case) if on <= day)
    stands = {state: [case.task.id for case in reversed(told) if case.state == state] for state in STATES}
    return {"due": due, "verdicts": {case.task.id: case.verdict for case in told}} | stands


def report(run: Any, language: str, since: date, until: date) -> dict[str, list[str]]:
    made = run("report", "--since", str(since), "--until", str(until), "--lang", language)
    assert (made.code, made.err) == (0, "")
    return read_report(made.out, words_of(language), language)


def suggested(run: Any) -> None:
    """The rules get the firm's own medians where there are five tasks of a kind."""
    wanted = figures("da", until=TODAY).proposals()
    made = asked(run, "rules", "suggest")
    found = {(each["task_type"], each["part"]): (each["before"], each["after"], each["tasks"]) for each in made}
    assert (found, [each["refused"] for each in made]) == (wanted, [None] * len(wanted))
    for language in ("da", "en"):
        text = run("rules", "suggest", "--lang", language).out
        for before, after, n in wanted.values():
            spans = [" ".join(map(str, span)) for span in (before, after)]
            assert f"{spans[0]} {spans[1]}w {after[1]} {n}" in tokens(text.replace("\n", " "), language)


def export(run: Any) -> list[dict[str, Any]]:
    """Everything that is kept, without the tokens that the program draws."""
    made = run("export", "--format", "jsonl")
    assert (made.code, made.err) == (0, "")
    lines = [json.loads(line) for line in made.out.splitlines()]
    for line in lines:
        line.get("request", {}).pop("token", None)
    return lines


def as_it_happened(run: Any, exported: list[dict[str, Any]]) -> None:
    """Each task's whole story is kept and told, in its order."""
    kept = {line["request"]["id"]: line["events"] for line in exported if "request" in line}
    for case in figures("da").now:
        events = [each for each in kept[case.task.id] if each["kind"] != "earlier" or case.task.again]
        facts = zip((each["data"] for each in events), (facts for _, _, facts in case.happened), strict=True)
        told = [{name: data[name] for name in wanted} for data, wanted in facts]
        assert [(each["kind"], each["day"]) for each in events] == [(kind, str(day)) for kind, day, _ in case.happened]
        assert told == [facts for _, _, facts in case.happened], case.task
    longest = max(figures("da").now, key=lambda case: len(case.happened)).task.id
    shown = asked(run, "show", longest)
    assert [(each["seq"], each["kind"], each["day"], each["data"]) for each in shown["events"]] == [
        (each["seq"], each["kind"], each["day"], each["data"]) for each in kept[longest]
    ]


def asked(run: Any, *line: str) -> Any:
    made = run(*line, "--format", "json")
    assert (made.code, made.err) == (0, ""), line
    return json.loads(made.out)


def the_same_on_both(folder: Path, database: str, told: dict[str, Any]) -> None:
    """Compare with the other database's year; whoever is last does, so that neither waits."""
    folder.mkdir(exist_ok=True)
    unfinished = folder / f"{database}.tmp"
    unfinished.write_text(json.dumps(told), encoding="utf-8")
    unfinished.rename(folder / f"{database}.json")
    for other in folder.glob("*.json"):
        assert json.loads(other.read_text(encoding="utf-8")) == told
