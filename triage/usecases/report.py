"""``triage report``: the page for the director about a period, counted over every request kept."""

from datetime import date

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.report import render_report
from triage.core.record.direction import count_changes, direction_messages
from triage.core.record.report import write_report
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.remembering import all_records


def report(home: Home, catalog: Catalog, since: date | None, until: date | None) -> str:
    """Return the report of a period as Markdown."""
    records, rules, today = list(all_records(home)), open_rules(home, None), clock.today()
    direction = direction_messages(count_changes(records, since, until or today))
    made = write_report(records, rules.ruleset, since, until, today, direction=direction)
    return render_report(made, catalog)
