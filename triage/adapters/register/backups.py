"""Backups of the register: making one, reading a database file back, and erasing a request from those of upgrades.

A backup may be of any version of the schema, and is never upgraded where it lies. Backups in lines are
``adapters.register.copy``.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from triage.adapters.output.systemwords import why
from triage.adapters.output.wholefile import whole, write_whole
from triage.adapters.register import sql
from triage.adapters.register.copy import copy_rows, read_rows
from triage.adapters.register.database import Database
from triage.adapters.register.file import (
    PATIENCE,
    FileDatabase,
    copy_whole,
    file_address,
    transaction,
    translating_errors,
)
from triage.adapters.register.rows import sort_key, stamp
from triage.core.messages import REGISTER_FAILED, Message, Problem, TriageError, failure

DATABASE = b"SQLite format 3\0"
"""How the file of a database begins."""


def back_up(database: Database, path: Path, *, force: bool) -> bool:
    """Write a backup, whole as of one moment, its owner's alone; returns whether it is a database file, else lines."""
    with whole(path, private=True, exclusive=not force) as file:
        if isinstance(database, FileDatabase):
            database.copy_to(file)
            return True
        copy_rows(read_rows(database), file)
    return False


@contextmanager
def scratch_copy(path: Path) -> Iterator[FileDatabase]:
    """Open a database file as it is today, in a place of its own; the file itself stays as it is."""
    with TemporaryDirectory() as folder:
        scratch = Path(folder) / "register.sqlite3"
        try:
            with translating_errors(path):
                copy_whole(path, scratch)
            with closing(FileDatabase(scratch)) as database:
                yield database
        except TriageError as error:
            raise TriageError(
                [_about(problem, scratch, path) for problem in error.problems], error.exit_code
            ) from error


def erase_from_copy(path: Path, request_id: str, created: datetime) -> None:
    """Erase a request from a copy, which is as it was before or without it; another one with its id stays."""
    which = {"id": request_id, "created": stamp(created)}
    with translating_errors(path):
        if path.suffix == ".jsonl":
            _erase_line(path, which)
        else:
            _erase_rows(path, which)


def _about(problem: Problem, scratch: Path, path: Path) -> Problem:
    """A problem of the copy is one of the file that it was made of."""
    params = {name: str(path) if value == str(scratch) else value for name, value in problem.message.params.items()}
    key = problem.message.key
    return Problem(problem.place, Message(f"{key}.copy" if key == "register.damaged" else key, params))


def _erase_line(path: Path, which: Mapping[str, str]) -> None:
    kept = []
    try:
        for line in path.read_bytes().decode().split("\n"):
            request = json.loads(line or "{}").get("request") or {}
            if any(request.get(name) != value for name, value in which.items()):
                kept.append(line)
    except (ValueError, AttributeError) as error:
        raise failure("register.damaged.copy", exit_code=REGISTER_FAILED, path=str(path), why=why(error)) from error
    write_whole(path, "\n".join(kept), private=True, exit_code=REGISTER_FAILED)


def _erase_rows(path: Path, which: Mapping[str, str]) -> None:
    address = f"{file_address(path.absolute())}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)) as connection:
        for setting in sql.OLD_SETTINGS:
            connection.execute(setting)
        with transaction(connection):
            if connection.execute(sql.OLD_REQUEST, which).fetchone()[0]:
                _erase_guarded(connection, which)
        connection.execute("VACUUM")


def _erase_guarded(connection: sqlite3.Connection, which: Mapping[str, str]) -> None:
    """Delete what triggers forbid to delete, and create them again afterwards."""
    triggers = connection.execute(sql.OLD_TRIGGERS).fetchall()
    for name, _ in triggers:
        connection.execute(sql.OLD_DROP_TRIGGER.format(name=name))
    for (table,) in connection.execute(sql.OLD_TABLES).fetchall():
        connection.execute(sql.OLD_FORGET.format(table=table), which)
    connection.execute(sql.OLD_FORGET_REQUEST, which)
    if connection.execute(sql.OLD_IS_SEARCHED).fetchone()[0]:
        connection.execute(sql.FILE_SEARCH.remove, {"place": sort_key(which["id"])})
        for statement in sql.FILE_SEARCH.purge:
            connection.execute(statement)
    for _, statement in triggers:
        connection.execute(statement)
