"""Interviews that are not finished: one file each, every line on the disk before the next question is shown.

The first line says what the draft is; each further line is an answer, a change of title, or what is to be asked again.
A line that was torn by a power cut is passed over. Drafts stay on this machine, whatever register is used.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from msgspec import Struct, field
from msgspec.structs import replace

from triage.adapters.home import locks
from triage.adapters.home.settings import make_folder, owners_alone
from triage.adapters.home.valuejson import value_data, value_from
from triage.adapters.output.wholefile import cannot_write
from triage.core.messages import REGISTER_FAILED, TriageError, failure
from triage.core.request.request import Answer, Origin, title_of


class Draft(Struct, frozen=True):
    """An unfinished interview as it was last left."""

    path: Path
    started: datetime
    language: str
    quick: bool
    fingerprint: str
    """Of the rules that it was begun with."""
    asked_by: str = ""
    asked_on: date | None = None
    title: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    """Questions that a changed answer has made stale."""
    token: str = ""
    """What the register knows this draft by, so that it is never kept twice."""
    earlier: tuple[tuple[str, str], ...] = ()
    """Requests that asked for the same, by id, each with what is new since."""
    whole: bool = False
    """Whether every question is asked, in the order of the rules."""
    rest: bool = False
    """Whether what can no longer change the verdict is asked too."""
    on: bool = False
    """Whether the person goes on although the verdict could be seen as it stands."""


def begin(
    folder: Path,
    *,
    started: datetime,
    language: str,
    quick: bool,
    fingerprint: str,
    whole: bool = False,
    token: str = "",
) -> Draft:
    """Make a new draft in a folder; without a ``token`` it gets one of its own."""
    make_folder(folder)
    head = {"started": started.isoformat(), "language": language, "quick": quick, "fingerprint": fingerprint}
    head |= {"whole": whole} if whole else {}
    token = token or uuid4().hex
    for number in range(1000):
        path = folder / f"{started:%Y%m%d-%H%M%S}-{number:03d}.jsonl"
        try:
            path.touch(0o600, exist_ok=False)
        except FileExistsError:
            continue
        except OSError as error:
            raise cannot_write(path, error, REGISTER_FAILED) from error
        _append(path, head | {"token": token})
        return Draft(path, started, language, quick, fingerprint, token=token, whole=whole)
    raise failure("draft.too_many", exit_code=REGISTER_FAILED, path=str(folder))


def keep_answer(draft: Draft, question_id: str, answer: Answer) -> Draft:
    """Put an answer on the disk; only then is it returned as part of the draft."""
    return _kept(draft, {"id": question_id, "value": value_data(answer.value), "origin": answer.origin.value})


def keep_again(draft: Draft, again: tuple[str, ...]) -> Draft:
    """Put on the disk what is to be asked again."""
    return _kept(draft, {"again": list(again)})


def keep_rest(draft: Draft) -> Draft:
    """Put on the disk that what can no longer change the verdict is asked too."""
    return _kept(draft, {"rest": True})


def keep_on(draft: Draft) -> Draft:
    """Put on the disk that what can still change the verdict is asked to its end."""
    return _kept(draft, {"on": True})


def keep_title(draft: Draft, title: str) -> Draft:
    """Put a title on the disk."""
    return _kept(draft, {"title": title})


def keep_asked(draft: Draft, by: str, on: date | None) -> Draft:
    """Put on the disk who asked, and when."""
    return _kept(draft, {"asked_by": by, "asked_on": on.isoformat() if on else None}) if by or on else draft


def keep_earlier(draft: Draft, request_id: str, new: str) -> Draft:
    """Put on the disk that the same was asked before, and what is new since."""
    return _kept(draft, {"earlier": request_id, "new": new})


def keep_without(draft: Draft, gone: tuple[str, ...], fingerprint: str) -> Draft:
    """Put on the disk that changed rules have no place for some answers."""
    return _kept(draft, {"gone": list(gone), "fingerprint": fingerprint})


def remove(draft: Draft) -> None:
    """Take a finished draft away, with its lock; a process that waits for the lock finds the draft gone."""
    for path in (draft.path, _lock(draft)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def remove_left(folder: Path) -> None:
    """Take the drafts of a folder away, except one that is being answered right now."""
    for draft in _loaded(folder):
        with suppress(TriageError), locked(draft) as held:
            remove(held)


def all_drafts(folder: Path) -> list[Draft]:
    """Return every draft of a folder that holds an answer, the newest first."""
    return [draft for draft in _loaded(folder) if draft.answers]


def unreadable(folder: Path) -> list[Path]:
    """Return the files of a folder that were drafts and can no longer be read as such."""
    try:
        return [path for path in sorted(folder.glob("*.jsonl")) if path.stat().st_size and _load(path) is None]
    except OSError:
        return []


def title(draft: Draft) -> str:
    """Return a draft's title, else one made of the director's words; empty where there are none yet."""
    words = draft.answers["request"].value if "request" in draft.answers else None
    return draft.title or title_of(str(words or ""))


def last_touched(draft: Draft) -> date:
    """Return the day on which a draft was last written to, where the user is."""
    try:
        return datetime.fromtimestamp(draft.path.stat().st_mtime).astimezone().date()
    except OSError:
        return draft.started.date()


def left(draft: Draft) -> bool:
    """Leave a draft; returns whether it holds an answer, and removes it where it holds none."""
    current = _load(draft.path)
    if current is not None and current.answers:
        return True
    remove(draft)
    return False


@contextmanager
def locked(draft: Draft) -> Iterator[Draft]:
    """Exclusive lock on a draft for the block; yields it as it is now.

    Two windows could else answer it at once, or one go on with what the other has finished.
    """
    if not draft.path.exists():
        raise failure("draft.gone")
    with locks.locked(_lock(draft), wait=False) as is_held:
        if not is_held:
            raise failure("draft.in_use")
        current = _load(draft.path)
        if current is None:
            raise failure("draft.gone")
        yield current


def _lock(draft: Draft) -> Path:
    return draft.path.with_suffix(".lock")


def _kept(draft: Draft, entry: dict[str, Any]) -> Draft:
    """Append an entry to the file; the draft is then what reading the file again would make of it."""
    _append(draft.path, entry)
    return _replayed(draft, entry)


def _append(path: Path, entry: dict[str, Any]) -> None:
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    try:
        with open(path, "ab", opener=owners_alone) as file:
            file.write(_line_break_if_torn(path) + line.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise cannot_write(path, error, REGISTER_FAILED) from error


def _line_break_if_torn(path: Path) -> bytes:
    """Start on a line of its own, also after one that a power cut tore."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return b""
        file.seek(-1, os.SEEK_END)
        return b"" if file.read(1) == b"\n" else b"\n"


def _loaded(folder: Path) -> list[Draft]:
    try:
        paths = sorted(folder.glob("*.jsonl"), reverse=True)
    except OSError:
        return []
    return [draft for path in paths if (draft := _load(path))]


def _load(path: Path) -> Draft | None:
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except OSError:
        return None
    entries = [entry for line in lines if isinstance(entry := _parsed(line), dict)]
    try:
        head = entries[0]
        started = datetime.fromisoformat(head["started"])
        token = str(head.get("token") or f"{path.stem}@{head['started']}")
        draft = Draft(path, started, head["language"], bool(head["quick"]), head["fingerprint"], token=token)
        draft = replace(draft, whole=bool(head.get("whole")))
    except (IndexError, KeyError, TypeError, ValueError):
        return None
    for entry in entries[1:]:
        draft = _replayed(draft, entry)
    return draft


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _replayed(draft: Draft, entry: dict[str, Any]) -> Draft:
    try:
        if "id" in entry:
            answer = Answer(value_from(entry["value"]), Origin(entry["origin"]))
            still = tuple(name for name in draft.again if name != entry["id"])
            return replace(draft, answers={**draft.answers, entry["id"]: answer}, again=still)
        if "again" in entry:
            return replace(draft, again=tuple(entry["again"]))
        if "earlier" in entry:
            return replace(draft, earlier=(*draft.earlier, (str(entry["earlier"]), str(entry["new"]))))
        if "asked_on" in entry:
            on = entry["asked_on"]
            return replace(draft, asked_by=str(entry["asked_by"]), asked_on=date.fromisoformat(on) if on else None)
        for name, kind in (("title", str), ("asked_by", str), ("rest", bool), ("on", bool)):
            if name in entry:
                changed: dict[str, Any] = {name: kind(entry[name])}
                return replace(draft, **changed)
        if "gone" in entry:
            left = {name: answer for name, answer in draft.answers.items() if name not in entry["gone"]}
            return replace(draft, answers=left, fingerprint=entry["fingerprint"])
    except (KeyError, TypeError, ValueError):
        pass
    return draft
