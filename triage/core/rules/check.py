"""What must hold between the parts of a ruleset: references, orders, thresholds, and that everything in it is used.

Every problem is a path into the rules (keys and list positions from the top) and a message. The shape of each part has
been checked before; conditions are checked in ``rules.condition_check``, criteria in ``rules.points``.
"""

from collections.abc import Mapping

from triage.core.messages import Message, Number, say
from triage.core.rules.answer_check import check_answers, check_given
from triage.core.rules.condition_check import Problems, check_conditions, did_you_mean, unknown_question
from triage.core.rules.conditions import Path, conditions_of, names_read
from triage.core.rules.measures import MEASURES
from triage.core.rules.points import check_criteria
from triage.core.rules.ruleset import (
    OTHER,
    Appointment,
    Choice,
    Gate,
    Question,
    Ruleset,
    TaskType,
)
from triage.core.rules.word_check import (
    check_contradictions,
    check_quotes,
    check_suggestions,
    check_task_type_words,
    known_questions,
)

UNUSED = frozenset({"rules.unused_question", "rules.unused_fact", "rules.empty_group"})
"""Problems that may only be due to something missing elsewhere."""

NAMES = frozenset(
    {
        "rules.asks_itself",
        "rules.fact_here",
        "rules.later_fact",
        "rules.later_question",
        "rules.measure_here",
        "rules.only_for_choice",
        "rules.only_for_number",
        "rules.unknown_choice",
        "rules.unknown_question",
    }
)
"""Problems with a name; where that name is a key, the key is wrong, not its value."""


def find_problems(ruleset: Ruleset) -> list[tuple[Path, Message]]:
    """Find everything that is wrong between the parts, in no particular order."""
    return [
        *((("questions", name), say("rules.measure_name", name=name)) for name in ruleset.questions.keys() & MEASURES),
        *find_form_problems(ruleset),
        *check_criteria(ruleset),
        *(found for name, gate in ruleset.gates.items() for found in _gate(("gates", name), gate)),
        *_thresholds(ruleset),
        *check_answers(ruleset),
        *check_quotes(ruleset),
        *check_contradictions(ruleset),
        *_facts(ruleset),
        *_holds(ruleset),
        *_measures(ruleset),
        *_unused(ruleset),
        *_task_type(ruleset),
        *find_task_type_problems(ruleset.task_types),
    ]


def find_form_problems(form: Ruleset) -> list[tuple[Path, Message]]:
    """Find what is wrong between the questions alone; a form has nothing else."""
    return [
        *_groups(form),
        *check_conditions(form),
        *(found for name, question in form.questions.items() for found in _question(name, question, form)),
        *_cycles(form),
    ]


def find_task_type_problems(task_types: Mapping[str, TaskType]) -> list[tuple[Path, Message]]:
    """Find what is wrong with the task types alone."""
    path: Path = ("task_types",)
    found = [] if OTHER in task_types else [(path, say("rules.no_other", name=OTHER))]
    found += [each for name, kind in task_types.items() for each in _spans((*path, name), kind)]
    return [*found, *check_task_type_words(task_types)]


def _spans(path: Path, kind: TaskType) -> Problems:
    """Low, likely and high must rise, and no first sign comes after the full effect."""
    for part, span in (("deliver", kind.deliver), ("first", kind.first), ("full", kind.full)):
        if list(span) != sorted(span):
            low, likely, high = map(Number, span)
            yield (*path, part), say("rules.span_order", low=low, likely=likely, high=high)
    if any(first > full for first, full in zip(kind.first, kind.full, strict=True)):
        yield (*path, "full"), say("rules.first_after_full")
    if any(ready > first for ready, first in zip(kind.deliver, kind.first, strict=True)):
        yield (*path, "first"), say("rules.deliver_after_first")


def _groups(ruleset: Ruleset) -> Problems:
    used = {question.group for question in ruleset.questions.values()}
    for name in ruleset.groups:
        if name not in used:
            yield ("groups", name), say("rules.empty_group", name=name)


def _question(name: str, question: Question, ruleset: Ruleset) -> Problems:
    path = ("questions", name)
    if question.group not in ruleset.groups:
        hint = did_you_mean(question.group, ruleset.groups)
        yield (*path, "group"), say("rules.unknown_group", name=question.group, hint=hint)
    if not name.isidentifier() or not name.isascii():
        yield path, say("rules.bad_id", name=name)
    for at, other in enumerate(question.refers_to):
        if other not in ruleset.questions:
            yield (*path, "refers_to", at), unknown_question(other, ruleset.questions)
        elif [*ruleset.questions].index(other) >= [*ruleset.questions].index(name):
            yield (*path, "refers_to", at), say("rules.later_question", name=other)
    yield from _choices(path, question)
    yield from check_suggestions(path, question)
    yield from check_given(name, question, ruleset)
    yield from _tries(path, name, question)


def _choices(path: Path, question: Question) -> Problems:
    choices: Mapping[str, Choice] = question.choices
    if question.type != "choice":
        for part in ("choices", "choices_from", "ordered"):
            if getattr(question, part):
                yield (*path, part), say("rules.only_for_choice", name=part)
    elif not choices and question.choices_from is None:
        yield path, say("rules.no_choices")
    elif choices and question.choices_from in {"task_types", "currencies"}:
        yield (*path, "choices"), say("rules.choices_twice")
    elif question.ordered and question.choices_from:
        yield (*path, "ordered"), say("rules.unordered_source", source=question.choices_from)
    if question.unit and question.type not in {"number", "range"}:
        yield (*path, "unit"), say("rules.only_for_number", name="unit")
    if "unknown" in choices:
        yield (*path, "choices", "unknown"), say("rules.reserved", name="unknown")


def _tries(path: Path, name: str, question: Question) -> Problems:
    tries = question.tries
    if tries is None:
        return
    effects = MEASURES["contribution"].needs
    if question.type not in {"number", "range"}:
        yield (*path, "tries"), say("rules.only_for_number", name="tries")
    elif bool(tries.values) == bool(tries.times_cost):
        yield (*path, "tries"), say("rules.exactly_one", names="values, times_cost")
    elif tries.times_cost and name not in effects:
        yield (*path, "tries", "times_cost"), say("rules.times_cost", names=", ".join(effects))
    elif question.unknown_as is not None:
        yield (*path, "tries"), say("rules.never_tried")


def _cycles(ruleset: Ruleset) -> Problems:
    """A question may only depend on earlier ones; a circle is named as such."""
    order = {name: at for at, name in enumerate(ruleset.questions)}
    reported: set[frozenset[str]] = set()
    for name, question in ruleset.questions.items():
        circle = _circle(name, ruleset)
        if circle and frozenset(circle) not in reported:
            reported.add(frozenset(circle))
            yield ("questions", name, "only_if"), say("rules.cycle", circle=" → ".join([*circle, circle[0]]))
        for parent in () if circle else question.only_if or ():
            if order.get(parent, -1) > order[name]:
                yield ("questions", name, "only_if", parent), say("rules.later_question", name=parent)


def _circle(start: str, ruleset: Ruleset) -> list[str]:
    """The path from a question along ``only_if`` back to itself; empty where there is none."""
    ways = [[start]]
    seen = set()
    while ways:
        way = ways.pop()
        question = ruleset.questions.get(way[-1])
        for parent in (question.only_if or ()) if question else ():
            if parent == start:
                return way
            if parent not in seen:
                seen.add(parent)
                ways.append([*way, parent])
    return []


def _facts(ruleset: Ruleset) -> Problems:
    """A fact may not have the name of a question or a measure, and something must read it."""
    read = {name for _, _, when in conditions_of(ruleset) for name in when}
    for name, fact in ruleset.facts.items():
        path: Path = ("facts", name)
        if name in ruleset.questions or name in MEASURES:
            yield path, say("rules.fact_name", name=name)
        elif not name.isidentifier() or not name.isascii():
            yield path, say("rules.bad_fact_id", name=name)
        elif name not in read:
            yield path, say("rules.unused_fact", name=name)
        if not fact.alternatives:
            yield (*path, "when"), say("rules.never_empty")


def _gate(path: Path, gate: Gate) -> Problems:
    if not gate.alternatives:
        yield (*path, "when"), say("rules.never_empty")
    if [bool(gate.act), gate.ends, gate.lifts].count(True) != 1:
        yield path, say("rules.exactly_one", names="act, ends, lifts")
    elif gate.then and not gate.act:
        yield (*path, "then"), say("rules.then_without_act")
    if gate.act and gate.then is None:
        yield path, say("rules.needs_then")
    if gate.ends and gate.instead is None:
        yield path, say("rules.needs_instead")
    yield from _appointment((*path, "then"), gate.then)


def _appointment(path: Path, then: Appointment | None) -> Problems:
    if then is not None and then.trigger is None and then.weeks is None:
        yield path, say("rules.appointment")


def _thresholds(ruleset: Ruleset) -> Problems:
    path: Path = ("verdicts",)
    limits = ruleset.verdicts
    yield from _appointment((*path, "defer"), limits.defer)
    yield from _appointment((*path, "unknown_decides"), limits.unknown_decides)
    for name, criterion in ruleset.criteria.items():
        yield from _appointment(("criteria", name, "below_minimum"), criterion.below_minimum)
    yield from known_questions((*path, "agree"), limits.agree, ruleset)
    lane = limits.small_bet
    if lane:
        yield from known_questions((*path, "small_bet", "needs_no"), lane.needs_no, ruleset)
        if lane.go > limits.go:
            yield (*path, "small_bet", "go"), say("rules.lane_above_go", go=Number(limits.go, 0))


def _holds(ruleset: Ruleset) -> Problems:
    """What must hold names questions and facts that there are."""
    holds = ruleset.holds
    for part in ("less", "more", "claims"):
        yield from known_questions(("holds", part), getattr(holds, part), ruleset)
    for number, name in enumerate(holds.claims_need):
        if name not in ruleset.facts:
            yield ("holds", "claims_need", number), unknown_question(name, ruleset.facts)
    for number, each in enumerate(holds.exceptions):
        if each.question not in ruleset.questions:
            yield ("holds", "exceptions", number, "question"), unknown_question(each.question, ruleset.questions)


def _measures(ruleset: Ruleset) -> Problems:
    """Measures that are used need their questions."""
    for path, name in names_read(ruleset):
        needs = MEASURES[name].needs if name in MEASURES else ()
        lacking = [need for need in needs if need not in ruleset.questions]
        if lacking:
            yield path, say("rules.measure_needs", name=name, questions=", ".join(lacking))


def _unused(ruleset: Ruleset) -> Problems:
    """A question that nothing depends on only takes the user's time."""
    used = {name for _, name in names_read(ruleset)} | set(ruleset.verdicts.agree)
    used |= {need for measure in MEASURES.values() for need in measure.needs}
    used |= {name for _, _, when in conditions_of(ruleset) for name in when}
    used |= {condition.from_ for condition in ruleset.conditions.values()}
    for name, question in ruleset.questions.items():
        if name not in used and question.memo is None:
            yield ("questions", name), say("rules.unused_question", name=name)


def _task_type(ruleset: Ruleset) -> Problems:
    """Weeks, test and alternatives are those of the task type, so no request may be without one."""
    question = ruleset.questions.get("task_type")
    if question is None:
        yield ("questions",), say("rules.no_task_type")
        return
    needed = {"choices_from": "task_types", "must": True, "quick": True, "only_if": None}
    wrong = [part for part, value in needed.items() if getattr(question, part) != value]
    if wrong:
        yield ("questions", "task_type", wrong[0]), say("rules.task_type_may_lack")
