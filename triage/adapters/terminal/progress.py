"""A bar on the terminal while something takes long; a pipe sees nothing of it."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from triage.adapters.home.settings import is_plain

T = TypeVar("T")
PATIENCE = 1.0
"""Seconds after which it is shown how far something has come."""


def with_bar(items: Sequence[T], label: str) -> Iterable[T]:
    """Return the items one by one, and show how many have been worked through."""
    if not sys.stdout.isatty() or is_plain():
        return items
    from rich.progress import track

    return track(items, description=label, transient=True)


def with_share(items: Iterable[T], label: str, share: Callable[[T], float]) -> Iterator[T]:
    """Yield items as they come, and show after a second how much is done; beside the output, not in it."""
    if not sys.stderr.isatty() or is_plain():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    started = time.monotonic()
    own = Console(stderr=True)
    with Progress(console=own, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(label, total=1.0, visible=False)
        for item in items:
            bar.update(task, completed=share(item), visible=time.monotonic() - started > PATIENCE)
            yield item
