"""Standard input and output as bytes, for other programs: the same on every system, whatever its letters are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from triage.core.messages import failure


@contextmanager
def output() -> Iterator[BinaryIO]:
    """Give standard output; a full disk behind it is told, a reader that has left is the command line's business."""
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise failure("error.write", path="stdout", why=error.strerror or str(error)) from error


def read_all() -> bytes:
    """Read standard input to its end."""
    return sys.stdin.buffer.read()
