"""``triage list``: requests of the register, and interviews that are not finished."""

from collections.abc import Iterator
from typing import Any

from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.register import Entry, Wanted, open_register
from triage.adapters.terminal.attended import is_attended
from triage.core.messages import USAGE_IS_WRONG, Message, Typed, failure, say

MOST_TO_PICK = 200
"""How many of the newest requests can be chosen from; older ones are found with ``list``."""


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


def pick(home: Home, catalog: Catalog) -> str:
    """Let a person at the terminal choose one of the newest requests, and return its number."""
    if not is_attended():
        raise failure("show.which", exit_code=USAGE_IS_WRONG)
    from triage.adapters.terminal import prompt
    from triage.usecases.parts.choosing import choose_line
    from triage.usecases.parts.interviewing import cut

    found = list(list_requests(home, Wanted(), MOST_TO_PICK))
    if not found:
        raise failure("list.empty")
    prompt.tell(catalog.say("list.pick", count=len(found)), "bold")
    prompt.tell(catalog.say("list.pick.how"), "fg:ansibrightblack")
    lines = [
        prompt.ListItem(each.id, cut(f"{each.id}  {catalog.say(f'verdict.{each.verdict}')}  {each.title}"))
        for each in found
    ]
    return choose_line(catalog, lines)


def list_drafts(home: Home) -> list[dict[str, Any]]:
    """Return the interviews that are not finished, the newest first."""
    from triage.adapters.home import drafts

    return [
        {"started": draft.started, "title": drafts.title(draft), "answers": len(draft.answers)}
        for draft in drafts.all_drafts(home.drafts)
    ]
