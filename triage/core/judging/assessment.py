"""Assessments: the verdict on a request, how unknown answers affect it, and its parts.

Reduces the rows that ``judging.batch`` scores, one for each possible completion of the unknown answers. Sentences are
made in ``memo.rationale``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import isnan
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from triage.core.arrays import np
from triage.core.judging.batch import Batch, Interval, MakeRng
from triage.core.judging.contradictions import contradictions
from triage.core.judging.found import Ends, Found, asked_for, judged, tallies
from triage.core.messages import Money
from triage.core.request.effective import is_urgent, not_answered
from triage.core.request.request import COUNTED, Request, Value
from triage.core.rules.ruleset import UNKNOWN, VERDICTS, ActKind, Appointment, Owner, Ruleset, Verdict
from triage.core.scoring.asked import as_columns
from triage.core.scoring.completions import Completions, as_answers, expand
from triage.core.scoring.scorer import DEFER, DROP, GO, Codes
from triage.core.scoring.table import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNKNOWN_DECIDES = "unknown_decides"
"""The id, among those of the gates, for a verdict that depends on an unknown answer."""
SCORE = "score"
"""The id, among those of the gates, for a request that is weak all round."""


class Act(Struct, frozen=True):
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


class Condition(Struct, frozen=True):
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


class CriterionResult(Struct, frozen=True):
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


class UnknownResult(Struct, frozen=True):
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


class Assessment(Struct, frozen=True):
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


class Outline(Struct, frozen=True):
    """The verdict on one of many requests, with what decided it."""

    verdict: Verdict
    gates: tuple[str, ...]
    criteria: tuple[CriterionResult, ...]
    unknown_that_decides: str | None


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
    found = judged(as_columns(requests), ruleset, make_rng)
    return [assessment_of(found, at, today) for at in range(len(found))]


def _known(measures: Mapping[str, Column], at: int) -> dict[str, float | None]:
    """The measures of one row, ``None`` for NaN."""
    return {name: None if isnan(value := column.item(at)) else value for name, column in measures.items()}


def assessment_of(found: Found, at: int, today: date | None = None) -> Assessment:
    """Return the assessment of one of many requests, without acts and conditions; ``today`` is that of ``judge``."""
    batch, ruleset, request = found.batch, found.batch.ruleset, found.asked.request(at)
    completions, codes, values = found.tried[at], found.codes(at), found.values(at)
    verdict, shares = VERDICTS[found.verdict[at]], _shares(codes)
    ever = [name for name, flags in found.ever.items() if flags[at]]
    always = tuple(name for name in ever if found.always[name][at])
    not_all_tried = batch.half_tried | _asked_for(ever, ruleset)
    defaults, assumed = not_answered(request, ruleset, values)
    told = {name: column.item(at) for name, column in batch.told.items()}
    return Assessment(
        request=request,
        verdict=verdict,
        score=interval(found.score, at),
        problem_verdict=VERDICTS[found.problem[at]],
        tactic_verdict=VERDICTS[found.tactic[at]],
        criteria=tuple(criterion_results(found, at)),
        gates=always,
        possible_gates=tuple(name for name in ever if name not in always),
        unknowns=tuple(_each_once(_unknown_results(completions, codes, batch, at, values))),
        unknown_that_decides=found.deciding(at),
        shares=shares,
        exhaustive=completions.exhaustive,
        all_tried=completions.exhaustive and not_all_tried.isdisjoint(u.question for u in completions.unknowns),
        small_bet=bool(found.small_bet[at]),
        measures=_known(batch.as_answered.measures, at),
        defaults=defaults,
        assumed=assumed,
        fallbacks=tuple(name for name in COUNTED if getattr(request.profile, name) is None),
        to_agree=() if is_urgent(values, ruleset) else tuple(_to_agree(request, ruleset)),
        appointments=(),
        weak=bool(found.weak[at]),
        bar=float(found.bar[at]),
        facts={name: column.item(at) for name, column in batch.as_answered.facts.items()},
        contradictions=tuple(contradictions(request, ruleset, told, today)),
        conditions_met=tuple(name for name in ruleset.conditions if told[name]),
    )


def _to_agree(request: Request, ruleset: Ruleset) -> Iterator[str]:
    return (name for name in ruleset.verdicts.agree if request.value(name) is None)


def _asked_for(gates: Iterable[str], ruleset: Ruleset) -> set[str]:
    """The questions of which a gate asks only whether they were answered; it goes by that in every completion."""
    read = (each.items() for name in gates for each in ruleset.gates[name].alternatives)
    return {name for items in read for name, wanted in items if wanted == UNKNOWN}


def interval(ends: Ends, at: tuple[int, int] | int) -> Interval | None:
    """The least and greatest; ``None`` where it is not known."""
    low, high = float(ends.low[at]), float(ends.high[at])
    return None if low != low or high != high else Interval(low, high)  # noqa: PLR0124 - NaN is not itself


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
    without = codes[0] if (codes == codes[0]).all() else DEFER
    every = [tallies(completions, at, codes) for at in range(len(completions.unknowns))]
    best = completions.picks[[_best(completions, every, codes)]]
    filled = expand(batch.table.take(np.array([row])), replace(completions, picks=best))
    names = asked_for(completions, values, batch.ruleset)
    for at, (unknown, name, tally) in enumerate(zip(completions.unknowns, names, every, strict=True)):
        agreed = np.count_nonzero(tally, axis=1) == 1
        known = np.where(agreed, tally.argmax(axis=1), DEFER)
        yield UnknownResult(
            name,
            _matters(completions, at, codes),
            int(tally.max(axis=1).sum()) / len(codes),
            float((known != without).mean()),
            as_answers(unknown, int(best[0, at]), filled, batch.ruleset),
        )


def _best(completions: Completions, every: Sequence[NDArray[np.intp]], codes: Codes) -> int:
    """The completion with the best verdict; of several that whose answers most often lead to a go, then least often to
    a drop; of equals the one with the best answers.
    """
    goes, drops, ranks = np.zeros((3, len(codes)))
    for picks, unknown, tally in zip(completions.picks.T, completions.unknowns, every, strict=True):
        total = np.maximum(tally.sum(axis=1), 1)
        goes += (tally[:, GO] / total)[picks]
        drops += (tally[:, DROP] / total)[picks]
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


def criterion_results(found: Found, at: int) -> Iterator[CriterionResult]:
    """Yield what became of each criterion for one of many requests."""
    for number, (name, criterion) in enumerate(found.batch.ruleset.criteria.items()):
        held = (each for each in range(len(criterion.adjust)) if found.adjusted[name, each][at])
        yield CriterionResult(
            id=name,
            weight=float(found.weights[at, number]),
            points=interval(found.points, (at, number)),
            contribution=interval(found.contribution, (at, number)),
            adjusted=tuple(held),
            below_minimum=bool(found.below_minimum[at, number]),
        )
