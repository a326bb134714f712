"""The order of events of ``triage report`` and ``triage rules suggest``: read every record, count, and write."""

from datetime import date
from pathlib import Path

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.report import render_report
from triage.adapters.rules.rulepatch import patch, public_proposals, task_types_text
from triage.adapters.terminal.screen import print_json, print_lines, print_text
from triage.core.record.calibration import observed_weeks
from triage.core.record.direction import count_changes, direction_messages
from triage.core.record.proposals import proposal_lines, propose
from triage.core.record.report import write_report
from triage.usecases.opening import open_rules
from triage.usecases.remembering import all_records


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


def suggest(home: Home, catalog: Catalog, output: Path | None, *, form: str, force: bool) -> None:
    """Propose from the record what to change in the reference classes, as a patch to look at."""
    rules, today = open_rules(home, None), clock.today()
    observed = observed_weeks(list(all_records(home)))
    proposals = propose(observed, rules.ruleset)
    if form == "json":
        print_json(public_proposals(proposals, catalog))
        return
    paragraphs = proposal_lines(proposals, observed, today)
    print_lines([line for each in paragraphs for line in (" ".join(map(catalog.text, each)), "")][:-1])
    accepted = [each for each in proposals if not each.refused]
    if not accepted:
        return
    name, text = task_types_text(rules.source)
    made = patch(text, accepted, name, until=today, catalog=catalog)
    if output is None:
        print_text("\n" + made)
        return
    write_whole(output, made, exclusive=not force)
    print_text(catalog.say("suggest.saved", path=full_name(output)))
