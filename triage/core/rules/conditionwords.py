"""Conditions as messages: "Need is at most »A loose guess«, and share of the year's budget is above 5 %"."""

from functools import reduce

from triage.core.messages import Listed, Message, Money, Months, Param, Share, Text, Weeks, say
from triage.core.rules.measures import MEASURES
from triage.core.rules.quantities import amount, exact
from triage.core.rules.ruleset import UNKNOWN, Compare, Condition, Given, Ruleset, When

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
        return say(f"condition.{_truth(name, ruleset, wanted=wanted)}", name=subject)
    values = [value_words(name, one, ruleset) for one in (wanted if isinstance(wanted, tuple) else (wanted,))]
    return say("condition.is", name=subject, value=Listed(tuple(values), "or"))


def _truth(name: str, ruleset: Ruleset, *, wanted: bool) -> str:
    """The end of the key for true or false: a fact holds, a text or a day has an answer, all else is yes or no."""
    question = ruleset.questions.get(name)
    if question is None and name in ruleset.facts:
        return "holds" if wanted else "holds_not"
    if question and question.type in {"text", "date"}:
        return "answered"
    return "yes" if wanted else "no"


def given_words(name: str, given: Given, ruleset: Ruleset) -> Message:
    """Say one answer that an act leads to."""
    subject, question = quoted(name, ruleset), ruleset.questions.get(name)
    if given is None:
        return say("given.again", name=subject)
    if given in ("given", "affordable"):
        return say(f"given.{given}", name=subject)
    if isinstance(given, bool):
        return condition_words(name, given, ruleset)
    if isinstance(given, str) and question and question.type == "number":
        return say("given.measure", name=subject, value=name_words(given, ruleset))
    return say("given.as", name=subject, value=value_words(name, given, ruleset))


def name_words(name: str, ruleset: Ruleset) -> Param:
    """The name of a question, a fact or a measure as a reader knows it."""
    named = ruleset.questions.get(name) or ruleset.facts.get(name)
    return named.label if named else say(f"measure.{name}")


def quoted(name: str, ruleset: Ruleset) -> Param:
    """The same, with the label of a question or a fact in quotation marks."""
    words = name_words(name, ruleset)
    return say("condition.name", name=words) if isinstance(words, Text) else words


def value_words(name: str, value: float | str | bool, ruleset: Ruleset) -> Param:
    """The right side of a condition, or a step of a criterion: a choice in its own words, a number with its unit."""
    question = ruleset.questions.get(name)
    if value == UNKNOWN:
        return say("condition.not_known")
    if isinstance(value, bool):
        return say("yes" if value else "no")
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
    return exact(value)
