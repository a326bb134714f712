"""What only a register on a server has: a way to it, a password, people without rights, and a line that is lost."""

import json
import sys
from urllib.parse import quote

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.register import schema, server
from triage.adapters.register.register import EVERYTHING, Addition, open_register
from triage.adapters.register.schema import STEPS, Step
from triage.core.life.events import Closed, Event
from triage.core.messages import TriageError

import bare
from conftest import NOON
from terminal import ENTER, Terminal
from toy import TOY

pytest_plugins = ["postgres"]
psycopg = pytest.importorskip("psycopg")

SECRET = "hunter2/+@ø %"  # noqa: S105 - a made-up one
EVENT = Event(NOON, NOON.date(), "Mette", Closed("æøå"))


@pytest.fixture
def place(home, postgres_url) -> Home:
    return Home(home, postgres_url)


@pytest.fixture(scope="module")
def stoppable():
    """A server that tests may stop, if they start it again."""
    from postgres import running  # only now, as pytest wants to be the first to load it

    with running() as server:
        yield server


@pytest.fixture
def run_at(run, monkeypatch, home):
    """Run the program with a register at an address: exit code, and the one line that it prints."""

    def _run_at(address, *arguments):
        monkeypatch.setenv("TRIAGE_REGISTER", address)
        result = run(*(arguments or ("list",)))
        said = result.out + result.err
        assert not [word for word in (SECRET, quote(SECRET), quote(SECRET, ""), "hunter2", "Traceback") if word in said]
        assert not (home / "bug.txt").exists()
        if result.code:
            assert (result.out, result.err.count("\n")) == ("", 1)
        return result.code, said

    return _run_at


def add(register, title="x"):
    return register.add(bare.new(bare.request(title)), NOON, "en")


def titles(place, wanted=EVERYTHING):
    with open_register(place) as register:
        return [entry.title for entry in register.newest(wanted)]


def failing(place, work=lambda register: list(register.newest())):
    with pytest.raises(TriageError) as caught, open_register(place) as register:
        work(register)
    problem = caught.value.problems[0]
    return caught.value.exit_code, problem.message.key


# The way there, and the password


def test_the_right_password_connects(postgres, run_at):
    address = postgres.fresh_url(password=SECRET).replace("@", f":{quote(SECRET, '')}@", 1)
    assert run_at(address)[0] == 0
    assert run_at(address, "list", "--format", "json") == (0, "[]\n")


def test_a_wrong_or_missing_password_is_reported_without_it(postgres, run_at):
    right = postgres.fresh_url(password="right")  # noqa: S106 - a made-up one
    for address in (right.replace("@", f":{quote(SECRET, '')}@", 1), right + f"&password={quote(SECRET)}", right):
        code, said = run_at(address)
        assert code == 4
        assert "does not let you in" in said
        assert "Check name and password in TRIAGE_REGISTER." in said


def test_a_name_that_the_server_does_not_know(postgres, run_at):
    code, said = run_at(f"postgresql://nobody:{quote(SECRET, '')}@/postgres?host={postgres.folder}")
    assert (code, "does not let you in" in said) == (4, True)


def test_a_database_that_is_not_there(postgres, run_at):
    code, said = run_at(f"postgresql://triage:{quote(SECRET, '')}@/nowhere?host={postgres.folder}")
    assert code == 4
    assert "is not on the server" in said
    assert 'database "nowhere" does not exist' in said


@pytest.mark.parametrize(
    "where", ["127.0.0.1:1/x", "no-such-host.invalid/x", "127.0.0.1:99999/x", "127.0.0.1:1/x?sslmode=nonsense"]
)
def test_a_server_that_cannot_be_reached(run_at, where):
    code, said = run_at(f"postgresql://mette:{quote(SECRET, '')}@{where}")
    assert (code, "does not answer" in said) == (4, True), said
    assert "Your drafts are on your own computer." in said


@pytest.mark.parametrize(
    "address",
    [
        "mysql://mette:{}@host/x",
        "host=localhost password={}",
        "{}",
        "postgresql://mette:{}@[::1/x",
        "postgresql://mette:{}@host/x?no_such_thing=1",
        "postgresql://mette:hunter2/secret@127.0.0.1/x",
        "postgresql://mette:hunter2@secret@127.0.0.1/x",
        "postgresql://mette:hunter2%zz@127.0.0.1/x",
        "postgresql://mette:hunter2 secret@127.0.0.1/x",
    ],
)
@pytest.mark.parametrize("language", ["da", "en"])
def test_an_address_that_cannot_be_read_is_not_repeated(run_at, address, language):
    code, said = run_at(address.replace("{}", quote(SECRET, "")), "list", "--lang", language)
    assert code == 2
    assert "TRIAGE_REGISTER" in said
    assert "secret" not in said


def test_an_empty_address_is_none(run_at, keep):
    keep("in the file")
    assert "in the file" in run_at("")[1]


def test_a_bug_does_not_keep_the_password(run, monkeypatch, home, postgres):
    address = postgres.fresh_url(password=SECRET).replace("@", f":{quote(SECRET, '')}@", 1)
    monkeypatch.setenv("TRIAGE_REGISTER", address)

    def broken(place):
        raise ZeroDivisionError(f"{place.server} and {SECRET}")

    monkeypatch.setattr("triage.usecases.list.open_register", broken)
    result = run("list")
    kept = (home / "bug.txt").read_text("utf-8")
    assert result.code == 3
    assert "ZeroDivisionError" in kept
    assert "hunter2" not in kept + result.out + result.err
    assert "hunter2" not in repr(Home(home, address))


def test_without_psycopg_it_says_how_to_install_it(run_at, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, said = run_at("postgresql://mette@host/x")
    assert code == 4
    assert "pip install 'psycopg[binary]'" in said


# A server that goes away


def test_a_server_that_stops_between_two_commands(stoppable, run_at):
    address = stoppable.fresh_url()
    with open_register(Home(stoppable.folder, address)) as register:
        add(register, "kept")
    stoppable.stop()
    code, said = run_at(address)
    assert (code, "does not answer" in said) == (4, True)
    stoppable.start()
    assert "kept" in run_at(address)[1]


def test_a_connection_lost_while_the_register_is_open(stoppable, home):
    place = Home(home, stoppable.fresh_url())
    with open_register(place) as register:
        add(register, "kept")
        stoppable.restart()
        for work in (
            lambda: list(register.newest()),
            lambda: register.find("1"),
            lambda: add(register),
            lambda: register.record("1", lambda _: Addition((EVENT,)), NOON),
            lambda: register.forget("1"),
        ):
            with pytest.raises(TriageError) as caught:
                work()
            (problem,) = caught.value.problems
            assert (caught.value.exit_code, problem.message.key) == (4, "register.server.lost")
    assert titles(place) == ["kept"]


def test_a_connection_lost_in_the_middle_of_a_change_writes_nothing(stoppable, home):
    place = Home(home, stoppable.fresh_url())
    with open_register(place) as register:
        request_id = add(register)

        def meanwhile(_):
            stoppable.restart()
            return Addition((EVENT,))

        with pytest.raises(TriageError) as caught:
            register.record(request_id, meanwhile, NOON)
    assert caught.value.problems[0].message.key == "register.server.lost"
    with open_register(place) as register:
        assert (register.find("1").life.events, register.find("1").entry.state) == ((), "assessed")


def test_the_draft_of_an_interview_stays_when_the_connection_is_lost(stoppable, home, tmp_path):
    (tmp_path / "toy.yaml").write_text(TOY, encoding="utf-8")
    place = Home(home, stoppable.fresh_url())

    def start(*arguments):
        rules = ("--rules", str(tmp_path / "toy.yaml"))
        return Terminal(home, "en_GB", "new", *arguments, *rules, TRIAGE_REGISTER=place.server).ready()

    terminal = start("--quick").type("Get us on TikTok", ENTER)
    stoppable.stop()
    while "YOUR ANSWERS" not in terminal.question():
        terminal.answer("20k" if "cost" in terminal.question() else "40" if "hours" in terminal.question() else "")
    assert "Just go on answering." in terminal.said()
    terminal.send(ENTER)
    assert terminal.ended() == 4
    assert "doesnotanswer" in "".join(terminal.text().split())
    assert len(list(place.drafts.glob("*.jsonl"))) == 1
    stoppable.start()
    again = start("--resume")
    again.type(ENTER)
    assert titles(place) == ["Get us on TikTok"]
    again.child.close(force=True)
    assert not list(place.drafts.iterdir())


# Other people


def test_one_writer_blocks_the_others(place, monkeypatch):
    monkeypatch.setattr(server, "PATIENCE", 0.05)
    with psycopg.connect(place.server) as other, open_register(place) as register:
        other.execute(schema.SERVER_BEGIN[-1])
        with pytest.raises(TriageError) as caught:
            add(register)
        assert caught.value.problems[0].message.key == "register.locked"
        assert list(register.newest()) == []
        other.rollback()
        assert add(register, "afterwards") == "2026-001"


def test_people_see_what_others_write(place):
    with open_register(place) as one, open_register(place) as other:
        add(one, "first")
        assert add(other, "second") == "2026-002"
        assert [entry.title for entry in one.newest()] == ["second", "first"]


@pytest.fixture
def reader(place, postgres) -> Home:
    """The same register, for somebody who may only read."""
    with open_register(place) as register:
        add(register, "kept")
    schema = place.server.partition("//")[2].partition("@")[0]
    name = f"{schema}_reader"
    postgres.execute(
        f"CREATE ROLE {name} LOGIN; GRANT USAGE ON SCHEMA {schema} TO {name}; "
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}; ALTER ROLE {name} SET search_path = {schema}"
    )
    return Home(place.folder, place.server.replace(f"//{schema}@", f"//{name}@"))


def test_a_read_only_role_can_read_and_gets_an_error_for_writing(reader):
    assert titles(reader) == ["kept"]
    assert failing(reader, add) == (4, "register.server.no_right")
    assert failing(reader, lambda register: register.forget("1")) == (4, "register.server.no_right")
    assert titles(reader) == ["kept"]


def test_a_role_that_may_not_create_tables_gets_an_error(postgres, home):
    path = "ALTER ROLE has_no_path SET search_path = ''"
    postgres.execute(f"CREATE ROLE has_no_schema LOGIN; CREATE ROLE has_no_path LOGIN; {path}")
    for name in ("has_no_schema", "has_no_path"):
        place = Home(home, f"postgresql://{name}@/postgres?host={postgres.folder}")
        assert failing(place) == (4, "register.server.no_right")


def test_foreign_tables_are_left_alone(place):
    with psycopg.connect(place.server) as connection:
        connection.execute("CREATE TABLE requests (dish TEXT); INSERT INTO requests VALUES ('herring')")
    assert failing(place, add) == (4, "register.server.failed")
    with psycopg.connect(place.server) as connection:
        assert connection.execute("SELECT * FROM requests").fetchall() == [("herring",)]
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").fetchone() == (
            1,
        )


def test_a_table_that_is_gone_is_no_bug(place):
    with open_register(place) as register:
        register.database.execute("DROP TABLE searched")
        with pytest.raises(TriageError) as caught:
            add(register)
    assert caught.value.problems[0].message.key == "register.server.failed"


# Versions


def everything(place):
    """Every row of every table, and the version."""
    with psycopg.connect(place.server) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in sorted(tables)}  # noqa: S608


COLOUR = Step(("ALTER TABLE listing ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'",))


def test_a_new_register_has_the_newest_version_and_leaves_no_copy(place):
    with open_register(place) as register:
        add(register)
        assert register.database.copies() == []
    assert everything(place)["triage_version"] == [(len(STEPS),)]
    assert not place.folder.exists()


def test_an_upgrade_of_two_steps_keeps_the_rows_as_they_were_in_the_home(place, monkeypatch):
    with open_register(place) as register:
        request_id = add(register, "blå")
        register.record(request_id, lambda _: Addition((EVENT,)), NOON)
    more = Step(("ALTER TABLE listing ADD COLUMN size TEXT",), server=("UPDATE listing SET size = 'big'",))
    monkeypatch.setattr(schema, "STEPS", (*STEPS, COLOUR, more))
    assert titles(place) == ["blå"]
    assert everything(place)["triage_version"] == [(len(STEPS) + 2,)]
    assert everything(place)["listing"][0][-2:] == ("red", "big")
    (copy,) = place.folder.iterdir()
    assert copy.name == f"register-server-before-version-{len(STEPS) + 2}.jsonl"
    assert copy.stat().st_mode & 0o077 == 0
    head, rules, request = map(json.loads, copy.read_text("utf-8").splitlines())
    assert (head["triage"], rules["ruleset"]["name"], request["request"]["title"]) == ("register", "toy", "blå")
    assert request["events"][0]["data"] == {"because": "æøå"}


def test_a_failed_step_leaves_everything_as_it_was(place, monkeypatch):
    with open_register(place) as register:
        add(register)
    before = everything(place)
    broken = Step(("DELETE FROM reminders", "SELECT 1 / (SELECT 0)"))
    monkeypatch.setattr(schema, "STEPS", (*STEPS, COLOUR, broken))
    assert failing(place) == (4, "register.server.failed")
    assert everything(place) == before


def test_an_upgrade_that_cannot_leave_a_copy_is_not_made(place, monkeypatch):
    assert titles(place) == []
    before = everything(place)
    place.folder.write_text("in the way")
    monkeypatch.setattr(schema, "STEPS", (*STEPS, COLOUR))
    assert failing(place)[0] == 4
    assert everything(place) == before


def test_a_program_that_has_it_open_writes_nothing_once_a_newer_one_has_upgraded_it(place, monkeypatch):
    with open_register(place) as older:
        add(older, "from before")
        monkeypatch.setattr(schema, "STEPS", (*STEPS, COLOUR))
        assert titles(place) == ["from before"]
        monkeypatch.undo()
        for work in (add, lambda register: register.forget("1")):
            with pytest.raises(TriageError) as caught:
                work(older)
            assert caught.value.problems[0].message.key == "register.newer"
    assert [row[-1] for row in everything(place)["listing"]] == ["red"]


def test_a_newer_register_is_refused_untouched(place):
    with open_register(place) as register:
        add(register)
        register.database.execute("UPDATE triage_version SET version = 99")
    before = everything(place)
    assert failing(place) == failing(place, add) == (4, "register.newer")
    assert everything(place) == before
    assert not place.folder.exists()
