"""Random interviews that were broken off, and brute force: what their open questions may be answered with, judged.

Only what is said to be impossible can be refuted: that a verdict is still possible need not be shown.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace
from numpy.random import Generator
from triage.core.judging.batch import verdicts
from triage.core.judging.counterexamples import requests as drawn
from triage.core.judging.generated import Material, request_of
from triage.core.judging.settled import Outlook, outlook
from triage.core.request.request import Answer, Origin, Request

from properties.held import make_rng

DONT_KNOW = 0.15
LEFT_OUT = 0.15
"""How often an open question is answered so, or not at all."""


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """A request some questions of which are open, and what may still become of it."""

    request: Request
    open: tuple[str, ...]
    outlook: Outlook


def broken_off(count: int, of: Material, rng: Generator, most_open: int = 14) -> Iterator[BrokenOff]:
    """Break off drawn interviews where a few questions, or many, are open; some answers are "don't know"."""
    answers = drawn(count, of, rng)
    for row in range(count):
        request = request_of(answers, row, of)
        may_be_open = [name for name in request.answers if not of.questions[name].must]
        size = int(rng.integers(1, most_open + 1))
        chosen = set(rng.permutation(may_be_open)[:size].tolist())
        unknown = set(rng.permutation(may_be_open)[: int(rng.integers(0, 3))].tolist()) if rng.random() < 0.4 else set()
        kept = {
            name: Answer(None, Origin.ASKED) if name in unknown else answer
            for name, answer in request.answers.items()
            if name not in chosen
        }
        request = replace(request, answers=kept)
        left = tuple(name for name in of.ruleset.questions if name not in kept)
        yield BrokenOff(request, left, outlook(request, of.ruleset, left))


def ways_on(of_one: BrokenOff, others: Sequence[Request], rng: Generator) -> Iterator[Request]:
    """Answer the open questions as others did, with "don't know", or not at all; once nothing is answered."""
    yield of_one.request
    for other in others:
        given = {
            name: Answer(None, Origin.ASKED) if rng.random() < DONT_KNOW else other.answers[name]
            for name in of_one.open
            if name in other.answers and rng.random() > LEFT_OUT
        }
        yield replace(of_one.request, answers={**of_one.request.answers, **given})


def refuted(count: int, ways: int, of: Material, rng: Generator) -> tuple[Counter[str], list[BrokenOff]]:
    """Return how many interviews were settled, and those with a way on to a verdict that was said to be impossible."""
    found = list(broken_off(count, of, rng))
    pool = [
        request_of(answers, row, of) for answers in [drawn(max(count, 50), of, rng)] for row in range(max(count, 50))
    ]
    tried = [list(ways_on(each, [pool[at] for at in rng.integers(0, len(pool), ways)], rng)) for each in found]
    judged = iter(verdicts([request for several in tried for request in several], of.ruleset, make_rng))
    tally, wrong = Counter[str](), []
    for each, several in zip(found, tried, strict=True):
        seen = {next(judged) for _ in several}
        tally["settled" if each.outlook.settled else "open, one seen" if len(seen) == 1 else "open"] += 1
        if not seen <= each.outlook.verdicts:
            wrong.append(each)
    return tally, wrong
