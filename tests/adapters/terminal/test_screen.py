import io
import json
import math
import os
import subprocess
import sys

import pytest
from triage.adapters.terminal import screen
from triage.adapters.terminal.screen import Coloured, Column

COLUMNS = [Column("No.", fixed=True), Column("Points", right=True, fixed=True), Column("Task")]
ROWS = [["2026-001", "7", Coloured("Go", "go")], ["2026-002", "64.5", "a long title " * 12]]


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setattr(screen, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")


def test_a_pipe_gets_tabs(capsys):
    screen.print_table(COLUMNS, [["1", "2", "line\nbreak\tand tab \x1b[31m"]])
    assert capsys.readouterr().out == "No.\tPoints\tTask\n1\t2\tline break and tab  [31m\n"


def test_a_pipe_does_not_pay_for_rich():
    code = (
        "import sys; from triage.adapters.terminal.screen import Column, print_table; "
        "print_table([Column('a')], [['b']]); print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "a\nb\nFalse\n"


@pytest.mark.usefixtures("terminal")
def test_a_table_keeps_within_eighty_columns(capsys):
    screen.print_table(COLUMNS, ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "2026-001" in lines[1]
    assert "".join(lines).count("long") == 12


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("width", ["20", "40", "200"])
def test_a_table_keeps_within_other_widths(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    screen.print_table(COLUMNS, ROWS)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= int(width)


@pytest.mark.usefixtures("terminal")
def test_what_can_be_spared_gives_way_to_the_words(capsys, monkeypatch):
    columns = [Column("No.", fixed=True), Column("Date", fixed=True, spare=True), Column("Task")]
    columns.append(Column("Type", fixed=True, spare=True))
    row = ["2026-001", "2026-03-02", "a long title " * 5, "tiktok"]
    for width, headings in (("120", 4), ("52", 3), ("40", 2)):
        monkeypatch.setenv("COLUMNS", width)
        screen.print_table(columns, [row])
        assert len(capsys.readouterr().out.splitlines()[0].split()) == headings


@pytest.mark.usefixtures("terminal")
def test_a_table_without_rows_has_its_headings(capsys):
    screen.print_table(COLUMNS, [])
    assert capsys.readouterr().out.split() == ["No.", "Points", "Task"]


@pytest.mark.usefixtures("terminal")
def test_words_in_brackets_are_not_markup(capsys):
    screen.print_table([Column("[a]")], [["[red]x[/red]"]])
    assert "[red]x[/red]" in capsys.readouterr().out


DRAW = (
    "from triage.adapters.terminal.screen import Coloured, Column, print_table; "
    "print_table([Column('v')], [[Coloured('Go', 'go')], [Coloured('Drop', 'drop')]])"
)


def in_a_terminal(**environment: str) -> str:
    import pty

    primary, secondary = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", DRAW],
        stdout=secondary,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
        check=True,
    )
    assert done.stderr == b""
    os.close(secondary)
    text = os.read(primary, 65536).decode()
    os.close(primary)
    return text


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_a_terminal_gets_colours_and_words():
    text = in_a_terminal()
    assert "\x1b[32mGo" in text
    assert "\x1b[31mDrop" in text


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_no_color_is_respected():
    text = in_a_terminal(NO_COLOR="1")
    assert "Go" in text
    assert "[32m" not in text
    assert "[31m" not in text


def test_json_has_no_words_for_the_infinite(capsys):
    screen.print_json({"a": [math.inf, 1.5], "b": {"c": math.nan}, "æ": "\x9bø"})
    out = capsys.readouterr().out
    assert json.loads(out) == {"a": [None, 1.5], "b": {"c": None}, "æ": "\x9bø"}
    assert "\x9b" not in out


@pytest.mark.parametrize("count", [0, 1, 3])
def test_items_come_as_an_array(capsys, count):
    screen.print_json_items({"n": number} for number in range(count))
    assert json.loads(capsys.readouterr().out) == [{"n": number} for number in range(count)]


def test_a_text_cannot_steer_the_terminal(capsys):
    screen.print_text("one\n\x1b]0;title\x07two\tthree\n")
    assert capsys.readouterr().out == "one\ntwo\tthree\n"


def test_an_old_encoding_gets_question_marks(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    screen.print_text("blå 🙂")
    sys.stdout.flush()
    assert raw.getvalue() == "blå ?\n".encode("latin-1")
