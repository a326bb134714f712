"""For whoever looks after triage: ``triage what-if``, ``score``, ``export``, ``import``, ``backup`` and ``forget``."""

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triage.adapters.files.pagefile import REPORT_FILES, form_of, page_output
from triage.adapters.home.settings import typed_path
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal import screen
from triage.cli.app import Changes, Force, Format, Lang, Output, RequestId, Rules, Since, State, Until, Yes, app, option
from triage.cli.drawing import print_page, print_side_by_side, verdict_cell
from triage.cli.session import check_choice, open_session, path_of, read_period, refuse_with, refuse_without
from triage.core.messages import Problem, TriageError, failure

if TYPE_CHECKING:
    from triage.core.messages import Param
    from triage.usecases.parts.assessing import Assessed
    from triage.usecases.parts.side_by_side import Trial
    from triage.usecases.score import Weighed


@app.command("what-if")
def what_if(
    request: Annotated[str, typer.Argument(metavar="ID|FILE")],
    changes: Changes = None,
    sweep: Annotated[str | None, option("--sweep", "KEY=LOW..HIGH")] = None,
    keep: Annotated[bool, typer.Option("--keep")] = False,
    format_: Format = "table",
    output: Output = None,
    force: Force = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """See what a changed answer does to the verdict; nothing is kept unless asked for."""
    from triage.core.interview.readings import Readings
    from triage.usecases import what_if as use
    from triage.usecases.parts.side_by_side import find_request

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    if not changes and not sweep:
        raise failure("what_if.nothing")
    file = page_output(output, REPORT_FILES)
    if not sweep:
        refuse_without("--sweep", {"--output": output, "--force": force})
    refuse_with("--output", {f"--format {format_}": file and format_ != "table"})
    readings = Readings()
    found = find_request(request, session.home, typed_path(rules) if rules else None, readings, to_judge=True)
    trial = use.try_changes(found, changes or [], session.home, readings)
    question, swept = use.sweep(trial.after, sweep) if sweep else (None, [])
    kept = use.keep_trial(trial, session.home, session.catalog) if keep else None
    if format_ == "json":
        screen.print_json(use.trial_json(trial, swept, session.catalog) | ({"kept": kept} if kept else {}))
        return
    read = map(session.catalog.text, readings.told())
    screen.print_lines([*read, *use.notes(found, trial, session.catalog)])
    if changes:
        _print_trial(trial, session.catalog)
    if question and file:
        page = use.sweep_page(swept, question, session.home, session.catalog, form_of(file, None))
        print_page(page, file, session.catalog, "sweep.saved", force=force)
    elif question:
        _print_sweep(question.label.in_(session.language), swept, session.catalog)
    if kept:
        screen.print_lines([session.catalog.say("result.id", id=kept)])


def _print_trial(trial: "Trial", catalog: Catalog) -> None:
    from triage.usecases.parts.side_by_side import difference

    print_side_by_side(trial, [catalog.say("what_if.before"), catalog.say("what_if.after")], catalog)
    screen.print_lines(["", *(difference(trial, catalog) or [catalog.say("what_if.no_difference")])])


def _print_sweep(label: str, swept: "Iterable[tuple[float, Assessed]]", catalog: Catalog) -> None:
    """Print each value with its verdict, its points, and a bar as long as the points."""
    from triage.usecases.parts.side_by_side import span_text

    names = (label, catalog.say("score.column.verdict"), catalog.say("score.column.score"), "0 - 100")
    columns = [screen.Column(name, right=at in {0, 2}, fixed=True) for at, name in enumerate(names)]
    rows: list[list[screen.Cell]] = []
    for at, each in swept:
        verdict, score = each.assessment.verdict, each.assessment.score
        bar = "" if score is None else "█" * round(score.low / 4) + "░" * round((score.high - score.low) / 4)
        span = span_text(score, catalog)
        rows.append([catalog.number(at), verdict_cell(verdict, catalog), span, screen.Coloured(bar, verdict)])
    screen.print_table(columns, rows)


@app.command()
def score(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE...")] = None,
    format_: Format = "table",
    arithmetic: Annotated[bool, typer.Option("--arithmetic")] = False,
    analysis: Annotated[bool, typer.Option("--analysis")] = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Weigh requests from files and print the verdicts."""
    from triage.adapters.terminal.progress import with_share
    from triage.core.interview.readings import Readings
    from triage.usecases import score as use
    from triage.usecases.parts.opening import open_rules

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json", "jsonl", "csv"))
    if not files and sys.stdin.isatty():
        raise failure("score.no_files")
    catalog, loaded = session.catalog, open_rules(session.home, typed_path(rules) if rules else None)
    problems: list[Problem] = []
    readings = Readings()
    weighed = use.score_files(files or [], session.home, loaded, with_analysis=analysis, readings=readings)
    weighed = _shown(weighed, problems)
    if format_ == "table" or not screen.is_terminal():
        weighed = with_share(weighed, catalog.say("score.progress"), lambda each: each.share)
    match format_:
        case "table":
            _print_weighed(weighed, catalog, in_full=arithmetic or analysis, with_arithmetic=arithmetic)
            screen.print_lines(catalog.text(each) for each in readings.told())
        case "csv":
            _print_csv([use.csv_heading(loaded)])
            for each in weighed:
                _print_csv(use.csv_rows(each))
        case _:
            every = (one for each in weighed for one in each.assessed())
            rows = (use.score_json(each, catalog, with_arithmetic=arithmetic) for each in every)
            _print_items(rows, lines=format_ == "jsonl")
    if problems:
        raise TriageError(problems)


def _shown(weighed: "Iterable[Weighed]", problems: list[Problem]) -> "Iterator[Weighed]":
    """Yield what was weighed, and collect what is wrong with the rest, to report it at the end."""
    for each in weighed:
        problems.extend(each.problems)
        yield each


def _print_csv(rows: Iterable[Iterable[str]]) -> None:
    """Print rows in one piece: the terminal or pipe is written to once."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    screen.write(text.getvalue())


def _print_items(rows: Iterable[dict[str, Any]], *, lines: bool) -> None:
    """Print an array, or one object a line; written as it comes, so that a long file takes no memory."""
    texts = map(screen.json_line, rows)
    if lines:
        for text in texts:
            screen.write(text + "\n")
        return
    screen.write("[")
    for at, text in enumerate(texts):
        screen.write((",\n" if at else "\n") + text)
    screen.write("\n]\n")


def _print_weighed(every: "Iterable[Weighed]", catalog: Catalog, *, in_full: bool, with_arithmetic: bool) -> None:
    """Print a table, row by row for a pipe, and below it what the register adds; one request alone is told in full."""
    from triage.usecases.parts.assessing import reason_lines
    from triage.usecases.score import known_lines_of, result_rows

    every = list(every) if screen.is_terminal() or in_full else every
    alone = screen.is_terminal() and sum(len(each.found) for each in every) == 1
    notes: list[str] = []

    def rows() -> Iterator[list[screen.Cell]]:
        for each in every:
            notes.extend(known_lines_of(each, catalog))
            for title, verdict, score, reason in result_rows(each, catalog):
                yield [title, verdict_cell(verdict, catalog), score, reason]

    if not alone:
        names = ("title", "verdict", "score", "reason")
        fixed = {"verdict", "score"}
        columns = [screen.Column(catalog.say(f"score.column.{name}"), fixed=name in fixed) for name in names]
        screen.print_table(columns, rows())
        screen.print_lines(notes)
    if alone or in_full:
        for each in (one for weighed in every for one in weighed.assessed()):
            screen.print_lines(reason_lines(each, catalog, with_arithmetic=with_arithmetic))


@app.command("export")
def export(
    format_: Annotated[str | None, option("--format", "jsonl|csv|xlsx")] = None,
    output: Output = None,
    force: Force = False,
    since: Since = None,
    until: Until = None,
    state: State = None,
    rescue: Annotated[bool, typer.Option("--rescue")] = False,
    lang: Lang = None,
) -> None:
    """Write the register to a file: everything, or a sheet for people; of a damaged one what can still be read."""
    from triage.adapters.register.register import Wanted
    from triage.cli.listing import STATES
    from triage.usecases import export as use

    session = open_session(lang)
    if format_ is not None:
        check_choice("--format", format_, use.FORMS)
    if state is not None:
        check_choice("--state", state, STATES[1:])
    if rescue:
        refuse_with("--rescue", {"--format": format_, "--since": since, "--until": until, "--state": state})
        screen.print_lines(use.rescue(session.home, session.catalog, path_of(output), force=force))
        return
    first, last = read_period(since, until)
    wanted = Wanted(since=first, until=last, state=state)
    file = path_of(output)
    form = use.form_of(file, format_)
    screen.print_lines(use.export(session.home, session.catalog, wanted, form, file, force=force))


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    map_: Annotated[list[str] | None, typer.Option("--map", metavar="COLUMN=QUESTION")] = None,
    yes: Yes = False,
    lang: Lang = None,
    rules: Rules = None,
) -> None:
    """Read requests into the register, all or none: an export, a backup, or the rows of a sheet."""
    from triage.adapters.terminal.progress import with_bar
    from triage.usecases import import_ as use

    session = open_session(lang)
    own, path = typed_path(rules) if rules else None, typed_path(file)
    call = use.ImportCall(session.home, session.catalog, own, map_ or (), yes, with_bar)
    for each in use.import_file(call, path):
        if isinstance(each, str):
            screen.print_lines([each])
        else:
            _print_columns(each, session.catalog)


def _print_columns(rows: "Iterable[tuple[Param, ...]]", catalog: Catalog) -> None:
    """Print what becomes of every column of a table."""
    columns = [screen.Column(catalog.say(f"import.table.{name}")) for name in ("column", "example", "becomes", "found")]
    screen.print_table(columns, [[catalog.value(cell) for cell in row] for row in rows])


@app.command("backup")
def backup(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    force: Force = False,
    lang: Lang = None,
) -> None:
    """Write a whole copy of the register, also while others use it."""
    from triage.usecases import backup as use

    session = open_session(lang)
    screen.print_lines(use.backup(session.home, session.catalog, typed_path(file), force=force))


@app.command("forget")
def forget(request_id: RequestId, yes: Yes = False, lang: Lang = None) -> None:
    """Erase a request for good."""
    from triage.usecases import forget as use

    session = open_session(lang)
    screen.print_lines(use.forget(session.home, session.catalog, request_id, yes=yes))
