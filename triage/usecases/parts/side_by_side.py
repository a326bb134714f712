"""Several assessments side by side: verdicts and figures in rows, and what differs between two, in words."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from triage.adapters.home.settings import Home, typed_path
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.kept import Kept
from triage.core.interview.reading import fitted
from triage.core.interview.readings import Readings
from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import Interval
from triage.core.memo.rationale import short_reason, span
from triage.core.messages import Money, Months, Number, Param, Share, failure
from triage.core.rules.measures import MEASURES
from triage.usecases.parts.assessing import Assessed, assess_one
from triage.usecases.parts.keeping import recalled
from triage.usecases.parts.opening import all_requests, make_reader, open_rules
from triage.usecases.parts.recording import find

COMPARED = ("total_cost", "contribution", "net", "mroi", "payback_months", "exposure")


class Trial(NamedTuple):
    """A request as it is and as it would be, with other answers or under other rules."""

    before: Assessed
    after: Assessed


class Found(NamedTuple):
    """A request that was asked for, as it was weighed, or weighed now."""

    assessed: Assessed
    kept: Kept | None = None
    """As it is in the register; ``None`` for a file."""
    was_old: bool = False
    """Whether it was weighed anew because its own rules, of the first versions, can only be shown."""


def find_request(
    given: str, home: Home, rules: Path | None, readings: Readings | None = None, *, to_judge: bool = False
) -> Found:
    """Find what is meant: a file with one request, or a request of the register under the rules that judged it.

    A request is not to be judged by rules of the first versions: it is then weighed anew by today's.
    """
    path = typed_path(given)
    if not os.path.exists(path):  # noqa: PTH110 - that of pathlib raises for a name that is too long
        kept = find(home, given)
        as_made = recalled(kept, home)
        is_old = to_judge and as_made.rules.ruleset.is_of_first_versions
        if rules is None and not is_old:
            return Found(as_made, kept)
        loaded = open_rules(home, rules)
        anew = assess_one(fitted(as_made.assessment.request, loaded.ruleset), loaded)
        return Found(anew, kept, was_old=is_old and rules is None)
    loaded = open_rules(home, rules)
    read = list(make_reader(home, loaded, readings).read_path(path))
    if len(read) != 1:
        raise failure("file.one_request", count=len(read))
    return Found(assess_one(all_requests(read)[0], loaded))


def pair_rows(pair: Sequence[Assessed], catalog: Catalog) -> Iterator[list[str]]:
    """Yield points, figures and reason of several assessments, a row each thing and a column each assessment."""
    assessments = [each.assessment for each in pair]
    yield [catalog.say("score.column.score"), *(span_text(each.score, catalog) for each in assessments)]
    for name, criterion in pair[0].rules.ruleset.criteria.items():
        found = [next((r.points for r in each.criteria if r.id == name), None) for each in assessments]
        yield [catalog.value(criterion.label), *(span_text(points, catalog) for points in found)]
    for name in COMPARED:
        label = catalog.say(f"measure.{name}")
        yield [label[:1].upper() + label[1:], *(_figure(each, name, catalog) for each in assessments)]
    yield [catalog.say("what_if.reason"), *(catalog.text(short_reason(e.assessment, e.rules.ruleset)) for e in pair)]


def difference(trial: Trial, catalog: Catalog) -> list[str]:
    """Return what changed, in words: gates, criteria, and the open question."""
    first, second = (each.assessment for each in trial)
    before, after = (each.rules.ruleset for each in trial)
    lines = []
    for key, names, rules in (
        ("what_if.gate_gone", [g for g in first.gates if g not in second.gates], before),
        ("what_if.gate_new", [g for g in second.gates if g not in first.gates], after),
    ):
        lines += [catalog.say(key, gate=rules.gates[name].label) for name in names]
    olds = {result.id: result for result in first.criteria}
    for result in second.criteria:
        old = olds.get(result.id)
        if old and (old.points, old.weight) != (result.points, result.weight) and old.points and result.points:
            label = after.criteria[result.id].label
            points = {"before": Number(old.points.low), "after": Number(result.points.low)}
            lines.append(catalog.say("what_if.points", criterion=label, **points))
    if first.unknown_that_decides != second.unknown_that_decides and second.unknown_that_decides:
        question = after.questions[second.unknown_that_decides].label
        lines.append(catalog.say("what_if.opens", question=question))
    return lines


def span_text(values: Interval | None, catalog: Catalog) -> str:
    """Return a span in the reader's locale; empty where it is unknown."""
    return "" if values is None else catalog.value(span(values, "short.range"))


def _figure(assessment: Assessment, name: str, catalog: Catalog) -> str:
    value = assessment.measures[name]
    if value is None:
        return ""
    units: dict[str, Param] = {
        "money": Money(value, assessment.request.profile.currency),
        "share": Share(value, 1),
        "months": Months(value),
    }
    return catalog.value(units[MEASURES[name].unit])
