"""``triage list``: requests of the register, and interviews that are not finished."""

from collections.abc import Iterator
from typing import Any

from triage.adapters.home.settings import Home
from triage.adapters.register.register import Entry, Wanted, open_register
from triage.core.messages import Message, Typed, say


def list_requests(home: Home, wanted: Wanted, limit: int | None, skip: int = 0) -> Iterator[Entry]:
    """Yield the requests that are wanted, the newest first, read as they are asked for."""
    with open_register(home) as register:
        yield from register.newest(wanted, limit, skip)


def why_empty(home: Home, wanted: Wanted) -> Message:
    """Return why nothing is listed, and what to do about it."""
    with open_register(home) as register:
        if next(register.newest(limit=1), None) is None:
            return say("list.empty")
        for name in ("task_type", "director", "goal"):
            given = getattr(wanted, name)
            there = register.known(name) if given is not None else []
            if given is not None and not any(each.startswith(given.casefold()) for each in there):
                return say(f"list.unknown.{name}", given=Typed(given), known=Typed(", ".join(there)))
    return say("list.no_match")


def list_drafts(home: Home) -> list[dict[str, Any]]:
    """Return the interviews that are not finished, the newest first."""
    from triage.adapters.home import drafts

    return [
        {"started": draft.started, "title": drafts.title(draft), "answers": len(draft.answers)}
        for draft in drafts.all_drafts(home.drafts)
    ]
