"""The brief for whoever does the task as Markdown, and as rows for the programs that tasks are kept in."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from triage.adapters.files.tablefiles import guarded
from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import escape, fill_bundled, paragraphs, place_of, quote, texts_under
from triage.core.memo.brief import Brief

TEMPLATE = Path(__file__).parents[2] / "templates" / "brief.md.j2"
FIELDS = ("name", "notes", "due", "section", "labels")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "asana": ("Name", "Notes", "Due Date", "Section/Column", "Tags"),
    "trello": ("Card Name", "Card Description", "Due Date", "List Name", "Labels"),
    "jira": ("Summary", "Description", "Due Date", "Component", "Labels"),
    "planner": ("Task Name", "Notes", "Due Date", "Bucket Name", "Labels"),
}
"""What each program calls the :data:`FIELDS`, so that its import finds them by itself."""
USUAL = "asana"
"""Of names that most programs know."""


def render_brief(brief: Brief, catalog: Catalog, drawn: Collection[str] = ()) -> str:
    """Render the brief; ``drawn`` names the pictures that there are."""
    safe = replace(catalog, typed=escape)
    return fill_bundled(
        TEMPLATE,
        {
            "title": safe.value(brief.title),
            "facts": safe.text(brief.facts),
            "words": quote(brief.words.words),
            "section": {name: paragraphs(said, safe) for name, said in brief.sections.items()},
            "heading": texts_under("brief.heading.", catalog),
            "drawn": {"time": place_of("time") if "time" in drawn else ""},
        },
    )


def brief_csv(brief: Brief, notes: str, number: str, tool: str, catalog: Catalog) -> bytes:
    """Return the task and each of its days as rows of a CSV file, with the columns of a program.

    Days are written as 2026-11-30, which all of them read; nothing in a cell is a formula. ``notes`` is the brief.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS[tool])
    writer.writerows([guarded(cell) for cell in row] for row in _rows(brief, notes, number, catalog))
    return file.getvalue().encode("utf-8-sig")


def _rows(brief: Brief, notes: str, number: str, catalog: Catalog) -> Iterator[tuple[str, ...]]:
    title, section = catalog.value(brief.title), catalog.say("brief.section")
    last = max((day for day, _ in brief.dates), default=None)
    yield (title, notes, last.isoformat() if last else "", section, number)
    for day, what in brief.dates:
        yield (f"{title}: {catalog.text(what)}", "", day.isoformat(), section, number)
