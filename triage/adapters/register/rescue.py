"""What can still be read of a register's damaged file, as lines that ``triage import`` takes, and what cannot.

The file itself is only read: all is done on a copy. Rows are looked for along every way that SQLite has to them, since
damage lies on some pages and not on others; what is saved is checked as an import checks it.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct, field

from triage.adapters.register import sql
from triage.adapters.register.copy import FORMAT, line_of, named
from triage.adapters.register.file import create, open_existing, translating_errors
from triage.adapters.register.lines import check_copy
from triage.adapters.register.lookup import make_id
from triage.adapters.register.rows import ruleset_columns
from triage.adapters.register.values import KeptRuleset
from triage.core.messages import Message, TriageError, Typed, say

_IDS = (
    "SELECT id FROM requests ORDER BY id",
    "SELECT id FROM requests NOT INDEXED",
    "SELECT id FROM requests ORDER BY rowid DESC",
    "SELECT request_id FROM listing",
    "SELECT request_id FROM assessments ORDER BY request_id",
    "SELECT request_id FROM events ORDER BY request_id",
)
_TITLES = ("SELECT id, title FROM requests", "SELECT request_id, title FROM listing")
_Row = dict[str, Any]


class Rescued(Struct):
    """What was saved, and what was not."""

    head: str
    today: KeptRuleset
    rules: dict[str, str] = field(default_factory=dict)
    """The lines of rules by fingerprint."""
    requests: list[str] = field(default_factory=list)
    missing: list[Message] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """All that was saved, in the order of an export."""
        return [self.head, *self.rules.values(), *self.requests]

    def check(self, line: str) -> bool:
        """Whether an import would take a line after the rules that are saved so far."""
        return not check_copy("", "".join((self.head, *self.rules.values(), line)).encode(), set()).problems

    def stand_in(self, fingerprint: str, created: str) -> None:
        """Let today's rules stand in for those that were lost, so that the requests they weighed are not."""
        if fingerprint not in self.rules:
            columns = ruleset_columns(self.today) | {"texts": self.today.texts, "fingerprint": fingerprint}
            self.rules[fingerprint] = line_of({"ruleset": columns | {"kept_at": created}})
            if fingerprint != self.today.fingerprint:
                self.missing.append(say("rescue.rules", fingerprint=Typed(fingerprint[:12])))


def rescue(path: Path, today: KeptRuleset, are_rules: Callable[[Any], bool]) -> Rescued:
    """Save what can be read of a register's file; ``today`` are the rules that stand in for those that are lost.

    ``are_rules`` says whether the texts of kept rules can still be read as rules.
    """
    with translating_errors(path), TemporaryDirectory() as folder:
        scratch = Path(folder) / "register.sqlite3"
        for side in ("", "-wal"):
            if (own := path.with_name(path.name + side)).exists():
                shutil.copyfile(own, scratch.with_name(scratch.name + side))
        with closing(_opened(scratch)) as connection:
            return _rescued(_Damaged(connection), today, are_rules)


def _opened(scratch: Path) -> sqlite3.Connection:
    """Open a damaged file; where its first page is gone, with the one that every new register has."""
    try:
        return open_existing(scratch)
    except (sqlite3.Error, TriageError, UnicodeDecodeError):
        pass
    connection = sqlite3.connect(scratch, isolation_level=None)
    if _Damaged(connection).all("SELECT name FROM sqlite_master"):
        return connection
    connection.close()
    new = scratch.with_name("new.sqlite3")
    create(new)
    open_existing(new).close()
    page = int.from_bytes(new.read_bytes()[16:18], "big")
    content = bytearray(scratch.read_bytes())
    content[:page] = new.read_bytes()[:page]
    content[28:32] = (len(content) // page).to_bytes(4, "big")  # how many pages there are
    scratch.write_bytes(content)
    return sqlite3.connect(scratch, isolation_level=None)


class _Damaged:
    """A database in which any statement may fail at any row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.failed = False
        """Whether any statement has failed so far."""
        self.incomplete = False
        """Whether rows by name have failed along every way to them."""

    def all(self, statement: str, values: Mapping[str, Any] | None = None) -> list[Any]:
        """Return the rows up to the first that cannot be read."""
        rows: list[Any] = []
        try:
            rows.extend(self._connection.execute(statement, values or {}))
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # the latter where the error's own words are damaged
            self.failed = True
        return rows

    def named(self, names: tuple[str, ...], statement: str, values: Mapping[str, Any] | None = None) -> list[_Row]:
        """Return the rows by name, without those whose JSON is damaged; by a search where the index fails."""
        found: dict[Any, _Row] = {}
        for each in (statement, statement.replace(" WHERE", " NOT INDEXED WHERE")):
            before, self.failed = self.failed, False
            for row in self.all(each, values):
                try:
                    found.setdefault(row[0], named(names, row))
                except (ValueError, TypeError):
                    self.failed = True
            is_whole = not self.failed
            self.failed = before or self.failed
            if is_whole:
                return list(found.values())
        self.incomplete = True
        return list(found.values())


def _rescued(database: _Damaged, today: KeptRuleset, are_rules: Callable[[Any], bool]) -> Rescued:
    ids = {row[0] for statement in _IDS for row in database.all(statement) if isinstance(row[0], str)}
    titles = {str(name): str(title) for statement in _TITLES for name, title in database.all(statement)}
    numbers = {str(year): last for year, last in database.all(sql.ALL_NUMBERS)}
    first = {"triage": "register", "format": FORMAT}
    rescued = Rescued(line_of(first | {"numbers": numbers}), today)
    if not rescued.check(""):
        rescued.head, numbers = line_of(first), {}
    for each in database.named(sql.RULESET, sql.ALL_RULESETS):
        if are_rules(each["texts"]) and rescued.check(line := line_of({"ruleset": each})):
            rescued.rules[each["fingerprint"]] = line
    for request_id in sorted(ids):
        _save(request_id, titles.get(request_id, ""), database, rescued)
    if database.failed:
        gone = {make_id(int(year), at) for year, last in numbers.items() for at in range(1, last + 1)} - ids
        rescued.missing += [say("rescue.gone", id=request_id) for request_id in sorted(gone)]
        if not ids:
            rescued.missing.append(say("rescue.nothing"))
    return rescued


def _save(request_id: str, title: str, database: _Damaged, rescued: Rescued) -> None:
    """Add a request as whole as it can be saved."""
    which, database.incomplete = {"id": request_id}, False
    request = next(iter(database.named(sql.REQUEST, sql.ONE_REQUEST, which)), {})
    assessments = database.named(sql.ASSESSMENT, sql.ASSESSMENTS, which)
    events = sorted(database.named(sql.EVENT, sql.EVENTS, which), key=lambda event: str(event["seq"]).zfill(9))
    whole: _Row = {"request": request, "assessments": assessments, "events": events}
    for each in assessments if request else ():
        rescued.stand_in(str(each["ruleset"]), request["created"])
    for row in _less_and_less(whole) if request else ():
        if rescued.check(line := line_of(row)):
            rescued.requests.append(line)
            if row != whole or database.incomplete:
                rescued.missing.append(_told("rescue.partly", request_id, row["request"]["title"]))
            return
    rescued.missing.append(_told("rescue.lost", request_id, title))


def _told(key: str, request_id: str, title: str) -> Message:
    """What became of a request, with its title where that can still be read."""
    named = {"title": Typed(title)} if title.strip() else {}
    return say(key if named else f"{key}.untitled", id=Typed(request_id), **named)


def _less_and_less(row: _Row) -> Iterator[_Row]:
    """Yield a request with all of its history, then with ever less of its end."""
    for kept in range(len(row["events"]), -1, -1):
        yield {**row, "events": row["events"][:kept]}
    for kept in range(len(row["assessments"]) - 1, 0, -1):
        yield {**row, "assessments": row["assessments"][:kept], "events": []}
