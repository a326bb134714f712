"""Listings: the newest requests, narrowed by what they are and by words, of a register however large.

A walk through one index that holds all that a listing is narrowed by touches no other page. Words are looked up first:
the newest places that have them, more only where those are not enough.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from triage.adapters.register import sql
from triage.adapters.register.database import Database, translating_damage
from triage.adapters.register.rows import bounds, make_entry, sought
from triage.adapters.register.searchwords import folded, query
from triage.adapters.register.values import Entry, Wanted

_ALL = 2**62
_AT_A_TIME = 500
_FOUND_FIRST = (1_000, 20_000)
"""So many of the newest requests with some words are looked at before all of them are; 3 and 30 milliseconds."""


def newest(database: Database, wanted: Wanted, limit: int | None, skip: int) -> Iterator[Entry]:
    """Yield the requests that are wanted, the newest first, read as they are asked for."""
    values: dict[str, Any] = bounds(wanted)
    values |= {"limit": _ALL if limit is None else min(limit, _ALL), "skip": min(skip, _ALL)}
    conditions = [sql.CONDITIONS["since"], sql.CONDITIONS["until"]]
    for name in ("verdict", "task_type", "state", "director", "goal"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(sql.CONDITIONS[name])
            values[name] = folded(sought(value)) if name in {"director", "goal"} else sought(value)
    rows = _rows if wanted.words is None else _rows_with_words
    found = rows(database, conditions, values | {"words": query(wanted.words or "", database.search)})
    with translating_damage(database.where):
        yield from map(make_entry, found)


def _rows(
    database: Database, conditions: Sequence[str], values: Mapping[str, Any], among: str = "listing"
) -> Iterator[Sequence[Any]]:
    statement = sql.NEWEST.format(among=among, conditions=" AND ".join(conditions))
    with database.translating_errors():
        cursor = database.execute(statement, values)
        rows = cursor.fetchmany(_AT_A_TIME)
    while rows:
        yield from rows
        with database.translating_errors():
            rows = cursor.fetchmany(_AT_A_TIME)


def _rows_with_words(
    database: Database, conditions: Sequence[str], values: Mapping[str, Any]
) -> Iterable[Sequence[Any]]:
    """Rows that words find: all if they are few, else those among the newest if they are enough."""
    if not values["words"]:
        return []
    for most in _FOUND_FIRST:
        places, after = _found(database, {**values, "most": most})
        among = sql.AMONG.format(places=", ".join(map(str, places)) or "NULL", most=most)
        since = max(values["since"], f"{after}0" if after else "")  # nothing that was not looked at is as new
        rows = list(_rows(database, conditions, {**values, "since": since}, among))
        if after is None or len(rows) == values["limit"]:
            return rows
    return _rows(database, [*conditions, database.search.matches], values)


def _found(database: Database, values: Mapping[str, Any]) -> tuple[list[int], str | None]:
    """The newest places that have the words, and when the newest request was made that was not looked at."""
    with database.translating_errors():
        places = [place for (place,) in database.execute(database.search.places, values).fetchall()]
        if len(places) < values["most"]:
            return places, None
        row = database.execute(sql.NEWEST_BEFORE, {"place": places[-1]}).fetchone()
    return places, row[0] if row else None
