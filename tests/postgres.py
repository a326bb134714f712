"""A real PostgreSQL server of the tests' own: thrown away afterwards, reached through a socket in its own folder.

A test module says ``pytest_plugins = ["postgres"]`` and asks for a fixture: ``postgres_url``, or ``postgres`` (one
server for each test process, started by the first test that asks), or ``own_postgres`` to stop or kill. Where no server
can be started, the tests skip and say why. Nothing here knows the register.

Each URL is a new role with an empty schema of the same name, which is where PostgreSQL looks first. Measured on two
cores: 3 ms, where a new database takes 35 to 50; the first start takes 0.6 s, of which initdb 0.5.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

SUPERUSER = "triage"
WITH_PASSWORD = "with_password"  # noqa: S105 - a role's name
"""The group of the roles whose password the server asks for; it trusts all others."""
PATIENCE_SECONDS = 20
_SHORT = "/tmp"  # noqa: S108 - a socket's path may have about 100 characters, and pytest's folders are root's alone
_ACCESS = f"local all +{WITH_PASSWORD} scram-sha-256\nlocal all all trust\n"
_WHEN_WE_ARE_GONE = """
read -r _
read -r pid < data/postmaster.pid && kill -QUIT "$pid"
for _ in 1 2 3 4 5 6 7 8 9; do rm -rf "$0" && break; sleep 0.2; done
"""
"""Waits for its input to end, as it also does when the test process is killed; then nothing stays behind."""


class Server:
    """A server in a folder; its databases outlast ``stop``, ``kill`` and ``start``, but not the test process."""

    def __init__(self, *, fsync: bool = False) -> None:
        """Make and start it; ``fsync`` makes it write through to the disk, as a server in earnest does."""
        self.folder = Path(tempfile.mkdtemp(prefix="triage-pg-", dir=_SHORT))
        self._fsync = "on" if fsync else "off"
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        if _is_root():
            shutil.chown(self.folder, "postgres", "postgres")
        self._undertaker = self._popen("/bin/sh", "-c", _WHEN_WE_ARE_GONE, self.folder, stdin=subprocess.PIPE)
        try:
            self._make()
            self.start()
            self.execute(f"CREATE ROLE {WITH_PASSWORD}")
        except BaseException:
            self.close()
            raise

    def fresh_url(self, *, password: str | None = None) -> str:
        """Give the URL of an empty schema and its owner; a ``password`` is asked for, and does not stand in the URL."""
        name = f"test_{next(self._numbers)}"
        asked = f"PASSWORD '{password}' IN ROLE {WITH_PASSWORD}" if password else ""
        self.execute(f"CREATE ROLE {name} LOGIN {asked}; CREATE SCHEMA AUTHORIZATION {name}")
        return self._url(name)

    def execute(self, statements: str) -> None:
        """Run SQL as the superuser, in the database that all URLs share."""
        import psycopg

        with psycopg.connect(self._url(SUPERUSER), autocommit=True) as connection:
            connection.execute(statements)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        patient_until = time.monotonic() + PATIENCE_SECONDS
        self._process = self._launch()
        while not self._answers():
            if time.monotonic() > patient_until:
                raise RuntimeError(self._log())
            if self._process.poll() is not None:  # where one was killed, a busy connection of it may still be ending
                self._process = self._launch()
            time.sleep(0.01)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it and end every connection; by default as an administrator does, who tells the clients."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def kill(self) -> None:
        """Kill it outright; the next start recovers what was committed."""
        self.stop(signal.SIGKILL)

    def restart(self) -> None:
        """Stop and start it: connections made before are lost."""
        self.stop()
        self.start()

    def close(self) -> None:
        """End it at once and remove its folder."""
        self.stop(signal.SIGQUIT)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)  # of one that was killed
        self._undertaker.communicate(timeout=PATIENCE_SECONDS)

    def _url(self, role: str) -> str:
        return f"postgresql://{role}@/postgres?host={self.folder}"

    def _make(self) -> None:
        cluster = ("-D", "data", "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        if self._popen(_binary("initdb"), *cluster).wait(PATIENCE_SECONDS):
            raise RuntimeError(self._log())
        (self.folder / "data" / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")

    def _launch(self) -> subprocess.Popen[bytes]:
        options = ("listen_addresses=", f"unix_socket_directories={self.folder}", "port=5432", f"fsync={self._fsync}")
        return self._popen(_binary("postgres"), "-D", "data", *(part for option in options for part in ("-c", option)))

    def _answers(self) -> bool:
        import psycopg

        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _popen(self, *command: str | Path, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Start a process in the folder, out of reach of Ctrl-C, and never as root."""
        who: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if _is_root() else {}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                stdin=stdin,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **who,
            )

    def _log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]


def why_not() -> str | None:
    """Say why no server can be started here; ``None`` where one can."""
    if os.name != "posix":
        return "the tests' PostgreSQL server needs Unix sockets"
    if _binaries() is None:
        return "no PostgreSQL server is installed: no initdb in PATH or /usr/lib/postgresql/*/bin"
    if _is_root() and not _is_user("postgres"):
        return "root may not run PostgreSQL, and there is no user postgres"
    return None if find_spec("psycopg") else "psycopg is not installed"


@contextmanager
def running(*, fsync: bool = False) -> Iterator[Server]:
    """Give a server, ended and removed at the end; skips the test where there can be none."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    server = Server(fsync=fsync)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give the server of this test process."""
    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Server) -> str:
    """Give the URL of an empty schema that is the test's own."""
    return postgres.fresh_url()


@pytest.fixture
def own_postgres() -> Iterator[Server]:
    """Give a server of the test's own, to be stopped or killed: it writes through to the disk."""
    with running(fsync=True) as server:
        yield server


def _binaries() -> Path | None:
    """The folder of initdb and postgres: that in PATH, else Debian's newest, which is not in PATH."""
    in_path = shutil.which("initdb")
    folders = [Path(in_path).resolve().parent] if in_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda folder: -float(folder.parent.name))
    return next(
        (folder for folder in folders if all((folder / name).exists() for name in ("initdb", "postgres"))), None
    )


def _binary(name: str) -> Path:
    return (_binaries() or Path()) / name


def _is_root() -> bool:
    return os.geteuid() == 0


def _is_user(name: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
