"""The two databases that a register may be kept in; mypy checks wherever one is used that both have the method.

What is wrong in what they hold is told alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from triage.adapters.home.unreadable import UNREADABLE
from triage.adapters.output.systemwords import why
from triage.core.messages import REGISTER_FAILED, failure

if TYPE_CHECKING:
    from triage.adapters.register.file import FileDatabase
    from triage.adapters.register.server import ServerDatabase

Database: TypeAlias = "FileDatabase | ServerDatabase"


@contextmanager
def translating_damage(where: str) -> Iterator[None]:
    """Raise what JSON of another shape leads to as the message that the register is damaged."""
    try:
        yield
    except UNREADABLE as error:
        raise failure("register.damaged", exit_code=REGISTER_FAILED, path=where, why=why(error)) from error
