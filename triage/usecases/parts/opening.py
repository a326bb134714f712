"""Load the rules, and make a reader of requests with the stored profile. Loads no numpy."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.adapters.files.requestfiles import Reader, Rejected
from triage.adapters.home import clock
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.rules.rulefiles import RulesSource, load_ruleset, ruleset_from_texts, ruleset_source
from triage.core.interview.readings import Readings
from triage.core.messages import Problem, TriageError
from triage.core.request.request import Profile, Request
from triage.core.rules.ruleset import Ruleset

if TYPE_CHECKING:
    from triage.adapters.register.kept import Kept


class Rules(Struct, frozen=True):
    """A ruleset with what identifies and reproduces it."""

    ruleset: Ruleset
    source: RulesSource


def open_rules(home: Home, path: Path | None) -> Rules:
    """Load the rules: those named, else the user's own, else the bundled ones."""
    return Rules(load_ruleset(path, home=home), ruleset_source(path, home=home))


def rules_of(kept: "Kept", home: Home) -> Ruleset:
    """Return the rules that a request was weighed with last; those that only a newer version knows are told as such."""
    try:
        return ruleset_from_texts(kept.ruleset.texts, home=home)
    except TriageError as error:
        raise (kept.newer() or error) from error


def make_reader(home: Home, rules: Rules, readings: Readings | None = None) -> Reader:
    """Make the reader of request files, with the stored profile; ``readings`` remembers how numbers were read."""
    return Reader(rules.ruleset, load_profile(home) or Profile(), clock.today(), readings=readings)


def all_requests(read: Iterable[Request | Rejected], *more: Problem) -> list[Request]:
    """Return the requests that were read; raises everything that is wrong with any, and ``more`` after it."""
    found = list(read)
    problems = [problem for each in found if isinstance(each, Rejected) for problem in each.problems]
    if problems:
        raise TriageError([*problems, *more])
    return [each for each in found if isinstance(each, Request)]
