"""The profile on disk: one JSON file in the home, written whole and never half."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from triage.adapters.home import locks
from triage.adapters.home.settings import LANGUAGES, Home, make_folder
from triage.adapters.output.systemwords import why
from triage.adapters.output.wholefile import write_whole
from triage.core.messages import Place, Typed, failure

if TYPE_CHECKING:
    from triage.core.request.request import Profile


def stored_language(home: Home) -> str | None:
    """Return the profile's language without loading more than it takes; ``None`` where there is none."""
    try:
        language = json.loads(home.profile.read_bytes()).get("language")
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    return language if language in {"da", "en"} else None


def load_profile(home: Home) -> "Profile | None":
    """Load the profile; ``None`` where ``triage init`` has not been run."""
    from triage.adapters.home.unreadable import UNREADABLE
    from triage.adapters.home.valuejson import from_json
    from triage.core.request.request import Profile

    try:
        profile = from_json(Profile, json.loads(home.profile.read_bytes(), parse_constant=_refused))
    except FileNotFoundError:
        return None
    except (OSError, *UNREADABLE) as error:
        raise failure("error.profile", place=Place(str(home.profile)), why=why(error)) from error
    if wrong := next(_wrong(profile), None):
        raise failure("error.profile", place=Place(str(home.profile)), why=Typed(wrong))
    return profile


def _wrong(profile: "Profile") -> Iterator[str]:
    """Yield the figures that cannot be counted with."""
    from triage.core.request.request import FIGURES, NEVER_ZERO, TOO_BIG

    figures = {name: getattr(profile, name) for name in FIGURES}
    figures |= {f"standing: {each.name}": max(each.hours, each.cost, key=abs) for each in profile.standing}
    for name, figure in figures.items():
        if (figure is not None and not 0 <= figure < TOO_BIG) or (name in NEVER_ZERO and figure == 0):
            yield f"{name}: {figure}"
    if profile.language not in {None, *LANGUAGES}:
        yield f"language: {profile.language}"


def _refused(constant: str) -> float:
    raise ValueError(constant)


def locked(home: Home) -> AbstractContextManager[bool]:
    """Exclusive lock on the profile, from the look to the change, so that two commands at once lose nothing."""
    make_folder(home.folder)
    return locks.locked(home.profile.with_suffix(".lock"))


def save_profile(home: Home, profile: "Profile") -> None:
    """Save the profile; the file is there whole or as it was before."""
    from triage.adapters.home.valuejson import to_json

    make_folder(home.folder)
    text = json.dumps(to_json(profile), ensure_ascii=False, indent=1)
    write_whole(home.profile, text, private=True, exit_code=4)
