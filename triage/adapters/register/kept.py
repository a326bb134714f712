"""A request as the register hands it out: core values, made of the rows of JSON that it is kept as.

What every command reads is made at once; the assessment, whose type loads numpy, when it is asked for. Whatever cannot
be read is one line that names the register, and exit code 4.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from triage import __version__
from triage.adapters.home.valuejson import from_json
from triage.adapters.register import sql
from triage.adapters.register.copy import named
from triage.adapters.register.database import Database, translating_damage
from triage.adapters.register.lifejson import KINDS, life_from
from triage.adapters.register.requestjson import request_from
from triage.adapters.register.rows import as_json, make_entry, moment, sort_key
from triage.adapters.register.values import Entry, KeptRuleset, NewAssessment
from triage.core.life.agenda import agenda
from triage.core.life.events import Life
from triage.core.messages import REGISTER_FAILED, TriageError, failure
from triage.core.request.request import Request, Value
from triage.core.rules.ruleset import Appointment

if TYPE_CHECKING:
    from triage.core.judging.analysis import Analysis
    from triage.core.judging.assessment import Assessment

Json = Mapping[str, Any]


class KeptCondition(Struct, frozen=True):
    """What a go hangs on: which condition, whose, by when, and for how much at most, and the answers it rests on."""

    id: str
    owner: str = ""
    weeks: float | None = None
    price: float | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)


class Facts(Struct, frozen=True):
    """What is read off an assessment without making all of it."""

    measures: Mapping[str, float | None] = field(default_factory=dict)
    """``None`` where a measure was not known, and where it was infinite."""
    gates: tuple[str, ...] = ()
    appointments: tuple[tuple[str, Appointment], ...] = ()
    conditions: tuple[KeptCondition, ...] = ()
    reason: str = ""
    """What decided it, in words of the language that it was made in."""
    made_with: str = ""
    """The version of the program."""


class Kept(Struct, frozen=True, dict=True):
    """All that is kept of a request, with its latest assessment, the rules that made it, and what happened since."""

    entry: Entry
    asked_by: str
    token: str
    number: int
    """Of the latest assessment."""
    assessed: datetime
    request: Request
    """As it was answered last; an assessment of changed answers carries them itself."""
    first_request: Request
    life: Life
    ruleset: KeptRuleset
    _rows: "_Rows"

    @cached_property
    def facts(self) -> Facts:
        """What is read off the latest assessment without making all of it."""
        with self._rows.reading():
            return _facts(self._rows.assessment)

    @cached_property
    def assessment(self) -> "Assessment":
        """The latest assessment, as it was made."""
        from triage.adapters.register.assessmentjson import assessment_from

        with self._rows.reading():
            return assessment_from(self._rows.assessment, self.request)

    @cached_property
    def analysis(self) -> "Analysis | None":
        """How sure it was, if that was worked out."""
        from triage.adapters.register.assessmentjson import analysis_from

        with self._rows.reading():
            return analysis_from(self._rows.assessment)

    def newer(self) -> TriageError | None:
        """Return the error that a newer version weighed it, if one did, for what cannot be read of it."""
        return self._rows.newer()

    @property
    def median_net(self) -> float | None:
        """What is left in the middle case once the cost is paid, by the draws, else by the likely figures."""
        risk = (self._rows.assessment.get("analysis") or {}).get("risk") or {}
        median: float | None = risk.get("net_p50")
        return self.facts.measures.get("net_likely") if median is None else median

    @property
    def version(self) -> tuple[int, int]:
        """What changes whenever something is added to the request."""
        return self.number, len(self.life.events)

    def has(self, new: NewAssessment) -> bool:
        """Whether this very assessment, by the same rules, is the latest."""
        from triage.adapters.register.assessmentjson import new_assessment_data

        same_rules = new.ruleset.fingerprint == self.ruleset.fingerprint
        return same_rules and as_json(new_assessment_data(new)) == as_json(self._rows.assessment)

    def as_json(self) -> dict[str, Any]:
        """Return everything but the entry as it was stored, for ``--format json``; keys are only ever added."""
        goal, rules = self.request.value("goal"), self.ruleset
        return {
            "asked_by": self.asked_by,
            "goal": goal if isinstance(goal, str) else "",
            "request": self._rows.request,
            "assessment": self._rows.assessment,
            "ruleset": {"name": rules.name, "version": rules.version, "fingerprint": rules.fingerprint},
            "events": [{**row, "at": moment(row["at"]).isoformat(timespec="seconds")} for row in self._rows.events],
            "reminders": [
                {"about": each.about.value, "day": each.day.isoformat(), "detail": each.detail}
                for each in agenda(self.life)
            ],
        }


def _facts(assessment: Json) -> Facts:
    return from_json(Facts, {name: each for name, each in assessment.items() if each is not None})


def weighed_as_kept(new: NewAssessment) -> tuple[Request, tuple[KeptCondition, ...]]:
    """Return the request and the conditions of a revised assessment as they will be read again."""
    from triage.adapters.register.assessmentjson import new_assessment_data

    data = json.loads(as_json(new_assessment_data(new)))
    return request_from("", data["request"]), _facts(data).conditions


class _Rows(Struct, frozen=True):
    """The JSON that a request is kept as, and what messages call the database that holds it."""

    where: str
    id: str
    request: Json
    assessment: Json
    events: Sequence[Json]

    def newer(self) -> TriageError | None:
        """Return the error that a newer version weighed it or added to it; ``None`` where none did."""
        made_with = str(self.assessment.get("made_with", ""))
        if _numbers(made_with) <= _numbers(__version__) and all(each["kind"] in KINDS for each in self.events):
            return None
        return failure("register.newer.request", exit_code=REGISTER_FAILED, id=self.id, version=__version__)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Raise what JSON of another shape leads to: a newer version wrote it, or the register is damaged."""
        try:
            with translating_damage(self.where):
                yield
        except TriageError as error:
            raise (self.newer() or error) from error


def read_kept(database: Database, request_id: str) -> Kept | None:
    """Return a request by its id; ``None`` where there is none."""
    row = database.execute(sql.KEPT, {"id": request_id}).fetchone()
    return _made(database, row, database.execute(sql.EVENTS, {"id": request_id}).fetchall()) if row else None


def read_histories(database: Database, newest: int | None) -> Iterator[Kept]:
    """Yield every request, or the newest ones, the oldest first, as they are read, without the texts of its rules."""
    first = database.execute(sql.PLACE_OF_NTH, {"skip": newest - 1}).fetchone() if newest else None
    since = {"since": first[0] if first else 0}
    rows = database.execute(sql.HISTORIES, since)
    events = groupby(database.execute(sql.ALL_EVENTS, since), key=itemgetter(0))
    at: float = 0
    found: Iterable[Sequence[Any]] = ()
    for row in rows:
        while at < sort_key(row[0]):  # it may also be of a request that was added since the rows were read
            at, found = next(events, (math.inf, ()))
        yield _made(database, row, [event[1:] for event in found] if at == sort_key(row[0]) else [])


def read_ran(database: Database, since: date, task_type: str | None) -> Iterator[Kept]:
    """Yield every request that was agreed on or reviewed since a day, the oldest first, without its rules' texts."""
    values = {"since": since.isoformat()} | ({"task_type": task_type} if task_type is not None else {})
    for row in database.execute(sql.RAN if task_type is None else sql.RAN_OF_TYPE, values).fetchall():
        yield _made(database, row, database.execute(sql.EVENTS, {"id": row[0]}).fetchall())


def read_in_states(database: Database, states: Sequence[str]) -> Iterator[Kept]:
    """Yield every request in one of some states, the oldest first, without its rules' texts."""
    named = {f"state_{letter}": state for letter, state in zip(ascii_lowercase, states, strict=False)}
    statement = sql.IN_STATES.replace("{states}", ", ".join(f":{name}" for name in named))
    for row in database.execute(statement, named).fetchall():
        yield _made(database, row, database.execute(sql.EVENTS, {"id": row[0]}).fetchall())


def _made(database: Database, row: Sequence[Any], events: Sequence[Sequence[Any]]) -> Kept:
    asked_by, token, request, assessment_id, assessed, assessment, fingerprint, name, version, texts = row[10:]
    with translating_damage(database.where):
        entry = make_entry(row[:10])
        own = [named(sql.EVENT, event) for event in events]
        rows = _Rows(database.where, entry.id, json.loads(request), json.loads(assessment), own)
    with rows.reading():
        first, revised = request_from(entry.id, rows.request), rows.assessment.get("request")
        return Kept(
            entry=entry,
            asked_by=asked_by,
            token=token or "",
            number=int(assessment_id.rpartition(".")[2]),
            assessed=moment(assessed),
            request=request_from(entry.id, revised) if revised else first,
            first_request=first,
            life=life_from(row[6], own),
            ruleset=KeptRuleset(fingerprint, name, version, json.loads(texts)),
            _rows=rows,
        )


def _numbers(version: str) -> list[int]:
    """The numbers of a version, to be compared."""
    return [int(number) for number in re.findall(r"\d+", version)]
