"""What the register knows of hours while a new request is asked about: what is free, and what could give way.

Read once, when the first question needs it; where the register cannot be reached, the questions are asked without it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.core.messages import Message, TriageError
from triage.core.record.load import TAKES, Load, load
from triage.core.record.loadwords import Pick, picks, room_notes
from triage.core.request.request import Profile, Range, Request
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.remembering import open_records

CAPACITY, DISPLACES, HOURS = "capacity", "displaces", "hours"


@dataclass(frozen=True)
class Booked:
    """The load of the months ahead, for the questions on what there is room for and what gives way."""

    home: Home
    profile: Profile
    ruleset: Ruleset

    @cached_property
    def load(self) -> Load | None:
        """The load; ``None`` where the register cannot be read."""
        with suppress(TriageError):
            return load(open_records(self.home, TAKES), self.profile, clock.today(), self.ruleset)
        return None

    def hints(self, question_id: str, request: Request) -> Iterator[Message]:
        """Yield what is known of the answer to a question, for its help."""
        if question_id == CAPACITY and self.load:
            hours = request.value(HOURS)
            yield from room_notes(self.load, hours.expected if isinstance(hours, Range) else None)

    def picks(self, question_id: str) -> list[Pick]:
        """Return what may be picked as the answer to a question in words."""
        return list(picks(self.load)) if question_id == DISPLACES and self.load else []
