"""Locks between processes: a file beside what is locked, which stays when the lock is released."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from triage.adapters.output.wholefile import cannot_write
from triage.core.messages import REGISTER_FAILED


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Exclusive lock on a file for the block; the operating system releases it if the process is killed.

    Yields whether it is held: it is not where another process holds it and there is to be no waiting.
    """
    from filelock import FileLock, Timeout  # takes longer to load than a listing

    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(timeout=-1 if wait else 0)
    except Timeout:
        pass
    except OSError as error:
        raise cannot_write(path, error, REGISTER_FAILED) from error
    try:
        yield lock.is_locked
    finally:
        lock.release()
