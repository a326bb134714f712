"""The register: requests, assessments, what happened since and the rules of the day, all only ever added.

What is stored is enough to print an old memo again. It is kept in one SQLite file, or on a PostgreSQL server that a
department shares: the same statements (``adapters.register.sql``) on either. Every failure of database or disk
is re-raised as TriageError(exit_code=4). Core values go in and come out; the JSON that they are kept as ends in this
room. Nothing here scores or words anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.adapters.home.settings import Home, server_address
from triage.adapters.register import rows, sql
from triage.adapters.register.database import Database
from triage.adapters.register.listing import newest
from triage.adapters.register.lookup import LOOKED_THROUGH, make_id, not_found, resolve
from triage.adapters.register.searchwords import folded
from triage.adapters.register.values import EVERYTHING, Addition, Due, Entry, KeptRuleset, NewAssessment, Wanted
from triage.core.messages import REGISTER_FAILED, TriageError, failure

if TYPE_CHECKING:
    from triage.adapters.register.kept import Kept
    from triage.core.life.events import Event, Life
    from triage.core.record.likeness import Candidate

__all__ = [
    "EVERYTHING",
    "Addition",
    "Due",
    "Entry",
    "KeptRuleset",
    "NewAssessment",
    "Register",
    "Wanted",
    "make_id",
    "open_register",
]


class Register:
    """An open register. Reading one that does not exist finds it empty and makes no file."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._is_writing = False

    def add(
        self,
        new: NewAssessment,
        created: datetime,
        language: str,
        *,
        token: str | None = None,
        events: "tuple[Event, ...]" = (),
    ) -> str:
        """Keep a request with its first assessment; returns the new id once everything is safely kept.

        A second try with the same ``token`` adds nothing and returns the id of the first.
        """
        from triage.adapters.register.requestjson import request_data
        from triage.core.life.events import Life

        created, data = created if created.tzinfo else created.astimezone(), request_data(new.assessment.request)
        columns = rows.request_columns(data) | {"created": rows.stamp(created), "language": language, "token": token}
        with self.writing():
            if token and (known := self.kept_as(token)):
                return known
            number = self._one(sql.NEXT_NUMBER, {"year": created.year})
            request_id = make_id(created.year, number)
            self.database.execute(sql.ADD_REQUEST, columns | {"id": request_id, "year": created.year, "number": number})
            self._add(request_id, Life(created.astimezone().date()), Addition(events, new), rows.stamp(created))
        return request_id

    def record(self, given: str, make: "Callable[[Kept], Addition]", created: datetime) -> "Kept":
        """Add to a request what ``make`` returns for it as it is now; returns the request as it was before.

        Nobody else can write between the look and the change. Where ``make`` raises, nothing is written.
        """
        with self.writing():
            kept = self._find(given.strip())
            self._add(kept.entry.id, kept.life, make(kept), rows.stamp(created))
        return kept

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write everything in the block or nothing, whatever adds to the register in it."""
        if self._is_writing:
            yield
            return
        self._is_writing = True
        try:
            with self.database.translating_errors(), self.database.writing():
                yield
        finally:
            self._is_writing = False

    def kept_as(self, token: str) -> str | None:
        """Return the id of the request that was made under this token; ``None`` where it has not been kept."""
        known: str | None = self._one(sql.ID_OF_TOKEN, {"token": token})
        return known

    def newest(self, wanted: Wanted = EVERYTHING, limit: int | None = None, skip: int = 0) -> Iterator[Entry]:
        """Return the requests that are wanted, the newest first, read as they are asked for."""
        return newest(self.database, wanted, limit, skip)

    def known(self, what: str) -> list[str]:
        """Return the different task types, directors or goals that requests in the register have."""
        statement = {"task_type": sql.TASK_TYPES, "director": sql.DIRECTORS, "goal": sql.GOALS}[what]
        return [name for (name,) in self._all(statement, {}) if name]

    def is_taken_up(self, goal: str, day: date, *, but: str) -> bool:
        """Whether a goal had been taken up by a decision to go on a day, other than by one request."""
        values = {"goal": folded(rows.sought(goal)), "day": day.isoformat(), "but": but}
        return self._one(sql.GOAL_IS_TAKEN_UP, values) is not None

    def due(self, day: date) -> list[Due]:
        """Return what is to be taken up on a day or before it, the oldest first."""
        from triage.adapters.register.database import translating_damage

        listed = self._all(sql.DUE, {"day": day.isoformat()})
        with translating_damage(self.database.where):
            return [rows.make_due(row) for row in listed]

    def count_due(self, day: date) -> int:
        """Return how much is to be taken up on a day or before it."""
        return int(self._one(sql.COUNT_DUE, {"day": day.isoformat()}))

    def find(self, given: str) -> "Kept":
        """Find a request by id (``2026-014``), by number alone (``14``, of the newest year that has it) or ``last``."""
        with self.database.translating_errors():
            return self._find(given.strip())

    def histories(self, newest: int | None = None) -> "Iterator[Kept]":
        """Yield every request, or the newest ones, the oldest first, without the texts of its rules."""
        from triage.adapters.register.kept import read_histories

        with self.database.translating_errors():
            yield from read_histories(self.database, newest)

    def ran(self, since: date, task_type: str | None = None) -> "list[Kept]":
        """Return every request that was agreed on or reviewed since a day, the oldest first, without texts of rules.

        With a task type, those of that type alone.
        """
        from triage.adapters.register.kept import read_ran

        with self.database.translating_errors():
            return list(read_ran(self.database, since, task_type))

    def in_states(self, states: Sequence[str]) -> "list[Kept]":
        """Return every request in one of some states, the oldest first, without the texts of its rules."""
        from triage.adapters.register.kept import read_in_states

        with self.database.translating_errors():
            return list(read_in_states(self.database, states))

    def candidates(self, task_type: str, limit: int) -> "list[Candidate]":
        """Return the newest requests of a task type, and the newest of all, as what a new one is compared with."""
        from triage.adapters.register.database import translating_damage

        found: dict[str, Candidate] = {}
        for condition in (sql.CONDITIONS["task_type"], "1 = 1"):
            listed = self._all(sql.CANDIDATES.format(condition=condition), {"task_type": task_type, "limit": limit})
            with translating_damage(self.database.where):
                found |= {row[0]: rows.make_candidate(row) for row in listed}
        return list(found.values())

    def count_assessments(self, request_id: str) -> int:
        """Return how many assessments a request has."""
        return int(self._one(sql.COUNT_ASSESSMENTS, {"request_id": request_id}))

    def forget(self, given: str) -> str:
        """Erase a request and everything that belongs to it for good; returns its id.

        Raises where another process keeps its space from being overwritten; it is erased all the same.
        """
        with self.database.translating_errors(), self.database.writing():
            request_id = self._find(given.strip()).entry.id
            self.database.execute(self.database.search.remove, {"place": rows.sort_key(request_id)})
            for statement in self.database.search.purge:
                self.database.execute(statement)
            for statement in sql.FORGET:
                self.database.execute(statement, {"request_id": request_id})
        try:
            with self.database.translating_errors():
                self.database.shrink()
        except TriageError as error:
            why = error.problems[0].message
            raise failure("register.not_shrunk", exit_code=REGISTER_FAILED, id=request_id, why=why) from error
        return request_id

    def close(self) -> None:
        """Close the register."""
        self.database.close()

    def _find(self, given: str) -> "Kept":
        from triage.adapters.register.kept import read_kept

        request_id = resolve(self.database, given)
        kept = read_kept(self.database, request_id) if request_id else None
        if kept is None:
            raise not_found(given, list(self.newest(limit=LOOKED_THROUGH)))
        return kept

    def _add(self, request_id: str, life: "Life", addition: Addition, created: str) -> None:
        """Write an addition to a life, and what listings show of it."""
        from triage.adapters.register.lifejson import event_rows

        execute, after = self.database.execute, life.with_(*addition.events)
        rows.write_events(execute, request_id, event_rows(addition.events, after=len(life.events)))
        if addition.assessment:
            self._add_assessment(request_id, addition.assessment, after, created)
        else:
            rows.set_standing(execute, request_id, after)

    def _add_assessment(self, request_id: str, new: NewAssessment, life: "Life", created: str) -> None:
        from triage.adapters.register.assessmentjson import new_assessment_data
        from triage.adapters.register.requestjson import request_data

        execute, data = self.database.execute, new_assessment_data(new)
        execute(sql.ADD_RULESET, rows.ruleset_columns(new.ruleset) | {"kept_at": created})
        number = self._one(sql.COUNT_ASSESSMENTS, {"request_id": request_id}) + 1
        own = {"id": f"{request_id}.{number}", "request_id": request_id, "created": created}
        execute(sql.ADD_ASSESSMENT, rows.assessment_columns(data) | own | {"ruleset": new.ruleset.fingerprint})
        request = request_data(new.assessment.request)
        words = f"{rows.typed_words(request)} {new.words}"
        rows.set_listing(execute, self.database.search, request_id, request, own["id"], life, words)

    def _one(self, statement: str, values: Mapping[str, Any]) -> Any:
        row = next(iter(self._all(statement, values)), None)
        return row[0] if row else None

    def _all(self, statement: str, values: Mapping[str, Any]) -> list[Any]:
        with self.database.translating_errors():
            return list(self.database.execute(statement, values).fetchall())


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


def _database(place: Home | Path) -> Database:
    address = server_address(place) if isinstance(place, Home) else None
    if address and isinstance(place, Home):
        from triage.adapters.register.server import ServerDatabase

        return ServerDatabase(address, place.folder)
    from triage.adapters.register.file import FileDatabase

    return FileDatabase(place.register if isinstance(place, Home) else place)
