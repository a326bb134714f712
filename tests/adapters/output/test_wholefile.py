"""A file is there whole or as it was before, with the right rights, and nothing is left beside it."""

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from triage.adapters.output.wholefile import full_name, whole, write_whole
from triage.core.messages import TriageError

from nobody import as_nobody

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no umask, pipes and devices there")


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def key_of(path: Path, content: str = "new", **how) -> str:
    with pytest.raises(TriageError) as caught:
        write_whole(path, content, **how)
    return caught.value.problems[0].message.key


@pytest.mark.parametrize("content", ["blåbær\n", "blåbær\n".encode()])
def test_a_file_is_written_and_nothing_else(tmp_path, content):
    write_whole(tmp_path / "memo.md", content)
    assert (tmp_path / "memo.md").read_bytes() == "blåbær\n".encode()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["m" * 255, "m.tmp", ".hidden", "med mellemrum.md"])
def test_any_name_that_the_disk_takes_will_do(tmp_path, name):
    write_whole(tmp_path / name, "x")
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), ValueError()])
@pytest.mark.parametrize("exclusive", [False, True])
def test_what_fails_in_the_middle_leaves_everything_as_it_was(tmp_path, error, exclusive):
    file = tmp_path / "memo.md"
    if not exclusive:
        file.write_text("old")
    with pytest.raises((TriageError, type(error))):
        _write_half(file, error, exclusive=exclusive)
    assert [each.read_text() for each in tmp_path.iterdir()] == ([] if exclusive else ["old"])


def _write_half(file: Path, error: BaseException, *, exclusive: bool) -> None:
    with whole(file, exclusive=exclusive) as stream:
        stream.write(b"half" * 10_000)
        raise error


def test_a_disk_that_fills_up_keeps_the_old_file(tmp_path):
    file = tmp_path / "memo.md"
    file.write_text("old")
    limited = (
        "import resource, sys; from pathlib import Path; from triage.adapters.output.wholefile import write_whole\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_whole(Path(sys.argv[1]), 'x' * 5000)\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", limited, str(file)], capture_output=True, text=True, check=True)
    assert "error.write" in done.stdout
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old"]


def test_a_failing_sync_is_reported(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "memo.md").write_text("old")
    assert key_of(tmp_path / "memo.md") == "error.write"
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old"]


@pytest.mark.usefixtures("umask")
def test_rights(tmp_path):
    usual, own, kept = (tmp_path / name for name in ("usual", "own", "kept"))
    write_whole(usual, "x")
    write_whole(own, "x", private=True)
    kept.touch(0o604)
    kept.chmod(0o604)
    write_whole(kept, "x")
    assert list(map(mode, (usual, own, kept))) == [0o640, 0o600, 0o604]
    write_whole(kept, "x", private=True)
    assert mode(kept) == 0o600


def test_private_whatever_the_umask(tmp_path):
    for mask in (0, 0o777):
        before = os.umask(mask)
        try:
            write_whole(tmp_path / "own", "x", private=True)
        finally:
            os.umask(before)
        assert mode(tmp_path / "own") == 0o600


@pytest.mark.parametrize("links", [True, False])
def test_exclusive_takes_no_name_that_is_taken(tmp_path, monkeypatch, links):
    def link(*_):
        raise PermissionError(errno.EPERM, "no links")

    if not links:
        monkeypatch.setattr(os, "link", link)
    file = tmp_path / "memo.md"
    write_whole(file, "mine", exclusive=True)
    assert key_of(file, exclusive=True) == "memo.exists"
    file.unlink()
    with pytest.raises(TriageError, match=r"memo\.exists"), whole(file, exclusive=True):
        file.write_text("meanwhile")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["meanwhile"]


def test_links_are_followed_and_stay(tmp_path):
    real, link, dangling = tmp_path / "real.md", tmp_path / "link.md", tmp_path / "dangling.md"
    real.write_text("old")
    link.symlink_to(real)
    dangling.symlink_to(tmp_path / "other.md")
    assert key_of(link, exclusive=True) == "memo.exists"
    write_whole(link, "new")
    write_whole(dangling, "far", exclusive=True)
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert (real.read_text(), (tmp_path / "other.md").read_text()) == ("new", "far")


def test_a_pipe_is_written_to(tmp_path):
    pipe, said = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: said.append(pipe.read_text()))
    reader.start()
    write_whole(pipe, "through", exclusive=True, private=True)
    reader.join()
    assert said == ["through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_reader_that_leaves_is_no_error(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = threading.Thread(target=lambda: (tmp_path / "pipe").open("rb").close())
    reader.start()
    write_whole(tmp_path / "pipe", "x" * 1_000_000)
    reader.join()


def test_a_file_behind_a_descriptor_is_added_to(tmp_path):
    with (tmp_path / "log").open("w") as log:
        log.write("before ")
        log.flush()
        write_whole(Path(f"/dev/fd/{log.fileno()}"), "after")
    assert (tmp_path / "log").read_text() == "before after"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_a_full_device_is_reported():
    assert key_of(Path("/dev/full")) == "error.write"


@pytest.mark.parametrize("name", ["", "none/memo.md", "file/memo.md"])
def test_what_cannot_be_written_is_one_problem(tmp_path, name):
    (tmp_path / "file").write_text("")
    assert key_of(tmp_path / name, exclusive=True) == key_of(tmp_path / name) == "error.write"


@pytest.mark.skipif(os.name != "posix", reason="a file's mode says who may do what only where there are Unix users")
def test_a_file_that_is_protected_is_left_alone(open_folder):
    open_folder.chmod(0o777)
    memo = open_folder / "memo.md"
    memo.write_text("old")
    memo.chmod(0o444)
    with as_nobody():
        assert key_of(memo) == "error.write"
    assert memo.read_text() == "old"


def test_of_two_at_once_the_last_one_wins_whole(tmp_path):
    file = tmp_path / "backup"
    with whole(file) as first:
        with whole(file) as second:
            second.write(b"second")
        assert file.read_bytes() == b"second"
        first.write(b"first")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"first"]


def test_the_full_name(tmp_path, monkeypatch):
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert full_name(Path("memo.md")) == str(tmp_path / "below" / "memo.md")
    assert full_name(Path("../memo.md")) == str(tmp_path / "memo.md")
