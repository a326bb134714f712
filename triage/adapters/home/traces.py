"""What else of a request lies in the home: drafts of it, what killed writers left, and the report of a bug.

The register and its backups are not here.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from triage.adapters.home import drafts
from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import TEMPORARY, cannot_write
from triage.core.messages import TriageError


def erase_traces(home: Home, request_id: str, token: str) -> list[TriageError]:
    """Erase them all; returns what could not be erased."""
    failed = []
    for path in _traces(home, request_id, token):
        try:
            _erase(path)
        except OSError as error:
            failed.append(cannot_write(path, error))
    return failed


def _traces(home: Home, request_id: str, token: str) -> Iterator[Path]:
    yield from (home.folder / "form-drafts").glob(f"{request_id}-*")
    for draft in drafts.all_drafts(home.drafts):
        if draft.token == token:
            yield from home.drafts.glob(f"{draft.path.stem}.*")
    yield from (path for path in home.folder.glob(".triage-*") if TEMPORARY.fullmatch(path.name))
    yield home.folder / "bug.txt"


def _erase(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
