"""Which yes still stands: whether what was said yes to is what has been weighed last."""

from collections.abc import Iterator

from triage.adapters.register.kept import Kept
from triage.core.life.agreement import People, conditions_of
from triage.core.life.events import Agreement, State
from triage.core.life.story import named
from triage.core.messages import Message, say


def conditions_now(kept: Kept) -> str:
    """Return the fingerprint of the task and its conditions as they were weighed last."""
    return conditions_of(kept.request, kept.facts.conditions)


def currency_of(kept: Kept) -> str:
    """Return the currency of a request."""
    return kept.request.profile.currency


def people_of(kept: Kept) -> People:
    """Return the two names, as far as they are known."""
    return People(kept.request.profile.manager, kept.request.profile.director)


def standing(kept: Kept, version: Agreement | None = None) -> Iterator[Message]:
    """Yield for each yes whether it still stands, and how it is asked for again; nothing where all of them do."""
    told = list(stands(kept, version))
    yield from told
    if told:
        is_open = kept.life.state in {State.DECIDED, State.OFFERED, State.RUNNING}
        yield say("yes.ask_again" if is_open else "yes.decide_first", id=kept.entry.id)


def stands(kept: Kept, version: Agreement | None = None) -> Iterator[Message]:
    """Yield for each yes whether it still stands; nothing where all of them do."""
    version = version or kept.life.offer or kept.life.agreement
    now = conditions_now(kept)
    said = kept.life.yeses(version) if version else {}
    if all(yes.conditions in {"", now} for yes in said.values()):
        return
    together = len({(yes.name, yes.on, yes.conditions) for yes in said.values()}) == 1
    for side, yes in list(said.items())[: 1 if together else None]:
        key = "yes.stands" if yes.conditions in {"", now} else "yes.fallen"
        yield say(key, name=named(side, yes.name), date=yes.on)
