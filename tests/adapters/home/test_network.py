"""A home on a network drive: the register does without what does not work there, and the doctor says what to do."""

import sqlite3
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest
from triage.adapters.home.network import is_on_network, kind_of
from triage.adapters.register import file
from triage.adapters.register.register import open_register

import bare
from conftest import NOON

MOUNTS = r"""/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /home/mh/cache tmpfs rw 0 0
//server/users /home/mh cifs rw,vers=3.0 0 0
//server/two\040words /mnt/two\040words cifs rw 0 0
server:/export /mnt nfs4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/mh/.config/triage", "cifs"),
        ("/home/mhx/.config/triage", "ext4"),
        ("/home/mh/cache", "tmpfs"),
        ("/mnt/two words/triage", "cifs"),
        ("/mnt/two", "nfs4"),
        ("/", "ext4"),
    ],
)
def test_the_innermost_mount_says_what_a_folder_is_on(folder, kind):
    assert kind_of(PurePosixPath(folder), MOUNTS) == kind


def test_a_folder_of_this_computer_is_not_on_a_network(tmp_path):
    assert not is_on_network(tmp_path / "not" / "there" / "yet")


@pytest.fixture
def elsewhere(monkeypatch):
    monkeypatch.setattr(file, "is_on_network", lambda _: True)
    monkeypatch.setattr("triage.usecases.doctor.is_on_network", lambda _: True)


def journal(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA journal_mode").fetchone()[0]


def add(register, title):
    return register.add(bare.new(bare.request(title)), NOON, "en")


@pytest.mark.usefixtures("elsewhere")
def test_the_register_has_no_write_ahead_log_there_and_does_all_the_same(home, monkeypatch):
    path = home / "register.sqlite3"
    monkeypatch.setattr(file, "PATIENCE", 0.05)
    with open_register(path) as one, open_register(path) as other:
        add(one, "first")
        assert add(other, "second") == "2026-002"
        with one.writing():
            add(one, "third")
            assert [entry.title for entry in other.newest()] == ["second", "first"]
        assert [entry.title for entry in other.newest()] == ["third", "second", "first"]
        assert other.forget("1") == "2026-001"
    assert [each.name for each in home.iterdir()] == [path.name]
    assert journal(path) == "delete"


def test_elsewhere_it_has_one(home, keep):
    keep()
    assert journal(home / "register.sqlite3") == "wal"


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(("language", "words"), [("da", "ligger på et netværksdrev"), ("en", "is on a network drive")])
def test_the_doctor_says_so(run, language, words):
    assert words in run("help", "doctor", "--lang", language).out
