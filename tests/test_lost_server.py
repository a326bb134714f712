"""The line to a shared register is lost before any statement of a command, or before the answer to the last comes back.

It is told in one line, in either language. Nothing is kept by half, and a second try doubles nothing.
"""

import json
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.register.register import open_register
from triage.cli.main import run as run_program

from forked import GUIDE
from toy import TOY

pytest_plugins = ["postgres"]
psycopg = pytest.importorskip("psycopg")

TABLES = ("rulesets", "requests", "assessments", "events", "numbers", "listing", "reminders", "searched")
LOST = {"da": "Forbindelsen til det fælles register", "en": "The line to the shared register"}
EXECUTE = psycopg.Connection.execute
NEW = "new --no-input --from guide.json"
DECIDE = "decide 1 go --because x --no-input"
AGREE = (
    "agree 1 --metric orders --level 40 --by-date 2027-12-01 --sign clicks --sign-level 100 --agreed-by both --no-input"
)
REVIEW = "review 1 --measured 12 --no-input"


@dataclass
class Line:
    """The line to the server, which is cut before the nth statement, or before the answer to a COMMIT comes back."""

    postgres: object
    until: int = 0
    at_commit: bool = False

    def execute(self, connection, statement, *values, **how):
        self.until -= 1
        if self.at_commit and statement == "COMMIT":
            EXECUTE(connection, statement)
            self.at_commit, self.until = False, 0
        if self.until == 0:
            self.postgres.execute(f"SELECT pg_terminate_backend({connection.info.backend_pid}, 5000)")
        return EXECUTE(connection, statement, *values, **how)


@pytest.fixture
def line(postgres, monkeypatch):
    line = Line(postgres)
    monkeypatch.setattr(psycopg.Connection, "execute", lambda *given, **how: line.execute(*given, **how))  # noqa: PLW0108 - a method
    return line


@pytest.fixture
def place(home, postgres_url, monkeypatch, tmp_path) -> Home:
    (home / "rules").mkdir(parents=True)
    (home / "rules" / "marketing.yaml").write_text(TOY, encoding="utf-8")
    (tmp_path / "guide.json").write_text(json.dumps(GUIDE), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRIAGE_REGISTER", postgres_url)
    monkeypatch.setenv("TRIAGE_NOW", "2026-03-02T12:00:00+00:00")
    return Home(home, postgres_url)


def rows(place):
    with open_register(place) as register:
        execute = register.database.execute
        return {name: sorted(map(repr, execute(f"SELECT * FROM {name}").fetchall())) for name in TABLES}  # noqa: S608


def assert_told(result, language):
    assert (result.code, result.err.count("\n"), LOST[language] in result.err) == (4, 1, True), result.err


@pytest.mark.parametrize(
    ("command", "before", "step"),
    [
        (NEW, (), 5),
        (DECIDE, (NEW,), 2),
        (AGREE, (NEW, DECIDE), 4),
        (REVIEW, (NEW, DECIDE, AGREE), 5),
        ("forget 1 --yes", (NEW,), 5),
        ("memo 1 -o memo.md", (NEW, DECIDE), 5),
        ("export -o all.jsonl", (NEW,), 4),
        ("report", (NEW,), 3),
    ],
    ids=lambda each: each.split()[0] if isinstance(each, str) else "",
)
def test_a_line_that_is_lost_at_any_moment_leaves_it_as_before(place, line, run, command, before, step):
    for each in before:
        assert run_program(each.split()) == 0
    first, files = rows(place), sorted(Path().iterdir())
    for moment, language in zip(range(1, 200, step), cycle(LOST), strict=False):
        line.until = moment
        result = run(*command.split(), "--lang", language)
        if line.until > 0 or rows(place) != first:  # it came to its end, or to what comes after the change
            break
        assert_told(result, language)
        assert sorted(Path().iterdir()) == files
    assert moment > 1
    assert result.code == 0 or result.err.count("\n") == 1
    assert not (place.folder / "bug.txt").exists()


@pytest.mark.parametrize(
    ("command", "before"),
    [(NEW, ()), (DECIDE, (NEW,)), (AGREE, (NEW, DECIDE)), (REVIEW, (NEW, DECIDE, AGREE)), ("forget 1 --yes", (NEW,))],
    ids=lambda each: each.split()[0] if isinstance(each, str) else "",
)
@pytest.mark.parametrize("language", LOST)
def test_where_only_the_answer_is_lost_a_second_try_doubles_nothing(place, line, run, command, before, language):
    for each in before:
        assert run_program(each.split()) == 0
    first = rows(place)
    line.at_commit = True
    assert_told(run(*command.split(), "--lang", language), language)
    kept = rows(place)
    assert kept != first
    assert run(*command.split()).code == (1 if command.startswith("forget") else 0)
    assert rows(place) == kept
