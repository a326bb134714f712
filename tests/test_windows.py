"""What is different on Windows, tried where no Windows is: names, open files, network drives, code pages, line ends."""

import errno
import io
import json
import os
import sys
from pathlib import Path, PureWindowsPath

import pytest
from triage.adapters.files.yamlfiles import read_yaml
from triage.adapters.home.settings import Home
from triage.adapters.output import systemwords, wholefile
from triage.adapters.output.wholefile import whole, write_whole
from triage.adapters.register.file import file_address
from triage.adapters.terminal import screen
from triage.core.messages import TriageError

from registers import weigh


@pytest.fixture
def windows(monkeypatch):
    """The writer of files, and what is said of their errors, as they are there; nothing else."""
    monkeypatch.setattr(wholefile, "WINDOWS", True)
    monkeypatch.setattr(systemwords, "WINDOWS", True)
    monkeypatch.setattr(wholefile, "WAITS", (0.0, 0.0))


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("name", ["con", "NUL.md", "com1.txt", "memo: x.md", "what?.md", "memo.", "memo.md ", 'a"b.md'])
def test_a_name_that_windows_has_no_file_for_is_refused(tmp_path, name):
    with pytest.raises(TriageError) as error:
        write_whole(tmp_path / name, "x")
    assert [each.message.key for each in error.value.problems] == ["error.name"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    "name", ["console.md", "memo-2026-001.md", "notat-2026-001.md", "nulpunkt.md", "Århus.md", "a.b.md", "../up.md"]
)
def test_any_other_name_will_do(tmp_path, name):
    (tmp_path / "sub").mkdir()
    write_whole(tmp_path / "sub" / name, "x")
    assert (tmp_path / "sub" / name).read_text() == "x"


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("folder", ["aux", "con.old", "notes.", "a:b"])
def test_nor_may_a_folder_above_it_be_called_so(tmp_path, folder):
    with pytest.raises(TriageError) as error:
        write_whole(tmp_path / folder / "memo.md", "x")
    assert [each.message.key for each in error.value.problems] == ["error.name"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("command", ["score {}", "memo 1 -o {}", "new --no-input --from {}", "import {}"])
def test_a_path_that_is_too_long_there_is_not_called_missing(run, home, tmp_path, command):
    weigh(Home(home), "v06")
    path = tmp_path.joinpath(*["a folder of some length"] * 12, "file.md")
    assert len(str(path)) > 259
    result = run(*(str(path) if word == "{}" else word for word in command.split()))
    assert (result.code, result.err.count("\n"), "the name is too long" in result.err) == (1, 1, True), result.err


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("number", "windows_number", "key"),
    [
        (errno.EACCES, 32, "system.busy"),
        (errno.EACCES, 5, "system.no_access"),
        (errno.ENOENT, 53, "system.network"),
        (errno.ENOENT, 2, "system.missing"),
        (errno.EINVAL, 123, "system.no_name"),
        (errno.EINVAL, None, "system.no_name"),
        (errno.ENOENT, 206, "system.long_name"),
        (errno.ENOSPC, 112, "system.full"),
    ],
)
def test_what_windows_refuses_is_said_by_its_own_number(number, windows_number, key):
    error = OSError(number, "English words", "memo.md")
    error.winerror = windows_number
    assert systemwords.why(error).key == key


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("refusals", [1, 9])
def test_a_file_that_another_program_has_open_is_tried_again_and_then_told(tmp_path, monkeypatch, refusals):
    target, left, replace = tmp_path / "memo.md", [refusals], Path.replace
    target.write_text("old")

    def is_open(self, other):
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(13, "Access is denied")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", is_open)
    if refusals == 1:
        write_whole(target, "new")
    else:
        with pytest.raises(TriageError) as error:
            write_whole(target, "new")
        assert error.value.problems[0].message.params["why"].key == "system.busy"
    assert [each.read_text() for each in tmp_path.iterdir()] == ["new" if refusals == 1 else "old"]


@pytest.mark.usefixtures("windows")
def test_a_new_file_needs_no_hard_link_there_and_takes_no_name_that_is_taken(tmp_path, monkeypatch):
    def rename(self, other):
        if other.exists():
            raise FileExistsError  # as it is there
        return self.replace(other)

    monkeypatch.setattr(os, "link", None)
    monkeypatch.setattr(Path, "rename", rename)
    write_whole(tmp_path / "memo.md", "first", exclusive=True)

    def meanwhile():
        with whole(tmp_path / "other.md", exclusive=True) as file:
            file.write(b"second")
            (tmp_path / "other.md").write_text("of somebody else")

    for work in (lambda: write_whole(tmp_path / "memo.md", "second", exclusive=True), meanwhile):
        with pytest.raises(TriageError) as error:
            work()
        assert error.value.problems[0].message.key == "memo.exists"
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {
        "memo.md": "first",
        "other.md": "of somebody else",
    }


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (
            r"C:\Users\Mette Holm\triage#1\register.sqlite3",
            "file:///C%3A/Users/Mette%20Holm/triage%231/register.sqlite3",
        ),
        (r"\\server\hjem\mh\register.sqlite3", "file:////server/hjem/mh/register.sqlite3"),
    ],
)
def test_the_register_may_lie_on_a_drive_or_on_the_network(path, address):
    assert file_address(PureWindowsPath(path)) == address


@pytest.mark.parametrize("code_page", ["cp1252", "cp850", "ascii"])
def test_a_code_page_loses_no_letter_of_json_and_stops_nothing(monkeypatch, code_page):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, code_page, write_through=True))
    title = "Få »Grønne dage« → ud i Århus – 20 €"
    screen.print_json({"title": title})
    screen.write(screen.json_line([title]) + "\n")
    first, second = written.getvalue().decode("ascii").rsplit("\n", 2)[:2]
    assert (json.loads(first)["title"], json.loads(second)) == (title, [title])
    screen.print_text(title)
    assert written.getvalue().decode(code_page).count("rhus") == 3


def test_lines_may_end_as_they_do_there():
    text = "title: x\r\nanswers:\r\n  request: |\r\n    a\r\n    b\r\n  need: proven\r\n"
    data = read_yaml("x.yaml", text.encode(), strict=False).checked().data
    assert data == {"title": "x", "answers": {"request": "a\nb\n", "need": "proven"}}
