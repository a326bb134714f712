"""Made-up requests with a past, for tests of what is counted over them; amounts are easy."""

from datetime import UTC, date, datetime, time

from triage.core.life.events import Agreement, Decision, Event, Happening, Life, Review, Status, SuccessBlock
from triage.core.record.record import Record
from triage.core.request.request import Range
from triage.core.rules.ruleset import Verdict

START = date(2026, 1, 5)
END = date(2026, 6, 1)
BLOCK = SuccessBlock("orders", "40 a month", date(2026, 9, 1), "searches", "100 a week", 3, "above 900 in week 6")


def happened(what: Happening, day: date = START) -> Event:
    return Event(datetime.combine(day, time(12), UTC), day, "Mette", what)


def decided(verdict: str = "go", day: date = START, *, advised: str | None = None, **more) -> Event:
    return happened(Decision(Verdict(verdict), Verdict(advised or verdict), more.pop("by", "both"), **more), day)


def agreed(day: date = START, chance: float | None = None) -> Event:
    return happened(Agreement(BLOCK, "f00d", "both", day, chance), day)


def reviewed(status: str = "succeeded", day: date = END, **said) -> Event:
    return happened(Review(Status(status), **said), day)


def past(
    title: str, *events: Event, verdict: str = "go", created: date = START, currency: str = "DKK", **known
) -> Record:
    """A request with these events; ``cost`` and ``hours`` are [low, likely, high], ``contribution`` its measures."""
    low, expected, high = known.pop("contribution", (None, None, None))
    total, name = known.pop("total_cost", None), known.pop("id", "2026-001")
    answers = {"task_type": "search_ads"} | {
        name: Range(*value) if isinstance(value, tuple) else value for name, value in known.items()
    }
    measures = {"contribution_low": low, "contribution": expected, "contribution_high": high, "total_cost": total}
    life = Life(created, events)
    return Record(name, title, currency, created, Verdict(verdict), "", answers, measures=measures, life=life)
