"""Two versions of the program in one home: what a newer one wrote is told as such by an older one, and never lost."""

import json
import sqlite3
from contextlib import closing

import pytest
from triage.adapters.home.settings import Home

from registers import weigh

NEWER = {
    "da": "er vurderet eller ændret med en nyere udgave af triage, og den her udgave",
    "en": "was weighed or changed with a newer version of triage, and this one",
}
COMMANDS = [
    "show 1", "memo 1", "what-if 1 need=guess", "decide 1 go --no-input", "new --again 1 need=guess --no-input",
    "report", "ask 1 --form", "show 1 1",
]  # fmt: skip


@pytest.fixture
def change(home):
    """Weigh a case and change what is kept of it, as a newer version would have written it."""
    weigh(Home(home), "v06")

    def _change(table, column, make):
        with closing(sqlite3.connect(home / "register.sqlite3")) as register, register:
            register.execute(f"DROP TRIGGER {table}_never_update")
            for rowid, kept in register.execute(f"SELECT rowid, {column} FROM {table}").fetchall():  # noqa: S608
                changed = make(kept) if column == "kind" else json.dumps(make(json.loads(kept)))
                register.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (changed, rowid))  # noqa: S608

    return _change


def assert_told(run, *commands):
    for command in commands:
        for language, words in NEWER.items():
            result = run(*command.split(), "--lang", language)
            assert (result.code, result.out, result.err.count("\n")) == (4, "", 1), (command, result.err)
            assert words in result.err
            assert "2026-001" in result.err


def test_rules_that_only_a_newer_version_knows_are_one_line(run, change):
    change("rulesets", "texts", lambda texts: {name: f"{text}\nwhims: {{}}\n" for name, text in texts.items()})
    assert "\n" in run("show", "1").err.strip()  # rules of this version that are wrong are told line by line
    change("assessments", "data", lambda data: data | {"made_with": "10.0.0"})
    assert_told(run, "show 1", "memo 1")
    assert run("list").code == 0


def test_an_assessment_of_another_shape_by_a_newer_version_is_no_damage(run, change):
    change("assessments", "data", lambda data: data | {"made_with": "10.0.0", "criteria": {"of": "another shape"}})
    assert_told(run, "show 1", "memo 1")


def test_an_event_that_only_a_newer_version_knows_is_one_line(run, change):
    change("events", "kind", lambda _: "celebrated")
    assert_told(run, *COMMANDS)
    assert run("list").code == 0


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("profile.json", lambda kept: kept | {"motto": "Think before you say yes"}),
        ("profile.json", lambda kept: kept | {"goals": [each | {"weight": 2} for each in kept["goals"]]}),
        ("goals.json", lambda kept: [each | {"motto": "x"} for each in kept]),
    ],
    ids=["profile", "goal", "course"],
)
def test_what_a_newer_version_wrote_of_the_firm_is_read_but_not_written_over(run, home, name, more):
    path = home / name
    assert run("init", "--no-input", "--goal", "More enquiries | makers of pumps").code == 0
    assert run("init", "--no-input", "--goal", "More orders").code == 0
    path.write_text(json.dumps(more(json.loads(path.read_text()))))
    before = path.read_text()
    for command in (("--director", "Kim"), ("--goal", "More fame"), ("--standing", "Newsletter | 6 | 1500")):
        result = run("init", "--no-input", *command)
        assert (result.code, result.err.count("\n")) == (4, 1), result.err
        assert f"{path} was written by a newer version of triage" in result.err
        assert path.read_text() == before
    for command in (("list", "--load"), ("report",)):
        assert run(*command).code == 0


def test_what_an_older_version_wrote_of_the_firm_is_changed(run, home):
    assert run("init", "--no-input", "--director", "Kim").code == 0
    profile = home / "profile.json"
    old = {name: kept for name, kept in json.loads(profile.read_text()).items() if name in {"director", "currency"}}
    profile.write_text(json.dumps(old))
    assert run("init", "--no-input", "--manager", "Mette").code == 0
    assert json.loads(profile.read_text())["director"] == "Kim"
