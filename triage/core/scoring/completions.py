"""Completions: the rows that are scored in place of a request with unknown answers.

An unknown answer counts neither as zero nor as a middle score: every possible answer is tried, and each combination is
a row for the scorer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import compress
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from triage.core.arrays import np
from triage.core.request.request import Range, Request, Value
from triage.core.rules.conditions import names_read
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Question, Ruleset
from triage.core.scoring.asked import Values, as_columns, could_apply, counted_values
from triage.core.scoring.measures import cost_tried, left_of_effect, measure
from triage.core.scoring.table import ASSUMED_RETURN, RATE, Column, Table

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

MOST_COMPLETIONS = 4096
"""Above this many combinations a sample of them is tried."""

Option: TypeAlias = Mapping[str, float]
"""One possible answer: the number that each of its columns takes."""
Picks: TypeAlias = "NDArray[np.int16]"
"""Of small numbers: a file with many gaps has millions of them."""


class Unknown(Struct, frozen=True):
    """A question that was not answered, and the answers that are tried for it, worst to best where they are ordered."""

    question: str
    options: tuple[Option, ...]
    is_money: bool = False
    """The options are amounts in the ruleset's currency."""
    is_rising: bool = False
    """The options stand from worst to best."""


class Completions(Struct, frozen=True):
    """The rows tried for one request: ``picks[row, u]`` is the option taken for the u-th unknown."""

    unknowns: tuple[Unknown, ...]
    picks: Picks
    exhaustive: bool
    """False where only a sample of the combinations is tried."""


def scored_names(ruleset: Ruleset) -> frozenset[str]:
    """Return the ids of all questions that points, gates and lanes depend on, directly or through a measure."""
    read = (MEASURES[name].needs if name in MEASURES else (name,) for _, name in names_read(ruleset))
    return frozenset(question for questions in read for question in questions)


def find_unknowns(request: Request, ruleset: Ruleset) -> tuple[Unknown, ...]:
    """Return the unanswered questions that the scorer reads, with the answers to try for each."""
    values = counted_values(as_columns([request]), ruleset)
    ((unknowns, _),) = group_unknowns(values, ruleset)
    return unknowns


def group_unknowns(values: Values, ruleset: Ruleset) -> list[tuple[tuple[Unknown, ...], NDArray[np.intp]]]:
    """Group requests by the questions without an answer that the scorer reads, with the answers to try for each."""
    could, scored = could_apply(values, ruleset), scored_names(ruleset)
    told = {name: column.are(lambda value: value is not None) for name, column in values.items()}
    wanted = {name: ~told[name] & could[name] for name in ruleset.questions if name in scored}
    effects = (ruleset.questions[name] for name in ruleset.questions if _is_effect(ruleset.questions[name]))
    parents = {parent: told[parent] for effect in effects for parent in effect.only_if or ()}
    flags = np.stack([*wanted.values(), *parents.values()], axis=1)
    found: dict[tuple[str, ...], tuple[tuple[Unknown, ...], list[NDArray[np.intp]]]] = {}
    tries = tries_of(ruleset)
    for rows in same_rows(flags):
        own = flags[rows[0]].tolist()
        known = frozenset(compress(parents, own[len(wanted) :]))
        unknowns = unknowns_among(frozenset(compress(wanted, own)), known, ruleset, tries)
        found.setdefault(tuple(each.question for each in unknowns), (unknowns, []))[1].append(rows)
    return [(unknowns, np.sort(np.concatenate(rows))) for unknowns, rows in found.values()]


def same_rows(flags: NDArray[np.bool_]) -> Iterator[NDArray[np.intp]]:
    """Yield the numbers of the rows that have the same flags."""
    packed = np.packbits(flags, axis=1)
    keys = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, inverse = np.unique(keys, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    if len(order):
        yield from np.split(order, np.flatnonzero(np.diff(inverse[order])) + 1)


def tries_of(ruleset: Ruleset) -> dict[str, Unknown | None]:
    """For each question by itself what is tried where it has no answer; ``None`` for an effect.

    Questions that only choose the unit of the effect are missing, and so are those for which nothing is tried.
    """
    switches = _effect_switches(ruleset)
    found: dict[str, Unknown | None] = {}
    for name, question in ruleset.questions.items():
        if _is_effect(question):
            found[name] = None
        elif name not in switches and (options := tuple(_options(name, question))):
            found[name] = Unknown(name, options, question.unit == "money", question.ordered)
    return found


def unknowns_among(
    wanted: AbstractSet[str],
    known: AbstractSet[str],
    ruleset: Ruleset,
    tries: Mapping[str, Unknown | None] | None = None,
) -> tuple[Unknown, ...]:
    """Return the answers to try for questions that the scorer reads and that could be asked but have no answer.

    ``known`` are the questions that have one. An unknown effect is tried together with what is taken off it: the chance
    of nothing, and what would have come anyway. ``tries`` is :func:`tries_of`, passed in by callers with many requests.
    """
    tries = tries_of(ruleset) if tries is None else tries
    effects = [name for name, tried in tries.items() if tried is None and name in wanted]
    together = MEASURES["contribution"].needs if effects else ()
    effect = _unknown_effect(effects, known, ruleset) if effects else None
    found = []
    for name, tried in tries.items():
        if effect and name == effect.question:
            found.append(effect)
        elif tried and name in wanted and name not in together:
            found.append(tried)
    return tuple(found)


def complete(unknowns: tuple[Unknown, ...], rng: Generator) -> Completions:
    """Return every combination of options, or a sample with all single changes from the first and the last of each."""
    sizes = [len(unknown.options) for unknown in unknowns]
    total = int(np.prod(sizes, dtype=np.float64)) if sizes else 1
    if total <= MOST_COMPLETIONS:
        picks = np.indices(sizes, dtype=np.int16).reshape(len(sizes), total).T
        return Completions(unknowns, picks, exhaustive=True)
    first = np.zeros(len(sizes), dtype=np.intp)
    last = np.array(sizes, dtype=np.intp) - 1
    steps = [
        _one_changed(base, at, pick) for base in (first, last) for at, size in enumerate(sizes) for pick in range(size)
    ]
    drawn = rng.integers(0, sizes, size=(MOST_COMPLETIONS - len(steps), len(sizes)))
    return Completions(unknowns, np.concatenate([np.array(steps), drawn]).astype(np.int16), exhaustive=False)


def expand(rows: Table, completions: Completions) -> Table:
    """Return every row of a table once for each completion, side by side, with the options filled in."""
    many = rows.repeat(len(completions.picks))
    changed: dict[str, Column] = {}
    for at, unknown in enumerate(completions.unknowns):
        for column in unknown.options[0]:
            options = np.array([option[column] for option in unknown.options])
            values = np.tile(options[completions.picks[:, at]], len(rows))
            changed[column] = values / many.columns[RATE] if unknown.is_money else values
    return many.replace(changed)


def as_answers(unknown: Unknown, pick: int, filled: Table, ruleset: Ruleset) -> dict[str, Value]:
    """Return one of the answers that were tried, as a person would give it; amounts in the request's own currency.

    ``filled`` is the one row in which it was tried, with all options filled in.
    """
    option, question = unknown.options[pick], ruleset.questions[unknown.question]
    if ASSUMED_RETURN in option:
        cost = np.nan_to_num(measure(filled, ruleset)["total_cost"])
        amount = option[ASSUMED_RETURN] * float(cost_tried(cost)[0])
        left = float(left_of_effect(filled, ruleset)[0])
        amount = amount / left if amount > 0 and left else amount
        return {"effect_as": "contribution", "extra_contribution": Range(amount, amount, amount)}
    value = option[unknown.question] / (float(filled.columns[RATE][0]) if unknown.is_money else 1.0)
    match question.type:
        case "choice":
            return {unknown.question: list(question.choices)[int(value)]}
        case "yes_no":
            return {unknown.question: bool(value)}
        case "range":
            return {unknown.question: Range(value, value, value)}
    return {unknown.question: value}


def half_tried(ruleset: Ruleset, scored: AbstractSet[str]) -> frozenset[str]:
    """Return the ids of the questions of whose answers only some are tried.

    Those are amounts, and what opens a scored question of which nothing is tried, such as a text.
    """
    amounts = {name for name, question in ruleset.questions.items() if question.type in {"number", "range"}}
    closed = {name for name in scored & ruleset.questions.keys() if ruleset.questions[name].type in {"text", "date"}}
    return frozenset(amounts | {parent for name in closed for parent in ruleset.questions[name].only_if or ()})


def tried_names(ruleset: Ruleset) -> frozenset[str]:
    """Return the ids of the scored questions for which something is tried when they have no answer."""
    every = scored_names(ruleset) & ruleset.questions.keys()
    return frozenset(name for name in every if unknowns_among({name}, set(), ruleset))


def _one_changed(base: NDArray[np.intp], at: int, pick: int) -> NDArray[np.intp]:
    changed = base.copy()
    changed[at] = pick
    return changed


def _effect_switches(ruleset: Ruleset) -> frozenset[str]:
    """Questions that only choose the unit of the effect; where it is unknown, the effect itself is tried."""
    asked = (question for question in ruleset.questions.values() if _is_effect(question))
    return frozenset(name for question in asked for name in question.only_if or ())


def _is_effect(question: Question) -> bool:
    return question.tries is not None and bool(question.tries.times_cost)


def _options(name: str, question: Question) -> Iterator[Option]:
    if question.type == "choice" and question.choices_from is None:
        yield from ({name: float(at)} for at, choice in enumerate(question.choices.values()) if choice.offered)
    elif question.type == "yes_no":
        yield from ({name: 0.0}, {name: 1.0})
    elif question.tries and question.type == "range":
        parts = (name, f"{name}.low", f"{name}.likely", f"{name}.high")
        yield from (dict.fromkeys(parts, value) for value in question.tries.values)
    elif question.tries and question.type == "number":
        yield from ({name: value} for value in question.tries.values)


def _unknown_effect(names: list[str], known: AbstractSet[str], ruleset: Ruleset) -> Unknown:
    """The unknown contribution, tried as multiples of the cost and named after the question that would settle it."""
    question = next((name for name in names if known >= set(ruleset.questions[name].only_if or ())), names[-1])
    tries = ruleset.questions[question].tries
    return Unknown(question, tuple({ASSUMED_RETURN: m} for m in (tries.times_cost if tries else ())), is_rising=True)
