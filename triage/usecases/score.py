"""``triage score``: weigh requests from files, and return each one's figures as JSON or CSV has them."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, BinaryIO

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from triage.adapters.files.longfiles import from_start, read_together
from triage.adapters.files.requestfiles import Rejected, files_of
from triage.adapters.files.tablefiles import guarded
from triage.adapters.files.yamlfiles import opened
from triage.adapters.home import clock
from triage.adapters.home.settings import Home, typed_path
from triage.adapters.home.valuejson import to_json
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.publicjson import becomes_go
from triage.adapters.pages.resultcolumns import WORDS, column_names, gates_of, result_columns
from triage.core.interview.readings import Readings
from triage.core.judging.acts import assessments_of
from triage.core.judging.assessment import Outline, criterion_results, interval
from triage.core.judging.batch import Interval
from triage.core.judging.found import Found, judged
from triage.core.memo.known import known
from triage.core.memo.rationale import short_reason
from triage.core.messages import Problem, TriageError
from triage.core.record.known import Past, with_known
from triage.core.rules.ruleset import VERDICTS, Verdict
from triage.core.scoring.asked import Asked
from triage.usecases.parts.assessing import Assessed, analysed, arithmetic_lines, public
from triage.usecases.parts.chance import make_rng
from triage.usecases.parts.opening import Rules, make_reader
from triage.usecases.parts.remembering import past
from triage.usecases.parts.side_by_side import span_text

STANDARD_INPUT = "-"
CHUNK = 4000
"""Requests weighed at a time; bounds the memory that a long file takes."""


class Weighed(Struct, frozen=True):
    """Requests that were weighed together, and what is wrong with those that could not be read."""

    found: Found
    rules: Rules
    day: date
    problems: tuple[Problem, ...] = ()
    with_analysis: bool = False
    share: float = 1.0
    """How much of its file is weighed with it."""

    def assessed(self) -> Iterator[Assessed]:
        """Yield the assessment of each, with the analysis where it was asked for."""
        for each in assessments_of(self.found, make_rng, self.day):
            one = Assessed(each, self.rules, self.day)
            yield analysed(one) if self.with_analysis else one


def score_files(
    names: Sequence[str],
    home: Home,
    rules: Rules,
    *,
    with_analysis: bool = False,
    readings: Readings | None = None,
) -> Iterator[Weighed]:
    """Weigh every request in the files, so many at a time as it is asked for."""
    before, today = _past(home, rules), clock.today()
    for read in read_together(make_reader(home, rules, readings), _files(names or [STANDARD_INPUT]), CHUNK):
        asked = _as_measured(read.asked, before) if before else read.asked
        problems = tuple(problem for each in read.rejected for problem in each.problems)
        found = judged(asked, rules.ruleset, make_rng)
        yield Weighed(found, rules, today, problems, with_analysis, read.share)


def _past(home: Home, rules: Rules) -> Past | None:
    """What the register knows; one that cannot be reached knows nothing."""
    with suppress(TriageError):
        found = past(home, rules.ruleset)
        return found if found.records else None
    return None


def _as_measured(asked: Asked, before: Past) -> Asked:
    """Put in what the register has measured of the same task; a file adds up with nothing that was agreed.

    It may be about that very request.
    """
    ids = {record.id for record in before.records}
    kinds = asked.given().get("task_type")
    same = kinds.are(before.by_type.__contains__) if kinds else np.full(len(asked), None in before.by_type)
    same |= np.fromiter((source in ids for source in asked.sources), np.bool_, len(asked))
    found = {at: with_known(asked.request(at), before) for at in np.flatnonzero(same).tolist()}
    return asked.with_requests({at: replace(each, committed=0.0, committed_by=()) for at, each in found.items()})


def _files(names: Sequence[str]) -> Iterator[tuple[str, BinaryIO] | Rejected]:
    """Yield every file with its name, opened as it is asked for."""
    for name in names:
        try:
            if name == STANDARD_INPUT:
                with from_start(sys.stdin.buffer) as file:
                    yield STANDARD_INPUT, file
                continue
            for path in files_of(typed_path(name)):
                with opened(path) as whole, from_start(whole) as file:
                    yield str(path), file
        except TriageError as error:
            yield Rejected(name, error.problems)


def result_rows(weighed: Weighed, catalog: Catalog) -> Iterator[tuple[str, Verdict, str, str]]:
    """Yield title, verdict, score and what decided of each request, as the table shows them."""
    found, ruleset = weighed.found, weighed.rules.ruleset
    decided = zip(found.verdict.tolist(), gates_of(found), found.deciding_names(), *found.leanings(), strict=True)
    reasons: dict[object, str] = {}
    spans: dict[Interval | None, str] = {}
    for at, key in enumerate(decided):
        score = interval(found.score, at)
        if key not in reasons:
            outline = Outline(VERDICTS[key[0]], key[1], tuple(criterion_results(found, at)), key[2])
            reasons[key] = catalog.text(short_reason(outline, ruleset))
        if score not in spans:
            spans[score] = span_text(score, catalog)
        yield found.asked.titles[at], VERDICTS[key[0]], spans[score], reasons[key]


def score_json(each: Assessed, catalog: Catalog, *, with_arithmetic: bool) -> dict[str, Any]:
    """Return an assessment for JSON, with the analysis where one was made."""
    data = public(each, catalog)
    if each.analysis:
        found = becomes_go(each.assessment, each.rules.ruleset)
        data["analysis"] = to_json(each.analysis) | {"becomes": found}
    if with_arithmetic:
        data["arithmetic"] = arithmetic_lines(each, catalog)
    return data


def known_lines_of(weighed: Weighed, catalog: Catalog) -> Iterator[str]:
    """Yield what the register adds to the answers, each line after the title of its request."""
    for at, request in sorted(weighed.found.asked.made.items()):
        if request.from_register:
            lines = map(catalog.text, known(request, weighed.rules.ruleset))
            yield from (f"{weighed.found.asked.titles[at]}: {line}" for line in lines)


def csv_heading(rules: Rules) -> list[str]:
    """Return the names of the columns of a sheet of results."""
    return column_names(rules.ruleset)


def csv_rows(weighed: Weighed) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each request, safe to open in a spreadsheet; each different word is looked at once."""
    columns = result_columns(weighed.found)
    for name in WORDS:
        texts = {cell: guarded(cell) if cell else "" for cell in set(columns[name])}
        columns[name] = [texts[cell] for cell in columns[name]]
    return zip(*(columns[name] for name in column_names(weighed.rules.ruleset)), strict=True)
