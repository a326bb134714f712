"""What the register knows of hours while a new request is asked about: what is free, and what could give way.

Read once, when the first question needs it; where the register cannot be reached, the questions are asked without it.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.core.messages import Listed, Message, TriageError, Typed, say
from triage.core.record.load import TAKES, Load, load, task_of
from triage.core.record.loadwords import Pick, overbooked, picks, room_notes
from triage.core.record.record import Record
from triage.core.request.request import Profile, Range, Request
from triage.core.rules.ruleset import Ruleset
from triage.usecases.parts.remembering import open_records

if TYPE_CHECKING:
    from triage.core.judging.assessment import Assessment

CAPACITY, DISPLACES, HOURS, FIT = "capacity", "displaces", "hours", "goal_fit"


class Booked(Struct, frozen=True, dict=True):
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
        if question_id == FIT and self.profile.against:
            yield say("room.against", what=Listed(tuple(Typed(each.text) for each in self.profile.against)))

    def overbooked(self, assessment: "Assessment") -> list[Message]:
        """Return in which months a request that was just weighed is more than there is room for."""
        load, request = self.load, assessment.request
        if load is None:
            return []
        answers = {name: answer.value for name, answer in request.answers.items()}
        currency, today = request.profile.currency, clock.today()
        record = Record("", "", currency, today, assessment.verdict, "", answers, measures=assessment.measures)
        return list(overbooked(load, task_of(record, today, load.months, 1.0, 0.0)))

    def picks(self, question_id: str) -> list[Pick]:
        """Return what may be picked as the answer to a question in words."""
        return list(picks(self.load)) if question_id == DISPLACES and self.load else []
