"""Several assessments side by side."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from triage.adapters.files.requestfiles import Rejected
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.adapters.register.register import open_register
from triage.adapters.terminal.screen import Cell, Coloured
from triage.core.judging.assessment import Assessment
from triage.core.judging.batch import Interval
from triage.core.memo.rationale import short_reason, span
from triage.core.messages import Money, Months, Param, Share, TriageError, failure
from triage.core.rules.measures import MEASURES
from triage.usecases.parts.assessing import Assessed, assess_one
from triage.usecases.parts.keeping import recalled
from triage.usecases.parts.opening import make_reader, open_rules

COMPARED = ("total_cost", "contribution", "net", "mroi", "payback_months", "exposure")


def find_request(given: str, home: Home, rules: Path | None) -> Assessed:
    """Find what is meant: a file with one request, or a request of the register under the rules that judged it."""
    path = Path(given)
    if not path.exists():
        with open_register(home) as register:
            kept = recalled(register.find(given), home)
        return kept if rules is None else assess_one(kept.assessment.request, open_rules(home, rules))
    loaded = open_rules(home, rules)
    read = list(make_reader(home, loaded).read_path(path))
    if len(read) != 1:
        raise failure("file.one_request", count=len(read))
    if isinstance(read[0], Rejected):
        raise TriageError(read[0].problems)
    return assess_one(read[0], loaded)


def pair_rows(pair: Sequence[Assessed], catalog: Catalog) -> Iterator[list[Cell]]:
    """Give verdict, points and figures of several assessments, a row each thing and a column each assessment."""
    assessments = [each.assessment for each in pair]
    verdicts = [Coloured(catalog.say(f"verdict.{each.verdict}"), each.verdict) for each in assessments]
    yield [catalog.say("score.column.verdict"), *verdicts]
    yield [catalog.say("score.column.score"), *(span_text(each.score, catalog) for each in assessments)]
    for name, criterion in pair[0].rules.ruleset.criteria.items():
        found = [next((r.points for r in each.criteria if r.id == name), None) for each in assessments]
        yield [catalog.value(criterion.label), *(span_text(points, catalog) for points in found)]
    for name in COMPARED:
        label = catalog.say(f"measure.{name}")
        yield [label[:1].upper() + label[1:], *(_figure(each, name, catalog) for each in assessments)]
    yield [catalog.say("what_if.reason"), *(catalog.text(short_reason(e.assessment, e.rules.ruleset)) for e in pair)]


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
