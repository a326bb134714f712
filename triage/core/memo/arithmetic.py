"""The sum behind an assessment, step by step and unrounded, to be checked with a pocket calculator."""

from collections.abc import Iterator, Mapping

from triage.core.judging.assessment import Assessment, CriterionResult, money
from triage.core.judging.batch import Interval
from triage.core.memo.figures import for_an_hour, is_in_money
from triage.core.memo.rationale import basis_of, span
from triage.core.messages import Hours, Message, Money, Param, Share, Weeks, say
from triage.core.request.effective import effective
from triage.core.request.request import Range, Value
from triage.core.request.shown import plain
from triage.core.rules.ruleset import Ruleset


def arithmetic(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """Yield the lines of the sum: cost, effect, time, and the weighted points."""
    yield from _cost(assessment, ruleset)
    yield from effect(assessment, ruleset)
    yield from _low_case(assessment)
    yield from _time(assessment)
    yield from _points(assessment, ruleset)


def _cost(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    measures, request = assessment.measures, assessment.request
    values = effective(request, ruleset)
    cost, hours = values.get("cost"), values.get("hours")
    for name, value in (("cost", cost), ("hours", hours)):
        if isinstance(value, Range) and value.low != value.high:
            yield _mean(name, value, ruleset)
    if not (isinstance(cost, Range) and isinstance(hours, Range)):
        return
    currency = request.profile.currency
    yield say(
        "sum.total_cost",
        cost=exact(cost.expected, currency),
        hours=Hours(hours.expected),
        hourly=for_an_hour(request, ruleset),
        total=exact(measures["total_cost"] or 0.0, currency),
    )
    exposure, own_share = measures["exposure"], measures["budget_share"]
    taken = (measures["total_cost"] or 0.0) * (own_share / exposure if own_share and exposure else 1.0)
    share = exposure if own_share is None else own_share
    if share:
        yield say(
            "sum.exposure",
            total=exact(taken, currency),
            budget=exact(taken / share, currency),
            share=Share(share, 2),
        )


def effect(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """Yield how the average was made: the mean, what is taken off, and what is left after the cost."""
    request, measures = assessment.request, assessment.measures
    contribution = measures["contribution"]
    if contribution is None:
        if is_in_money(request):
            yield say("sum.no_effect")
        return
    values = effective(request, ruleset)
    currency = request.profile.currency
    for name in ("extra_units", "extra_contribution"):
        value = values.get(name)
        if isinstance(value, Range):
            yield _mean(name, value, ruleset)
    anyway, no_effect = values.get("anyway"), values.get("no_effect_chance")
    share = ruleset.choices("anyway")[anyway].value if isinstance(anyway, str) else anyway
    share = share if contribution > 0 else None  # a loss is the task's own
    parts: dict[str, Param] = {
        "stays": plain(1 - (share if isinstance(share, float | int) else 0.0) / 100),
        "happens": plain(1 - (no_effect if isinstance(no_effect, float | int) else 0.0) / 100),
        "contribution": exact(contribution, currency),
    }
    yield _gross(values, currency, parts)
    total = money(assessment, "total_cost", rounded=False)
    net = money(assessment, "net", rounded=False)
    if total and net and total.amount:
        amounts: dict[str, Param] = {"contribution": exact(contribution, currency), "total": total, "net": net}
        yield say("sum.net", **amounts)
        yield say("sum.mroi", mroi=Share(measures["mroi"] or 0.0, 1), **amounts)


def _low_case(assessment: Assessment) -> Iterator[Message]:
    measures, currency = assessment.measures, assessment.request.profile.currency
    total, low, net = (measures[name] for name in ("total_cost", "contribution_low", "net_low"))
    if total and low is not None and net is not None:
        yield say("sum.low_case", low=exact(low, currency), total=exact(total, currency), net=exact(net, currency))


def _gross(values: Mapping[str, Value], currency: str, parts: dict[str, Param]) -> Message:
    units, each, extra = (values.get(name) for name in ("extra_units", "unit_contribution", "extra_contribution"))
    if isinstance(units, Range) and isinstance(each, float | int):
        return say("sum.contribution.units", units=plain(units.expected), each=exact(each, currency), **parts)
    gross = extra.expected if isinstance(extra, Range) else 0.0
    return say("sum.contribution", gross=exact(gross, currency), **parts)


def _time(assessment: Assessment) -> Iterator[Message]:
    measures = assessment.measures
    weeks, level = measures["weeks"], measures["time_fit"]
    names = ("first_low", "first_likely", "first_high", "full_low", "full_likely")
    if weeks is None or level is None or any(measures[name] is None for name in names):
        return
    typical = {name: plain(measures[name] or 0.0) for name in names}
    yield say("sum.time", weeks=Weeks(weeks), level=plain(level), **typical)


def _points(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    counted = [result for result in assessment.criteria if result.points is not None]
    for result in assessment.criteria:
        criterion = ruleset.criteria[result.id]
        if result.points is None or result.contribution is None:
            yield say("sum.left_out", criterion=criterion.label)
            continue
        basis = basis_of(criterion, assessment, ruleset)
        key = "sum.criterion" if basis is None else "sum.criterion.answer"
        yield say(
            key,
            criterion=criterion.label,
            points=span(result.points),
            weight=plain(result.weight),
            product=span(Interval(result.points.low * result.weight, result.points.high * result.weight)),
            **({} if basis is None else {"answer": basis}),
        )
        for number in result.adjusted:
            yield say("sum.adjusted", because=criterion.adjust[number].because)
    if counted and assessment.score:
        yield _total(counted, assessment.score)


def _total(counted: list[CriterionResult], score: Interval) -> Message:
    low = sum(result.points.low * result.weight for result in counted if result.points)
    high = sum(result.points.high * result.weight for result in counted if result.points)
    weights = sum(result.weight for result in counted)
    return say("sum.score", total=span(Interval(low, high)), weights=plain(weights), score=span(score))


def _mean(name: str, value: Range, ruleset: Ruleset) -> Message:
    low, likely, high = (plain(part) for part in (value.low, value.likely, value.high))
    label = ruleset.questions[name].label
    return say("sum.mean", question=label, low=low, likely=likely, high=high, mean=plain(value.expected))


def exact(amount: float, currency: str) -> Money:
    """An amount as the sum has it."""
    return Money(amount, currency, rounded=False)
