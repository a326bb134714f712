"""``list --load`` and ``--first``, standing work in ``init``, and the load while a new request is asked about."""

import json

import pytest
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.adapters.terminal import bars, prompt, screen
from triage.core.request.request import Answer, Origin, Profile, Range, Standing
from triage.usecases.parts.booking import Booked
from triage.usecases.parts.questioning import WRITE, Interview, Place, ask_question

from bundled import RULES

PLACE = Place(1, None, opens_group=False, is_new_group=False)

FIRM = ("--yearly-budget", "1200000", "--capacity-hours", "60", "--standing", "Nyhedsbrevet | 6 | 1.500")
FIRM += ("--against", "Sverige | sproget")
ANSWERS = {
    "request": "More ads", "task_type": "search_ads", "problem_type": "enquiries", "need": "reported",
    "outcome": "enquiries", "effect_as": "contribution", "anyway": "hardly_any", "goal_fit": "directly",
    "evidence": "data", "visible_in": 30, "date_bound": "wish", "audience": "dairies",
    "cost": [40_000, 50_000, 60_000], "hours": [20, 30, 40], "extra_contribution": [100_000, 200_000, 300_000],
}  # fmt: skip


@pytest.fixture
def firm(run, tmp_path, monkeypatch):
    """A firm with a task that runs, one that waits for a yes, and standing work."""
    monkeypatch.setenv("TRIAGE_NOW", "2026-03-02T09:00")

    def do(*line):
        made = run(*line, "--no-input")
        assert (made.code, made.err) == (0, ""), made
        return made

    def new(title, **answers):
        file = tmp_path / f"{title}.json"
        file.write_text(json.dumps({"title": title, "answers": ANSWERS | answers}), encoding="utf-8")
        do("new", "--from", str(file))

    do("init", *FIRM)
    new("Ads for dairies")
    do("decide", "1", "go")
    new("Ads for plants", hours=[60, 90, 120])


@pytest.fixture
def drawn(monkeypatch):
    """A terminal of 80 columns."""
    for module in (screen, bars):
        monkeypatch.setattr(module, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("TERM", raising=False)


def asked(run, *line):
    made = run(*line, "--format", "json")
    assert (made.code, made.err) == (0, "")
    return json.loads(made.out)


@pytest.mark.usefixtures("firm")
def test_the_load_as_json(run):
    found = asked(run, "list", "--load")
    assert (found["hours_a_month"], found["money_a_month"], found["money_holds_wages"]) == (60, 100_000, False)
    assert found["standing"] == [{"name": "Nyhedsbrevet", "hours": 6, "money": 1_500}]
    (task,) = found["tasks"]
    assert (task["id"], task["hours"], task["state"]) == ("2026-001", 30, "decided")
    month = found["months"][1]
    assert month["month"] == "2026-04"
    assert month["hours"] + month["hours_left"] == pytest.approx(60)
    assert sum(task["hours_by_month"]) == pytest.approx(30)


@pytest.mark.usefixtures("firm", "drawn")
@pytest.mark.parametrize(
    ("language", "heading", "line"),
    [
        ("da", "Egne timer (I har 60 timer om måneden)", "apr. 2026 ▒▒▒▒█"),
        ("en", "Your own hours (you have 60 hours a month)", "Apr 2026  ▒▒▒▒█"),
    ],
)
def test_the_load_as_a_picture_of_80_columns(run, language, heading, line):
    out = run("list", "--load", "--lang", language).out
    assert heading in out
    assert line in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.usefixtures("firm", "drawn")
@pytest.mark.parametrize("setting", [("COLUMNS", "50"), ("TERM", "dumb"), ("TRIAGE_PLAIN", "1")])
def test_a_narrow_or_dumb_terminal_gets_a_plain_table(run, monkeypatch, setting):
    monkeypatch.setenv(*setting)
    out = run("list", "--load").out
    assert not set(out) & set("▒█·")
    assert "Standing" in out


def test_a_terminal_without_the_characters_gets_plain_ones(monkeypatch):
    monkeypatch.setattr(bars.sys, "stdout", type("Old", (), {"encoding": "cp1252"}))
    assert bars.bar([("standing", 10), ("tasks", 20), ("over", 10), ("free", 0)], 40, 8) == "==####!!"


@pytest.mark.usefixtures("firm")
def test_what_comes_first_as_json_and_as_a_table(run):
    found = asked(run, "list", "--first")
    (each,) = found["by_worth"]
    assert (each["id"], each["hours"], each["fits_hours"], found["by_score"]) == ("2026-002", 90, True, [])
    assert each["worth_per_hour"] == pytest.approx(each["worth"] / 90)
    heading, row = run("list", "--first", "--lang", "da").out.splitlines()
    assert heading.split("\t")[3] == "Pr. time"
    assert row.endswith("\tJa\tAds for plants")


def test_nothing_is_running_and_nothing_waits(run):
    assert asked(run, "list", "--load")["tasks"] == []
    assert asked(run, "list", "--first")["by_worth"] == []


@pytest.mark.parametrize("other", [("--first",), ("--verdict", "go"), ("--text", "ads")])
def test_the_load_is_of_everything(run, other):
    made = run("list", "--load", *other)
    assert made.code == 2
    assert f"--load and {other[0]}" in made.err or other[0] in made.err


def test_standing_work_is_added_changed_and_ended_by_its_name(run, home):
    assert run("init", "--standing", "Newsletter | 6 | 1,500", "--standing", "Ads | 10 hours a month | 20k").code == 0
    assert run("init", "--standing", "newsletter | 8", "--end-standing", "ADS").code == 0
    assert load_profile(Home(home)).standing == (Standing("newsletter", 8.0, 0.0),)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--standing", "Newsletter"), "Newsletter"),
        (("--standing", "Newsletter | many | 3"), "Newsletter | many | 3"),
        (("--standing", " | 3 | 4"), "| 3 | 4"),
        (("--end-standing", "Podcast"), "Podcast"),
        (tuple(word for at in range(9) for word in ("--standing", f"Work {at} | 1")), "at most 8"),
    ],
)
def test_what_cannot_be_standing_work_is_told(run, home, options, said):
    made = run("init", *options)
    assert made.code == 1
    assert said in made.err
    assert load_profile(Home(home)) is None


@pytest.mark.usefixtures("firm")
def test_a_new_request_is_weighed_with_what_is_left(home, monkeypatch):
    told = []
    monkeypatch.setattr(prompt, "tell", lambda text, *_, **__: told.append(text))
    monkeypatch.setattr(prompt, "ask_choice", lambda lines, *_, **__: lines[0].value)
    profile = load_profile(Home(home))
    booked = Booked(Home(home), profile, RULES)
    catalog = load_catalog("da")
    asking = Interview(RULES, profile, catalog, hints=booked.hints, picks=booked.picks)
    request = _request(hours=Range(20, 40, 60))
    ask_question(asking, request, "capacity", PLACE)
    assert any("Af 60 timer om måneden er omkring 43 timer ledige i marts 2026" in line for line in told), told
    assert any("Opgaven her tager omkring 40 timer i alt." in line for line in told)
    ask_question(asking, request, "goal_fit", PLACE)
    assert "I har valgt det her fra i år: Sverige." in told
    assert ask_question(asking, request, "displaces", PLACE).startswith("Ads for dairies (2026-001, 30 timer")


@pytest.mark.usefixtures("firm")
def test_what_gives_way_may_still_be_typed(home, monkeypatch):
    monkeypatch.setattr(prompt, "tell", lambda *_, **__: None)
    monkeypatch.setattr(prompt, "ask_choice", lambda *_, **__: WRITE)
    monkeypatch.setattr(prompt, "ask_text", lambda *_, **__: "The June fair")
    booked = Booked(Home(home), Profile(), RULES)
    asking = Interview(RULES, Profile(), load_catalog("en"), picks=booked.picks)
    assert ask_question(asking, _request(), "displaces", PLACE) == "The June fair"


def _request(**answers):
    from triage.core.request.request import Request

    return Request("x", "x", {name: Answer(value, Origin.ASKED) for name, value in answers.items()})
