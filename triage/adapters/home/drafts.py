"""Interviews that are not finished: one file each, every line on the disk before the next question is shown.

The first line tells what the draft is; each further line is an answer, a change of title, or what is to be asked again.
A line that was torn by a power cut is passed over. Drafts stay on this machine, whatever register is used.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from triage.adapters.home import locks
from triage.adapters.home.settings import make_folder, owners_alone
from triage.adapters.home.valuejson import value_data, value_from
from triage.core.messages import REGISTER_FAILED, TriageError, failure
from triage.core.request.request import Answer, Origin, title_of


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished interview as it was last left."""

    path: Path
    started: datetime
    language: str
    quick: bool
    fingerprint: str
    """Of the rules that it was begun with."""
    asked_by: str = ""
    title: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    """Questions that a changed answer has made stale."""
    token: str = ""
    """What the register knows this draft by, so that it is never kept twice."""
    earlier: tuple[tuple[str, str], ...] = ()
    """Requests that asked for the same, by id, each with what is new since."""


def begin(folder: Path, *, started: datetime, language: str, quick: bool, fingerprint: str) -> Draft:
    """Make a new draft in a folder."""
    make_folder(folder)
    token = uuid4().hex
    head = {"started": started.isoformat(), "language": language, "quick": quick, "fingerprint": fingerprint}
    head |= {"token": token}
    for number in range(1000):
        path = folder / f"{started:%Y%m%d-%H%M%S}-{number:03d}.jsonl"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise _cannot_write(path, error) from error
        os.close(descriptor)
        _append(path, head)
        return Draft(path, started, language, quick, fingerprint, token=token)
    raise failure("draft.too_many", exit_code=REGISTER_FAILED, path=str(folder))


def keep_answer(draft: Draft, question_id: str, answer: Answer) -> Draft:
    """Put an answer on the disk; only then is it part of the draft that is returned."""
    _append(draft.path, {"id": question_id, "value": value_data(answer.value), "origin": answer.origin.value})
    still = tuple(name for name in draft.again if name != question_id)
    return replace(draft, answers={**draft.answers, question_id: answer}, again=still)


def keep_again(draft: Draft, again: tuple[str, ...]) -> Draft:
    """Put on the disk what is to be asked again."""
    _append(draft.path, {"again": list(again)})
    return replace(draft, again=again)


def keep_title(draft: Draft, title: str) -> Draft:
    """Put a title on the disk."""
    _append(draft.path, {"title": title})
    return replace(draft, title=title)


def keep_earlier(draft: Draft, request_id: str, new: str) -> Draft:
    """Put on the disk that the same was asked before, and what is new since."""
    _append(draft.path, {"earlier": request_id, "new": new})
    return replace(draft, earlier=(*draft.earlier, (request_id, new)))


def keep_without(draft: Draft, gone: tuple[str, ...], fingerprint: str) -> Draft:
    """Put on the disk that changed rules have no place for some answers."""
    _append(draft.path, {"gone": list(gone), "fingerprint": fingerprint})
    left = {name: answer for name, answer in draft.answers.items() if name not in gone}
    return replace(draft, answers=left, fingerprint=fingerprint)


def remove(draft: Draft) -> None:
    """Take a finished draft away, with its lock: whoever waits for that finds the draft gone."""
    for path in (draft.path, _lock(draft)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def remove_left(folder: Path) -> None:
    """Take the drafts of a folder away, but for one that somebody is answering just now."""
    for draft in _loaded(folder):
        with suppress(TriageError), locked(draft) as held:
            remove(held)


def all_drafts(folder: Path) -> list[Draft]:
    """Return every draft of a folder that holds an answer, the newest first."""
    return [draft for draft in _loaded(folder) if draft.answers]


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
    """Return whether a draft that is left holds any answer; one that holds none is removed."""
    current = _load(draft.path)
    if current is not None and current.answers:
        return True
    remove(draft)
    return False


@contextmanager
def locked(draft: Draft) -> Iterator[Draft]:
    """Exclusive lock on a draft for the block; yields it as it stands now.

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


def _append(path: Path, entry: dict[str, Any]) -> None:
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    try:
        with open(path, "ab", opener=owners_alone) as file:
            file.write(_line_break_if_torn(path) + line.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _cannot_write(path, error) from error


def _line_break_if_torn(path: Path) -> bytes:
    """Start on a line of its own, also after one that a power cut tore."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return b""
        file.seek(-1, os.SEEK_END)
        return b"" if file.read(1) == b"\n" else b"\n"


def _cannot_write(path: Path, error: OSError) -> TriageError:
    return failure("error.write", exit_code=REGISTER_FAILED, path=str(path), why=error.strerror or str(error))


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
    except (IndexError, KeyError, TypeError, ValueError):
        return None
    for entry in entries[1:]:
        draft = _replayed(draft, entry)
    return draft


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
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
        if "title" in entry:
            return replace(draft, title=str(entry["title"]))
        if "gone" in entry:
            left = {name: answer for name, answer in draft.answers.items() if name not in entry["gone"]}
            return replace(draft, answers=left, fingerprint=entry["fingerprint"])
    except (KeyError, TypeError, ValueError):
        pass
    return draft
