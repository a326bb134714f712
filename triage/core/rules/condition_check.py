"""Whether the conditions of gates, adjustments and questions are valid, and whether they can ever hold.

A condition that cannot hold is a mistake that no test of verdicts would show: the gate simply never applies.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TypeAlias

from triage.core.messages import Listed, Message, say
from triage.core.rules.conditions import (
    BEFORE_SCORING,
    HIGHEST_LEVEL,
    Allowed,
    Kind,
    Path,
    choices_of,
    conditions_of,
    meaning,
    reach,
)
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import UNKNOWN, Compare, Condition, Fact, Question, Ruleset, When

Problems: TypeAlias = Iterator[tuple[Path, Message]]

HOLDS = meaning(wanted=True)
_BOUNDS = ("above", "below", "at_least", "at_most")


def check_conditions(ruleset: Ruleset) -> Problems:
    """Find what is wrong with any condition of a ruleset."""
    facts = dict(ruleset.facts)
    for path, kind, when in conditions_of(ruleset):
        if not when:
            yield path, say("rules.always_empty")
        elif kind in BEFORE_SCORING:
            problems = list(_before_scoring(path, when, ruleset))
            yield from problems or _never_worded(path, kind, when, ruleset)
        elif problems := [each for name in when for each in _condition((*path, name), name, when[name], ruleset)]:
            yield from problems
            if kind == "fact":
                facts.pop(str(path[1]), None)
        else:
            yield from _contradictions(path, when, facts, ruleset)


def did_you_mean(word: str, known: Iterable[str]) -> Message | str:
    """Say "did you mean", or nothing where no known word is similar."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return say("rules.did_you_mean", name=near[0]) if near else ""


def unknown_question(name: str, known: Iterable[str]) -> Message:
    """Say that there is no question or measure of this name."""
    return say("rules.unknown_question", name=name, hint=did_you_mean(name, known))


def unknown_choice(name: str, question_id: str, choices: Iterable[str]) -> Message:
    """Say that a question has no choice of this name."""
    return say("rules.unknown_choice", name=name, question=question_id, hint=did_you_mean(name, choices))


def _before_scoring(path: Path, when: When, ruleset: Ruleset) -> Problems:
    """An ``only_if`` or ``quick`` reads only choices and yes_no, since it is evaluated before scoring.

    ``true`` for a text or a date means that it was answered.
    """
    for name, wanted in when.items():
        question = ruleset.questions.get(name)
        place = (*path, name)
        if question is None and (name in MEASURES or name in ruleset.facts):
            yield place, say("rules.measure_here" if name in MEASURES else "rules.fact_here", name=name)
        elif question is None:
            yield place, unknown_question(name, ruleset.questions)
        elif name == path[1]:
            if path[-1] != "only_if":
                yield place, say("rules.asks_itself", name=name)
        elif question.type == "yes_no" or (question.type in {"text", "date"} and wanted is True):
            if not isinstance(wanted, bool):
                yield place, say("rules.yes_no_condition", name=name)
        elif question.type != "choice" or not isinstance(wanted, str | tuple):
            yield place, say("rules.only_answers", name=name)
        elif not wanted:
            yield place, say("rules.never_empty")
        else:
            yield from _words(place, name, wanted, ruleset, unknown=False)


def _condition(path: Path, name: str, wanted: Condition, ruleset: Ruleset) -> Problems:
    question = ruleset.questions.get(name)
    if question is None and name in ruleset.facts:
        yield from _on_fact(path, name, wanted, ruleset)
    elif question is None and name not in MEASURES:
        yield path, unknown_question(name, [*ruleset.questions, *MEASURES, *ruleset.facts])
    elif wanted == ():
        yield path, say("rules.never_empty")
    elif wanted == Compare():
        yield path, say("rules.empty_compare")
    elif question is None or (question.type in {"number", "range"} and wanted != UNKNOWN):
        yield from _on_number(path, name, wanted)
    elif wanted == UNKNOWN:
        yield from _on_unknown(path, name, question)
    elif question.type == "choice":
        yield from _on_choice(path, name, wanted, ruleset)
    elif not (isinstance(wanted, bool) and question.type == "yes_no") and not (
        wanted is True and question.type in {"text", "date"}
    ):
        yield path, say(f"rules.{question.type}_condition", name=name)


def _on_fact(path: Path, name: str, wanted: Condition, ruleset: Ruleset) -> Problems:
    """A fact holds or does not, and a fact may only read the facts above it."""
    if not isinstance(wanted, bool):
        yield path, say("rules.fact_condition", name=name)
    elif path[0] == "facts":
        order = list(ruleset.facts)
        if order.index(name) >= order.index(str(path[1])):
            yield path, say("rules.later_fact", name=name)


def _on_unknown(path: Path, name: str, question: Question) -> Problems:
    """Where a question always has an answer, ``unknown`` never holds."""
    if question.only_if is None and (question.must or question.unknown_as is not None):
        yield path, say("rules.never_unknown", name=name, because="must" if question.must else "unknown_as")


def _on_number(path: Path, name: str, wanted: Condition) -> Problems:
    if isinstance(wanted, Compare):
        for part in _BOUNDS:
            if isinstance(getattr(wanted, part), str):
                yield (*path, part), say("rules.number_bound", name=name)
    elif isinstance(wanted, bool | str | tuple):
        yield path, say("rules.number_condition", name=name)


def _on_choice(path: Path, name: str, wanted: Condition, ruleset: Ruleset) -> Problems:
    if isinstance(wanted, Compare):
        if not ruleset.questions[name].ordered:
            yield path, say("rules.not_ordered", name=name)
            return
        for part in _BOUNDS:
            bound = getattr(wanted, part)
            if bound is not None:
                yield from _chosen((*path, part), name, str(bound), ruleset)
    elif isinstance(wanted, bool | int | float):
        yield path, say("rules.choice_condition", name=name)
    else:
        yield from _words(path, name, wanted, ruleset, unknown=True)


def _words(path: Path, name: str, wanted: str | tuple[str, ...], ruleset: Ruleset, *, unknown: bool) -> Problems:
    """Every word must be one of the question's choices, or ``unknown`` where that may be asked for."""
    for number, word in enumerate((wanted,) if isinstance(wanted, str) else wanted):
        place = path if isinstance(wanted, str) else (*path, number)
        if word == UNKNOWN and unknown:
            yield from _on_unknown(place, name, ruleset.questions[name])
        else:
            yield from _chosen(place, name, word, ruleset)


def _chosen(path: Path, name: str, word: str, ruleset: Ruleset) -> Problems:
    choices = ruleset.choices(name)
    if word == UNKNOWN and word not in choices:
        yield path, say("rules.unknown_not_here")
    elif word not in choices and ruleset.questions[name].choices_from != "goals":
        yield path, unknown_choice(word, name, choices)
    elif word not in choices:
        yield path, say("rules.goal_here", name=word)


def _never_worded(path: Path, kind: Kind, when: When, ruleset: Ruleset) -> Problems:
    """A wording for answers with which the question is not asked, or that are only given after it."""
    if kind != "wording":
        return
    asked, order = str(path[1]), list(ruleset.questions)
    for name in when:
        if order.index(name) > order.index(asked):
            yield (*path, name), say("rules.later_question", name=name)
    if parent := kept_from(asked, when, ruleset):
        yield path, say("rules.never_asked", name=asked, parent=parent)


def kept_from(name: str, when: When, ruleset: Ruleset) -> str | None:
    """The question whose answer keeps another from being asked while conditions hold; ``None`` where none does."""
    said = {each: condition for each, condition in when.items() if not isinstance(condition, Compare)}
    left = {each: words for each, condition in said.items() if (words := meaning(condition).words)}
    return next(_excluded(name, left, ruleset, frozenset({name})), None)


def _contradictions(path: Path, when: When, facts: Mapping[str, Fact], ruleset: Ruleset) -> Problems:
    """Conditions that cannot hold, alone or together with those under which the question is asked at all.

    ``facts`` are those without a mistake of their own, as only these can be written out.
    """
    for name, wanted in when.items():
        if not _is_possible(name, meaning(wanted, choices_of(name, ruleset)), ruleset):
            yield (*path, name), say("rules.never_holds", name=name)
            return
    ways = _written_out(when, facts, ruleset)
    obstacles = [found for way in ways if (found := _obstacle(way, when, ruleset))]
    if obstacles and len(obstacles) == len(ways):
        name, message = obstacles[0]
        yield (*path, name) if name in when else path, message


def _obstacle(way: Mapping[str, Allowed], when: When, ruleset: Ruleset) -> tuple[str, Message] | None:
    """The first name whose answers cannot be as they have to be, and why; ``None`` where all can."""
    for name, allowed in way.items():
        if not _is_possible(name, allowed, ruleset):
            return name, say("rules.never_together", names=Listed(tuple(when)))
    left = {name: allowed.words for name, allowed in way.items() if allowed.words}
    for name, allowed in way.items():
        for parent in () if allowed.unknown else _excluded(name, left, ruleset, frozenset({name})):
            return name, say("rules.never_asked", name=name, parent=parent)
    return None


def _written_out(when: When, facts: Mapping[str, Fact], ruleset: Ruleset) -> list[dict[str, Allowed]]:
    """The ways in which conditions can hold: every fact that must hold is replaced by what it reads, in each way."""
    ways = [{name: meaning(wanted, choices_of(name, ruleset)) for name, wanted in when.items()}]
    for name, fact in reversed(list(facts.items())):
        ways = [
            {**way, **{each: way[each].both(allowed) if each in way else allowed for each, allowed in read.items()}}
            for way in ways
            for read in (_readings(fact, ruleset) if way.get(name) == HOLDS else [{}])
        ]
    return ways


def _readings(fact: Fact, ruleset: Ruleset) -> list[dict[str, Allowed]]:
    return [
        {name: meaning(wanted, choices_of(name, ruleset)) for name, wanted in when.items()}
        for when in fact.alternatives
    ]


def _is_possible(name: str, allowed: Allowed, ruleset: Ruleset) -> bool:
    """Whether some answer meets a condition, within the range of the question or measure; levels are whole."""
    if name in ruleset.facts:
        return bool(allowed.words)
    low, high = reach(name, ruleset)
    low, high = max(low, allowed.low), min(high, allowed.high)
    if name in MEASURES and MEASURES[name].unit == "level":
        return any(low <= level <= high for level in range(HIGHEST_LEVEL + 1))
    return bool(allowed.words) or allowed.unknown or low <= high


def _excluded(
    name: str, left: dict[str, frozenset[str | bool]], ruleset: Ruleset, seen: frozenset[str]
) -> Iterator[str]:
    """The questions whose wanted answers keep this one from being asked; narrows ``left`` on the way."""
    question = ruleset.questions.get(name)
    for parent, wanted in ((question.only_if or {}) if question else {}).items():
        if parent in seen or parent not in ruleset.questions or isinstance(wanted, Compare):
            continue
        allowed = meaning(wanted).words
        both = allowed & left.get(parent, allowed)
        if not both:
            yield parent
            return
        left[parent] = both
        yield from _excluded(parent, left, ruleset, seen | {name})
