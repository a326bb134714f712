"""The register's file: making it, opening it, bringing its schema up to date, and saying what is wrong with it.

A newer program upgrades an older file, step by step, each in one transaction and with a copy beside it; an older
program leaves a newer file alone. What the tables mean is ``adapters.register.register``.
"""

import contextlib
import errno
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePath
from typing import Any, BinaryIO
from urllib.parse import quote_from_bytes

from triage.adapters.home.network import is_on_network
from triage.adapters.home.settings import make_folder
from triage.adapters.output.systemwords import why
from triage.adapters.output.wholefile import replacing, whole
from triage.adapters.register import schema, sql
from triage.adapters.register.rows import make_listing
from triage.core.messages import REGISTER_FAILED, TriageError, failure

PATIENCE = 20.0
"""Seconds to wait for other processes that are writing."""

_BY_NAME = (
    ("SQLITE_BUSY", "register.locked"),
    ("SQLITE_LOCKED", "register.locked"),
    ("SQLITE_FULL", "register.full"),
    ("SQLITE_IOERR_SHMSIZE", "register.full"),
    ("SQLITE_NOTADB", "register.not_a_database"),
    ("SQLITE_CORRUPT", "register.damaged"),
    ("SQLITE_READONLY", "register.read_only"),
    ("SQLITE_PERM", "register.read_only"),
    ("SQLITE_CANTOPEN", "register.no_access"),
)
_BY_NUMBER = {
    errno.ENOSPC: "register.full",
    errno.EDQUOT: "register.full",
    errno.EACCES: "register.no_access",
    errno.EPERM: "register.no_access",
    errno.EROFS: "register.read_only",
    errno.EISDIR: "register.folder",
}
_FULL = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")
_NOT_WRITTEN = (*_FULL, "SQLITE_READONLY", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE")


class FileDatabase:
    """A register in a file. One that does not exist is empty, and made by the first thing that is written."""

    search = sql.FILE_SEARCH

    def __init__(self, path: Path) -> None:
        self.path, self.where = path, str(path)
        with self.translating_errors():
            self._on_disk = path.exists()
            self._connection = open_existing(path) if self._on_disk else empty()

    def translating_errors(self) -> contextlib.AbstractContextManager[None]:
        """Every sqlite and OS error in the block is re-raised as TriageError(exit_code=4)."""
        return translating_errors(self.path)

    def execute(self, statement: str, values: Mapping[str, Any] | None = None) -> Any:
        """Run a statement and return its cursor."""
        return self._connection.execute(statement, values or {})

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write everything in the block or nothing, in a register that is made if it does not exist."""
        if not self._on_disk:
            create(self.path)
            self._connection.close()
            self._connection, self._on_disk = open_existing(self.path), True
        with transaction(self._connection):
            _version(self._connection, self.path)  # a newer program may have upgraded it since it was opened
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read everything in the block as it is at one moment."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def copy_to(self, file: BinaryIO) -> None:
        """Fill a new file with a copy that is whole, also while others write."""
        try:
            _copy(self.path if self._on_disk else None, file)
            _check(Path(file.name))
        except sqlite3.DatabaseError as error:
            raise _translated(error, self.path) from error

    def shrink(self) -> None:
        """Take the last traces of what was deleted out of the file."""
        vacuum, checkpoint = sql.FILE_SHRINK
        self._connection.execute(vacuum)
        busy = self._connection.execute(checkpoint).fetchone()[0]  # a reader keeps old pages, which raises nothing
        if busy:
            raise failure("register.locked", exit_code=REGISTER_FAILED, path=str(self.path))

    def copies(self) -> list[Path]:
        """The copies that upgrades have left beside the register."""
        return sorted(self.path.parent.glob(f"{self.path.stem}-before-version-*{self.path.suffix}"))

    def close(self) -> None:
        """Close the file."""
        with self.translating_errors():
            self._connection.close()


@contextmanager
def translating_errors(path: Path) -> Iterator[None]:
    """Every sqlite and OS error in the block is re-raised as TriageError(exit_code=4)."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise  # a mistake of ours, not of the file's
    except (sqlite3.Error, OSError) as error:
        raise _translated(error, path) from error
    except UnicodeDecodeError as error:  # what SQLite complains of has damaged words in it
        raise failure("register.damaged", exit_code=REGISTER_FAILED, path=str(path), why=why(error)) from error


def create(path: Path) -> None:
    """Make an empty register, whole or not at all, readable by its owner alone; harmless where there is one."""
    make_folder(path.parent)
    target = Path(os.path.realpath(path))
    with (
        contextlib.suppress(FileExistsError),
        replacing(target, private=True, exclusive=True) as file,
    ):
        file.write(_nothing())
        file.flush()
        if not is_on_network(target.parent):
            with contextlib.closing(sqlite3.connect(file.name, isolation_level=None)) as connection:
                connection.execute(schema.WRITE_AHEAD)  # which the file remembers


def open_existing(path: Path) -> sqlite3.Connection:
    """Open a register that exists, with the schema brought up to date."""
    if _is_hollow(path):  # SQLite would take it for a new one, and delete the log beside it
        raise failure("register.zero_bytes", exit_code=REGISTER_FAILED, path=str(path))
    connection = sqlite3.connect(_address(path), uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        _upgrade(connection, path)
        for setting in schema.SETTINGS:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_hollow(path: Path) -> bool:
    """Whether a file has no bytes, also after the moment that it takes to put a new one in place on some disks."""
    for _ in range(2):
        if path.stat().st_size:
            return False
        time.sleep(0.05)
    return True


def empty() -> sqlite3.Connection:
    """Open an empty register in memory, in place of the one that does not exist yet."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(_nothing())
    return connection


@cache
def _nothing() -> bytes:
    """The content of a register without anything in it."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _upgrade(connection, Path())
        return connection.serialize()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write everything in the block or nothing; nobody else writes meanwhile."""
    connection.execute(schema.BEGIN)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def file_address(path: PurePath) -> str:
    """Return a file's address as SQLite takes it: a network drive has no server in it, which SQLite would refuse."""
    full = path.as_posix()
    return "file://" + quote_from_bytes(os.fsencode(full if full.startswith("/") else f"/{full}"))


def _address(path: Path) -> str:
    """The file as SQLite is to open it: never made, and on a medium that cannot be written without its side files."""
    side = path.with_name(path.name + "-wal")
    frozen = not os.access(path.parent, os.W_OK) and not side.exists()
    return f"{file_address(path.absolute())}?{'immutable=1' if frozen else 'mode=rw'}"


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    newest = len(schema.STEPS)
    first = version = _version(connection, path)
    while version < newest:
        with transaction(connection):
            if _version(connection, path) == version:  # else another process was faster
                if version and version == first:
                    copy_whole(path, path.with_name(f"{path.stem}-before-version-{newest}{path.suffix}"))
                _step(connection, version)
        version = _version(connection, path)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's version; refuses what is newer than this program, or somebody else's."""
    version, tables = connection.execute(schema.VERSION_AND_TABLES).fetchone()
    if version > len(schema.STEPS):
        raise failure("register.newer", exit_code=REGISTER_FAILED, path=str(path))
    if version == 0 and tables:
        raise failure("register.foreign", exit_code=REGISTER_FAILED, path=str(path))
    return int(version)


def _step(connection: sqlite3.Connection, version: int) -> None:
    """Take the schema one version on, inside the caller's transaction."""
    step = schema.STEPS[version]
    for statement in (*step.both, *step.file):
        connection.execute(statement)
    if step.makes_listing:
        make_listing(connection.execute, sql.FILE_SEARCH)
    connection.execute(schema.SET_VERSION.format(version=version + 1))


def copy_whole(path: Path, copy: Path) -> None:
    """Copy a register; the copy is there whole or not at all."""
    with whole(copy, private=True, exit_code=REGISTER_FAILED) as file:
        _copy(path, file)


def _copy(path: Path | None, file: BinaryIO) -> None:
    """Fill a new file with a copy of a register, or with an empty one where there is none."""
    if not Path(file.name).is_file():  # a database cannot be written from front to end
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))
    source = sqlite3.connect(_address(path), uri=True) if path else empty()
    target = sqlite3.connect(file.name)
    with contextlib.closing(source), contextlib.closing(target):
        try:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without side files
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith(_NOT_WRITTEN):  # the copy; the register is only read
                full = error.sqlite_errorname.startswith(_FULL)
                raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error
            raise


def _check(copy: Path) -> None:
    """Raise SQLite's own error where a copy is damaged, as what it was made of then is."""
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorname = "SQLITE_CORRUPT"
        raise error


def _translated(error: sqlite3.Error | OSError, path: Path) -> TriageError:
    if isinstance(error, OSError):
        key = _BY_NUMBER.get(error.errno or 0, "register.failed")
    else:
        name = getattr(error, "sqlite_errorname", "")
        key = next((key for start, key in _BY_NAME if name.startswith(start)), "register.failed")
    if key in {"register.no_access", "register.failed"} and os.path.isdir(path):  # noqa: PTH112 - that of pathlib raises below a closed folder
        key = "register.folder"
    return failure(key, exit_code=REGISTER_FAILED, path=str(path), why=why(error))
