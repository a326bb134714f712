"""Close calls: single answers moved by one step that turn the verdict.

Only answers on a scale are moved: ordered choices one level up and down, amounts and weeks by :data:`FACTORS`. A choice
that a gate only names (lawful or not, hands or none) is a fact and is not moved, nor are defaults and unknown answers.
What it would take to reach a go is ``judging.changes``.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import MakeRng, verdicts
from triage.core.request.effective import effective
from triage.core.request.request import Range, Request, Value, with_answers
from triage.core.rules.conditions import SCORED, conditions_of
from triage.core.rules.ruleset import Compare, Ruleset, Unit, Verdict
from triage.core.scoring.completions import scored_names


class MoveDirection(StrEnum):
    """Which way an answer was moved; up is towards the better choice or the larger amount."""

    DOWN = "down"
    UP = "up"


FACTORS = {MoveDirection.DOWN: 0.7, MoveDirection.UP: 1.4}
"""One step of an amount: about as much as such estimates are off (a judgement)."""


class Move(NamedTuple):
    """One answer moved by one step."""

    question: str
    before: Value
    after: Value
    direction: MoveDirection


class CloseCall(Struct, frozen=True):
    """A move that turns the verdict, and what it turns to."""

    question: str
    before: Value
    after: Value
    direction: MoveDirection
    verdict: Verdict


def close_calls(assessment: Assessment, ruleset: Ruleset, make_rng: MakeRng) -> tuple[CloseCall, ...]:
    """Return every single move that turns the verdict.

    A turn to go or drop comes before one to defer, a level before an amount, then the order of the questions, then down
    before up.
    """
    tried = moves(assessment.request, ruleset)
    requests = [with_answers(assessment.request, {move.question: move.after}) for move in tried]
    found = zip(tried, verdicts(requests, ruleset, make_rng), strict=True)
    turned = (CloseCall(*move, verdict) for move, verdict in found if verdict is not assessment.verdict)
    return tuple(sorted(turned, key=lambda call: (call.verdict is Verdict.DEFER, not isinstance(call.after, str))))


def moves(request: Request, ruleset: Ruleset) -> tuple[Move, ...]:
    """Return every possible move, in the order of the questions, down before up."""
    return tuple(
        Move(name, before, after, direction)
        for name, before in movable(request, ruleset)
        for direction in MoveDirection
        for after in _stepped(name, before, direction, ruleset)
    )


def movable(request: Request, ruleset: Ruleset) -> Iterator[tuple[str, Value]]:
    """Yield the questions that were answered on a scale, with their answers."""
    values, scales, scored = effective(request, ruleset), find_scales(ruleset), scored_names(ruleset)
    for name, question in ruleset.questions.items():
        given = request.value(name) is not None and values[name] is not None
        amount = question.type in {"number", "range"} and name in scored
        if given and (amount or name in scales):
            yield name, values[name]


def find_scales(ruleset: Ruleset) -> frozenset[str]:
    """Find the ordered choices that the rules read as a scale: by points or by comparing, not by naming a choice."""
    weighed = {part.from_ for criterion in ruleset.criteria.values() for part in criterion.indicators}
    for _, kind, when in conditions_of(ruleset):
        if kind in SCORED:
            weighed |= {name for name, wanted in when.items() if kind == "adjust" or isinstance(wanted, Compare)}
    return frozenset(name for name in weighed if name in ruleset.questions and ruleset.questions[name].ordered)


def scaled(value: Value, factor: float, unit: Unit | None, *, digits: int) -> Value:
    """Multiply an amount, every part of a range alike, round it to significant digits, and keep percent up to 100."""
    most = 100.0 if unit == "percent" else float("inf")

    def part(amount: float) -> float:
        return min(float(f"{amount * factor:.{digits}g}"), most)

    if isinstance(value, Range):
        return Range(part(value.low), part(value.likely), part(value.high))
    return part(value) if isinstance(value, int | float) else value


def _stepped(name: str, before: Value, direction: MoveDirection, ruleset: Ruleset) -> Iterator[Value]:
    """Yield the answer one step on; nothing at the end of the scale, or where nothing changes."""
    question = ruleset.questions[name]
    up = direction is MoveDirection.UP
    if isinstance(before, str):
        choices = list(question.choices)
        at = choices.index(before) + (1 if up else -1)
        if 0 <= at < len(choices):
            yield choices[at]
        return
    is_loss = _expected(before) < 0
    after = scaled(before, FACTORS[MoveDirection.UP if up != is_loss else MoveDirection.DOWN], question.unit, digits=6)
    if after != before:
        yield after


def _expected(value: Value) -> float:
    if isinstance(value, Range):
        return value.expected
    return float(value) if isinstance(value, int | float) else 0.0
