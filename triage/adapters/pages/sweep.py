"""One number of a request tried over a span, as a page."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from triage.adapters.pages.catalog import Catalog
from triage.adapters.pages.memo import escape, fill_bundled, place_of
from triage.core.judging.batch import Interval
from triage.core.memo.rationale import span
from triage.core.messages import Typed
from triage.core.rules.ruleset import Verdict

TEMPLATE = Path(__file__).parents[2] / "templates" / "sweep.md.j2"


class Tried(Struct, frozen=True):
    """A value with how it is written, and what it leads to; ``None`` where there are no points."""

    value: float
    said: str
    verdict: Verdict
    score: Interval | None


def render_sweep(
    tried: Sequence[Tried], names: tuple[str, str], catalog: Catalog, today: date, drawn: Collection[str] = ()
) -> str:
    """Render what each value leads to as Markdown; ``names`` are those of the request and of the number."""
    safe = replace(catalog, typed=escape)
    title, label = (safe.value(Typed(name)) for name in names)
    return fill_bundled(
        TEMPLATE,
        {
            "title": title,
            "facts": catalog.say("sweep.facts", date=today),
            "heading": safe.say("sweep.heading", label=label),
            "drawn": place_of("sweep") if "sweep" in drawn else "",
            "columns": [label, catalog.say("score.column.verdict"), catalog.say("score.column.score")],
            "rows": [[each.said, catalog.say(f"verdict.{each.verdict}"), _points(each, catalog)] for each in tried],
        },
    )


def _points(each: Tried, catalog: Catalog) -> str:
    return "" if each.score is None else catalog.value(span(each.score, "short.range"))
