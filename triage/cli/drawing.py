"""What several commands print in the same way: a page or the file it went to, assessments."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from triage.adapters.output import pipe
from triage.adapters.output.wholefile import full_name, write_whole
from triage.adapters.pages.catalog import Catalog
from triage.adapters.terminal.screen import (
    Cell,
    Coloured,
    Column,
    is_terminal,
    print_json,
    print_lines,
    print_table,
    print_text,
)
from triage.cli.session import refuse_without
from triage.core.messages import USAGE_IS_WRONG, failure

if TYPE_CHECKING:
    from triage.usecases.parts.assessing import Assessed
    from triage.usecases.parts.call import Call


def check_handing(output: Path | None, form: str, *, open_it: bool, clipboard: bool) -> None:
    """Refuse to open what goes to no file, and to put on the clipboard what is no text."""
    if output is None:
        refuse_without("--output", {"--open": open_it})
    if clipboard and form in {"docx", "pdf", "eml"}:
        raise failure("page.clipboard_is_text", exit_code=USAGE_IS_WRONG, format=form)


def hand_over(page: str | bytes, output: Path | None, catalog: Catalog, *, open_it: bool, clipboard: bool) -> None:
    """Open a file that was written, or put a page on the clipboard."""
    from triage.adapters.output.handing import open_file, to_clipboard

    if clipboard:
        to_clipboard(str(page))
        print_text(catalog.say("page.on_clipboard"))
    if open_it and output:
        open_file(output)


def print_page(page: str | bytes, output: Path | None, catalog: Catalog, saved: str, *, force: bool) -> None:
    """Print a page, or write it to a file and report that in the sentence ``saved``.

    What is no text goes to a file or another program, and never to a terminal.
    """
    if output is None and isinstance(page, bytes):
        if is_terminal():
            raise failure("page.needs_file", exit_code=USAGE_IS_WRONG)
        with pipe.output() as stream:
            stream.write(page)
        return
    if output is None:
        print_text(str(page))
        return
    write_whole(output, page, exclusive=not force)
    print_text(catalog.say(saved, path=full_name(output)))


def print_outcome(call: "Call", request_id: str, make: "Callable[[], Iterable[str]]", form: str) -> None:
    """Write something down and print its lines as they come; as JSON what was added, once it is kept."""
    if form == "text":
        print_lines(make())
        return
    from triage.usecases.parts.recording import find

    before = find(call.home, request_id)
    said = list(make())
    after = find(call.home, before.entry.id)
    kept = after.as_json()
    print_json(
        {
            "id": after.entry.id,
            "state": after.life.state.value,
            "events": kept["events"][len(before.life.events) :],
            "reminders": kept["reminders"],
            "says": [line for line in said if line],
        }
    )


def verdict_cell(verdict: str, catalog: Catalog) -> Coloured:
    """Return a verdict as a word in its colour."""
    return Coloured(catalog.say(f"verdict.{verdict}"), verdict)


def print_side_by_side(found: "Sequence[Assessed]", headings: Sequence[str], catalog: Catalog) -> None:
    """Print verdict, points and figures of several assessments, a column each."""
    from triage.usecases.parts.side_by_side import pair_rows

    verdicts = (verdict_cell(each.assessment.verdict, catalog) for each in found)
    rows: list[Sequence[Cell]] = [[catalog.say("score.column.verdict"), *verdicts], *pair_rows(found, catalog)]
    print_table([Column(heading) for heading in ("", *headings)], rows)
