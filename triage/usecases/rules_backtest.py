"""``triage rules backtest``: every request under both rulesets, and which of them get another verdict."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.register import open_register
from triage.core.interview.reading import fitted
from triage.core.messages import failure
from triage.core.request.request import Request
from triage.usecases.parts.assessing import assess_one, public
from triage.usecases.parts.opening import all_requests, make_reader, open_rules
from triage.usecases.parts.side_by_side import Trial, difference


class Backtest(NamedTuple):
    """How many requests were assessed under both rulesets, and those that got two verdicts."""

    requests: int
    moved: Sequence[Trial]


def backtest(
    home: Home, new: Path, old: Path | None, folder: Path | None, progress: Callable[[int, int], None]
) -> Backtest:
    """Assess every request of a folder, or else of the register, under both rulesets.

    ``progress`` is called after each with how many are done, and of how many.
    """
    newer, older = open_rules(home, new), open_rules(home, old)
    requests = all_requests(make_reader(home, older).read_path(folder)) if folder else _from_register(home)
    moved = []
    for at, request in enumerate(requests, start=1):
        trial = Trial(*(assess_one(fitted(request, rules.ruleset), rules) for rules in (older, newer)))
        progress(at, len(requests))
        if trial.before.assessment.verdict != trial.after.assessment.verdict:
            moved.append(trial)
    return Backtest(len(requests), moved)


def _from_register(home: Home) -> list[Request]:
    with open_register(home) as register:
        kept = [register.find(entry.id) for entry in list(register.newest())]
    if not kept:
        raise failure("register.empty")
    return [each.request for each in kept]


def backtest_json(found: Backtest, catalog: Catalog) -> dict[str, Any]:
    """Return a backtest for JSON."""
    moved = [
        {"before": public(each.before, catalog), "after": public(each.after, catalog), "why": difference(each, catalog)}
        for each in found.moved
    ]
    return {"requests": found.requests, "moved": moved}


def why_moved(trial: Trial, catalog: Catalog) -> str:
    """Return in one line why a request got another verdict; where nothing else changed, the bounds did."""
    return "; ".join(difference(trial, catalog)) or catalog.say("backtest.bounds")
