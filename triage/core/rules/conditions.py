"""Whether the conditions of gates, adjustments and questions mean something, and whether they can ever hold.

A condition that cannot hold is a mistake that no test of verdicts would show: the gate is simply silent. So each
mapping of conditions is reduced to what it leaves possible: a set of choices, or an interval of numbers, for each
question and measure. Other parts of a ruleset are no business of this module.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import inf
from typing import TypeAlias

from triage.core.messages import Message, say
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import UNKNOWN, Compare, Condition, Question, Ruleset, When

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of the rules down to a value."""

Found: TypeAlias = Iterator[tuple[Path, Message]]

_NOT_NEGATIVE = frozenset({"weeks", "months"})
_SPENT = frozenset({"work_cost", "total_cost", "total_cost_low", "total_cost_high", "exposure", "break_even_units"})
_LEVELS = 4


def did_you_mean(word: str, known: Iterable[str]) -> Message | str:
    """Say "did you mean", or nothing where no known word is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return say("rules.did_you_mean", name=near[0]) if near else ""


def check_when(path: Path, when: When, ruleset: Ruleset) -> Found:
    """Check a mapping of conditions that the scorer reads: of a gate, an adjustment or the small-bet lane."""
    if not when:
        yield path, say("rules.always_empty")
        return
    found = [problem for name, wanted in when.items() for problem in _condition((*path, name), name, wanted, ruleset)]
    yield from found
    if not found:
        yield from _contradictions(path, when, ruleset)


def check_answers(path: Path, when: When, asker: str, ruleset: Ruleset) -> Found:
    """Check an ``only_if`` or ``quick``: only choices and yes_no, since nothing is scored yet when it decides."""
    if not when:
        yield path, say("rules.always_empty")
    for name, wanted in when.items():
        question = ruleset.questions.get(name)
        place = (*path, name)
        if question is None:
            yield place, _unknown_name(name, ruleset.questions, measure=name in MEASURES)
        elif name == asker:
            if path[-1] != "only_if":
                yield place, say("rules.asks_itself", name=name)
        elif question.type == "yes_no":
            if not isinstance(wanted, bool):
                yield place, say("rules.yes_no_condition", name=name)
        elif question.type != "choice" or not isinstance(wanted, str | tuple):
            yield place, say("rules.only_answers", name=name)
        elif not wanted:
            yield place, say("rules.never_empty")
        else:
            yield from _words(place, name, wanted, ruleset, unknown=False)


def _unknown_name(name: str, known: Iterable[str], *, measure: bool = False) -> Message:
    if measure:
        return say("rules.measure_here", name=name)
    return say("rules.unknown_question", name=name, hint=did_you_mean(name, known))


def _condition(path: Path, name: str, wanted: Condition, ruleset: Ruleset) -> Found:
    question = ruleset.questions.get(name)
    if question is None and name not in MEASURES:
        yield path, _unknown_name(name, [*ruleset.questions, *MEASURES])
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
        wanted is True and question.type == "text"
    ):
        yield path, say(f"rules.{question.type}_condition", name=name)


def _on_unknown(path: Path, name: str, question: Question) -> Found:
    """Where a question always has an answer, "unknown" never holds."""
    if question.only_if is None and (question.must or question.unknown_as is not None):
        yield path, say("rules.never_unknown", name=name, because="must" if question.must else "unknown_as")


def _on_number(path: Path, name: str, wanted: Condition) -> Found:
    if isinstance(wanted, Compare):
        for part in ("above", "below", "at_least", "at_most"):
            if isinstance(getattr(wanted, part), str):
                yield (*path, part), say("rules.number_bound", name=name)
    elif isinstance(wanted, bool | str | tuple):
        yield path, say("rules.number_condition", name=name)


def _on_choice(path: Path, name: str, wanted: Condition, ruleset: Ruleset) -> Found:
    if isinstance(wanted, Compare):
        if not ruleset.questions[name].ordered:
            yield path, say("rules.not_ordered", name=name)
            return
        bounds = ((part, getattr(wanted, part)) for part in ("above", "below", "at_least", "at_most"))
        for part, bound in bounds:
            if bound is not None:
                yield from _chosen((*path, part), name, str(bound), ruleset)
    elif isinstance(wanted, bool | int | float):
        yield path, say("rules.choice_condition", name=name)
    else:
        yield from _words(path, name, wanted, ruleset, unknown=True)


def _words(path: Path, name: str, wanted: str | tuple[str, ...], ruleset: Ruleset, *, unknown: bool) -> Found:
    """Every word must be one of the question's choices, or ``unknown`` where that may be asked for."""
    for number, word in enumerate((wanted,) if isinstance(wanted, str) else wanted):
        place = path if isinstance(wanted, str) else (*path, number)
        if word == UNKNOWN and unknown:
            yield from _on_unknown(place, name, ruleset.questions[name])
        else:
            yield from _chosen(place, name, word, ruleset)


def _chosen(path: Path, name: str, word: str, ruleset: Ruleset) -> Found:
    choices = ruleset.choices(name)
    if word == UNKNOWN and word not in choices:
        yield path, say("rules.unknown_not_here")
    elif word not in choices and ruleset.questions[name].choices_from != "goals":
        yield path, say("rules.unknown_choice", name=word, question=name, hint=did_you_mean(word, choices))
    elif word not in choices:
        yield path, say("rules.goal_here", name=word)


@dataclass(frozen=True, slots=True)
class _Left:
    """What conditions leave possible: a set of words (choices, true, false, unknown), or an interval of numbers."""

    words: frozenset[str] | None = None
    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False

    def is_empty(self) -> bool:
        if self.words is not None:
            return not self.words
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


def _contradictions(path: Path, when: When, ruleset: Ruleset) -> Found:
    """Conditions that cannot hold, alone or together with what must be answered for the question to be asked at all."""
    left: dict[str, frozenset[str]] = {}
    for name, wanted in when.items():
        possible = _left(name, wanted, ruleset)
        if possible.is_empty():
            yield (*path, name), say("rules.never_holds", name=name)
            return
        if possible.words is not None:
            left[name] = possible.words
    for name in when:
        if UNKNOWN in left.get(name, frozenset()) or when[name] == UNKNOWN:
            continue
        for parent in _excluded(name, left, ruleset, frozenset({name})):
            yield (*path, name), say("rules.never_asked", name=name, parent=parent)
            return


def _excluded(name: str, left: dict[str, frozenset[str]], ruleset: Ruleset, seen: frozenset[str]) -> Iterator[str]:
    """The questions whose wanted answers keep this one from being asked; narrows ``left`` on the way."""
    question = ruleset.questions.get(name)
    for parent, wanted in ((question.only_if or {}) if question else {}).items():
        if parent in seen or parent not in ruleset.questions:
            continue
        allowed = _left(parent, wanted, ruleset).words or frozenset()
        both = allowed & left.get(parent, allowed)
        if not both:
            yield parent
            return
        left[parent] = both
        yield from _excluded(parent, left, ruleset, seen | {name})


def _left(name: str, wanted: Condition, ruleset: Ruleset) -> _Left:
    question = ruleset.questions.get(name)
    if question and question.type == "choice":
        return _Left(words=choices_left(name, wanted, ruleset))
    if isinstance(wanted, bool | str | tuple):
        return _Left(words=frozenset({str(wanted)}))
    low, high = reach(name, ruleset)
    if not isinstance(wanted, Compare):
        return _Left(None, max(low, wanted), min(high, wanted))
    left = _Left(None, low, high)
    for bound, strict in _lower(wanted):
        if bound is not None and float(bound) >= left.low:
            left = replace(
                left, low=float(bound), low_open=bool(strict) or (left.low_open and left.low == float(bound))
            )
    for bound, strict in _upper(wanted):
        if bound is not None and float(bound) <= left.high:
            is_open = bool(strict) or (left.high_open and left.high == float(bound))
            left = replace(left, high=float(bound), high_open=is_open)
    return _whole(left) if name in MEASURES and MEASURES[name].unit == "level" else left


def _whole(left: _Left) -> _Left:
    """Levels are whole numbers: between 3 and 4 there is none."""
    levels = [n for n in range(_LEVELS + 1) if left.low <= n <= left.high]
    inside = [n for n in levels if not (left.low_open and n == left.low) and not (left.high_open and n == left.high)]
    return _Left(None, float(min(inside)), float(max(inside))) if inside else _Left(words=frozenset())


def choices_left(name: str, wanted: Condition, ruleset: Ruleset) -> frozenset[str]:
    """The choices that meet a condition on a choice question, and ``unknown`` where that does."""
    if isinstance(wanted, tuple):
        return frozenset(wanted)
    if not isinstance(wanted, Compare):
        return frozenset({str(wanted)})
    ids = list(ruleset.choices(name))
    first, last = 0, len(ids) - 1
    first = max(first, *(0 if bound is None else ids.index(str(bound)) + add for bound, add in _lower(wanted)))
    last = min(last, *(last if bound is None else ids.index(str(bound)) - add for bound, add in _upper(wanted)))
    return frozenset(ids[first : last + 1])


def _lower(bounds: Compare) -> tuple[tuple[float | str | None, int], ...]:
    """The bounds from below, with 1 where the bound itself is not meant."""
    return (bounds.above, 1), (bounds.at_least, 0)


def _upper(bounds: Compare) -> tuple[tuple[float | str | None, int], ...]:
    return (bounds.below, 1), (bounds.at_most, 0)


def reach(name: str, ruleset: Ruleset) -> tuple[float, float]:
    """The least and the greatest value that a number question or a measure can have."""
    question = ruleset.questions.get(name)
    if question is None:
        unit = MEASURES[name].unit
        if unit == "level":
            return 0, _LEVELS
        return (0, inf) if unit in _NOT_NEGATIVE or name in _SPENT else (-inf, inf)
    if question.unit == "percent":
        return 0, 100
    return (0, inf) if question.unit in {"hours", "weeks", "count"} else (-inf, inf)
