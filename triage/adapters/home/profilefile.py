"""The profile on disk: one JSON file in the home, written whole and never half."""

import json
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from triage.adapters.home import locks
from triage.adapters.home.settings import Home, make_folder
from triage.adapters.output.wholefile import write_whole
from triage.core.messages import Place, failure
from triage.core.request.request import Goal, Profile


def stored_language(home: Home) -> str | None:
    """Give the profile's language without loading more than it takes; ``None`` where there is none."""
    try:
        language = json.loads(home.profile.read_bytes()).get("language")
    except (OSError, ValueError, AttributeError):
        return None
    return language if language in {"da", "en"} else None


def load_profile(home: Home) -> Profile | None:
    """Load the profile; ``None`` where ``triage init`` has not been run."""
    try:
        kept = json.loads(home.profile.read_bytes())
        return profile_from(kept)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise failure("error.profile", place=Place(str(home.profile)), why=str(error)) from error


def locked(home: Home) -> AbstractContextManager[bool]:
    """Exclusive lock on the profile, from the look to the change, so that two commands at once lose nothing."""
    make_folder(home.folder)
    return locks.locked(home.profile.with_suffix(".lock"))


def save_profile(home: Home, profile: Profile) -> None:
    """Save the profile; the file is there whole or as it was before."""
    make_folder(home.folder)
    text = json.dumps(profile_data(profile), ensure_ascii=False, indent=1)
    write_whole(home.profile, text, private=True, exit_code=4)


def profile_data(profile: Profile) -> dict[str, Any]:
    """Give the profile as JSON values."""
    data = {name: getattr(profile, name) for name in Profile.__slots__}
    goals = [{name: getattr(goal, name) for name in Goal.__slots__} for goal in profile.goals]
    return data | {"goals": goals, "agreed_on": profile.agreed_on.isoformat() if profile.agreed_on else None}


def profile_from(data: dict[str, Any]) -> Profile:
    """Make the profile of JSON values."""
    agreed = data.get("agreed_on")
    goals = tuple(Goal(**goal) for goal in data.get("goals") or ())
    return Profile(**(data | {"goals": goals, "agreed_on": date.fromisoformat(agreed) if agreed else None}))
