"""``triage what-if``: change some answers, or sweep one, and compare. Kept only if asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from triage.adapters.files.requestfiles import Reader
from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.tokens import content_hash
from triage.adapters.terminal.screen import Cell, Coloured
from triage.core.judging.assessment import assess
from triage.core.messages import Message, Number, Problem, TriageError, Typed, failure
from triage.core.request.request import Origin, Profile, with_answers
from triage.core.rules.ruleset import Question
from triage.usecases.parts.assessing import Assessed, assess_one, make_rng, public
from triage.usecases.parts.changing import read_changes
from triage.usecases.parts.keeping import keep
from triage.usecases.parts.side_by_side import span_text

STEPS = 21
"""Values tried in a sweep, both ends included."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A request as it is and as it would be, with other answers or under other rules."""

    before: Assessed
    after: Assessed


def try_changes(before: Assessed, changes: Sequence[str]) -> Trial:
    """Assess the request with some answers changed, each written as ``question=answer``."""
    request, rules = before.assessment.request, before.rules
    answers = read_changes(request, changes, rules.ruleset, must_count=True)
    return Trial(before, assess_one(with_answers(request, answers, Origin.FLAG), rules))


def sweep(before: Assessed, given: str) -> tuple[Question, list[tuple[float, Assessed]]]:
    """Assess the request over a span of one number, written as ``cost=10000..200000``."""
    name, _, span = (part.strip() for part in given.partition("="))
    low, mark, high = span.partition("..")
    ruleset = before.rules.ruleset
    question = ruleset.questions.get(name)
    if question is None or question.type not in {"number", "range"} or not mark:
        raise failure("what_if.sweep", given=Typed(given))
    reader = Reader(ruleset, Profile(), clock.today())
    ends = [reader.read_one(name, end) for end in (low, high)]
    start, stop = (_number(end, given) for end in ends)
    values = [start + (stop - start) * step / (STEPS - 1) for step in range(STEPS)]
    request = before.assessment.request
    tried = []
    for each in values:
        value = reader.read_one(name, each)
        if isinstance(value, Message):
            raise TriageError([Problem(None, value)])
        tried.append(with_answers(request, {name: value}, Origin.FLAG))
    results = assess(tried, ruleset, make_rng)
    return question, [(at, Assessed(one, before.rules, before.day)) for at, one in zip(values, results, strict=True)]


def _number(end: object, given: str) -> float:
    likely = getattr(end, "likely", end)
    if isinstance(likely, bool) or not isinstance(likely, int | float):
        raise failure("what_if.sweep", given=Typed(given))
    return float(likely)


def keep_trial(trial: Trial, home: Home, catalog: Catalog) -> str:
    """Keep the changed request as one of its own; gives its id, which is the first one's for the same on one day."""
    assessment = trial.after.assessment
    title = catalog.say("what_if.title", title=assessment.request.title)
    named = replace(assessment, request=replace(assessment.request, title=title))
    tried = (clock.today(), trial.before.assessment.request.source, trial.after.rules.source.fingerprint)
    told = (content_hash(named.request), named.request.profile)
    token = sha256(f"{tried} {told}".encode("utf-8", "replace")).hexdigest()
    return keep(replace(trial.after, assessment=named), home, catalog, token=token)


def public_trial(trial: Trial, swept: Sequence[tuple[float, Assessed]], catalog: Catalog) -> dict[str, Any]:
    """Give a trial as JSON: ``before`` and ``after``, and ``sweep`` where one number was tried over a span."""
    data: dict[str, Any] = {"before": public(trial.before, catalog), "after": public(trial.after, catalog)}
    if swept:
        data["sweep"] = [{"value": at} | public(each, catalog) for at, each in swept]
    return data


def difference(before: Assessed, after: Assessed, catalog: Catalog) -> list[str]:
    """Say what changed between two assessments: gates, criteria, and the open question."""
    first, second = before.assessment, after.assessment
    lines = []
    for key, names, rules in (
        ("what_if.gate_gone", [g for g in first.gates if g not in second.gates], before.rules.ruleset),
        ("what_if.gate_new", [g for g in second.gates if g not in first.gates], after.rules.ruleset),
    ):
        lines += [catalog.say(key, gate=rules.gates[name].label) for name in names]
    olds = {result.id: result for result in first.criteria}
    for result in second.criteria:
        old = olds.get(result.id)
        if old and (old.points, old.weight) != (result.points, result.weight) and old.points and result.points:
            label = after.rules.ruleset.criteria[result.id].label
            points = {"before": Number(old.points.low), "after": Number(result.points.low)}
            lines.append(catalog.say("what_if.points", criterion=label, **points))
    if first.unknown_that_decides != second.unknown_that_decides and second.unknown_that_decides:
        question = after.rules.ruleset.questions[second.unknown_that_decides].label
        lines.append(catalog.say("what_if.opens", question=question))
    return lines


def sweep_rows(swept: Sequence[tuple[float, Assessed]], catalog: Catalog) -> Iterator[list[Cell]]:
    """Give each value with its verdict, its points, and a bar as long as the points."""
    for at, each in swept:
        assessment = each.assessment
        verdict = Coloured(catalog.say(f"verdict.{assessment.verdict}"), assessment.verdict)
        score = assessment.score
        bar = "" if score is None else "█" * round(score.low / 4) + "░" * round((score.high - score.low) / 4)
        yield [catalog.number(at), verdict, span_text(score, catalog), Coloured(bar, assessment.verdict)]
