"""Assessments: the verdict on a request, how unknown answers affect it, and its parts.

Reduces the rows that ``judging.batch`` scores, one for each possible completion of the unknown answers. Sentences are
made in ``memo.rationale``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING

from triage.core.arrays import np
from triage.core.judging.batch import Batch, Interval, MakeRng, batched, scored
from triage.core.judging.contradictions import contradictions
from triage.core.messages import Money
from triage.core.request.effective import asked_first, effective, is_urgent, not_answered
from triage.core.request.request import COUNTED, Request, Value
from triage.core.rules.ruleset import UNKNOWN, VERDICTS, ActKind, Appointment, Owner, Ruleset, Verdict
from triage.core.scoring.completions import Completions, as_answers, expand
from triage.core.scoring.scorer import DEFER, DROP, GO, Codes, Flags, Scores
from triage.core.scoring.table import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNKNOWN_DECIDES = "unknown_decides"
"""The id, among those of the gates, for a verdict that depends on an unknown answer."""
SCORE = "score"
"""The id, among those of the gates, for a request that is weak all round."""


@dataclass(frozen=True, slots=True)
class Act:
    """What has to be done before a defer becomes a go; findings of one kind are one act."""

    kind: ActKind
    causes: tuple[str, ...]
    """The gates and criteria that ask for it, or :data:`UNKNOWN_DECIDES`."""
    steps: tuple[Appointment, ...]
    """What each cause says has to be done."""
    owner: Owner
    weeks: float | None
    """Weeks from the assessment by which it is done."""
    price: float
    """In the request's currency; the steps of one act are taken together, so it is that of the dearest."""
    answers: Mapping[str, Value]
    """The answers that it leads to; ``None`` where one is asked for again."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a go hangs on: how it is done, or what is agreed about it."""

    id: str
    """Of a condition of the rules, or of a question that was left out."""
    owner: Owner
    weeks: float | None
    """Weeks from the assessment by which it is met; ``None`` for all the time."""
    price: float | None
    """The most that it may cost, where the condition is a ceiling; in the request's currency."""
    answers: Mapping[str, Value]
    """The answers that it rests on."""


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
    best: Mapping[str, Value] = field(default_factory=dict)
    """The answer to it in the completion that leads to a go, or comes nearest to one."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one request, with all its parts."""

    request: Request
    verdict: Verdict
    score: Interval | None
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
    all_tried: bool = True
    """Every possible answer to what is unknown was tried; of amounts, say, only some are."""
    weak: bool = False
    """The score is below the bar in every completion."""
    bar: float | None = None
    """The score that is enough for a go; ``None`` in what an older version kept."""
    facts: Mapping[str, bool] = field(default_factory=dict)
    """The facts of the rules, as they are without any unknown answer."""
    acts: tuple[Act, ...] = ()
    """For a defer: what has to be done before it becomes a go."""
    acts_lead_to_go: bool = True
    """Whether all acts together lead to a go in half of the completions or more, and in none to a drop."""
    conditions: tuple[Condition, ...] = ()
    """For a go: what it hangs on."""
    contradictions: tuple[str, ...] = ()
    """The answers that do not go together."""
    conditions_met: tuple[str, ...] = ()
    """The conditions of the rules whose own conditions hold, whatever the verdict."""


def missing_answers(assessment: Assessment) -> tuple[str, ...]:
    """Return the questions to answer next: of a defer, those not answered of which some answer leads further."""
    if assessment.verdict is not Verdict.DEFER:
        return ()
    return tuple(each.question for each in assessment.unknowns if each.matters)


def money(assessment: Assessment, measure: str, *, rounded: bool = True) -> Money | None:
    """Return a measure as an amount in the request's currency; ``None`` where it is unknown."""
    value = assessment.measures[measure]
    return None if value is None else Money(value, assessment.request.profile.currency, rounded)


def judge(
    requests: Sequence[Request], ruleset: Ruleset, make_rng: MakeRng, today: date | None = None
) -> list[Assessment]:
    """Judge every request, without acts and conditions; alone or among others, each gets the same assessment.

    ``today`` is only what days in words count from, where a request does not say when it was asked.
    """
    batch = batched(requests, ruleset, make_rng)
    found: dict[int, Assessment] = {}
    for group, rows, scores in scored(batch):
        size = len(group.completions.picks)
        for at, start in zip(group.requests.tolist(), range(rows.start, rows.stop, size), strict=True):
            own = slice(start, start + size)
            found[at] = _assessment(requests[at], batch, at, completions=group.completions, scores=scores, rows=own)
            found[at] = _with_contradictions(found[at], batch, at, today)
    return [found[at] for at in range(len(requests))]


def _known(measures: Mapping[str, Column], at: int) -> dict[str, float | None]:
    """The measures of one row, ``None`` for NaN."""
    return {name: None if np.isnan(column[at]) else float(column[at]) for name, column in measures.items()}


def _assessment(
    request: Request, batch: Batch, at: int, *, completions: Completions, scores: Scores, rows: slice
) -> Assessment:
    ruleset = batch.ruleset
    codes = scores.verdict[rows]
    verdict, shares = _verdict(codes), _shares(codes)
    flags = np.array([column[rows] for column in scores.gates.values()]).reshape(-1, len(codes))
    always: Flags = np.logical_and.reduce(flags, axis=1)
    ever: Flags = np.logical_or.reduce(flags, axis=1)
    not_all_tried = batch.half_tried | _asked_for(compress(scores.gates, ever), ruleset)
    values = effective(request, ruleset)
    unknowns = tuple(_each_once(_unknown_results(completions, codes, batch, at, values)))
    decides = max(unknowns, key=lambda u: u.settles).question if len(shares) > 1 and unknowns else None
    decides = asked_first(decides, values, ruleset) if decides else None
    defaults, assumed = not_answered(request, ruleset)
    return Assessment(
        request=request,
        verdict=verdict,
        score=_interval(scores.score[rows]),
        problem_verdict=_verdict(scores.problem[rows]),
        tactic_verdict=_verdict(scores.tactic[rows]),
        criteria=tuple(_criterion_results(ruleset, scores, rows)),
        gates=tuple(compress(scores.gates, always)),
        possible_gates=tuple(compress(scores.gates, ever & ~always)),
        unknowns=unknowns,
        unknown_that_decides=decides,
        shares=shares,
        exhaustive=completions.exhaustive,
        all_tried=completions.exhaustive and not_all_tried.isdisjoint(u.question for u in completions.unknowns),
        small_bet=bool(scores.small_bet[rows].all()),
        measures=_known(batch.as_answered.measures, at),
        defaults=defaults,
        assumed=assumed,
        fallbacks=tuple(name for name in COUNTED if getattr(request.profile, name) is None),
        to_agree=() if is_urgent(values, ruleset) else tuple(_to_agree(request, ruleset)),
        appointments=(),
        weak=bool(scores.weak[rows].all()),
        bar=float(scores.bar[rows].max()),
        facts={name: bool(column[at]) for name, column in batch.as_answered.facts.items()},
        conditions_met=tuple(name for name in ruleset.conditions if batch.told[name][at]),
    )


def _to_agree(request: Request, ruleset: Ruleset) -> Iterator[str]:
    return (name for name in ruleset.verdicts.agree if request.value(name) is None)


def _asked_for(gates: Iterable[str], ruleset: Ruleset) -> set[str]:
    """The questions of which a gate asks only whether they were answered; it goes by that in every completion."""
    read = (each.items() for name in gates for each in ruleset.gates[name].alternatives)
    return {name for items in read for name, wanted in items if wanted == UNKNOWN}


def _with_contradictions(assessment: Assessment, batch: Batch, at: int, today: date | None) -> Assessment:
    met = {name: bool(column[at]) for name, column in batch.told.items()}
    found = contradictions(assessment.request, batch.ruleset, met, today)
    return replace(assessment, contradictions=tuple(found))


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


def _each_once(results: Iterable[UnknownResult]) -> Iterator[UnknownResult]:
    """Yield the results with those that go by the same question as one."""
    found: dict[str, UnknownResult] = {}
    for each in results:
        other = found.get(each.question, each)
        found[each.question] = UnknownResult(
            each.question,
            each.matters or other.matters,
            max(each.settles, other.settles),
            max(each.turns, other.turns),
            {**other.best, **each.best},
        )
    yield from found.values()


def _unknown_results(
    completions: Completions, codes: Codes, batch: Batch, row: int, values: Mapping[str, Value]
) -> Iterator[UnknownResult]:
    """Yield what hangs on each unknown, named after a question that a person can be asked as things stand."""
    if not completions.unknowns:
        return
    tried = {unknown.question for unknown in completions.unknowns}
    without = VERDICTS.index(_verdict(codes))
    every = [_tallies(completions, at, codes) for at in range(len(completions.unknowns))]
    best = completions.picks[[_best(completions, every, codes)]]
    filled = expand(batch.table.take(np.array([row])), replace(completions, picks=best))
    for at, (unknown, tallies) in enumerate(zip(completions.unknowns, every, strict=True)):
        agreed = np.count_nonzero(tallies, axis=1) == 1
        known = np.where(agreed, tallies.argmax(axis=1), DEFER)
        first = asked_first(unknown.question, values, batch.ruleset)
        yield UnknownResult(
            unknown.question if first in tried else first,
            _matters(completions, at, codes),
            int(tallies.max(axis=1).sum()) / len(codes),
            float((known != without).mean()),
            as_answers(unknown, int(best[0, at]), filled, batch.ruleset),
        )


def _tallies(completions: Completions, at: int, codes: Codes) -> NDArray[np.intp]:
    """How many completions there are for each option of an unknown and each verdict, of shape ``(options, 3)``."""
    size = len(completions.unknowns[at].options)
    cells = completions.picks[:, at] * len(VERDICTS) + codes
    return np.bincount(cells, minlength=size * len(VERDICTS)).reshape(size, -1)


def _best(completions: Completions, every: Sequence[NDArray[np.intp]], codes: Codes) -> int:
    """The completion with the best verdict; of several that whose answers most often lead to a go, then least often to
    a drop; of equals the one with the best answers.
    """
    goes, drops, ranks = np.zeros((3, len(codes)))
    for picks, unknown, tallies in zip(completions.picks.T, completions.unknowns, every, strict=True):
        total = np.maximum(tallies.sum(axis=1), 1)
        goes += (tallies[:, GO] / total)[picks]
        drops += (tallies[:, DROP] / total)[picks]
        ranks += picks if unknown.is_rising else -picks
    return int(np.lexsort((ranks, -drops, goes, codes))[-1])


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
    weights = scores.weights[rows]
    counted = np.where(np.isnan(points), 0.0, weights).sum(axis=1)
    for at, (name, criterion) in enumerate(ruleset.criteria.items()):
        held = (number for number in range(len(criterion.adjust)) if scores.adjusted[name, number][rows].all())
        yield CriterionResult(
            id=name,
            weight=float(weights[0, at]),
            points=_interval(points[:, at]),
            contribution=_interval(points[:, at] * weights[:, at] / counted),
            adjusted=tuple(held),
            below_minimum=bool(below[:, at].all()),
        )
