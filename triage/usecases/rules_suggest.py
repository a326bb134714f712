"""``triage rules suggest``: propose from what came of earlier tasks what to change in the rules."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.rules.rulepatch import patch, task_types_text
from triage.core.record.calibration import Observed, observed_weeks
from triage.core.record.proposals import Proposal, proposal_lines, propose
from triage.usecases.parts.opening import Rules, open_rules
from triage.usecases.parts.remembering import all_records


class Suggestion(NamedTuple):
    """What the record proposes for the reference classes of the rules."""

    rules: Rules
    observed: Mapping[str, Observed]
    proposals: Sequence[Proposal]


def suggest(home: Home) -> Suggestion:
    """Propose from the record what to change in the reference classes."""
    rules = open_rules(home, None)
    observed = observed_weeks(list(all_records(home)))
    return Suggestion(rules, observed, propose(observed, rules.ruleset))


def suggestion_lines(found: Suggestion, catalog: Catalog) -> list[str]:
    """Return what is proposed and what is not, and why, a paragraph each."""
    paragraphs = proposal_lines(found.proposals, found.observed, clock.today())
    return [line for each in paragraphs for line in (" ".join(map(catalog.text, each)), "")][:-1]


def suggestion_patch(found: Suggestion, catalog: Catalog) -> str | None:
    """Return a patch of the rules with what can be accepted; ``None`` where nothing can."""
    accepted = [each for each in found.proposals if not each.refused]
    if not accepted:
        return None
    name, text = task_types_text(found.rules.source)
    return patch(text, accepted, name, until=clock.today(), catalog=catalog)
