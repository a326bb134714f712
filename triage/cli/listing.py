"""``triage list``, what has been weighed or is not finished, and ``triage due``, what wants attention."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triage.adapters.files.pagefile import REPORT_FILES, form_of, page_output
from triage.adapters.home.settings import typed_path
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal import screen
from triage.cli.app import Force, Format, Lang, Output, Since, State, Until, app, option
from triage.cli.drawing import verdict_cell
from triage.cli.session import Session, check_choice, open_session, read_day, read_period, refuse_with, refuse_without
from triage.core.interview.verdictwords import meant_verdict
from triage.core.messages import USAGE_IS_WRONG, failure

if TYPE_CHECKING:
    from triage.adapters.register.register import Entry, Wanted
    from triage.usecases.due import Wanting

VERDICTS = ("go", "defer", "drop")
STATES = ("draft", "assessed", "decided", "offered", "running", "waiting", "reviewed", "closed")
LIMIT = 20


@app.command("list")
def list_(
    verdict: Annotated[str | None, option("--verdict", "|".join(VERDICTS))] = None,
    task_type: Annotated[str | None, option("--task-type", "TYPE")] = None,
    since: Since = None,
    until: Until = None,
    state: State = None,
    director: Annotated[str | None, option("--director", "NAME")] = None,
    goal: Annotated[str | None, option("--goal", "GOAL")] = None,
    text: Annotated[str | None, option("--text", "WORDS")] = None,
    page: Annotated[int, option("--page", "N")] = 1,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N")] = LIMIT,
    everything: Annotated[bool, typer.Option("--all")] = False,
    load: Annotated[bool, typer.Option("--load")] = False,
    first: Annotated[bool, typer.Option("--first")] = False,
    format_: Format = "table",
    output: Output = None,
    force: Force = False,
    lang: Lang = None,
) -> None:
    """List the requests in the register, the newest first."""
    from triage.adapters.register.register import Entry, Wanted
    from triage.usecases.list import list_requests

    session = open_session(lang)
    if load or first:
        filters: dict[str, object] = {
            "--verdict": verdict,
            "--task-type": task_type,
            "--since": since,
            "--until": until,
            "--state": state,
        }
        filters |= {"--director": director, "--goal": goal, "--text": text, "--all": everything}
        refuse_with("--load" if load else "--first", filters | {"--first": load and first})
        check_choice("--format", format_, ("table", "json"))
        if first:
            refuse_without("--load", {"--output": output, "--force": force})
        if file := page_output(output, REPORT_FILES):
            refuse_with("--output", {f"--format {format_}": format_ != "table"})
            _write_load(session, file, force=force)
            return
        _print_ahead(session, format_, load=load)
        return
    refuse_without("--load", {"--output": output, "--force": force})
    check_choice("--format", format_, ("table", "json", "tsv"))
    if verdict is not None:
        verdict = meant_verdict(verdict)
        check_choice("--verdict", verdict, VERDICTS)
    if state is not None:
        check_choice("--state", state, STATES)
    if state == "draft":
        _list_drafts(session, format_)
        return
    wanted = Wanted(verdict, task_type, *read_period(since, until), state, director, goal, text)
    most = None if everything else _positive("--limit", limit)
    skip = (_positive("--page", page) - 1) * (most or 0)
    if format_ == "table":
        _print_table(session, wanted, most, skip)
        return
    found = map(public_entry, list_requests(session.home, wanted, most, skip))
    if format_ == "json":
        screen.print_json_items(found)
    else:  # raw values under names that never change, for other programs
        values = (["" if value is None else str(value) for value in each.values()] for each in found)
        screen.print_tsv(Entry._fields, values)


def _write_load(session: Session, file: Path, *, force: bool) -> None:
    from triage.cli.drawing import print_page
    from triage.usecases.list_ahead import list_load, load_page

    page = load_page(list_load(session.home), session.home, session.catalog, form_of(file, None))
    print_page(page, file, session.catalog, "load.saved", force=force)


def _print_ahead(session: Session, form: str, *, load: bool) -> None:
    """Print the load of the months ahead, or what comes first of what waits."""
    from triage.adapters.pages.loadjson import first_json, load_json
    from triage.cli.loading import print_first, print_load
    from triage.usecases.list_ahead import list_first, list_load

    if load:
        found = list_load(session.home)
        screen.print_json(load_json(found)) if form == "json" else print_load(found, session.catalog)
    else:
        waiting = list_first(session.home)
        screen.print_json(first_json(waiting)) if form == "json" else print_first(waiting, session.catalog)


def _positive(name: str, given: int) -> int:
    if given < 1:
        raise failure("list.limit", exit_code=USAGE_IS_WRONG, option=name, given=str(given))
    return given


def public_entry(entry: "Entry") -> dict[str, Any]:
    """Return a request as ``--format json`` prints it; documented, and only ever gains keys."""
    return entry._asdict() | {"created": entry.created.isoformat(timespec="seconds")}


def _print_table(session: Session, wanted: "Wanted", limit: int | None, skip: int) -> None:
    from triage.usecases.list import list_requests, why_empty

    catalog = session.catalog
    entries = list(list_requests(session.home, wanted, limit and limit + 1, skip))
    if not entries:
        screen.print_text(catalog.text(why_empty(session.home, wanted)))
        return
    names, spare = ("id", "created", "verdict", "state", "score", "type", "title"), {"created", "score", "type"}
    columns = [
        screen.Column(
            catalog.say(f"list.column.{name}"), right=name == "score", fixed=name != "title", spare=name in spare
        )
        for name in names
    ]
    rows: list[list[screen.Cell]] = [
        [
            entry.id,
            entry.created.date().isoformat(),
            verdict_cell(entry.verdict, catalog),
            catalog.say(f"state.{entry.state}"),
            _score(entry, catalog),
            entry.task_type,
            entry.title,
        ]
        for entry in entries[:limit]
    ]
    screen.print_table(columns, rows)
    if screen.is_terminal():
        there_is_more = limit is not None and len(entries) > limit
        more = catalog.say("list.more", count=str(limit), page=skip // (limit or 1) + 2) if there_is_more else ""
        count = "" if there_is_more or skip else catalog.say("list.count", count=len(entries))
        screen.print_text("\n" + " ".join(filter(None, (more or count, catalog.say("list.see", id=entries[0].id)))))


def _score(entry: "Entry", catalog: Catalog) -> str:
    """Return the points without loading babel: 72.5, or 45.0–71.5 where unknown answers leave a range."""
    ends = (entry.score_low, entry.score_high) if entry.score is None else (entry.score,)
    return "–".join(f"{end:.1f}" for end in ends if end is not None).replace(".", catalog.texts["list.decimal_mark"])


def _list_drafts(session: Session, form: str) -> None:
    """Print the drafts, which are kept on this computer alone and have no number yet."""
    from triage.usecases.list import list_drafts

    catalog, drafts = session.catalog, list_drafts(session.home)
    if form == "json":
        screen.print_json([{**each, "started": each["started"].isoformat(timespec="seconds")} for each in drafts])
    elif not drafts:
        screen.print_text(catalog.say("draft.none"))
    else:
        columns = [screen.Column(catalog.say(f"list.column.{name}")) for name in ("created", "title", "answers")]
        rows = [[each["started"].date().isoformat(), each["title"], str(each["answers"])] for each in drafts]
        screen.print_table(columns, rows)


@app.command()
def due(
    day: Annotated[str | None, option("--on", "DATE")] = None,
    ics: Annotated[str | None, option("--ics", "FILE")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code")] = False,
    format_: Format = "table",
    lang: Lang = None,
) -> None:
    """Show what wants attention today."""
    from triage.usecases import due as use

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json"))
    found = use.due(session.home, read_day("--on", day))
    if format_ == "json":
        screen.print_json([use.due_json(each, session.catalog) for each in found])
    else:
        _print_due(found, session.catalog)
    if ics:
        screen.print_lines([use.write_calendar(session.home, session.catalog, typed_path(ics))])
    if exit_code and found:
        raise typer.Exit(use.SOMETHING_IS_DUE)


def _print_due(found: "Sequence[Wanting]", catalog: Catalog) -> None:
    from triage.usecases import due as use

    if not found:
        screen.print_text(catalog.say("due.nothing"))
    elif screen.is_terminal():
        screen.print_lines(line for each in found for line in use.lines_of(each, catalog))
    else:
        headings = [catalog.say(f"due.column.{name}") for name in ("day", "id", "title", "what", "command")]
        screen.print_tsv(headings, (use.row_of(each, catalog) for each in found))
