"""What an installation without the extra ``office`` cannot write, in one line that names it."""

from collections.abc import Iterator
from contextlib import contextmanager

from triage.core.messages import failure


@contextmanager
def needed(form: str) -> Iterator[None]:
    """Import libraries of the extra in this block; refuses the format where they are missing."""
    try:
        yield
    except ImportError as error:
        raise failure("page.needs_office", format=form) from error
