"""The load of the months ahead as bars: what standing work and tasks take, and what is free."""

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.loadrows import heading, in_hours_or_money, numbers, standing_and_tasks, written_as
from triage.adapters.pictures.bars import BarRow, Part, draw_bars
from triage.adapters.pictures.canvas import Picture, picture
from triage.core.record.load import Load

FIGURES = 150.0
"""Room for what is taken and what is free."""


def load_drawings(load: Load, catalog: Catalog) -> dict[str, Picture]:
    """Draw hours and money, by the names that the template places them by."""
    return {part: draw_load(part, load, catalog) for part in ("hours", "money")}


def draw_load(part: str, load: Load, catalog: Catalog) -> Picture:
    """Draw a bar for each month; the dashed line is what there is."""
    there, written = in_hours_or_money(part, load), written_as(part, load, catalog)
    rows = []
    for at, month in enumerate(load.months):
        standing, tasks = standing_and_tasks(part, load, at)
        free = max((there or 0.0) - standing - tasks, 0.0)
        parts = (Part("soft", standing), Part("accent", tasks), Part("pale", free))
        figures = numbers(standing + tasks, there, written, catalog)
        rows.append(BarRow(catalog.month(month, short=True), tuple(each for each in parts if each.length), figures))
    shapes, height = draw_bars(rows, left=62, right=FIGURES, pitch=19, limit=there)
    told = "; ".join(f"{row.label}: {row.figures}" for row in rows)
    alt = catalog.say("picture.load.alt", what=heading(part, load, catalog), rows=told)
    return picture(shapes, height, alt=alt, caption=catalog.say("picture.load"))
