"""A disk that is full at any moment: one line, the register as it was or wholly as after, and nothing beside it.

The disk is a small one in memory where this user may mount one. A limit on the size of a file does as well everywhere.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

import pytest
from triage.adapters.home.settings import Home
from triage.adapters.register.register import open_register

from registers import CASES, weigh

if sys.platform == "win32":
    pytest.skip("no such disk and no such limit there", allow_module_level=True)
import resource

CASE = str(next(CASES.glob("v06-*")))
NEW = ("new", "--no-input", "--from", CASE)
SIZE = 4 * 1024 * 1024


@pytest.fixture
def disk(tmp_path, monkeypatch) -> Iterator[Path]:
    """A disk of four megabytes, with the home on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", folder]
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")
    monkeypatch.setenv("TRIAGE_HOME", str(folder / "home"))
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)  # noqa: S607 - as it is found


@contextmanager
def only_free(disk: Path, size: int) -> Iterator[None]:
    """Fill a disk but for so many bytes."""
    fill = disk / "fill"
    with fill.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    with fill.open("r+b") as file:
        file.truncate(max(0, fill.stat().st_size - size))
    yield
    fill.unlink()


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let no file grow beyond a size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def titles(home: Path) -> list[tuple[str, str]]:
    with open_register(Home(home)) as register:
        if not (home / "register.sqlite3").exists():
            return []
        assert register.database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [(each.id, each.state) for each in register.newest()]


def assert_told_or_done(result, home: Path, before: list, words: str) -> None:
    left = [each.name for each in home.iterdir() if each.name.startswith(".triage-")] if home.exists() else []
    assert left == []
    if result.code:
        assert (result.code in {1, 4}, result.err.count("\n"), words in result.err) == (True, 1, True), result.err
        assert titles(home) == before
    assert not (home / "bug.txt").exists()


def test_a_disk_that_is_full_while_the_register_is_made(disk, run):
    home, codes = disk / "home", []
    sizes = (0, 4_096, *range(20_480, 500_000, 40_960), 2_000_000)
    for size, (language, words) in zip(
        sizes, cycle([("da", "disken er fuld"), ("en", "the disk is full")]), strict=False
    ):
        with only_free(disk, size):
            result = run(*NEW, "--lang", language)
        assert_told_or_done(result, home, [], words)
        codes.append(result.code)
        if result.code == 0:
            break
    assert codes[:10] == [4] * 10
    assert codes[-1] == 0
    assert titles(home) == [("2026-001", "assessed")]


@pytest.mark.parametrize(
    "command",
    [
        NEW,
        ("decide", "1", "go", "--by", "both", "--because", "x" * 9_000, "--no-input"),
        ("memo", "1", "-o", "MEMO", "--force"),
        ("backup", "MEMO", "--force"),
        ("export", "-o", "MEMO.jsonl", "--force"),
        ("init", "--no-input", "--organisation", "x" * 9_000),
    ],
    ids=lambda command: command[0],
)
def test_a_disk_that_is_full_leaves_what_was_there(disk, run, command):
    home, memo = disk / "home", disk / "memo"
    weigh(Home(home), "v06")
    memo.write_text("old")
    before, codes = titles(home), []
    command = [each.replace("MEMO", str(memo)) for each in command]
    for size in (0, 4_096, 36_864, 65_536, 131_072, 2_000_000):
        with only_free(disk, size):
            result = run(*command, *(["--whats-new", str(size)] if command[0] == "new" else []))
        assert_told_or_done(result, home, before, "the disk is full")
        codes.append(result.code)
        assert memo.read_text("latin-1") == "old" or result.code == 0
        if result.code == 0:
            break
    assert codes[-1] == 0
    assert len(codes) > 1


@pytest.mark.parametrize("size", [0, 4_096, 40_960, 120_000])
def test_a_file_that_may_not_grow_leaves_what_was_there(run, home, size):
    with no_file_above(size):
        result = run(*NEW)
    assert_told_or_done(result, home, [], "register.sqlite3")
    assert result.code == 4
    weigh(Home(home), "v05")
    before = titles(home)
    with no_file_above(size):
        result = run(*NEW)
    assert_told_or_done(result, home, before, "register.sqlite3")
    assert run(*NEW).code == 0
