"""What must hold between the parts of a ruleset: references, orders, thresholds, and that everything in it is used.

Every problem is a path into the rules (keys and list positions from the top) and a message. The shape of each part has
been checked before; conditions are checked in ``rules.condition_check``, criteria in ``rules.points``.
"""

from collections.abc import Mapping, Sequence

from triage.core.messages import Message, Number, say
from triage.core.rules.condition_check import Problems, check_conditions, did_you_mean, unknown_choice, unknown_question
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

UNUSED = frozenset({"rules.unused_question", "rules.empty_group"})
"""Problems that may only be due to something missing elsewhere."""

NAMES = frozenset(
    {
        "rules.asks_itself",
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
        *_acts(ruleset),
        *_told(ruleset),
        *_facts(ruleset),
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
    return [*found, *(each for name, kind in task_types.items() for each in _spans((*path, name), kind))]


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
    yield from _choices(path, question)
    for part in ("default", "unknown_as"):
        value = getattr(question, part)
        if value is not None:
            yield from _definite((*path, part), value, name, ruleset)
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


def _definite(path: Path, value: str | float | bool, name: str, ruleset: Ruleset) -> Problems:
    """A default, or what "don't know" counts as, must be a possible answer."""
    question = ruleset.questions[name]
    part = str(path[-1])
    match question.type:
        case "choice":
            choices = ruleset.choices(name)
            if value not in choices:
                yield path, unknown_choice(str(value).lower() if isinstance(value, bool) else str(value), name, choices)
        case "yes_no":
            if not isinstance(value, bool):
                yield path, say("rules.yes_no_value", name=part)
        case "number":
            if isinstance(value, bool | str):
                yield path, say("rules.number_value", name=part)
        case _:
            yield path, say("rules.no_default_here", name=part, type=question.type)


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
    for name in ruleset.facts:
        if name in ruleset.questions or name in MEASURES:
            yield ("facts", name), say("rules.fact_name", name=name)
        elif name not in read:
            yield ("facts", name), say("rules.unused_fact", name=name)


def _gate(path: Path, gate: Gate) -> Problems:
    if not gate.alternatives:
        yield (*path, "when"), say("rules.never_empty")
    if [bool(gate.act), gate.ends, gate.lifts].count(True) != 1:
        yield path, say("rules.exactly_one", names="act, ends, lifts")
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
    yield from _known((*path, "agree"), limits.agree, ruleset)
    lane = limits.small_bet
    if lane:
        yield from _known((*path, "small_bet", "needs_no"), lane.needs_no, ruleset)
        if lane.go > limits.go:
            yield (*path, "small_bet", "go"), say("rules.lane_above_go", go=Number(limits.go, 0))


def _acts(ruleset: Ruleset) -> Problems:
    """The answers that an act leads to must be possible answers."""
    thens = [(("gates", name, "then"), gate.then) for name, gate in ruleset.gates.items()]
    thens += [(("criteria", n, "below_minimum"), each.below_minimum) for n, each in ruleset.criteria.items()]
    for path, then in thens:
        for name, given in then.answers.items() if then else ():
            place: Path = (*path, "answers", name)
            question = ruleset.questions.get(name)
            if question is None:
                yield place, unknown_question(name, ruleset.questions)
            elif question.type == "choice" and given is not None and given not in ruleset.choices(name):
                yield place, unknown_choice(str(given), name, ruleset.choices(name))
            elif question.type == "number" and isinstance(given, str) and given not in {*MEASURES, *ruleset.questions}:
                yield place, unknown_question(given, [*MEASURES, *ruleset.questions])


def _told(ruleset: Ruleset) -> Problems:
    """Conditions of a go, contradictions, and what older answers stand for name questions that there are."""
    for name, condition in ruleset.conditions.items():
        yield from _known(("conditions", name, "from"), (condition.from_,) if condition.from_ else (), ruleset)
        if isinstance(condition.weeks, str) and condition.weeks not in MEASURES:
            yield ("conditions", name, "weeks"), unknown_question(condition.weeks, MEASURES)
    for name, each in ruleset.contradictions.items():
        path: Path = ("contradictions", name)
        yield from _known((*path, "questions"), each.questions, ruleset)
        yield from _known((*path, "no_number"), each.no_number, ruleset)
        yield from _known((*path, "words"), tuple(each.words), ruleset)
        yield from _known((*path, "later"), each.later, ruleset)
        types = [ruleset.questions[on].type for on in each.later if on in ruleset.questions]
        if each.later and types != ["text", "date"]:
            yield (*path, "later"), say("rules.later_than")
        if not (each.when or each.words or each.no_number or each.later):
            yield path, say("rules.always_empty")
    for name, olds in ruleset.old_answers.items():
        new = [name, *(each for answers in olds.values() for each in answers)]
        yield from _known(("old_answers", name), new, ruleset)


def _known(path: Path, names: Sequence[str], ruleset: Ruleset) -> Problems:
    for number, name in enumerate(names):
        if name not in ruleset.questions:
            yield (*path, number), unknown_question(name, ruleset.questions)


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
