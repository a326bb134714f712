"""A whole ruleset to read: questions, criteria, gates, thresholds, conditions of a go and task types, line by line.

``rules.explain`` says what one id does to a verdict.
"""

from collections.abc import Iterator

from triage.core.messages import say
from triage.core.rules.part_lines import (
    Rank,
    RuleLine,
    asked_lines,
    contradiction_lines,
    criterion_lines,
    fact_lines,
    gate_lines,
    go_if_lines,
    go_if_words,
    leads_to_lines,
    old_answer_lines,
    task_type_lines,
    threshold_lines,
)
from triage.core.rules.ruleset import Ruleset


def ruleset_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """The whole ruleset except the task types."""
    yield RuleLine(Rank.TITLE, say("rules.show.title", name=ruleset.ruleset, version=ruleset.version))
    yield from question_lines(ruleset)
    if ruleset.facts:
        yield RuleLine(Rank.TITLE, say("rules.show.facts"))
    for name, fact in ruleset.facts.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=fact.label, id=name))
        yield from fact_lines(fact, ruleset)
    yield RuleLine(Rank.TITLE, say("rules.show.criteria"))
    for name, criterion in ruleset.criteria.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=criterion.label, id=name))
        yield from criterion_lines(criterion, ruleset)
        yield from leads_to_lines(criterion.below_minimum, ruleset)
    yield RuleLine(Rank.TITLE, say("rules.show.gates"))
    for name, gate in ruleset.gates.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=gate.label, id=name))
        yield from gate_lines(gate, ruleset)
        yield from leads_to_lines(gate.then, ruleset)
    yield from threshold_lines(ruleset)
    yield from _told_lines(ruleset)


def _told_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """What a go may depend on, and which answers do not go together."""
    if ruleset.conditions:
        yield RuleLine(Rank.TITLE, say("rules.show.conditions"))
    for name, condition in ruleset.conditions.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=go_if_words(condition, ruleset), id=name))
        yield from go_if_lines(condition, ruleset)
    if ruleset.contradictions:
        yield RuleLine(Rank.TITLE, say("rules.show.contradictions"))
    for name, contradiction in ruleset.contradictions.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=contradiction.ask, id=name))
        yield from contradiction_lines(contradiction, ruleset)


def question_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """The questions by group, with their choices."""
    for group_id, group in ruleset.groups.items():
        yield RuleLine(Rank.TITLE, group.label)
        yield RuleLine(Rank.TEXT, group.purpose)
        for name, question in ruleset.questions.items():
            if question.group == group_id:
                yield RuleLine(Rank.HEADING, say("rules.show.named", words=question.ask, id=name))
                yield from asked_lines(question, ruleset)
                yield from old_answer_lines(name, ruleset)


def task_types_lines(ruleset: Ruleset) -> Iterator[RuleLine]:
    """Every task type with its weeks."""
    yield RuleLine(Rank.TITLE, say("rules.show.task_types"))
    for name, kind in ruleset.task_types.items():
        yield RuleLine(Rank.HEADING, say("rules.show.named", words=kind.label, id=name))
        yield from task_type_lines(kind)
