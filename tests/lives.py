"""Lives of requests for the tests of what is read off them: everything that may happen, one of each."""

from datetime import UTC, date, datetime, time, timedelta

from triage.core.life.events import (
    Agreement,
    Aligned,
    Answered,
    Checked,
    Closed,
    Decision,
    Earlier,
    Event,
    Happening,
    Life,
    Review,
    Status,
    SuccessBlock,
    Wait,
    Weighed,
)
from triage.core.rules.ruleset import Verdict

START = date(2026, 1, 5)
BLOCK = SuccessBlock(
    "quotes a month", "12", date(2026, 11, 2), "visits a week", "100", 12, "under 20 visits in week 12"
)
GO = Decision(Verdict.GO, Verdict.GO, "both", first_weeks=12, judge_weeks=40)
AGREED = Agreement(BLOCK, "9fa41c7ae2fa", "Mette + Lars", START, 60)
WAIT = Wait("capacity", "manager", "when the colleague has started", date(2026, 3, 2))
DEFER = Decision(Verdict.DEFER, Verdict.DEFER, "both", wait=WAIT)
DROP = Decision(Verdict.DROP, Verdict.DROP, "both")
OVERRIDE = Decision(
    Verdict.GO, Verdict.DROP, "director", "I believe in it", "The young buy", date(2026, 4, 6), None, 12, 40
)
EVERYTHING: tuple[Happening, ...] = (
    Weighed(1, Verdict.DROP),
    Weighed(2, Verdict.GO, "a new date", "e3b0c44298fc"),
    GO,
    OVERRIDE,
    DEFER,
    Decision(Verdict.DEFER, Verdict.GO, "director", "no", "x", date(2026, 4, 6), Wait("other", "both", "", START)),
    DROP,
    Decision(Verdict.DROP, Verdict.DROP),
    AGREED,
    Answered("director", {"need": "reported"}),
    Aligned({"need": "reported", "visible_in": 40.0}),
    *(Review(status, "9", True, START, True, START, 1.0, 2.0, 3.0, "good", "much", "why") for status in Status),
    Review(Status.FAILED, decision="poor"),
    Review(Status.FAILED, decision="unsure"),
    Checked("held", "seen"),
    Checked("failed"),
    Checked("unclear"),
    Earlier("2026-001", "a writer"),
    Earlier("2026-001"),
    Closed("the director has left"),
)


def on(week: float) -> date:
    """The day so many weeks after the decision."""
    return START + timedelta(weeks=week)


def life(*happened: tuple[float, Happening]) -> Life:
    """A life of things that happened in weeks after the start."""
    events = (Event(datetime.combine(on(week), time(9), UTC), on(week), "Mette", what) for week, what in happened)
    return Life(START, tuple(events))
