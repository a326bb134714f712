"""What the cases of a ruleset do not cover: gates, levels, steps, adjustments, minima, lanes and verdicts.

A rule that no case covers can be changed without any test failing.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from triage.core.judging.assessment import Assessment
from triage.core.messages import Listed, Message, Param, say
from triage.core.request.effective import effective
from triage.core.rules.conditions import reach
from triage.core.rules.conditionwords import quoted, value_words, when_words
from triage.core.rules.ruleset import VERDICTS, Criterion, Indicator, Ruleset


def untouched(assessments: Sequence[Assessment], ruleset: Ruleset) -> list[Message]:
    """Return the parts of the ruleset that none of these assessments exercises."""
    return [
        *_gates(assessments, ruleset),
        *(found for name, each in ruleset.criteria.items() for found in _criterion(name, each, assessments, ruleset)),
        *_thresholds(assessments, ruleset),
    ]


def _gates(assessments: Sequence[Assessment], ruleset: Ruleset) -> Iterator[Message]:
    """Every gate must fire in some case and not in another."""
    for name, gate in ruleset.gates.items():
        if not any(name in each.gates for each in assessments):
            yield say("rules.untouched.gate_silent", name=gate.label, id=name)
        if not any(name not in each.gates and name not in each.possible_gates for each in assessments):
            yield say("rules.untouched.gate_speaks", name=gate.label, id=name)


def _criterion(
    name: str, criterion: Criterion, assessments: Sequence[Assessment], ruleset: Ruleset
) -> Iterator[Message]:
    results = [result for each in assessments for result in each.criteria if result.id == name]
    for indicator in criterion.indicators:
        missing = (
            _levels(indicator, assessments, ruleset) if indicator.levels else _parts(indicator, assessments, ruleset)
        )
        if missing:
            source = quoted(indicator.from_, ruleset)
            yield say(
                "rules.untouched.levels", name=criterion.label, source=source, levels=Listed(tuple(missing), "or")
            )
    for number, limit in enumerate(criterion.adjust):
        if not any(number in result.adjusted for result in results):
            condition = when_words(limit.when, ruleset)
            yield say("rules.untouched.adjustment", name=criterion.label, condition=condition)
    if criterion.minimum is not None and not any(result.below_minimum for result in results):
        yield say("rules.untouched.minimum", name=criterion.label)


def _levels(indicator: Indicator, assessments: Sequence[Assessment], ruleset: Ruleset) -> list[Param]:
    name = indicator.from_
    given = {effective(each.request, ruleset)[name] for each in assessments}
    return [value_words(name, level, ruleset) for level in indicator.levels if level not in given]


def _parts(indicator: Indicator, assessments: Sequence[Assessment], ruleset: Ruleset) -> list[Param]:
    """The steps or curve segments without a case, named by the number at which they begin."""
    knots = [at for at, _ in indicator.steps or indicator.curve]
    values = (_value(indicator.from_, each, ruleset) for each in assessments)
    reached = {bisect_right(knots, value) for value in values if value is not None}
    impossible = knots[0] <= reach(indicator.from_, ruleset)[0]
    bounds = [value_words(indicator.from_, at, ruleset) for at in knots]
    first = [] if 0 in reached or impossible else [say("condition.below", bound=bounds[0])]
    return [*first, *(bound for number, bound in enumerate(bounds, start=1) if number not in reached)]


def _value(name: str, assessment: Assessment, ruleset: Ruleset) -> float | None:
    if name not in ruleset.questions:
        return assessment.measures[name]
    value = effective(assessment.request, ruleset)[name]
    expected = getattr(value, "expected", value)
    return float(expected) if isinstance(expected, int | float) else None


def _thresholds(assessments: Sequence[Assessment], ruleset: Ruleset) -> Iterator[Message]:
    for verdict in VERDICTS:
        if not any(each.verdict is verdict for each in assessments):
            yield say("rules.untouched.verdict", verdict=say(f"verdict.{verdict}"))
    if not any(each.weak and not each.gates for each in assessments):
        yield say("rules.untouched.weak")
    if ruleset.verdicts.small_bet and not any(each.small_bet for each in assessments):
        yield say("rules.untouched.small_bet")
    if not any(each.unknown_that_decides for each in assessments):
        yield say("rules.untouched.unknown_decides")
