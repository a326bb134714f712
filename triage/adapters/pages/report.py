"""The report as Markdown: sentences and tables in a language, put into a Jinja template."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import escape, fill_bundled, place_of, texts_under
from triage.core.record.report import Report
from triage.core.record.reportsections import Section

TEMPLATE = Path(__file__).parents[2] / "templates" / "report.md.j2"


PICTURES = ("flow", "foreseen")
"""The pictures that the template places."""


def render_report(report: Report, catalog: Catalog, drawn: Collection[str] = ()) -> str:
    """Render the report; whatever people or rules wrote is escaped before the template sees it.

    ``drawn`` names the pictures that there are, for whoever makes another format of it.
    """
    safe = replace(catalog, typed=escape)
    return fill_bundled(
        TEMPLATE,
        {
            "title": safe.text(report.title),
            "period": safe.text(report.period),
            "section": {name: _rendered(section, safe) for name, section in report.sections.items()},
            "heading": texts_under("report.heading.", catalog),
            "column": texts_under("report.column.", catalog),
            "drawn": {name: place_of(name) if name in drawn else "" for name in PICTURES},
            "footer": safe.text(report.footer),
        },
    )


def _rendered(section: Section, catalog: Catalog) -> dict[str, Any]:
    return {
        "said": [catalog.text(message) for message in section.said],
        "lines": [catalog.text(message) for message in section.lines],
        "rows": [[catalog.value(cell) for cell in row] for row in section.rows],
    }
