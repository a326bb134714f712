"""``triage list --load`` and ``--first``: what the months ahead hold, and which of what waits comes first."""

from pathlib import Path

from triage.adapters.home import clock
from triage.adapters.home.profilefile import load_profile
from triage.adapters.home.settings import Home
from triage.adapters.pages.catalog import Catalog
from triage.core.record.first import First, first
from triage.core.record.load import Load, load
from triage.core.request.request import Profile
from triage.usecases.parts.opening import open_rules
from triage.usecases.parts.remembering import open_records


def list_load(home: Home) -> Load:
    """Return hours and money of what is agreed and of standing work, month by month."""
    rules = open_rules(home, None)
    return load(open_records(home), load_profile(home) or Profile(), clock.today(), rules.ruleset)


def load_page(load: Load, home: Home, catalog: Catalog, form: str, reference: Path | None = None) -> str | bytes:
    """Return the load as a page in a format."""
    from triage.adapters.pages.load import render_load
    from triage.adapters.pictures.load import load_drawings
    from triage.usecases.parts.pages import Paper, written

    today = clock.today()
    if form == "md":
        return render_load(load, catalog, today)
    drawn = load_drawings(load, catalog)
    return written(render_load(load, catalog, today, drawn), form, Paper(home, catalog, drawn, reference))


def list_first(home: Home) -> First:
    """Return which of the requests that wait come first, and what there is room for."""
    rules = open_rules(home, None)
    return first(open_records(home), load_profile(home) or Profile(), clock.today(), rules.ruleset)
