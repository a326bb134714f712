"""One part of the rules to read, line by line: a question, fact, criterion, gate, threshold, condition or task type."""

from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct

from triage.core.messages import Hours, Listed, Message, Number, Param, Share, Text, Typed, Weeks, say
from triage.core.rules.conditions import reach
from triage.core.rules.conditionwords import given_words, name_words, quoted, value_words, when_words
from triage.core.rules.quantities import exact
from triage.core.rules.ruleset import (
    Appointment,
    Choice,
    Contradiction,
    Criterion,
    Fact,
    Gate,
    Given,
    GoIf,
    Indicator,
    Question,
    Ruleset,
    TaskType,
    When,
)


class Rank(Enum):
    """The level of a line: heading, subheading, text, list item, nested item."""

    TITLE = 1
    HEADING = 2
    TEXT = 3
    ITEM = 4
    BELOW = 5


class RuleLine(Struct, frozen=True):
    """One line to read."""

    rank: Rank
    words: Param


def asked_lines(question: Question, ruleset: Ruleset) -> Iterator[RuleLine]:
    """The possible answers to a question, and when it is asked."""
    if question.choices_from:
        yield RuleLine(Rank.ITEM, say(f"rules.show.from_{question.choices_from}"))
    if question.type != "choice":
        yield RuleLine(Rank.ITEM, say(f"rules.show.type_{question.type}"))
    for choice_id, choice in question.choices.items():
        yield RuleLine(Rank.ITEM, choice_words(choice_id, choice))
    if question.only_if:
        yield RuleLine(Rank.TEXT, say("rules.show.only_if", condition=when_words(question.only_if, ruleset)))
    yield from wording_lines(question, ruleset)


def choice_words(choice_id: str, choice: Choice) -> Message:
    """Say one answer with its id, and that it cannot be chosen where it is not offered."""
    key = "rules.show.named" if choice.offered else "rules.show.not_offered"
    return say(key, words=Text(choice.da, choice.en), id=choice_id)


def wording_lines(question: Question, ruleset: Ruleset) -> Iterator[RuleLine]:
    """The other ways in which a question is asked."""
    for wording in question.wordings:
        condition = when_words(wording.when, ruleset)
        yield RuleLine(Rank.TEXT, say("rules.show.wording", condition=condition, words=wording.ask))


def old_answer_lines(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    """What the answers of older files stand for."""
    for old, answers in ruleset.old_answers.get(name, {}).items():
        yield RuleLine(Rank.TEXT, say("rules.show.old_answer", old=Typed(old), answers=_given(answers, ruleset)))


def fact_lines(fact: Fact, ruleset: Ruleset) -> Iterator[RuleLine]:
    """When a fact holds."""
    yield RuleLine(Rank.TEXT, say("rules.show.holds_when"))
    yield from _alternatives(fact.alternatives, ruleset)


def _alternatives(alternatives: tuple[When, ...], ruleset: Ruleset) -> Iterator[RuleLine]:
    yield from (RuleLine(Rank.ITEM, when_words(when, ruleset)) for when in alternatives)


def criterion_lines(criterion: Criterion, ruleset: Ruleset) -> Iterator[RuleLine]:
    """Why a criterion counts, how much, and how its points are found."""
    yield RuleLine(Rank.TEXT, criterion.why)
    total = sum(each.weight for each in ruleset.criteria.values()) or 1
    share = Number(100 * criterion.weight / total)
    yield RuleLine(Rank.TEXT, say("rules.show.weight", weight=exact(criterion.weight), share=share))
    for indicator in criterion.indicators:
        yield from _indicator_lines(indicator, ruleset)
    for limit in criterion.adjust:
        points = exact(limit.minus or 0 if limit.at_most is None else limit.at_most)
        key = "rules.show.minus" if limit.at_most is None else "rules.show.at_most"
        condition = when_words(limit.when, ruleset)
        yield RuleLine(Rank.TEXT, say(key, points=points, condition=condition, because=limit.because))
    if criterion.lighter:
        lighter = when_words(criterion.lighter.when, ruleset)
        yield RuleLine(Rank.TEXT, say("rules.show.lighter", weight=exact(criterion.lighter.weight), condition=lighter))
    if criterion.minimum is not None and criterion.act:
        kind = say(f"act.kind.{criterion.act}")
        yield RuleLine(Rank.TEXT, say("rules.show.minimum", points=exact(criterion.minimum), kind=kind))
        if criterion.minimum_when:
            only = when_words(criterion.minimum_when, ruleset)
            yield RuleLine(Rank.TEXT, say("rules.show.minimum_when", condition=only))


def _indicator_lines(indicator: Indicator, ruleset: Ruleset) -> Iterator[RuleLine]:
    name = indicator.from_
    key = "rules.show.points_from.when" if indicator.when else "rules.show.points_from"
    condition: dict[str, Param] = {"condition": when_words(indicator.when, ruleset)} if indicator.when else {}
    yield RuleLine(Rank.TEXT, say(key, name=quoted(name, ruleset), id=name, **condition))
    for choice, points in indicator.levels.items():
        words = value_words(name, choice, ruleset)
        yield RuleLine(Rank.ITEM, say("rules.show.level", answer=words, points=exact(points)))
    if indicator.steps and indicator.steps[0][0] > reach(name, ruleset)[0]:
        first = value_words(name, indicator.steps[0][0], ruleset)
        yield RuleLine(Rank.ITEM, say("rules.show.below_first", number=first))
    yield from point_lines(indicator, ruleset, Rank.ITEM)


def point_lines(indicator: Indicator, ruleset: Ruleset, rank: Rank) -> Iterator[RuleLine]:
    """The points of each step or knot."""
    for key, points_at in (("step", indicator.steps), ("knot", indicator.curve)):
        for at, points in points_at:
            number = value_words(indicator.from_, at, ruleset)
            yield RuleLine(rank, say(f"rules.show.{key}", number=number, points=exact(points)))


def gate_lines(gate: Gate, ruleset: Ruleset) -> Iterator[RuleLine]:
    """When a gate applies, what it does to the verdict, and why."""
    yield RuleLine(Rank.TEXT, say("rules.show.when"))
    yield from _alternatives(gate.alternatives, ruleset)
    yield RuleLine(Rank.TEXT, limit_words(gate))
    yield RuleLine(Rank.TEXT, say("rules.show.because", words=gate.because))


def limit_words(gate: Gate) -> Message:
    """Say what a gate does to the verdict."""
    if gate.act:
        return say("rules.limit.act", kind=say(f"act.kind.{gate.act}"))
    return say("rules.limit.ends" if gate.ends else "rules.limit.lifts")


def leads_to_lines(step: Appointment | None, ruleset: Ruleset) -> Iterator[RuleLine]:
    """The answers that an act leads to."""
    if step and step.answers:
        yield RuleLine(Rank.TEXT, say("rules.show.leads_to", answers=_given(step.answers, ruleset)))


def _given(answers: Mapping[str, Given], ruleset: Ruleset) -> Listed:
    return Listed(tuple(given_words(name, given, ruleset) for name, given in answers.items()))


def go_if_words(condition: GoIf, ruleset: Ruleset) -> Message:
    """Say a condition of a go, with the name of the answer that it quotes."""
    if not condition.from_:
        return say("rules.show.go_if", words=condition.say)
    return say("rules.show.go_if.quoted", words=condition.say, name=quoted(condition.from_, ruleset))


def go_if_lines(condition: GoIf, ruleset: Ruleset) -> Iterator[RuleLine]:
    """When a go carries a condition, who meets it, and by when."""
    yield RuleLine(Rank.TEXT, say("rules.show.carried_when", condition=when_words(condition.when, ruleset)))
    owner = say(f"rules.owner.{condition.owner}")
    if condition.weeks is None:
        yield RuleLine(Rank.TEXT, say("rules.show.by", owner=owner))
    elif isinstance(condition.weeks, str):
        measure = name_words(condition.weeks, ruleset)
        yield RuleLine(Rank.TEXT, say("rules.show.by_measure", owner=owner, measure=measure))
    else:
        yield RuleLine(Rank.TEXT, say("rules.show.by_weeks", owner=owner, weeks=Weeks(condition.weeks)))
    if condition.ceiling:
        yield RuleLine(Rank.TEXT, say("rules.show.ceiling"))


def contradiction_lines(contradiction: Contradiction, ruleset: Ruleset) -> Iterator[RuleLine]:
    """When answers do not go together, and which of them to look at again."""
    if contradiction.when:
        condition = when_words(contradiction.when, ruleset)
        yield RuleLine(Rank.TEXT, say("rules.show.asked_about_when", condition=condition))
    key = "rules.show.is_word" if contradiction.whole else "rules.show.has_word"
    for name, words in contradiction.words.items():
        said = Listed(tuple(map(Typed, (*words.da, *words.en))), "or")
        yield RuleLine(Rank.TEXT, say(key, name=quoted(name, ruleset), words=said))
    for name in contradiction.no_number:
        yield RuleLine(Rank.TEXT, say("rules.show.no_number", name=quoted(name, ruleset)))
    yield RuleLine(Rank.TEXT, say("rules.show.look_again", names=_names(contradiction.questions, ruleset)))


def threshold_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """How findings and score become a verdict."""
    limits = ruleset.verdicts
    yield RuleLine(Rank.TITLE, say("rules.show.thresholds"))
    yield RuleLine(Rank.ITEM, say("rules.show.ends"))
    yield RuleLine(Rank.ITEM, say("rules.show.most_kinds", kinds=exact(limits.most_kinds)))
    yield RuleLine(Rank.ITEM, say("rules.show.act", kinds=exact(limits.most_kinds)))
    yield RuleLine(Rank.ITEM, say("rules.show.go", points=exact(limits.go)))
    yield RuleLine(Rank.ITEM, say("rules.show.lifts"))
    lane = limits.small_bet
    if lane:
        condition = when_words(lane.when, ruleset)
        yield RuleLine(Rank.ITEM, say("rules.show.small_bet", points=exact(lane.go), condition=condition))
        if lane.needs_no:
            yield RuleLine(Rank.ITEM, say("rules.show.needs_no", names=_names(lane.needs_no, ruleset)))
    if limits.trial:
        condition = when_words(limits.trial.when, ruleset)
        yield RuleLine(Rank.ITEM, say("rules.show.trial", points=exact(limits.trial.go), condition=condition))
    if limits.urgent:
        condition, weeks = when_words(limits.urgent.when, ruleset), Weeks(limits.urgent.weeks)
        yield RuleLine(Rank.ITEM, say("rules.show.urgent", weeks=weeks, condition=condition))
    if limits.agree:
        yield RuleLine(Rank.ITEM, say("rules.show.agree", names=_names(limits.agree, ruleset)))


def _names(ids: tuple[str, ...], ruleset: Ruleset) -> Listed:
    return Listed(tuple(name_words(name, ruleset) for name in ids))


def task_type_lines(kind: TaskType) -> Iterator[RuleLine]:
    """How long tasks of a kind usually take, and where they go wrong."""
    for part, span in (("deliver", kind.deliver), ("first", kind.first), ("full", kind.full)):
        low, likely, high = (exact(weeks) for weeks in span)
        yield RuleLine(Rank.ITEM, say(f"rules.type.{part}", low=low, likely=likely, high=high))
    yield RuleLine(
        Rank.ITEM, say("rules.type.grade", grade=Listed(tuple(say(f"grade.{letter}") for letter in kind.grades)))
    )
    for part in ("leading", "outcome", "vanity", "cost_driver"):
        yield RuleLine(Rank.ITEM, say(f"rules.type.{part}", words=getattr(kind, part)))
    for part in ("failure", "test", "instead", "revisit", "note"):
        words = getattr(kind, part)
        if words is not None:
            yield RuleLine(Rank.ITEM, say(f"rules.type.{part}", words=words))


def appointment_lines(then: Appointment, ruleset: Ruleset) -> Iterator[RuleLine]:
    """The next step of a defer, what it takes and leads to, and when it is revisited."""
    owner = say(f"rules.owner.{then.owner}")
    yield RuleLine(Rank.ITEM, say("rules.show.next", words=then.next, owner=owner))
    if then.trigger:
        yield RuleLine(Rank.ITEM, say("rules.show.trigger", words=then.trigger))
    if then.weeks:
        yield RuleLine(Rank.ITEM, say("rules.show.weeks", weeks=Weeks(then.weeks)))
    if then.hours:
        yield RuleLine(Rank.ITEM, say("rules.show.takes", hours=Hours(then.hours)))
    if then.share:
        yield RuleLine(Rank.ITEM, say("rules.show.costs", share=Share(then.share)))
    yield from (RuleLine(Rank.ITEM, line.words) for line in leads_to_lines(then, ruleset))
