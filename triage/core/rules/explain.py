"""What one id of the rules does: a question, a measure, a criterion, a gate or a task type, line by line.

The other direction than ``rules.show``: from a part to everything that depends on it.
"""

from collections.abc import Iterator

from triage.core.messages import Listed, Months, Number, Param, Share, Text, say
from triage.core.rules.conditions import choices_of, meaning, names_read
from triage.core.rules.conditionwords import name_words, value_words, when_words
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Criterion, Gate, Question, Ruleset
from triage.core.rules.show import (
    Rank,
    RuleLine,
    appointment_lines,
    asked_lines,
    criterion_lines,
    gate_lines,
    point_lines,
    task_type_lines,
)


def known_ids(ruleset: Ruleset) -> list[str]:
    """Every id that can be explained."""
    parts = (ruleset.questions, ruleset.criteria, ruleset.gates, MEASURES, ruleset.task_types)
    return list(dict.fromkeys(name for part in parts for name in part))


def explain_id(name: str, ruleset: Ruleset) -> list[RuleLine]:
    """Explain everything with this id; empty where there is nothing."""
    lines: list[RuleLine] = []
    if name in ruleset.questions:
        lines += _question(name, ruleset.questions[name], ruleset)
    if name in ruleset.criteria:
        lines += _criterion(name, ruleset.criteria[name], ruleset)
    if name in ruleset.gates:
        lines += _gate(name, ruleset.gates[name], ruleset)
    if name in MEASURES and name not in ruleset.questions:
        lines += _measure(name, ruleset)
    if name in ruleset.task_types:
        lines += _task_type(name, ruleset)
    return lines


def _title(kind: str, words: Param, name: str) -> RuleLine:
    return RuleLine(Rank.TITLE, say(f"rules.explain.{kind}", words=words, id=name))


def _question(name: str, question: Question, ruleset: Ruleset) -> Iterator[RuleLine]:
    yield _title("question", question.label, name)
    yield RuleLine(Rank.TEXT, question.ask)
    yield RuleLine(Rank.TEXT, question.why)
    if question.only_if and question.choices:
        yield RuleLine(Rank.TEXT, say("rules.show.only_if", condition=when_words(question.only_if, ruleset)))
    if question.choices:
        yield RuleLine(Rank.HEADING, say("rules.explain.answers"))
        for choice in question.choices:
            yield from _choice(name, choice, ruleset)
    else:
        yield from asked_lines(question, ruleset)
    yield RuleLine(Rank.HEADING, say("rules.explain.no_answer"))
    yield RuleLine(Rank.ITEM, _when_unknown(name, question, ruleset))
    default = None if question.default is None else _value(name, question.default, ruleset)
    yield RuleLine(Rank.ITEM, say("rules.explain.default", answer=default) if default else say("rules.explain.same"))
    yield from _uses(name, ruleset)


def _when_unknown(name: str, question: Question, ruleset: Ruleset) -> Param:
    if question.must:
        return say("rules.explain.must")
    if question.unknown_as is not None:
        return say("rules.explain.unknown_as", answer=_value(name, question.unknown_as, ruleset))
    if question.tries and question.tries.times_cost:
        multiples = (Number(each, 0 if float(each).is_integer() else 2) for each in question.tries.times_cost)
        values = Listed(tuple(say("rules.explain.times", n=each) for each in multiples))
        return say("rules.explain.tries_cost", values=values)
    if question.tries:
        return say("rules.explain.tries", values=Listed(tuple(_value(name, v, ruleset) for v in question.tries.values)))
    if question.type in {"choice", "yes_no"} and question.choices_from is None:
        return say("rules.explain.all_tried")
    return say("rules.explain.left_open")


def _value(name: str, value: str | float | bool, ruleset: Ruleset) -> Param:
    if isinstance(value, bool):
        return say("yes" if value else "no")
    return value_words(name, value, ruleset)


def _choice(name: str, choice: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    """One answer: its points, and the gates whose conditions it meets."""
    words = ruleset.questions[name].choices[choice]
    yield RuleLine(Rank.ITEM, say("rules.show.named", words=Text(words.da, words.en), id=choice))
    for criterion in ruleset.criteria.values():
        for indicator in criterion.indicators:
            if indicator.from_ == name and choice in indicator.levels:
                points = Number(indicator.levels[choice])
                yield RuleLine(Rank.BELOW, say("rules.explain.points", name=criterion.label, points=points))
    for gate in ruleset.gates.values():
        wanted = (when[name] for when in gate.alternatives if name in when)
        if any(meaning(each, choices_of(name, ruleset)).contains(choice) for each in wanted):
            yield RuleLine(Rank.BELOW, say("rules.explain.opens", name=gate.label))


def _measure(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    yield _title("measure", say(f"measure.{name}"), name)
    yield RuleLine(Rank.TEXT, say(f"measure.how.{name}"))
    needs = tuple(name_words(need, ruleset) for need in MEASURES[name].needs if need in ruleset.questions)
    yield RuleLine(Rank.TEXT, say("rules.explain.computed_from", names=Listed(needs)))
    yield from _uses(name, ruleset)


def _criterion(name: str, criterion: Criterion, ruleset: Ruleset) -> Iterator[RuleLine]:
    yield _title("criterion", criterion.label, name)
    yield from criterion_lines(criterion, ruleset)
    if criterion.below_minimum:
        yield RuleLine(Rank.HEADING, say("rules.explain.below_minimum"))
        yield from appointment_lines(criterion.below_minimum)
    yield from _texts(criterion, "speaks_for", "speaks_against")


def _texts(part: Criterion | Gate, *names: str) -> Iterator[RuleLine]:
    """The texts with these names that a part of the rules has."""
    texts = ((name, getattr(part, name)) for name in names)
    yield from (RuleLine(Rank.TEXT, say(f"rules.explain.{name}", words=words)) for name, words in texts if words)


def _gate(name: str, gate: Gate, ruleset: Ruleset) -> Iterator[RuleLine]:
    yield _title("gate", gate.label, name)
    yield from gate_lines(gate, ruleset)
    yield from _texts(gate, "instead", "would_change")
    if gate.then:
        yield RuleLine(Rank.HEADING, say("rules.explain.then"))
        yield from appointment_lines(gate.then)


def _task_type(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    kind = ruleset.task_types[name]
    yield _title("task_type", kind.label, name)
    yield from task_type_lines(kind)
    yield RuleLine(Rank.ITEM, say("rules.type.horizon", months=Months(kind.horizon_months)))
    for part in ("anyway", "no_effect"):
        percent = getattr(kind, part)
        if percent is not None:
            yield RuleLine(Rank.ITEM, say(f"rules.type.{part}", share=Share(percent / 100)))
    if kind.sources:
        yield RuleLine(Rank.ITEM, say("rules.type.sources", names=", ".join(kind.sources)))


def _uses(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    """Everything that reads a question or a measure."""
    found = [*_in_criteria(name, ruleset), *_in_gates(name, ruleset), *_in_thresholds(name, ruleset)]
    if name in ruleset.questions:
        found += _in_measures(name, ruleset) + _in_questions(name, ruleset)
    yield RuleLine(Rank.HEADING, say("rules.explain.used"))
    yield from found or [RuleLine(Rank.ITEM, say("rules.explain.only_memo"))]


def _in_criteria(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    for criterion in ruleset.criteria.values():
        for indicator in criterion.indicators:
            if indicator.from_ == name:
                yield RuleLine(Rank.ITEM, say("rules.explain.gives_points", name=criterion.label))
                yield from point_lines(indicator, ruleset, Rank.BELOW)
        for limit in criterion.adjust:
            if name in limit.when:
                condition = when_words(limit.when, ruleset)
                yield RuleLine(Rank.ITEM, say("rules.explain.adjusts", name=criterion.label, condition=condition))


def _in_gates(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    for gate in ruleset.gates.values():
        for condition in (when_words(when, ruleset) for when in gate.alternatives if name in when):
            yield RuleLine(Rank.ITEM, say("rules.explain.gate_when", name=gate.label, condition=condition))


def _in_thresholds(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    limits = ruleset.verdicts
    lane = limits.small_bet
    if lane and name in lane.when:
        yield RuleLine(Rank.ITEM, say("rules.explain.lane", condition=when_words(lane.when, ruleset)))
    if lane and name in lane.needs_no:
        yield RuleLine(Rank.ITEM, say("rules.explain.lane_needs_no"))
    if name in limits.agree:
        yield RuleLine(Rank.ITEM, say("rules.explain.agree"))


def _in_measures(name: str, ruleset: Ruleset) -> list[RuleLine]:
    read = dict.fromkeys(each for _, each in names_read(ruleset) if each not in ruleset.questions)
    fed = [measure for measure in read if name in MEASURES[measure].needs]
    return [RuleLine(Rank.ITEM, say("rules.explain.feeds", name=say(f"measure.{each}"), id=each)) for each in fed]


def _in_questions(name: str, ruleset: Ruleset) -> list[RuleLine]:
    return [
        RuleLine(Rank.ITEM, say("rules.explain.asked_when", name=question.label))
        for question in ruleset.questions.values()
        if question.only_if and name in question.only_if
    ]
