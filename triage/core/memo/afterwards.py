"""What the memo says once people have decided: the decision in place of the empty lines, the block as it was agreed.

Chooses sentences; writes none. Before a decision the memo is a proposal, and none of this is on it.
"""

from collections.abc import Iterable

from triage.core.life.agenda import About, agenda
from triage.core.life.events import Life, State
from triage.core.life.story import block, decision, reminder
from triage.core.messages import Message, say


def agreed(life: Life) -> list[Message]:
    """Report the decision in force; empty before there is one."""
    decided = life.decision
    return list(decision(*decided)) if decided else []


def success(life: Life, currency: str) -> list[Message]:
    """Report the success block as agreed or offered, or that a go still lacks it; empty before a decision to go."""
    found, offer = life.agreement, life.offer
    told = list(block(found, currency, life)) if found else []
    if offer:
        told += [*([say("version.offered", date=offer.agreed_on)] if found else []), *block(offer, currency, life)]
    return told or ([say("memo.success.open")] if life.start else [])


def revisit(life: Life) -> list[Message]:
    """List the dates that are open since the decision; empty where it left none."""
    open_dates = agenda(life) if life.decision else ()
    return [
        say("memo.revisit.day", date=found.day, what=reminder(found.about, found.detail))
        for found in open_dates
        if found.about is not About.AGREE
    ]


def recommendation(messages: Iterable[Message], life: Life) -> list[Message]:
    """Leave out what asks for a decision once it has come, and say where it differs from what was recommended."""
    decided = life.decision
    if decided is None:
        return list(messages)
    kept = [message for message in messages if not message.key.startswith(_ASKS)]
    otherwise = say("memo.decided_otherwise", verdict=say(f"verdict.inline.{decided[1].verdict}"))
    return [*kept, otherwise] if decided[1].overrides else kept


def next_step(messages: Iterable[Message], life: Life) -> list[Message]:
    """Leave out what happens once it is decided, after it has been."""
    return [message for message in messages if life.decision is None or message.key not in _ONCE_DECIDED]


def short(messages: Iterable[Message], life: Life) -> tuple[Message, ...]:
    """Say what was decided in place of the question, once it has been answered."""
    *said, asks = messages
    decided = life.decision
    return (*said, next(decision(*decided)) if decided else asks)


_ONCE_DECIDED = {"memo.first_action", "memo.success.alternative"}
_ASKS = ("memo.asks.", "memo.go.when_agreed")


def status(life: Life) -> Message:
    """Return the memo's status: proposal, agreed, changed or ended."""
    decided = life.decision
    if life.state in {State.REVIEWED, State.CLOSED}:
        return say("memo.status.ended")
    if decided is None:
        return say("memo.status.proposal")
    if life.state is State.OFFERED:
        return say("memo.status.offered")
    return say("memo.status.changed" if decided[1].overrides else "memo.status.agreed")
