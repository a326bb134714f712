"""Reads a copy of the register: its lines, and every mistake in them before anything is written.

What a line holds is ``adapters.register.copy``; what becomes of it is decided by the caller. Nothing
here opens a database.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from msgspec import Struct, field

from triage.adapters.home.unreadable import UNREADABLE
from triage.adapters.output.systemwords import why
from triage.adapters.register.assessmentjson import analysis_from, assessment_from
from triage.adapters.register.copy import FORMAT
from triage.adapters.register.lifejson import KINDS, event_from, life_from
from triage.adapters.register.lookup import make_id
from triage.adapters.register.requestjson import request_from
from triage.adapters.register.rows import assessment_columns, stamp, storable
from triage.core.interview.amounts import brief
from triage.core.life.agenda import agenda
from triage.core.messages import Message, Param, Place, Problem, Typed, say
from triage.core.rules.ruleset import Verdict

_MARK = b"\xef\xbb\xbf"
_YEAR = re.compile(r"\d{4}", re.ASCII)
_ID = re.compile(r"\d{4}-\d{3,9}", re.ASCII)
_NO_LINE: tuple[int, Any] = (1, None)


class CheckedCopy(Struct, frozen=True):
    """What a copy holds, and what is wrong with it; filled line by line."""

    source: str
    numbers: dict[int, int] = field(default_factory=dict)
    """The last number that each year has given out."""
    rulesets: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    """The values of ``request``, in the order of the lines."""
    problems: list[Problem] = field(default_factory=list)
    needed: dict[str, int] = field(default_factory=dict)
    """Rules that assessments name, each with the first line that does."""
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    """Ids and tokens, each with the first line that has it."""

    def wrong(self, line: int, message: Message) -> None:
        """Note a mistake."""
        self.problems.append(Problem(Place(self.source, line), message))


def is_copy(content: bytes) -> bool:
    """Whether a file looks like a copy of a register rather than like a table."""
    return content.removeprefix(_MARK).lstrip().startswith(b"{")


def rows_of(content: bytes) -> Iterator[tuple[int, Any]]:
    """Yield each line's number and value, or the message that says why it cannot be read."""
    for number, line in enumerate(content.removeprefix(_MARK).split(b"\n"), start=1):
        if line.strip():
            yield number, _parsed(line)


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode())
    except UnicodeDecodeError:
        return say("copy.not_utf8")
    except (ValueError, RecursionError):
        return say("file.json")


def requests_of(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the lines of a checked copy that hold a request, with its assessments in the order of their numbers."""
    for line, row in rows_of(content):
        if "request" in row:
            yield line, {**row, "assessments": sorted(row["assessments"], key=assessment_number)}


def assessment_number(assessment: Mapping[str, Any]) -> int:
    """Return an assessment's own number within its request."""
    return int(assessment["id"].rpartition(".")[2])


def check_copy(source: str, content: bytes, known_rulesets: set[str]) -> CheckedCopy:
    """Find every mistake of a copy, in the order of its lines; of a file that is no copy only that."""
    checked = CheckedCopy(source)
    rows = rows_of(content)
    first, head = next(rows, _NO_LINE)
    if message := _head(head):
        checked.wrong(first, message)
        return checked
    checked.numbers.update((int(year), last) for year, last in head.get("numbers", {}).items())
    for line, row in rows:
        for message in _line(line, row, checked):
            checked.wrong(line, message)
    for fingerprint, line in checked.needed.items():
        if fingerprint not in checked.rulesets and fingerprint not in known_rulesets:
            checked.wrong(line, say("copy.no_ruleset", fingerprint=Typed(brief(fingerprint))))
    checked.problems.sort(key=lambda problem: (problem.place.line or 0) if problem.place else 0)
    return checked


def _head(row: Any) -> Message | None:
    """What is wrong with the first line, which says what the file is."""
    if not isinstance(row, dict) or row.get("triage") != "register":
        return say("copy.not_ours")
    form, numbers = row.get("format"), row.get("numbers", {})
    if form != FORMAT:
        return say("copy.newer") if isinstance(form, int) and form > FORMAT else say("copy.format")
    good = isinstance(numbers, dict) and all(_YEAR.fullmatch(year) and _whole(last) for year, last in numbers.items())
    return None if good else say("copy.numbers")


def _line(line: int, row: Any, checked: CheckedCopy) -> Iterator[Message]:
    if isinstance(row, Message):
        yield row
    elif isinstance(row, dict) and isinstance(row.get("ruleset"), dict):
        wrong = list(_fields("ruleset", row["ruleset"]))
        yield from wrong
        if not wrong:
            checked.rulesets[row["ruleset"]["fingerprint"]] = row["ruleset"]
    elif isinstance(row, dict) and isinstance(row.get("request"), dict):
        yield from _shape(row) or _request(line, row, checked)
    else:
        yield say("copy.line")


def _shape(row: Mapping[str, Any]) -> list[Message]:
    """Fields that are missing, or are not what they should be."""
    wrong = list(_fields("request", row["request"]))
    for name in ("assessments", "events"):
        below = row.get(name)
        if not isinstance(below, list) or not all(isinstance(each, dict) for each in below):
            wrong.append(say("copy.field.list", name=name))
            continue
        for number, each in enumerate(below, start=1):
            wrong += _fields(name, each, f"{name}[{number}]")
    return wrong


def _request(line: int, row: Mapping[str, Any], checked: CheckedCopy) -> Iterator[Message]:
    """What does not fit together in a request whose fields are all there."""
    request = row["request"]
    # the answers of those with a token are not needed again until they are written
    checked.requests.append({**request, "request": None} if request["token"] else request)
    marks = [("id", request["id"]), *([("token", request["token"])] if request["token"] else [])]
    if earlier := [checked.seen[mark] for mark in marks if mark in checked.seen]:
        yield say("copy.twice", id=request["id"], line=str(earlier[0]))
    checked.seen.update(dict.fromkeys(marks, line))
    if make_id(request["year"], request["number"]) != request["id"]:
        yield say("copy.number", id=request["id"], year=str(request["year"]), number=str(request["number"]))
    if reason := _why_not(partial(request_from, request["id"], request["request"])):
        yield say("copy.request", id=request["id"], why=reason)
    wrong = [*_assessments(line, row, checked)]
    yield from wrong
    if not (reason or wrong) and (reason := _why_not(partial(_read_latest, row))):
        yield say("copy.assessment", id=f"{request['id']}.{len(row['assessments'])}", why=reason)
    yield from _events(row)


def _assessments(line: int, row: Mapping[str, Any], checked: CheckedCopy) -> Iterator[Message]:
    request_id, assessments = row["request"]["id"], row["assessments"]
    wanted = {f"{request_id}.{number}" for number in range(1, len(assessments) + 1)}
    if not assessments or {each["id"] for each in assessments} != wanted:
        yield say("copy.assessment_ids", id=request_id)
    for each in assessments:
        checked.needed.setdefault(each["ruleset"], line)
        if reason := _why_not(partial(_read_assessment, each)):
            yield say("copy.assessment", id=Typed(brief(each["id"])), why=reason)


def _events(row: Mapping[str, Any]) -> Iterator[Message]:
    request_id, events = row["request"]["id"], row["events"]
    if [each["seq"] for each in events] != list(range(1, len(events) + 1)):
        yield say("copy.event_order", id=request_id)
    wrong = [(each, _why_not(partial(_read_event, each))) for each in events]
    for each, reason in wrong:
        if reason:
            yield say("copy.event", id=request_id, seq=str(each["seq"]), why=reason)
    if not any(reason for _, reason in wrong) and (reason := _why_not(partial(_read_life, row))):
        yield say("copy.life", id=request_id, why=reason)


def _read_assessment(assessment: Mapping[str, Any]) -> None:
    data = assessment["data"]
    columns = assessment_columns(data)
    if data["verdict"] != assessment["verdict"]:
        raise ValueError("verdict")
    if not all(isinstance(columns[name], int | float | None) for name in ("score_low", "score_high")):
        raise ValueError("score")
    if not isinstance(data.get("measures") or {}, dict):
        raise TypeError("measures")
    if data.get("request"):
        request_from(assessment["id"], data["request"])


def _read_latest(row: Mapping[str, Any]) -> None:
    """Read all of the latest assessment, which is the one that is shown."""
    latest = max(row["assessments"], key=assessment_number)
    data = latest["data"]
    assessment_from(data, request_from(latest["id"], data.get("request") or row["request"]["request"]))
    analysis_from(data)


def _read_event(event: Mapping[str, Any]) -> None:
    if event["kind"] not in KINDS:
        raise ValueError(event["kind"])
    event_from(event)
    if event["kind"] == "earlier" and not _words(event["data"]["id"]):
        raise ValueError("id")


def _read_life(row: Mapping[str, Any]) -> None:
    for reminder in agenda(life_from(row["request"]["created"], row["events"])):
        storable(reminder.detail)
        reminder.day.isoformat()


def _why_not(read: Callable[[], object]) -> Param | None:
    """Return why something cannot be read: what is wrong by its name, where there is one."""
    try:
        read()
    except UNREADABLE as error:
        name = brief(str(error)).strip("'")
        return name if name.isidentifier() else why(error)
    return None


def _fields(kind: str, values: Mapping[str, Any], where: str = "") -> Iterator[Message]:
    """What is missing of the fields, or is no such thing."""
    for name, (is_right, key) in _FIELDS[kind].items():
        at = f"{where or kind}.{name}"
        if name not in values:
            yield say("copy.missing", name=at)
        elif not is_right(values[name]):
            yield say(key, name=at, given=Typed(brief(json.dumps(values[name], ensure_ascii=False))))


def _words(value: Any) -> bool:
    return isinstance(value, str) and storable(value) == value


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9


def _moment(value: Any) -> bool:
    """As the register writes it, since moments are compared as text."""
    return _words(value) and _is_written(value, datetime, stamp)


def _day(value: Any) -> bool:
    return _words(value) and _is_written(value, date, date.isoformat)


def _is_written(value: str, kind: type[date], write: Callable[[Any], str]) -> bool:
    try:
        return write(kind.fromisoformat(value)) == value
    except (ValueError, OverflowError):
        return False


_WORDS, _WHOLE = (_words, "copy.field.words"), (_whole, "copy.field.whole")
_MOMENT, _DAY = (_moment, "copy.field.moment"), (_day, "copy.field.day")
_OBJECT = (lambda value: isinstance(value, dict), "copy.field.object")
_NUMBERED = (lambda value: isinstance(value, str) and bool(_ID.fullmatch(value)), "copy.field.id")
_VERDICT = (lambda value: value in tuple(Verdict), "copy.field.verdict")
_LANGUAGE = (lambda value: value in ("da", "en"), "copy.field.language")
_TOKEN = (lambda value: value is None or _words(value), "copy.field.words")
_FIELDS: Mapping[str, Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    "ruleset": {"fingerprint": _WORDS, "name": _WORDS, "version": _WORDS, "texts": _OBJECT, "kept_at": _MOMENT},
    "request": {
        "id": _NUMBERED,
        "year": _WHOLE,
        "number": _WHOLE,
        "title": _WORDS,
        "created": _MOMENT,
        "language": _LANGUAGE,
        "asked_by": _WORDS,
        "task_type": _WORDS,
        "goal": _WORDS,
        "request": _OBJECT,
        "token": _TOKEN,
    },
    "assessments": {"id": _WORDS, "created": _MOMENT, "verdict": _VERDICT, "ruleset": _WORDS, "data": _OBJECT},
    "events": {"seq": _WHOLE, "kind": _WORDS, "at": _MOMENT, "day": _DAY, "who": _WORDS, "data": _OBJECT},
}
"""What each part of a line must hold: the test, and what is said where it fails."""
