import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "rules" / "cases"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def listed(run, *arguments):
    result = run("list", "--format", "json", *arguments)
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


def test_an_empty_register_says_how_to_begin(run, home):
    result = run("list")
    assert (result.code, result.err) == (0, "")
    assert "triage new" in result.out
    assert listed(run) == []
    assert not (home / "register.sqlite3").exists()


def test_json_has_all_of_a_request(run, keep):
    keep("TikTok", verdict="defer", score=(45.5, 71.0), language="da")
    (item,) = listed(run)
    assert datetime.fromisoformat(item.pop("created")) == NOON
    assert item == {
        "id": "2026-001",
        "title": "TikTok",
        "verdict": "defer",
        "score": None,
        "score_low": 45.5,
        "score_high": 71.0,
        "task_type": "tiktok",
        "language": "da",
        "state": "assessed",
    }


def test_a_pipe_gets_one_line_each(run, keep):
    keep("TikTok", verdict="drop", score=(30.26, 30.26))
    keep("Webinar", verdict="defer", score=(45.0, 71.0), created=NOON + timedelta(days=1))
    heading, first, second = run("list").out.splitlines()
    assert heading == "No.\tDate\tVerdict\tState\tPoints\tType\tTask"
    assert first == "2026-002\t2026-03-03\tDefer\tWeighed\t45.0–71.0\ttiktok\tWebinar"
    assert second == "2026-001\t2026-03-02\tDrop\tWeighed\t30.3\ttiktok\tTikTok"


def test_danish(run, keep):
    keep("TikTok", score=(30.26, 30.26))
    heading, line = run("list", "--lang", "da").out.splitlines()
    assert heading == "Nr.\tDato\tAnbefaling\tTilstand\tPoint\tType\tOpgave"
    assert "\t30,3\t" in line


def test_no_score_leaves_the_field_empty(run, keep):
    keep(score=None)
    assert run("list").out.splitlines()[1].split("\t")[4] == ""
    assert listed(run)[0]["score_low"] is None


def test_tsv_has_names_that_never_change(run, keep):
    keep("TikTok")
    heading, line = run("list", "--format", "tsv", "--lang", "da").out.splitlines()
    fields = dict(zip(heading.split("\t"), line.split("\t"), strict=True))
    assert (fields["id"], fields["verdict"], fields["score"]) == ("2026-001", "go", "72.5")


def test_filters_and_limits(run, keep):
    for day, verdict in enumerate(["go", "drop", "defer", "drop"]):
        keep(f"t{day}", verdict=verdict, task_type=f"type{day % 2}", created=NOON + timedelta(days=day))

    def names(*arguments):
        return [item["title"] for item in listed(run, *arguments)]

    assert names("--verdict", "drop") == ["t3", "t1"]
    assert names("--task-type", "type0") == ["t2", "t0"]
    assert names("--since", "2026-03-04") == ["t3", "t2"]
    assert names("--until", "2026-03-03") == ["t1", "t0"]
    assert names("--limit", "1") == ["t3"]
    assert names("--limit", "1", "--all") == ["t3", "t2", "t1", "t0"]
    assert names("--verdict", "go", "--task-type", "type1") == []


def test_twenty_are_shown_unless_all_are_asked_for(run, keep):
    for number in range(25):
        keep(f"t{number}")
    assert len(listed(run)) == len(run("list").out.splitlines()) - 1 == 20
    assert len(listed(run, "--all")) == 25


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--verdict", "maybe"], "--verdict cannot be maybe. Choose one of: go, defer, drop."),
        (["--format", "xml"], "--format cannot be xml"),
        (["--since", "yesterday"], "--since cannot be yesterday. Write a date as"),
        (["--until", "2026-02-30"], "--until cannot be 2026-02-30"),
        (["--since", "2026-03-02", "--until", "2026-03-01"], "ends (2026-03-01) before it begins (2026-03-02)"),
        (["--limit", "0"], "--limit cannot be 0"),
    ],
)
def test_a_wrong_option_is_told_in_one_line(run, arguments, said):
    result = run("list", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1


def test_nothing_matches(run, keep):
    keep(verdict="go", task_type="seo")
    assert "No request matches" in run("list", "--verdict", "drop").out
    assert "task type tictoc. These are in the register: seo." in run("list", "--task-type", "tictoc").out
    assert listed(run, "--task-type", "tictoc") == []


def test_a_terminal_is_told_that_there_are_more(run, keep, monkeypatch):
    from triage.adapters.terminal import screen

    monkeypatch.setattr(screen, "is_terminal", lambda: True)
    keep("one")
    keep("two")
    assert "There are more" in run("list", "--limit", "1").out
    assert "more" not in run("list", "--limit", "2").out


def test_show_as_json_is_what_was_stored(run, keep):
    keep("TikTok", verdict="drop")
    result = run("show", "last", "--format", "json")
    data = json.loads(result.out)
    assert result.code == 0
    assert (data["id"], data["verdict"], data["request"]["title"]) == ("2026-001", "drop", "TikTok")
    assert (data["assessment"]["verdict"], data["assessment"]["score"]) == ("drop", {"low": 72.5, "high": 72.5})
    assert data["ruleset"] == {"name": "toy", "version": "2026.1", "fingerprint": "f00d"}


@pytest.mark.parametrize("command", ["show", "memo"])
def test_an_id_that_is_not_there(run, keep, command):
    keep("TikTok")
    result = run(command, "2027-001")
    assert (result.code, result.out) == (1, "")
    assert result.err == "There is no request 2027-001. Did you mean 2026-001 (TikTok)?\n"


def test_a_register_that_cannot_be_read_is_one_line_and_exit_4(run, home):
    home.mkdir()
    (home / "register.sqlite3").write_text("x" * 5000)
    result = run("list")
    assert (result.code, result.out) == (4, "")
    assert "is not a register" in result.err
    assert "triage export --rescue" in result.err, "a broken header hides what can still be saved"
    assert result.err.count("\n") == 1


@pytest.fixture
def weighed(home):
    """A real request, assessed with the real rules and kept in Danish."""
    from triage.adapters.home.settings import Home
    from triage.adapters.pages.catalog import load_catalog
    from triage.usecases.parts.assessing import assess_all
    from triage.usecases.parts.keeping import keep
    from triage.usecases.parts.opening import make_reader, open_rules

    rules = open_rules(Home(home), None)
    request = make_reader(Home(home), rules).read_path(CASES / "v01-tiktok-for-pump-buyers.yaml")
    (assessed,) = assess_all(request, rules)
    return keep(assessed, Home(home), load_catalog("da"))


def test_a_real_request_is_shown(run, weighed):
    shown = run("show", weighed)
    assert (shown.code, shown.err) == (0, "")
    assert len(shown.out.splitlines()) > 5
    assert len(run("show", weighed, "--arithmetic").out) > len(shown.out)
    data = json.loads(run("show", weighed, "--format", "json").out)
    assert (data["id"], data["verdict"], data["assessment"]["verdict"]) == (weighed, "drop", "drop")
    assert listed(run)[0] == {name: data[name] for name in listed(run)[0]}


def test_memo_goes_to_a_file_once(run, weighed, tmp_path):
    memo = run("memo", weighed).out
    assert memo == run("memo", weighed, "-o", "-").out
    file = tmp_path / "memo.md"
    assert run("memo", weighed, "-o", str(file)).code == 0
    assert file.read_bytes().replace("\u00a0".encode(), b" ") == memo.encode()
    file.write_text("mine")
    refused = run("memo", weighed, "-o", str(file))
    assert (refused.code, file.read_text()) == (1, "mine")
    assert "--force" in refused.err
    assert run("memo", weighed, "-o", str(file), "--force").code == 0
    assert file.read_text(encoding="utf-8").replace("\u00a0", " ") == memo
    assert run("memo", weighed, "-o", str(tmp_path / "no" / "memo.md")).code == 1


def test_memo_speaks_the_language_it_was_made_in(run, weighed):
    assert "Anbefaling" in run("memo", weighed).out
    assert "Recommendation" in run("memo", weighed, "--lang", "en").out


def test_a_warm_listing_loads_nothing_heavy(keep):
    keep()
    code = (
        "import sys; from triage.cli.main import run; run(['list']); "
        "print([m for m in ('numpy','pydantic','yaml','questionary','jinja2','rich','babel') if m in sys.modules])"
    )
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["list", "show", "memo"])
def test_help_is_in_the_users_language(run, command):
    danish, english = run(command, "--help", "--lang", "da").out, run(command, "--help").out
    assert danish
    assert danish != english
