"""Conditions as messages: "Need is at most »A loose guess«, and share of the year's budget is above 5 %"."""

from functools import reduce

from triage.core.messages import Listed, Message, Money, Months, Number, Param, Share, Text, Weeks, say
from triage.core.rules.measures import MEASURES
from triage.core.rules.quantities import amount
from triage.core.rules.ruleset import UNKNOWN, Compare, Condition, Ruleset, When

_BOUNDS = ("above", "at_least", "below", "at_most")


def when_words(when: When, ruleset: Ruleset) -> Message:
    """Say all conditions of a mapping."""
    first, *others = (condition_words(name, wanted, ruleset) for name, wanted in when.items())
    return reduce(lambda said, other: say("condition.and", first=said, last=other), others, first)


def condition_words(name: str, wanted: Condition, ruleset: Ruleset) -> Message:
    """Say one condition."""
    subject = quoted(name, ruleset)
    if wanted == UNKNOWN:
        return say("condition.unknown", name=subject)
    if isinstance(wanted, Compare):
        bounds = [(part, getattr(wanted, part)) for part in _BOUNDS if getattr(wanted, part) is not None]
        said = [say(f"condition.{part}", bound=value_words(name, bound, ruleset)) for part, bound in bounds]
        return say("condition.compare", name=subject, bounds=Listed(tuple(said)))
    if isinstance(wanted, bool):
        question = ruleset.questions.get(name)
        if question and question.type == "text":
            return say("condition.answered", name=subject)
        return say("condition.yes" if wanted else "condition.no", name=subject)
    values = [value_words(name, one, ruleset) for one in (wanted if isinstance(wanted, tuple) else (wanted,))]
    return say("condition.is", name=subject, value=Listed(tuple(values), "or"))


def name_words(name: str, ruleset: Ruleset) -> Param:
    """The name of a question or a measure as a reader knows it."""
    question = ruleset.questions.get(name)
    return question.label if question else say(f"measure.{name}")


def quoted(name: str, ruleset: Ruleset) -> Param:
    """The same, with the label of a question in quotation marks."""
    words = name_words(name, ruleset)
    return say("condition.name", name=words) if name in ruleset.questions else words


def value_words(name: str, value: float | str, ruleset: Ruleset) -> Param:
    """The right side of a condition, or a step of a criterion: a choice in its own words, a number with its unit."""
    question = ruleset.questions.get(name)
    if value == UNKNOWN:
        return say("condition.not_known")
    if isinstance(value, str):
        choice = ruleset.choices(name).get(value) if question else None
        return say("condition.choice", words=Text(choice.da, choice.en) if choice else value)
    return amount(value, question.unit, ruleset.currency) if question else _measured(name, value, ruleset)


def _measured(name: str, value: float, ruleset: Ruleset) -> Param:
    match MEASURES[name].unit:
        case "money":
            return Money(value, ruleset.currency, rounded=False)
        case "share":
            return Share(value, 0 if float(round(value * 100, 6)).is_integer() else 1)
        case "weeks":
            return Weeks(value)
        case "months":
            return Months(value)
        case "ratio":
            return Number(value, 1)
    return Number(value)
