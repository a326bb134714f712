"""The reasons for an assessment, as messages in the order in which a person would want them.

Chosen here is *what* to say and in which order; the words stand in the texts and in the rules.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import reduce

from triage.core.judging.assessment import Assessment, CriterionResult, money
from triage.core.judging.batch import Interval
from triage.core.messages import Inline, Listed, Message, Money, Months, Number, Param, Share, Text, say
from triage.core.request.effective import effective
from triage.core.request.request import Range, Request
from triage.core.request.shown import answer, plain, text_message
from triage.core.rules.conditions import could_hold
from triage.core.rules.ruleset import COUNTED_KINDS, Adjustment, Contradiction, Criterion, Gate, Ruleset, Verdict

SPEAKS_FOR = 75
"""From these points on a criterion speaks for the task."""
SPEAKS_AGAINST = 50
"""Below these points it speaks against."""


@dataclass(frozen=True, slots=True)
class Rationale:
    """Why the verdict is what it is."""

    headline: Message
    because: tuple[Message, ...]
    """What decided: gates, missed minima, unknown answers, the score."""
    speaks_for: tuple[Message, ...]
    speaks_against: tuple[Message, ...]
    contradictions: tuple[Message, ...]
    """Answers that do not go together, each with the question that settles it."""
    numbers: tuple[Message, ...]
    """Each figure, with what it was built on."""
    unknowns: tuple[Message, ...]
    assumptions: tuple[Message, ...]
    """What was not asked, what "don't know" counted as, and which figures the profile lacks."""

    strongest: tuple[Message, ...]
    """The three strongest reasons: facts about the task, not its points."""


def explain(assessment: Assessment, ruleset: Ruleset) -> Rationale:
    """Return the reasons for an assessment."""
    against_first = sorted(assessment.criteria, key=_leaning)
    because = tuple(_because(assessment, ruleset))
    speaks_for = tuple(_criterion(r, assessment, ruleset) for r in reversed(against_first) if _speaks(r) > 0)
    speaks_against = tuple(_criterion(r, assessment, ruleset) for r in against_first if _speaks(r) < 0)
    facts = [
        message
        for message in because
        if not message.key.startswith(("because.score", "because.weak", "because.by_points", "because.below_minimum"))
    ]
    facts = facts[:1] if assessment.verdict is Verdict.GO else facts
    fitting = speaks_for if assessment.verdict is Verdict.GO else speaks_against
    return Rationale(
        headline=headline(assessment, ruleset),
        because=because,
        speaks_for=speaks_for,
        speaks_against=speaks_against,
        contradictions=tuple(say("contradiction", says=each.says, ask=each.ask) for each in _told(assessment, ruleset)),
        strongest=(*facts, *(message for message in fitting if message not in facts))[:3] or because[:3],
        numbers=tuple(_numbers(assessment, ruleset)),
        unknowns=tuple(_unknowns(assessment, ruleset)),
        assumptions=tuple(assumptions(assessment, ruleset)),
    )


def not_fitting(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """Say which answers do not go together, in one sentence or two."""
    said = [text_message(each.says) for each in _told(assessment, ruleset)]
    if said:
        yield say("contradictions", says=reduce(lambda first, then: say("act.two", first=first, then=then), said))


def _told(assessment: Assessment, ruleset: Ruleset) -> Iterator[Contradiction]:
    """The contradictions of an assessment; those of other rules have no words here."""
    yield from (ruleset.contradictions[name] for name in assessment.contradictions if name in ruleset.contradictions)


def headline(assessment: Assessment, ruleset: Ruleset) -> Message:
    """The verdict in one sentence; a defer that only lacks answers names them."""
    if set(assessment.shares) == {Verdict.GO, Verdict.DEFER}:
        asked = (unknown.question for unknown in assessment.unknowns if unknown.matters)
        labels = tuple(Inline(ruleset.questions[name].label) for name in asked)
        return say("headline.looks_like_go", questions=Listed(labels))
    if assessment.verdict is Verdict.GO:
        if ruleset.duty(assessment.gates):
            return say("headline.duty")
        if assessment.conditions:
            return say("headline.go_if_agreed" if assessment.to_agree else "headline.go_if")
        return say("headline.go_when_agreed" if assessment.to_agree else "headline.go")
    return say(f"headline.{assessment.verdict}")


def deciding_gates(assessment: Assessment, ruleset: Ruleset) -> list[Gate]:
    """Return the gates that made the verdict: a duty, the ends of a drop, or everything that has to be done."""
    gates = [ruleset.gates[name] for name in assessment.gates]
    if assessment.verdict is Verdict.GO:
        return [gate for gate in gates if gate.lifts]
    ends = [gate for gate in gates if gate.ends] if assessment.verdict is Verdict.DROP else []
    if ruleset.is_of_first_versions:  # in the order of the rules, and a drop by points has none
        return ends if assessment.verdict is Verdict.DROP else [gate for gate in gates if gate.act]
    return ends or sorted((gate for gate in gates if gate.act), key=lambda gate: gate.act == "ask")


def too_many_kinds(assessment: Assessment, ruleset: Ruleset) -> bool:
    """Whether a drop has no end, so that the number of things to be done made it another task."""
    gates = (ruleset.gates[name] for name in assessment.gates)
    dropped = assessment.verdict is Verdict.DROP and not any(gate.ends for gate in gates)
    return dropped and not ruleset.is_of_first_versions


def _because(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """What decided, and nothing else: gates, the open question, missed minima, or the score."""
    gates = deciding_gates(assessment, ruleset)
    if ruleset.is_of_first_versions:
        yield from _because_of_points(assessment, ruleset, gates)
        return
    if too_many_kinds(assessment, ruleset):
        yield say("because.another_task", kinds=Listed(tuple(kinds(assessment, ruleset))))
    yield from (text_message(gate.because) for gate in gates)
    yield from _open_question(assessment, ruleset)
    if not any(gate.ends for gate in gates):
        yield from _missed_minima(assessment, ruleset)
    if assessment.score and (assessment.weak or assessment.verdict is Verdict.GO) and not gates:
        yield _score_sentence(assessment, assessment.score, ruleset)


def _because_of_points(assessment: Assessment, ruleset: Ruleset, gates: list[Gate]) -> Iterator[Message]:
    """What decided by the rules of the first versions: gates, the open question, points, and whatever else applied."""
    yield from (text_message(gate.because) for gate in gates)
    yield from _open_question(assessment, ruleset)
    if not gates and assessment.verdict is Verdict.DROP:
        yield _criterion(weakest(assessment), assessment, ruleset)
    yield from _missed_minima(assessment, ruleset)
    if assessment.score and not any(gate.lifts for gate in gates):
        key = "because.by_points.small_bet" if assessment.small_bet else "because.by_points"
        go, drop = _bar(assessment, ruleset), Number(ruleset.verdicts.drop_below or 0.0)
        yield say(key, score=span(assessment.score), go=go, drop=drop)
    applied = (ruleset.gates[name] for name in assessment.gates)
    yield from (text_message(gate.because) for gate in applied if gate not in gates)


def kinds(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """Yield the kinds of act that stand in the way, in their order."""
    found = {ruleset.gates[name].act for name in assessment.gates}
    found |= {ruleset.criteria[result.id].act for result in assessment.criteria if result.below_minimum}
    yield from (say(f"act.kind.{kind}") for kind in COUNTED_KINDS if kind in found)


def _open_question(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    if assessment.unknown_that_decides:
        label = ruleset.questions[assessment.unknown_that_decides].label
        possible = tuple(
            say("verdict.quoted", verdict=say(f"verdict.inline.{verdict}"))
            for verdict in reversed(tuple(assessment.shares))
        )
        yield say("because.unknown_decides", question=Inline(label), verdicts=Listed(possible, "or"))


def _missed_minima(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    for result in assessment.criteria:
        criterion = ruleset.criteria[result.id]
        if result.below_minimum and criterion.minimum is not None and result.points:
            points, minimum = span(result.points), Number(criterion.minimum)
            yield say("because.below_minimum", criterion=criterion.label, points=points, minimum=minimum)


def weakest(assessment: Assessment) -> CriterionResult:
    """The criterion that costs the score most."""
    return min(assessment.criteria, key=_leaning)


def strongest(assessment: Assessment) -> CriterionResult:
    """The criterion that speaks most for the task."""
    return max(assessment.criteria, key=_leaning)


def short_reason(assessment: Assessment, ruleset: Ruleset) -> Message:
    """What decided, in a few words for a listing: a gate, the open question, or a criterion."""
    for gate in deciding_gates(assessment, ruleset):
        return text_message(gate.label)
    if assessment.unknown_that_decides:
        return say("short.unknown", question=Inline(ruleset.questions[assessment.unknown_that_decides].label))
    if assessment.verdict is Verdict.GO:
        return say("short.for", criterion=Inline(ruleset.criteria[strongest(assessment).id].label))
    return say("short.against", criterion=Inline(ruleset.criteria[weakest(assessment).id].label))


def _score_sentence(assessment: Assessment, score: Interval, ruleset: Ruleset) -> Message:
    kind = "because.weak" if assessment.weak else "because.score"
    kind += ".small_bet" if assessment.small_bet else ""
    return say(kind, score=span(score), go=_bar(assessment, ruleset))


def _bar(assessment: Assessment, ruleset: Ruleset) -> Number:
    """The score that is enough for a go; by the rules where an older version kept none."""
    bounds = ruleset.verdicts
    kept = bounds.small_bet.go if assessment.small_bet and bounds.small_bet else bounds.go
    return Number(kept if assessment.bar is None else assessment.bar)


def span(values: Interval, key: str = "between") -> Param:
    """A number, or "between low and high" where it is a range; with the key ``short.range`` "low-high"."""
    if values.point is not None:
        return plain(values.point)
    return say(key, low=plain(values.low), high=plain(values.high))


def _speaks(result: CriterionResult) -> int:
    """1 where every possible answer speaks for the task, -1 where every one speaks against, else 0."""
    if result.points is None:
        return 0
    return int(result.points.low >= SPEAKS_FOR) - int(result.points.high < SPEAKS_AGAINST)


def _leaning(result: CriterionResult) -> float:
    """How far a criterion lies from the middle, weighted; the most against first."""
    return 0.0 if result.points is None else (result.points.low + result.points.high - 100) * result.weight


def _criterion(result: CriterionResult, assessment: Assessment, ruleset: Ruleset) -> Message:
    """What speaks for or against; the answer is quoted where nothing but the answer made the points."""
    criterion = ruleset.criteria[result.id]
    sentence = criterion.speaks_for if _speaks(result) > 0 else criterion.speaks_against
    basis = basis_of(criterion, assessment, ruleset)
    if result.adjusted and _speaks(result) <= 0 and _is_felt(criterion.adjust[result.adjusted[0]], result):
        sentence, basis = criterion.adjust[result.adjusted[0]].because, None
    parts: dict[str, Param] = {"criterion": criterion.label, "sentence": sentence or criterion.why}
    if isinstance(basis, Text) and not result.adjusted:
        return say("criterion.speaks.answer", answer=basis, **parts)
    return say("criterion.speaks", **parts)


def _is_felt(adjust: Adjustment, result: CriterionResult) -> bool:
    """Whether an adjustment changed the points: a ceiling far above them did not."""
    return adjust.at_most is None or result.points is None or result.points.high >= adjust.at_most


def basis_of(criterion: Criterion, assessment: Assessment, ruleset: Ruleset) -> Param | None:
    """The answer that a criterion reads for this kind of task, as it is shown; ``None`` where it reads a measure."""
    values = effective(assessment.request, ruleset)
    read = next((part for part in criterion.indicators if could_hold(part.when, values)), criterion.indicators[0])
    return answer(assessment.request, ruleset, read.from_)


def _numbers(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
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
    hourly = request.profile.hourly_cost
    rate = Money(ruleset.fallbacks.hourly_cost if hourly is None else hourly, cost.currency, rounded=False)
    spent = {name: effective(request, ruleset)[name] for name in parts}
    free = [name for name, value in spent.items() if isinstance(value, Range) and value.high == 0]
    key = {"cost": "number.total_cost.hours", "hours": "number.total_cost.cost"}
    varies = any(isinstance(value, Range) and value.low != value.high for value in spent.values())
    total: Param = say("about", amount=cost) if varies else replace(cost, rounded=False)
    yield say(key[free[0]] if free else "number.total_cost", total=total, hourly=rate, **parts)


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


def _unknowns(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    for unknown in sorted(
        assessment.unknowns, key=lambda u: (u.question != assessment.unknown_that_decides, -u.settles)
    ):
        question = ruleset.questions[unknown.question]
        same = "unknown.does_not_matter" if assessment.all_tried else "unknown.hardly_matters"
        key = "unknown.matters" if unknown.matters else same
        if unknown.question == assessment.unknown_that_decides:
            key = "unknown.decides"
        if unknown.matters and question.find_out:
            yield say(key + ".find_out", question=question.label, find_out=question.find_out)
        else:
            yield say(key, question=question.label)
    if not assessment.exhaustive:
        yield say("unknown.sampled")


def assumptions(assessment: Assessment, ruleset: Ruleset, but: Collection[str] = ()) -> Iterator[Message]:
    """Say what was counted where nothing was answered, ``but`` for questions that are told of elsewhere."""
    for key, all_names in (("assumed.not_asked", assessment.defaults), ("assumed.unknown", assessment.assumed)):
        names = [name for name in all_names if name not in but]
        if names:
            yield say(key, answers=Listed(tuple(_counted_as(name, assessment, ruleset) for name in names)))
    missing = {"hourly_cost": "hours", "yearly_budget": "cost"}
    currency = assessment.request.profile.currency
    for figure in assessment.fallbacks:
        used = getattr(ruleset.fallbacks, figure)
        if figure in missing and currency == ruleset.currency:
            yield say(f"assumed.fallback.{figure}", used=Money(used, currency, rounded=False))
        elif figure in missing:
            converted = used / ruleset.rates.get(currency, 1.0)
            yield say(f"assumed.fallback.{figure}", used=Money(converted, currency))
        elif figure == "required_return" and (assessment.measures["horizon_months"] or 0) > 12:
            yield say("assumed.fallback.required_return", used=Share(used))
    kind = assessment.request.value("task_type")
    if isinstance(kind, str) and "D" in ruleset.task_types[kind].grade:
        yield say("assumed.weeks_judgement", kind=ruleset.task_types[kind].label)
    if not assessment.request.profile.goals:
        yield say("assumed.no_goals")


def _counted_as(name: str, assessment: Assessment, ruleset: Ruleset) -> Message:
    value = answer(assessment.request, ruleset, name)
    counted: Param = Inline(value) if isinstance(value, Text) else say("unknown") if value is None else value
    return say("assumed.item", question=Inline(ruleset.questions[name].label), answer=counted)


def typical_weeks(assessment: Assessment) -> Message | None:
    """The weeks that tasks of this kind usually take; ``None`` where the kind is unknown."""
    measures = assessment.measures
    weeks = [measures[name] for name in ("first_low", "first_high", "full_low", "full_high")]
    if any(week is None for week in weeks):
        return None
    low, high, full_low, full_high = (Number(week or 0.0) for week in weeks)
    return say("time.typical", first_low=low, first_high=high, full_low=full_low, full_high=full_high)
