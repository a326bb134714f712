"""Bare ``triage`` at a terminal: what can be done now, chosen with a figure and Enter."""

from pathlib import Path

import pytest

from terminal import ENTER, LEAVE, Terminal

GO = Path(__file__).parents[2] / "rules" / "cases" / "v06-seo-with-an-honest-horizon.yaml"
NOW, LATER = "2026-11-02T09:00", "2026-11-20T09:00"


@pytest.fixture(autouse=True)
def shared_cache(home, tmp_path_factory):
    """What the program compiles of rules and texts is shared by the tests of one run."""
    shared = tmp_path_factory.getbasetemp().parent / "cache-of-the-prompt"
    shared.mkdir(exist_ok=True, mode=0o700)
    home.mkdir(mode=0o700)
    (home / "cache").symlink_to(shared)


@pytest.fixture
def start(home):
    """Start bare ``triage`` in a terminal, in Danish as a rule."""
    running = []

    def _start(*arguments, language="da_DK", now=LATER):
        running.append(Terminal(home, language, *arguments, TRIAGE_NOW=now).ready())
        return running[-1]

    yield _start
    for terminal in running:
        terminal.child.close(force=True)


@pytest.fixture
def weighed(run, monkeypatch):
    """A request that waits for a decision."""
    monkeypatch.setenv("TRIAGE_NOW", NOW)
    assert run("new", "--from", str(GO), "--no-input").code == 0


def offered(terminal) -> list[str]:
    """The entries of the menu that was shown last."""
    lines = terminal.lines()
    first = max(at for at, line in enumerate(lines) if line[3:6] == "1) ")
    return [line[3:].split(") ", 1)[1] for line in lines[first:] if ") " in line[:8]]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("da_DK", ["Vurdér en ny opgave", "Skriv firmaets mål og tal ned (én gang, til at begynde med)"], "Afslut"),
        ("en_GB", ["Weigh a new task", "Write down the firm's goals and figures (once, to begin with)"], "Leave"),
    ],
)
def test_the_first_time_there_is_little_to_choose(start, language, first, last):
    terminal = start(language=language)
    assert offered(terminal)[:2] == first
    assert {"da_DK": "Se dig om i et opdigtet firma", "en_GB": "Look around"}[language] in offered(terminal)[2]
    assert len(offered(terminal)) == 5
    assert offered(terminal)[-1] == last
    terminal.send("5", ENTER)
    assert terminal.ended() == 0


@pytest.mark.usefixtures("weighed")
@pytest.mark.parametrize(
    ("language", "entries"),
    [
        (
            "da_DK",
            [
                "Se, hvad der venter på jer i dag (1)",
                "Tag stilling til 2026-001: SEO with an honest horizon",
                "Se de opgaver, der er vurderet",
            ],
        ),
        (
            "en_GB",
            [
                "See what wants your attention today (1)",
                "Decide on 2026-001: SEO with an honest horizon",
                "See the tasks that have been weighed",
            ],
        ),
    ],
)
def test_what_waits_is_offered_and_a_look_comes_back(start, run, language, entries):
    assert run("init", "--yearly-budget", "2000000").code == 0
    terminal = start(language=language)
    assert offered(terminal)[1:4] == entries
    terminal.type("2", ENTER)
    assert "triage decide 2026-001" in terminal.said()
    terminal.type("4", ENTER)
    picked = {"da_DK": "Hvilken opgave vil du se? Her er 1", "en_GB": "Which task do you want to see? Here are 1"}
    assert picked[language] in terminal.said()
    terminal.type("honest", ENTER)
    assert {"da_DK": "Hvad der er sket", "en_GB": "What has happened"}[language] in terminal.said()
    assert offered(terminal)[1:4] == entries
    terminal.type("5", ENTER)
    assert "triage help more" in terminal.said()
    terminal.send("6", ENTER)
    assert terminal.ended() == 0


@pytest.mark.usefixtures("weighed")
def test_deciding_asks_which_and_ends_the_menu(start, run):
    terminal = start("--lang", "en")
    terminal.type("4", ENTER)
    assert "The recommendation is: go. What have you decided? " in terminal.said()
    assert offered(terminal) == ["Go", "Defer", "Drop", "Close it, since nothing more will come of it"]
    terminal.type("4", ENTER)
    assert "Why do you close it?" in terminal.said()
    terminal.type(ENTER)
    assert "We cannot do without that answer." in terminal.said()
    terminal.send("We have sold the pump line", ENTER)
    assert terminal.ended() == 0
    assert "2026-001 is closed." in terminal.said()
    assert "We have sold the pump line" in run("show", "1").out


def test_an_interview_that_was_left_is_gone_on_with(start):
    left = start("new", language="da_DK")
    left.type("Alle er på TikTok", ENTER)
    left.send(LEAVE)
    assert left.ended() == 130
    terminal = start()
    assert offered(terminal)[1] == "Gå videre, hvor du slap: Alle er på TikTok (svar: 1)"
    terminal.type("2", ENTER)
    assert "Spørgsmål 2" in terminal.question()


def test_a_register_that_cannot_be_read_is_told_and_the_rest_is_offered(start, home):
    (home / "register.sqlite3").write_text("This is no register at all, but a text of some length.")
    terminal = start(language="en_GB")
    assert "is not a register" in terminal.said()
    assert len(offered(terminal)) == 4
    terminal.send(LEAVE)
    assert terminal.ended() == 130
