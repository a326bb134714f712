"""How much depends on the weights: the verdict under other weightings, and the change of one weight that turns it.

Weights are a choice and not a finding, so it is reported under how many of them the verdict holds. Points and gates
stay; only the weights change, and every weighting goes through the one scorer. What depends on the answers is
``judging.close_calls``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from triage.core.arrays import np
from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import MOST_ROWS, MakeRng, batched
from triage.core.rules.ruleset import VERDICTS, Ruleset, Verdict
from triage.core.scoring.completions import expand
from triage.core.scoring.scorer import DEFER, Codes, Scores, score
from triage.core.scoring.table import Table

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

Weights: TypeAlias = "NDArray[np.float64]"

RANDOM_WEIGHTINGS = 2000
GRID = 100
"""Parts of the total that one weight is moved by in search of a turn."""
HALVINGS = 14
"""Halvings of one part of the grid: the turn is found within a millionth of the total."""


class WeightTurn(Struct, frozen=True):
    """One weight changed, the others keeping their proportions and all of them their total, and what it turns to."""

    criterion: str
    weight: float
    to: float
    verdict: Verdict


class Weighing(Struct, frozen=True):
    """The verdicts under other weights."""

    share: float
    """Share of the random weightings that lead to the same verdict, 0-1."""
    tried: int
    named: Mapping[str, Verdict]
    """The verdict with equal weights, and with those that follow from the order of importance alone.

    Printed only in the analysis JSON; made with the rest, as the kept analysis is what ``show --format json`` prints.
    """
    turn: WeightTurn | None
    """The smallest change of one weight that turns the verdict; ``None`` where no change of one weight does."""


def weigh(assessment: Assessment, ruleset: Ruleset, make_rng: MakeRng, tried: int = RANDOM_WEIGHTINGS) -> Weighing:
    """Judge a request under random weightings, equal and ranked ones, and with one weight moved."""
    own = np.array([result.weight for result in assessment.criteria])
    rows = _Rows(assessment, ruleset, make_rng)
    names, special = zip(*named_weights(own).items(), strict=True)
    codes = rows.verdicts(np.concatenate([random_weights(own, tried, make_rng()), np.stack(special)]))
    share = float((codes[:tried] == VERDICTS.index(assessment.verdict)).mean())
    named = {name: VERDICTS[code] for name, code in zip(names, codes[tried:], strict=True)}
    return Weighing(share, tried, named, _smallest_turn(rows, own, assessment.verdict, ruleset))


def random_weights(own: Weights, count: int, rng: Generator) -> Weights:
    """Draw weightings around the ruleset's, each with the same total; shape ``(count, k)``.

    Factors drawn evenly from all that sum to one (Dirichlet with all parameters 1: the gaps between sorted uniform
    numbers, David & Nagaraja, *Order Statistics*, 6.4), times the ruleset's weights. Only the four operations of
    arithmetic, so that every platform draws the same bits.
    """
    cuts = np.sort(rng.random((count, len(own) - 1)), axis=1)
    factors = np.diff(cuts, axis=1, prepend=0.0, append=1.0)
    drawn = factors * own
    weights: Weights = drawn * (own.sum() / drawn.sum(axis=1, keepdims=True))
    return weights


def named_weights(own: Weights) -> dict[str, Weights]:
    """Return equal, rank-sum and rank-order-centroid weights (Barron & Barrett 1996) of the criteria that have any.

    Of n criteria the r-th has (n + 1 - r) / (1 + ... + n) by rank sum and (1/r + ... + 1/n) / n by centroid; criteria
    of the same weight have the mean of their ranks. The total is that of the ruleset's weights.
    """
    falling = np.sort(own[own > 0])[::-1]
    n = len(falling)
    ranks = np.arange(1, n + 1)
    by_rank = {
        "equal": np.full(n, 1 / n),
        "rank_sum": (n + 1 - ranks) / ranks.sum(),
        "roc": np.cumsum(1 / ranks[::-1])[::-1] / n,
    }
    return {
        name: np.array([weights[falling == each].mean() if each > 0 else 0.0 for each in own]) * own.sum()
        for name, weights in by_rank.items()
    }


class _Rows:
    """The completions of one request, without those whose verdict cannot depend on the weights."""

    def __init__(self, assessment: Assessment, ruleset: Ruleset, make_rng: MakeRng) -> None:
        self._ruleset = ruleset
        batch = batched([assessment.request], ruleset, make_rng)
        table = expand(batch.table, batch.groups[0].completions)
        codes = self._corners(table)
        settled = (codes == codes[:, :1]).all(axis=1)
        self._settled = np.unique(codes[settled, 0])
        self._open = self._different(table.take(np.flatnonzero(~settled)))

    def verdicts(self, weights: Weights) -> Codes:
        """The verdict all completions agree on, else defer, for weightings of shape ``(m, k)``; shape ``(m,)``."""
        worst = np.full(len(weights), min(self._settled, default=len(VERDICTS)), dtype=np.int8)
        best = np.full(len(weights), max(self._settled, default=-1), dtype=np.int8)
        size = max(1, MOST_ROWS // len(weights))
        for start in range(0, len(self._open), size):
            undecided = np.flatnonzero(worst >= best)
            if not len(undecided):
                break
            part = self._open.take(np.arange(start, min(start + size, len(self._open))))
            codes = self._score(part, weights[undecided])
            worst[undecided] = np.minimum(worst[undecided], codes.min(axis=0))
            best[undecided] = np.maximum(best[undecided], codes.max(axis=0))
        return np.where(worst == best, worst, DEFER)

    def _score(self, table: Table, weights: Weights) -> Codes:
        """The verdict of each row under each weighting; shape ``(n, m)``."""
        many = table.repeat(len(weights))
        return score(many, self._ruleset, np.tile(weights, (len(table), 1))).verdict.reshape(len(table), -1)

    def _corners(self, table: Table) -> Codes:
        """The verdict of each row with all weight on one criterion.

        The score is a mean of points, so it lies between those of the corners, and the verdict never falls as the
        score rises: where all corners agree, every weighting does.
        """
        return self._score(table, np.eye(len(self._ruleset.criteria)))

    def _different(self, table: Table) -> Table:
        """Keep one of the rows with the same points and gates, which have the same verdict under every weighting."""
        if not len(table):
            return table
        scores = score(table, self._ruleset)
        _, first = np.unique(_traits(scores), axis=0, return_index=True)
        return table.take(first[np.argsort(scores.score[first], kind="stable")])


def _traits(scores: Scores) -> NDArray[np.float64]:
    """All that the verdict is made of besides the weights: points, bar and findings; shape ``(n, traits)``."""
    points = np.where(np.isnan(scores.points), -1.0, scores.points)
    return np.column_stack([points, scores.bar, scores.below_minimum, *scores.gates.values()]).astype(np.float64)


def _smallest_turn(rows: _Rows, own: Weights, verdict: Verdict, ruleset: Ruleset) -> WeightTurn | None:
    """Find the nearest turn on a grid for every weight and both ways, then close in on each by halving."""
    same = VERDICTS.index(verdict)
    found = list(_turns_on_grid(rows, own, same))
    if not found:
        return None
    at = np.array([criterion for criterion, _, _ in found])
    inside = np.array([before for _, before, _ in found])
    outside = np.array([after for _, _, after in found])
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        turned = rows.verdicts(_one_moved(own, at, middle)) != same
        inside, outside = np.where(turned, inside, middle), np.where(turned, middle, outside)
    nearest = int(np.argmin(np.abs(outside - own[at])))
    code = rows.verdicts(_one_moved(own, at[[nearest]], outside[[nearest]]))[0]
    name = list(ruleset.criteria)[at[nearest]]
    return WeightTurn(name, float(own[at[nearest]]), float(outside[nearest]), VERDICTS[code])


def _turns_on_grid(rows: _Rows, own: Weights, same: int) -> Iterator[tuple[int, float, float]]:
    """Yield for each weight, moved down and up, the last point of the grid before the verdict turns and the next."""
    total = float(own.sum())
    grid = np.linspace(0.0, total, GRID + 1)[:-1]  # a weight that leaves nothing to the others weighs nothing up
    movable = [at for at, weight in enumerate(own) if 0 < weight < total]
    at = np.repeat(movable, len(grid))
    if not len(at):
        return
    turned = (rows.verdicts(_one_moved(own, at, np.tile(grid, len(movable)))) != same).reshape(-1, len(grid))
    for criterion, flags in zip(movable, turned, strict=True):
        for way in (grid < own[criterion], grid > own[criterion]):
            points = grid[way & flags]
            if len(points):
                first = points[np.argmin(np.abs(points - own[criterion]))]
                between = grid[way & (np.abs(grid - own[criterion]) < abs(first - own[criterion]))]
                last = between[np.argmax(np.abs(between - own[criterion]))] if len(between) else own[criterion]
                yield criterion, float(last), float(first)


def _one_moved(own: Weights, at: NDArray[np.intp], to: Weights) -> Weights:
    """Return a weighting for each criterion and new weight, the others in proportion so that the total stays."""
    total = own.sum()
    moved: Weights = own * ((total - to) / (total - own[at]))[:, None]
    moved[np.arange(len(at)), at] = to
    return moved
