"""``triage list``: what has been weighed, and what is not finished."""

from typing import TYPE_CHECKING, Annotated

import typer

from triage.cli.app import Format, Lang, Since, State, Until, app, option
from triage.cli.session import check_choice, open_session, read_period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from triage.adapters.home.settings import Home
    from triage.adapters.pages.catalog import Catalog
    from triage.adapters.register.register import Entry, Wanted

VERDICTS = ("go", "defer", "drop")
STATES = ("draft", "assessed", "decided", "running", "waiting", "reviewed", "closed")
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
    format_: Format = "table",
    lang: Lang = None,
) -> None:
    """List the requests in the register, the newest first."""
    from triage.adapters.register.register import Wanted
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
    wanted = Wanted(verdict, task_type, *read_period(since, until), state, director, goal, text)
    most = None if everything else _positive("--limit", limit)
    skip = (_positive("--page", page) - 1) * (most or 0)
    match format_:
        case "json":
            from triage.adapters.terminal.screen import print_json_items

            print_json_items(map(public_entry, list_requests(session.home, wanted, most, skip)))
        case "tsv":
            _print_tsv(list_requests(session.home, wanted, most, skip))
        case _:
            _print_table(session.home, session.catalog, wanted, most, skip)


def _positive(name: str, given: int) -> int:
    from triage.core.messages import USAGE_IS_WRONG, failure

    if given < 1:
        raise failure("list.limit", exit_code=USAGE_IS_WRONG, option=name, given=str(given))
    return given


def public_entry(entry: "Entry") -> "dict[str, Any]":
    """A request as ``--format json`` prints it; documented, and only ever gains keys."""
    return entry._asdict() | {"created": entry.created.isoformat(timespec="seconds")}


def _print_tsv(entries: "Iterable[Entry]") -> None:
    """Raw values under names that never change, for other programs."""
    from triage.adapters.register.register import Entry
    from triage.adapters.terminal.screen import print_tsv

    values = (public_entry(entry).values() for entry in entries)
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
