"""The order of events of ``triage score``: read every file, assess in chunks, print, report the bad rows at the end."""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from triage.adapters.files.requestfiles import Reader, Rejected
from triage.adapters.files.tablefiles import guarded
from triage.adapters.home.settings import Home
from triage.adapters.home.valuejson import to_json
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.publicjson import public_json
from triage.adapters.terminal import screen
from triage.adapters.terminal.screen import Cell, Coloured, Column, is_terminal, print_lines, print_table
from triage.core.memo.rationale import short_reason, span
from triage.core.messages import Problem, TriageError, failure
from triage.core.request.request import Request
from triage.usecases.parts.assessing import Assessed, analysed, arithmetic_lines, assess_all, public, reason_lines
from triage.usecases.parts.opening import Rules, make_reader, open_rules

FORMATS = ("table", "json", "jsonl", "csv")
STANDARD_INPUT = "-"


def score_files(
    names: Sequence[str],
    home: Home,
    catalog: Catalog,
    *,
    rules: Path | None,
    form: str,
    with_arithmetic: bool,
    with_analysis: bool,
) -> None:
    """Print a verdict for every request found; raises all problems at the end, when the rest has been printed."""
    if not names and sys.stdin.isatty():
        raise failure("score.no_files")
    loaded = open_rules(home, rules)
    reader = make_reader(home, loaded)
    problems: list[Problem] = []
    assessed = _without_rejected(assess_all(_read(names or [STANDARD_INPUT], reader), loaded), problems)
    if with_analysis:
        assessed = map(analysed, assessed)
    match form:
        case "table":
            _print_table(list(assessed), catalog, with_arithmetic=with_arithmetic)
        case "csv":
            _print_csv(assessed, loaded, catalog)
        case _:
            _print_json(assessed, catalog, lines=form == "jsonl", with_arithmetic=with_arithmetic)
    if problems:
        raise TriageError(problems)


def _read(names: Sequence[str], reader: Reader) -> Iterator[Request | Rejected]:
    for name in names:
        try:
            if name == STANDARD_INPUT:
                yield from reader.read(STANDARD_INPUT, sys.stdin.buffer.read())
            else:
                yield from reader.read_path(Path(name))
        except TriageError as error:
            yield Rejected(name, error.problems)


def _without_rejected(results: Iterator[Assessed | Rejected], problems: list[Problem]) -> Iterator[Assessed]:
    for each in results:
        if isinstance(each, Rejected):
            problems.extend(each.problems)
        else:
            yield each


def _public(each: Assessed, catalog: Catalog, *, with_arithmetic: bool) -> dict[str, Any]:
    data = public(each, catalog)
    if each.analysis:
        data["analysis"] = to_json(each.analysis)
    if with_arithmetic:
        data["arithmetic"] = arithmetic_lines(each, catalog)
    return data


def _print_json(assessed: Iterator[Assessed], catalog: Catalog, *, lines: bool, with_arithmetic: bool) -> None:
    """Print an array, or one object a line; written as it comes, so that a long file takes no memory."""
    rows = (
        json.dumps(_public(each, catalog, with_arithmetic=with_arithmetic), ensure_ascii=False) for each in assessed
    )
    if lines:
        for row in rows:
            screen.write(row + "\n")
        return
    screen.write("[")
    for at, row in enumerate(rows):
        screen.write((",\n" if at else "\n") + row)
    screen.write("\n]\n")


def _print_csv(assessed: Iterator[Assessed], rules: Rules, catalog: Catalog) -> None:
    writer = csv.writer(screen, lineterminator="\n")
    criteria = list(rules.ruleset.criteria)
    figures = ("total_cost", "contribution", "net", "mroi", "exposure", "payback_months")
    plain = ("source", "title", "verdict", "score", "score_low", "score_high", "problem_verdict", "tactic_verdict")
    writer.writerow([*plain, *criteria, "gates", "unknown_that_decides", *figures])
    for each in assessed:
        data = public_json(each.assessment, rules.ruleset, rules.source.fingerprint, catalog.language)
        points = [data["criteria"][name]["points"] for name in criteria]
        gates = " ".join(gate["id"] for gate in data["gates"])
        row = [*(data[name] for name in plain), *points, gates, data["unknown_that_decides"]]
        values = (*row, *(data["measures"][name] for name in figures))
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in values])


def _print_table(assessed: list[Assessed], catalog: Catalog, *, with_arithmetic: bool) -> None:
    names = ("title", "verdict", "score", "reason")
    columns = [Column(catalog.say(f"score.column.{name}"), fixed=name in {"verdict", "score"}) for name in names]
    rows: list[list[Cell]] = []
    for each in assessed:
        assessment = each.assessment
        verdict = Coloured(catalog.say(f"verdict.{assessment.verdict}"), assessment.verdict)
        score = "" if assessment.score is None else catalog.value(span(assessment.score, "short.range"))
        reason = catalog.text(short_reason(assessment, each.rules.ruleset))
        rows.append([assessment.request.title, verdict, score, reason])
    if len(assessed) != 1 or not is_terminal():
        print_table(columns, rows)
    in_full = with_arithmetic or any(each.analysis for each in assessed) or (len(assessed) == 1 and is_terminal())
    for each in assessed if in_full else ():
        print_lines(reason_lines(each, catalog, with_arithmetic=with_arithmetic))
