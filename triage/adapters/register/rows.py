"""The rows that values become in the register, and the values that are made of rows.

A moment is kept as text in UTC, so that text sorts as time does, and comes back in the user's own time zone.
Nothing here opens a database.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from triage.adapters.home.settings import LANGUAGES
from triage.adapters.register import sql
from triage.adapters.register.searchwords import folded, words_of
from triage.adapters.register.sql import Search
from triage.adapters.register.values import Due, Entry, KeptRuleset, Wanted

if TYPE_CHECKING:
    from triage.core.life.events import Life
    from triage.core.record.likeness import Candidate

VERDICTS = frozenset({"drop", "defer", "go"})
STATES = frozenset({"assessed", "decided", "offered", "running", "waiting", "reviewed", "closed"})
"""As the core has them, which a listing does not load."""
_LONGEST = 200


def request_columns(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what is read from a request: its own columns beside the whole of it."""
    return {
        "title": storable(str(data["title"])),
        "asked_by": storable(str(data.get("asked_by") or "")),
        "task_type": storable(answer_of(data, "task_type")),
        "goal": storable(answer_of(data, "goal")),
        "request": as_json(data),
    }


def listing_columns(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what a listing shows and is narrowed by: title, task type, director and goal, the last two case-folded."""
    director = data.get("asked_by") or (data.get("profile") or {}).get("director") or ""
    return {
        "title": storable(str(data["title"])),
        "task_type": sought(answer_of(data, "task_type")),
        "director": folded(sought(str(director))),
        "goal": folded(sought(answer_of(data, "goal"))),
    }


def sought(text: str) -> str:
    """Return what a listing is narrowed by as it is compared: an index of PostgreSQL holds no long texts."""
    return storable(text)[:_LONGEST]


def typed_words(data: Mapping[str, Any]) -> str:
    """Return everything that people wrote in a request."""
    answers = data.get("answers") or {}
    texts = (answer_of(data, name) for name in answers)
    return " ".join([str(data.get("title") or ""), str(data.get("asked_by") or ""), *texts])


def sort_key(request_id: str) -> int:
    """Return a number that sorts as ids do: 2026-014 becomes 2026000000014."""
    year, number = request_id.split("-")
    return int(year) * 1_000_000_000 + int(number)


def assessment_columns(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is read from an assessment: its own columns beside the whole of it."""
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
    """Return a ruleset's columns."""
    texts = as_json(ruleset.texts)
    return {"fingerprint": ruleset.fingerprint, "name": ruleset.name, "version": ruleset.version, "texts": texts}


def make_entry(row: Sequence[Any]) -> Entry:
    """Make the line of a listing; raises ``ValueError`` where it is damaged."""
    request_id, title, verdict, score, low, high, created, task_type, language, state = row
    _check_words(verdict, state, language)
    return Entry(request_id, title, verdict, score, low, high, moment(created), task_type, language, state)


def make_candidate(row: Sequence[Any]) -> "Candidate":
    """Make what a new request is compared with; raises ``ValueError`` where the JSON is damaged."""
    from triage.core.record.likeness import Candidate  # a listing has no use for it

    request_id, title, created, request = row
    data = json.loads(request)
    words, task_type, audience, goal = (answer_of(data, name) for name in ("request", "task_type", "audience", "goal"))
    return Candidate(request_id, title, words, task_type, audience, goal, moment(created).date())


def make_due(row: Sequence[Any]) -> Due:
    """Make a reminder whose day has come."""
    request_id, title, verdict, state, about, day, detail = row
    _check_words(verdict, state)
    return Due(request_id, title, verdict, state, about, date.fromisoformat(day), detail)


def _check_words(verdict: str, state: str, language: str = LANGUAGES[0]) -> None:
    for word, known in ((verdict, VERDICTS), (state, STATES), (language, LANGUAGES)):
        if word not in known:
            raise ValueError(word)


def make_listing(execute: Callable[..., Any], search: Search) -> None:
    """Make listing, reminders and search of a register that has none yet, from before requests had a life."""
    from triage.core.life.events import Life

    for row in execute(sql.ALL_REQUESTS):
        request_id, life, data = row[0], Life(moment(row[4]).date()), json.loads(row[9])
        assessments = execute(sql.ASSESSMENTS, {"id": request_id}).fetchall()
        set_listing(execute, search, request_id, data, assessments[-1][0], life, typed_words(data))


def set_listing(
    execute: Callable[..., Any],
    search: Search,
    request_id: str,
    data: Mapping[str, Any],
    assessment_id: str,
    life: "Life",
    words: str,
) -> None:
    """Write the current state of a request, and the words that find it."""
    place = {"place": sort_key(request_id)}
    columns = listing_columns(data) | {"assessment_id": assessment_id, "state": life.state.value}
    execute(sql.SET_LISTING, columns | place)
    execute(search.remove, place)
    execute(search.add, place | {"words": words_of(storable(words))})
    _set_reminders(execute, request_id, life)


def set_standing(execute: Callable[..., Any], request_id: str, life: "Life") -> None:
    """Write the state of a listed request, and what it waits for."""
    execute(sql.SET_STATE, {"request_id": request_id, "state": life.state.value})
    _set_reminders(execute, request_id, life)


def _set_reminders(execute: Callable[..., Any], request_id: str, life: "Life") -> None:
    from triage.core.life.agenda import agenda

    execute(sql.CLEAR_REMINDERS, {"request_id": request_id})
    for each in agenda(life):
        day, detail = each.day.isoformat(), storable(each.detail)
        execute(sql.ADD_REMINDER, {"request_id": request_id, "about": each.about.value, "day": day, "detail": detail})


def write_events(execute: Callable[..., Any], request_id: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write what happened to a request."""
    for row in rows:
        execute(sql.ADD_EVENT, {**row, "data": as_json(row["data"]), "request_id": request_id})


def stamp(moment: datetime) -> str:
    """Return a moment as text that sorts in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def bounds(wanted: Wanted) -> dict[str, str]:
    """Return the period as text to compare stamps with: from the first, up to but not including the second."""
    last = wanted.until
    return {
        "since": _midnight(wanted.since, "") if wanted.since else "",
        "until": _midnight(last + timedelta(days=1), "9") if last and last < date.max else "9",
    }


def as_json(value: Any) -> str:
    """Return a value as JSON text."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def moment(text: str) -> datetime:
    """Return a stamp as a moment where the user is."""
    return datetime.fromisoformat(text).astimezone()


def _midnight(day: date, otherwise: str) -> str:
    """The start of a day where the user is; ``otherwise`` at the ends of the calendar."""
    try:
        return stamp(datetime.combine(day, time.min).astimezone())
    except (OverflowError, ValueError, OSError):
        return otherwise


def storable(text: str) -> str:
    """Return text that any database takes: a terminal may hand us half characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def answer_of(data: Mapping[str, Any], question_id: str) -> str:
    """Return a request's answer in words or by its id; empty where it is unknown or a number."""
    kept = (data.get("answers") or {}).get(question_id)
    value = kept[0] if isinstance(kept, list | tuple) and kept else kept
    return value if isinstance(value, str) else ""
