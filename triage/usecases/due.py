"""``triage due``: what wants attention on a day, how much that is, and the calendar of all of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from triage.adapters.home import clock, drafts
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.register import Due, Register, open_register
from triage.core.life.agenda import COLD_AFTER_DAYS, About, agenda, no_longer
from triage.core.life.story import asks_for_yes, reminder
from triage.core.messages import Message, TriageError, Typed, say

if TYPE_CHECKING:
    from triage.adapters.files.calendar import CalendarDay
    from triage.adapters.register.kept import Kept

SOMETHING_IS_DUE = 5
"""The exit code that scripts may ask for."""
DRAFT = "draft"
STAYS = timedelta(days=90)
"""How long ago a day may be that is taken out of a calendar again; older ones bother nobody."""
_COMMANDS = {
    About.ANSWER: "triage decide {id}",
    About.AGREE: "triage agree {id}",
    About.YES: "triage agree {id} --yes",
    About.YES_AGAIN: "triage agree {id} --yes",
    About.BASELINE: "triage agree {id} --baseline",
    About.REVISIT: "triage new --again {id}",
}


class Wanting(NamedTuple):
    """One thing that wants attention: a reminder of the register, or a draft that has grown cold."""

    id: str
    title: str
    day: date
    about: str
    what: Message
    command: str
    """What to type for it."""
    text: Message | None = None
    """What may be copied and sent to the other one."""


def due(home: Home, day: date | None = None) -> list[Wanting]:
    """Return everything that wants attention on a day, or today, the oldest first."""
    day = day or clock.today()
    with open_register(home) as register:
        found = [_wanting(each, register) for each in register.due(day)]
    return sorted([*found, *_cold(home, day)], key=lambda each: each.day)


def count_due(home: Home) -> int:
    """Count what wants attention today."""
    today = clock.today()
    with open_register(home) as register:
        return register.count_due(today) + len(list(_cold(home, today)))


def quiet_line(home: Home, catalog: Catalog) -> str | None:
    """Return one line about what wants attention today; ``None`` where nothing does, or where it is not known."""
    try:
        count = count_due(home)
    except TriageError:
        return None
    return catalog.say("due.quiet" if count > 1 else "due.quiet.one", count=count) if count else None


def write_calendar(home: Home, catalog: Catalog, path: Path) -> str:
    """Write every open reminder, past and to come, as a calendar that may be imported again and again.

    What is no longer to be done since is cancelled, so that it does not stay in the calendar.
    """
    from triage.adapters.files.calendar import calendar
    from triage.adapters.output.wholefile import full_name, write_whole

    with open_register(home) as register:
        histories = list(register.histories())
    entries = [entry for kept in histories for entry in _days(kept, catalog)]
    write_whole(path, calendar(sorted(entries, key=lambda each: each.day), clock.now()))
    return catalog.say("due.calendar", path=full_name(path), count=sum(not each.cancelled for each in entries))


def _days(kept: "Kept", catalog: Catalog) -> "Iterator[CalendarDay]":
    """Yield the entries of a request, named so that no other register has one of the same name."""
    from triage.adapters.files.calendar import CalendarDay

    mark = sha256(f"{kept.entry.id} {kept.token or kept.entry.created.isoformat()}".encode()).hexdigest()[:16]
    recent = clock.today() - STAYS
    gone = [each for each in no_longer(kept.life) if each.day >= recent]
    open_days = agenda(kept.life)
    for each in (*open_days, *gone):
        title = f"{kept.entry.title}: {catalog.text(reminder(each.about, each.detail))}"
        name, version = f"{kept.entry.id}-{each.about}-{mark}", len(kept.life.events)
        yield CalendarDay(name, each.day, title, command_of(each.about, kept.entry.id), version, each in gone)


def command_of(about: About, request_id: str) -> str:
    """Return what to type for a reminder."""
    return _COMMANDS.get(about, "triage review {id}").format(id=request_id)


def _wanting(each: Due, register: Register) -> Wanting:
    about = About(each.about)
    command = command_of(about, each.id)
    what, text = reminder(about, each.detail), None
    if about is About.YES:
        kept = register.find(each.id)
        offer = kept.life.offer
        if offer:
            what = say("due.yes.of", what=what, by=Typed(offer.agreed_by), date=offer.agreed_on)
            text = asks_for_yes(offer, each.title)
    return Wanting(each.id, each.title, each.day, each.about, what, command, text)


def _cold(home: Home, day: date) -> Iterator[Wanting]:
    """Yield the drafts that nobody has touched for a while."""
    for draft in drafts.all_drafts(home.drafts):
        touched = drafts.last_touched(draft)
        cold = touched + timedelta(days=COLD_AFTER_DAYS)
        if cold <= day:
            what = say("due.draft", date=touched, count=len(draft.answers))
            yield Wanting("", drafts.title(draft), cold, DRAFT, what, "triage new --resume")


def lines_of(each: Wanting, catalog: Catalog) -> list[str]:
    """Return a reminder as lines: a table has no room for what to type, which is what one came for."""
    title = Typed(" ".join(part for part in (each.id, each.title) if part))
    heading = catalog.say("due.item", title=title, date=each.day)
    copy = (
        [catalog.say("due.copy"), *(f"  > {line}" for line in catalog.text(each.text).split("\n"))] if each.text else []
    )
    typed = "  " + catalog.say("due.type", command=each.command)
    return [heading, f"  {catalog.text(each.what)}", typed, *(f"  {line}".rstrip() for line in copy), ""]


def row_of(each: Wanting, catalog: Catalog) -> list[str]:
    """Return a reminder as a row: day, id, title, what, and what to type."""
    title = catalog.value(Typed(each.title))
    return [each.day.isoformat(), each.id or "-", title, catalog.text(each.what), each.command]


def due_json(each: Wanting, catalog: Catalog) -> dict[str, Any]:
    """Return a reminder for JSON."""
    said = {"what": catalog.text(each.what), "text": catalog.text(each.text) if each.text else None}
    return each._asdict() | {"id": each.id or None, "day": each.day.isoformat()} | said
