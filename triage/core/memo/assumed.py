"""What is not known in sentences: open answers, what was counted instead, and what such tasks usually take."""

from collections.abc import Collection, Iterator

from triage.core.judging.assessment import Assessment
from triage.core.messages import Inline, Listed, Message, Money, Number, Param, Share, Text, say
from triage.core.request.shown import answer
from triage.core.rules.ruleset import Ruleset


def unknowns(assessment: Assessment, ruleset: Ruleset) -> Iterator[Message]:
    """Each answer that is not known, and whether it could change the recommendation."""
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
