"""The load as a page."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.loadrows import MONTH_COLUMNS, TASK_COLUMNS, heading, headings, month_rows, task_rows
from triage.adapters.pages.memo import escape, fill_bundled, place_of
from triage.core.record.load import Load
from triage.core.record.loadwords import load_notes

TEMPLATE = Path(__file__).parents[2] / "templates" / "load.md.j2"
PARTS = ("hours", "money")
"""A part of the page each, and the names of their pictures."""


def render_load(load: Load, catalog: Catalog, today: date, drawn: Collection[str] = ()) -> str:
    """Render the months ahead as Markdown; ``drawn`` names the pictures that there are."""
    safe = replace(catalog, typed=escape)
    return fill_bundled(
        TEMPLATE,
        {
            "title": catalog.say("load.page"),
            "facts": catalog.say("load.page.facts", date=today),
            "parts": [
                {
                    "heading": catalog.say(f"load.page.{part}"),
                    "picture": place_of(part) if part in drawn else "",
                    "said": heading(part, load, catalog),
                    "rows": list(month_rows(part, load, safe)),
                }
                for part in PARTS
            ],
            "month_columns": headings(MONTH_COLUMNS, catalog),
            "task_columns": headings(TASK_COLUMNS, catalog),
            "tasks": list(task_rows(load, safe, safe.brief_day)),
            "tasks_heading": catalog.say("load.page.tasks"),
            "notes": [safe.text(note) for note in load_notes(load)],
        },
    )
