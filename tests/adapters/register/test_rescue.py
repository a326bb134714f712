"""What is saved of a damaged register can be read in again, and what is not saved is named."""

import json
import random

import pytest
from triage.adapters.home.settings import Home

from registers import exported, make_register

PAGE = 4096


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("sound") / "home"
    make_register(folder)
    return (folder / "register.sqlite3").read_bytes()


@pytest.fixture
def rescued(run, home, sound, tmp_path, monkeypatch):
    """Damage the register, save what can be read, and read that in somewhere else; gives the run and the lines."""

    def _rescued(damage):
        content = bytearray(sound)
        damage(content)
        home.mkdir()
        (home / "register.sqlite3").write_bytes(content)
        result = run("export", "--rescue", "-o", str(tmp_path / "saved.jsonl"))
        assert (home / "register.sqlite3").read_bytes() == content
        if lines := [each for each in (tmp_path / "saved.jsonl").read_text("utf-8").splitlines() if "request" in each]:
            monkeypatch.setenv("TRIAGE_HOME", str(tmp_path / "other"))
            assert run("import", str(tmp_path / "saved.jsonl")).code == 0
            assert run("show", "last").code == 0
        return result, [json.loads(line)["request"]["id"] for line in lines if line.startswith('{"request"')]

    return _rescued


def wiped(first, last):
    def damage(content):
        content[first:last] = bytes(last - first)

    return damage


@pytest.mark.parametrize("damage", [wiped(0, 0), wiped(0, 100), wiped(0, PAGE)], ids=["none", "header", "first page"])
def test_all_is_saved_where_no_row_is_damaged(rescued, damage, home, sound, tmp_path):
    result, ids = rescued(damage)
    assert (result.code, ids) == (0, ["2026-001", "2026-002", "2026-003"])
    (home / "register.sqlite3").write_bytes(sound)
    assert (tmp_path / "saved.jsonl").read_text("utf-8") == exported(Home(home))


def test_todays_rules_stand_in_for_the_same_ones_in_which_a_letter_is_damaged(rescued):
    def damage(content):
        at = content.index(b"\\ncriteria:\\n")
        content[at + 2 : at + 10] = b"critique"

    result, ids = rescued(damage)
    assert (result.code, ids) == (0, ["2026-001", "2026-002", "2026-003"])


def test_what_is_lost_is_named(rescued):
    def damage(content):
        at = content.index(b'{"title":"')
        content[at : at + 10] = b"\xff" * 10

    result, ids = rescued(damage)
    assert result.code == 4
    (lost,) = {"2026-001", "2026-002", "2026-003"} - set(ids)
    assert f"{lost} could not be saved" in result.err
    assert "Saved: 2." in result.err


def test_what_is_lost_with_its_title_is_named_without(rescued, sound):
    title = json.loads(sound[(at := sound.index(b'{"title":"')) : sound.index(b",", at)] + b"}")["title"].encode()

    def damage(content):
        content[:] = content.replace(title, b"\xff" * len(title))

    result, _ = rescued(damage)
    assert "could not be saved, nor its title.\n" in result.err
    assert ": \n" not in result.err


def test_rules_that_are_lost_cost_no_request(rescued):
    def damage(content):
        for at in range(PAGE, len(content), PAGE):
            if b"find_out:" in content[at : at + PAGE]:
                content[at : at + PAGE] = bytes(PAGE)

    result, ids = rescued(damage)
    assert len(ids) == 3, result.err
    assert result.code in {0, 4}  # the rules that come with the program are not lost with the file


@pytest.mark.parametrize("seed", range(4))
def test_any_damage_is_told_line_by_line(rescued, seed):
    def damage(content):
        chance = random.Random(seed)  # noqa: S311 - damage that is the same each time
        for at in chance.sample(range(len(content) // PAGE), 20):
            content[at * PAGE : at * PAGE + PAGE] = chance.randbytes(PAGE)

    result, _ = rescued(damage)
    assert result.code in {0, 4}
    assert "Traceback" not in result.err


def test_there_must_be_something_to_save(run, home, monkeypatch):
    assert run("export", "--rescue").code == 1
    home.mkdir(exist_ok=True)
    (home / "register.sqlite3").write_bytes(b"no register at all" * 1000)
    result = run("export", "--rescue")
    assert (result.code, "Saved: 0." in result.err) == (4, True)
    assert run("export", "--rescue", "--format", "csv").code == 2
    monkeypatch.setenv("TRIAGE_REGISTER", "postgresql://x@y/z")
    assert run("export", "--rescue").code == 2


def test_a_backup_of_what_is_damaged_is_refused(run, home, sound, tmp_path):
    home.mkdir()
    (home / "register.sqlite3").write_bytes(sound[: 20 * PAGE] + bytes(PAGE) * 4 + sound[24 * PAGE :])
    result = run("backup", str(tmp_path / "copy.sqlite3"))
    assert (result.code, result.err.count("\n"), "--rescue" in result.err) == (4, 1, True)
    assert list(tmp_path.glob("copy*")) == []
