"""Refuses to write over what a newer version of the program wrote: this one would leave out what it does not know."""

import json
from typing import Any

from triage.adapters.home.coursefile import NAME
from triage.adapters.home.settings import Home
from triage.adapters.home.unreadable import UNREADABLE
from triage.adapters.home.valuejson import from_json, to_json
from triage.core.messages import REGISTER_FAILED, failure
from triage.core.request.course import Course
from triage.core.request.request import Profile

_FILES = {"profile.json": Profile, NAME: tuple[Course, ...]}


def refuse_newer(home: Home) -> None:
    """Raise where the profile or the goals hold fields that this version does not know."""
    for name, kind in _FILES.items():
        path = home.folder / name
        try:
            kept = json.loads(path.read_bytes())
            is_newer = _has_more(kept, to_json(from_json(kind, kept)))
        except (OSError, *UNREADABLE):
            continue  # whoever reads it reports that
        if is_newer:
            raise failure("error.newer_file", exit_code=REGISTER_FAILED, path=str(path))


def _has_more(kept: Any, read: Any) -> bool:
    """Whether JSON has fields that what was read of it lacks."""
    match kept, read:
        case dict(), dict():
            return not kept.keys() <= read.keys() or any(_has_more(kept[name], read[name]) for name in kept)
        case list(), list():
            return any(map(_has_more, kept, read))
    return False
