"""The order of events of ``triage due`` and of the quiet line about it: what wants attention, and the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from triage.adapters.home import clock, drafts
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.register import Due, open_register
from triage.adapters.terminal.screen import Cell, is_terminal, print_json, print_lines, print_text, print_tsv
from triage.core.life.agenda import COLD_AFTER_DAYS, About
from triage.core.life.story import reminder
from triage.core.messages import Message, TriageError, Typed, say

SOMETHING_IS_DUE = 5
"""The exit code that scripts may ask for."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """One thing that wants attention: a reminder of the register, or a draft that has grown cold."""

    id: str
    title: str
    day: date
    about: str
    what: Message
    command: str
    """What to type for it."""


_COMMANDS = {
    About.ANSWER: "triage decide {id}",
    About.AGREE: "triage agree {id}",
    About.REVISIT: "triage new --again {id}",
    About.SIGN: "triage review {id}",
    About.JUDGE: "triage review {id}",
    About.OUTCOME: "triage review {id}",
    About.CHECK: "triage review {id}",
}


def due(home: Home, day: date) -> list[Wanting]:
    """Give everything that wants attention on a day, the oldest first."""
    with open_register(home) as register:
        found = [_wanting(each) for each in register.due(day)]
    return sorted([*found, *_cold(home, day)], key=lambda each: each.day)


def show_due(home: Home, catalog: Catalog, day: date | None, *, form: str) -> bool:
    """Print what wants attention; tells whether anything does."""
    found = due(home, day or clock.today())
    if form == "json":
        print_json([_public(each, catalog) for each in found])
        return bool(found)
    if not found:
        print_text(catalog.say("due.nothing"))
        return False
    if is_terminal():
        print_lines(line for each in found for line in _item(each, catalog))
        return True
    headings = [catalog.say(f"due.column.{name}") for name in ("day", "id", "title", "what", "command")]
    print_tsv(headings, (_row(each, catalog) for each in found))
    return True


def count_due(home: Home) -> int:
    """Count what wants attention today."""
    today = clock.today()
    with open_register(home) as register:
        return register.count_due(today) + len(list(_cold(home, today)))


def quiet_line(home: Home, catalog: Catalog) -> str | None:
    """Give one line about what wants attention today; ``None`` where nothing does, or where it cannot be told."""
    try:
        count = count_due(home)
    except TriageError:
        return None
    return catalog.say("due.quiet" if count > 1 else "due.quiet.one", count=count) if count else None


def write_calendar(home: Home, catalog: Catalog, path: Path) -> None:
    """Write every open reminder, past and to come, as a calendar that may be imported again and again."""
    from triage.adapters.files.calendar import CalendarDay, calendar
    from triage.adapters.output.wholefile import full_name, write_whole

    found = due(home, date.max)
    entries = [
        CalendarDay(f"{each.id}-{each.about}", each.day, f"{each.title}: {catalog.text(each.what)}", each.command)
        for each in found
        if each.about != DRAFT
    ]
    write_whole(path, calendar(entries, clock.now()))
    print_lines([catalog.say("due.calendar", path=full_name(path), count=len(entries))])


DRAFT = "draft"


def _wanting(each: Due) -> Wanting:
    about = About(each.about)
    command = _COMMANDS[about].format(id=each.id)
    return Wanting(each.id, each.title, each.day, each.about, reminder(about, each.detail), command)


def _cold(home: Home, day: date) -> Iterator[Wanting]:
    """Drafts that nobody has touched for a while."""
    for draft in drafts.all_drafts(home.drafts):
        touched = drafts.last_touched(draft)
        if touched + timedelta(days=COLD_AFTER_DAYS) <= day:
            what = say("due.draft", date=touched, count=len(draft.answers))
            yield Wanting(
                "", drafts.title(draft), touched + timedelta(days=COLD_AFTER_DAYS), DRAFT, what, "triage new --resume"
            )


def _item(each: Wanting, catalog: Catalog) -> Iterator[str]:
    """A reminder on lines of its own: a table has no room for what to type, which is what one came for."""
    title = Typed(" ".join(part for part in (each.id, each.title) if part))
    yield catalog.say("due.item", title=title, date=each.day)
    yield f"  {catalog.text(each.what)}"
    yield "  " + catalog.say("due.type", command=each.command)
    yield ""


def _row(each: Wanting, catalog: Catalog) -> list[Cell]:
    title = catalog.value(Typed(each.title))
    return [each.day.isoformat(), each.id or "-", title, catalog.text(each.what), each.command]


def _public(each: Wanting, catalog: Catalog) -> dict[str, Any]:
    return {
        "id": each.id or None,
        "title": each.title,
        "day": each.day.isoformat(),
        "about": each.about,
        "what": catalog.text(each.what),
        "command": each.command,
    }
