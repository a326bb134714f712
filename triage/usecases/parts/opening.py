"""What every judgement opens first: the rules, and a reader of requests with the stored profile. Loads no numpy."""

from dataclasses import dataclass
from pathlib import Path

from triage.adapters.files.requestfiles import Reader
from triage.adapters.home import clock
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.rules.rulefiles import RulesSource, load_ruleset, ruleset_source
from triage.core.request.request import Profile
from triage.core.rules.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Rules:
    """A ruleset with what identifies and reproduces it."""

    ruleset: Ruleset
    source: RulesSource


def open_rules(home: Home, path: Path | None) -> Rules:
    """Load the rules: those named, else the user's own, else the bundled ones."""
    return Rules(load_ruleset(path, home=home), ruleset_source(path, home=home))


def make_reader(home: Home, rules: Rules) -> Reader:
    """Make the reader of request files, with the stored profile."""
    return Reader(rules.ruleset, load_profile(home) or Profile(), clock.today())
