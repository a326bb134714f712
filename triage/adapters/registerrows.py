"""The values that go in and out of the register, and the rows they become.

A moment is kept as text in UTC, so that text sorts as time does, and comes back in the user's own time zone.
Nothing here knows a database.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """A line of a listing: a request with its latest verdict.

    ``score`` is ``None`` where unknown answers leave a range.
    """

    id: str
    title: str
    verdict: str
    score: float | None
    score_low: float | None
    score_high: float | None
    created: datetime
    task_type: str
    language: str


@dataclass(frozen=True, slots=True)
class KeptRuleset:
    """The rules that made an assessment; ``texts`` is whatever is needed to print it again, as JSON values."""

    fingerprint: str
    name: str
    version: str
    texts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of a request, with its latest assessment and the rules that made it."""

    entry: Entry
    asked_by: str
    goal: str
    assessed: datetime
    request: Mapping[str, Any]
    assessment: Mapping[str, Any]
    ruleset: KeptRuleset


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests a listing is to show; ``until`` is the last day that is in it."""

    verdict: str | None = None
    task_type: str | None = None
    since: date | None = None
    until: date | None = None


EVERYTHING = Wanted()


def request_columns(data: Mapping[str, Any]) -> dict[str, str]:
    """Give what is read from a request: its own columns beside the whole of it."""
    answers = data.get("answers") or {}
    return {
        "title": _storable(str(data["title"])),
        "asked_by": _storable(str(data.get("asked_by") or "")),
        "task_type": _storable(_answer(answers.get("task_type"))),
        "goal": _storable(_answer(answers.get("goal"))),
        "request": as_json(data),
    }


def assessment_columns(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is read from an assessment: its own columns beside the whole of it."""
    score = data["score"]
    low, high = (score["low"], score["high"]) if score else (None, None)
    point = low if low == high else None
    return {
        "verdict": str(data["verdict"]),
        "score": point,
        "score_low": low,
        "score_high": high,
        "data": as_json(data),
    }


def ruleset_columns(ruleset: KeptRuleset) -> dict[str, str]:
    """Give a ruleset's columns."""
    texts = as_json(ruleset.texts)
    return {"fingerprint": ruleset.fingerprint, "name": ruleset.name, "version": ruleset.version, "texts": texts}


def make_entry(row: tuple[Any, ...]) -> Entry:
    """Make the line of a listing."""
    request_id, title, verdict, score, low, high, created, task_type, language = row
    return Entry(request_id, title, verdict, score, low, high, _moment(created), task_type, language)


def make_kept(row: tuple[Any, ...]) -> Kept:
    """Make the whole of what is kept; raises ``ValueError`` where the JSON is damaged."""
    asked_by, goal, assessed, request, assessment, fingerprint, name, version, texts = row[9:]
    return Kept(
        entry=make_entry(row[:9]),
        asked_by=asked_by,
        goal=goal,
        assessed=_moment(assessed),
        request=json.loads(request),
        assessment=json.loads(assessment),
        ruleset=KeptRuleset(fingerprint, name, version, json.loads(texts)),
    )


def stamp(moment: datetime) -> str:
    """Give a moment as text that sorts in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def bounds(wanted: Wanted) -> dict[str, str]:
    """Give the period as text to compare stamps with: from the first, up to but not including the second."""
    last = wanted.until
    return {
        "since": _midnight(wanted.since, "") if wanted.since else "",
        "until": _midnight(last + timedelta(days=1), "9") if last and last < date.max else "9",
    }


def as_json(value: Any) -> str:
    """Give a value as JSON text."""
    return _storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _answer(kept: Any) -> str:
    value = kept[0] if isinstance(kept, list | tuple) else kept
    return "" if value is None else str(value)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone()


def _midnight(day: date, otherwise: str) -> str:
    """The start of a day where the user is; ``otherwise`` at the ends of the calendar."""
    try:
        return stamp(datetime.combine(day, time.min).astimezone())
    except (OverflowError, ValueError, OSError):
        return otherwise


def _storable(text: str) -> str:
    """Text that any database takes: a terminal may hand us half characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
