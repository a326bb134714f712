"""What only a register in a file has: an owner, a disk, other programs, and an older version to come from."""

import json
import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from triage.adapters.register import file, listing, rows, schema
from triage.adapters.register.register import EVERYTHING, Wanted, open_register
from triage.adapters.register.schema import STEPS, Step
from triage.core.life.events import Closed, Event, State
from triage.core.messages import TriageError
from triage.core.rules.ruleset import Verdict

import bare
from conftest import NOON
from nobody import as_nobody

CLOSED = Event(NOON, NOON.date(), "Mette", Closed("enough"))


@pytest.fixture
def path(home) -> Path:
    return home / "register.sqlite3"


def titles(path, wanted=EVERYTHING):
    with open_register(path) as register:
        return [entry.title for entry in register.newest(wanted)]


def add(register, title="x"):
    return register.add(bare.new(bare.request(title)), NOON, "en")


def failing(path, work=lambda register: list(register.newest())):
    with pytest.raises(TriageError) as caught, open_register(path) as register:
        work(register)
    problem = caught.value.problems[0]
    assert problem.message.params["path"] == str(path)
    return caught.value.exit_code, problem.message.key


def query(path, statement):
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()


# The file and its folder


def test_opening_without_adding_makes_no_file_and_adding_then_does(path):
    with open_register(path) as register:
        assert list(register.newest()) == []
        assert not path.exists()
        request_id = add(register)
        assert [entry.id for entry in register.newest()] == [request_id]


def test_the_file_is_its_owners_alone(path):
    with open_register(path) as register:
        add(register)
        files = sorted(path.parent.glob("register*"))
        assert [file.name.removeprefix(path.name) for file in files] == ["", "-shm", "-wal"]
        assert not any(file.stat().st_mode & 0o077 for file in (*files, path.parent))


def test_one_file_is_left_when_the_register_is_closed(path, keep):
    keep()
    assert list(path.parent.iterdir()) == [path]


def test_what_is_stored_is_plain_json_that_others_can_read(path, keep):
    keep("blå pumpe")
    ((text,),) = query(path, "SELECT request FROM requests")
    assert "blå pumpe" in text
    assert json.loads(text)["title"] == "blå pumpe"


def test_a_file_of_no_bytes_is_no_empty_register_and_its_log_is_left_alone(path):
    path.parent.mkdir()
    path.touch()
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"what a sync program brought first")
    assert failing(path) == failing(path, add) == (4, "register.zero_bytes")
    assert (path.read_bytes(), log.read_bytes()) == (b"", b"what a sync program brought first")


def test_a_new_register_is_there_whole_or_not_at_all(path, monkeypatch):
    def broken(*_):
        assert not path.exists()
        raise OSError(28, "No space left on device")

    with open_register(path) as register:
        monkeypatch.setattr(file, "is_on_network", broken)
        with pytest.raises(TriageError) as caught:
            add(register)
        assert caught.value.problems[0].message.key == "register.full"
        assert list(path.parent.iterdir()) == []
        monkeypatch.undo()
        assert add(register) == "2026-001"


def test_a_folder_in_place_of_the_file(path):
    path.mkdir(parents=True)
    assert failing(path) == failing(path, add) == (4, "register.folder")


def test_a_file_in_place_of_the_folder(path):
    path.parent.write_text("x")
    with pytest.raises(TriageError) as caught, open_register(path) as register:
        add(register)
    assert caught.value.exit_code == 4


posix = pytest.mark.skipif(
    os.name != "posix", reason="a file's mode says who may do what only where there are Unix users"
)


@posix
def test_a_read_only_folder(keep, open_folder):
    path = open_folder / "register.sqlite3"
    keep("kept", path=path)
    before = path.read_bytes()
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with as_nobody():
        assert titles(path) == titles(path, Wanted(words="kep")) == ["kept"]
        assert failing(path, add) == (4, "register.read_only")
    assert list(open_folder.iterdir()) == [path]
    assert path.read_bytes() == before


@posix
def test_a_file_that_may_not_be_read(keep, open_folder):
    path = open_folder / "register.sqlite3"
    keep(path=path)
    path.chmod(0)
    with as_nobody():
        assert failing(path) == (4, "register.no_access")


def test_a_folder_that_may_not_be_entered(path, monkeypatch):
    def closed(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", closed)
    assert failing(path) == (4, "register.no_access")


def test_a_failing_disk_is_reported_as_such(path, monkeypatch):
    def broken(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(file.os, "open", broken)
    assert failing(path, add) == (4, "register.failed")


def test_a_full_disk(path, keep):
    keep("before")

    def fill(register):
        register.database.execute("PRAGMA max_page_count = 1")
        add(register, "x" * 1_000_000)

    assert failing(path, fill) == (4, "register.full")
    assert titles(path) == ["before"]


# Others who use it, and what is no register


def test_a_locked_register_can_be_read_but_not_written(path, keep, monkeypatch):
    keep()
    monkeypatch.setattr(file, "PATIENCE", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert failing(path, add) == (4, "register.locked")
        assert titles(path) == ["TikTok for pump buyers"]


def test_a_register_that_is_open_sees_what_others_write(path):
    with open_register(path) as one, open_register(path) as other:
        add(one, "first")
        assert add(other, "second") == "2026-002"
        assert [entry.title for entry in one.newest()] == ["second", "first"]


def test_no_database(path):
    path.parent.mkdir()
    path.write_text("this is a shopping list\n" * 100)
    assert failing(path) == (4, "register.not_a_database")


def test_a_foreign_database_is_refused(path):
    path.parent.mkdir()
    query(path, "CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    assert failing(path, add) == (4, "register.foreign")
    assert path.read_bytes() == before


def test_a_damaged_database(path, keep):
    for number in range(5):
        keep(f"request {number}")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert failing(path) == (4, "register.damaged")


def damage(path, column, text):
    table, name = column.split(".")
    query(path, f"DROP TRIGGER {table}_never_update")
    query(path, f"UPDATE {table} SET {name} = '{text}'")  # noqa: S608 - our own words


@pytest.mark.parametrize("column", ["requests.request", "assessments.data", "rulesets.texts", "events.data"])
def test_damaged_json(path, column):
    with open_register(path) as register:
        register.add(bare.new(), NOON, "en", events=(CLOSED,))
    damage(path, column, "{")
    assert failing(path, lambda register: register.find("last")) == (4, "register.damaged")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("requests.request", "{}"),
        ("requests.request", '{"title": "x", "profile": {}, "answers": {"goal": "g1"}}'),
        ("requests.request", '{"title": "x", "profile": {"manager": 1}, "answers": {}}'),
        ("events.day", "2026-02-30"),
        ("events.data", "{}"),
        ("events.data", '{"because": 7}'),
        ("events.data", "[]"),
        ("events.data", '[["because", "x"]]'),
    ],
)
def test_json_of_another_shape_is_damage_too(path, column, text):
    with open_register(path) as register:
        register.add(bare.new(), NOON, "en", events=(CLOSED,))
    damage(path, column, text)
    assert failing(path, lambda register: register.find("last")) == (4, "register.damaged")
    assert failing(path, lambda register: list(register.histories())) == (4, "register.damaged")


@pytest.mark.parametrize(
    "read",
    [
        lambda register: list(register.newest()),
        lambda register: register.in_states(["assessed"]),
        lambda register: list(register.histories()),
        lambda register: register.find("last"),
        lambda register: register.due(NOON.date() + timedelta(days=900)),
    ],
    ids=["newest", "in states", "histories", "find", "due"],
)
def test_a_day_that_is_none_is_damage_wherever_it_is_read(path, keep, read):
    keep()
    query(path, "UPDATE listing SET created = '2026-11-26T12:00:x'")
    query(path, "DROP TRIGGER requests_never_update")
    query(path, "UPDATE requests SET created = '2026-11-26T12:00:x'")
    query(path, "UPDATE reminders SET day = '2026-02-30'")
    assert failing(path, read) == (4, "register.damaged")


@pytest.mark.parametrize(
    "part", [{"measures": 1}, {"verdict": "maybe"}, {"gates": [1]}, {"analysis": {"risk": None}}, {"criteria": None}]
)
def test_damage_of_an_assessment_is_reported_when_the_assessment_is_read(path, keep, part):
    keep()
    ((text,),) = query(path, "SELECT data FROM assessments")
    damage(path, "assessments.data", json.dumps(json.loads(text) | part))
    assert failing(path, lambda register: _all_of(register.find("last"))) == (4, "register.damaged")


def _all_of(kept):
    return kept.facts, kept.assessment, kept.analysis


@pytest.mark.parametrize("table", ["requests", "assessments", "events", "rulesets"])
def test_replacing_is_changing(path, keep, table):
    keep()
    with open_register(path) as register:
        execute = register.database.execute
        execute("INSERT INTO events VALUES ('2026-001', 1, 'closed', '', '', '', '{}')")
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} are only ever added"):
            execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608 - our own words


# Versions


FIRST_RULES = "INSERT INTO rulesets VALUES ('cafe', 'marketing', '2025.1', '{\"a\":\"æøå\"}', '2025-12-01')"
FIRST_ANSWERS = (
    '{"title":"%s","profile":{},"asked_by":"Åse",'
    '"answers":{"task_type":["seo","asked"],"goal":["G1","asked"],"request":["Blå pumper","asked"]}}'
)


def first_version(path: Path) -> None:
    """Make a register as the first release did: two requests of two years, the older weighed twice."""
    path.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for statement in (*STEPS[0].both, *STEPS[0].file, FIRST_RULES, "PRAGMA user_version = 1"):
            connection.execute(statement)
        for request_id, verdicts in (("2025-041", ("defer", "go")), ("2026-007", ("drop",))):
            _first_request(connection, request_id, f"Old {request_id}", verdicts)


def _first_request(connection, request_id, title, verdicts):
    year, number = map(int, request_id.split("-"))
    created = datetime(year, 1, 5, 12, tzinfo=UTC).isoformat(timespec="microseconds")
    words = (request_id, year, number, title, created, "da", "Åse", "seo", "G1", FIRST_ANSWERS % title)
    connection.execute("INSERT INTO requests VALUES (?,?,?,?,?,?,?,?,?,?)", words)
    for at, verdict in enumerate(verdicts, start=1):
        name = f"{request_id}.{at}"
        judged = (name, request_id, created, verdict, 70.0, 70.0, 70.0, "cafe", json.dumps({"verdict": verdict}))
        connection.execute("INSERT INTO assessments VALUES (?,?,?,?,?,?,?,?,?)", judged)
    latest = (request_id, name, number, created, "da", title, "seo", verdicts[-1], 70.0, 70.0, 70.0)
    connection.execute("INSERT INTO latest VALUES (?,?,?,?,?,?,?,?,?,?,?)", latest)


def test_a_register_of_the_first_version_has_everything_of_the_newest(path):
    first_version(path)
    with open_register(path) as register:
        entries = list(register.newest())
        assert [(entry.id, entry.verdict, entry.score, entry.state) for entry in entries] == [
            ("2026-007", "drop", 70.0, "assessed"),
            ("2025-041", "go", 70.0, "assessed"),
        ]
        for wanted in (Wanted(words="old blå"), Wanted(director="ÅSE", goal="g1", task_type="seo", state="assessed")):
            assert list(register.newest(wanted)) == entries
        assert [(due.id, due.about, due.day) for due in register.due(date.max)] == [
            ("2025-041", "answer", date(2025, 1, 12)),
            ("2026-007", "answer", date(2026, 1, 12)),
        ]
        kept = register.find("41")
        assert (kept.as_json()["assessment"], kept.ruleset.texts, kept.asked_by) == (
            {"verdict": "go"},
            {"a": "æøå"},
            "Åse",
        )
        assert (kept.token, kept.life.events, register.count_assessments("2025-041")) == ("", (), 2)
        assert add(register) == "2026-008"
        assert register.forget("8") == "2026-008"
        assert add(register) == "2026-009"


def test_an_upgrade_leaves_a_copy_of_the_older_version_beside_it(path):
    first_version(path)
    assert len(titles(path)) == 2
    copy = path.with_name(f"register-before-version-{len(STEPS)}.sqlite3")
    assert sorted(path.parent.iterdir()) == [copy, path]
    assert copy.stat().st_mode & 0o077 == 0
    assert query(copy, "PRAGMA user_version") == [(1,)]
    assert query(copy, "PRAGMA integrity_check") == [("ok",)]
    assert query(copy, "SELECT title FROM latest ORDER BY title") == [("Old 2025-041",), ("Old 2026-007",)]
    with open_register(path) as register:
        assert register.database.copies() == [copy]


def test_a_new_register_leaves_no_copy(path, keep):
    keep()
    with open_register(path) as register:
        assert register.database.copies() == []


def test_one_copy_is_made_however_many_steps_there_are(path, monkeypatch):
    first_version(path)
    step = Step(("ALTER TABLE listing ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'",))
    monkeypatch.setattr(schema, "STEPS", (*STEPS, step))
    assert len(titles(path)) == 2
    (copy,) = path.parent.glob("register-before*")
    assert copy.name == f"register-before-version-{len(STEPS) + 1}.sqlite3"
    assert query(copy, "PRAGMA user_version") == [(1,)]
    assert query(path, "SELECT DISTINCT colour FROM listing") == [("red",)]


@pytest.mark.parametrize("statement", ["SELECT nothing", "INSERT INTO numbers VALUES (2026, 1)"])
def test_a_failed_step_leaves_everything_as_it_was(path, keep, monkeypatch, statement):
    keep("from before")
    before = query(path, "SELECT * FROM listing"), query(path, "SELECT sql FROM sqlite_schema")
    step = Step(("ALTER TABLE listing ADD COLUMN colour TEXT", "DELETE FROM reminders", statement))
    monkeypatch.setattr(schema, "STEPS", (*STEPS, step))
    assert failing(path) == (4, "register.failed")
    monkeypatch.undo()
    assert (query(path, "SELECT * FROM listing"), query(path, "SELECT sql FROM sqlite_schema")) == before
    assert query(path, "PRAGMA user_version") == [(len(STEPS),)]


def test_a_failed_step_leaves_the_first_version_as_it_was(path, monkeypatch):
    first_version(path)
    before = query(path, "SELECT sql FROM sqlite_schema"), query(path, "SELECT * FROM latest")
    broken = STEPS[1]._replace(both=(*STEPS[1].both, "SELECT nothing"))
    monkeypatch.setattr(schema, "STEPS", (STEPS[0], broken))
    assert failing(path) == (4, "register.failed")
    assert (query(path, "SELECT sql FROM sqlite_schema"), query(path, "SELECT * FROM latest")) == before
    monkeypatch.undo()
    assert len(titles(path)) == 2


def test_an_upgrade_that_cannot_leave_a_copy_is_not_made(path):
    first_version(path)
    copy = path.with_name(f"register-before-version-{len(STEPS)}.sqlite3")
    copy.mkdir()
    with pytest.raises(TriageError, match=r"error\.write.*before-version") as caught:
        titles(path)
    assert caught.value.exit_code == 4
    assert query(path, "PRAGMA user_version") == [(1,)]


def test_a_newer_register_is_refused_untouched(path, keep):
    keep()
    query(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    assert failing(path) == failing(path, add) == (4, "register.newer")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_program_that_has_it_open_writes_nothing_once_a_newer_one_has_upgraded_it(path, keep, monkeypatch):
    keep("from before")
    step = Step(("ALTER TABLE listing ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'",))
    with open_register(path) as older:
        monkeypatch.setattr(schema, "STEPS", (*STEPS, step))
        assert titles(path) == ["from before"]
        monkeypatch.undo()
        for work in (add, lambda register: register.forget("1")):
            with pytest.raises(TriageError) as caught:
                work(older)
            assert caught.value.problems[0].message.key == "register.newer"
        assert [entry.title for entry in older.newest()] == ["from before"]
    assert query(path, "SELECT title, colour FROM listing") == [("from before", "red")]


# How listings are looked up


FILTERS = {
    "verdict": "go",
    "task_type": "seo",
    "state": "assessed",
    "director": "åse",
    "goal": "g1",
    "since": NOON.date() - timedelta(days=9),
    "until": NOON.date(),
}
COMBINATIONS = [names for number in range(len(FILTERS) + 1) for names in combinations(FILTERS, number)]


def plan(register, names, words=None):
    """How SQLite goes about a listing: a line for each thing it does."""
    said: list[str] = []
    connection = register.database._connection
    connection.set_trace_callback(said.append)
    list(register.newest(Wanted(**{name: FILTERS[name] for name in names}, words=words), 20))
    connection.set_trace_callback(None)
    statement = next(each for each in said if "ORDER BY l.created" in each)
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]


def test_every_filter_has_its_index_and_nothing_is_sorted(path, keep):
    keep()
    with open_register(path) as register:
        for names in COMBINATIONS:
            steps = plan(register, names)
            assert re.match(r"S\w+ l USING (COVERING )?INDEX listing_by_", steps[0]), (names, steps)
            assert len(steps) == 1, (names, steps)


@pytest.mark.parametrize("name", ["verdict", "task_type", "state"])
def test_a_filter_by_a_whole_word_goes_straight_to_it(path, keep, name):
    keep()
    with open_register(path) as register:
        (step,) = plan(register, [name])
        assert step.startswith(f"SEARCH l USING INDEX listing_by_{name} ({name}=?")


def test_what_words_find_is_looked_up_and_no_more_than_that_is_sorted(path, keep, monkeypatch):
    keep()
    with open_register(path) as register:
        for names in COMBINATIONS:
            looked_up = [step for step in plan(register, names, "pump") if step.startswith("SEARCH listing")]
            assert looked_up == ["SEARCH listing USING INDEX sqlite_autoindex_listing_1 (place=?)"]
        monkeypatch.setattr(listing, "_FOUND_FIRST", ())
        for names in COMBINATIONS:
            steps = plan(register, names, "pump")
            assert re.match(r"S\w+ l USING (COVERING )?INDEX listing_by_", steps[0]), (names, steps)
            assert not [step for step in steps if "TEMP B-TREE" in step], (names, steps)


def test_erasing_beside_an_open_reader_succeeds_and_reports_the_space_that_is_left(path, keep, monkeypatch):
    keep("a secret")
    monkeypatch.setattr(file, "PATIENCE", 0.05)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM requests").fetchone()
    try:
        with pytest.raises(TriageError) as caught, open_register(path) as register:
            register.forget("1")
        assert (caught.value.exit_code, caught.value.problems[0].message.key) == (4, "register.not_shrunk")
        assert titles(path) == []
    finally:
        reader.close()


def test_the_words_of_a_listing_are_those_of_the_core():
    assert set(Verdict) == rows.VERDICTS
    assert set(State) - {State.DRAFT} == rows.STATES


@pytest.mark.parametrize("column", ["verdict", "state", "language"])
@pytest.mark.parametrize(
    "command", [("list",), ("list", "--text", "tiktok"), ("report",), ("show", "1"), ("memo", "1")]
)
def test_a_damaged_word_of_a_listing_is_told(run, home, keep, column, command):
    keep()
    with sqlite3.connect(home / "register.sqlite3") as connection:
        connection.execute(f"UPDATE listing SET {column} = char(7, 7)")  # noqa: S608 - one of the words above
    connection.close()
    told = run(*command)
    assert told.code in {0, 4}
    assert told.code == 0 or "is damaged" in told.err
