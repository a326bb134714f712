"""Files, names and words that mean harm or are absurd: nothing steers a terminal, each mistake is a line, no exit 3."""

import json
import os
import pickle
import re

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import load_catalog
from triage.core.messages import TriageError
from triage.usecases.new import resume
from triage.usecases.parts.call import NewCall

STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
TITLE = "\x1b]52;c;aGFjaw==\x1b\\ hello \u202egnp.exe\u2069"
ANSWERS = "answers: {request: x, task_type: tiktok, need: own_wish}\n"
NINES = "9" * 5_000


def ended_well(result) -> bool:
    """Whether a run ended as it may: a documented code, and lines of ours."""
    said = (result.out + result.err).replace("\r\n", "\n")
    return result.code in {0, 1, 2, 4} and not STEERS.search(said) and "Warning" not in said and "Traceback" not in said


@pytest.fixture
def hostile(tmp_path):
    file = tmp_path / "hostile.yaml"
    words = json.dumps(TITLE)
    file.write_text(f'title: {words}\nasked_by: "Bo\\u202e\\nforged: line"\n{ANSWERS}', encoding="utf-8")
    return str(file)


def test_no_word_of_a_file_steers_a_terminal_or_a_file(run, hostile, tmp_path):
    kept = run("new", "--no-input", "--from", hostile, "--memo", str(tmp_path / "memo.md"))
    assert kept.code == 0
    for command in (
        ("score", hostile), ("score", hostile, "--format", "csv"), ("score", hostile, "--format", "json"),
        ("score", hostile, "--format", "jsonl"), ("show", hostile, hostile), ("show", "1"), ("list",), ("memo", "1"),
        ("export",), ("export", "--format", "csv"), ("ask", "1", "--form"), ("report",), ("due", "--on", "2030-01-01"),
    ):  # fmt: skip
        result = run(*command)
        assert ended_well(result), command
        assert result.code == 0, (command, result.err)
    assert not STEERS.search((tmp_path / "memo.md").read_text("utf-8"))
    assert "forged: line" not in run("show", "1").out.splitlines()


def test_what_was_kept_before_it_was_cleaned_steers_nothing_either(run, keep):
    keep(TITLE)
    for command in (("list",), ("list", "--format", "json"), ("export",)):
        assert ended_well(run(*command)), command


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("name", ["evil\nok: all is well.yaml", "rtl\u202elmay.yaml", "esc\x1b[2J.yaml"])
def test_no_name_of_a_file_forges_a_line(run, tmp_path, name):
    (tmp_path / name).write_text("a: 1\n")
    result = run("score", str(tmp_path / name))
    assert ended_well(result)
    assert result.err.count("\n") == result.err.count(str(tmp_path)) == 3


@pytest.mark.parametrize(
    "words",
    [["show", "x\u202e\nFORGED"], ["li\u202e\nFORGED"], ["list", "--fo\u202e\nFORGED"], ["decide", "x\nFORGED"]],
)
def test_no_word_of_the_command_line_forges_a_line(run, keep, words):
    keep()
    result = run(*words)
    assert ended_well(result)
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    "content",
    [
        "profile: {currency: [EUR]}\n" + ANSWERS,
        "profile: {currency: {a: b}, organisation: [x], agreed_on: [1], goals: 5}\n" + ANSWERS,
        "profile: {hourly_cost: 1.0e+300, horizon_months: 1.0e+300}\n" + ANSWERS,
        "title: [a]\nasked_by: {a: b}\n" + ANSWERS,
        ANSWERS.replace("}", f", cost: {NINES}}}"),
        "[" * 5_000,
    ],
    ids=["currency", "profile", "overflow", "title", "digits", "deep"],
)
def test_absurd_yaml_is_told_line_by_line_and_stops_no_other_file(run, tmp_path, content):
    (tmp_path / "a.yaml").write_text(content)
    (tmp_path / "b.yaml").write_text(ANSWERS)
    result = run("score", str(tmp_path))
    assert ended_well(result)
    assert (result.code, len(result.out.splitlines())) == (1, 2)
    assert all(line.startswith(str(tmp_path / "a.yaml:")) and len(line) < 400 for line in result.err.splitlines())


@pytest.mark.parametrize(
    "answers", ["", f', "cost": {NINES}', ', "cost": 1e400', f', "hours": {"9" * 400}', ', "unit_contribution": 1e-300']
)
@pytest.mark.parametrize("figure", ["5", "9" * 400, "1e400", "NaN", "-1", "[1]", '{"a": 1}', NINES])
def test_absurd_json_is_told(run, tmp_path, answers, figure):
    file = tmp_path / "a.json"
    file.write_text(
        f'{{"profile": {{"yearly_budget": {figure}}}, "answers": {{"request": "x", "task_type": "tiktok",'
        f' "need": "proven", "effect_as": "units", "extra_units": 5{answers}}}}}'
    )
    result = run("score", str(file))
    assert ended_well(result)
    assert result.code == (0 if figure == "5" and (not answers or "e-300" in answers) else 1), result.err


@pytest.mark.parametrize(
    "profile",
    [
        "[" * 100_000, '{"goals":' * 50_000, "[]", '"x"', "null", "", '{"currency": ["EUR"]}', '{"yearly_budget": [1]}',
        '{"yearly_budget": 1e400}', '{"yearly_budget": NaN}', '{"yearly_budget": -5}', '{"yearly_budget": 0}',
        '{"standing": [{"name": "x", "hours": 1e400}]}', f'{{"yearly_budget": {NINES}}}', '{"language": "xx"}',
        '{"goals": [{"text": 5}]}', '{"agreed_on": "yesterday"}',
    ],
)  # fmt: skip
def test_a_profile_that_cannot_be_is_one_line_and_listing_goes_on(run, home, keep, profile):
    keep()
    (home / "profile.json").write_text(profile)
    assert run("list").code == 0
    for command in (["list", "--load"], ["init", "--no-input", "--director", "Kim"]):
        result = run(*command)
        assert ended_well(result)
        assert (result.code, result.err.count("\n"), len(result.err) < 400) == (1, 1, True), result.err
    assert (home / "profile.json").read_text() == profile


@pytest.mark.parametrize("given", ["9" * 300, NINES, "2026-" + "9" * 300, "\u0663", "²"])
@pytest.mark.parametrize(
    "command",
    ["what-if {} need=proven", "show {}", "show {} 1", "score {}", "new --no-input --from {}", "rules copy --to {}",
     "import {}", "export -o {}.csv", "rules check {}", "ask 1 --read {}"],
)  # fmt: skip
def test_a_name_that_cannot_be_is_one_line(run, keep, tmp_path, monkeypatch, command, given):
    monkeypatch.chdir(tmp_path)
    keep()
    if "copy" in command or "-o" in command:
        given = given[:1] * 5_000
    result = run(*command.format(given).split())
    assert ended_well(result)
    assert (result.code, result.err.count("\n")) == (1, 1), result.err


@pytest.mark.parametrize(
    "command",
    ["what-if {} need=proven", "score {}", "new --no-input --from {}", "import {}", "export -o {}.csv", "backup {}",
     "due --ics {}.ics", "rules check {}", "rules backtest {}", "ask 1 --read {}", "memo 1 -o {}.md", "report -o {}.md",
     "memo 1 -o m.docx --reference {}", "init --no-input --word-template {}.docx", "list --load -o {}.html"],
)  # fmt: skip
def test_the_folder_of_somebody_who_is_not_known_is_one_line(run, hostile, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    assert run("new", "--no-input", "--from", hostile).code == 0
    result = run(*command.format("~nobody-of-that-name/x").split())
    assert ended_well(result)
    assert (result.code, result.err.count("\n"), "nobody-of-that-name" in result.err) == (1, 1, True), result.err
    assert not list(tmp_path.glob("*~*"))


def test_the_users_own_folder_is_meant_where_no_shell_puts_it_in_its_place(run, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "task.yaml").write_text("title: A film\n" + ANSWERS)
    for command in ("score ~/task.yaml", "new --no-input --from ~/task.yaml", "show ~/task.yaml ~/task.yaml"):
        result = run(*command.split())
        assert (result.code, "A film" in result.out) == (0, True), result.err
    assert run("memo", "1", "-o", "~/memo.md").code == run("backup", "~/kept.sqlite3").code == 0
    assert {"memo.md", "kept.sqlite3"} <= {each.name for each in tmp_path.iterdir()}


def test_a_computer_that_knows_no_folder_of_the_user_is_one_line_and_makes_none(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRIAGE_HOME")
    monkeypatch.setattr("typer.get_app_dir", lambda _: "~/.config/triage")
    for language, words in (("da", "Sæt TRIAGE_HOME"), ("en", "Set TRIAGE_HOME")):
        result = run("list", "--lang", language)
        assert (result.code, result.err.count("\n"), words in result.err) == (4, 1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    ["what-if", "score", "show", "memo", "import", "backup", "decide", "forget", "ask", "rules check", "rules test",
     "rules backtest", "export -o", "memo 1 -o", "new --from", "due --ics", "rules copy --to", "list --rules"],
)  # fmt: skip
def test_an_empty_word_is_no_file_and_no_task(run, command):
    result = run(*command.split(), "", *(["cost=1"] if command == "what-if" else []))
    assert (result.code, result.err.count("\n")) == (2, 1), result.err


@pytest.mark.parametrize(
    "moment",
    ["9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "3000-01-01", "soon"],
)
def test_a_moment_beyond_the_calendar_is_a_mistake_of_usage(run, keep, monkeypatch, moment):
    keep()
    monkeypatch.setenv("TRIAGE_NOW", moment)
    for command in (["due"], ["list", "--load"], ["decide", "1", "go"]):
        result = run(*command)
        assert (result.code, result.err.count("\n"), "TRIAGE_NOW" in result.err) == (2, 1, True)


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:10+00:00", "2999-12-31T23:59:59+00:00"])
@pytest.mark.parametrize(
    "command",
    ["due", "list --load", "list --first", "show 1", "memo 1", "report", "review 1", "what-if 1 visible_in=9"],
)
def test_a_clock_that_was_set_back_or_far_ahead_breaks_nothing(run, hostile, monkeypatch, moment, command):
    monkeypatch.setenv("TRIAGE_NOW", "2026-03-02T12:00:00+00:00")
    assert run("new", "--no-input", "--from", hostile).code == 0
    monkeypatch.setenv("TRIAGE_NOW", moment)
    result = run(*command.split())
    assert ended_well(result)
    assert result.code == (1 if "review" in command else 0), result.err


def test_a_clock_that_goes_backwards_keeps_the_order_in_which_things_happened(run, hostile, monkeypatch):
    for day, command in (
        ("2026-06-01", f"new --no-input --from {hostile}"),
        ("2026-05-01", "decide 1 go --by both --because x --assumes y --no-input"),
        ("2026-04-01", "new --again 1 need=guess --because z --no-input"),
        ("2026-03-01", "decide 1 closed --because w"),
    ):
        monkeypatch.setenv("TRIAGE_NOW", f"{day}T12:00:00+00:00")
        assert run(*command.split()).code == 0
    said = run("show", "1").out
    told = ["1 June 2026", "Decided on 1 May 2026", "1 April 2026", "1 March 2026"]
    assert sorted(told, key=said.rfind) == told
    for command in ("due --on 2030-01-01", "memo 1", "report", "list --load", "list"):
        assert run(*command.split()).code == 0


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_draft_that_can_no_longer_be_read_is_named(run, home, language):
    draft = home / "drafts" / "20260302-120000-000.jsonl"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(bytes(500))
    assert str(draft) in run("help", "doctor", "--lang", language).out
    with pytest.raises(TriageError, match=re.escape(str(draft))):
        resume(NewCall(Home(home), load_catalog(language)))
    assert draft.read_bytes() == bytes(500)


@pytest.mark.parametrize("other", [{}, [], {"x": 1}, "text"])
def test_a_cache_with_other_content_is_made_anew(run, own_cache, other):
    assert run("list").code == 0
    found = sorted(own_cache.glob("*.pickle"))
    assert found
    for path in found:
        path.write_bytes(pickle.dumps(other))
    assert run("list").code == 0
    assert run("rules", "show").code == 0
    Home(own_cache.parent)


def test_values_keep_their_points_and_a_sentence_has_one_full_stop(run, tmp_path, keep, monkeypatch):
    keep("Wait.. what..")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a..b").mkdir()
    said = run("export", "-o", "a..b/all.jsonl")
    assert said.out.count(os.path.join("a..b", "all.jsonl")) == 2  # noqa: PTH118 - as it is printed
    assert "10000..200000" in run("what-if", "1").err
    assert "Wait.. what.." in run("forget", "1", "--yes").out + run("show", "wait").err
