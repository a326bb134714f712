"""Assessments: the verdict on a request, how unknown answers affect it, and its parts.

Reduces the rows that ``judging.batch`` scores, one for each possible completion of the unknown answers. Sentences are
made in ``memo.rationale``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from triage.core.judging.batch import Interval, MakeRng, batched, scored
from triage.core.messages import Money
from triage.core.request.effective import not_answered
from triage.core.request.request import COUNTED, Request
from triage.core.rules.ruleset import VERDICTS, Appointment, Ruleset, Verdict
from triage.core.scoring.completions import Completions
from triage.core.scoring.scorer import DEFER, Codes, Flags, Scores
from triage.core.scoring.table import Column

UNKNOWN_DECIDES = "unknown_decides"
"""The id, among those of the gates, for a verdict that depends on an unknown answer."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """The points of one criterion; ``None`` where nothing was known and nothing had to be."""

    id: str
    weight: float
    points: Interval | None
    contribution: Interval | None
    """Its part of the score: points x weight / weights that counted."""
    adjusted: tuple[int, ...]
    """Numbers of the adjustments that apply in every completion."""
    below_minimum: bool
    """Below its minimum in every completion."""


@dataclass(frozen=True, slots=True)
class UnknownResult:
    """How much the verdict depends on one unanswered question."""

    question: str
    matters: bool
    """Whether some answer to it changes the verdict."""
    settles: float
    """Mean share of completions that agree on a verdict once it is answered, 0-1."""
    turns: float
    """Share of its possible answers after which the verdict is another than without one, 0-1."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one request, with all its parts."""

    request: Request
    verdict: Verdict
    score: Interval | None
    by_score: frozenset[Verdict]
    """The verdicts of score and minima alone, before the gates, over the completions."""
    problem_verdict: Verdict
    tactic_verdict: Verdict
    criteria: tuple[CriterionResult, ...]
    gates: tuple[str, ...]
    """Gates that fire whatever the unknown answers are, in the ruleset's order."""
    possible_gates: tuple[str, ...]
    """Gates that fire for some of the possible answers only."""
    unknowns: tuple[UnknownResult, ...]
    unknown_that_decides: str | None
    shares: Mapping[Verdict, float]
    """Share of the completions for each verdict."""
    exhaustive: bool
    small_bet: bool
    measures: Mapping[str, float | None]
    """``None`` where a measure cannot be computed from what is known; infinite where nothing is spent."""
    defaults: tuple[str, ...]
    """Questions that were not asked and counted as their default."""
    assumed: tuple[str, ...]
    """Questions answered "don't know" that the rules let count as something definite."""
    fallbacks: tuple[str, ...]
    """Figures that the profile lacks."""
    to_agree: tuple[str, ...]
    """Questions that both must have answered before a go is final."""
    appointments: tuple[tuple[str, Appointment], ...]
    """For a defer: its appointments, the most important first, each with the id of what caused it."""


def money(assessment: Assessment, measure: str, *, rounded: bool = True) -> Money | None:
    """Return a measure as an amount in the request's currency; ``None`` where it is unknown."""
    value = assessment.measures[measure]
    return None if value is None else Money(value, assessment.request.profile.currency, rounded)


def assess(requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng) -> list[Assessment]:
    """Assess every request; alone or among others, each gets the same assessment."""
    batch = batched(requests, ruleset, make_rng)
    found: dict[int, Assessment] = {}
    for group, rows, scores in scored(batch):
        size = len(group.completions.picks)
        for at, start in zip(group.requests.tolist(), range(rows.start, rows.stop, size), strict=True):
            own = slice(start, start + size)
            measures = _known(batch.as_answered.measures, at)
            found[at] = _assessment(
                requests[at], ruleset, measures, completions=group.completions, scores=scores, rows=own
            )
    return [found[at] for at in range(len(requests))]


def _known(measures: Mapping[str, Column], at: int) -> dict[str, float | None]:
    """The measures of one row, ``None`` for NaN."""
    return {name: None if np.isnan(column[at]) else float(column[at]) for name, column in measures.items()}


def _assessment(
    request: Request,
    ruleset: Ruleset,
    measures: Mapping[str, float | None],
    *,
    completions: Completions,
    scores: Scores,
    rows: slice,
) -> Assessment:
    codes = scores.verdict[rows]
    verdict, shares = _verdict(codes), _shares(codes)
    flags = np.array([column[rows] for column in scores.gates.values()]).reshape(-1, len(codes))
    always: Flags = np.logical_and.reduce(flags, axis=1)
    ever: Flags = np.logical_or.reduce(flags, axis=1)
    gates = tuple(compress(scores.gates, always))
    unknowns = tuple(_unknown_results(completions, codes))
    decides = max(unknowns, key=lambda u: u.settles).question if len(shares) > 1 and unknowns else None
    criteria = tuple(_criterion_results(ruleset, scores, rows))
    defaults, assumed = not_answered(request, ruleset)
    return Assessment(
        request=request,
        verdict=verdict,
        score=_interval(scores.score[rows]),
        by_score=frozenset(VERDICTS[code] for code in np.unique(scores.by_score[rows])),
        problem_verdict=_verdict(scores.problem[rows]),
        tactic_verdict=_verdict(scores.tactic[rows]),
        criteria=criteria,
        gates=gates,
        possible_gates=tuple(compress(scores.gates, ever & ~always)),
        unknowns=unknowns,
        unknown_that_decides=decides,
        shares=shares,
        exhaustive=completions.exhaustive,
        small_bet=bool(scores.small_bet[rows].all()),
        measures=measures,
        defaults=defaults,
        assumed=assumed,
        fallbacks=tuple(name for name in COUNTED if getattr(request.profile, name) is None),
        to_agree=tuple(name for name in ruleset.verdicts.agree if request.value(name) is None),
        appointments=tuple(_appointments(ruleset, verdict, gates, criteria, decides)),
    )


def _interval(column: Column) -> Interval | None:
    """The least and greatest of a column; ``None`` where it has NaN."""
    return None if np.isnan(column).any() else Interval(float(column.min()), float(column.max()))


def _verdict(codes: Codes) -> Verdict:
    """The verdict all completions agree on, else defer."""
    return VERDICTS[codes[0]] if (codes == codes[0]).all() else Verdict.DEFER


def _shares(codes: Codes) -> dict[Verdict, float]:
    """Share of the completions for each verdict that some of them have."""
    counts = np.bincount(codes, minlength=len(VERDICTS)).tolist()
    return {verdict: count / len(codes) for verdict, count in zip(VERDICTS, counts, strict=True) if count}


def _unknown_results(completions: Completions, codes: Codes) -> Iterator[UnknownResult]:
    without = VERDICTS.index(_verdict(codes))
    for at, unknown in enumerate(completions.unknowns):
        size = len(unknown.options)
        cells = completions.picks[:, at] * len(VERDICTS) + codes
        tallies = np.bincount(cells, minlength=size * len(VERDICTS)).reshape(size, -1)
        settles = int(tallies.max(axis=1).sum()) / len(codes)
        agreed = np.count_nonzero(tallies, axis=1) == 1
        known = np.where(agreed, tallies.argmax(axis=1), DEFER)
        yield UnknownResult(
            unknown.question, _matters(completions, at, codes), settles, float((known != without).mean())
        )


def _matters(completions: Completions, at: int, codes: Codes) -> bool:
    """Whether two completions that differ in this answer alone get different verdicts."""
    if completions.exhaustive:
        cube = codes.reshape([len(unknown.options) for unknown in completions.unknowns])
        return bool((cube.min(axis=at) < cube.max(axis=at)).any())
    others = np.delete(completions.picks, at, axis=1)
    order = np.lexsort(others.T)
    same_others = (np.diff(others[order], axis=0) == 0).all(axis=1)
    return bool((same_others & (np.diff(codes[order]) != 0)).any())


def _criterion_results(ruleset: Ruleset, scores: Scores, rows: slice) -> Iterator[CriterionResult]:
    points, below = scores.points[rows], scores.below_minimum[rows]
    weights = np.array([criterion.weight for criterion in ruleset.criteria.values()])
    counted = np.where(np.isnan(points), 0.0, weights).sum(axis=1)
    for at, (name, criterion) in enumerate(ruleset.criteria.items()):
        held = (number for number in range(len(criterion.adjust)) if scores.adjusted[name, number][rows].all())
        yield CriterionResult(
            id=name,
            weight=criterion.weight,
            points=_interval(points[:, at]),
            contribution=_interval(points[:, at] * criterion.weight / counted),
            adjusted=tuple(held),
            below_minimum=bool(below[:, at].all()),
        )


def _appointments(
    ruleset: Ruleset,
    verdict: Verdict,
    gates: tuple[str, ...],
    criteria: tuple[CriterionResult, ...],
    decides: str | None,
) -> Iterator[tuple[str, Appointment]]:
    """For a defer: those of gates that fire anyway, of an unknown answer that decides, of minima, else of the score."""
    if verdict is not Verdict.DEFER:
        return
    named = [(name, ruleset.gates[name].then) for name in gates if ruleset.gates[name].at_most is Verdict.DEFER]
    named += [(UNKNOWN_DECIDES, ruleset.verdicts.unknown_decides)] if decides else []
    named += [(result.id, ruleset.criteria[result.id].below_minimum) for result in criteria if result.below_minimum]
    found = [(name, then) for name, then in named if then]
    yield from found or [("score", ruleset.verdicts.defer)]
