"""The register: requests, assessments, what happened since and the rules of the day, all only ever added.

What is stored is enough to print an old memo again. It stands in one SQLite file, or on a PostgreSQL server that a
department shares: the same statements (``adapters.register.sql``) on either. Every failure of database or disk
leaves this room as one line and exit code 4. Nothing here scores or words anything.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.adapters.home.settings import Home, server_address
from triage.adapters.register import sql
from triage.adapters.register.database import Database
from triage.adapters.register.listing import newest
from triage.adapters.register.rows import (
    assessment_columns,
    event_columns,
    make_assessment,
    make_candidate,
    make_due,
    make_kept,
    place_of,
    request_columns,
    ruleset_columns,
    set_listing,
    set_standing,
    sought,
    stamp,
    typed_words,
)
from triage.adapters.register.searchwords import folded
from triage.adapters.register.values import (
    EVERYTHING,
    Change,
    Due,
    Entry,
    Judged,
    Kept,
    KeptAssessment,
    KeptReminder,
    KeptRuleset,
    NewEvent,
    Standing,
    Wanted,
)
from triage.core.messages import REGISTER_FAILED, TriageError, Typed, failure

if TYPE_CHECKING:
    from triage.core.record.likeness import Candidate

__all__ = [
    "EVERYTHING",
    "Change",
    "Due",
    "Entry",
    "Judged",
    "Kept",
    "KeptReminder",
    "KeptRuleset",
    "NewEvent",
    "Register",
    "Standing",
    "Wanted",
    "make_id",
    "open_register",
]

LAST = frozenset({"last", "latest", "sidste", "seneste"})
"""What a person types for the newest request, in either language."""

_LETTER = re.compile(r"[^\W\d_]")
_ID = re.compile(r"(?:(\d{4})-)?(\d{1,9})", re.ASCII)
_LOOKED_THROUGH = 500
"""How many of the newest requests are searched for what a mistyped id may have meant."""


class Register:
    """An open register. Reading one that does not exist finds it empty and makes no file."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._is_writing = False

    def add(  # noqa: PLR0913 - what a request is kept with comes from as many places
        self,
        request_data: Mapping[str, Any],
        assessment_data: Mapping[str, Any],
        ruleset: KeptRuleset,
        created: datetime,
        language: str,
        *,
        words: str = "",
        token: str | None = None,
        events: tuple[NewEvent, ...] = (),
        standing: Standing | None = None,
    ) -> str:
        """Keep a request with its first assessment; gives the new id once everything is safely kept.

        Read from the request: ``title``, ``asked_by``, ``profile.director``, and ``task_type`` and ``goal`` among its
        ``answers`` (the value, or a list of value and origin). Read from the assessment: ``verdict``, and ``low`` and
        ``high`` of ``score``. ``words`` are what it is found by beside what people typed. A second try with the same
        ``token`` adds nothing and gives the id of the first.
        """
        created = created if created.tzinfo else created.astimezone()
        columns = request_columns(request_data) | {"created": stamp(created), "language": language, "token": token}
        with self.writing():
            known = self._one(sql.ID_OF_TOKEN, {"token": token}) if token else None
            if known:
                return str(known)
            number = self._one(sql.NEXT_NUMBER, {"year": created.year})
            request_id = make_id(created.year, number)
            self.database.execute(sql.ADD_REQUEST, columns | {"id": request_id, "year": created.year, "number": number})
            judged = Judged(assessment_data, ruleset, words)
            change = Change(events, standing or Standing(), judged)
            self._add(request_id, request_data, change, stamp(created), before=0)
        return request_id

    def record(self, given: str, make: Callable[[Kept], Change], created: datetime) -> Kept:
        """Add to a request what ``make`` gives for it as it is now; gives the request as it was before.

        Nobody else can write between the look and the change. Where ``make`` raises, nothing is written.
        """
        with self.writing():
            kept = self._find(given.strip())
            change = make(kept)
            before = kept.events[-1].seq if kept.events else 0
            self._add(kept.entry.id, kept.current, change, stamp(created), before=before)
        return kept

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write everything in the block or nothing, whatever adds to the register in it."""
        if self._is_writing:
            yield
            return
        self._is_writing = True
        try:
            with self.database.door(), self.database.writing():
                yield
        finally:
            self._is_writing = False

    def has(self, token: str) -> bool:
        """Whether what was made under this token has been kept."""
        return self.kept_as(token) is not None

    def kept_as(self, token: str) -> str | None:
        """Give the id of the request that was made under this token; ``None`` where it has not been kept."""
        with self.database.door():
            return _text(self._one(sql.ID_OF_TOKEN, {"token": token}))

    def newest(self, wanted: Wanted = EVERYTHING, limit: int | None = None, skip: int = 0) -> Iterator[Entry]:
        """Give the requests that are wanted, the newest first, read as they are asked for."""
        return newest(self.database, wanted, limit, skip)

    def known(self, what: str) -> list[str]:
        """Give the different task types, directors or goals that requests in the register have."""
        statement = {"task_type": sql.TASK_TYPES, "director": sql.DIRECTORS, "goal": sql.GOALS}[what]
        with self.database.door():
            return [name for (name,) in self.database.execute(statement).fetchall() if name]

    def is_taken_up(self, goal: str, day: date, *, but: str) -> bool:
        """Whether a goal had been taken up by a decision to go on a day, other than by one request."""
        values = {"goal": folded(sought(goal)), "day": day.isoformat(), "but": but}
        with self.database.door():
            return self._one(sql.GOAL_IS_TAKEN_UP, values) is not None

    def due(self, day: date) -> list[Due]:
        """Give what is to be taken up on a day or before it, the oldest first."""
        with self.database.door():
            return [make_due(row) for row in self.database.execute(sql.DUE, {"day": day.isoformat()}).fetchall()]

    def count_due(self, day: date) -> int:
        """Give how much is to be taken up on a day or before it."""
        with self.database.door():
            return int(self._one(sql.COUNT_DUE, {"day": day.isoformat()}))

    def find(self, given: str) -> Kept:
        """Find a request by id (``2026-014``), by number alone (``14``, of the newest year that has it) or ``last``."""
        with self.database.door():
            return self._find(given.strip())

    def histories(self, newest: int | None = None) -> Iterator[Kept]:
        """Give every request, or the newest ones, with its life, the oldest first, without the texts of its rules."""
        with self.database.door():
            first = self._one(sql.PLACE_OF_NTH, {"skip": newest - 1}) if newest else None
            since = {"since": first or 0}
            rows = self.database.execute(sql.HISTORIES, since)
            events = groupby(self.database.execute(sql.ALL_EVENTS, since), key=itemgetter(0))
            at, found = next(events, (None, iter(())))
            for row in rows:
                own: list[Sequence[Any]] = []
                while at is not None and at < place_of(row[0]):  # of one that was added since the rows were read
                    at, found = next(events, (None, iter(())))
                if at == place_of(row[0]):
                    own = [event[1:] for event in found]
                    at, found = next(events, (None, iter(())))
                with self._intact():
                    yield make_kept(row, own)

    def candidates(self, task_type: str, limit: int) -> "list[Candidate]":
        """Give the newest requests of a task type, and the newest of all, as what a new one is compared with."""
        found: dict[str, Candidate] = {}
        for condition in (sql.CONDITIONS["task_type"], "1 = 1"):
            statement = sql.CANDIDATES.format(condition=condition)
            with self.database.door():
                rows = self.database.execute(statement, {"task_type": task_type, "limit": limit}).fetchall()
            with self._intact():
                found |= {row[0]: make_candidate(row) for row in rows}
        return list(found.values())

    def assessments(self, request_id: str) -> list[KeptAssessment]:
        """Give every assessment of a request, the oldest first."""
        with self.database.door():
            rows = self.database.execute(sql.ASSESSMENTS, {"id": request_id}).fetchall()
        with self._intact():
            return list(map(make_assessment, rows))

    def forget(self, given: str) -> str:
        """Erase a request and all that hangs on it for good; gives its id.

        Where somebody else is in the way of overwriting the space that it took, it is erased all the same, and said.
        """
        with self.database.door(), self.database.writing():
            request_id = self._find(given.strip()).entry.id
            self.database.execute(self.database.search.remove, {"place": place_of(request_id)})
            for statement in self.database.search.purge:
                self.database.execute(statement)
            for statement in sql.FORGET:
                self.database.execute(statement, {"request_id": request_id})
        try:
            with self.database.door():
                self.database.shrink()
        except TriageError as error:
            why = error.problems[0].message
            raise failure("register.not_shrunk", exit_code=REGISTER_FAILED, id=request_id, why=why) from error
        return request_id

    def close(self) -> None:
        """Close the register."""
        self.database.close()

    def _find(self, given: str) -> Kept:
        request_id = self._resolve(given)
        row = self.database.execute(sql.KEPT, {"id": request_id}).fetchone() if request_id else None
        if row is None:
            raise self._not_found(given)
        events = self.database.execute(sql.EVENTS, {"id": request_id}).fetchall()
        with self._intact():
            return make_kept(row, events)

    @contextmanager
    def _intact(self) -> Iterator[None]:
        """Say so where what is kept can no longer be read."""
        try:
            yield
        except ValueError as error:
            where = self.database.where
            raise failure("register.damaged", exit_code=REGISTER_FAILED, path=where, why=str(error)) from error

    def _add(self, request_id: str, data: Mapping[str, Any], change: Change, created: str, *, before: int) -> None:
        """Write a change, and what listings show of it."""
        execute = self.database.execute
        for seq, event in enumerate(change.events, start=before + 1):
            execute(sql.ADD_EVENT, event_columns(event) | {"request_id": request_id, "seq": seq})
        if change.judged is None:
            set_standing(execute, request_id, change.standing)
            return
        assessment_id = self._add_assessment(request_id, change.judged, created)
        current = change.judged.data.get("request") or data
        words = f"{typed_words(current)} {change.judged.words}"
        set_listing(execute, self.database.search, request_id, current, assessment_id, change.standing, words)

    def _add_assessment(self, request_id: str, judged: Judged, created: str) -> str:
        self.database.execute(sql.ADD_RULESET, ruleset_columns(judged.ruleset) | {"kept_at": created})
        earlier = self._one(sql.COUNT_ASSESSMENTS, {"request_id": request_id})
        own = {"id": f"{request_id}.{earlier + 1}", "request_id": request_id, "created": created}
        columns = assessment_columns(judged.data) | own | {"ruleset": judged.ruleset.fingerprint}
        self.database.execute(sql.ADD_ASSESSMENT, columns)
        return own["id"]

    def _one(self, statement: str, values: Mapping[str, Any]) -> Any:
        row = self.database.execute(statement, values).fetchone()
        return row[0] if row else None

    def _resolve(self, given: str) -> str | None:
        """The id that is meant, which need not exist."""
        if given.lower() in LAST:
            return _text(self._one(sql.ID_OF_NEWEST, {}))
        match = _ID.fullmatch(given)
        if not match:
            return None
        year, number = match.groups()
        if year:
            return make_id(int(year), int(number))
        return _text(self._one(sql.ID_OF_NUMBER, {"number": int(number)}))

    def _not_found(self, given: str) -> TriageError:
        entries = list(self.newest(limit=_LOOKED_THROUGH))
        if not entries:
            return failure("register.empty")
        close = _closest(given, entries)
        if close:
            return failure("register.unknown_id.close", given=Typed(given), id=close.id, title=Typed(close.title))
        return failure("register.unknown_id", given=Typed(given), newest=entries[0].id)


@contextmanager
def open_register(place: Home | Path) -> Iterator[Register]:
    """Open the register of a home, on its server where it names one, or the one in a file.

    A file is made by the first thing that is added.
    """
    register = Register(_database(place))
    try:
        yield register
    finally:
        register.close()


def make_id(year: int, number: int) -> str:
    """Write an id: ``2026-014``."""
    return f"{year}-{number:03d}"


def _database(place: Home | Path) -> Database:
    address = server_address(place) if isinstance(place, Home) else None
    if address and isinstance(place, Home):
        from triage.adapters.register.server import ServerDatabase

        return ServerDatabase(address, place.folder)
    from triage.adapters.register.file import FileDatabase

    return FileDatabase(place.register if isinstance(place, Home) else place)


def _closest(given: str, entries: list[Entry]) -> Entry | None:
    """The newest request with these words in its title, else the one whose id looks most like what was typed."""
    if _LETTER.search(given):
        titled = (entry for entry in entries if given.casefold() in entry.title.casefold())
        return next(titled, None)
    import difflib

    by_id = {entry.id: entry for entry in entries}
    names = difflib.get_close_matches(given, by_id, n=1, cutoff=0.7)
    return by_id[names[0]] if names else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
