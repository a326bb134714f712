"""The home is its owner's alone: made so first, whatever the umask, and closed again where others could look in."""

import json
import os
from pathlib import Path

import pytest
from triage.adapters.home import drafts
from triage.adapters.home.clock import now
from triage.adapters.home.settings import Home, make_folder

from nobody import as_nobody
from registers import CASES, exported, make_old, make_register

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
CASE = str(next(CASES.glob("v06-*")))


@pytest.fixture(params=[0, 0o022, 0o077], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def wide(folder: Path) -> list[str]:
    """Everything in a folder that others may use, and the folder itself."""
    return [str(each) for each in (folder, *folder.rglob("*")) if each.stat().st_mode & 0o077]


def broken(*_args, **_kwargs):
    raise ZeroDivisionError("oh no")


@pytest.mark.usefixtures("own_cache", "umask")
def test_the_first_command_makes_the_home_for_its_owner_alone(run, home):
    assert run("list").code == 0
    assert (mode(home), mode(home / "cache")) == ("0o700", "0o700")
    assert wide(home) == []


@pytest.mark.usefixtures("own_cache", "umask")
def test_everything_of_people_is_its_owners_alone(run, home, monkeypatch):
    assert run("init", "--no-input", "--yearly-budget", "1 mio", "--goal", "Orders").code == 0
    assert run("new", "--no-input", "--from", CASE).code == 0
    for folder in (home / "drafts", home / "form-drafts" / "2026-001-agree"):
        drafts.keep_title(drafts.begin(folder, started=now(), language="en", quick=False, fingerprint="x"), "t")
    rows = [json.loads(row) for row in exported(Home(home)).splitlines()]
    (home / "register.sqlite3").unlink()
    make_old(home / "register.sqlite3", rows)
    assert run("list").code == 0  # an upgrade, which leaves a copy
    monkeypatch.setattr("triage.usecases.list.list_requests", broken)
    assert run("list").code == 3
    there = {each.name for each in home.iterdir()}
    assert {"register.sqlite3", "profile.json", "profile.lock", "drafts", "form-drafts", "cache", "bug.txt"} <= there
    assert list(home.glob("register-before-version-*"))
    assert wide(home) == []


@pytest.mark.usefixtures("umask")
def test_the_side_files_of_the_register_are_its_owners_alone(home):
    from triage.adapters.register.register import open_register

    make_register(home)
    with open_register(Home(home)):
        assert (home / "register.sqlite3-wal").exists()
        assert wide(home) == []


@pytest.mark.usefixtures("umask")
def test_folders_above_the_home_that_are_missing_are_made_closed_too(tmp_path):
    make_folder(tmp_path / "a" / "b" / "c")
    assert wide(tmp_path / "a") == []


def test_a_home_that_others_could_read_is_closed(run, home):
    make_register(home)
    for path in (home, *home.iterdir()):
        path.chmod(0o777 if path.is_dir() or path.suffix == ".sqlite3" else 0o666)
    assert run("list").code == 0
    assert (mode(home), mode(home / "register.sqlite3")) == ("0o700", "0o600")


def test_a_chosen_folder_with_other_things_stays_open_but_for_what_is_of_people(run, home):
    make_register(home)
    foreign = [home / "site", home / "index.html", home / "register.txt", home / "profile.png"]
    foreign[0].mkdir()
    for path in foreign[1:]:
        path.write_text("hello")
    for path in (home, *home.iterdir()):
        path.chmod(0o777 if path.is_dir() or path.suffix == ".sqlite3" else 0o666)
    assert run("list").code == 0
    assert {mode(path) for path in (home, foreign[0])} == {"0o777"}
    assert {mode(path) for path in foreign[1:]} == {"0o666"}
    assert mode(home / "register.sqlite3") == "0o600"


def test_the_folder_that_the_system_gives_is_closed_whatever_is_in_it(run, tmp_path, monkeypatch):
    folder = tmp_path / "of-the-system"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "memo.md").write_text("a memo")
    monkeypatch.delenv("TRIAGE_HOME")
    monkeypatch.setattr("typer.get_app_dir", lambda _: str(folder))
    assert run("list").code == 0
    assert mode(folder) == "0o700"


@pytest.mark.parametrize("bits", [0o1777, 0o555])
def test_only_the_rights_of_others_are_taken_and_none_of_a_folder_for_everybody(run, home, bits):
    home.mkdir()
    home.chmod(bits)
    assert run("list").code == 0
    assert home.stat().st_mode & 0o7777 == {0o1777: 0o1777, 0o555: 0o500}[bits]


def test_a_link_in_the_home_does_not_close_what_it_leads_to(run, home, tmp_path):
    home.mkdir()
    outside = tmp_path / "outside.txt"
    outside.write_text("of others")
    outside.chmod(0o644)
    (home / "bug.txt").symlink_to(outside)
    assert run("list").code == 0
    assert mode(outside) == "0o644"


def test_a_bug_report_that_was_open_is_closed(run, home, monkeypatch):
    home.mkdir()
    (home / "bug.txt").write_text("older")
    (home / "bug.txt").chmod(0o644)
    monkeypatch.setattr("triage.usecases.list.list_requests", broken)
    assert run("list").code == 3
    assert mode(home / "bug.txt") == "0o600"


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_bug_that_no_file_can_hold_is_shown_and_names_no_file(run, home, monkeypatch, language):
    home.write_text("no folder")
    monkeypatch.setattr("triage.cli.main._run", broken)
    monkeypatch.setenv("LANG", {"da": "da_DK.UTF-8", "en": "en_GB.UTF-8"}[language])
    result = run("list")
    assert result.code == 3
    assert "ZeroDivisionError: oh no" in result.err
    assert "bug.txt" not in result.err
    assert result.err.splitlines()[-1].startswith({"da": "Noget gik galt", "en": "Something went wrong"}[language])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize("command", [["list"], ["score", CASE], ["rules", "show"], ["rules", "copy"]])
def test_a_home_that_cannot_be_searched_is_one_line(run, home, command):
    home.mkdir()
    home.chmod(0)
    os.seteuid(65534)
    try:
        result = run(*command)
    finally:
        os.seteuid(0)
    assert result.code == 4, result
    assert len(result.err.strip().splitlines()) == 1, result.err


@pytest.mark.parametrize("command", [["list"], ["--help"], ["nonsense"]])
def test_a_home_of_a_user_that_is_not_known_is_one_line(run, monkeypatch, command):
    monkeypatch.setenv("TRIAGE_HOME", "~nobody-at-all/triage")
    result = run(*command)
    assert (result.code, result.err.count("\n"), "~nobody-at-all/triage" in result.err) == (4, 1, True)


def test_what_a_killed_writer_left_is_removed_the_day_after(run, home):
    make_register(home)
    old, new, other = (home / f".triage-{name}.tmp" for name in ("0123456789ab", "ba9876543210", "of-somebody"))
    for path in (old, new, other):
        path.write_text("half")
    for path in (old, other):
        os.utime(path, (0, 0))
    assert run("list").code == 0
    assert [path.exists() for path in (old, new, other)] == [False, True, True]


@pytest.mark.parametrize("bits", [0, 0o444, 0o555])
def test_the_doctor_examines_a_home_that_is_closed_to_us_to_the_end(run, open_folder, monkeypatch, bits):
    home = open_folder / "home"
    make_register(home)
    monkeypatch.setenv("TRIAGE_HOME", str(home))
    assert run("help", "doctor").code == 0  # loads all that nobody may not read
    for each in home.rglob("*"):
        each.chmod(0o755 if each.is_dir() else 0o644)
    home.chmod(bits)
    with as_nobody():
        result = run("help", "doctor")
    assert (result.code, result.err) == (0, "")
    assert ("tasks: 3" if bits == 0o555 else "cannot be opened (you have no access to it)") in result.out
    assert "A terminal to ask at" in result.out


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("profile.json", b"", "The profile cannot be read"),
        ("register.sqlite3", b"", "is empty (0 bytes)"),
        ("register.sqlite3", b"a shopping list" * 100, "is not a register"),
        ("register.sqlite3/x", b"", "is a folder"),
        ("drafts/20260302-120000-000.jsonl", b"\0" * 99, "can no longer be read"),
    ],
)
def test_the_doctor_names_what_is_damaged_and_goes_on(run, home, name, content, told):
    path = home / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    result = run("help", "doctor")
    assert (result.code, result.err) == (0, "")
    assert told in result.out
    assert path.read_bytes() == content
