"""A list at the terminal with the words that every list has; why it is asked is told, and it is asked again."""

from collections.abc import Sequence

from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal import prompt
from triage.adapters.terminal.prompt import ListItem, Signal, Why


def choose(
    catalog: Catalog,
    lines: Sequence[ListItem],
    chosen: str | None = None,
    *,
    why: str = "",
    suggested: str | None = None,
    unknown: str | None = None,
    searchable: bool = False,
) -> str | Signal:
    """Let a line be chosen; ``why`` is told when it is asked for, else how a line is chosen.

    The rest is as in :func:`prompt.ask_choice`; the line that was marked stays so.
    """
    while True:
        reply = prompt.ask_choice(
            lines,
            chosen,
            unchosen=catalog.say("prompt.unchosen"),
            nothing=catalog.say("prompt.nothing_found"),
            suggested=suggested,
            unknown=unknown,
            searchable=searchable,
        )
        if not isinstance(reply, Why):
            return reply
        chosen = reply.typed or chosen
        prompt.tell(why or catalog.say("prompt.choosing"), "italic", indent="  ")


def choose_line(catalog: Catalog, lines: Sequence[ListItem], chosen: str | None = None, *, why: str = "") -> str:
    """Let a line be chosen where there is nothing to go back to."""
    while True:
        reply = choose(catalog, lines, chosen, why=why)
        if isinstance(reply, str):
            return reply
