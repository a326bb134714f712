"""``triage help demo``: a made-up firm with a year behind it, apart from what is one's own."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from triage.cli.main import run as run_program
from triage.usecases.demo import steps

from terminal import DOWN, ENTER, Terminal

TODAY = "2026-11-26T10:00"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of somebody who has just tried the demo in Danish; made once, as it takes seconds."""
    folder = tmp_path_factory.mktemp("demo") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIAGE_HOME", str(folder))
        patch.setenv("TRIAGE_NOW", TODAY)
        patch.setenv("TRIAGE_REGISTER", "postgresql://nobody@nowhere/of-the-department")
        assert run_program(["help", "demo", "--lang", "da"]) == 0
    return folder


@pytest.fixture
def demo(made, home, monkeypatch):
    shutil.copytree(made, home)
    monkeypatch.setenv("TRIAGE_NOW", TODAY)
    return home


@pytest.mark.usefixtures("demo")
def test_it_is_looked_at_without_anything_of_ones_own_being_touched(run, keep):
    own = keep("My own task")
    shown = run("help", "demo", "list", "--lang", "da")
    assert (shown.code, shown.err) == (0, "")
    assert "Film i tilbuddet" in shown.out
    assert "My own task" not in shown.out
    assert {"Vent", "Gør det", "Lad være"} <= {line.split("\t")[2] for line in shown.out.splitlines()[1:]}
    assert run("help", "demo", "decide", "last", "defer", "--no-input", "--by", "both", "--lang", "da").code == 0
    mine = run("list")
    assert "My own task" in mine.out
    assert own in mine.out
    assert "Film" not in mine.out


@pytest.mark.usefixtures("demo")
def test_everything_that_is_worth_looking_at_is_there(run):
    due = run("help", "demo", "due", "--lang", "da").out
    assert "Se efter det tidlige tegn" in due
    assert "Bliv enige om, hvad der er en succes." in due
    story = run("help", "demo", "show", "2025-001", "--lang", "da").out
    assert "Det lykkedes" in story
    report = run("help", "demo", "report", "--lang", "da").out
    assert "direktøren besluttede »gør det«" in report
    assert "Det holdt ikke" in report


def test_it_says_how_to_look_and_how_to_leave(demo, run):
    said = run("help", "demo", "--lang", "da").out
    assert "Bakkely Vinduer, et firma, der ikke findes" in said
    assert "triage help demo list" in said
    assert "triage help demo show 2025-001" in said
    assert "triage help demo --remove" in said
    assert run("help", "demo", "--remove").code == 0
    assert not (demo / "demo").exists()
    again = run("help", "demo", "--remove")
    assert (again.code, again.err) == (1, "There is no made-up firm to remove.\n")


@pytest.mark.usefixtures("demo")
def test_a_mistake_in_what_follows_is_told_as_ever(run):
    assert run("help", "demo", "lst", "--lang", "da").code == 2
    assert run("help", "demo", "show", "99", "--lang", "da").code == 1


def test_at_a_terminal_one_chooses_what_to_look_at(demo):
    terminal = Terminal(demo, "da_DK", "help", "demo", TRIAGE_NOW=TODAY).ready()
    try:
        assert "Dine egne opgaver er et andet sted." in terminal.said()
        terminal.type(DOWN, ENTER)
        assert "Øverst på Google" in terminal.said()
        terminal.send("6", ENTER)
        assert terminal.ended() == 0
    finally:
        terminal.close()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_year_is_in_order_and_in_one_language(language):
    year = steps(language, date(2026, 11, 26))
    assert year[0].words[0] == "init"
    assert [step.day for step in year] == sorted(step.day for step in year)
    assert all(isinstance(word, str) for step in year for word in step.words)
    other = {"da": "Housing associations", "en": "Boligforening"}[language]
    assert not any(other in word for step in year for word in (*step.words, step.file))
