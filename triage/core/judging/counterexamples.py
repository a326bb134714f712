"""A search for answers that break what must hold of any ruleset, with requests drawn on columns.

Three properties are searched for, by what the ruleset itself says of its questions (``Ruleset.holds``): "don't know"
gets no go that a true answer would not get, a better answer never makes a verdict worse, and what costs nothing to
claim makes no go. Finding none proves nothing. Generator and clock are arguments; what is said of a counterexample, and
where its rule stands, is the business of whoever searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from numpy.random import PCG64, Generator

from triage.core.arrays import np
from triage.core.judging.assessment import Assessment, judge
from triage.core.judging.batch import verdict_codes
from triage.core.judging.generated import (
    Answers,
    Material,
    as_batch,
    asked,
    code_of,
    columns_of,
    draw,
    improved,
    material,
    request_of,
    rising,
    silent,
)
from triage.core.request.request import Request, Value, with_answers
from triage.core.rules.conditions import Path
from triage.core.rules.ruleset import VERDICTS, Property, Ruleset, Verdict
from triage.core.scoring.scorer import GO, Codes, Flags, score
from triage.core.scoring.table import PROFILE, Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUND = 1000
"""Requests drawn at a time."""
PART = 0.3
"""Share of the requests in which one question is tried with better and worse answers."""
CLAIMS_TRIED = 3
"""Sets of claims tried for each request."""


class Counterexample(Struct, frozen=True):
    """Two requests that differ in the answers to ``questions`` alone, and whose verdicts break a property."""

    property: Property
    questions: tuple[str, ...]
    before: Request
    after: Request
    verdicts: tuple[Verdict, Verdict]
    causes: tuple[Path, ...]
    """Where the rules stand that made the difference: gates, criteria or thresholds, as paths in the rules."""


class Search(Struct, frozen=True):
    """What a search found, one for each property and question, and how many requests it tried."""

    found: tuple[Counterexample, ...]
    requests: int


class Broken(Struct, frozen=True):
    """Rows in which a property does not hold for a question, by the columns before and after."""

    property: Property
    question: str
    rows: NDArray[np.intp]
    before: Answers
    after: Answers


def search(ruleset: Ruleset, rng: Generator, most: int, keep_on: Callable[[], bool], *, excused: bool = True) -> Search:
    """Search for counterexamples until ``most`` requests were tried or ``keep_on`` says no.

    The exceptions of the ruleset are left out, unless they are not ``excused``.
    """
    of = material(ruleset)
    done: set[tuple[Property, str]] = set()
    if excused:
        done = {(each.property, each.question) for each in ruleset.holds.exceptions}
    found: list[Counterexample] = []
    tried = 0
    while tried < most and (tried == 0 or keep_on()):
        count = min(ROUND, most - tried)
        tried += count
        for broken in broken_properties(requests(count, of, rng), of, rng):
            if len(broken.rows) and (broken.property, broken.question) not in done:
                done.add((broken.property, broken.question))
                found.append(_told(broken, of))
    return Search(tuple(found), tried)


def requests(count: int, of: Material, rng: Generator) -> Answers:
    """Draw requests, most of them improved, and every other one with one question answered "don't know"."""
    answers = dict(improved(draw(count, of, rng), of, rng))
    names, part = may_be_silent(of), rng.integers(0, 8, count)
    for at, name in enumerate(rng.choice(np.array(names), 4).tolist() if names else ()):
        for column, unknown in silent(name, answers, of).items():
            answers[column] = np.where(part == at, unknown, answers[column])
    return answers


def may_be_silent(of: Material) -> list[str]:
    """The questions that can be answered "don't know"."""
    return [name for name, question in of.questions.items() if not question.must]


def on_a_scale(of: Material) -> list[str]:
    """The questions with a better and a worse answer: ordered choices, and the numbers that the rules name."""
    numbers = {*of.ruleset.holds.less, *of.ruleset.holds.more}
    return [name for name, question in of.questions.items() if question.ordered or name in numbers]


def verdicts_on(answers: Answers, of: Material, rng: Generator) -> Codes:
    """Return the verdict on each request."""
    return verdict_codes(as_batch(asked(answers, of), of, lambda: rng))


def broken_properties(answers: Answers, of: Material, rng: Generator) -> Iterator[Broken]:
    """Yield for each property and question the requests in which it does not hold; there may be none."""
    yield from honest(answers, of, rng)
    yield from better(answers, of, rng)
    yield from free_pass(answers, of, rng)


def honest(answers: Answers, of: Material, rng: Generator) -> Iterator[Broken]:
    """Yield the true answers that get less than the go that "don't know" gets."""
    gos = rows_of(answers, verdicts_on(answers, of, rng) == GO)
    asked_of = [(name, _where_asked(name, gos, of)) for name in may_be_silent(of)]
    unknown = [{**each, **silent(name, each, of)} for name, each in asked_of]
    still = [codes == GO for codes in verdicts_on_each(unknown, of, rng)]
    pairs = [
        (name, rows_of(before, go), {**rows_of(each, go), **given})
        for (name, each), before, go in zip(asked_of, unknown, still, strict=True)
        for given in rising(name, rows_of(each, go), of, rng)
    ]
    codes = verdicts_on_each([after for _, _, after in pairs], of, rng)
    for (name, before, after), code in zip(pairs, codes, strict=True):
        yield Broken("honest", name, np.flatnonzero(code < GO), before, after)


def better(answers: Answers, of: Material, rng: Generator) -> Iterator[Broken]:
    """Yield the answers that are better than others and get a worse verdict."""
    ladders: list[tuple[str, list[Answers]]] = []
    for name in on_a_scale(of):
        some = _where_asked(name, rows_of(answers, rng.random(_count(answers)) < PART), of)
        given: list[Answers] = [{**some, **changed} for changed in rising(name, some, of, rng)]
        ladders.append((name, given[::-1] if name in of.ruleset.holds.less else given))
    codes = iter(verdicts_on_each([rung for _, ladder in ladders for rung in ladder], of, rng))
    for name, ladder in ladders:
        found = [next(codes) for _ in ladder]
        for at in range(1, len(ladder)):
            yield Broken("better", name, np.flatnonzero(found[at] < found[at - 1]), ladder[at - 1], ladder[at])


def free_pass(answers: Answers, of: Material, rng: Generator) -> Iterator[Broken]:
    """Yield the claims that get more than a request gets that claims nothing, without being what they claim.

    Only requests in which nothing else is unknown, so that the facts that claims rest on hold or do not.
    """
    claims, needed = of.ruleset.holds.claims, of.ruleset.holds.claims_need
    if not claims:
        return
    answers = rows_of(answers, ~np.any([np.isnan(answers[name]) for name in of.tried], axis=0))
    bare = {
        **answers,
        **{column: values for name in claims for column, values in _unclaimed(name, answers, of).items()},
    }
    drawn = [draw(_count(answers), of, rng) for _ in range(CLAIMS_TRIED)]
    claimed = [{**answers, **{c: new[c] for name in claims for c in columns_of(name, of)}} for new in drawn]
    first, *codes = verdicts_on_each([bare, *claimed], of, rng)
    for after, code in zip(claimed, codes, strict=True):
        facts = score(asked(after, of), of.ruleset).facts
        earned = np.any([np.zeros(len(first), dtype=np.bool_), *(facts[name] for name in needed)], axis=0)
        yield Broken("free_pass", "", np.flatnonzero((code > first) & ~earned), bare, after)


def _unclaimed(name: str, answers: Answers, of: Material) -> dict[str, Column]:
    """The columns of a claim that is not made: its default, else no answer."""
    default = of.questions[name].default
    if default is None:
        return silent(name, answers, of)
    return {name: np.full_like(answers[name], code_of(name, default, of))}


def verdicts_on_each(given: Sequence[Answers], of: Material, rng: Generator) -> list[Codes]:
    """Return the verdicts on several tables, scored as one."""
    if not given:
        return []
    together = {name: np.concatenate([each[name] for each in given]) for name in given[0]}
    return np.split(verdicts_on(together, of, rng), np.cumsum([_count(each) for each in given])[:-1])


def _where_asked(name: str, answers: Answers, of: Material) -> dict[str, Column]:
    """Keep the requests in which a question is asked."""
    there = {column: np.ones_like(answers[column]) for column in columns_of(name, of)}
    return rows_of(answers, asked({**answers, **there}, of).answered[name])


def rows_of(answers: Answers, rows: Flags) -> dict[str, Column]:
    """Keep some of the requests."""
    return {name: column[rows] for name, column in answers.items()}


def _count(answers: Answers) -> int:
    return len(answers[PROFILE + "goals"])


def _told(broken: Broken, of: Material) -> Counterexample:
    """Return the first of the requests, judged once more on the way of every request, and what made the difference."""
    row = int(broken.rows[0])
    before, after = (request_of(each, row, of) for each in (broken.before, broken.after))
    first = _judged(before, of)
    if not broken.question:
        after = _fewest(before, after, first.verdict, of)
    then = _judged(after, of)
    names = (broken.question,) if broken.question else tuple(_answered_otherwise(before, after))
    causes = tuple(_differences(first, then, of.ruleset))
    return Counterexample(broken.property, names, before, after, (first.verdict, then.verdict), causes)


def _judged(request: Request, of: Material) -> Assessment:
    return judge([request], of.ruleset, lambda: Generator(PCG64(1)))[0]


def _fewest(before: Request, after: Request, verdict: Verdict, of: Material) -> Request:
    """Take back the claims that are not needed, one after the other."""
    for name in reversed(list(_answered_otherwise(before, after))):
        fewer = with_answers(after, {name: before.value(name)})
        if VERDICTS.index(_judged(fewer, of).verdict) > VERDICTS.index(verdict):
            after = fewer
    return after


def _answered_otherwise(before: Request, after: Request) -> Iterator[str]:
    values: dict[str, Value] = {name: before.value(name) for name in before.answers}
    return (name for name, value in values.items() if value != after.value(name))


def _differences(before: Assessment, after: Assessment, ruleset: Ruleset) -> Iterator[Path]:
    """Yield the rules that apply to one of two requests and not to the other; the thresholds where none does."""
    gates = [{*each.gates, *each.possible_gates} for each in (before, after)]
    found: list[Path] = [("gates", name) for name in ruleset.gates if (name in gates[0]) != (name in gates[1])]
    for first, then in zip(before.criteria, after.criteria, strict=True):
        if first.below_minimum != then.below_minimum:
            found.append(("criteria", first.id))
    yield from found or [("verdicts",)]
