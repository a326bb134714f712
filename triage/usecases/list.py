"""What ``triage list`` shows: requests of the register, and interviews that are not finished."""

from collections.abc import Iterator
from typing import Any

from triage.adapters.home import drafts
from triage.adapters.home.settings import Home
from triage.adapters.register.register import Entry, Wanted, open_register


def list_requests(home: Home, wanted: Wanted, limit: int | None, skip: int = 0) -> Iterator[Entry]:
    """Give the requests that are wanted, the newest first, read as they are asked for."""
    with open_register(home) as register:
        yield from register.newest(wanted, limit, skip)


def known(home: Home, what: str) -> list[str]:
    """Give the task types, directors or goals that requests in the register have; none where the register is empty."""
    with open_register(home) as register:
        return register.known(what)


def is_empty(home: Home) -> bool:
    """Whether nothing has been kept yet."""
    with open_register(home) as register:
        return next(register.newest(limit=1), None) is None


def list_drafts(home: Home) -> list[dict[str, Any]]:
    """Give the interviews that are not finished, the newest first."""
    return [
        {
            "started": draft.started,
            "title": drafts.title(draft),
            "answers": len(draft.answers),
        }
        for draft in drafts.all_drafts(home.drafts)
    ]
