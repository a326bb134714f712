"""What happened to a request as rows of JSON and back: an event's kind names the class, its data holds the fields."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, get_args

from triage.adapters.home.valuejson import from_json, to_json, value_data
from triage.adapters.register.rows import moment, stamp, storable
from triage.core.life.events import Aligned, Answered, Event, Happening, Life

KINDS: Mapping[str, Callable[..., Happening]] = {kind.__name__.lower(): kind for kind in get_args(Happening)}
"""Every register holds these names, as it does those of the fields: a renamed class must keep its old one here."""


def event_rows(events: Iterable[Event], *, after: int = 0) -> list[dict[str, Any]]:
    """Return events as rows; they are numbered on from the number of the last that is kept."""
    return [{"seq": seq, **_row(event)} for seq, event in enumerate(events, start=after + 1)]


def life_from(created: str, rows: Iterable[Mapping[str, Any]]) -> Life:
    """Return the life of a request that was made at a moment; raises one of ``UNREADABLE``."""
    return Life(moment(created).date(), tuple(map(event_from, rows)))


def event_from(row: Mapping[str, Any]) -> Event:
    """Return the event of a row; raises one of ``UNREADABLE``."""
    what = from_json(KINDS[row["kind"]], row["data"])
    return Event(moment(row["at"]), date.fromisoformat(row["day"]), row["who"], what)


def _row(event: Event) -> dict[str, Any]:
    what, data = event.what, to_json(event.what)
    if isinstance(what, Answered | Aligned):
        data |= {"answers": {name: value_data(value) for name, value in what.answers.items()}}
    at, day = stamp(event.at), event.day.isoformat()
    return {"kind": type(what).__name__.lower(), "at": at, "day": day, "who": storable(event.who), "data": data}
