"""The one path from requests to verdicts: what is unknown is completed, and every completion goes through the scorer.

:func:`scored` yields the scored rows in chunks, and every consumer reduces them: ``judging.assessment`` to full
assessments, this module to verdicts, go flags and scores. A request alone gets the same bits as in a batch. Which
requests are worth judging is decided elsewhere (``judging.close_calls``, ``judging.changes``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from triage.core.arrays import np
from triage.core.request.request import Request
from triage.core.rules.ruleset import VERDICTS, Ruleset, Verdict
from triage.core.scoring.completions import (
    Completions,
    Unknown,
    complete,
    expand,
    find_unknowns,
    half_tried,
    scored_names,
)
from triage.core.scoring.scorer import DEFER, Codes, Flags, Inputs, Scores, rows_where, score
from triage.core.scoring.table import Column, Table, build, join

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

MakeRng: TypeAlias = "Callable[[], Generator]"

FIRST_LOOK = 16
"""Completions scored first: two different verdicts among them make it a defer, and the rest need no scoring."""
MOST_ROWS = 16_384
"""Rows scored at a time; bounds the memory."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the greatest value over the completions; a point where they agree."""

    low: float
    high: float

    @property
    def point(self) -> float | None:
        """The value, ``None`` where it is a range."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class SameUnknowns:
    """Requests with the same unanswered questions, hence the same completions."""

    completions: Completions
    requests: NDArray[np.intp]
    """Their positions in the batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests as rows of a table, scored as they are, and grouped by what is unknown."""

    ruleset: Ruleset
    table: Table
    as_answered: Scores
    told: Mapping[str, Flags]
    """The conditions and contradictions of the rules, by name: the requests for which their own conditions hold."""
    groups: tuple[SameUnknowns, ...]
    half_tried: frozenset[str] = frozenset()
    """Questions of whose answers only some are tried."""


@dataclass(frozen=True, slots=True)
class _Extremes:
    """The worst and best verdict and score of each request over its completions; each of shape ``(n,)``."""

    worst: Codes
    best: Codes
    low: Column
    high: Column

    def verdict(self, at: int) -> Verdict:
        """The verdict all completions agree on, else defer."""
        return VERDICTS[self.worst[at]] if self.worst[at] == self.best[at] else Verdict.DEFER


def verdicts(requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng) -> list[Verdict]:
    """Return the verdict on each request."""
    return [VERDICTS[code] for code in verdict_codes(batched(requests, ruleset, make_rng)).tolist()]


def verdict_codes(batch: Batch) -> Codes:
    """Return the verdict on each request of a batch, as positions in :data:`VERDICTS`; nothing is scored twice."""
    codes = batch.as_answered.verdict.copy()
    unknown = replace(batch, groups=tuple(group for group in batch.groups if group.completions.unknowns))
    first = _extremes(_thinned(unknown))
    many = replace(unknown, groups=tuple(g for g in unknown.groups if len(g.completions.picks) > FIRST_LOOK))
    every = _extremes(_kept(many, first.worst == first.best))
    for group in unknown.groups:
        found, rows = every if len(group.completions.picks) > FIRST_LOOK else first, group.requests
        same = (first.worst[rows] == first.best[rows]) & (found.worst[rows] == found.best[rows])
        codes[rows] = np.where(same, found.worst[rows], DEFER)
    return codes


def verdicts_and_scores(
    requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng
) -> list[tuple[Verdict, Interval | None]]:
    """Return the verdict and the score of each request; no score where no criterion's points are known."""
    found = _extremes(batched(requests, ruleset, make_rng))
    scores = (Interval(float(low), float(high)) for low, high in zip(found.low, found.high, strict=True))
    return [(found.verdict(at), None if np.isnan(score.low) else score) for at, score in enumerate(scores)]


def batched(requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng) -> Batch:
    """Build the table and group its rows by what is unknown; every group draws its sample from a fresh generator.

    In the small-bet lane, the questions in ``needs_no`` are not completed.
    """
    table = build(requests, ruleset)
    as_answered = score(table, ruleset)
    lane, scored_questions = ruleset.verdicts.small_bet, scored_names(ruleset)
    groups: dict[tuple[str, ...], tuple[tuple[Unknown, ...], list[int]]] = {}
    for at, request in enumerate(requests):
        left_out = lane.needs_no if lane and as_answered.small_bet[at] else ()
        found = find_unknowns(request, ruleset, scored_questions)
        unknowns = tuple(unknown for unknown in found if unknown.question not in left_out)
        groups.setdefault(tuple(unknown.question for unknown in unknowns), (unknowns, []))[1].append(at)
    same = (SameUnknowns(complete(unknowns, make_rng()), np.array(rows)) for unknowns, rows in groups.values())
    return Batch(ruleset, table, as_answered, _told(table, ruleset), tuple(same), half_tried(ruleset, scored_questions))


def _told(table: Table, ruleset: Ruleset) -> dict[str, Flags]:
    inputs = Inputs(table, ruleset)
    named = {name: each.when for name, each in ruleset.conditions.items()}
    named |= {name: each.when for name, each in ruleset.contradictions.items()}
    return {name: rows_where(when, inputs) for name, when in named.items()}


def scored(batch: Batch) -> Iterator[tuple[SameUnknowns, slice, Scores]]:
    """Score all completions, at most :data:`MOST_ROWS` at a time.

    Yields each group, or a part of one, with the rows of the scores that are its own: all completions of its first
    request, then all of the next.
    """
    for chunk in _chunks(batch.groups):
        filled = [expand(batch.table.take(group.requests), group.completions) for group in chunk]
        scores, end = score(join(filled), batch.ruleset), 0
        for group, part in zip(chunk, filled, strict=True):
            start, end = end, end + len(part)
            yield group, slice(start, end), scores


def _chunks(groups: Sequence[SameUnknowns]) -> Iterator[list[SameUnknowns]]:
    """Pack the groups, split where they are too large, into chunks that are scored together."""
    chunk: list[SameUnknowns] = []
    room = MOST_ROWS
    for group in groups:
        size = len(group.completions.picks)
        most = max(1, MOST_ROWS // size)
        for start in range(0, len(group.requests), most):
            part = replace(group, requests=group.requests[start : start + most])
            if chunk and len(part.requests) * size > room:
                yield chunk
                chunk, room = [], MOST_ROWS
            chunk.append(part)
            room -= len(part.requests) * size
    if chunk:
        yield chunk


def _thinned(batch: Batch) -> Batch:
    """Keep some completions of each request, spread evenly from the first to the last."""

    def some(completions: Completions) -> Completions:
        count = len(completions.picks)
        rows = np.linspace(0, count - 1, min(FIRST_LOOK, count)).astype(np.intp)
        return replace(completions, picks=completions.picks[rows])

    return replace(batch, groups=tuple(replace(group, completions=some(group.completions)) for group in batch.groups))


def _kept(batch: Batch, wanted: Flags) -> Batch:
    """Keep some of the requests."""
    kept = (replace(group, requests=group.requests[wanted[group.requests]]) for group in batch.groups)
    return replace(batch, groups=tuple(kept))


def _extremes(batch: Batch) -> _Extremes:
    """Reduce the completions of each request; requests that were not kept have the worst of everything."""
    count = len(batch.table)
    found = _Extremes(*np.zeros((2, count), dtype=np.int8), *np.full((2, count), np.nan))
    for group, rows, scores in scored(batch):
        codes, points = (column[rows].reshape(len(group.requests), -1) for column in (scores.verdict, scores.score))
        found.worst[group.requests], found.best[group.requests] = codes.min(axis=1), codes.max(axis=1)
        found.low[group.requests], found.high[group.requests] = points.min(axis=1), points.max(axis=1)
    return found
