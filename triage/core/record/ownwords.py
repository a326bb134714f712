"""What is said of the firm's own record of a kind of task, beside what such tasks usually take. Writes no sentence."""

from collections.abc import Iterator

from triage.core.messages import Message, Number, Weeks, say
from triage.core.record.own import Own


def own_messages(own: Own | None) -> Iterator[Message]:
    """Yield how many came to what was agreed, and how long signs and goals took; nothing before there are five."""
    if own is None:
        return
    counts = {"n": Number(own.n), "reached": Number(own.reached), "unmeasured": Number(own.n - own.measured)}
    yield say("own.reached" if own.measured == own.n else "own.reached.some_unmeasured", **counts)
    weeks = {
        name: Weeks(_whole(value)) for name, value in (("first", own.first), ("full", own.full)) if value is not None
    }
    if weeks:
        yield say(f"own.weeks.{'both' if len(weeks) > 1 else next(iter(weeks))}", **weeks)


def _whole(weeks: float) -> float:
    """Whole weeks, and halves below two."""
    return round(weeks) if weeks >= 2 else round(weeks * 2) / 2
