"""``triage rules backtest``: every request under both rulesets, and which of them get another verdict."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.register import open_register
from triage.core.interview.reading import fitted
from triage.core.judging.found import judged
from triage.core.messages import failure
from triage.core.request.request import Request
from triage.core.scoring.asked import as_columns
from triage.usecases.parts.assessing import assess_one, public
from triage.usecases.parts.chance import make_rng
from triage.usecases.parts.opening import Rules, all_requests, make_reader, open_rules
from triage.usecases.parts.side_by_side import Trial, difference

CHUNK = 500
"""Requests judged at a time; bounds the memory that a long register takes."""


class Backtest(NamedTuple):
    """How many requests were assessed under both rulesets, and those that got two verdicts."""

    requests: int
    moved: Sequence[Trial]


def backtest(
    home: Home, new: Path, old: Path | None, folder: Path | None, progress: Callable[[int, int], None]
) -> Backtest:
    """Assess every request of a folder, or else of the register, under both rulesets.

    ``progress`` is called now and then with how many are done, and of how many.
    """
    newer, older = open_rules(home, new), open_rules(home, old)
    if folder:
        requests = all_requests(make_reader(home, older).read_path(folder))
        return _backtest(requests, len(requests), older, newer, progress)
    with open_register(home) as register:
        count = sum(1 for _ in register.newest())
        if not count:
            raise failure("register.empty")
        found = _backtest((each.request for each in register.histories()), count, older, newer, progress)
    return found._replace(moved=found.moved[::-1])  # the newest first


def _backtest(
    requests: Iterable[Request], count: int, older: Rules, newer: Rules, progress: Callable[[int, int], None]
) -> Backtest:
    """Judge so many requests at a time, and assess in full those that get two verdicts."""
    stream, done = iter(requests), 0
    moved: list[Trial] = []
    while chunk := list(islice(stream, CHUNK)):
        pairs = [[fitted(each, rules.ruleset) for each in chunk] for rules in (older, newer)]
        codes = [
            judged(as_columns(own), rules.ruleset, make_rng).verdict.tolist()
            for own, rules in zip(pairs, (older, newer), strict=True)
        ]
        for before, after, first, then in zip(*pairs, *codes, strict=True):
            if first != then:
                moved.append(Trial(assess_one(before, older), assess_one(after, newer)))
        done += len(chunk)
        progress(done, count)
    return Backtest(done, moved)


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
