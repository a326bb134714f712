"""``triage list``, ``show`` and ``memo``: what has been kept, and a memo printed again."""

from typing import TYPE_CHECKING, Annotated

import typer

from triage.cli.app import Format, Lang, app

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from triage.adapters.catalog import Catalog
    from triage.adapters.register import Entry, Wanted
    from triage.adapters.settings import Home

VERDICTS = ("go", "defer", "drop")
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
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", help="At most this many.")] = LIMIT,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    format_: Format = "table",
    lang: Lang = None,
) -> None:
    """List the requests in the register, the newest first."""
    from triage.cli.session import check_choice, open_session
    from triage.usecases.keeping import list_requests

    session = open_session(lang)
    check_choice("--format", format_, ("table", "json", "tsv"))
    if verdict is not None:
        check_choice("--verdict", verdict, VERDICTS)
    wanted = _wanted(verdict, task_type, since, until)
    most = None if everything else _positive(limit)
    match format_:
        case "json":
            from triage.adapters.screen import print_json_items

            print_json_items(map(_public, list_requests(session.home, wanted, most)))
        case "tsv":
            _print_tsv(list_requests(session.home, wanted, most))
        case _:
            _print_table(session.home, session.catalog, wanted, most)


@app.command()
def show(
    request_id: RequestId,
    format_: Format = "text",
    arithmetic: Annotated[bool, typer.Option("--arithmetic", help="Print the sum behind the score.")] = False,
    lang: Lang = None,
) -> None:
    """Show an assessment in full, as it was made."""
    from triage.cli.session import check_choice, open_session
    from triage.usecases.keeping import find_kept

    session = open_session(lang)
    check_choice("--format", format_, ("text", "json"))
    kept = find_kept(session.home, request_id)
    if format_ == "json":
        from triage.adapters.screen import print_json

        rules = {"name": kept.ruleset.name, "version": kept.ruleset.version, "fingerprint": kept.ruleset.fingerprint}
        whole = {"request": kept.request, "assessment": kept.assessment, "ruleset": rules}
        print_json(_public(kept.entry) | {"asked_by": kept.asked_by, "goal": kept.goal} | whole)
        return
    from triage.adapters.screen import print_lines
    from triage.usecases.assessing import reason_lines, recalled

    assessed = recalled(kept, session.home)
    print_lines(reason_lines(assessed, session.catalog, with_arithmetic=arithmetic))


@app.command()
def memo(
    request_id: RequestId,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    lang: Lang = None,
) -> None:
    """Print the memo of a request again, in the language it was made in or another."""
    from pathlib import Path

    from triage.adapters.catalog import load_catalog
    from triage.adapters.screen import print_text
    from triage.cli.session import open_session
    from triage.usecases.keeping import find_kept, save_memo

    session = open_session(lang)
    kept = find_kept(session.home, request_id)
    from triage.usecases.assessing import memo_text, recalled  # numpy, once there is something to print

    catalog = load_catalog(lang or kept.entry.language, session.home.cache)
    text = memo_text(recalled(kept, session.home), catalog, session.home)
    if output in {None, "-"}:
        print_text(text)
        return
    save_memo(Path(output or ""), text, force=force)
    print_text(session.catalog.say("memo.saved", path=output or ""))


def _wanted(verdict: str | None, task_type: str | None, since: str | None, until: str | None) -> "Wanted":
    from triage.adapters.register import Wanted
    from triage.core.messages import USAGE_IS_WRONG, failure

    first, last = _day("--since", since), _day("--until", until)
    if first and last and first > last:
        raise failure("list.period", exit_code=USAGE_IS_WRONG, since=first.isoformat(), until=last.isoformat())
    return Wanted(verdict, task_type, first, last)


def _day(option: str, given: str | None) -> "date | None":
    from datetime import date

    from triage.core.messages import USAGE_IS_WRONG, Typed, failure

    if given is None:
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise failure("list.date", exit_code=USAGE_IS_WRONG, option=option, given=Typed(given)) from None


def _positive(limit: int) -> int:
    from triage.core.messages import USAGE_IS_WRONG, failure

    if limit < 1:
        raise failure("list.limit", exit_code=USAGE_IS_WRONG, given=str(limit))
    return limit


def _public(entry: "Entry") -> "dict[str, Any]":
    """A request as ``--format json`` prints it; documented, and only ever gains keys."""
    return entry._asdict() | {"created": entry.created.isoformat(timespec="seconds")}


def _print_tsv(entries: "Iterable[Entry]") -> None:
    """Raw values under names that never change, for other programs."""
    from triage.adapters.register import Entry
    from triage.adapters.screen import print_tsv

    values = (_public(entry).values() for entry in entries)
    print_tsv(Entry._fields, (["" if value is None else str(value) for value in row] for row in values))


def _print_table(home: "Home", catalog: "Catalog", wanted: "Wanted", limit: int | None) -> None:
    from triage.adapters.screen import Cell, Coloured, Column, is_terminal, print_table, print_text
    from triage.usecases.keeping import list_requests

    entries = list(list_requests(home, wanted, limit and limit + 1))
    if not entries:
        print_text(_nothing(home, catalog, wanted))
        return
    heading = {
        name: catalog.say(f"list.column.{name}") for name in ("id", "created", "verdict", "score", "type", "title")
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
            _score(entry, catalog),
            entry.task_type,
            entry.title,
        ]
        for entry in entries[:limit]
    ]
    print_table(columns, rows)
    if limit and len(entries) > limit and is_terminal():
        print_text("\n" + catalog.say("list.more", count=str(limit)))


def _score(entry: "Entry", catalog: "Catalog") -> str:
    """The points without loading babel: 72.5, or 45.0–71.5 where unknown answers leave a range."""
    ends = (entry.score_low, entry.score_high) if entry.score is None else (entry.score,)
    return "–".join(f"{end:.1f}" for end in ends if end is not None).replace(".", catalog.texts["list.decimal_mark"])


def _nothing(home: "Home", catalog: "Catalog", wanted: "Wanted") -> str:
    """Why the listing is empty, and what to do about it."""
    from triage.usecases.keeping import is_empty, known_task_types

    if is_empty(home):
        return catalog.say("list.empty")
    types = known_task_types(home)
    if wanted.task_type is not None and wanted.task_type not in types:
        from triage.core.messages import Typed

        return catalog.say("list.unknown_type", given=Typed(wanted.task_type), known=", ".join(types))
    return catalog.say("list.no_match")
