"""Requests that nobody asked, drawn on columns, to try a ruleset with.

An answer is drawn to every question, and what is asked follows from the others, as at the prompt. Numbers are those
that people type, the limits of the rules, and a little below and above them. Nothing is judged here but what improves a
draw; what to look for is decided in ``judging.counterexamples``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from triage.core.arrays import np
from triage.core.judging.batch import Batch, MakeRng, SameUnknowns
from triage.core.request.request import COUNTED, Answer, Goal, Origin, Profile, Range, Request, Value
from triage.core.rules.conditions import SCORED, conditions_of, meaning
from triage.core.rules.measures import MEASURES
from triage.core.rules.ruleset import Compare, Question, Ruleset, When
from triage.core.scoring.completions import complete, scored_names, tried_names, unknowns_among
from triage.core.scoring.scorer import Flags, score
from triage.core.scoring.table import ASSUMED_RETURN, PROFILE, RATE, Column, Table

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

Answers: TypeAlias = Mapping[str, Column]
"""Columns as in a table, with an answer to every question whether or not it is asked; NaN is "don't know"."""

TYPED: Mapping[str, tuple[float, ...]] = {
    "percent": (0, 5, 10, 20, 25, 30, 50, 60, 75, 80, 90, 95, 100),
    "weeks": (0, 0.4, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 26, 39, 52, 78, 104),
    "hours": (0, 1, 2, 4, 5, 8, 10, 16, 24, 40, 60, 80, 160, 300, 600),
    "count": (0, 1, 2, 5, 10, 20, 40, 100, 300, 1000, 5000),
    "money": (0.0, *(digit * 10.0**zeros for zeros in range(2, 7) for digit in (1, 1.5, 2, 3, 4, 5, 7.5))),
}
"""The numbers that people type, by unit."""
BUDGETS = (200_000.0, 500_000.0, 1_000_000.0, 2_000_000.0, 10_000_000.0)
PARTS = ("low", "likely", "high")
MOST_NUMBERS = 6
"""Numbers that are tried for one question."""
STEPS = 20
"""How often a draw is improved, at the most."""
REDRAWN = 0.08
"""Share of the answers that are drawn anew when a draw is improved."""


class Material(Struct, frozen=True):
    """A ruleset, and what drawing requests takes of it, gathered once."""

    ruleset: Ruleset
    questions: Mapping[str, Question]
    """Those that the verdict depends on, those that decide whether they are asked, and the claims."""
    tried: tuple[str, ...]
    """Those for which something is tried when they have no answer."""
    limits: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
    """For each number the limits that the rules set to it, and to shares that are computed from it."""


def material(ruleset: Ruleset) -> Material:
    """Gather what drawing requests takes of a ruleset."""
    names = {name for name in scored_names(ruleset) if name in ruleset.questions} | {*ruleset.holds.claims}
    while more := {up for name in names for up in ruleset.questions[name].only_if or ()} - names:
        names |= more
    questions = {name: question for name, question in ruleset.questions.items() if name in names}
    tried = tried_names(ruleset)
    bounds = list(_bounds(ruleset))
    limits = {name: _limits(name, bounds) for name, each in questions.items() if each.type in {"number", "range"}}
    return Material(ruleset, questions, tuple(name for name in questions if name in tried), limits)


def draw(count: int, of: Material, rng: Generator) -> Answers:
    """Draw answers to every question, and figures of a profile; none of them is "don't know"."""
    ruleset = of.ruleset
    columns: dict[str, Column] = {
        PROFILE + "yearly_budget": rng.choice(BUDGETS, count),
        PROFILE + "hourly_cost": np.full(count, float(ruleset.fallbacks.hourly_cost)),
        PROFILE + "required_return": np.full(count, ruleset.fallbacks.required_return),
        PROFILE + "horizon_months": np.full(count, ruleset.fallbacks.horizon_months),
        PROFILE + "sales_cycle_weeks": rng.choice((0.0, 0.0, 8.0), count),
        PROFILE + "goals": rng.choice((0.0, 2.0), count),
        PROFILE + "committed": rng.choice((0.0, 0.0, 0.0, 1.0), count) * rng.choice(TYPED["money"], count),
    }
    for name in of.questions:
        columns |= _drawn(name, columns, of, rng)
    return columns


def improved(answers: Answers, of: Material, rng: Generator) -> Answers:
    """Improve each request for a while, some longer than others: most that are drawn are drops, which show little."""
    count = len(answers[PROFILE + "goals"])
    steps = rng.integers(0, STEPS, count)
    best = score(asked(answers, of), of.ruleset)
    worth = best.verdict * 1000.0 + np.nan_to_num(best.score)
    fresh = draw(count, of, rng)
    for step in range(STEPS):
        other, now = rng.permutation(count), dict(answers)
        for name in of.questions:
            redrawn = (rng.random(count) < REDRAWN) & (step < steps)
            for column in columns_of(name, of):
                now[column] = np.where(redrawn, fresh[column][other], answers[column])
        scores = score(asked(now, of), of.ruleset)
        value = scores.verdict * 1000.0 + np.nan_to_num(scores.score)
        better = value >= worth
        worth = np.where(better, value, worth)
        answers = {name: np.where(better, now[name], column) for name, column in answers.items()}
    return answers


def columns_of(name: str, of: Material) -> tuple[str, ...]:
    """The columns of a question."""
    is_range = of.questions[name].type == "range"
    return (name, *(f"{name}.{part}" for part in PARTS)) if is_range else (name,)


def silent(name: str, answers: Answers, of: Material) -> dict[str, Column]:
    """The columns of a question where the answer is "don't know"."""
    return {column: np.full_like(answers[name], np.nan) for column in columns_of(name, of)}


def rising(name: str, answers: Answers, of: Material, rng: Generator) -> Iterator[dict[str, Column]]:
    """Yield columns of other answers to a question: all that are offered in their order, or numbers that rise.

    The three points of a range rise together.
    """
    if of.questions[name].type in {"number", "range"}:
        values = np.sort([_numbers(name, answers, of, rng) for _ in range(MOST_NUMBERS)], axis=0)
        yield from (_moved(name, value, answers, of) for value in values)
    else:
        yield from ({name: np.full_like(answers[name], code)} for code in _codes(name, of))


def _codes(name: str, of: Material) -> tuple[float, ...]:
    """The numbers of the answers that are offered."""
    match of.questions[name].type:
        case "choice":
            choices = of.ruleset.choices(name).values()
            return tuple(float(at) for at, choice in enumerate(choices) if choice.offered)
        case "yes_no":
            return (0.0, 1.0)
    return (1.0,)


def _moved(name: str, value: Column, answers: Answers, of: Material) -> dict[str, Column]:
    if of.questions[name].type == "number":
        return {name: value}
    by = value - np.nan_to_num(answers[f"{name}.likely"])
    spans = {part: np.where(np.isnan(answers[f"{name}.{part}"]), 0.0, answers[f"{name}.{part}"]) for part in PARTS}
    return _range(name, [_in_reach(spans[part] + by, name, of) for part in PARTS])


def _drawn(name: str, columns: Answers, of: Material, rng: Generator) -> dict[str, Column]:
    count = len(columns[PROFILE + "goals"])
    match of.questions[name].type:
        case "number":
            return {name: _numbers(name, columns, of, rng)}
        case "range":
            likely = _numbers(name, columns, of, rng)
            apart = rng.choice((0.0, 0.2, 0.5, 1.0, 1.5), count) * np.abs(likely)
            return _range(name, [_in_reach(likely - apart, name, of), likely, likely + apart * 1.5])
        case "choice" | "yes_no":
            return {name: rng.choice(_codes(name, of), count)}
    return {name: np.where(rng.random(count) < 0.5, 1.0, np.nan)}


def _range(name: str, three: Sequence[Column]) -> dict[str, Column]:
    low, likely, high = three
    parts = {f"{name}.{part}": column for part, column in zip(PARTS, three, strict=True)}
    return {name: 0.3 * low + 0.4 * likely + 0.3 * high, **parts}


def _in_reach(column: Column, name: str, of: Material) -> Column:
    """Only what is gained may be negative."""
    return column if _is_gain(name, of) else np.maximum(column, 0.0)


def _is_gain(name: str, of: Material) -> bool:
    question = of.questions[name]
    return name in of.ruleset.holds.more and question.unit == "money" and question.type == "range"


def _numbers(name: str, columns: Answers, of: Material, rng: Generator) -> Column:
    """Draw numbers that people type, the limits of the rules, and what is a little beside either."""
    count, unit = len(columns[PROFILE + "goals"]), of.questions[name].unit
    value = rng.choice(TYPED[unit or "count"], count)
    own, shares = of.limits[name]
    pick = rng.random(count)
    if own:
        value = np.where(pick < 0.15, rng.choice(own, count), value)
    if shares and unit == "money":
        value = np.where(pick > 0.8, rng.choice(shares, count) * columns[PROFILE + "yearly_budget"], value)
    value = value * rng.choice((1.0, 1.0, 0.99, 1.01), count)
    if _is_gain(name, of):
        value = np.where(rng.random(count) < 0.05, -value, value)
    drawn: Column = np.minimum(value, 100.0) if unit == "percent" else value
    return drawn


def _limits(name: str, bounds: Sequence[tuple[str, float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    own, shares = [], []
    for at, bound in bounds:
        if at == name:
            own.append(bound)
        elif at in MEASURES and name in MEASURES[at].needs and MEASURES[at].unit == "share" and bound > 0:
            shares.append(bound)
    return tuple(own), tuple(shares)


def _bounds(ruleset: Ruleset) -> Iterator[tuple[str, float]]:
    for _, kind, when in conditions_of(ruleset):
        if kind in SCORED:
            for name, wanted in when.items():
                if isinstance(wanted, Compare):
                    bounds = (wanted.above, wanted.below, wanted.at_least, wanted.at_most)
                    yield from ((name, bound) for bound in bounds if isinstance(bound, int | float))
    for criterion in ruleset.criteria.values():
        for part in criterion.indicators:
            yield from ((part.from_, at) for at, _ in (*part.steps, *part.curve))


def asked(answers: Answers, of: Material) -> Table:
    """Make the table of requests: what is not asked has no answer."""
    columns, answered = dict(answers), {}
    for name, question in of.questions.items():
        if question.unknown_as is not None:
            usual = code_of(name, question.unknown_as, of)
            columns[name] = np.where(np.isnan(columns[name]), usual, columns[name])
        if question.only_if:
            applies = _met(question.only_if, columns, of)
            columns |= {column: np.where(applies, columns[column], np.nan) for column in columns_of(name, of)}
        answered[name] = ~np.isnan(columns[name])
    count = len(answers[PROFILE + "goals"])
    return Table({**columns, RATE: np.ones(count), ASSUMED_RETURN: np.full(count, np.nan)}, answered)


def code_of(name: str, value: str | float | bool, of: Material) -> float:
    """The number that stands for an answer in a column."""
    return float(list(of.ruleset.choices(name)).index(value)) if isinstance(value, str) else float(value)


def _met(when: When, columns: Answers, of: Material, could: Mapping[str, Flags] | None = None) -> Flags:
    """The rows in which conditions on answers hold; for ``only_if``, which knows no bounds.

    With ``could``, also those in which they would hold once a question is answered that could be asked there.
    """
    met = np.ones(len(columns[PROFILE + "goals"]), dtype=np.bool_)
    for name, wanted in when.items():
        allowed = meaning(wanted)
        fits = np.isnan(columns[name]) & (allowed.unknown if could is None else could[name])
        for word in allowed.words:
            fits |= columns[name] == code_of(name, word, of)
        met &= fits
    return met


def as_batch(table: Table, of: Material, make_rng: MakeRng) -> Batch:
    """Group the requests of a table by what is unknown, as ``judging.batch`` does with requests."""
    ruleset, lane = of.ruleset, of.ruleset.verdicts.small_bet
    as_answered = score(table, ruleset)
    open_ = np.zeros((len(table), len(of.tried)), dtype=np.bool_)
    could: dict[str, Flags] = {}
    for name, question in of.questions.items():
        could[name] = _met(question.only_if or {}, table.columns, of, could)
    for at, name in enumerate(of.tried):
        spared = as_answered.small_bet if lane and name in lane.needs_no else np.False_
        open_[:, at] = ~table.answered[name] & could[name] & ~spared
    groups = []
    for rows in _alike(open_):
        wanted = {name for name, flag in zip(of.tried, open_[rows[0]].tolist(), strict=True) if flag}
        known = {name for name, answered in table.answered.items() if answered[rows[0]]}
        groups.append(SameUnknowns(complete(unknowns_among(wanted, known, ruleset), make_rng()), rows))
    return Batch(ruleset, table, as_answered, {}, tuple(groups))


def _alike(flags: Flags) -> Iterator[NDArray[np.intp]]:
    """Yield the numbers of the rows that have the same flags."""
    packed = np.packbits(flags, axis=1)
    keys = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, inverse = np.unique(keys, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    if len(order):
        yield from np.split(order, np.flatnonzero(np.diff(inverse[order])) + 1)


def request_of(answers: Answers, row: int, of: Material) -> Request:
    """Return one of the requests as a person would have put it."""
    columns = {name: column[row : row + 1] for name, column in answers.items()}
    table = asked(columns, of)
    figures = {name: float(columns[PROFILE + name][0]) for name in (*COUNTED, "goals", "committed")}
    given = {
        name: Answer(_value(name, columns, of) if table.answered[name][0] else None, Origin.FILE)
        for name in of.questions
    }
    profile = Profile(
        yearly_budget=figures["yearly_budget"],
        hourly_cost=figures["hourly_cost"],
        required_return=figures["required_return"],
        horizon_months=figures["horizon_months"],
        sales_cycle_weeks=figures["sales_cycle_weeks"],
        goals=tuple(Goal(f"goal-{number}", "") for number in range(int(figures["goals"]))),
    )
    return Request("", "", given, profile, committed=figures["committed"])


def _value(name: str, columns: Answers, of: Material) -> Value:
    number = float(columns[name][0])
    if np.isnan(number):
        return None
    match of.questions[name].type:
        case "choice":
            return list(of.ruleset.choices(name))[int(number)]
        case "range":
            return Range(*(float(columns[f"{name}.{part}"][0]) for part in PARTS))
        case "yes_no":
            return bool(number)
        case "text":
            return "…"
        case "date":
            return date(2000, 1, 1)
    return number
