"""The two databases that a register may be kept in; mypy checks wherever one is used that both have the method."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from triage.adapters.register.file import FileDatabase
    from triage.adapters.register.server import ServerDatabase

Database: TypeAlias = "FileDatabase | ServerDatabase"
