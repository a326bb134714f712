"""``triage what-if``: change some answers, or sweep one, and compare. Kept only if asked."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from triage.adapters.files.requestfiles import Reader
from triage.adapters.home import clock
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.tokens import content_hash
from triage.core.interview.readings import Readings
from triage.core.judging.acts import assess
from triage.core.messages import Message, Problem, TriageError, Typed, failure
from triage.core.request.request import Origin, Request, as_given, with_answers
from triage.core.request.shown import shown
from triage.core.rules.ruleset import Question
from triage.usecases.parts.assessing import Assessed, assess_one, known_lines, public
from triage.usecases.parts.chance import make_rng
from triage.usecases.parts.changing import read_changes
from triage.usecases.parts.keeping import keep
from triage.usecases.parts.remembering import as_known, as_known_again
from triage.usecases.parts.side_by_side import Found, Trial

STEPS = 21
"""Values tried in a sweep, both ends included."""


def try_changes(found: Found, changes: Sequence[str], home: Home, readings: Readings | None = None) -> Trial:
    """Assess the request with some answers changed, each written as ``question=answer``.

    Both sides count what the register knows of the same task today.
    """
    before, rules = found.assessed, found.assessed.rules
    given = as_given(before.assessment.request)
    answers = read_changes(given, changes, rules.ruleset, readings, must_count=True)
    unchanged = _as_known(found, given, home)
    if unchanged != before.assessment.request:
        before = assess_one(unchanged, rules)
    return Trial(before, assess_one(_as_known(found, with_answers(given, answers, Origin.FLAG), home), rules))


def _as_known(found: Found, request: Request, home: Home) -> Request:
    ruleset = found.assessed.rules.ruleset
    return as_known_again(found.kept, request, home, ruleset) if found.kept else as_known(home, request, ruleset)


def notes(found: Found, trial: Trial, catalog: Catalog) -> list[str]:
    """Return what has to be known to read a trial."""
    return [*([catalog.say("what_if.was_old")] if found.was_old else []), *known_lines(trial.after, catalog)]


def sweep(before: Assessed, given: str) -> tuple[Question, list[tuple[float, Assessed]]]:
    """Assess the request over a span of one number, written as ``cost=10000..200000``."""
    name, _, span = (part.strip() for part in given.partition("="))
    low, mark, high = span.partition("..")
    ruleset = before.rules.ruleset
    question = ruleset.questions.get(name)
    if question is None or question.type not in {"number", "range"} or not mark:
        raise failure("what_if.sweep", given=Typed(given))
    reader = Reader(ruleset, before.assessment.request.profile, clock.today())
    start, stop = (_number(reader.read_one(name, end), given) for end in (low, high))
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
    """Keep the changed request as one of its own; returns its id, the same one for the same trial on one day."""
    assessment = trial.after.assessment
    title = catalog.say("what_if.title", title=assessment.request.title)
    named = replace(assessment, request=replace(assessment.request, title=title))
    tried = (clock.today(), trial.before.assessment.request.source, trial.after.rules.source.fingerprint)
    told = (content_hash(named.request), named.request.profile)
    token = sha256(f"{tried} {told}".encode("utf-8", "replace")).hexdigest()
    return keep(replace(trial.after, assessment=named), home, catalog, token=token)


def sweep_page(
    swept: Sequence[tuple[float, Assessed]], question: Question, home: Home, catalog: Catalog, form: str
) -> str | bytes:
    """Return one number tried over a span as a page in a format."""
    from triage.adapters.pages.sweep import Tried, render_sweep
    from triage.adapters.pictures.sweep import draw_sweep
    from triage.usecases.parts.pages import Paper, written

    request = swept[0][1].assessment.request
    tried = []
    for at, each in swept:
        value = catalog.value(shown(at, question, "", request, each.rules.ruleset))
        tried.append(Tried(at, value, each.assessment.verdict, each.assessment.score))
    names = (request.title, question.label.in_(catalog.language))
    if form == "md":
        return render_sweep(tried, names, catalog, clock.today())
    drawn = {"sweep": draw_sweep(tried, swept[0][1].assessment.bar, names[1], catalog)}
    return written(render_sweep(tried, names, catalog, clock.today(), drawn), form, Paper(home, catalog, drawn))


def trial_json(trial: Trial, swept: Sequence[tuple[float, Assessed]], catalog: Catalog) -> dict[str, Any]:
    """Return a trial for JSON: ``before`` and ``after``, and ``sweep`` where one number was tried over a span."""
    data: dict[str, Any] = {"before": public(trial.before, catalog), "after": public(trial.after, catalog)}
    if swept:
        data["sweep"] = [{"value": at} | public(each, catalog) for at, each in swept]
    return data
