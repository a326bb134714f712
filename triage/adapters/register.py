"""The register on disk: one SQLite file in which requests, assessments and rulesets are only ever added.

What is stored is enough to print an old memo again: the request, the assessment and the rules that made it, as JSON.
Every failure of SQLite or of the disk leaves this room as one line and exit code 4. Opening and upgrading the file is
:mod:`triage.adapters.registerfile`, the SQL :mod:`triage.adapters.registersql`. Nothing here scores or words anything.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from triage.adapters import registersql as sql
from triage.adapters.registerfile import create, door, empty, open_existing, transaction
from triage.adapters.registerrows import (
    EVERYTHING,
    Entry,
    Kept,
    KeptRuleset,
    Wanted,
    assessment_columns,
    bounds,
    make_entry,
    make_kept,
    request_columns,
    ruleset_columns,
    stamp,
)
from triage.adapters.settings import Home
from triage.core.messages import REGISTER_FAILED, TriageError, Typed, failure

__all__ = ["EVERYTHING", "Entry", "Kept", "KeptRuleset", "Register", "Wanted", "make_id", "open_register"]

LAST = frozenset({"last", "latest", "sidste", "seneste"})
"""What a person types for the newest request, in either language."""

_LETTER = re.compile(r"[^\W\d_]")
_ID = re.compile(r"(?:(\d{4})-)?(\d{1,9})", re.ASCII)
_ALL = 2**62
_AT_A_TIME = 500
_LOOKED_THROUGH = 500
"""How many of the newest requests are searched for what a mistyped id may have meant."""


class Register:
    """An open register. Reading one that does not exist finds it empty and makes no file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with door(path):
            self._on_disk = path.exists()
            self._connection = open_existing(path) if self._on_disk else empty(path)

    def close(self) -> None:
        """Close the file."""
        with door(self._path):
            self._connection.close()

    def add(
        self,
        request_data: Mapping[str, Any],
        assessment_data: Mapping[str, Any],
        ruleset: KeptRuleset,
        created: datetime,
        language: str,
    ) -> str:
        """Keep a request with its first assessment; gives the new id once both are safely on the disk.

        Read from the request: ``title``, ``asked_by``, and ``task_type`` and ``goal`` among its ``answers`` (the value,
        or a list of value and origin). Read from the assessment: ``verdict``, and ``low`` and ``high`` of ``score``.
        """
        created = created if created.tzinfo else created.astimezone()
        row = {"created": stamp(created), "language": language, "year": created.year} | request_columns(request_data)
        with door(self._path), self._writing() as connection:
            number = _one(connection, sql.NEXT_NUMBER, {"year": created.year})
            request_id = make_id(created.year, number)
            connection.execute(sql.ADD_REQUEST, row | {"id": request_id, "number": number})
            _add_assessment(connection, request_id, assessment_data, ruleset, stamp(created))
        return request_id

    def add_assessment(
        self, request_id: str, assessment_data: Mapping[str, Any], ruleset: KeptRuleset, created: datetime
    ) -> None:
        """Keep another assessment of a request that is there; listings show it from now on, the earlier ones stay."""
        with door(self._path), self._writing() as connection:
            _add_assessment(connection, request_id, assessment_data, ruleset, stamp(created))

    def newest(self, wanted: Wanted = EVERYTHING, limit: int | None = None) -> Iterator[Entry]:
        """Give the requests that are wanted, the newest first, read as they are asked for."""
        values = bounds(wanted) | {"verdict": wanted.verdict, "task_type": wanted.task_type}
        most = _ALL if limit is None else limit
        statement = sql.NEWEST[wanted.verdict is not None, wanted.task_type is not None]
        with door(self._path):
            cursor = self._connection.execute(statement, values | {"limit": most})
            rows = cursor.fetchmany(_AT_A_TIME)
        while rows:
            yield from map(make_entry, rows)
            with door(self._path):
                rows = cursor.fetchmany(_AT_A_TIME)

    def task_types(self) -> list[str]:
        """Give the task types that requests in the register have."""
        with door(self._path):
            return [name for (name,) in self._connection.execute(sql.TASK_TYPES)]

    def find(self, given: str) -> Kept:
        """Find a request by id (``2026-014``), by number alone (``14``, of the newest year that has it) or ``last``."""
        with door(self._path):
            request_id = self._resolve(given.strip())
            row = self._connection.execute(sql.KEPT, {"id": request_id}).fetchone() if request_id else None
        if row is None:
            raise self._not_found(given.strip())
        try:
            return make_kept(row)
        except ValueError as error:
            path = str(self._path)
            raise failure("register.damaged", exit_code=REGISTER_FAILED, path=path, why=str(error)) from error

    def _resolve(self, given: str) -> str | None:
        """The id that is meant, which need not exist."""
        if given.lower() in LAST:
            return _text(_one(self._connection, sql.ID_OF_NEWEST, {}))
        match = _ID.fullmatch(given)
        if not match:
            return None
        year, number = match.groups()
        if year:
            return make_id(int(year), int(number))
        return _text(_one(self._connection, sql.ID_OF_NUMBER, {"number": int(number)}))

    def _not_found(self, given: str) -> TriageError:
        entries = list(self.newest(limit=_LOOKED_THROUGH))
        if not entries:
            return failure("register.empty")
        close = _closest(given, entries)
        if close:
            return failure("register.unknown_id.close", given=Typed(given), id=close.id, title=Typed(close.title))
        return failure("register.unknown_id", given=Typed(given), newest=entries[0].id)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction, in a register that is made if it does not exist."""
        if not self._on_disk:
            create(self._path)
            self._connection.close()
            self._connection, self._on_disk = open_existing(self._path), True
        with transaction(self._connection):
            yield self._connection


@contextmanager
def open_register(place: Home | Path) -> Iterator[Register]:
    """Open the register of a home, or the one in a file; it is made by the first thing that is added."""
    register = Register(place.register if isinstance(place, Home) else place)
    try:
        yield register
    finally:
        register.close()


def make_id(year: int, number: int) -> str:
    """Write an id: ``2026-014``."""
    return f"{year}-{number:03d}"


def _add_assessment(
    connection: sqlite3.Connection, request_id: str, data: Mapping[str, Any], ruleset: KeptRuleset, created: str
) -> None:
    connection.execute(sql.ADD_RULESET, ruleset_columns(ruleset) | {"kept_at": created})
    earlier = _one(connection, sql.COUNT_ASSESSMENTS, {"request_id": request_id})
    own = {"id": f"{request_id}.{earlier + 1}", "request_id": request_id, "created": created}
    connection.execute(sql.ADD_ASSESSMENT, assessment_columns(data) | own | {"ruleset": ruleset.fingerprint})
    connection.execute(sql.SET_LATEST, {"id": own["id"]})


def _closest(given: str, entries: list[Entry]) -> Entry | None:
    """The newest request with these words in its title, else the one whose id looks most like what was typed."""
    if _LETTER.search(given):
        titled = (entry for entry in entries if given.casefold() in entry.title.casefold())
        return next(titled, None)
    import difflib

    by_id = {entry.id: entry for entry in entries}
    names = difflib.get_close_matches(given, by_id, n=1, cutoff=0.7)
    return by_id[names[0]] if names else None


def _one(connection: sqlite3.Connection, statement: str, values: Mapping[str, Any]) -> Any:
    row = connection.execute(statement, values).fetchone()
    return row[0] if row else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
