"""The prompt without redrawing: for screen readers, and for terminals that cannot move their cursor.

A list is numbered lines, and whatever is asked is answered by a typed line: ``<`` goes back, ``?`` tells why, and an
empty line keeps what stands there or is don't know. Returns what ``terminal.prompt`` returns.
"""

import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from triage.adapters.terminal import screen
from triage.adapters.terminal.replies import ListItem, Reply, Signal, Why

if TYPE_CHECKING:
    from prompt_toolkit.input import Input

BACK, WHY, EVERYTHING = "<", "?", "*"
LONGEST_LIST = 12
"""Lines of a list that can be searched up to which it is shown unasked."""


def tell(text: str, *, indent: str = "") -> None:
    """Print a text wrapped at words."""
    for paragraph in text.split("\n"):
        lines = textwrap.wrap(paragraph, screen.width(), initial_indent=indent, subsequent_indent=indent) or [""]
        screen.print_text("\n".join(lines))


def ask_text(typed: str = "") -> Reply:
    """Let a line be typed; an empty one keeps what stands there."""
    if typed:
        tell(f"[{typed}]")
    line = _line()
    if line == BACK:
        return Signal.BACK
    return Why(typed) if line == WHY else line or typed


def ask_choice(
    lines: Sequence[ListItem],
    chosen: str | None,
    *,
    unchosen: str,
    nothing: str,
    searchable: bool = False,
) -> Reply:
    """Let a line be chosen by its number or by words of it; an empty line takes what somebody has answered before."""
    numbered = {str(at): line for at, line in enumerate((line for line in lines if line.value is not None), start=1)}
    at_once = not searchable or len(numbered) <= LONGEST_LIST
    if at_once:
        _show(lines, numbered, chosen)
    while True:
        line = _line()
        if line in {BACK, WHY}:
            return Signal.BACK if line == BACK else Why("")
        if line == EVERYTHING:
            _show(lines, numbered, chosen)
        elif not line and any(each.value == chosen for each in numbered.values()):
            return str(chosen)
        elif not line:
            tell(unchosen)
        elif found := _found(line, numbered):
            if len(found) == 1:
                only = next(iter(found.values()))
                tell(only.title)
                return str(only.value)
            _show(list(found.values()), numbered, chosen)
        else:
            tell(nothing)


def _found(typed: str, numbered: Mapping[str, ListItem]) -> Mapping[str, ListItem]:
    """Return the line of that number or of exactly these words, or those that hold the words."""
    wanted = typed.casefold().strip(" .)")
    if wanted in numbered:
        return {wanted: numbered[wanted]}
    exact = {at: each for at, each in numbered.items() if wanted in {each.title.casefold(), each.value}}
    return exact or {at: each for at, each in numbered.items() if wanted in each.title.casefold()}


def _show(lines: Sequence[ListItem], numbered: Mapping[str, ListItem], chosen: str | None) -> None:
    """Print lines with their numbers; the one that an empty line takes is marked."""
    numbers = {each.value: at for at, each in numbered.items()}
    for each in lines:
        if each.value is None:
            tell(each.title)
        else:
            mark = f"[{numbers[each.value]}]" if each.value == chosen else f"{numbers[each.value]})"
            tell(f"{mark} {each.title}")


def _line() -> str:
    """Read a line that is typed from now on. Ctrl-C and Ctrl-D raise KeyboardInterrupt."""
    from triage.adapters.terminal.waitingkeys import drop_waiting_keys

    sys.stdout.flush()
    drop_waiting_keys(_source())
    screen.write("> ")
    sys.stdout.flush()
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        screen.write("\n")
        raise
    if not line:
        raise KeyboardInterrupt
    return line.strip()


def _source() -> "Input":
    from prompt_toolkit.input import create_input

    return create_input()
