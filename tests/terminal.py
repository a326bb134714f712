"""A terminal of 80 columns and 24 lines with the program in it, and what a person sees there."""

import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pexpect
import pyte
from pexpect.fdpexpect import fdspawn

from forked import ROOT, programs

ENTER, DOWN, UP, BACK, WHY = "\r", "\x1b[B", "\x1b[A", "\x02", "\x17"
LEAVE, END, CLEAR, DONT_KNOW = "\x03", "\x04", "\x15", "\x0b"
MEASURED = "COVERAGE_PROCESS_CONFIG"
"""What is set where the programs that are started are measured too."""
READY = b"\x1b[?2004h"
"""What every prompt sends once it listens."""
COMPILED = TemporaryDirectory()
"""What the program has compiled so far, in this process of tests."""
DRAWN = b"\x1b[?7h\x1b[0m"
"""What ends every drawing of a prompt."""


class Forked(fdspawn):
    """The program in a terminal, forked of a process that has imported everything."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], size: tuple[int, int], **how) -> None:
        self.pid, end = programs().in_terminal(arguments, environment, size)
        self.exitstatus, self.signalstatus = None, None
        super().__init__(end, **how)

    def kill(self, how: int) -> None:
        os.kill(self.pid, how)

    def close(self, *, force: bool = True) -> None:
        """End it, unless it has ended; ``force`` is what pexpect's own has too."""
        if self.closed:
            return
        super().close()
        if force and not self.flag_eof:
            self.kill(signal.SIGKILL)
        code = programs().wait(self.pid)
        self.exitstatus, self.signalstatus = (code, None) if code >= 0 else (None, -code)


def spawn(
    arguments: Sequence[str], environment: Mapping[str, str], size: tuple[int, int], *, cold: bool = False, **how
) -> Forked | pexpect.spawn:
    """Start the program in a terminal of so many lines and columns; ``cold`` as a person does, with a new Python.

    Where coverage is measured, every start is cold: it is written down when a Python ends.
    """
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", MEASURED) if name in os.environ}
    own = {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    own["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parent / "__pycache__" / "program")
    environment = kept | own | environment
    if cold or MEASURED in os.environ:
        command = ["-m", "triage", *arguments]
        child = pexpect.spawn(sys.executable, command, env=environment, dimensions=size, timeout=10, **how)
        child.delaybeforesend = None
    else:
        child = Forked(arguments, environment, size, timeout=10, **how)
    child.delayafterread = None
    return child


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, home: Path, language: str, *arguments: str, cold: bool = False, **environment: str) -> None:
        own = {
            "TRIAGE_HOME": str(home),
            "HOME": str(home),
            "LANG": f"{language}.UTF-8",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "TERM": "xterm-256color",
        }
        self.home = home
        self._warm()
        self.child = spawn(arguments, own | environment, (24, 80), cold=cold)
        self.screen = pyte.HistoryScreen(80, 24, history=2_000, ratio=1)
        self.stream = pyte.ByteStream(self.screen)
        self.raw, self._above, self._lines = b"", [], None
        self.seen = ""
        """What a list showed before it was scrolled."""

    def ready(self) -> "Terminal":
        """Wait until the next prompt listens and has been drawn."""
        self._read(READY)
        self._read(DRAWN)
        return self

    def _warm(self) -> None:
        """Bring what earlier runs compiled, so that not every test of a new home reads all rules anew."""
        for kept in Path(COMPILED.name).iterdir():
            (self.home / "cache").mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copy(kept, self.home / "cache")

    def close(self) -> None:
        """End it, unless it has ended; where coverage is measured, by a signal at which that is written down."""
        if MEASURED in os.environ and self.child.isalive():
            self.child.kill(signal.SIGTERM)
            self.child.expect(pexpect.EOF)
        self.child.close(force=True)
        for made in (self.home / "cache").glob("*.pickle"):
            shutil.copy(made, COMPILED.name)

    def ended(self) -> int:
        """Wait for the end and give the exit code."""
        self._read(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus

    def _read(self, until: object) -> None:
        try:
            self.child.expect_exact(until) if isinstance(until, bytes) else self.child.expect(until)
        except (pexpect.TIMEOUT, pexpect.EOF) as error:
            self._feed(self.child.before if isinstance(self.child.before, bytes) else b"")
            raise AssertionError(self.text()) from error
        self._feed(self.child.before + (self.child.after if isinstance(self.child.after, bytes) else b""))

    def _feed(self, seen: bytes) -> None:
        self.raw, self._lines = self.raw + seen, None
        self.stream.feed(seen)

    def type(self, *keys: str) -> "Terminal":
        """Send keys and wait for the prompt that they lead to; the last of them must end the present one."""
        self.child.send("".join(keys))
        return self.ready()

    def answer(self, keys: str = "") -> "Terminal":
        """Answer and go on; with no keys by what is chosen already, the first line of a list, or an empty line."""
        return self.type(keys or (DOWN if self.is_unchosen() else ""), ENTER)

    def is_unchosen(self) -> bool:
        """Whether a list is shown of which no line is chosen."""
        shown = self.lines()
        below = shown[max(at for at, line in enumerate(shown) if line.startswith("›")) + 1 :]
        return any(line.startswith("   ") for line in below) and not any(line.startswith(" » ") for line in below)

    def send(self, *keys: str) -> None:
        self.child.send("".join(keys))

    def lines(self) -> list[str]:
        """Everything that has been on the screen, a line each."""
        if self._lines is None:
            new = list(self.screen.history.top)[len(self._above) :]  # what has left the screen never changes
            self._above += ["".join(line[column].data for column in range(80)).rstrip() for line in new]
            self._lines = [*self._above, *(line.rstrip() for line in self.screen.display)]
        return self._lines

    def text(self) -> str:
        return "\n".join(self.lines()).rstrip()

    def said(self) -> str:
        """Everything that has been on the screen as one line, since long sentences are wrapped."""
        return self.seen + " ".join(self.text().split())

    def scroll(self) -> None:
        """Show the end of a list; what is above it is kept in what has been said."""
        self.seen += self.said()
        self.send(UP)
        self._read(DRAWN)

    def question(self) -> str:
        """What stands below the last "Question n of about m"."""
        at = max(self.said().rfind("Spørgsmål "), self.said().rfind("Question "))
        return self.said()[at:]

    def pointed(self) -> str:
        """The choice that is marked; nothing where none is."""
        marked = next((line for line in reversed(self.lines()) if line.startswith(" » ")), "")
        return marked[3:78].split(") ", 1)[-1].strip()
