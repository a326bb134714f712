"""The one path from requests to verdicts: what is unknown is completed, and every completion goes through the scorer.

:func:`scored` yields the scored rows in chunks, and every consumer reduces them: ``judging.assessment`` to full
assessments, this module to verdicts, go flags and scores. A request alone gets the same bits as in a batch. Which
requests are worth judging is decided elsewhere (``judging.close_calls``, ``judging.changes``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from triage.core.arrays import np
from triage.core.request.request import Request
from triage.core.rules.ruleset import VERDICTS, Ruleset, Verdict
from triage.core.scoring.alike import Alike, Tried, fill
from triage.core.scoring.asked import Asked, Values, as_columns, counted_values
from triage.core.scoring.completions import Completions, Unknown, complete, group_unknowns, half_tried, scored_names
from triage.core.scoring.scorer import DEFER, Codes, Flags, Inputs, Scores, rows_where, score
from triage.core.scoring.table import Column, Table, tabled

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

MakeRng: TypeAlias = "Callable[[], Generator]"

FIRST_LOOK = 16
"""Completions scored first: two different verdicts among them make it a defer, and the rest need no scoring."""
FEW_ROWS = 2048
"""Up to so many completions all are scored, and it is not asked which come to the same."""
MOST_ROWS = 16_384
"""Rows scored at a time; bounds the memory."""


class Interval(Struct, frozen=True):
    """The least and the greatest value over the completions; a point where they agree."""

    low: float
    high: float

    @property
    def point(self) -> float | None:
        """The value, ``None`` where it is a range."""
        return self.low if self.low == self.high else None


class SameUnknowns(Struct, frozen=True):
    """Requests with the same unanswered questions, hence the same completions."""

    completions: Completions
    requests: NDArray[np.intp]
    """Their positions in the batch."""


class Batch(Struct, frozen=True):
    """Requests as rows of a table, scored as they are, and grouped by what is unknown."""

    ruleset: Ruleset
    table: Table
    as_answered: Scores
    told: Mapping[str, Flags]
    """The conditions and contradictions of the rules, by name: the requests for which their own conditions hold."""
    groups: tuple[SameUnknowns, ...]
    half_tried: frozenset[str] = frozenset()
    """Questions of whose answers only some are tried."""
    values: Values = field(default_factory=dict)
    """The answers as they count, by question."""

    def completions(self) -> list[Completions]:
        """Return what each request is completed with, in their order."""
        place = np.zeros(len(self.table), dtype=np.intp)
        for number, group in enumerate(self.groups):
            place[group.requests] = number
        return [self.groups[number].completions for number in place.tolist()]


class Chunk(Struct, frozen=True):
    """Requests that were scored together: all rows of the first, then all of the next."""

    requests: NDArray[np.intp]
    """Their positions in the batch."""
    tried: Sequence[Tried]
    starts: NDArray[np.intp]
    """The first row of each."""
    scores: Scores


class _Extremes(Struct, frozen=True):
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
    """Build the batch of these requests, in the same order."""
    return batch_of(as_columns(requests), ruleset, make_rng)


def batch_of(asked: Asked, ruleset: Ruleset, make_rng: MakeRng) -> Batch:
    """Build the table and group its rows by what is unknown; every group draws its sample from a fresh generator.

    In the small-bet lane, the questions in ``needs_no`` are not completed.
    """
    values = counted_values(asked, ruleset)
    table = tabled(asked, values, ruleset)
    as_answered = score(table, ruleset)
    lane = ruleset.verdicts.small_bet
    groups: dict[tuple[str, ...], tuple[tuple[Unknown, ...], list[NDArray[np.intp]]]] = {}
    for found, rows in group_unknowns(values, ruleset) if len(asked) else ():
        spared = as_answered.small_bet[rows] if lane and lane.needs_no else np.zeros(len(rows), dtype=np.bool_)
        for is_spared in (False, True):
            own = rows[spared == is_spared]
            left_out = lane.needs_no if lane and is_spared else ()
            unknowns = tuple(unknown for unknown in found if unknown.question not in left_out)
            if len(own):
                names = tuple(unknown.question for unknown in unknowns)
                groups.setdefault(names, (unknowns, []))[1].append(own)
    same = (SameUnknowns(complete(unknowns, make_rng()), np.concatenate(rows)) for unknowns, rows in groups.values())
    half = half_tried(ruleset, scored_names(ruleset))
    return Batch(ruleset, table, as_answered, _told(table, ruleset), tuple(same), half, values)


def _told(table: Table, ruleset: Ruleset) -> dict[str, Flags]:
    inputs = Inputs(table, ruleset)
    named = {name: each.when for name, each in ruleset.conditions.items()}
    named |= {name: each.when for name, each in ruleset.contradictions.items()}
    return {name: rows_where(when, inputs) for name, when in named.items()}


def scored(batch: Batch) -> Iterator[Chunk]:
    """Score what is tried for every request, at most :data:`MOST_ROWS` rows at a time.

    Where nothing is unknown, the request has been scored as it is.
    """
    known = [group for group in batch.groups if not group.completions.unknowns]
    if known:
        rows = np.concatenate([group.requests for group in known])
        every = [each for group in known for each in [Tried(group.completions)] * len(group.requests)]
        yield Chunk(rows, every, np.arange(len(rows)), batch.as_answered.take(rows))
    open_ = replace(batch, groups=tuple(group for group in batch.groups if group.completions.unknowns))
    for tried in _packed(_tried(open_)):
        sizes = np.array([len(each.picks) for _, each in tried], dtype=np.intp)
        rows = np.array([row for row, _ in tried], dtype=np.intp)
        starts = np.cumsum(sizes) - sizes
        table = batch.table.take(np.repeat(rows, sizes))
        for each, start in zip((each for _, each in tried), starts.tolist(), strict=True):
            fill(table, slice(start, start + len(each.picks)), each)
        yield Chunk(rows, [each for _, each in tried], starts, score(table, batch.ruleset))


def _tried(batch: Batch) -> Iterator[tuple[int, Tried]]:
    """Yield every request with what is tried for it."""
    groups = [(group.completions, group.requests) for group in batch.groups]
    if sum(len(completions.picks) * len(rows) for completions, rows in groups) <= max(FEW_ROWS, len(batch.table)):
        for completions, rows in groups:
            yield from zip(rows.tolist(), repeat(Tried(completions)))
        return
    alike = Alike(batch.table, batch.as_answered.measures, groups, batch.ruleset)
    for (_, rows), tried in zip(groups, alike.tried(), strict=True):
        yield from zip(rows.tolist(), tried, strict=True)


def _packed(every: Iterable[tuple[int, Tried]]) -> Iterator[list[tuple[int, Tried]]]:
    """Pack requests into chunks that are scored together."""
    chunk: list[tuple[int, Tried]] = []
    room = MOST_ROWS
    for row, tried in every:
        if chunk and len(tried.picks) > room:
            yield chunk
            chunk, room = [], MOST_ROWS
        chunk.append((row, tried))
        room -= len(tried.picks)
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
    for chunk in scored(batch):
        at, codes, points = chunk.requests, chunk.scores.verdict, chunk.scores.score
        found.worst[at] = np.minimum.reduceat(codes, chunk.starts)
        found.best[at] = np.maximum.reduceat(codes, chunk.starts)
        found.low[at] = np.minimum.reduceat(points, chunk.starts)
        found.high[at] = np.maximum.reduceat(points, chunk.starts)
    return found
