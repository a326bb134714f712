"""Things that are slow to read and quick to keep: a pickle for each fingerprint in the cache folder.

A cache file begins with a checksum of its name and content, and can only bring back built-in values and the rules' own
frozen classes; anything else in it, or any damage, counts as not being there. The cache may be deleted at any time and
need not be writable.
"""

import contextlib
import hashlib
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

_CHECKSUM = hashlib.sha256().digest_size


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
        content = path.read_bytes()
        kept = content[_CHECKSUM:]
        return _Unpickler(BytesIO(kept)).load() if content[:_CHECKSUM] == _checksum(path, kept) else None
    except Exception:  # noqa: BLE001 - pickle may raise anything on damaged bytes; the cache is then made anew
        return None


def _write(path: Path, value: object) -> None:
    with contextlib.suppress(OSError, TriageError):
        make_folder(path.parent)
        content = pickle.dumps(value, protocol=5)
        write_whole(path, _checksum(path, content) + content, private=True)


def _checksum(path: Path, content: bytes) -> bytes:
    """Of a file's name, which says what it was made of, and its content: a file under another name is none of ours."""
    return hashlib.sha256(path.name.encode() + content).digest()
