"""The report for director and manager: which sections it has and when; no language, no layout.

``record.reportsections``, ``record.goals`` and ``record.reportforecast`` choose the sentences, ``record.calibration``
counts.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from triage.core.life.agenda import agenda
from triage.core.messages import Hours, Listed, Message, Money, Param, say
from triage.core.record import goals
from triage.core.record import reportforecast as forecasts
from triage.core.record import reportsections as sections
from triage.core.record.calibration import Period, add_up, ended, expected, outcomes
from triage.core.record.direction import count_changes, direction_messages
from triage.core.record.record import Record
from triage.core.record.reportpictures import ReportPictures, report_pictures
from triage.core.record.reportsections import Section
from triage.core.request.course import Course
from triage.core.rules.ruleset import Ruleset, Verdict

NAMES = (
    *("nothing", "summary", "requests", "decisions", "unspent", "elsewhere", "results", "judged", "learned"),
    *("goals", "changes", "direction", "owed", "forecast", "overall", "chance", "weeks", "open"),
)
"""The sections."""


class Report(Struct, frozen=True):
    """Every sentence of the report; the template decides where it stands."""

    title: Message
    period: Message
    sections: Mapping[str, Section]
    """By the names of :data:`NAMES`, all of them; those with nothing to say are empty."""
    footer: Message
    pictures: ReportPictures = field(default_factory=ReportPictures)


class Told(Struct, frozen=True):
    """What a report is made from: every request, the courses, the rules, the period and the day it is written on."""

    records: Sequence[Record]
    ruleset: Ruleset
    period: Period
    today: date
    courses: Sequence[Course] = ()

    @property
    def last(self) -> date:
        """The last day that counts."""
        return self.period.until or self.today

    @property
    def closed_period(self) -> Period:
        """The period with its last day named."""
        return Period(self.period.since, self.last)


def write_report(told: Told) -> Report:
    """Return the report of a period, both days included."""
    records, since, last = told.records, told.period.since, told.last
    happened = _happened(told)
    direction = _direction(told)
    if happened or direction["direction"].said:
        written = happened | _track_record(told) | direction
    else:
        changed = direction if direction["changes"].lines else {}
        written = {"nothing": Section((say("report.empty_period" if records else "report.empty"),)), **changed}
    if records:
        written["open"] = sections.still_open(records, told.today)
        if happened:
            written["summary"] = _summary(told, len(direction["changes"].lines))
    return Report(
        title=say("report.title"),
        period=say("report.period", since=since, until=last) if since else say("report.period.until", until=last),
        sections={name: Section() for name in NAMES} | written,
        footer=say("report.footer", today=told.today),
        pictures=report_pictures(records, told.closed_period) if happened else ReportPictures(),
    )


def _happened(told: Told) -> dict[str, Section]:
    """What was asked, decided and reviewed in the period; nothing where none of it happened."""
    records, period, since = told.records, told.period, told.period.since
    asked = [record for record in records if record.created in period]
    decided, reviewed = sections.decided_in(records, period), ended(records, period)
    if not (asked or decided or reviewed):
        return {}
    return {
        "requests": sections.requests(asked, told.last),
        "decisions": sections.decisions(decided, since, told.today),
        "unspent": sections.unspent(decided),
        "elsewhere": sections.elsewhere(sections.closed_in(records, period)),
        "results": sections.results(reviewed, since),
        "judged": sections.judged(reviewed),
        "learned": sections.learned(reviewed),
    }


def _direction(told: Told) -> dict[str, Section]:
    """The goals and what served them, the changes of direction, and what has to be done for what runs."""
    found = count_changes(told.records, told.period.since, told.last)
    counted = direction_messages(found)
    changed = tuple(goals.changes(told.records, told.courses, found.changes, told.closed_period, told.ruleset))
    return {
        "goals": goals.goals(told.records, told.courses, told.closed_period),
        "changes": Section(lines=changed),
        "direction": Section(tuple(counted)),
        "owed": goals.owed(told.records, told.last, told.ruleset),
    }


def _summary(told: Told, turns: int) -> Section:
    """One paragraph at the top: what was asked and decided, what came of it, what was left, and what is late."""
    records, period = told.records, told.period
    asked, reviewed = sum(record.created in period for record in records), ended(records, period)
    decided = sections.decided_in(records, period)
    said = [say("report.summary", asked=_many("asked", asked), decided=_many("decided", len(decided)))]
    other = sum(decision.overrides for _, _, decision in decided)
    if other:
        said.append(sections.counted("report.summary.other", other))
    if reviewed:
        said.append(sections.counted("report.summary.ended", len(reviewed), statuses=sections.statuses(reviewed)))
    else:
        said.append(say("report.summary.none_ended"))
    dropped = [record for record, _, decision in decided if decision.verdict is Verdict.DROP]
    if spared := _spared(dropped):
        said.append(sections.counted("report.summary.spared", len(dropped), what=spared))
    if turns:
        said.append(sections.counted("report.summary.turns", turns))
    late = sum(reminder.day < told.today for record in records for reminder in agenda(record.life)[:1])
    if late:
        said.append(sections.counted("report.summary.late", late))
    return Section(tuple(said))


def _many(what: str, n: int) -> Message:
    return sections.counted(f"report.summary.{what}", n) if n else say(f"report.summary.{what}.none")


def _spared(dropped: Sequence[Record]) -> Listed | None:
    """Cash and own hours that were not spent, as far as anybody had said."""
    cash = add_up((record.currency, expected(record, "cost")) for record in dropped)
    hours = add_up(("", expected(record, "hours")) for record in dropped)
    parts: list[Param] = [Money(amount, currency) for currency, amount in cash.by_currency.items() if amount]
    parts += [Hours(float(f"{amount:.2g}")) for amount in hours.by_currency.values() if amount]
    return Listed(tuple(parts)) if parts else None


def _track_record(told: Told) -> dict[str, Section]:
    """How well forecasts fit, over everything up to a day; by type only where all cases together have a median."""
    records, until = told.records, told.last
    cases = outcomes(records, until)
    overall = forecasts.overall(cases)
    if overall.rows:
        kinds = forecasts.by_answer(cases, told.ruleset, "task_type")
        overall = Section((*overall.said, *kinds.said), rows=(*overall.rows, *kinds.rows))
    return {
        "forecast": forecasts.forecast(cases, until, len(ended(records, Period(until=until))) - len(cases)),
        "overall": overall,
        "chance": forecasts.chance(cases),
        "weeks": forecasts.weeks(records, told.ruleset, until),
    }
