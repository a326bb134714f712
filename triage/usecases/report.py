"""``triage report``: the page for the director about a period, counted over every request kept."""

from datetime import date
from pathlib import Path
from typing import Any

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.report import render_report
from triage.adapters.pages.reportjson import report_json
from triage.adapters.pictures.report import report_drawings
from triage.core.messages import USAGE_IS_WRONG, failure
from triage.core.record.calibration import Period
from triage.core.record.report import Told, write_report
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.pages import Paper, written
from triage.usecases.parts.remembering import all_records, shared_courses


def report(
    home: Home,
    catalog: Catalog,
    since: date | None,
    until: date | None,
    form: str = "md",
    reference: Path | None = None,
) -> str | bytes:
    """Return the report of a period in a format."""
    made = write_report(_told(home, since, until))
    if form == "md":
        return render_report(made, catalog)
    drawn = report_drawings(made.pictures, catalog)
    return written(render_report(made, catalog, drawn), form, Paper(home, catalog, drawn, reference=reference))


def report_figures(home: Home, catalog: Catalog, since: date | None, until: date | None) -> dict[str, Any]:
    """Return what the report counts, as JSON; its summary is a sentence."""
    return report_json(_told(home, since, until), catalog)


def _told(home: Home, since: date | None, until: date | None) -> Told:
    today = clock.today()
    if since and since > today:
        raise failure("report.ahead", exit_code=USAGE_IS_WRONG, date=since)
    period, ruleset = Period(since, min(until, today) if until else None), open_rules(home, None).ruleset
    return Told(list(all_records(home)), ruleset, period, today, shared_courses(home))
