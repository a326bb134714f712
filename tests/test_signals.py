"""Signals at the prompt: the terminal as it was, the answers so far kept, and the exit code that shells give."""

import os
import signal
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from terminal import ENTER, Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals")


@pytest.fixture
def asked(home):
    """An interview at its second question, the first one answered."""
    terminal = Terminal(home, "en_GB", "new", cold=True)
    terminal.ready().type("A film", ENTER)
    yield terminal
    terminal.close()


def kept(home: Path) -> bool:
    return "A film" in "".join(path.read_text("utf-8") for path in home.glob("drafts/*.jsonl"))


def local_flags(terminal: Terminal) -> int:
    return termios.tcgetattr(terminal.child.child_fd)[3]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=["term", "hup", "int"]
)
def test_a_signal_ends_the_prompt_as_ctrl_c_does(asked, home, number, code):
    assert not local_flags(asked) & termios.ICANON
    asked.child.kill(number)
    while asked.child.isalive():
        with suppress(Exception):
            asked._feed(asked.child.read_nonblocking(10_000, timeout=1))
    assert asked.child.exitstatus == code
    assert local_flags(asked) & termios.ICANON
    assert local_flags(asked) & termios.ECHO
    assert "Go on with: triage new --resume" in asked.said()
    assert kept(home)


INTERRUPTED = """
import os, signal, sys
from importlib.abc import MetaPathFinder
for name in ("signal", "enum"):
    del sys.modules[name]
class Interrupted(MetaPathFinder):
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            os.kill(os.getpid(), 2)
sys.meta_path.insert(0, Interrupted())
sys.argv[2:] = ["list"]
from triage.__main__ import main
main()
"""


@pytest.mark.parametrize("loading", ["triage.adapters.output.pipe", "signal", "triage.cli.main", "typer"])
def test_ctrl_c_while_the_program_is_loaded_says_nothing(loading):
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED, loading], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_a_window_that_is_closed_loses_no_answer(asked, home):
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), asked.child.child_fd)  # the last hand on the terminal lets go
    asked.child.wait()
    assert asked.child.exitstatus == 129
    assert kept(home)
    assert not (home / "bug.txt").exists(), (home / "bug.txt").read_text()
