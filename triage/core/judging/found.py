"""What was found of many requests, as columns: verdicts, points, scores and gates over all completions of each.

Reduces the rows that ``judging.batch`` scores. ``judging.assessment`` makes one request's assessment of it; a sheet of
many is written from the columns themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.core.arrays import np
from triage.core.judging.batch import Batch, Chunk, MakeRng, batch_of, scored
from triage.core.request.effective import asked_first
from triage.core.request.request import Value
from triage.core.rules.ruleset import VERDICTS, Ruleset
from triage.core.scoring.asked import Asked, Row
from triage.core.scoring.completions import Completions
from triage.core.scoring.scorer import DEFER, Codes, Flags
from triage.core.scoring.table import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Ends(Struct, frozen=True):
    """The least and the greatest of each row over its completions; NaN where it is not known in all."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


class Found(Struct, frozen=True):
    """The result for ``n`` requests and ``k`` criteria, in the order of the batch and of the ruleset."""

    asked: Asked
    batch: Batch
    verdict: Codes
    """The verdict all completions agree on, else defer."""
    problem: Codes
    tactic: Codes
    score: Ends
    points: Ends
    """``(n, k)``, and so are the next three."""
    contribution: Ends
    weights: NDArray[np.float64]
    below_minimum: Flags
    """Below its minimum in every completion."""
    adjusted: Mapping[tuple[str, int], Flags]
    always: Mapping[str, Flags]
    """Where each gate fires whatever the unknown answers are."""
    ever: Mapping[str, Flags]
    """Where it fires for some of them."""
    small_bet: Flags
    weak: Flags
    bar: Column
    tried: list[Completions]
    mixed: dict[int, Codes]
    """For requests with several verdicts, that of each completion."""

    def __len__(self) -> int:
        return len(self.asked)

    def codes(self, at: int) -> Codes:
        """The verdict of each completion of a request."""
        size = len(self.tried[at].picks)
        return self.mixed[at] if at in self.mixed else np.full(size, self.verdict[at], dtype=np.int8)

    def values(self, at: int) -> Mapping[str, Value]:
        """The answers to a request as they count."""
        return Row(self.batch.values, at)

    def leanings(self) -> tuple[list[int], list[int]]:
        """For each request the criterion that costs the score most, and the one that speaks most for the task."""
        leaning = np.nan_to_num((self.points.low + self.points.high - 100) * self.weights)
        return leaning.argmin(axis=1).tolist(), leaning.argmax(axis=1).tolist()

    def deciding_names(self) -> list[str | None]:
        """For each request the question whose answer would settle most."""
        names: list[str | None] = [None] * len(self)
        for at in self.mixed:
            names[at] = self.deciding(at)
        return names

    def deciding(self, at: int) -> str | None:
        """The question whose answer would settle most, where several verdicts are possible."""
        if at not in self.mixed or not self.tried[at].unknowns:
            return None
        values, ruleset, settles = self.values(at), self.batch.ruleset, settled_by(self.tried[at], self.mixed[at])
        names = asked_for(self.tried[at], values, ruleset)
        most: dict[str, int] = {}
        for name, count in zip(names, settles, strict=True):
            most[name] = max(count, most.get(name, 0))
        return asked_first(max(most, key=lambda name: most[name]), values, ruleset)


def judged(asked: Asked, ruleset: Ruleset, make_rng: MakeRng) -> Found:
    """Judge every request; alone or among others, for each the same is found."""
    batch = batch_of(asked, ruleset, make_rng)
    count, shape = len(asked), (len(asked), len(ruleset.criteria))

    def flags() -> Flags:
        return np.zeros(count, dtype=np.bool_)

    def codes() -> Codes:
        return np.zeros(count, dtype=np.int8)

    def ends(of: tuple[int, ...]) -> Ends:
        return Ends(np.full(of, np.nan), np.full(of, np.nan))

    found = Found(
        asked,
        batch,
        codes(),
        codes(),
        codes(),
        ends((count,)),
        ends(shape),
        ends(shape),
        np.zeros(shape),
        np.zeros(shape, dtype=np.bool_),
        {key: flags() for key in batch.as_answered.adjusted},
        {name: flags() for name in ruleset.gates},
        {name: flags() for name in ruleset.gates},
        flags(),
        flags(),
        np.zeros(count),
        [*batch.completions()],
        {},
    )
    for chunk in scored(batch):
        _take_in(chunk, found)
    return found


def _take_in(chunk: Chunk, found: Found) -> None:
    """Reduce the rows of a chunk to those of its requests."""
    at, starts, scores = chunk.requests, chunk.starts, chunk.scores
    worst = np.minimum.reduceat(scores.verdict, starts)
    is_mixed = worst != np.maximum.reduceat(scores.verdict, starts)
    found.verdict[at] = np.where(is_mixed, DEFER, worst)
    for part, agreed in ((scores.problem, found.problem), (scores.tactic, found.tactic)):
        least, most = np.minimum.reduceat(part, starts), np.maximum.reduceat(part, starts)
        agreed[at] = np.where(least == most, least, DEFER)
    counted = np.where(np.isnan(scores.points), 0.0, scores.weights).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        contribution = scores.points * scores.weights / counted[:, None]
    for column, into in (
        (scores.score, found.score), (scores.points, found.points), (contribution, found.contribution)
    ):  # fmt: skip
        into.low[at] = np.minimum.reduceat(column, starts, axis=0)
        into.high[at] = np.maximum.reduceat(column, starts, axis=0)
    found.weights[at] = scores.weights[starts]
    found.below_minimum[at] = np.logical_and.reduceat(scores.below_minimum, starts, axis=0)
    for key, flags in scores.adjusted.items():
        found.adjusted[key][at] = np.logical_and.reduceat(flags, starts)
    for name, flags in scores.gates.items():
        found.always[name][at] = np.logical_and.reduceat(flags, starts)
        found.ever[name][at] = np.logical_or.reduceat(flags, starts)
    found.small_bet[at] = np.logical_and.reduceat(scores.small_bet, starts)
    found.weak[at] = np.logical_and.reduceat(scores.weak, starts)
    found.bar[at] = np.maximum.reduceat(scores.bar, starts)
    for number in np.flatnonzero(is_mixed).tolist():
        tried, start = chunk.tried[number], int(starts[number])
        codes = scores.verdict[start : start + len(tried.picks)]
        found.mixed[int(at[number])] = codes[tried.scored_as]


def tallies(completions: Completions, at: int, codes: Codes) -> NDArray[np.intp]:
    """How many completions there are for each option of an unknown and each verdict, of shape ``(options, 3)``."""
    size = len(completions.unknowns[at].options)
    cells = completions.picks[:, at] * len(VERDICTS) + codes
    return np.bincount(cells, minlength=size * len(VERDICTS)).reshape(size, -1)


def settled_by(completions: Completions, codes: Codes) -> list[int]:
    """For each unknown, how many completions agree on a verdict once it is answered."""
    every = (tallies(completions, at, codes) for at in range(len(completions.unknowns)))
    return [int(each.max(axis=1).sum()) for each in every]


def asked_for(completions: Completions, values: Mapping[str, Value], ruleset: Ruleset) -> list[str]:
    """For each unknown, a question that a person can be asked as things stand."""
    tried = {unknown.question for unknown in completions.unknowns}
    firsts = [asked_first(unknown.question, values, ruleset) for unknown in completions.unknowns]
    names = zip(completions.unknowns, firsts, strict=True)
    return [unknown.question if first in tried else first for unknown, first in names]
