"""Two pages of help that a person can read: every command on one of them, on one line, in both languages."""

import re

import pytest
import typer
from triage.cli import main
from triage.cli.app import app
from triage.cli.help import FIRST, MORE, NEWCOMERS, SHELLS

main.load_all()

FIRST_PAGE = {
    "da": """\
Brug: triage KOMMANDO [...]

  Tænk, før du siger ja: vurdér en marketingopgave, og skriv et notat om den.

Før du siger ja
  new      Vurdér en opgave: spørgsmål, anbefaling og et notat til direktøren.
  ask      Lad direktøren svare med, og se, hvor I er uenige.
  show     Se grundene og tallene bag en opgave, eller sammenlign flere.
  memo     Skriv en opgaves notat ud igen, eller gem det som en fil.
  list     Se de opgaver, der er vurderet, de nyeste først.

Når I har besluttet jer
  decide   Skriv ned, hvad I har besluttet.
  agree    Bliv enige om, hvad der er en succes. Først da gælder et ja.
  due      Se, hvad der venter på jer i dag.

Når I ser tilbage
  review   Se, hvad der kom ud af det, i forhold til det, I aftalte.
  report   Skriv en rapport til direktøren om en periode.

Én gang, til at begynde med
  init     Skriv firmaets mål og tal ned, eller ret et af dem.

Skriv bare triage, så kan du vælge fra en liste.
Ny her? Se dig om i et opdigtet firma: triage help demo
En kort vejledning: triage help guide
Sådan bruger du en af dem: triage help new
Mere, til den, der passer triage: triage help more
""",
    "en": """\
Usage: triage COMMAND [...]

  Think before you say yes: weigh a marketing task, and write a memo about it.

Before you say yes
  new      Weigh a task: questions, verdict, and a memo for the director.
  ask      Let the director answer too, and see where you differ.
  show     See the reasons and figures of a task, or compare several.
  memo     Print the memo of a task once more, or save it to a file.
  list     See the tasks that have been weighed, the newest first.

When you have decided
  decide   Write down what you have decided.
  agree    Agree on what success is. Only then does a yes hold.
  due      See what wants your attention today.

Looking back
  review   Look at what came of it, against what you agreed.
  report   Write a report to the director about a period.

Once, to begin with
  init     Write down the firm's goals and figures, or change one of them.

Type triage on its own to choose from a list.
New here? Look around at a made-up firm: triage help demo
A short guide: triage help guide
How to use one of them: triage help new
More, for whoever looks after triage: triage help more
""",
}
DOOR = "new list show memo ask decide agree due review report init"
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])


@LANGUAGES
def test_the_first_page_reads_as_agreed(run, language):
    for arguments in (["--help"], ["-h"], ["help"], []):
        assert run(*arguments, "--lang", language) == run("help", "--lang", language)
    assert run("--help", "--lang", language).out == FIRST_PAGE[language]


@LANGUAGES
def test_the_second_page_has_a_line_for_each_command_and_fits_a_screen(run, language):
    lines = run("help", "more", "--lang", language).out.splitlines()
    names = [line.split()[0] for line in lines if re.match(r"  \S+ +\S", line)]
    assert tuple(names) == (*MORE["care"], *NEWCOMERS)
    assert max(map(len, lines)) <= 80
    assert "triage help" in lines[-3]


def test_every_command_stands_on_one_page_and_old_names_on_none():
    listed = [name for groups in (FIRST, MORE) for names in groups.values() for name in names]
    commands = typer.main.get_command(app).commands
    assert sorted(listed) == sorted(name for name, command in commands.items() if not command.hidden)
    first = [name for names in FIRST.values() for name in names]
    assert sorted(first) == sorted(DOOR.split())


@pytest.mark.parametrize("command", ["new", "ask", "what-if", "rules check", "rules", "help"])
@LANGUAGES
def test_help_on_a_command_is_that_commands_help(run, command, language):
    told = run("help", *command.split(), "--lang", language)
    assert told == run(*command.split(), "--help", "--lang", language)
    assert told.out.startswith({"da": "Brug: ", "en": "Usage: "}[language] + f"triage {command}")
    assert max(map(len, told.out.splitlines())) <= 80


def test_help_on_nothing_known_says_so(run):
    assert run("help", "dem", "--lang", "da").err == ("Der er ingen hjælp til dem. Se, hvad der er, med: triage help\n")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["shw", "1"], "Kommandoen shw findes ikke. Mente du show?"),
        (["qqqq"], "Kommandoen qqqq findes ikke. Se: triage --help"),
        (["decide"], "ID mangler. Se: triage decide --help"),
        (["show"], "Skriv, hvilken opgave du vil se, fx: triage show 2026-001. Numrene står i: triage list"),
        (["new", "--again", "1", "--title", " "], "Titlen er tom."),
        (["--lang", "xx"], "--lang kan ikke være xx."),
    ],
)
def test_a_slip_in_the_command_line_is_told_in_the_users_words(run, monkeypatch, typed, told):
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    result = run(*typed)
    assert result.code == 2
    assert result.err.startswith(told)
    assert result.out == ""


def test_the_language_may_stand_before_the_command(run):
    assert run("--lang", "da", "help", "more") == run("help", "more", "--lang", "da")
    assert run("--lang=da", "list") == run("list", "--lang", "da")


def test_a_narrow_page_breaks_between_words_and_keeps_the_second_column(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("help", "--lang", "da").out.split("\n")
    assert "  new      Vurdér en opgave: spørgsmål," in lines
    assert "           anbefaling og et notat til" in lines


@LANGUAGES
def test_the_guide_can_be_read_and_saved_and_names_only_what_there_is(run, tmp_path, language):
    shown = run("help", "guide", "--lang", language)
    file = tmp_path / "guide.md"
    saved = run("help", "guide", "-o", str(file), "--lang", language)
    assert (shown.code, saved.code) == (0, 0)
    assert str(file) in saved.out
    text = file.read_text(encoding="utf-8")
    assert shown.out.split() == text.split()
    for typed in re.findall(r"`triage ([^`]+)`", text):
        words = [word for word in typed.split() if re.fullmatch(r"[a-z-]+", word)]
        told = run("help", words[1] if words[0] == "help" and words[1:2] == ["new"] else words[0]).out
        assert told, typed
        assert all(option in told for option in re.findall(r"(?<= )--?[a-z]+", typed) if option != "--remove"), typed
    assert run("help", "guide", "-o", str(file)).code == 1, "a file that is there is not replaced unasked"
    assert run("help", "new", "-o", str(file)).code == 2


def test_the_two_guides_say_the_same(run):
    danish, english = (run("help", "guide", "--lang", each).out for each in ("da", "en"))
    for mark in ("## ", "\n- ", "`triage", "`", "\n\n"):
        assert danish.count(mark) == english.count(mark), mark


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_for_completion_is_printed(run, shell):
    told = run("help", "completion", shell)
    assert told.code == 0
    assert "_TRIAGE_COMPLETE" in told.out


def test_completion_says_where_its_script_goes_and_what_shells_there_are(run):
    assert "triage help completion zsh >> ~/.zshrc" in run("help", "completion").out
    wrong = run("help", "completion", "tcsh")
    assert (wrong.code, wrong.err) == (
        2,
        "tcsh is none of those that can be used: bash, zsh, fish, powershell.\n",
    )


def test_what_was_typed_is_completed_in_the_users_language(run, monkeypatch):
    monkeypatch.setenv("_TRIAGE_COMPLETE", "complete_zsh")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "triage dec")
    assert "decide" in run("--lang", "da").out
    assert "Skriv ned, hvad I har besluttet." in run("--lang", "da").out


@LANGUAGES
def test_the_doctor_says_what_there_is_and_what_is_missing(run, home, keep, language):
    before = run("help", "doctor", "--lang", language).out
    assert str(home) in before
    assert "triage init" in before
    assert re.search(r"triage \d+\.\d+\.\d+ \w+ Python 3\.", before)
    assert "pyyaml" in before
    keep()
    assert run("init", "--no-input", "--yearly-budget", "1 mio").out.endswith("triage help demo.\n")
    after = run("help", "doctor", "--lang", language).out
    assert str(home / "register.sqlite3") in after
    assert {"da": "opgaver: 1", "en": "tasks: 1"}[language] in after
    assert {"da": "Timepris", "en": "Hourly cost"}[language] in after
    assert "OneDrive" not in after


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - Pumper A-S/triage", "OneDrive"),
        ("Dropbox/triage", "Dropbox"),
        ("Library/Mobile Documents/triage", "iCloud"),
        ("Library/CloudStorage/GoogleDrive-kim@firma.dk/triage", "Google Drive"),
        ("Documents/triage", ""),
    ],
)
def test_the_doctor_warns_of_a_folder_that_is_copied_elsewhere(run, tmp_path, monkeypatch, folder, service):
    monkeypatch.setenv("TRIAGE_HOME", str(tmp_path / folder))
    said = run("help", "doctor").out
    assert f"is copied by {service}." in said if service else "is copied by" not in said


def test_the_doctor_goes_on_where_the_register_is_broken_and_tells_no_password(run, home, monkeypatch):
    home.mkdir()
    (home / "register.sqlite3").write_text("no database at all, " * 50)
    broken = run("help", "doctor")
    assert broken.code == 0
    assert f"The register: {home / 'register.sqlite3'}. " in broken.out
    monkeypatch.setenv("TRIAGE_REGISTER", "mysql://kim:secret@host/db")
    assert "secret" not in run("help", "doctor").out


def test_the_doctor_names_what_is_not_installed(run, monkeypatch):
    monkeypatch.setattr(
        "importlib.metadata.requires",
        lambda _: [
            "rich>=13",
            "not-there[x]>=1; extra == 'office'",
            "neither; extra == 'dev'",
            "neither; extra == 'spark'",
        ],
    )
    said = run("help", "doctor").out
    assert "Not installed: not-there." in said
    assert "pipx inject marketing-triage not-there" in said
    assert "neither" not in said


def test_every_command_is_loaded_with_the_module_that_adds_it():
    added = {each.name or each.callback.__name__: each.callback.__module__ for each in app.registered_commands}
    added |= {group.name: "triage.cli.rules" for group in app.registered_groups}
    assert {name: f"triage.cli.{module}" for module, names in main.MODULES.items() for name in names} == added
