"""Find a request, and add what happens to it: who, when, what.

Every change goes through :func:`record`, which looks and writes in one go, so that two people at once are told of each
other and nothing is lost or doubled. Loads no numpy.
"""

from collections.abc import Sequence

from triage.adapters.home import clock
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home, user_name
from triage.adapters.register.kept import Kept
from triage.adapters.register.register import Addition, NewAssessment, open_register
from triage.core.life.events import Event, Happening, Life
from triage.core.messages import failure


def happened(what: Happening, home: Home) -> Event:
    """Return something as an event of now, done by the profile's manager, else by the computer's user."""
    profile = load_profile(home)
    who = (profile.manager if profile else "") or user_name()
    return Event(clock.now(), clock.today(), who, what)


def find(home: Home, given: str) -> Kept:
    """Find a request by what a person types for it."""
    with open_register(home) as register:
        return register.find(given)


def record(home: Home, before: Kept, *events: Event, assessment: NewAssessment | None = None) -> Life:
    """Add events to a request as it was seen; refuses where somebody else has written to it since.

    Whoever was cut off before the answer came may say the same once more: it is not written twice.
    """
    new = () if assessment is None and said_last(before.life, events) else events

    def make(kept: Kept) -> Addition:
        if kept.version != before.version:
            raise failure("register.changed_meanwhile", id=kept.entry.id)
        return Addition(new, assessment)

    with open_register(home) as register:
        register.record(before.entry.id, make, clock.now())
    return before.life.with_(*new)


def said_last(life: Life, events: Sequence[Event]) -> bool:
    """Whether these are what was written down last, by the same person on the same day."""
    last = life.events[-len(events) :] if events else ()
    return [(each.day, each.who, each.what) for each in last] == [(each.day, each.who, each.what) for each in events]
