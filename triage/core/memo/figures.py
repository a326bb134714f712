"""The figures of a rationale in sentences: the cost, the return, and when the cost is earned back."""

from collections.abc import Iterator

from msgspec.structs import replace

from triage.core.judging.assessment import Assessment, money
from triage.core.messages import Inline, Message, Money, Months, Number, Param, Share, Text, say
from triage.core.request.effective import effective
from triage.core.request.request import Range, Request
from triage.core.request.shown import answer
from triage.core.rules.ruleset import Ruleset
from triage.core.scoring.table import hourly_cost


def figures(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """Each figure: what it costs, what it brings, and what it takes to earn the cost back."""
    cost, net = money(assessment, "total_cost"), money(assessment, "net")
    yield from total_cost(assessment, ruleset)
    yield from _of_the_budget(assessment)
    if net and cost:
        yield from _returns(assessment, ruleset, cost, net)
    elif is_in_money(assessment.request):
        yield from break_even(assessment, cost)


def total_cost(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """What it costs in all, cash and own hours apart; nothing where it costs nothing or is not known."""
    request, cost = assessment.request, money(assessment, "total_cost")
    if cost is None or not cost.amount:
        return
    parts = {name: answer(request, ruleset, name) or say("unknown") for name in ("cost", "hours")}
    values = effective(request, ruleset)
    spent = {name: values[name] for name in parts}
    free = [name for name, value in spent.items() if isinstance(value, Range) and value.high == 0]
    key = {"cost": "number.total_cost.hours", "hours": "number.total_cost.cost"}
    varies = any(isinstance(value, Range) and value.low != value.high for value in spent.values())
    total: Param = say("about", amount=cost) if varies else replace(cost, rounded=False)
    yield say(key[free[0]] if free else "number.total_cost", total=total, hourly=for_an_hour(request, ruleset), **parts)


def for_an_hour(request: Request, ruleset: Ruleset) -> Money:
    """Return what an hour of one's own costs, in the request's currency; to the hundredth where it was converted."""
    hourly = hourly_cost(request, ruleset)
    return Money(hourly, request.profile.currency, rounded=False, decimals=0 if float(hourly).is_integer() else 2)


def _of_the_budget(assessment: Assessment) -> Iterator[Message]:
    """What it takes of the year's budget: cash alone, unless the budget pays wages; with hours in older assessments."""
    share, whole = assessment.measures["budget_share"], assessment.measures["exposure"]
    if share is None:
        if whole is not None:
            yield say("number.exposure", share=Share(whole, 1))
    elif share and not assessment.request.profile.budget_holds_wages:
        yield say("number.budget_share", share=Share(share, 1))
    elif share:
        yield say("number.exposure", share=Share(share, 1))


def is_in_money(request: Request) -> bool:
    """Whether what the task brings is asked for in money at all."""
    return request.value("effect_as") != "no_money" and request.value("kind_of_ask") not in {"find_out", "duty"}


def _returns(assessment: Assessment, ruleset: Ruleset, cost: Money, net: Money) -> Iterator[Message]:
    measures = assessment.measures
    contribution, low, high = (
        money(assessment, name) for name in ("contribution", "contribution_low", "contribution_high")
    )
    basis = answer(assessment.request, ruleset, "evidence")
    if contribution and low and high:
        parts: dict[str, Param] = {"expected": contribution, "low": low, "high": high, "horizon": horizon(assessment)}
        if isinstance(basis, Text):
            yield say("number.contribution", basis=Inline(basis), **parts)
        else:
            yield say("number.contribution.unbased", **parts)
    if cost.amount == 0:
        yield say("number.free", net=net)
        return
    if net.amount < 0:
        yield say("number.net.loss", net=replace(net, amount=-net.amount))
    else:
        yield say("number.net", net=net, mroi=Share(measures["mroi"] or 0.0))
    yield payback(assessment)
    yield from break_even(assessment, None)
    npv = money(assessment, "npv")
    if npv and (measures["horizon_months"] or 0) > 12:
        rate = assessment.request.profile.required_return
        key = "number.npv.loss" if npv.amount < 0 else "number.npv"
        yield say(
            key,
            npv=replace(npv, amount=abs(npv.amount)),
            rate=Share(ruleset.fallbacks.required_return if rate is None else rate),
        )


def horizon(assessment: Assessment) -> Months:
    """The months over which contribution is counted."""
    return Months(assessment.measures["horizon_months"] or 0)


def payback(assessment: Assessment) -> Message:
    """When the cost is earned back, or that it is not within the horizon."""
    months = assessment.measures["payback_months"]
    if months is None:
        return say("number.no_payback", horizon=horizon(assessment))
    return say("number.payback", months=Months(round(months)))


def break_even(assessment: Assessment, cost: Money | None) -> Iterator[Message]:
    """What it takes to earn the cost: units where one unit's worth is known, else the contribution."""
    units = assessment.measures["break_even_units"]
    if units is not None:
        yield say("number.break_even_units", units=Number(-(-units // 1)))
    elif cost and cost.amount:
        yield say("number.break_even", cost=cost, horizon=horizon(assessment))
