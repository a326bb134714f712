"""What a command was called with, and what several commands ask and check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.kept import Kept
from triage.core.messages import Message, Typed, say
from triage.core.request.request import Value

OPTIONS = {"reach_by": "--by-date", "stop_rule": "--stop", "check_on": "--check"}
"""Options whose names are not those of their questions."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a command was called with."""

    home: Home
    catalog: Catalog
    flags: Mapping[str, str]
    ask: bool = True
    """Whether a person may be asked at the terminal."""


def about(kept: Kept) -> Message:
    """Say which request a form is about."""
    return say("fill.about", id=kept.entry.id, title=Typed(kept.entry.title))


def not_future(_name: str, value: Value) -> Message | None:
    """Say that a date has not come yet, where it has not."""
    return say("profile.not_yet", date=value) if isinstance(value, date) and value > clock.today() else None


def not_past(_name: str, value: Value) -> Message | None:
    """Say that a date has gone by, where it has."""
    return say("answer.past") if isinstance(value, date) and value < clock.today() else None
