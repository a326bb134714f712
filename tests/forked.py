"""The real program in processes of its own that may be killed at any moment, for a tenth of what a new one costs.

A helper process, one for each process of tests, has run it once, and so has imported everything; for each run it forks,
and the child is the program: in a terminal, or with files as its standard streams. A run without a terminal may be told
to die, by SIGKILL, just before the nth thing that it does to the world: a statement that writes, a file renamed or
removed and, once it has written anything, a line printed. Whatever lies between two of these leaves no trace.
"""

import gc
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial, partialmethod
from importlib import import_module
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, NoReturn

from toy import TOY

ROOT = Path(__file__).parent.parent
NOW = "2026-03-02T12:00:00+00:00"
WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "COMMIT")
LEFT, ERRORS = "left", "errors"
"""For a standard stream: a pipe whose reader has left, and a file that is read when the run has ended."""
NOT_IMPORTED_YET = [
    "psycopg",
    "questionary",
    "rich.table",
    "rich.progress",
    "babel.dates",
    "holidays",
    "triage.cli.menu",
]
"""What a run with answers from a file does not import by itself."""
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
        killed = self.programs.wait(self.pid) == -signal.SIGKILL
        err, codes = (self.beside.with_suffix(suffix).read_text("utf-8") for suffix in (".err", ".codes"))
        return Ended(list(map(int, codes.split())), killed, self.printed(), err)


class Programs:
    """Starts runs of the program; has a folder with what they print, and a home whose cache is warm."""

    def __init__(self) -> None:
        self._made = TemporaryDirectory()
        self._folder, self._numbers = Path(self._made.name), count()
        home = self._folder / "home"
        (home / "rules").mkdir(parents=True)
        (home / "rules" / "marketing.yaml").write_text(TOY, encoding="utf-8")
        self.guide = self._folder / "guide.json"
        self.guide.write_text(json.dumps(GUIDE), encoding="utf-8")
        self._asked, theirs = socket.socketpair()
        with theirs:
            self._helper = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno()), str(self.guide)],
                env=os.environ | environment_of(home) | {"OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
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
            "commands": commands,
            "codes": str(beside.with_suffix(".codes")),
            "streams": [os.devnull, str(beside.with_suffix(".out")), str(beside.with_suffix(".err"))],
            "environment": environment_of(home) | environment,
            "dies_before": dies_before,
            "gate": str(gate) if gate else None,
        }
        return Running(self, self._ask(asked)[0], beside)

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], streams: Sequence[str | None]
    ) -> tuple[int, str]:
        """Run the program with files as its standard streams; gives its exit code and what stands on standard error.

        ``None`` is closed, and :data:`LEFT` a pipe whose reader has left.
        """
        errors = self._folder / f"run-{next(self._numbers)}.err"
        files = [str(errors) if each == ERRORS else each for each in streams]
        pid, _ = self._ask({"arguments": arguments, "environment": dict(environment), "streams": files})
        return self.wait(pid), errors.read_text("utf-8") if errors.exists() else ""

    def in_terminal(
        self, arguments: Sequence[str], environment: Mapping[str, str], size: tuple[int, int]
    ) -> tuple[int, int]:
        """Run the program in a terminal of so many lines and columns; gives its pid and our end of the terminal."""
        pid, (end,) = self._ask({"arguments": arguments, "environment": dict(environment), "size": size})
        return pid, end

    def wait(self, pid: int) -> int:
        """Wait for the end of a run, and give its exit code, or what signal ended it, with a minus."""
        return self._ask({"wait": pid})[0]

    def close(self) -> None:
        """End the helper, which waits for nothing else."""
        self._asked.close()
        self._helper.wait()
        self._made.cleanup()

    def _ask(self, what: dict[str, Any]) -> tuple[int, list[int]]:
        self._asked.sendall(json.dumps(what).encode() + b"\n")
        answer, files, _, _ = socket.recv_fds(self._asked, 64, 1)
        return int(answer), files


@cache
def programs() -> Programs:
    """Give the helper of this process of tests; it ends with it, when nobody asks it any more."""
    return Programs()


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
    """Be the program, and leave as Python leaves."""
    code: Any = 120
    try:
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.chdir(ROOT)
        if "size" in asked:
            import termios

            termios.tcsetwinsize(0, asked["size"])
        else:
            _redirect(asked["streams"])
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            setattr(sys, name, _opened(number))
        code = _run_commands(asked) if "commands" in asked else _run_main(asked["arguments"])
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except BaseException:  # noqa: BLE001 - the helper's own work must not go on in a child
        traceback.print_exc()
    finally:
        os._exit(code)


def _redirect(streams: Sequence[str | None]) -> None:
    for number, path in enumerate(streams):
        if path is None:
            os.close(number)
        elif path == LEFT:
            reader, writer = os.pipe()
            os.dup2(writer, number)
            os.close(reader)
            os.close(writer)
        else:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(file, number)
            os.close(file)


def _opened(number: int) -> IO[str] | None:
    """Open a standard stream as Python does, which has none where it was closed."""
    try:
        os.fstat(number)
    except OSError:
        return None
    buffering, errors = (1, "backslashreplace") if number == 2 else (-1, "surrogateescape")
    return open(number, "rw"[number > 0], buffering, encoding="utf-8", errors=errors, closefd=False)


def _run_main(arguments: Sequence[str]) -> int:
    from triage.__main__ import main

    sys.argv = ["triage", *arguments]
    try:
        main()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def _run_commands(asked: dict[str, Any]) -> int:
    import fcntl

    from triage.cli.main import run

    codes = os.open(asked["codes"], os.O_WRONLY | os.O_CREAT, 0o600)
    sys.stdout.reconfigure(line_buffering=True)
    if asked["gate"]:
        fcntl.flock(os.open(asked["gate"], os.O_RDONLY), fcntl.LOCK_SH)
    if asked["dies_before"]:
        _Death(asked["dies_before"]).watch()
    for command in asked["commands"]:
        os.write(codes, b"%d\n" % run(command))
    return 0


def _serve(asked: socket.socket, guide: str) -> None:
    from triage.cli.main import run

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    run(["new", "--no-input", "--from", guide])
    for name in NOT_IMPORTED_YET:
        with suppress(ImportError):
            import_module(name)
    from prompt_toolkit.application import application

    application.load_key_bindings = cache(application.load_key_bindings)  # the same ones for each prompt, 12 ms apart
    sys.stdout.flush()
    gc.freeze()  # else each child copies all that its collector looks at
    for line in asked.makefile():
        what = json.loads(line)
        if "wait" in what:
            _, status = os.waitpid(what["wait"], 0)
            asked.send(b"%d" % os.waitstatus_to_exitcode(status))
            continue
        pid, *ends = os.forkpty() if "size" in what else (os.fork(),)
        if not pid:
            os.close(asked.detach())
            _become(what)
        socket.send_fds(asked, [b"%d" % pid], ends)
        for end in ends:
            os.close(end)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
