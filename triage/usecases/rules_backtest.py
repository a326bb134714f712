"""The order of events of ``triage rules backtest``: every request under both rulesets, and who moves."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from triage.adapters.files.requestfiles import Rejected
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.register import open_register
from triage.adapters.terminal.screen import Cell, Coloured, Column, print_json, print_table, print_text
from triage.core.interview.order import no_longer_valid
from triage.core.messages import TriageError, failure
from triage.core.request.request import Answer, Request
from triage.usecases.parts.assessing import Assessed, assess_one, public
from triage.usecases.parts.keeping import recalled
from triage.usecases.parts.opening import Rules, make_reader, open_rules
from triage.usecases.what_if import Trial, difference

EVERY = 50
"""Requests between two signs of life on a long run."""


def show_backtest(home: Home, catalog: Catalog, new: Path, old: Path | None, *, folder: Path | None, form: str) -> None:
    """Print every request that two rulesets do not agree on."""
    moved, of = [], 0
    for at, of_all, trial in backtest(home, new, old, folder):
        of = of_all
        if at % EVERY == 0 and sys.stderr.isatty():
            print(catalog.say("backtest.progress", at=at, of=of_all), file=sys.stderr)
        if trial.before.assessment.verdict != trial.after.assessment.verdict:
            moved.append(trial)
    if form == "json":
        print_json({"requests": of, "moved": [_public(trial, catalog) for trial in moved]})
        return
    columns = [Column(catalog.say(f"backtest.column.{name}")) for name in ("title", "before", "after", "why")]
    if moved:
        print_table(columns, (_row(trial, catalog) for trial in moved))
    print_text(catalog.say("backtest.summary", moved=len(moved), of=of))


def backtest(home: Home, new: Path, old: Path | None, folder: Path | None) -> Iterator[tuple[int, int, Trial]]:
    """Assess every request under both rulesets; gives how far it has come, of how many, and each pair."""
    newer, older = open_rules(home, new), open_rules(home, old)
    requests = _from_files(folder, home, older) if folder else _from_register(home)
    for at, request in enumerate(requests, start=1):
        yield at, len(requests), Trial(assess_one(request, older), assess_one(_fitting(request, newer), newer))


def _from_files(folder: Path, home: Home, rules: Rules) -> list[Request]:
    read = list(make_reader(home, rules).read_path(folder))
    problems = [problem for each in read if isinstance(each, Rejected) for problem in each.problems]
    if problems:
        raise TriageError(problems)
    return [each for each in read if isinstance(each, Request)]


def _from_register(home: Home) -> list[Request]:
    with open_register(home) as register:
        ids = [entry.id for entry in register.newest()]
        kept = [register.find(each) for each in ids]
    if not kept:
        raise failure("register.empty")
    return [recalled(each, home).assessment.request for each in kept]


def _fitting(request: Request, rules: Rules) -> Request:
    """The request without answers that the new rules have no place for; they count as unknown."""
    gone = set(no_longer_valid(request, rules.ruleset))
    left: Mapping[str, Answer] = {name: answer for name, answer in request.answers.items() if name not in gone}
    return replace(request, answers=left)


def _public(trial: Trial, catalog: Catalog) -> dict[str, Any]:
    both = {"before": public(trial.before, catalog), "after": public(trial.after, catalog)}
    return both | {"why": difference(trial.before, trial.after, catalog)}


def _row(trial: Trial, catalog: Catalog) -> list[Cell]:
    why = "; ".join(difference(trial.before, trial.after, catalog)) or catalog.say("backtest.bounds")
    return [trial.before.assessment.request.title, _verdict(trial.before, catalog), _verdict(trial.after, catalog), why]


def _verdict(each: Assessed, catalog: Catalog) -> Coloured:
    verdict = each.assessment.verdict
    return Coloured(catalog.say(f"verdict.{verdict}"), verdict)
