"""The order of events of ``triage report``: read every record, count, and write."""

from datetime import date
from pathlib import Path

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.report import render_report
from triage.adapters.terminal.screen import print_text
from triage.core.record.direction import count_changes, direction_messages
from triage.core.record.report import write_report
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.remembering import all_records


def report(
    home: Home, catalog: Catalog, since: date | None, until: date | None, output: Path | None, *, force: bool
) -> None:
    """Write the report of a period, to the screen or to a file."""
    records, rules, today = list(all_records(home)), open_rules(home, None), clock.today()
    direction = direction_messages(count_changes(records, since, until or today))
    made = write_report(records, rules.ruleset, since, until, today, direction=direction)
    text = render_report(made, catalog)
    if output is None:
        print_text(text)
        return
    write_whole(output, text, exclusive=not force)
    print_text(catalog.say("report.saved", path=full_name(output)))
