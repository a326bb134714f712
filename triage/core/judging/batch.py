"""Verdicts on many requests at once, each over the completions of its unknown answers, through the one scorer.

A changed request is judged exactly as ``judging.assessment.assess`` judges it; only what is told about it is
less. Which requests are worth judging, and what their verdicts mean, is said elsewhere (``judging.close_calls``,
``judging.changes``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from triage.core.judging.assessment import Span, completions_of
from triage.core.request.request import Answer, Origin, Request, Value
from triage.core.rules.ruleset import VERDICTS, Ruleset, Verdict
from triage.core.scoring.completions import Completions, fill, find_unknowns, scored_names
from triage.core.scoring.scorer import Codes, score
from triage.core.scoring.table import Column, Table, build

MakeRng = Callable[[], Generator]

FIRST_LOOK = 16
"""Completions tried first: two that differ settle that no verdict is agreed on, and the rest need no trying."""
MOST_ROWS = 32_768
"""Rows scored at a time; bounds the memory."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a request and its score, a range where answers are unknown."""

    verdict: Verdict
    score: Span | None


@dataclass(frozen=True, slots=True)
class _Extremes:
    """The worst and best verdict and score of each of ``n`` requests over its completions."""

    worst: Codes
    best: Codes
    low: Column
    high: Column

    def verdict(self, at: int) -> Verdict:
        """The verdict all completions agree on, else defer."""
        return VERDICTS[self.worst[at]] if self.worst[at] == self.best[at] else Verdict.DEFER


@dataclass(frozen=True, slots=True)
class _Batch:
    """Requests as rows of a table, in groups that share their completions."""

    table: Table
    groups: tuple[tuple[Completions, NDArray[np.intp]], ...]


def changed(request: Request, answers: dict[str, Value]) -> Request:
    """Give the request with some answers replaced."""
    return replace(request, answers={**request.answers, **{n: Answer(v, Origin.FLAG) for n, v in answers.items()}})


def verdicts(requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng) -> list[Verdict]:
    """Give the verdict on each request."""
    batch = _batch(requests, ruleset, make_rng)
    found = _extremes(_thinned(batch), len(requests), ruleset)
    agreed = found.worst == found.best
    whole = _extremes(_kept(batch, agreed), len(requests), ruleset)
    return [(whole if agreed[at] else found).verdict(at) for at in range(len(requests))]


def go_flags(requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng) -> list[bool]:
    """Tell of each request whether it is a go; most that are not are found out at the first look."""
    batch = _batch(requests, ruleset, make_rng)
    go = VERDICTS.index(Verdict.GO)
    hopeful = _extremes(_thinned(batch), len(requests), ruleset).worst == go
    whole = _extremes(_kept(batch, hopeful), len(requests), ruleset)
    return [bool(hopeful[at] and whole.worst[at] == go) for at in range(len(requests))]


def judge(requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng) -> list[Judged]:
    """Give verdict and score of each request."""
    found = _extremes(_batch(requests, ruleset, make_rng), len(requests), ruleset)
    spans = (Span(float(low), float(high)) for low, high in zip(found.low, found.high, strict=True))
    return [Judged(found.verdict(at), None if np.isnan(span.low) else span) for at, span in enumerate(spans)]


def _batch(requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng) -> _Batch:
    """Make the table and group its rows by what is unknown, since the same unknowns have the same completions."""
    table = build(requests, ruleset)
    lanes = score(table, ruleset).small_bet
    tried: dict[tuple[object, ...], Completions] = {}
    rows: dict[tuple[object, ...], list[int]] = {}
    scored = scored_names(ruleset)
    for at, request in enumerate(requests):
        key = (bool(lanes[at]), *(unknown.question for unknown in find_unknowns(request, ruleset, scored)))
        if key not in tried:
            tried[key] = completions_of(request, ruleset, make_rng, bool(lanes[at]))
        rows.setdefault(key, []).append(at)
    return _Batch(table, tuple((tried[key], np.array(group)) for key, group in rows.items()))


def _thinned(batch: _Batch) -> _Batch:
    """Keep some completions of each request, spread evenly from the first to the last."""

    def some(completions: Completions) -> Completions:
        count = len(completions.picks)
        rows = np.linspace(0, count - 1, min(FIRST_LOOK, count)).astype(np.intp)
        return replace(completions, picks=completions.picks[rows])

    return replace(batch, groups=tuple((some(completions), rows) for completions, rows in batch.groups))


def _kept(batch: _Batch, wanted: NDArray[np.bool_]) -> _Batch:
    """Keep some of the requests."""
    return replace(batch, groups=tuple((completions, rows[wanted[rows]]) for completions, rows in batch.groups))


def _extremes(batch: _Batch, count: int, ruleset: Ruleset) -> _Extremes:
    """Score the completions of every request; requests that were not kept have the worst of everything."""
    worst, best = np.zeros(count, dtype=np.int8), np.zeros(count, dtype=np.int8)
    low, high = np.full(count, np.nan), np.full(count, np.nan)
    for completions, rows in batch.groups:
        size = max(1, MOST_ROWS // len(completions.picks))
        for part in (rows[start : start + size] for start in range(0, len(rows), size)):
            scores = score(fill(batch.table.take(part), completions), ruleset)
            codes, points = scores.verdict.reshape(len(part), -1), scores.score.reshape(len(part), -1)
            worst[part], best[part] = codes.min(axis=1), codes.max(axis=1)
            low[part], high[part] = points.min(axis=1), points.max(axis=1)
    return _Extremes(worst, best, low, high)
