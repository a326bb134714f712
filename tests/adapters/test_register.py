import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from triage.adapters import registerfile, registersql
from triage.adapters.register import KeptRuleset, Wanted, make_id, open_register
from triage.core.messages import TriageError

RULES = KeptRuleset("cafe", "marketing", "2026.1", {"a": "æøå"})
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def path(home):
    return home / "register.sqlite3"


def titles(path, wanted=Wanted(), limit=None):  # noqa: B008 - frozen
    with open_register(path) as register:
        return [entry.title for entry in register.newest(wanted, limit)]


def failing(path, work=lambda register: list(register.newest())):
    with pytest.raises(TriageError) as caught, open_register(path) as register:
        work(register)
    problem = caught.value.problems[0]
    return caught.value.exit_code, problem.message.key


def add(register, title="x"):
    return register.add({"title": title}, {"verdict": "go", "score": None}, RULES, NOON, "en")


def test_what_is_kept_comes_back(path):
    request = {"title": "Tromle & båd", "asked_by": "Bo", "answers": {"task_type": ["seo", "file"], "goal": "g1"}}
    assessment = {"verdict": "defer", "score": {"low": 45.25, "high": 70.1}, "gates": ["x"], "n": 0.1 + 0.2}
    with open_register(path) as register:
        request_id = register.add(request, assessment, RULES, NOON, "da")
        kept = register.find(request_id)
    assert (kept.request, kept.assessment, kept.ruleset) == (request, assessment, RULES)
    assert (kept.entry.score, kept.entry.score_low, kept.entry.score_high) == (None, 45.25, 70.1)
    assert (kept.entry.task_type, kept.goal, kept.asked_by, kept.entry.language) == ("seo", "g1", "Bo", "da")
    assert kept.entry.created == kept.assessed == NOON


def test_reading_what_is_not_there_makes_no_file(path):
    assert titles(path) == []
    assert not path.parent.exists()


def test_opening_without_adding_makes_no_file_and_adding_then_does(path):
    with open_register(path) as register:
        assert list(register.newest()) == []
        assert not path.exists()
        request_id = add(register)
        assert [entry.id for entry in register.newest()] == [request_id]


def test_the_file_is_its_owners_alone(path):
    with open_register(path) as register:
        add(register)
        for file in path.parent.glob("register*"):
            assert file.stat().st_mode & 0o077 == 0, file
    assert path.parent.stat().st_mode & 0o077 == 0


def test_ids_run_through_each_year(keep):
    years = [2026, 2026, 2027, 2026]
    assert [keep(created=datetime(year, 5, 1, tzinfo=UTC)) for year in years] == [
        "2026-001",
        "2026-002",
        "2027-001",
        "2026-003",
    ]


def test_the_year_of_an_id_is_the_users_own(keep):
    east = timezone(timedelta(hours=2))
    assert keep(created=datetime(2027, 1, 1, 0, 30, tzinfo=east)) == "2027-001"


def test_ids_grow_when_a_thousand_is_not_enough():
    assert make_id(2026, 1000) == "2026-1000"


@pytest.mark.parametrize("given", ["2026-002", "2026-2", "2", "002", "last", "sidste", "Seneste", " latest "])
def test_what_a_person_may_type_for_an_id(path, keep, given):
    keep("first")
    keep("second", created=NOON + timedelta(minutes=1))
    with open_register(path) as register:
        assert register.find(given).entry.title == "second"


def test_a_number_alone_is_of_the_newest_year_that_has_it(path, keep):
    keep("old one", created=NOON - timedelta(days=365))
    keep("old two", created=NOON - timedelta(days=364))
    keep("new one")
    with open_register(path) as register:
        assert [register.find(number).entry.title for number in ("1", "2")] == ["new one", "old two"]


@pytest.mark.parametrize(
    ("given", "key", "close"),
    [
        ("2025-001", "register.unknown_id.close", "2026-001"),
        ("pump", "register.unknown_id.close", "2026-001"),
        ("zebra", "register.unknown_id", None),
        ("99999999999999999999", "register.unknown_id", None),
        ("", "register.unknown_id", None),
        ("'; DROP TABLE requests; --", "register.unknown_id", None),
    ],
)
def test_an_unknown_id_is_met_with_a_hint(path, keep, given, key, close):
    keep("TikTok for pump buyers")
    with open_register(path) as register, pytest.raises(TriageError) as caught:
        register.find(given)
    message = caught.value.problems[0].message
    assert (caught.value.exit_code, message.key, message.params.get("id")) == (1, key, close)


@pytest.mark.parametrize("given", ["last", "7", "2026-007", "zebra"])
def test_looking_in_an_empty_register(path, given):
    with open_register(path) as register, pytest.raises(TriageError) as caught:
        register.find(given)
    assert caught.value.problems[0].message.key == "register.empty"


def test_newest_first_across_time_zones(path, keep):
    west = timezone(timedelta(hours=-8))
    keep("second", created=datetime(2026, 3, 2, 23, tzinfo=UTC))
    keep("third", created=datetime(2026, 3, 2, 16, tzinfo=west))
    keep("first", created=datetime(2026, 3, 2, 3, tzinfo=UTC))
    assert titles(path) == ["third", "second", "first"]
    assert titles(path, limit=1) == ["third"]


def test_filters(path, keep):
    keep("a", verdict="go", task_type="seo", created=NOON)
    keep("b", verdict="drop", task_type="seo", created=NOON + timedelta(days=1))
    keep("c", verdict="drop", task_type="tiktok", created=NOON + timedelta(days=2))
    assert titles(path, Wanted(verdict="drop")) == ["c", "b"]
    assert titles(path, Wanted(task_type="seo")) == ["b", "a"]
    assert titles(path, Wanted(verdict="drop", task_type="seo")) == ["b"]
    assert titles(path, Wanted(since=date(2026, 3, 3))) == ["c", "b"]
    assert titles(path, Wanted(until=date(2026, 3, 3))) == ["b", "a"]
    assert titles(path, Wanted(verdict="drop", since=date(2026, 3, 3), until=date(2026, 3, 3))) == ["b"]
    assert len(titles(path, Wanted(since=date.min, until=date.max))) == 3


def test_every_filter_has_its_index(path, keep):
    keep()
    values = {"verdict": "go", "task_type": "seo", "since": "", "until": "9", "limit": 50}
    with sqlite3.connect(path) as connection:
        for statement in registersql.NEWEST.values():
            plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values))
            assert "USING INDEX" in plan
            assert "TEMP B-TREE" not in plan
    connection.close()


def test_a_new_assessment_is_the_one_that_is_listed(path, keep):
    request_id = keep("again", verdict="defer")
    with open_register(path) as register:
        register.add_assessment(request_id, {"verdict": "go", "score": {"low": 80.0, "high": 80.0}}, RULES, NOON)
        assert [(entry.verdict, entry.score) for entry in register.newest()] == [("go", 80.0)]
        assert list(register.newest(Wanted(verdict="defer"))) == []
        assert register.find(request_id).ruleset == RULES
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT id, verdict FROM assessments ORDER BY id").fetchall() == [
            ("2026-001.1", "defer"),
            ("2026-001.2", "go"),
        ]
    connection.close()


@pytest.mark.parametrize("table", ["requests", "assessments", "rulesets"])
@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_what_is_kept_is_never_changed(path, keep, table, change):
    keep()
    with open_register(path) as register, pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        register._connection.execute(change.format(table))


def test_replacing_is_changing(path, keep):
    keep()
    with open_register(path) as register, pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        register._connection.execute("INSERT OR REPLACE INTO requests SELECT * FROM requests")


def test_a_failed_add_leaves_nothing(path, keep):
    keep("before")
    with open_register(path) as register:
        with pytest.raises(TriageError):
            register.add({"title": "half"}, {"verdict": "maybe", "score": None}, RULES, NOON, "en")
        assert [entry.title for entry in register.newest()] == ["before"]
        assert add(register) == "2026-002"


def test_half_characters_are_kept_as_question_marks(path):
    with open_register(path) as register:
        kept = register.find(add(register, "caf\udce9\0"))
    assert kept.entry.title == "caf?\ufffd"


ADDING = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from triage.adapters.register import KeptRuleset, open_register
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    with open_register(path) as register:
        title = f"{name}-{number}"
        rules = KeptRuleset("cafe", "marketing", "1", {})
        moment = datetime(2026, 5, 1, tzinfo=UTC)
        print(register.add({"title": title}, {"verdict": "go", "score": None}, rules, moment, "en"), title, flush=True)
"""


def start_adding(path: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ADDING, str(path), name, str(count)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def test_twenty_processes_at_once_lose_nothing_and_double_nothing(path):
    processes = [start_adding(path, f"p{number}", 5) for number in range(20)]
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    results = [process.communicate(timeout=120) for process in processes]
    assert [err for _, err in results if err] == []
    confirmed = dict(line.split() for out, _ in results for line in out.splitlines())
    with open_register(path) as register:
        assert {entry.id: entry.title for entry in register.newest()} == confirmed
    assert sorted(confirmed) == [make_id(2026, number) for number in range(1, 101)]
    assert len(set(confirmed.values())) == 100


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_kill_loses_nothing_that_was_confirmed(path):
    process = start_adding(path, "p", 100_000)
    process.stdin.write("\n")
    process.stdin.flush()
    confirmed = [process.stdout.readline() for _ in range(30)]
    os.kill(process.pid, signal.SIGKILL)
    confirmed += [line for line in process.communicate()[0].splitlines() if " " in line]
    with open_register(path) as register:
        kept = {entry.id: entry.title for entry in register.newest()}
        assert register._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for line in confirmed:
        request_id, title = line.split()
        assert kept[request_id] == title
    assert len(kept) - len(confirmed) in {0, 1}


def test_a_newer_register_is_refused_untouched(path, keep):
    keep()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    assert failing(path) == failing(path, add) == (4, "register.newer")
    assert path.read_bytes() == before


def test_an_older_register_is_upgraded_with_a_copy_beside_it(path, keep, monkeypatch):
    keep("from before")
    step = ("ALTER TABLE requests ADD COLUMN colour TEXT", "UPDATE latest SET language = 'da'")
    monkeypatch.setattr(registersql, "STEPS", (*registersql.STEPS, step))
    with open_register(path) as register:
        assert [entry.language for entry in register.newest()] == ["da"]
    copy = path.with_name("register-before-version-2.sqlite3")
    assert copy.stat().st_mode & 0o077 == 0
    assert sorted(file.name for file in path.parent.glob("register*")) == [copy.name, path.name]
    monkeypatch.undo()
    assert titles(copy) == ["from before"]


def test_a_failed_upgrade_leaves_the_register_as_it_was(path, keep, monkeypatch):
    keep("from before")
    monkeypatch.setattr(
        registersql, "STEPS", (*registersql.STEPS, ("ALTER TABLE requests ADD COLUMN colour TEXT", "SELECT nothing"))
    )
    assert failing(path)[0] == 4
    monkeypatch.undo()
    assert titles(path) == ["from before"]


def test_a_locked_register(path, keep, monkeypatch):
    keep()
    monkeypatch.setattr(registerfile, "PATIENCE", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert failing(path, add) == (4, "register.locked")
        assert titles(path) == ["TikTok for pump buyers"]
    finally:
        other.close()


def test_a_full_disk(path, keep):
    keep("before")

    def fill(register):
        register._connection.execute("PRAGMA max_page_count = 1")
        add(register, "x" * 1_000_000)

    assert failing(path, fill) == (4, "register.full")
    assert titles(path) == ["before"]


def test_no_database(path):
    path.parent.mkdir()
    path.write_text("this is a shopping list\n" * 100)
    assert failing(path) == (4, "register.not_a_database")


def test_somebody_elses_database(path):
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = path.read_bytes()
    assert failing(path, add) == (4, "register.foreign")
    assert path.read_bytes() == before


def test_a_damaged_database(path, keep):
    for number in range(50):
        keep(f"request {number}")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert failing(path) == (4, "register.damaged")


def test_damaged_json(path, keep):
    keep()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER requests_never_update")
        connection.execute("UPDATE requests SET request = '{'")
    connection.close()
    assert failing(path, lambda register: register.find("last")) == (4, "register.damaged")


def test_an_empty_file_is_an_empty_register(path):
    path.parent.mkdir()
    path.touch()
    assert titles(path) == []


def test_a_folder_in_place_of_the_file(path):
    path.mkdir(parents=True)
    assert failing(path) == failing(path, add) == (4, "register.folder")


def test_a_file_in_place_of_the_folder(path):
    path.parent.write_text("x")
    assert failing(path, add)[0] == 4


def test_a_read_only_folder(path, monkeypatch, keep):
    keep("kept")
    monkeypatch.setattr(registerfile.os, "access", lambda *_: False)  # root may write anywhere
    assert titles(path) == ["kept"]
    assert failing(path, add) == (4, "register.read_only")


def test_a_folder_that_may_not_be_entered(path, monkeypatch):
    def closed(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", closed)
    assert failing(path) == (4, "register.no_access")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read(path, keep):
    keep()
    path.chmod(0)
    assert failing(path) == (4, "register.no_access")


def test_a_disk_that_fails_is_told_as_such(path, monkeypatch):
    def broken(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(registerfile.os, "open", broken)
    assert failing(path, add) == (4, "register.failed")


def test_what_is_stored_is_plain_json_that_others_can_read(path, keep):
    keep("blå pumpe")
    with sqlite3.connect(path) as connection:
        (text,) = connection.execute("SELECT request FROM requests").fetchone()
    connection.close()
    assert "blå pumpe" in text
    assert json.loads(text)["title"] == "blå pumpe"
