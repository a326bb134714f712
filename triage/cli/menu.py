"""What bare ``triage`` shows at a terminal: what can be done now, as a list to choose from."""

import textwrap
from collections.abc import Callable, Sequence

from triage.adapters.home.settings import Home
from triage.cli.session import Session
from triage.core.messages import Message
from triage.usecases.menu import Entry, entries


def show_menu(
    session: Session,
    run: Callable[[Sequence[str]], int],
    language: Sequence[str],
    offer: Callable[[Home], tuple[list[Entry], Message | None]] = entries,
) -> int:
    """Let an entry be chosen and run it; after a look at something the menu comes back.

    ``language`` is ``--lang`` as it was typed, which goes on to every command.
    """
    while True:
        entry = _chosen(session, offer)
        if not entry.command:
            return 0
        code = run([*entry.command, *language])
        if code or not entry.comes_back:
            return code


def _chosen(session: Session, offer: Callable[[Home], tuple[list[Entry], Message | None]]) -> Entry:
    from triage.adapters.terminal import prompt
    from triage.adapters.terminal.screen import width
    from triage.usecases.parts.choosing import choose_line

    catalog = session.catalog
    offered, trouble = offer(session.home)
    if trouble:
        prompt.tell("\n" + catalog.text(trouble), "fg:ansiyellow")
    prompt.tell("\n" + catalog.say("menu.heading"), "bold")
    prompt.tell(catalog.say("menu.keys"), "fg:ansibrightblack")
    titles = (textwrap.shorten(catalog.text(each.what), width() - 8, placeholder=" ...") for each in offered)
    lines = [prompt.ListItem(str(at), title) for at, title in enumerate(titles)]
    return offered[int(choose_line(catalog, lines))]
