"""Days as a calendar file (iCalendar, RFC 5545) that any calendar program takes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct


class CalendarDay(Struct, frozen=True):
    """A whole day in the calendar; the same name always means the same entry, so that it may be imported again.

    A calendar takes what has a higher ``version`` in place of what it has, and takes out what is ``cancelled``.
    """

    name: str
    day: date
    title: str
    note: str
    version: int = 0
    cancelled: bool = False


def calendar(entries: Iterable[CalendarDay], made: datetime) -> str:
    """Return the calendar as text."""
    from icalendar import Calendar, Event

    whole = Calendar()
    whole.add("prodid", "-//triage//marketing-triage//")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.name}@triage")
        event.add("dtstamp", made)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1) if entry.day < date.max else entry.day)
        event.add("summary", entry.title)
        event.add("description", entry.note)
        event.add("transp", "TRANSPARENT")
        event.add("sequence", entry.version)
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
        whole.add_component(event)
    text: str = whole.to_ical().decode("utf-8")
    return text
