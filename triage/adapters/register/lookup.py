"""What a person types for a request: an id, a number alone, or ``last``; and what was meant where none is found."""

import re
from collections.abc import Sequence

from triage.adapters.register import sql
from triage.adapters.register.database import Database
from triage.adapters.register.values import Entry
from triage.core.messages import TriageError, Typed, failure

LAST = frozenset({"last", "latest", "sidste", "seneste"})
"""What a person types for the newest request, in either language."""
LOOKED_THROUGH = 500
"""How many of the newest requests are searched for what a mistyped id may have meant."""

_LETTER = re.compile(r"[^\W\d_]")
_ID = re.compile(r"(?:(\d{4})-)?(\d{1,9})", re.ASCII)


def make_id(year: int, number: int) -> str:
    """Write an id: ``2026-014``."""
    return f"{year}-{number:03d}"


def resolve(database: Database, given: str) -> str | None:
    """Return the id that is meant, which need not exist; ``None`` where none can be."""
    if given.lower() in LAST:
        row = database.execute(sql.ID_OF_NEWEST).fetchone()
        return row[0] if row else None
    match = _ID.fullmatch(given)
    if not match:
        return None
    year, number = match.groups()
    if year:
        return make_id(int(year), int(number))
    row = database.execute(sql.ID_OF_NUMBER, {"number": int(number)}).fetchone()
    return row[0] if row else None


def not_found(given: str, newest: Sequence[Entry]) -> TriageError:
    """Return the error for an id that does not exist, with what was probably meant."""
    if not newest:
        return failure("register.empty")
    close = _closest(given, newest)
    if close:
        return failure("register.unknown_id.close", given=Typed(given), id=close.id, title=Typed(close.title))
    return failure("register.unknown_id", given=Typed(given), newest=newest[0].id)


def _closest(given: str, entries: Sequence[Entry]) -> Entry | None:
    """The newest request with these words in its title, else the one whose id looks most like what was typed."""
    if _LETTER.search(given):
        titled = (entry for entry in entries if given.casefold() in entry.title.casefold())
        return next(titled, None)
    import difflib

    by_id = {entry.id: entry for entry in entries}
    names = difflib.get_close_matches(given, by_id, n=1, cutoff=0.7)
    return by_id[names[0]] if names else None
