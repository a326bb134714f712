"""``triage list``, ``show`` and ``memo``: what has been kept, and a memo printed again."""

from typing import TYPE_CHECKING, Annotated

import typer

from triage.cli.app import Format, Lang, app

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from triage.adapters.home.settings import Home
    from triage.adapters.pages.catalog import Catalog
    from triage.adapters.register.register import Entry, Wanted

VERDICTS = ("go", "defer", "drop")
STATES = ("draft", "assessed", "decided", "running", "waiting", "reviewed", "closed")
LIMIT = 20

RequestId = Annotated[str, typer.Argument(metavar="ID", help="Such as 2026-014, 14 or last.")]


@app.command("list")
def list_(
    verdict: Annotated[
        str | None, typer.Option("--verdict", metavar="|".join(VERDICTS), help="This verdict only.")
    ] = None,
    task_type: Annotated[str | None, typer.Option("--task-type", metavar="TYPE", help="This task type only.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to and with this day.")] = None,
    state: Annotated[str | None, typer.Option("--state", metavar="STATE", help="This state only.")] = None,
    director: Annotated[str | None, typer.Option("--director", metavar="NAME", help="Asked by this one only.")] = None,
    goal: Annotated[str | None, typer.Option("--goal", metavar="GOAL", help="This goal only.")] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="WORDS", help="With these words only.")] = None,
    page: Annotated[int, typer.Option("--page", metavar="N", help="The next ones: page 2, 3 and so on.")] = 1,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", help="At most this many.")] = LIMIT,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    format_: Format = "table",
    lang: Lang = None,
) -> None:
    """List the requests in the register, the newest first."""
    from triage.cli.session import check_choice, open_session
    from triage.usecases.list import list_requests

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json", "tsv"))
    if verdict is not None:
        check_choice("--verdict", verdict, VERDICTS)
    if state is not None:
        check_choice("--state", state, STATES)
    if state == "draft":
        _list_drafts(session.home, session.catalog, format_)
        return
    wanted = _wanted(verdict, task_type, since, until)._replace(state=state, director=director, goal=goal, words=text)
    most = None if everything else _positive("--limit", limit)
    skip = (_positive("--page", page) - 1) * (most or 0)
    match format_:
        case "json":
            from triage.adapters.terminal.screen import print_json_items

            print_json_items(map(_public, list_requests(session.home, wanted, most, skip)))
        case "tsv":
            _print_tsv(list_requests(session.home, wanted, most, skip))
        case _:
            _print_table(session.home, session.catalog, wanted, most, skip)


@app.command()
def show(
    request_id: RequestId,
    format_: Format = "text",
    arithmetic: Annotated[bool, typer.Option("--arithmetic", help="Print the sum behind the score.")] = False,
    lang: Lang = None,
) -> None:
    """Show an assessment in full, as it was made."""
    from triage.cli.session import check_choice, open_session
    from triage.usecases.parts.recording import find
    from triage.usecases.show import story_lines

    session = open_session(lang)
    check_choice("--format", format_, ("text", "json"))
    kept = find(session.home, request_id)
    if format_ == "json":
        from triage.adapters.terminal.screen import print_json

        print_json(_public(kept.entry) | kept.as_json())
        return
    from triage.adapters.terminal.screen import print_lines
    from triage.usecases.parts.assessing import reason_lines
    from triage.usecases.parts.keeping import recalled

    assessed = recalled(kept, session.home)
    lines = reason_lines(assessed, session.catalog, with_arithmetic=arithmetic)
    print_lines([*lines, *story_lines(kept, assessed.rules.ruleset, session.catalog)])


@app.command()
def memo(
    request_id: RequestId,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    lang: Lang = None,
) -> None:
    """Print the memo of a request again, in the language it was made in or another."""
    from triage.adapters.files.pagefile import page_output
    from triage.adapters.output.wholefile import full_name, write_whole
    from triage.adapters.pages.catalog import load_catalog
    from triage.adapters.terminal.screen import print_text
    from triage.cli.session import open_session
    from triage.usecases.parts.recording import find

    session = open_session(lang)
    file = page_output(output)
    kept = find(session.home, request_id)
    from triage.usecases.parts.keeping import memo_again  # numpy, once there is something to print

    catalog = load_catalog(lang or kept.entry.language, session.home.cache)
    text = memo_again(kept, catalog, session.home)
    if file is None:
        print_text(text)
        return
    write_whole(file, text, exclusive=not force)
    print_text(session.catalog.say("memo.saved", path=full_name(file)))


def _wanted(verdict: str | None, task_type: str | None, since: str | None, until: str | None) -> "Wanted":
    from triage.adapters.register.register import Wanted

    return Wanted(verdict, task_type, *read_period(since, until))


def read_period(since: str | None, until: str | None) -> "tuple[date | None, date | None]":
    """Read a period of the command line; refuses one that ends before it begins."""
    from triage.core.messages import USAGE_IS_WRONG, failure

    first, last = read_day("--since", since), read_day("--until", until)
    if first and last and first > last:
        raise failure("list.period", exit_code=USAGE_IS_WRONG, since=first.isoformat(), until=last.isoformat())
    return first, last


def read_day(option: str, given: str | None) -> "date | None":
    """Read a day of the command line; ``None`` where none was given."""
    from datetime import date

    from triage.core.messages import USAGE_IS_WRONG, Typed, failure

    if given is None:
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise failure("list.date", exit_code=USAGE_IS_WRONG, option=option, given=Typed(given)) from None


def _positive(option: str, given: int) -> int:
    from triage.core.messages import USAGE_IS_WRONG, failure

    if given < 1:
        raise failure("list.limit", exit_code=USAGE_IS_WRONG, option=option, given=str(given))
    return given


def _public(entry: "Entry") -> "dict[str, Any]":
    """A request as ``--format json`` prints it; documented, and only ever gains keys."""
    return entry._asdict() | {"created": entry.created.isoformat(timespec="seconds")}


def _print_tsv(entries: "Iterable[Entry]") -> None:
    """Raw values under names that never change, for other programs."""
    from triage.adapters.register.register import Entry
    from triage.adapters.terminal.screen import print_tsv

    values = (_public(entry).values() for entry in entries)
    print_tsv(Entry._fields, (["" if value is None else str(value) for value in row] for row in values))


def _print_table(home: "Home", catalog: "Catalog", wanted: "Wanted", limit: int | None, skip: int) -> None:
    from triage.adapters.terminal.screen import Cell, Coloured, Column, is_terminal, print_table, print_text
    from triage.usecases.list import list_requests

    entries = list(list_requests(home, wanted, limit and limit + 1, skip))
    if not entries:
        print_text(_nothing(home, catalog, wanted))
        return
    heading = {
        name: catalog.say(f"list.column.{name}")
        for name in ("id", "created", "verdict", "state", "score", "type", "title")
    }
    spare = {"created", "score", "type"}
    columns = [
        Column(heading[name], right=name == "score", fixed=name != "title", spare=name in spare) for name in heading
    ]
    rows: list[list[Cell]] = [
        [
            entry.id,
            entry.created.date().isoformat(),
            Coloured(catalog.say(f"verdict.{entry.verdict}"), entry.verdict),
            catalog.say(f"state.{entry.state}"),
            _score(entry, catalog),
            entry.task_type,
            entry.title,
        ]
        for entry in entries[:limit]
    ]
    print_table(columns, rows)
    if limit and len(entries) > limit and is_terminal():
        print_text("\n" + catalog.say("list.more", count=str(limit), page=skip // limit + 2))


def _score(entry: "Entry", catalog: "Catalog") -> str:
    """The points without loading babel: 72.5, or 45.0–71.5 where unknown answers leave a range."""
    ends = (entry.score_low, entry.score_high) if entry.score is None else (entry.score,)
    return "–".join(f"{end:.1f}" for end in ends if end is not None).replace(".", catalog.texts["list.decimal_mark"])


def _nothing(home: "Home", catalog: "Catalog", wanted: "Wanted") -> str:
    """Why the listing is empty, and what to do about it."""
    from triage.core.messages import Typed
    from triage.usecases.list import is_empty, known

    if is_empty(home):
        return catalog.say("list.empty")
    for name in ("task_type", "director", "goal"):
        given = getattr(wanted, name)
        there = known(home, name) if given is not None else []
        if given is not None and not any(each.startswith(given.casefold()) for each in there):
            return catalog.say(f"list.unknown.{name}", given=Typed(given), known=Typed(", ".join(there)))
    return catalog.say("list.no_match")


def _list_drafts(home: "Home", catalog: "Catalog", form: str) -> None:
    """Drafts stand on this computer alone, and have no number yet."""
    from triage.adapters.terminal.screen import Column, print_json, print_table, print_text
    from triage.usecases.list import list_drafts

    drafts = list_drafts(home)
    if form == "json":
        print_json([{**each, "started": each["started"].isoformat(timespec="seconds")} for each in drafts])
    elif not drafts:
        print_text(catalog.say("draft.none"))
    else:
        columns = [Column(catalog.say(f"list.column.{name}")) for name in ("created", "title", "answers")]
        rows = [[each["started"].date().isoformat(), each["title"], str(each["answers"])] for each in drafts]
        print_table(columns, rows)
