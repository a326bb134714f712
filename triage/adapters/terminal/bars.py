"""Bars of text: parts of a whole side by side, readable without colour, in the characters that a terminal has."""

import os
import sys
from collections.abc import Sequence

from triage.adapters.terminal.screen import is_terminal, width

NARROWEST = 60
"""Below so many columns there is no room for a bar and its numbers."""
_SHADES = {"standing": "▒", "tasks": "█", "free": "·", "over": "!"}
_PLAIN = {"standing": "=", "tasks": "#", "free": ".", "over": "!"}


def can_draw() -> bool:
    """Whether there is a person at a terminal that is wide enough and draws."""
    is_plain = os.environ.get("TERM") == "dumb" or bool(os.environ.get("TRIAGE_PLAIN"))
    return is_terminal() and not is_plain and width() + 1 >= NARROWEST


def bar(parts: Sequence[tuple[str, float]], whole: float, cells: int) -> str:
    """Return parts of a whole as a line of so many cells, in the order given; a part below half a cell is not seen."""
    marks, line, upto = shades(), "", 0.0
    for name, amount in parts:
        upto += max(amount, 0.0)
        line += marks[name] * (round(upto / whole * cells) - len(line) if whole else 0)
    return line.ljust(cells)


def shades() -> dict[str, str]:
    """Return the characters of a bar, plain ones where the terminal has no others."""
    try:
        "".join(_SHADES.values()).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return _PLAIN
    return _SHADES
