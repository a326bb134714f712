"""A bar on the terminal while something takes long; a pipe sees nothing of it."""

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from triage.adapters.home.settings import is_plain

T = TypeVar("T")


def with_bar(items: Sequence[T], label: str) -> Iterable[T]:
    """Return the items one by one, and show how many have been worked through."""
    if not sys.stdout.isatty() or is_plain():
        return items
    from rich.progress import track

    return track(items, description=label, transient=True)
