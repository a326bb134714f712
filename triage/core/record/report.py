"""The report for director and manager: which sections it has and when; no language, no layout.

``record.reportsections`` and ``record.reportforecast`` choose the sentences, ``record.calibration`` counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from triage.core.life.agenda import agenda
from triage.core.messages import Message, say
from triage.core.record import reportforecast as forecasts
from triage.core.record import reportsections as sections
from triage.core.record.calibration import Period, ended, outcomes
from triage.core.record.record import Record
from triage.core.record.reportsections import Section
from triage.core.rules.ruleset import Ruleset

NAMES = (
    *("nothing", "summary", "requests", "decisions", "unspent", "reviews", "judged", "learned", "stopped"),
    *("forecast", "overall", "by_type", "by_evidence", "chance", "weeks", "direction", "open"),
)
"""The sections."""


@dataclass(frozen=True, slots=True)
class Report:
    """Every sentence of the report; the template decides where it stands."""

    title: Message
    period: Message
    sections: Mapping[str, Section]
    """By the names of :data:`NAMES`, all of them; those with nothing to say are empty."""
    footer: Message


def write_report(
    records: Sequence[Record],
    ruleset: Ruleset,
    since: date | None,
    until: date | None,
    today: date,
    *,
    direction: Sequence[Message] = (),
) -> Report:
    """Return the report of a period, both days included; ``direction`` has the lines on changes of direction."""
    last = until or today
    happened = _happened(records, Period(since, until), today)
    if happened or direction:
        written = happened | _track_record(records, ruleset, last) | {"direction": Section(lines=tuple(direction))}
    else:
        written = {"nothing": Section((say("report.empty_period" if records else "report.empty"),))}
    if records:
        written["open"] = sections.still_open(records, today)
        if happened:
            written["summary"] = _summary(records, Period(since, until), today)
    return Report(
        title=say("report.title"),
        period=say("report.period", since=since, until=last) if since else say("report.period.until", until=last),
        sections={name: Section() for name in NAMES} | written,
        footer=say("report.footer", today=today),
    )


def _happened(records: Sequence[Record], period: Period, today: date) -> dict[str, Section]:
    """What was asked, decided and reviewed in the period; nothing where none of it happened."""
    asked = [record for record in records if record.created in period]
    decided, reviewed = sections.decided_in(records, period), ended(records, period)
    if not (asked or decided or reviewed):
        return {}
    return {
        "requests": sections.requests(asked),
        "decisions": sections.decisions(decided, today),
        "unspent": sections.unspent(decided),
        "reviews": sections.reviews(reviewed),
        "judged": sections.judged(reviewed),
        "learned": sections.learned(reviewed),
        "stopped": sections.stopped(reviewed),
    }


def _summary(records: Sequence[Record], period: Period, today: date) -> Section:
    """Two-sentence summary at the top."""
    asked, reviewed = sum(record.created in period for record in records), ended(records, period)
    succeeded = sum(case.succeeded for case in reviewed)
    decided = len(sections.decided_in(records, period))
    counts = {"decided": decided} | ({"ended": len(reviewed), "succeeded": succeeded} if reviewed else {})
    late = sum(reminder.day < today for record in records for reminder in agenda(record.life)[:1])
    key = "report.summary" if reviewed else "report.summary.none_ended"
    said = (say(key, asked=sections.tasks(asked), **counts),)
    return Section((*said, sections.counted("report.summary.late", late)) if late else said)


def _track_record(records: Sequence[Record], ruleset: Ruleset, until: date) -> dict[str, Section]:
    """How well forecasts fit, over everything up to a day; by answer only where all cases together have a median."""
    cases = outcomes(records, until)
    written = {
        "forecast": forecasts.forecast(cases, until, len(ended(records, Period(until=until))) - len(cases)),
        "overall": forecasts.overall(cases),
        "chance": forecasts.chance(cases),
        "weeks": forecasts.weeks(records, ruleset, until),
    }
    if written["overall"].rows:
        written["by_type"] = forecasts.by_answer(cases, ruleset, "task_type")
        written["by_evidence"] = forecasts.by_answer(cases, ruleset, "evidence")
    return written
