"""A whole ruleset to read: questions, criteria, gates, thresholds and task types, line by line.

``rules.explain`` says what one id does to a verdict.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from triage.core.messages import Listed, Message, Number, Param, Text, say
from triage.core.rules.conditions import reach
from triage.core.rules.conditionwords import name_words, quoted, value_words, when_words
from triage.core.rules.ruleset import Appointment, Criterion, Gate, Indicator, Question, Ruleset, TaskType


class Rank(Enum):
    """The level of a line: heading, subheading, text, list item, nested item."""

    TITLE = 1
    HEADING = 2
    TEXT = 3
    ITEM = 4
    BELOW = 5


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line to read."""

    rank: Rank
    words: Param


def ruleset_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """The whole ruleset except the task types."""
    yield RuleLine(Rank.TITLE, say("rules.show.title", name=ruleset.ruleset, version=ruleset.version))
    yield from question_lines(ruleset)
    yield RuleLine(Rank.TITLE, say("rules.show.criteria"))
    for name, criterion in ruleset.criteria.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=criterion.label, id=name))
        yield from criterion_lines(criterion, ruleset)
    yield RuleLine(Rank.TITLE, say("rules.show.gates"))
    for name, gate in ruleset.gates.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=gate.label, id=name))
        yield from gate_lines(gate, ruleset)
    yield from threshold_lines(ruleset)


def question_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """The questions by group, with their choices."""
    for group_id, group in ruleset.groups.items():
        yield RuleLine(Rank.TITLE, group.label)
        yield RuleLine(Rank.TEXT, group.purpose)
        for name, question in ruleset.questions.items():
            if question.group == group_id:
                yield RuleLine(Rank.HEADING, say("rules.show.named", words=question.ask, id=name))
                yield from asked_lines(question, ruleset)


def asked_lines(question: Question, ruleset: Ruleset) -> Iterator[RuleLine]:
    """The possible answers to a question, and when it is asked."""
    if question.choices_from:
        yield RuleLine(Rank.ITEM, say(f"rules.show.from_{question.choices_from}"))
    if question.type != "choice":
        yield RuleLine(Rank.ITEM, say(f"rules.show.type_{question.type}"))
    for choice_id, choice in question.choices.items():
        if not choice.offered:
            continue
        yield RuleLine(Rank.ITEM, say("rules.show.named", words=Text(choice.da, choice.en), id=choice_id))
    if question.only_if:
        yield RuleLine(Rank.TEXT, say("rules.show.only_if", condition=when_words(question.only_if, ruleset)))


def criterion_lines(criterion: Criterion, ruleset: Ruleset) -> Iterator[RuleLine]:
    """Why a criterion counts, how much, and how its points are found."""
    yield RuleLine(Rank.TEXT, criterion.why)
    total = sum(each.weight for each in ruleset.criteria.values()) or 1
    share = Number(100 * criterion.weight / total)
    yield RuleLine(Rank.TEXT, say("rules.show.weight", weight=Number(criterion.weight), share=share))
    for indicator in criterion.indicators:
        yield from _indicator_lines(indicator, ruleset)
    for limit in criterion.adjust:
        points = Number(limit.minus or 0 if limit.at_most is None else limit.at_most)
        key = "rules.show.minus" if limit.at_most is None else "rules.show.at_most"
        condition = when_words(limit.when, ruleset)
        yield RuleLine(Rank.TEXT, say(key, points=points, condition=condition, because=limit.because))
    if criterion.lighter:
        lighter = when_words(criterion.lighter.when, ruleset)
        yield RuleLine(Rank.TEXT, say("rules.show.lighter", weight=Number(criterion.lighter.weight), condition=lighter))
    if criterion.minimum is not None and criterion.act:
        kind = say(f"act.kind.{criterion.act}")
        yield RuleLine(Rank.TEXT, say("rules.show.minimum", points=Number(criterion.minimum), kind=kind))
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
        yield RuleLine(Rank.ITEM, say("rules.show.level", answer=words, points=Number(points)))
    if indicator.steps and indicator.steps[0][0] > reach(name, ruleset)[0]:
        first = value_words(name, indicator.steps[0][0], ruleset)
        yield RuleLine(Rank.ITEM, say("rules.show.below_first", number=first))
    yield from point_lines(indicator, ruleset, Rank.ITEM)


def point_lines(indicator: Indicator, ruleset: Ruleset, rank: Rank) -> Iterator[RuleLine]:
    """The points of each step or knot."""
    for key, points_at in (("step", indicator.steps), ("knot", indicator.curve)):
        for at, points in points_at:
            number = value_words(indicator.from_, at, ruleset)
            yield RuleLine(rank, say(f"rules.show.{key}", number=number, points=Number(points)))


def gate_lines(gate: Gate, ruleset: Ruleset) -> Iterator[RuleLine]:
    """When a gate applies, what it does to the verdict, and why."""
    yield RuleLine(Rank.TEXT, say("rules.show.when"))
    for when in gate.alternatives:
        yield RuleLine(Rank.ITEM, when_words(when, ruleset))
    yield RuleLine(Rank.TEXT, limit_words(gate))
    yield RuleLine(Rank.TEXT, say("rules.show.because", words=gate.because))


def limit_words(gate: Gate) -> Message:
    """Say what a gate does to the verdict."""
    if gate.act:
        return say("rules.limit.act", kind=say(f"act.kind.{gate.act}"))
    return say("rules.limit.ends" if gate.ends else "rules.limit.lifts")


def threshold_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """How findings and score become a verdict."""
    limits = ruleset.verdicts
    yield RuleLine(Rank.TITLE, say("rules.show.thresholds"))
    yield RuleLine(Rank.ITEM, say("rules.show.ends"))
    yield RuleLine(Rank.ITEM, say("rules.show.most_kinds", kinds=Number(limits.most_kinds)))
    yield RuleLine(Rank.ITEM, say("rules.show.act", kinds=Number(limits.most_kinds)))
    yield RuleLine(Rank.ITEM, say("rules.show.go", points=Number(limits.go)))
    yield RuleLine(Rank.ITEM, say("rules.show.lifts"))
    lane = limits.small_bet
    if lane:
        condition = when_words(lane.when, ruleset)
        yield RuleLine(Rank.ITEM, say("rules.show.small_bet", points=Number(lane.go), condition=condition))
        if lane.needs_no:
            yield RuleLine(Rank.ITEM, say("rules.show.needs_no", names=_names(lane.needs_no, ruleset)))
    if limits.agree:
        yield RuleLine(Rank.ITEM, say("rules.show.agree", names=_names(limits.agree, ruleset)))


def _names(ids: tuple[str, ...], ruleset: Ruleset) -> Listed:
    return Listed(tuple(name_words(name, ruleset) for name in ids))


def task_types_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """Every task type with its weeks."""
    yield RuleLine(Rank.TITLE, say("rules.show.task_types"))
    for name, kind in ruleset.task_types.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=kind.label, id=name))
        yield from task_type_lines(kind)


def task_type_lines(kind: TaskType) -> Iterator[RuleLine]:
    """How long tasks of a kind usually take, and where they go wrong."""
    for part, span in (("deliver", kind.deliver), ("first", kind.first), ("full", kind.full)):
        low, likely, high = (Number(weeks) for weeks in span)
        yield RuleLine(Rank.ITEM, say(f"rules.type.{part}", low=low, likely=likely, high=high))
    yield RuleLine(Rank.ITEM, say("rules.type.grade", grade=kind.grade))
    for part in ("leading", "outcome", "vanity", "cost_driver"):
        yield RuleLine(Rank.ITEM, say(f"rules.type.{part}", words=getattr(kind, part)))
    for part in ("failure", "test", "instead", "revisit", "note"):
        words = getattr(kind, part)
        if words is not None:
            yield RuleLine(Rank.ITEM, say(f"rules.type.{part}", words=words))


def appointment_lines(then: Appointment) -> Iterator[RuleLine]:
    """The next step of a defer, and when it is revisited."""
    owner = say(f"rules.owner.{then.owner}")
    yield RuleLine(Rank.ITEM, say("rules.show.next", words=then.next, owner=owner))
    if then.trigger:
        yield RuleLine(Rank.ITEM, say("rules.show.trigger", words=then.trigger))
    if then.weeks:
        yield RuleLine(Rank.ITEM, say("rules.show.weeks", weeks=Number(then.weeks)))
