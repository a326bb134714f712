"""What a gate read when it fired: each condition with its limit and the value that met it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from triage.core.judging.assessment import Assessment
from triage.core.request.effective import effective
from triage.core.request.request import Range, Value
from triage.core.rules.conditions import choices_of, meaning
from triage.core.rules.measures import is_money
from triage.core.rules.quantities import rate
from triage.core.rules.ruleset import Compare, Condition, Fact, Gate, Ruleset, When

Limit: TypeAlias = Condition | dict[str, float | str]


class Reading(NamedTuple):
    """One condition of a gate: the question, measure or fact, its limit as the rules write it, and the value."""

    name: str
    limit: Limit
    value: Value


def readings(gate: Gate | Fact, assessment: Assessment, ruleset: Ruleset) -> Iterator[Reading]:
    """Yield what the first of a gate's mappings read all of whose conditions hold, and below a fact what that read.

    A gate that fires in every completion without its mapping holding on what is known yields nothing.
    """
    values = known_values(assessment, ruleset)
    met = (when for when in gate.alternatives if all(_holds(name, when, values, assessment, ruleset) for name in when))
    for name, wanted in next(met, {}).items():
        yield Reading(name, _limit(wanted), values.get(name))
        if name in ruleset.facts and values.get(name):
            yield from readings(ruleset.facts[name], assessment, ruleset)
        elif name in ruleset.facts:
            yield from _missed(ruleset.facts[name], values, assessment, ruleset)


def _missed(fact: Fact, values: Mapping[str, Value], assessment: Assessment, ruleset: Ruleset) -> Iterator[Reading]:
    """Yield the conditions that a fact failed on: of each of its mappings the first."""
    for when in fact.alternatives:
        name = next((name for name in when if not _holds(name, when, values, assessment, ruleset)), None)
        if name is not None:
            yield Reading(name, _limit(when[name]), values.get(name))


def known_values(assessment: Assessment, ruleset: Ruleset) -> Mapping[str, Value]:
    """The answers, measures and facts of a request by name; ``None`` for what is not known."""
    return {**assessment.measures, **assessment.facts, **effective(assessment.request, ruleset)}


def _holds(name: str, when: When, values: Mapping[str, Value], assessment: Assessment, ruleset: Ruleset) -> bool:
    """Whether one condition holds; an ordered choice is compared by its place, an amount in the rules' currency."""
    choices = choices_of(name, ruleset)
    value = values.get(name)
    if isinstance(value, Range):
        value = value.expected
    if isinstance(value, float | int) and not isinstance(value, bool) and is_money(name, ruleset):
        value *= rate(assessment.request.profile.currency, ruleset)
    return meaning(when[name], choices).contains(value)


def _limit(wanted: Condition) -> Limit:
    if not isinstance(wanted, Compare):
        return wanted
    bounds = {part: getattr(wanted, part) for part in ("above", "at_least", "below", "at_most")}
    return {part: bound for part, bound in bounds.items() if bound is not None}
