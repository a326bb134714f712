"""The real program in processes of its own that may be killed at any moment, for a tenth of what a new one costs.

A helper process has run it once, and so has imported everything; for each run it forks, and the child calls
:func:`triage.cli.main.run`. A run may be told to die, by SIGKILL, just before the nth thing that it does to the world:
a statement that writes, a file renamed or removed and, once it has written anything, a line printed. Whatever lies
between two of these leaves no trace.
"""

import gc
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial, partialmethod
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from toy import TOY

ROOT = Path(__file__).parent.parent
NOW = "2026-03-02T12:00:00+00:00"
WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "COMMIT")
GUIDE = {
    "title": "A guide",
    "asked_by": "Bo",
    "answers": {
        "request": "Write a guide",
        "task_type": "seo",
        "need": "proven",
        "outcome": "sales",
        "effect_as": "contribution",
        "extra_contribution": 200_000,
        "cost": 20_000,
        "hours": 40,
        "visible_in": 20,
        "stop_rule": "nothing by June",
    },
}
"""A request that the toy rules weigh as a go."""


@dataclass(frozen=True)
class Ended:
    """What a run came to: the exit code of each command that ended, and whether it was killed."""

    codes: list[int]
    killed: bool
    out: str
    err: str


class Running:
    """A run that has been started."""

    def __init__(self, programs: "Programs", pid: int, beside: Path) -> None:
        self.programs, self.pid, self.beside = programs, pid, beside

    def printed(self) -> str:
        """What it has printed so far."""
        out = self.beside.with_suffix(".out")
        return out.read_text("utf-8") if out.exists() else ""

    def kill(self) -> Ended:
        """Kill it, unless it has ended by itself."""
        os.kill(self.pid, signal.SIGKILL)
        return self.ended()

    def ended(self) -> Ended:
        """Wait for its end."""
        killed = self.programs.ask({"wait": self.pid}) == -signal.SIGKILL
        err, codes = (self.beside.with_suffix(suffix).read_text("utf-8") for suffix in (".err", ".codes"))
        return Ended(list(map(int, codes.split())), killed, self.printed(), err)


class Programs:
    """Starts runs of the program; the folder holds what they print, and a home whose cache is warm."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()
        rules = folder / "home" / "rules"
        rules.mkdir(parents=True)
        (rules / "marketing.yaml").write_text(TOY, encoding="utf-8")
        self.guide = folder / "guide.json"
        self.guide.write_text(json.dumps(GUIDE), encoding="utf-8")
        environment = os.environ | environment_of(folder / "home") | {"OPENBLAS_NUM_THREADS": "1"}
        self._helper = subprocess.Popen(
            [sys.executable, __file__, str(self.guide)], stdin=-1, stdout=-1, text=True, env=environment
        )

    def new_home(self, home: Path) -> None:
        """Make a home with the toy rules, and with what was compiled of them."""
        home.mkdir(mode=0o700)
        for name in ("rules", "cache"):
            (home / name).symlink_to(self._folder / "home" / name)

    def start(
        self,
        commands: Sequence[Sequence[str]],
        home: Path,
        *,
        dies_before: int = 0,
        gate: Path | None = None,
        **environment: str,
    ) -> Running:
        """Start commands, one after the other in one process, which first waits while a ``gate`` is shut."""
        beside = self._folder / f"run-{next(self._numbers)}"
        asked = {
            "start": commands,
            "beside": str(beside),
            "environment": environment_of(home) | environment,
            "dies_before": dies_before,
            "gate": str(gate) if gate else None,
        }
        return Running(self, self.ask(asked), beside)

    def ask(self, what: dict[str, Any]) -> int:
        """Ask the helper for something."""
        assert self._helper.stdin
        assert self._helper.stdout
        self._helper.stdin.write(json.dumps(what) + "\n")
        self._helper.stdin.flush()
        return int(self._helper.stdout.readline())

    def close(self) -> None:
        """End the helper."""
        self._helper.communicate()


@contextmanager
def shut(gate: Path) -> Iterator[None]:
    """Hold back whoever waits at a gate, and let them all go at once."""
    import fcntl

    with gate.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def environment_of(home: Path) -> dict[str, str]:
    """What the program sees of the world: its home, a day in March, and English."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPYCACHEPREFIX") if name in os.environ}
    own = {"HOME": str(home), "TRIAGE_HOME": str(home), "TRIAGE_NOW": NOW, "LANG": "en_GB.UTF-8"}
    return kept | own | {"PYTHONPATH": str(ROOT)}


class _Death:
    """Counts what the program does, and kills it before the last thing that it may do."""

    def __init__(self, before: int) -> None:
        self._left, self._has_written = before, False

    def watch(self) -> None:
        """Be told of everything from now on."""
        death, psycopg = self, sys.modules.get("psycopg")

        class Watched(sqlite3.Connection):
            def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
                death.statement(statement)
                return super().execute(statement, *values)

        def on_a_server(execute: Any, connection: Any, statement: str, *values: Any) -> Any:
            death.statement(statement)
            return execute(connection, statement, *values)

        sqlite3.connect = partial(sqlite3.connect, factory=Watched)
        if psycopg:
            psycopg.Connection.execute = partialmethod(partial(on_a_server, psycopg.Connection.execute))
        sys.stdout.write = partial(self.write, sys.stdout.write)
        sys.addaudithook(self.hook)

    def statement(self, statement: str) -> None:
        if statement.lstrip().startswith(WRITES):
            self._at(" ".join(statement.split())[:60])

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in {"os.remove", "os.rename"} and "/cache/" not in str(arguments[0]):
            self._at(f"{event} {arguments[0]}")

    def write(self, write: Any, text: str) -> int:
        if self._has_written:
            self._at(f"print {text}")
        return int(write(text))

    def _at(self, what: str) -> None:
        self._left -= 1
        if self._left == 0:
            os.write(2, f"killed before: {what}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)
        self._has_written = True


def _become(asked: dict[str, Any]) -> NoReturn:
    """Be the program, with nobody at a terminal."""
    import fcntl

    from triage.cli.main import run

    os.environ.clear()
    os.environ.update(asked["environment"])
    codes = os.open(asked["beside"] + ".codes", os.O_WRONLY | os.O_CREAT, 0o600)
    for number, path in enumerate((os.devnull, asked["beside"] + ".out", asked["beside"] + ".err")):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), number)
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    if asked["gate"]:
        fcntl.flock(os.open(asked["gate"], os.O_RDONLY), fcntl.LOCK_SH)
    if asked["dies_before"]:
        _Death(asked["dies_before"]).watch()
    for command in asked["start"]:
        os.write(codes, b"%d\n" % run(command))
    sys.stdout.flush()
    os._exit(0)


def _serve(guide: str) -> None:
    from triage.cli.main import run

    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    run(["new", "--no-input", "--from", guide])
    with suppress(ImportError):
        import psycopg  # noqa: F401 - the only thing that a run in a file does not import
    sys.stdout.flush()
    gc.freeze()  # else each child copies all that its collector looks at
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _, status = os.waitpid(asked["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork() or _become(asked)
        os.write(answers, b"%d\n" % answer)


if __name__ == "__main__":
    _serve(sys.argv[1])
