"""The whole register as JSON lines and back: every row as it is kept, so that a round trip loses nothing.

The first line says what the file is; then come the rulesets, and a line for each request with its assessments and
events. What is derived (listing, reminders, search) is not in it and is made anew.
"""

import json
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from triage.adapters.register import sql
from triage.adapters.register.database import Database, translating_damage
from triage.adapters.register.rows import (
    as_json,
    assessment_columns,
    set_listing,
    set_standing,
    typed_words,
    write_events,
)
from triage.core.messages import json_without_steering

FORMAT = 2
"""Of the file; a newer one is refused."""

_JSON = frozenset({"texts", "request", "data"})
"""Columns that hold JSON text, which is written as JSON, so that other programs can read it."""


def read_rows(database: Database, ids: Collection[str] | None = None) -> Generator[dict[str, Any]]:
    """Yield every line of the copy, all as they were at one moment; with ``ids``, those requests and their rules only.

    Only a whole copy has the last number of each year.
    """
    with translating_damage(database.where), database.translating_errors(), database.reading():
        every = [name for (name,) in database.execute(sql.ALL_IDS).fetchall()]
        chosen = every if ids is None else [name for name in every if name in ids]
        numbers = dict(database.execute(sql.ALL_NUMBERS).fetchall()) if ids is None else {}
        yield {"triage": "register", "format": FORMAT, "numbers": {str(year): last for year, last in numbers.items()}}
        needed = None if ids is None else _rules_of(database, chosen)
        for row in sorted(database.execute(sql.ALL_RULESETS).fetchall()):
            if needed is None or row[0] in needed:
                yield {"ruleset": named(sql.RULESET, row)}
        for request_id in chosen:
            yield read_request(database, request_id)


def read_request(database: Database, request_id: str) -> dict[str, Any]:
    """Return one request with its assessments and events."""
    which = {"id": request_id}
    return {
        "request": named(sql.REQUEST, database.execute(sql.ONE_REQUEST, which).fetchone()),
        "assessments": [named(sql.ASSESSMENT, row) for row in database.execute(sql.ASSESSMENTS, which).fetchall()],
        "events": [named(sql.EVENT, row) for row in database.execute(sql.EVENTS, which).fetchall()],
    }


def line_of(row: Mapping[str, Any]) -> str:
    """Return a line of the file."""
    return json_without_steering(json.dumps(row, ensure_ascii=False, separators=(",", ":"))) + "\n"


def copy_rows(rows: Iterable[Mapping[str, Any]], file: BinaryIO) -> None:
    """Write rows to a file, a line each."""
    file.writelines(line_of(row).encode() for row in rows)


def find_same(database: Database, request: Mapping[str, Any]) -> str | None:
    """Return the id of this very request in the register: the same token, else the same moment and id or words.

    Only requests from before there were tokens have none.
    """
    if request["token"]:
        row = database.execute(sql.ID_OF_TOKEN, {"token": request["token"]}).fetchone()
        return row[0] if row else None
    kept = dict(database.execute(sql.WITHOUT_TOKEN, {"created": request["created"]}).fetchall())
    if request["id"] in kept:
        return str(request["id"])
    words = as_json(request["request"])
    return next((name for name, text in kept.items() if text == words), None)


def is_taken(database: Database, request_id: str) -> bool:
    """Whether the register has a request under this id."""
    return database.execute(sql.ONE_REQUEST, {"id": request_id}).fetchone() is not None


def take_number(database: Database, year: int, number: int) -> None:
    """See to it that the numbers of a year up to this one are not given out again."""
    database.execute(sql.NUMBER_TAKEN, {"year": year, "number": number})


def next_number(database: Database, year: int) -> int:
    """Take the next number of a year."""
    return int(database.execute(sql.NEXT_NUMBER, {"year": year}).fetchone()[0])


def known_rulesets(database: Database) -> set[str]:
    """Return the fingerprints of the rules that the register has."""
    with database.translating_errors():
        return {row[0] for row in database.execute(sql.ALL_RULESETS).fetchall()}


def write_ruleset(database: Database, ruleset: Mapping[str, Any]) -> None:
    """Write the rules of a copy; rules that are there stay as they are."""
    database.execute(sql.ADD_RULESET, {**ruleset, "texts": as_json(ruleset["texts"])})


def write_request(database: Database, row: Mapping[str, Any]) -> None:
    """Write a request with everything that belongs to it, and what listings show of it."""
    request = row["request"]
    take_number(database, request["year"], request["number"])
    database.execute(sql.ADD_REQUEST, {**request, "request": as_json(request["request"])})
    write_more(database, row, assessments=row["assessments"], events=row["events"])


def write_more(
    database: Database,
    row: Mapping[str, Any],
    *,
    assessments: Sequence[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
) -> None:
    """Write those assessments and events of a request that are missing, and make anew what listings show of it."""
    from triage.adapters.register.lifejson import life_from

    request_id, life = row["request"]["id"], life_from(row["request"]["created"], row["events"])
    write_events(database.execute, request_id, events)
    for each in assessments:
        own = {name: each[name] for name in ("id", "created", "ruleset")}
        columns = assessment_columns(each["data"]) | own | {"request_id": request_id}
        database.execute(sql.ADD_ASSESSMENT, columns)
    if assessments:
        latest = assessments[-1]
        current = latest["data"].get("request") or row["request"]["request"]
        words = f"{typed_words(current)} {latest['data'].get('reason') or ''}"
        set_listing(database.execute, database.search, request_id, current, latest["id"], life, words)
    else:
        set_standing(database.execute, request_id, life)


def _rules_of(database: Database, ids: Iterable[str]) -> set[str]:
    return {name for each in ids for (name,) in database.execute(sql.RULES_OF, {"id": each}).fetchall()}


def named(names: tuple[str, ...], row: Iterable[Any]) -> dict[str, Any]:
    """Return a row with the names of its columns; what is kept as JSON text comes as JSON values."""
    return {name: json.loads(value) if name in _JSON else value for name, value in zip(names, row, strict=True)}
