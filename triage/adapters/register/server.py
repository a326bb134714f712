"""The shared register on a PostgreSQL server: reaching it, bringing its schema up to date, and what is wrong with it.

The SQL is that of the file (``adapters.register.sql``); one line turns ``:name`` into what psycopg wants. The
address may hold a password, which never leaves this room.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from triage.adapters.home.settings import make_folder, without_password
from triage.adapters.output.wholefile import whole
from triage.adapters.register import schema, sql
from triage.adapters.register.rows import make_listing
from triage.core.messages import REGISTER_FAILED, USAGE_IS_WRONG, TriageError, failure

PATIENCE = 20
"""Seconds to wait for other people who are writing, or for a server that does not answer."""
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")
_BY_STATE = (
    ("55P03", "register.locked"),
    ("57014", "register.locked"),
    ("28", "register.server.refused"),
    ("3D000", "register.server.no_database"),
    ("3F000", "register.server.no_right"),
    ("42501", "register.server.no_right"),
    ("25006", "register.server.no_right"),
    ("53100", "register.server.full"),
    ("08", "register.server.lost"),
    ("57P", "register.server.lost"),
    ("42P", "register.server.failed"),
)
_BY_WORDS = (
    (re.compile(r'FATAL: +database ".*" does not exist'), "register.server.no_database"),
    (re.compile(r"FATAL: +(role|permission|.*(authentication|pg_hba))|password supplied"), "register.server.refused"),
)
"""A refused connection has no SQLSTATE, only a message."""


class ServerDatabase:
    """A register on a server, which several people use at once."""

    search = sql.SERVER_SEARCH

    def __init__(self, address: str, copies: Path) -> None:
        self._copies = copies
        self.where = without_password(address)
        self._address = address
        _check_address(address)
        with self.translating_errors():
            self._connection = _connect(address)
        try:
            with self.translating_errors():
                self._upgrade()
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def translating_errors(self) -> Iterator[None]:
        """Every psycopg error in the block is re-raised as TriageError(exit_code=4)."""
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            if self._is_our_mistake(error):
                raise
            raise self._translated(error) from None  # the cause may hold the address with its password

    def execute(self, statement: str, values: Mapping[str, Any] | None = None) -> Any:
        """Run a statement and return its cursor."""
        if not values:
            return self._connection.execute(statement)
        return self._connection.execute(translated(statement), values)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write everything in the block or nothing; nobody else writes meanwhile."""
        with self._transaction(*schema.SERVER_BEGIN):
            self._kept_version()  # a newer program may have upgraded it since it was opened
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read everything in the block as it is at one moment."""
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield

    def shrink(self) -> None:
        """Take the last traces of what was deleted out of the tables that this user owns."""
        for table in ("requests", "assessments", "events", "listing", "reminders", "searched"):
            self._connection.execute(f"VACUUM (FULL, ANALYZE) {table}")  # the planner's statistics hold samples

    def copies(self) -> list[Path]:
        """The copies that upgrades have left on this computer."""
        return sorted(self._copies.glob("register-server-before-version-*.jsonl"))

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()

    @contextmanager
    def _transaction(self, *begin: str) -> Iterator[None]:
        import psycopg

        try:
            for statement in begin:
                self._connection.execute(statement)
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(psycopg.Error):
                self._connection.execute("ROLLBACK")
            raise

    def _upgrade(self) -> None:
        """Take the schema to the newest version, all steps or none."""
        version, newest = self._version(), len(schema.STEPS)
        if version == newest:
            return
        if version:
            self._copy_first(newest)
        with self._transaction(*schema.SERVER_BEGIN):
            for each in range(self._version(), newest):  # somebody else may have been faster
                self._step(each)

    def _version(self) -> int:
        """The schema's version, 0 where there is none yet; refuses what is newer than this program."""
        return self._kept_version() if self.execute(schema.SERVER_HAS_VERSION).fetchone()[0] else 0

    def _kept_version(self) -> int:
        row = self.execute(schema.SERVER_VERSION).fetchone()
        version = int(row[0]) if row else 0
        if version > len(schema.STEPS):
            raise failure("register.newer", exit_code=REGISTER_FAILED, path=self.where)
        return version

    def _step(self, version: int) -> None:
        """Take the schema one version on, inside the caller's transaction."""
        step = schema.STEPS[version]
        for statement in (*step.both, *step.server):
            self._connection.execute(statement)
        if step.makes_listing:
            make_listing(self.execute, self.search)
        self.execute(schema.SERVER_VERSION_TABLE)
        self.execute(schema.SERVER_CLEAR_VERSION)
        self.execute(schema.SERVER_SET_VERSION, {"version": version + 1})

    def _copy_first(self, newest: int) -> None:
        """Keep the rows as they were, in a file on this computer."""
        from triage.adapters.register.copy import copy_rows, read_rows

        make_folder(self._copies)
        copy = self._copies / f"register-server-before-version-{newest}.jsonl"
        with whole(copy, private=True, exit_code=REGISTER_FAILED) as file:
            copy_rows(read_rows(self), file)

    def _is_lost(self) -> bool:
        return not hasattr(self, "_connection") or bool(self._connection.closed)

    def _is_our_mistake(self, error: Exception) -> bool:
        import psycopg

        ours = isinstance(error, psycopg.ProgrammingError | psycopg.InterfaceError)
        return ours and _key(error) is None and not self._is_lost()

    def _translated(self, error: Exception) -> TriageError:
        otherwise = "register.server.failed"
        if self._is_lost():
            otherwise = "register.server.lost" if hasattr(self, "_connection") else "register.server.no_answer"
        why = " ".join(without_password(str(error), self._address).split())
        return failure(_key(error) or otherwise, exit_code=REGISTER_FAILED, path=self.where, why=why)


def _key(error: Exception) -> str | None:
    state = getattr(error, "sqlstate", None)
    if state:
        return next((key for start, key in _BY_STATE if state.startswith(start)), None)
    return next((key for pattern, key in _BY_WORDS if pattern.search(str(error))), None)


@cache
def translated(statement: str) -> str:
    """Return a statement with its parameters as psycopg writes them."""
    return _PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%"))


def _check_address(address: str) -> None:
    """Refuse an address that cannot be read, or whose password would be taken for something else and be printed."""
    try:
        import psycopg
    except ImportError as error:
        raise failure("register.server.no_driver", exit_code=REGISTER_FAILED) from error
    try:
        parts = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        parts = {"host": "@"}
    if any("@" in str(parts.get(name)) for name in ("host", "port", "dbname")):
        raise failure("register.server.address", exit_code=USAGE_IS_WRONG)


def _connect(address: str) -> Any:
    import psycopg

    connection = psycopg.connect(
        address,
        autocommit=True,
        cursor_factory=psycopg.ClientCursor,
        connect_timeout=PATIENCE,
        application_name="triage",
    )
    connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
    connection.execute("SET client_min_messages = warning")
    return connection
