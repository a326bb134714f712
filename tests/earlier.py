"""Made-up requests to which something happened, for tests of history and direction."""

from datetime import UTC, date, datetime, time

from triage.adapters.pages.catalog import load_catalog
from triage.core.life.events import Agreement, Decision, Event, Life, Review, Status, SuccessBlock, Wait
from triage.core.record.record import Record
from triage.core.rules.ruleset import Verdict

CATALOGS = {language: load_catalog(language) for language in ("da", "en")}
TODAY = date(2026, 9, 1)
GO = Decision(Verdict.GO, Verdict.GO, "both", judge_weeks=12)
AGREED = Agreement(SuccessBlock("orders", "10", TODAY, "calls", "20", 4, "no calls"), "f00d", "both", TODAY)
WAIT = Wait("capacity", "manager", "the new colleague has started", date(2026, 10, 1))


def record(*happened, name="2026-003", measures=None, reason="It is not for our customers.", **answers):
    """A request to which something happened: (month, day) of 2026 and what."""
    days = [(date(2026, *day), what) for day, what in happened]
    events = tuple(Event(datetime.combine(day, time(12), UTC), day, "Kim", what) for day, what in days)
    made = date(2026, 5, 4)
    title, life = "TikTok for pump buyers", Life(made, events)
    return Record(name, title, "DKK", made, Verdict.DROP, reason, answers, {}, measures or {}, life)


def ran(status: Status, **review) -> Record:
    return record(((5, 5), GO), ((5, 6), AGREED), ((8, 1), Review(status, **review)))


def told(messages, language="en"):
    return [CATALOGS[language].text(message).replace("\u00a0", " ") for message in messages]
