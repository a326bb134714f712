"""The order of events of ``triage rules suggest``: propose from the record what to change in the rules."""

from pathlib import Path

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.rules.rulepatch import patch, public_proposals, task_types_text
from triage.adapters.terminal.screen import print_json, print_lines, print_text
from triage.core.record.calibration import observed_weeks
from triage.core.record.proposals import proposal_lines, propose
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.remembering import all_records


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
