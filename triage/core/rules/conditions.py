"""The condition language of the rules: what a condition means, and all conditions of a ruleset.

The meaning of a condition is the set of answers that meet it (:class:`Allowed`). Every evaluation reads that value: the
interview on one request's answers, the scorer on columns, the check of the rules with no answers at all. No numpy here,
since the interview starts before it is loaded. ``rules.condition_check`` checks conditions, ``rules.conditionwords``
puts them into words.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from math import inf, nextafter
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import (
    UNKNOWN,
    Compare,
    Condition,
    Criterion,
    Fact,
    Gate,
    Question,
    Ruleset,
    Thresholds,
    When,
)

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of the rules down to a value."""

HIGHEST_LEVEL = 4
_NOT_NEGATIVE = frozenset({"weeks", "months"})
_MARGINS = frozenset({"answer_margin", "effect_margin"})
_SPENT = frozenset({
    "work_cost", "total_cost", "total_cost_low", "total_cost_high", "exposure", "stake", "break_even_units",
    "budget_share", "share_of_whole", "share_of_decision", "at_risk", "cost_in_all", "hours_in_all", "goals",
})  # fmt: skip


class Allowed(Struct, frozen=True):
    """The answers that meet a condition: any of ``words``, any number from ``low`` to ``high``, perhaps no answer."""

    words: frozenset[str | bool] = frozenset()
    """Ids of choices; ``True`` and ``False`` for yes and no; ``True`` for any text and any day."""
    low: float = inf
    high: float = -inf
    """Inclusive; where ``low`` is above ``high`` no number is allowed."""
    unknown: bool = False
    """Also met where the question was not answered."""

    def contains(self, value: object) -> bool:
        """Whether one answer meets the condition; ``None`` is "don't know"."""
        if value is None:
            return self.unknown
        if isinstance(value, str | date) and True in self.words:
            return bool(value)
        return value in self.words or (isinstance(value, int | float) and self.low <= value <= self.high)

    def both(self, other: "Allowed") -> "Allowed":
        """The answers that meet this condition and another on the same name."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Allowed(self.words & other.words, low, high, self.unknown and other.unknown)


@lru_cache(maxsize=4096, typed=True)
def meaning(wanted: Condition, choices: tuple[str, ...] = ()) -> Allowed:
    """Return what a condition allows. A bound on an ordered choice needs the question's ``choices``, worst to best."""
    if isinstance(wanted, Compare):
        low, high = _interval(wanted, choices)
        if choices:
            return Allowed(frozenset(choice for at, choice in enumerate(choices) if low <= at <= high))
        return Allowed(low=low, high=high)
    if isinstance(wanted, bool):
        return Allowed(frozenset({wanted}))
    if isinstance(wanted, str | tuple):
        words = frozenset({wanted} if isinstance(wanted, str) else wanted)
        return Allowed(words - {UNKNOWN}, unknown=UNKNOWN in words)
    return Allowed(low=wanted, high=wanted)


def _interval(bounds: Compare, choices: tuple[str, ...]) -> tuple[float, float]:
    """The least and the greatest number within bounds; choices count from 0."""

    def number(bound: float | str) -> float:
        return float(choices.index(bound) if isinstance(bound, str) else bound)

    low, high = -inf, inf
    if bounds.at_least is not None:
        low = number(bounds.at_least)
    if bounds.above is not None:
        low = max(low, nextafter(number(bounds.above), inf))
    if bounds.at_most is not None:
        high = number(bounds.at_most)
    if bounds.below is not None:
        high = min(high, nextafter(number(bounds.below), -inf))
    return low, high


def holds(when: When, values: Mapping[str, object]) -> bool:
    """Whether all conditions hold for one request's answers; for ``only_if`` and ``quick``, which know no bounds."""
    for name, wanted in when.items():  # noqa: SIM110 - asked many thousand times for a file; a generator takes twice as long
        if not meaning(wanted).contains(values.get(name)):
            return False
    return True


def could_hold(when: When, values: Mapping[str, object]) -> bool:
    """Whether all conditions hold, or could once the unanswered questions are answered."""
    return holds({name: wanted for name, wanted in when.items() if values.get(name) is not None}, values)


def choices_of(name: str, ruleset: Ruleset) -> tuple[str, ...]:
    """The choices of a question; none for any other question and for a measure."""
    return tuple(ruleset.choices(name)) if name in ruleset.questions else ()


def reach(name: str, ruleset: Ruleset) -> tuple[float, float]:
    """The least and the greatest value that a number question or a measure can have."""
    question = ruleset.questions.get(name)
    if question is None:
        unit = MEASURES[name].unit
        if unit == "level":
            return 0, HIGHEST_LEVEL
        never_negative = unit in _NOT_NEGATIVE and name not in _MARGINS
        return (0, inf) if never_negative or name in _SPENT else (-inf, inf)
    if question.unit == "percent":
        return 0, 100
    return (0, inf) if question.unit in {"hours", "weeks", "count"} else (-inf, inf)


Kind: TypeAlias = Literal[
    "only_if", "quick", "wording", "taken_as", "fact", "points", "adjust", "minimum", "lighter", "gate", "small_bet",
    "condition", "contradiction", "urgent",
]  # fmt: skip
SCORED = frozenset({"fact", "points", "adjust", "minimum", "lighter", "gate", "small_bet"})
"""The kinds that score and verdict depend on."""
BEFORE_SCORING = frozenset({"only_if", "quick", "wording", "taken_as", "urgent"})
"""The kinds that are read from answers alone."""


class Conditions(NamedTuple):
    """A mapping of conditions, all of which must hold, and its path in the rules."""

    path: Path
    kind: Kind
    when: When


def conditions_of(ruleset: Ruleset) -> Iterator[Conditions]:
    """Yield every mapping of conditions in a ruleset, for a fact or a gate each of its alternatives."""
    for name, question in ruleset.questions.items():
        yield from _of_question(("questions", name), question)
    for name, fact in ruleset.facts.items():
        yield from _alternatives(("facts", name, "when"), "fact", fact)
    for name, criterion in ruleset.criteria.items():
        yield from _of_criterion(("criteria", name), criterion)
    for name, gate in ruleset.gates.items():
        yield from _alternatives(("gates", name, "when"), "gate", gate)
    yield from _of_verdicts(ruleset.verdicts)
    for name, condition in ruleset.conditions.items():
        yield Conditions(("conditions", name, "when"), "condition", condition.when)
    for name, contradiction in ruleset.contradictions.items():
        if contradiction.when:
            yield Conditions(("contradictions", name, "when"), "contradiction", contradiction.when)


def _of_verdicts(limits: Thresholds) -> Iterator[Conditions]:
    if limits.small_bet:
        yield Conditions(("verdicts", "small_bet", "when"), "small_bet", limits.small_bet.when)
    if limits.trial:
        yield Conditions(("verdicts", "trial", "when"), "small_bet", limits.trial.when)
    if limits.urgent:
        yield Conditions(("verdicts", "urgent", "when"), "urgent", limits.urgent.when)


def _of_question(path: Path, question: Question) -> Iterator[Conditions]:
    if question.only_if is not None:
        yield Conditions((*path, "only_if"), "only_if", question.only_if)
    if not isinstance(question.quick, bool):
        yield Conditions((*path, "quick"), "quick", question.quick)
    for number, wording in enumerate(question.wordings):
        yield Conditions((*path, "wordings", number, "when"), "wording", wording.when)
    for number, taken in enumerate(question.taken_as):
        yield Conditions((*path, "taken_as", number, "when"), "taken_as", taken.when)


def _of_criterion(path: Path, criterion: Criterion) -> Iterator[Conditions]:
    for number, indicator in enumerate(criterion.indicators):
        if indicator.when:
            several = isinstance(criterion.points, tuple)
            yield Conditions((*path, "points", *((number,) if several else ()), "when"), "points", indicator.when)
    for number, limit in enumerate(criterion.adjust):
        yield Conditions((*path, "adjust", number, "when"), "adjust", limit.when)
    if criterion.minimum_when:
        yield Conditions((*path, "minimum_when"), "minimum", criterion.minimum_when)
    if criterion.lighter:
        yield Conditions((*path, "lighter", "when"), "lighter", criterion.lighter.when)


def _alternatives(path: Path, kind: Kind, of: Fact | Gate) -> Iterator[Conditions]:
    for number, when in enumerate(of.alternatives):
        yield Conditions((*path, number) if isinstance(of.when, tuple) else path, kind, when)


def names_read(ruleset: Ruleset) -> Iterator[tuple[Path, str]]:
    """Yield every question or measure that the verdict depends on, with each path that names it."""
    for name, criterion in ruleset.criteria.items():
        path: Path = ("criteria", name, "points")
        for number, indicator in enumerate(criterion.indicators):
            several = isinstance(criterion.points, tuple)
            yield (*path, number, "from") if several else (*path, "from"), indicator.from_
    for path, kind, when in conditions_of(ruleset):
        if kind in SCORED:
            yield from (((*path, name), name) for name in when if name not in ruleset.facts)
