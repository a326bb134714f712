"""The profile on disk: one JSON file in the home, written whole and never half."""

import json
from contextlib import AbstractContextManager

from triage.adapters.home import locks
from triage.adapters.home.settings import LANGUAGES, Home, make_folder
from triage.adapters.home.valuejson import UNREADABLE, from_json, to_json
from triage.adapters.output.wholefile import write_whole
from triage.core.messages import Place, failure
from triage.core.request.request import FIGURES, NEVER_ZERO, TOO_BIG, Profile


def stored_language(home: Home) -> str | None:
    """Return the profile's language without loading more than it takes; ``None`` where there is none."""
    try:
        language = json.loads(home.profile.read_bytes()).get("language")
    except (OSError, *UNREADABLE):
        return None
    return language if language in {"da", "en"} else None


def load_profile(home: Home) -> Profile | None:
    """Load the profile; ``None`` where ``triage init`` has not been run."""
    try:
        return _checked(from_json(Profile, json.loads(home.profile.read_bytes(), parse_constant=_refused)))
    except FileNotFoundError:
        return None
    except (OSError, *UNREADABLE) as error:
        from triage.core.interview.amounts import brief

        raise failure("error.profile", place=Place(str(home.profile)), why=brief(error)) from error


def _checked(profile: Profile) -> Profile:
    """Return a profile whose figures can be counted with; raises one of ``UNREADABLE`` for any other."""
    figures = {name: getattr(profile, name) for name in FIGURES}
    figures |= {f"standing: {each.name}": max(each.hours, each.cost, key=abs) for each in profile.standing}
    for name, figure in figures.items():
        if (figure is not None and not 0 <= figure < TOO_BIG) or (name in NEVER_ZERO and figure == 0):
            raise ValueError(f"{name}: {figure}")
    if profile.language not in {None, *LANGUAGES}:
        raise ValueError(f"language: {profile.language}")
    return profile


def _refused(constant: str) -> float:
    raise ValueError(constant)


def locked(home: Home) -> AbstractContextManager[bool]:
    """Exclusive lock on the profile, from the look to the change, so that two commands at once lose nothing."""
    make_folder(home.folder)
    return locks.locked(home.profile.with_suffix(".lock"))


def save_profile(home: Home, profile: Profile) -> None:
    """Save the profile; the file is there whole or as it was before."""
    make_folder(home.folder)
    text = json.dumps(to_json(profile), ensure_ascii=False, indent=1)
    write_whole(home.profile, text, private=True, exit_code=4)
