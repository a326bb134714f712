"""Requests from files: every form, and one line with its place for every mistake."""

import json
from datetime import date
from pathlib import Path

import pytest
from triage.adapters.files.requestfiles import Reader, Rejected, title_of
from triage.adapters.pages.catalog import load_catalog
from triage.core.request.request import Goal, Origin, Profile, Range, Request
from triage.core.rules.ruleset import Verdict

from bundled import RULES

DAY, DAY_ASKED = date(2026, 11, 23), date(2026, 11, 2)
READER = Reader(RULES, Profile(hourly_cost=700), DAY)
EN, DA = load_catalog("en"), load_catalog("da")

GOOD = """\
title: TikTok
asked_by: the director
asked_on: 2026-11-02
profile:
  yearly_budget: 2000000
answers:
  request: "Everyone is on TikTok."
  task_type: tiktok
  need: own_wish
  cost: 60000
  hours: [100, 200, 400]
  lawful: no
  visible_in: 2027-05-03
  extra_contribution: unknown
expect: [drop]
"""


def read(text: str | bytes, name: str = "r.yaml"):
    return list(READER.read(name, text.encode() if isinstance(text, str) else text))


def problems(text: str | bytes, name: str = "r.yaml") -> list[str]:
    return [
        f"{problem.place}: {EN.text(problem.message)}"
        for each in read(text, name)
        if isinstance(each, Rejected)
        for problem in each.problems
    ]


def test_a_whole_request():
    (request,) = read(GOOD)
    assert isinstance(request, Request)
    assert request.title == "TikTok"
    assert request.asked_on == date(2026, 11, 2)
    assert request.profile.yearly_budget == 2_000_000
    assert request.profile.hourly_cost == 700
    assert request.value("cost") == Range(60_000, 60_000, 60_000)
    assert request.value("hours") == Range(100, 200, 400)
    assert request.value("lawful") == "other_way", "what no stands for today"
    assert request.value("visible_in") == 23.0
    assert request.value("extra_contribution") is None
    assert request.answers["extra_contribution"].origin is Origin.FILE
    assert request.expect == (Verdict.DROP,)


def test_all_mistakes_are_reported_at_once_with_their_places():
    text = GOOD.replace("need: own_wish", "ned: own_wish").replace("cost: 60000", "cost: [3, 2, 1]")
    text = text.replace("task_type: tiktok", "task_type: tiktokk").replace("yearly_budget", "yearly_buget")
    found = problems(text)
    assert [line.split(" ", 1)[0] for line in found] == ["r.yaml:5:17:", "r.yaml:8:14:", "r.yaml:9:8:", "r.yaml:10:3:"]
    assert "Did you mean yearly_budget?" in found[0]
    assert "Did you mean tiktok?" in found[1]
    assert "Did you mean need?" in found[2]


def test_what_cannot_be_done_without_is_asked_for():
    assert len(problems("answers:\n  need: guess\n")) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (json.dumps({"title": "t", "answers": {"request": "r", "task_type": "cro", "cost": [1, 2, 3]}}), "r.json"),
        (json.dumps([{"title": "t", "answers": {"request": "r", "task_type": "cro", "cost": "1/2/3"}}]), "r.json"),
        (json.dumps({"title": "t", "request": "r", "task_type": "cro", "cost": [1, 2, 3]}), "r.jsonl"),
        ("title,request,task_type,cost\nt,r,cro,1/2/3\n", "r.csv"),
        ("title;request;task_type;cost\nt;r;cro;1/2/3\n", "r.csv"),
        ("\ufefftitle;request;task_type;cost\r\nt;r;cro;1/2/3\r\n", "r.csv"),
        ("title: t\nrequest: r\ntask_type: cro\ncost: [1, 2, 3]\n", "r.yaml"),
        ("title,request,task_type,cost\nt,r,cro,1/2/3\n", "-"),
        (json.dumps({"title": "t", "request": "r", "task_type": "cro", "cost": [1, 2, 3]}) + "\n" + "{}\n", "-"),
        ("title: t\nrequest: r\ntask_type: cro\ncost: [1, 2, 3]\n", "-"),
    ],
)
def test_the_same_request_in_every_form(text, name):
    request = read(text, name)[0]
    assert isinstance(request, Request), problems(text, name)
    assert (request.title, request.value("task_type"), request.value("cost")) == ("t", "cro", Range(1, 2, 3))


def test_rows_are_named_by_their_line_and_a_bad_one_does_not_stop_the_rest():
    text = 'title,request,task_type,need\nA,"two\nlines",cro,guess\nB,r,cro,nonsense\nC,r,cro,proven\n'
    first, second, third = read(text, "r.csv")
    assert (first.source, third.source) == ("r.csv:2", "r.csv:5")
    assert isinstance(second, Rejected)
    assert str(second.problems[0].place) == "r.csv:4: need"


def test_danish_letters_saved_by_an_old_spreadsheet():
    (request,) = read("title;request;task_type\nPåskekampagne;Kør æbler;cro\n".encode("cp1252"), "r.csv")
    assert request.title == "Påskekampagne"


def test_a_mistake_in_json_has_its_place():
    (line,) = problems('{"title": "t",\n "answers": {"request": "r",\n  "task_type": "cro", "need": "gues"}}', "r.json")
    assert line.startswith("r.json:3:")
    assert "Did you mean guess?" in line


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "r.yaml"),
        ("- just\n- a list\n", "r.yaml"),
        ("answers: nothing\n", "r.yaml"),
        ("title: [\n", "r.yaml"),
        ("a: &x 1\nb: *x\n", "r.yaml"),
        (b"\x00\x01\x02\xff", "r.yaml"),
        (b"\x00\x01\x02\xff", "r.csv"),
        ("{", "r.json"),
        ("[" * 100_000, "r.json"),
        ("null", "r.json"),
        ("{}\n[1]\nnot json\n", "r.jsonl"),
        ("a,a\n1,2\n", "r.csv"),
        ("request,task_type\n1,2,3\n", "r.csv"),
        ("whatever", "r.xyz"),
        ("answers:\n  request: r\n  task_type: cro\nprofile: 7\n", "r.yaml"),
        ("answers:\n  request: r\n  task_type: cro\nprofile:\n  yearly_budget: 0\n", "r.yaml"),
        ("answers:\n  request: r\n  task_type: cro\nprofile:\n  currency: XYZ\n", "r.yaml"),
        ("answers:\n  request: r\n  task_type: cro\nasked_on: yesterday\n", "r.yaml"),
        ("answers:\n  request: r\n  task_type: cro\nexpect: [maybe]\n", "r.yaml"),
        ("answers:\n  request: unknown\n  task_type: unknown\n", "r.yaml"),
    ],
)
def test_nonsense_is_clear_lines_and_never_an_exception(text, name):
    found = problems(text, name)
    assert found
    assert all(line.startswith(name) for line in found)


def test_an_answer_given_twice_in_one_object_is_no_answer():
    twice = '{"request": "x", "task_type": "tiktok", "need": "proven", "need": "own_wish"}'
    assert problems(twice + "\n" + twice.replace(', "need": "own_wish"', ""), "r.jsonl") == [
        "r.jsonl:1: need stands more than once. Keep one of them."
    ]
    assert problems(f'{{"answers": {twice}}}', "r.json") == ["r.json: need stands more than once. Keep one of them."]


NOTHING = "There is no task in the file. Write one into it, or choose another file."


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quotation_mark_that_never_closes_swallows_no_rows(end):
    (place,) = problems(f'task_type,request\ntiktok,"a\nb"\ntiktok,"c\ntiktok,d{end}', "r.csv")
    assert place.startswith("r.csv:4: A quotation mark in a cell of this line is never closed")
    whole = read(f'task_type,request\ntiktok,"a\nb"\ntiktok,"c"{end}', "r.csv")
    assert [each.answers["request"].value for each in whole] == ["a\nb", "c"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("", "r.csv"),
        ("\ufeff\n", "r.csv"),
        ("title,request\n", "r.csv"),
        ("title,request\n,\n", "r.csv"),
        ("[]", "r.json"),
    ],
)
def test_a_file_without_a_task_is_told(content, name, run, tmp_path):
    assert problems(content, name) == [f"{name}: {NOTHING}"]
    (tmp_path / name).write_text(content, encoding="utf-8")
    for command in ("score", "new --no-input --from"):
        result = run(*command.split(), str(tmp_path / name))
        assert (result.code, result.err) == (1, f"{tmp_path / name}: {NOTHING}\n")


def test_a_request_file_may_be_unfinished_before_an_interview(tmp_path: Path):
    half = tmp_path / "half.yaml"
    half.write_text("title: Half\nanswers:\n  need: guess\n", encoding="utf-8")
    answers, title = READER.read_prefill(half)
    assert title == "Half"
    assert list(answers) == ["need"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Nyt logo.", "Nyt logo"),
        ("\n\n Nyt logo\nhelst i morgen", "Nyt logo"),
        (
            "Vi skal have et helt nyt website, inden messen i Herning åbner til september",
            "Vi skal have et helt nyt website, inden messen i Herning åbner til september",
        ),
        (
            "Hej Mia. Vi skal have en podcast. Første afsnit skal være ude før ferien, og der skal være ti i alt.",
            "Vi skal have en podcast",
        ),
        (
            "Kan du lave nogle breve til naboerne fordi vi lige har været der og de nok også snart skal have en",
            "Kan du lave nogle breve til naboerne",
        ),
        (
            "Why are we paying Google for this? Turn it off and let's see what happens to sales then.",
            "Why are we paying Google for this?",
        ),
        (
            "Når vi sætter en varmepumpe op, skal nabohusene have et brev samme uge: vi har lige været hos din nabo.",
            "Når vi sætter en varmepumpe op, skal nabohusene have et brev samme uge",
        ),
        (
            "Vi skal have et helt nyt website med alle de produkter vi har og alle dem vi en dag kan få at sælge",
            "Vi skal have et helt nyt website med alle de produkter vi har og alle dem vi en ...",
        ),
        ("", ""),
    ],
)
def test_a_title_is_the_first_line_cut_where_a_clause_ends(words, title):
    assert title_of(words) == title


def test_stored_amounts_are_turned_into_the_currency_that_a_file_counts_in():
    stored = Profile(yearly_budget=1_492_000.0, hourly_cost=746.0)
    data = {"profile": {"currency": "EUR"}, "answers": {"request": "x", "task_type": "seo_content"}}
    (read,) = Reader(RULES, stored, date(2026, 11, 2)).read("a.json", json.dumps(data).encode())
    rate = RULES.rates["EUR"]
    assert (read.profile.hourly_cost, read.profile.yearly_budget) == (746 / rate, 1_492_000 / rate)
    data["profile"]["hourly_cost"] = 90
    (read,) = Reader(RULES, stored, date(2026, 11, 2)).read("a.json", json.dumps(data).encode())
    assert read.profile.hourly_cost == 90


def test_the_firms_figures_in_a_csv_are_read_as_in_yaml():
    (one,) = read("request,task_type,yearly_budget,hourly_cost,horizon_months\nx,cro,2.000.000,450.5,18\n", "r.csv")
    profile = one.profile
    assert (profile.yearly_budget, profile.hourly_cost, profile.horizon_months) == (2_000_000, 450.5, 18)
    (line,) = problems("request,task_type,yearly_budget\nx,cro,much\n", "r.csv")
    assert "yearly_budget" in line


def test_a_table_of_somebody_else_is_one_mistake():
    (line,) = problems("Opgave;Bestilt af;Pris\nx;Lars;1000\ny;Bo;200\n", "r.csv")
    assert "triage import r.csv" in line


def test_goals_of_a_files_own_count_before_those_of_the_firm():
    firm = Profile(goals=(Goal("goal1", "More leads"),))
    own = "profile: {goals: [{id: export, text: Germany}]}\nanswers: {request: x, task_type: cro, goal: export}\n"
    (one,) = Reader(RULES, firm, READER.today).read("r.yaml", own.encode())
    assert one.value("goal") == "export"


@pytest.mark.parametrize("name", ["r.jsonl", "r.json", "r.yaml"])
@pytest.mark.parametrize("question", ["cost", "need", "visible_in"])
@pytest.mark.parametrize(
    "written",
    [
        "true",
        '{"low": 1}',
        '{"a": {"b": "c"}}',
        "[null, 1, 2, 3]",
        '["a", true, [false]]',
        r'["say \"no\" \\ æ"]',
    ],
)
def test_an_answer_that_cannot_be_read_is_quoted_as_it_stands_in_the_file(written, question, name):
    text = f'{{"request": "r", "task_type": "cro", "{question}": {written}}}\n'
    (rejected,) = read(text, name)
    said = [catalog.text(rejected.problems[0].message) for catalog in (EN, DA)]
    assert all(written in each for each in said), said


@pytest.mark.parametrize(("question", "written"), [("cost", "NaN"), ("cost", "-Infinity"), ("need", "[NaN, Infinity]")])
def test_a_number_that_is_none_is_quoted_as_json_writes_it(question, written):
    (rejected,) = read(f'{{"request": "r", "task_type": "cro", "{question}": {written}}}\n', "r.jsonl")
    assert written in EN.text(rejected.problems[0].message)


HEADINGS = ["request,task_type,cost,asked_on", "Request,Task_type,COST,Asked_On", " REQUEST , TASK_TYPE ,Cost,ASKED_ON"]


@pytest.mark.parametrize("headings", HEADINGS)
def test_headings_may_be_in_capital_letters(headings):
    (one,) = read(f"{headings},Profile.Hourly_Cost\nx,cro,20000,2026-11-02,450\n", "r.csv")
    assert (one.value("task_type"), one.value("cost"), one.asked_on) == (
        "cro",
        Range(20_000, 20_000, 20_000),
        DAY_ASKED,
    )
    assert one.profile.hourly_cost == 450


@pytest.mark.parametrize("headings", ["cost,Cost", "COST,cost", "Cost,Cost"])
def test_one_name_in_two_ways_of_writing_is_repeated(headings):
    (place,) = problems(f"request,task_type,{headings}\nx,cro,1,2\n", "r.csv")
    assert place.startswith("r.csv:1: ")
