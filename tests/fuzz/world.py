"""The program in process with a home of its own, and what has to hold of every run of it."""

import io
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from registers import make_register
from toy import TOY

CODES = frozenset({0, 1, 2, 4, 5, 130})
"""The documented exit codes but for 3, which is a mistake of ours."""
LONGEST = 5.0
"""Seconds of work that any command may take here."""
LONGEST_WAIT = 120.0
"""The same by the clock, on a machine that has much else to do."""
STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
ENVIRONMENT = {"LANG": "en_GB.UTF-8", "TRIAGE_NOW": "2026-11-26T12:00:00+00:00", "TRIAGE_PLAIN": "1", "TERM": "dumb"}


@dataclass(frozen=True)
class Ran:
    """What a run came to."""

    arguments: tuple[str, ...]
    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    def __init__(self, content: bytes = b"", *, terminal: bool = False) -> None:
        self.bytes, self.terminal = io.BytesIO(content), terminal
        super().__init__(self.bytes, "utf-8", errors="backslashreplace" if not content else "strict", newline="")

    def isatty(self) -> bool:
        return self.terminal


class World:
    """A home with three requests, and folders beside it; what is written to it lasts for one example."""

    def __init__(self, made: Path, folder: Path) -> None:
        self.made, self.folder = made, folder
        self.home, self.toy = folder / "home", made.parent / "toy.yaml"
        self.renew()

    def renew(self, *, empty: bool = False) -> None:
        """Make the home as it was at first; ``empty`` without a register."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(mode=0o700)
        (self.home / "cache").symlink_to(self.made / "cache")
        if not empty:
            shutil.copy(self.made / "register.sqlite3", self.home)

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file beside the home, and return its path."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return str(path)

    def run(
        self, *arguments: str, typed: Sequence[str] | None = None, stdin: bytes = b"", may: int | None = None
    ) -> Ran:
        """Run a command and check what has to hold; ``typed`` are lines of a person at a terminal, and then Ctrl-D."""
        from triage.cli.main import run

        said = "".join(f"{line}\n" for line in typed or ()).encode("utf-8", "replace")
        streams = _Stream(said or stdin, terminal=typed is not None), _Stream(terminal=typed is not None), _Stream()
        kept = sys.stdin, sys.stdout, sys.stderr
        start = time.monotonic(), time.process_time()
        try:
            sys.stdin, sys.stdout, sys.stderr = streams
            with patch.dict(os.environ, ENVIRONMENT | {"TRIAGE_HOME": str(self.home)}):
                code = run(list(arguments))
        finally:
            sys.stdin, sys.stdout, sys.stderr = kept
        out, err = ((stream.flush(), stream.bytes.getvalue().decode())[1] for stream in streams[1:])
        assert time.process_time() - start[1] < LONGEST, arguments
        assert time.monotonic() - start[0] < LONGEST_WAIT, arguments
        self._check(Ran(arguments, code, out, err))
        assert may is None or code == may, (arguments, code, err)
        return Ran(arguments, code, out, err)

    def _check(self, ran: Ran) -> None:
        bug = self.home / "bug.txt"
        assert ran.code in CODES, f"{ran}\n{bug.read_text('utf-8') if bug.exists() else ''}"
        said = ran.out + ran.err
        assert not STEERS.search(said), (ran.arguments, STEERS.search(said))
        assert "Traceback" not in ran.err, ran
        assert "Warning" not in ran.err, ran
        assert ran.code in {0, 5, 130} or ran.err.strip(), ran
        most = 3_000 + 2 * sum(map(len, ran.arguments))  # what was typed is said again, whole
        assert all(len(line) < most for line in ran.err.splitlines()), ran


@contextmanager
def world() -> Iterator[World]:
    """Make a world, and the environment that the program sees in it."""
    before = dict(os.environ)
    for name in ("LC_ALL", "LC_MESSAGES", "TRIAGE_RULES", "TRIAGE_REGISTER", "TRIAGE_HOME"):
        os.environ.pop(name, None)
    with TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        os.environ.update(ENVIRONMENT)
        make_register(made)
        (Path(folder) / "toy.yaml").write_text(TOY, encoding="utf-8")
        (Path(folder) / "work").mkdir()
        os.environ["TRIAGE_HOME"] = str(Path(folder) / "work" / "home")
        try:
            yield World(made, Path(folder) / "work")
        finally:
            os.environ.clear()
            os.environ.update(before)
