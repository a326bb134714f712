"""Requests to assessments: scores, what the unknown answers do to them, and what a verdict is made of.

Everything is scored in one table through the one scorer: each request brings a row for each possible completion of its
unknown answers. Sentences are made elsewhere (``memo.rationale``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from triage.core.messages import Money
from triage.core.request.effective import applies, effective
from triage.core.request.request import FIGURES, Request
from triage.core.rules.ruleset import VERDICTS, Appointment, Ruleset, Verdict
from triage.core.scoring.completions import Completions, complete, fill, find_unknowns
from triage.core.scoring.scorer import Codes, Scores, score
from triage.core.scoring.table import Column, build, join

UNKNOWN_DECIDES = "unknown_decides"
"""The gate that speaks when the verdict hangs on an unknown answer."""


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest value over what was tried; a point where they agree."""

    low: float
    high: float

    @property
    def point(self) -> float | None:
        """The value, ``None`` where it is a range."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What one criterion came to. ``points`` is ``None`` where nothing was known and nothing had to be."""

    id: str
    weight: float
    points: Span | None
    contribution: Span | None
    """Its part of the score: points x weight / weights that counted."""
    adjusted: tuple[int, ...]
    """Numbers of the adjustments that held in every completion."""
    below_minimum: bool
    """Below its minimum in every completion."""


@dataclass(frozen=True, slots=True)
class UnknownResult:
    """What one unanswered question does to the verdict."""

    question: str
    matters: bool
    """Whether some answer to it changes the verdict."""
    settles: float
    """Mean share of completions that agree on a verdict once it is answered, 0-1."""
    turns: float
    """Share of its possible answers after which the verdict is another than without one, 0-1."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one request, with everything that it is made of."""

    request: Request
    verdict: Verdict
    score: Span | None
    by_score: frozenset[Verdict]
    """What score and minima alone would say, over the completions."""
    problem_verdict: Verdict
    tactic_verdict: Verdict
    criteria: tuple[CriterionResult, ...]
    gates: tuple[str, ...]
    """Gates that speak whatever the unknown answers are; the order is the ruleset's."""
    possible_gates: tuple[str, ...]
    """Gates that speak for some of the possible answers only."""
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
    """For a defer: what it is made of, the most telling first, each with the id of what brought it."""


def money(assessment: Assessment, measure: str, *, rounded: bool = True) -> Money | None:
    """Give a measure as an amount in the request's currency; ``None`` where it is unknown."""
    value = assessment.measures[measure]
    return None if value is None else Money(value, assessment.request.profile.currency, rounded)


def assess(requests: Sequence[Request], ruleset: Ruleset, make_rng: Callable[[], Generator]) -> list[Assessment]:
    """Assess every request; each gets a fresh generator, so that a request alone and among others get the same."""
    if not requests:
        return []
    table = build(requests, ruleset)
    own = score(table, ruleset)
    tried = [completions_of(r, ruleset, make_rng, bool(own.small_bet[at])) for at, r in enumerate(requests)]
    filled = [fill(table.take(np.array([at])), completions) for at, completions in enumerate(tried)]
    scores = score(join(filled), ruleset)
    ends = np.cumsum([len(part) for part in filled])
    parts = (slice(end - len(part), end) for end, part in zip(ends, filled, strict=True))
    return [
        _assessment(request, ruleset, _known(own.measures, at), completions=completions, scores=scores, rows=rows)
        for at, (request, completions, rows) in enumerate(zip(requests, tried, parts, strict=True))
    ]


def completions_of(
    request: Request, ruleset: Ruleset, make_rng: Callable[[], Generator], small_bet: bool
) -> Completions:
    """List what is tried for a request's unknown answers; a small bet is spared those that it needs no answer to."""
    lane = ruleset.verdicts.small_bet
    spared = lane.needs_no if lane and small_bet else ()
    unknowns = tuple(unknown for unknown in find_unknowns(request, ruleset) if unknown.question not in spared)
    return complete(unknowns, make_rng())


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
    gates = {name: flags[rows] for name, flags in scores.gates.items()}
    unknowns = tuple(_unknown_results(completions, codes))
    decides = max(unknowns, key=lambda u: u.settles).question if len(shares) > 1 and unknowns else None
    criteria = tuple(_criterion_results(ruleset, scores, rows))
    spoke = tuple(name for name, flags in gates.items() if flags.all())
    return Assessment(
        request=request,
        verdict=verdict,
        score=_span(scores.score[rows]),
        by_score=frozenset(VERDICTS[code] for code in np.unique(scores.by_score[rows])),
        problem_verdict=_verdict(scores.problem[rows]),
        tactic_verdict=_verdict(scores.tactic[rows]),
        criteria=criteria,
        gates=spoke,
        possible_gates=tuple(name for name, flags in gates.items() if flags.any() and not flags.all()),
        unknowns=unknowns,
        unknown_that_decides=decides,
        shares=shares,
        exhaustive=completions.exhaustive,
        small_bet=bool(scores.small_bet[rows].all()),
        measures=measures,
        defaults=tuple(_defaults(request, ruleset)),
        assumed=tuple(_assumed(request, ruleset)),
        fallbacks=tuple(name for name in FIGURES if getattr(request.profile, name) is None),
        to_agree=tuple(name for name in ruleset.verdicts.agree if request.value(name) is None),
        appointments=tuple(_appointments(ruleset, verdict, spoke, criteria, decides)),
    )


def _span(column: Column) -> Span | None:
    """The least and greatest of a column; ``None`` where it has NaN."""
    return None if np.isnan(column).any() else Span(float(column.min()), float(column.max()))


def _verdict(codes: Codes) -> Verdict:
    """The verdict all completions agree on, else defer."""
    return VERDICTS[codes[0]] if (codes == codes[0]).all() else Verdict.DEFER


def _shares(codes: Codes) -> dict[Verdict, float]:
    found, counts = np.unique(codes, return_counts=True)
    return {VERDICTS[code]: float(count / len(codes)) for code, count in zip(found, counts, strict=True)}


def _unknown_results(completions: Completions, codes: Codes) -> Iterator[UnknownResult]:
    for at, unknown in enumerate(completions.unknowns):
        picks = completions.picks[:, at]
        tallies = np.zeros((len(unknown.options), len(VERDICTS)))
        np.add.at(tallies, (picks, codes), 1)
        settles = float(tallies.max(axis=1).sum() / len(codes))
        agreed = (tallies > 0).sum(axis=1) == 1
        known = np.where(agreed, tallies.argmax(axis=1), VERDICTS.index(Verdict.DEFER))
        turns = float((known != VERDICTS.index(_verdict(codes))).mean())
        yield UnknownResult(unknown.question, _matters(completions, at, codes), settles, turns)


def _matters(completions: Completions, at: int, codes: Codes) -> bool:
    """Whether two completions that differ in this answer alone get different verdicts."""
    others = np.delete(completions.picks, at, axis=1)
    _, group = np.unique(others, axis=0, return_inverse=True)
    low, high = np.full(group.max() + 1, len(VERDICTS)), np.full(group.max() + 1, -1)
    np.minimum.at(low, group, codes)
    np.maximum.at(high, group, codes)
    return bool((low < high).any())


def _criterion_results(ruleset: Ruleset, scores: Scores, rows: slice) -> Iterator[CriterionResult]:
    points, below = scores.points[rows], scores.below_minimum[rows]
    weights = np.array([criterion.weight for criterion in ruleset.criteria.values()])
    counted = np.where(np.isnan(points), 0.0, weights).sum(axis=1)
    for at, (name, criterion) in enumerate(ruleset.criteria.items()):
        held = (number for number in range(len(criterion.adjust)) if scores.adjusted[name, number][rows].all())
        yield CriterionResult(
            id=name,
            weight=criterion.weight,
            points=_span(points[:, at]),
            contribution=_span(points[:, at] * criterion.weight / counted),
            adjusted=tuple(held),
            below_minimum=bool(below[:, at].all()),
        )


def _defaults(request: Request, ruleset: Ruleset) -> Iterator[str]:
    values = effective(request, ruleset)
    for name, question in ruleset.questions.items():
        if question.default is not None and name not in request.answers and applies(question, values):
            yield name


def _assumed(request: Request, ruleset: Ruleset) -> Iterator[str]:
    values = effective(request, ruleset)
    for name, question in ruleset.questions.items():
        counts = question.unknown_as is not None and request.value(name) is None and values[name] is not None
        if counts and not (question.default is not None and name not in request.answers):
            yield name


def _appointments(
    ruleset: Ruleset,
    verdict: Verdict,
    gates: tuple[str, ...],
    criteria: tuple[CriterionResult, ...],
    decides: str | None,
) -> Iterator[tuple[str, Appointment]]:
    """What a defer is made of: gates that hold anyway, then what an unknown answer decides, minima, and the score."""
    if verdict is not Verdict.DEFER:
        return
    found = False
    for name in gates:
        gate = ruleset.gates[name]
        if gate.at_most is Verdict.DEFER and gate.then:
            found = True
            yield name, gate.then
    if decides:
        found = True
        yield UNKNOWN_DECIDES, ruleset.verdicts.unknown_decides
    for result in criteria:
        then = ruleset.criteria[result.id].below_minimum
        if result.below_minimum and then:
            found = True
            yield result.id, then
    if not found:
        yield "score", ruleset.verdicts.defer
