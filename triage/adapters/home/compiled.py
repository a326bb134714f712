"""Things that are slow to read and quick to keep: a pickle for each fingerprint in the cache folder.

A cache file can only bring back built-in values and the rules' own frozen classes; anything else in it, or any damage,
counts as not being there. The cache may be deleted at any time and need not be writable.
"""

import contextlib
import pickle
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from triage.adapters.home.settings import make_folder
from triage.adapters.output.wholefile import write_whole
from triage.core.messages import TriageError

T = TypeVar("T")

_ALLOWED_MODULES = frozenset({"triage.core.rules.ruleset", "triage.core.messages"})


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in _ALLOWED_MODULES and "." not in name else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} does not belong in a cache")


def recall(folder: Path | None, name: str, kind: type[T], make: Callable[[], T]) -> T:
    """Return what is kept under this name, else make it and keep it."""
    if folder is None:
        return make()
    path = folder / f"{name}.pickle"
    kept = _read(path)
    if isinstance(kept, kind):
        return kept
    made = make()
    _write(path, made)
    return made


def _read(path: Path) -> object:
    try:
        return _Unpickler(BytesIO(path.read_bytes())).load()
    except Exception:  # noqa: BLE001 - pickle may raise anything on damaged bytes; the cache is then made anew
        return None


def _write(path: Path, value: object) -> None:
    with contextlib.suppress(OSError, TriageError):
        make_folder(path.parent)
        write_whole(path, pickle.dumps(value, protocol=5), private=True)
