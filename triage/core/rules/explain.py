"""What one id of the rules does: a question, measure, fact, criterion, gate, condition or task type, line by line.

The other direction than ``rules.show``: from a part to everything that depends on it.
"""

from collections.abc import Iterator, Mapping

from triage.core.messages import Listed, Months, Number, Param, Share, say
from triage.core.rules.conditions import Kind, Path, choices_of, conditions_of, meaning, names_read
from triage.core.rules.conditionwords import given_words, name_words, quoted, value_words, when_words
from triage.core.rules.measures import MEASURES
from triage.core.rules.part_lines import (
    Rank,
    RuleLine,
    appointment_lines,
    asked_lines,
    choice_words,
    contradiction_lines,
    criterion_lines,
    fact_lines,
    gate_lines,
    go_if_lines,
    go_if_words,
    old_answer_lines,
    point_lines,
    task_type_lines,
    wording_lines,
)
from triage.core.rules.quantities import exact
from triage.core.rules.ruleset import Criterion, Gate, Question, Ruleset


def known_ids(ruleset: Ruleset) -> list[str]:
    """Every id that can be explained."""
    judged = (ruleset.questions, ruleset.facts, ruleset.criteria, ruleset.gates)
    parts = (*judged, ruleset.conditions, ruleset.contradictions, MEASURES, ruleset.task_types)
    return list(dict.fromkeys(name for part in parts for name in part))


def explain_id(name: str, ruleset: Ruleset) -> list[RuleLine]:
    """Explain everything with this id; empty where there is nothing."""
    lines: list[RuleLine] = []
    if name in ruleset.questions:
        lines += _question(name, ruleset.questions[name], ruleset)
    if name in ruleset.facts:
        lines += _fact(name, ruleset)
    if name in ruleset.criteria:
        lines += _criterion(name, ruleset.criteria[name], ruleset)
    if name in ruleset.gates:
        lines += _gate(name, ruleset.gates[name], ruleset)
    if name in ruleset.conditions:
        condition = ruleset.conditions[name]
        lines.append(RuleLine(Rank.TITLE, say("rules.show.named", words=go_if_words(condition, ruleset), id=name)))
        lines += go_if_lines(condition, ruleset)
    if name in ruleset.contradictions:
        contradiction = ruleset.contradictions[name]
        lines += [_title("contradiction", contradiction.ask, name), *contradiction_lines(contradiction, ruleset)]
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
    if question.choices:
        yield from wording_lines(question, ruleset)
    yield from old_answer_lines(name, ruleset)
    yield RuleLine(Rank.HEADING, say("rules.explain.no_answer"))
    yield RuleLine(Rank.ITEM, _when_unknown(name, question, ruleset))
    yield from _left_out(name, question, ruleset)
    yield from _uses(name, ruleset)


def _left_out(name: str, question: Question, ruleset: Ruleset) -> Iterator[RuleLine]:
    """What counts where the question was left out of a file."""
    for taken in question.taken_as:
        answer, condition = value_words(name, taken.is_, ruleset), when_words(taken.when, ruleset)
        yield RuleLine(Rank.ITEM, say("rules.explain.taken_as", answer=answer, condition=condition))
    if question.default is None:
        yield RuleLine(Rank.ITEM, say("rules.explain.same"))
    else:
        default = value_words(name, question.default, ruleset)
        yield RuleLine(Rank.ITEM, say("rules.explain.default", answer=default))
    if question.holds_if:
        yield RuleLine(Rank.ITEM, say("rules.explain.holds_if", words=question.holds_if))


def _when_unknown(name: str, question: Question, ruleset: Ruleset) -> Param:
    if question.must:
        return say("rules.explain.must")
    if question.unknown_as is not None:
        return say("rules.explain.unknown_as", answer=value_words(name, question.unknown_as, ruleset))
    if question.tries and question.tries.times_cost:
        multiples = (Number(each, 0 if float(each).is_integer() else 2) for each in question.tries.times_cost)
        values = Listed(tuple(say("rules.explain.times", n=each) for each in multiples))
        return say("rules.explain.tries_cost", values=values)
    if question.tries:
        return say(
            "rules.explain.tries", values=Listed(tuple(value_words(name, v, ruleset) for v in question.tries.values))
        )
    if question.type in {"choice", "yes_no"} and question.choices_from is None:
        return say("rules.explain.all_tried")
    return say("rules.explain.left_open")


def _choice(name: str, choice: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    """One answer: its points, and the facts and gates whose conditions it meets."""
    yield RuleLine(Rank.ITEM, choice_words(choice, ruleset.questions[name].choices[choice]))
    for criterion in ruleset.criteria.values():
        for indicator in criterion.indicators:
            if indicator.from_ == name and choice in indicator.levels:
                points = exact(indicator.levels[choice])
                yield RuleLine(Rank.BELOW, say("rules.explain.points", name=criterion.label, points=points))
    for key, parts in (("makes_true", ruleset.facts), ("opens", ruleset.gates)):
        for part in parts.values():
            wanted = (when[name] for when in part.alternatives if name in when)
            if any(meaning(each, choices_of(name, ruleset)).contains(choice) for each in wanted):
                yield RuleLine(Rank.BELOW, say(f"rules.explain.{key}", name=part.label))


def _fact(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    fact = ruleset.facts[name]
    yield _title("fact", fact.label, name)
    yield from fact_lines(fact, ruleset)
    yield from _uses(name, ruleset)


def _measure(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    yield _title("measure", say(f"measure.{name}"), name)
    yield RuleLine(Rank.TEXT, say(f"measure.how.{name}"))
    needs = tuple(name_words(need, ruleset) for need in MEASURES[name].needs if need in ruleset.questions)
    if needs:
        yield RuleLine(Rank.TEXT, say("rules.explain.computed_from", names=Listed(needs)))
    yield from _uses(name, ruleset)


def _criterion(name: str, criterion: Criterion, ruleset: Ruleset) -> Iterator[RuleLine]:
    yield _title("criterion", criterion.label, name)
    yield from criterion_lines(criterion, ruleset)
    if criterion.below_minimum:
        yield RuleLine(Rank.HEADING, say("rules.explain.below_minimum"))
        yield from appointment_lines(criterion.below_minimum, ruleset)
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
        yield from appointment_lines(gate.then, ruleset)


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
    """Everything that reads a question, a fact or a measure, or leads to an answer to it."""
    found = [*_in_criteria(name, ruleset), *_in_conditions(name, ruleset), *_in_thresholds(name, ruleset)]
    if name in ruleset.questions:
        found += [*_in_measures(name, ruleset), *_in_acts(name, ruleset), *_in_questions(name, ruleset)]
        found += _in_words(name, ruleset)
    yield RuleLine(Rank.HEADING, say("rules.explain.used"))
    yield from found or [RuleLine(Rank.ITEM, say("rules.explain.only_memo"))]


def _in_criteria(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    for criterion in ruleset.criteria.values():
        for indicator in criterion.indicators:
            if indicator.from_ == name:
                yield RuleLine(Rank.ITEM, say("rules.explain.gives_points", name=criterion.label))
                yield from point_lines(indicator, ruleset, Rank.BELOW)


_IN_CONDITIONS: Mapping[Kind, str] = {
    "fact": "fact_when",
    "points": "points_when",
    "adjust": "adjusts",
    "minimum": "minimum_when",
    "lighter": "lighter_when",
    "gate": "gate_when",
    "small_bet": "lane",
    "condition": "gate_when",
    "contradiction": "does_not_fit",
    "urgent": "urgent",
}
"""The sentence for each kind of condition that verdict and memo depend on."""


def _in_conditions(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    for path, kind, when in conditions_of(ruleset):
        if kind in _IN_CONDITIONS and name in when:
            names = _owner_of(path, ruleset)
            said = say(f"rules.explain.{_IN_CONDITIONS[kind]}", condition=when_words(when, ruleset), **names)
            yield RuleLine(Rank.ITEM, said)


def _owner_of(path: Path, ruleset: Ruleset) -> dict[str, Param]:
    """What the conditions at a path belong to, by the names that the sentences use."""
    match path:
        case ("facts", str(name), *_):
            return {"name": quoted(name, ruleset)}
        case ("gates", str(name), *_):
            return {"name": ruleset.gates[name].label}
        case ("criteria", str(name), "points", *rest):
            at = rest[0] if isinstance(rest[0], int) else 0
            criterion = ruleset.criteria[name]
            return {"name": criterion.label, "source": quoted(criterion.indicators[at].from_, ruleset)}
        case ("criteria", str(name), *_):
            return {"name": ruleset.criteria[name].label}
        case ("conditions", str(name), *_):
            return {"name": go_if_words(ruleset.conditions[name], ruleset)}
        case ("contradictions", str(name), *_):
            return {"name": ruleset.contradictions[name].ask}
    return {}


def _in_thresholds(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    limits = ruleset.verdicts
    if limits.small_bet and name in limits.small_bet.needs_no:
        yield RuleLine(Rank.ITEM, say("rules.explain.lane_needs_no"))
    if name in limits.agree:
        yield RuleLine(Rank.ITEM, say("rules.explain.agree"))


def _in_measures(name: str, ruleset: Ruleset) -> list[RuleLine]:
    read = dict.fromkeys(each for _, each in names_read(ruleset) if each not in ruleset.questions)
    fed = [measure for measure in read if name in MEASURES[measure].needs]
    return [RuleLine(Rank.ITEM, say("rules.explain.feeds", name=say(f"measure.{each}"), id=each)) for each in fed]


def _in_acts(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    """The acts that lead to an answer to a question."""
    steps = [(gate.label, gate.then) for gate in ruleset.gates.values()]
    steps += [(criterion.label, criterion.below_minimum) for criterion in ruleset.criteria.values()]
    for label, step in steps:
        if step and name in step.answers:
            answer = given_words(name, step.answers[name], ruleset)
            yield RuleLine(Rank.ITEM, say("rules.explain.led_to", name=label, answer=answer))


def _in_questions(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    """The questions that are asked, asked otherwise or taken otherwise by the answer, a line for each of these."""
    keys = {"only_if": "asked_when", "quick": "quick_when", "wording": "worded_when", "taken_as": "taken_when"}
    read = [(kind, str(path[1])) for path, kind, when in conditions_of(ruleset) if name in when]
    for kind, key in keys.items():
        others = dict.fromkeys(other for of, other in read if of == kind)
        if others:
            names = Listed(tuple(ruleset.questions[other].label for other in others))
            yield RuleLine(Rank.ITEM, say(f"rules.explain.{key}", name=names))


def _in_words(name: str, ruleset: Ruleset) -> Iterator[RuleLine]:
    """The conditions of a go that quote the answer, and the contradictions that look for words or numbers in it."""
    for condition in ruleset.conditions.values():
        if condition.from_ == name:
            yield RuleLine(Rank.ITEM, say("rules.explain.quoted", name=go_if_words(condition, ruleset)))
    for each in ruleset.contradictions.values():
        if name not in each.when and (name in each.words or name in each.no_number):
            yield RuleLine(Rank.ITEM, say("rules.explain.does_not_fit", name=each.ask))
