"""Read a copy of a register in: check it, see what is there already, and add the rest.

Everything is added in one go or nothing is. What is there is never changed: a request of the copy is new, the same, or
goes on where the register's own stops.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from triage.adapters.output.systemwords import why
from triage.adapters.register import copy
from triage.adapters.register.backups import scratch_copy
from triage.adapters.register.database import Database
from triage.adapters.register.kept import Kept
from triage.adapters.register.lines import CheckedCopy, assessment_number, check_copy, requests_of
from triage.adapters.register.lookup import make_id
from triage.adapters.register.register import Register
from triage.core.messages import Place, Problem, TriageError, Typed, say

Row = Mapping[str, Any]
_HISTORY = ("assessments", "events")


class Merged(Struct, frozen=True):
    """What became of the requests of a copy, by their ids in the register."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    grown: list[str] = field(default_factory=list)
    """Those that got what they lacked."""
    renumbered: list[tuple[str, str, str]] = field(default_factory=list)
    """Id in the copy, id in the register, and title."""


def merge_copy(register: Register, source: str, content: bytes, show: Callable[[Kept], object]) -> Merged:
    """Add what a copy has and the register has not; raises every mistake of the copy, and then adds nothing.

    ``show`` makes all that is ever shown of a request. What it cannot be made of is a mistake of the copy, whatever it
    is: once it is in the register, which is only ever added to, nothing could be done about it.
    """
    checked = check_copy(source, content, copy.known_rulesets(register.database))
    _refuse(checked.problems)
    with register.writing():
        merged, places = _merge(register.database, checked, content)
        _refuse([each for name in (*merged.new, *merged.grown) for each in _unshown(register, name, places, show)])
        return merged


def _unshown(
    register: Register, request_id: str, places: Mapping[str, Place], show: Callable[[Kept], object]
) -> Iterator[Problem]:
    try:
        show(register.find(request_id))
    except Exception as error:  # noqa: BLE001 - what a wrong value breaks on is any error there is
        yield Problem(places[request_id], say("copy.unshown", id=request_id, why=why(error)))


def lines_of_file(path: Path) -> bytes:
    """Return the lines of a copy that is a database file; the file is left as it is."""
    with scratch_copy(path) as database:
        return "".join(map(copy.line_of, copy.read_rows(database))).encode()


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise TriageError([*problems, Problem(None, say("import.nothing_read"))])


def _merge(database: Database, checked: CheckedCopy, content: bytes) -> tuple[Merged, dict[str, Place]]:
    for year, last in checked.numbers.items():
        copy.take_number(database, year, last)
    for ruleset in checked.rulesets.values():
        copy.write_ruleset(database, ruleset)
    ids, known = _ids(database, checked)
    merged, problems, places = Merged(), list[Problem](), dict[str, Place]()
    for line, given in requests_of(content):
        row = _renamed(given, ids)
        places[row["request"]["id"]] = Place(checked.source, line)
        if given["request"]["id"] in known:
            problems += _grow(database, row, Place(checked.source, line), merged)
        else:
            _add(database, row, given["request"], merged)
    _refuse(problems)
    return merged, places


def _ids(database: Database, checked: CheckedCopy) -> tuple[dict[str, str], set[str]]:
    """Return the register's id of each request of the copy, and which of them it has already."""
    ids: dict[str, str] = {}
    known = set()
    for request in checked.requests:
        copy.take_number(database, request["year"], request["number"])
        if same := copy.find_same(database, request):
            ids[request["id"]] = same
            known.add(request["id"])
    for request in checked.requests:
        if request["id"] not in known and copy.is_taken(database, request["id"]):
            ids[request["id"]] = make_id(request["year"], copy.next_number(database, request["year"]))
    return ids, known


def _renamed(row: Row, ids: Mapping[str, str]) -> Row:
    """Return the row under its id in the register, and with the register's ids of the requests that it names."""
    given = row["request"]["id"]
    request_id = ids.get(given, given)
    number = int(request_id.partition("-")[2])
    return {
        "request": {**row["request"], "id": request_id, "number": number},
        "assessments": [{**each, "id": f"{request_id}.{assessment_number(each)}"} for each in row["assessments"]],
        "events": [_naming(each, ids) if each["kind"] == "earlier" else each for each in row["events"]],
    }


def _naming(event: Row, ids: Mapping[str, str]) -> Row:
    data = event["data"]
    return {**event, "data": {**data, "id": ids.get(data["id"], data["id"])}}


def _add(database: Database, row: Row, given: Row, merged: Merged) -> None:
    copy.write_request(database, row)
    request_id = row["request"]["id"]
    merged.new.append(request_id)
    if request_id != given["id"]:
        merged.renumbered.append((given["id"], request_id, given["title"]))


def _grow(database: Database, row: Row, place: Place, merged: Merged) -> list[Problem]:
    """Add what a request lacks; a problem where the two histories differ."""
    request_id = row["request"]["id"]
    missing = _missing(copy.read_request(database, request_id), row)
    if missing is None:
        return [Problem(place, say("import.differs", id=request_id, title=Typed(row["request"]["title"])))]
    if not any(missing.values()):
        merged.same.append(request_id)
        return []
    copy.write_more(database, row, **missing)
    merged.grown.append(request_id)
    return []


def _missing(kept: Row, row: Row) -> dict[str, list[Row]] | None:
    """Return what a row has beyond what is kept; ``None`` where neither history begins as the other."""
    kept = {**kept, "assessments": sorted(kept["assessments"], key=assessment_number)}
    ours, theirs = ([list(map(copy.line_of, side[name])) for name in _HISTORY] for side in (kept, row))
    if copy.line_of(kept["request"]) != copy.line_of(row["request"]) or not (
        _goes_on(ours, theirs) or _goes_on(theirs, ours)
    ):
        return None
    return {name: row[name][len(kept[name]) :] for name in _HISTORY}


def _goes_on(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> bool:
    """Whether everything begins as it did before."""
    return all(one == other[: len(one)] for one, other in zip(before, after, strict=True))
