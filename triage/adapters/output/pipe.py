"""Standard input, output and error: as bytes for other programs, and what becomes of them when they fail.

Output that cannot be written never stops the work: a full disk is reported once, at the end, and a reader that has left
is not reported at all.
"""

import os
import sys
from contextlib import contextmanager, suppress

TYPE_CHECKING = False  # as type checkers know it, without typing: --version waits for nothing else
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, TextIO

    from triage.core.messages import Message

_lost: list[OSError] = []
"""Why output could not be written, the first time; emptied by :func:`why_lost`."""


def open_missing() -> None:
    """Open the null device for standard streams that the caller has closed.

    Python has ``None`` for them, and the next file to be opened would get their number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


@contextmanager
def surviving() -> "Iterator[None]":
    """Write to standard output in this block; if that fails, the rest of the output goes to the null device."""
    try:
        yield
    except OSError as error:
        _lost.append(error)
        _silence(sys.stdout)


def flush() -> bool:
    """Write what is still waiting; returns whether all output has arrived."""
    with surviving():
        sys.stdout.flush()
    return not _lost


def why_lost() -> "Message | None":
    """Flush, and return why output was lost, if it was; a reader that has left does not count."""
    flush()
    first = next(iter(_lost), None)
    _lost.clear()
    if first is None or isinstance(first, BrokenPipeError):
        return None
    from triage.adapters.output.systemwords import why

    return why(first)


def complain(text: str) -> None:
    """Print to standard error; if that fails too, nothing is reported."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


@contextmanager
def output() -> "Iterator[BinaryIO]":
    """Yield standard output as bytes: the same on every system, whatever its letters are."""
    with surviving():
        sys.stdout.flush()
        yield sys.stdout.buffer


def read_all() -> bytes:
    """Read standard input to its end."""
    return sys.stdin.buffer.read()


def _silence(stream: "TextIO") -> None:
    """Send what is written from now on, or waits in a buffer, to the null device; else leaving would fail on it."""
    with suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
