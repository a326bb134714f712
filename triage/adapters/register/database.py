"""What the register needs of a database, be it a file or a server."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from triage.adapters.register.sql import Search


class Database(Protocol):
    """What the register needs of a database, be it a file or a server."""

    search: Search

    @property
    def where(self) -> str:
        """What a message calls it; without a password."""

    def translating_errors(self) -> AbstractContextManager[None]:
        """Every error of the database in the block is re-raised as TriageError(exit_code=4)."""

    def execute(self, statement: str, values: Mapping[str, Any] | None = None) -> Any:
        """Run a statement and return its cursor."""

    def query(self, words: str) -> str:
        """Return the search for words as this database wants it."""

    def writing(self) -> AbstractContextManager[None]:
        """Write everything in the block or nothing; nobody else writes meanwhile."""

    def reading(self) -> AbstractContextManager[None]:
        """Read everything in the block as it is at one moment."""

    def shrink(self) -> None:
        """Take the last traces of what was deleted out of it."""

    def copies(self) -> list[Path]:
        """Copies of it that upgrades have left."""

    def close(self) -> None:
        """Close it."""
