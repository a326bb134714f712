"""``triage score``: weigh requests from files, and return each one's figures as JSON or CSV has them."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from triage.adapters.files.requestfiles import Reader, Rejected
from triage.adapters.files.tablefiles import guarded
from triage.adapters.home.settings import Home
from triage.adapters.home.valuejson import to_json
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.publicjson import becomes_go, public_json
from triage.core.messages import TriageError
from triage.core.record.known import with_known
from triage.core.request.request import Request
from triage.usecases.parts.assessing import Assessed, analysed, arithmetic_lines, assess_all, public
from triage.usecases.parts.opening import Rules, make_reader
from triage.usecases.parts.remembering import past

STANDARD_INPUT = "-"


def score_files(
    names: Sequence[str], home: Home, rules: Rules, *, with_analysis: bool = False
) -> Iterator[Assessed | Rejected]:
    """Return an assessment of every request in the files, as it is asked for; what could not be read in its place."""
    read = _read(names or [STANDARD_INPUT], make_reader(home, rules))
    results = assess_all(_as_measured(read, home, rules), rules)
    if not with_analysis:
        return results
    return (analysed(each) if isinstance(each, Assessed) else each for each in results)


def _as_measured(read: Iterable[Request | Rejected], home: Home, rules: Rules) -> Iterator[Request | Rejected]:
    """Put in what the register has measured of the same task; a file adds up with nothing that was agreed.

    It may be about that very request. A register that cannot be reached knows nothing.
    """
    before = None
    with suppress(TriageError):
        before = past(home, rules.ruleset)
    for each in read:
        if before and before.records and isinstance(each, Request):
            yield replace(with_known(each, before), committed=0.0, committed_by=())
        else:
            yield each


def _read(names: Sequence[str], reader: Reader) -> Iterator[Request | Rejected]:
    for name in names:
        try:
            if name == STANDARD_INPUT:
                yield from reader.read(STANDARD_INPUT, sys.stdin.buffer.read())
            else:
                yield from reader.read_path(Path(name))
        except TriageError as error:
            yield Rejected(name, error.problems)


def score_json(each: Assessed, catalog: Catalog, *, with_arithmetic: bool) -> dict[str, Any]:
    """Return an assessment for JSON, with the analysis where one was made."""
    data = public(each, catalog)
    if each.analysis:
        found = becomes_go(each.assessment, each.rules.ruleset)
        data["analysis"] = to_json(each.analysis) | {"becomes": found}
    if with_arithmetic:
        data["arithmetic"] = arithmetic_lines(each, catalog)
    return data


def csv_rows(assessed: Iterable[Assessed], rules: Rules, language: str) -> Iterator[list[Any]]:
    """Yield the heading and a row for each assessment, safe to open in a spreadsheet."""
    criteria = list(rules.ruleset.criteria)
    figures = ("total_cost", "contribution", "net", "mroi", "exposure", "payback_months")
    plain = ("source", "title", "verdict", "score", "score_low", "score_high", "problem_verdict", "tactic_verdict")
    yield [*plain, *criteria, "gates", "unknown_that_decides", *figures]
    for each in assessed:
        data = public_json(each.assessment, rules.ruleset, rules.source.fingerprint, language)
        points = [data["criteria"][name]["points"] for name in criteria]
        gates = " ".join(gate["id"] for gate in data["gates"])
        row = [*(data[name] for name in plain), *points, gates, data["unknown_that_decides"]]
        row += [data["measures"][name] for name in figures]
        yield [guarded(value) if isinstance(value, str) else value for value in row]
