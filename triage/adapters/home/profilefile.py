"""The profile on disk: one JSON file in the home, written whole and never half."""

import json
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from triage.adapters.home import locks
from triage.adapters.home.settings import Home, make_folder
from triage.adapters.output.wholefile import write_whole
from triage.core.messages import Place, failure

if TYPE_CHECKING:
    from triage.core.request.request import Profile


def stored_language(home: Home) -> str | None:
    """Return the profile's language without loading more than it takes; ``None`` where there is none."""
    try:
        language = json.loads(home.profile.read_bytes()).get("language")
    except (OSError, ValueError, AttributeError):
        return None
    return language if language in {"da", "en"} else None


def load_profile(home: Home) -> "Profile | None":
    """Load the profile; ``None`` where ``triage init`` has not been run."""
    from triage.adapters.home.valuejson import UNREADABLE, from_json
    from triage.core.request.request import Profile

    try:
        return from_json(Profile, json.loads(home.profile.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, *UNREADABLE) as error:
        raise failure("error.profile", place=Place(str(home.profile)), why=str(error)) from error


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
