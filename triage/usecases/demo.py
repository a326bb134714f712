"""``triage help demo``: the commands that make a year and a half of a made-up firm, each with its day.

The year is ``triage/demo/year.yaml``. It is typed, not copied, so that everything in it is as today's rules say.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from triage.adapters.files.yamlfiles import read_content, read_yaml
from triage.adapters.home.settings import Home

YEAR = Path(__file__).parents[1] / "demo" / "year.yaml"
ID = "{id}"


class Step(Struct, frozen=True):
    """A command of the year: its day, its words after ``triage``, and for a new request what its file says."""

    day: date
    words: tuple[str, ...]
    about: int = -1
    """Which request of the year it is about."""
    file: str = ""
    """What the file of a new request says; its name is to be put after the words."""


def demo_home(home: Home, language: str) -> Home:
    """Return the home of the made-up firm, which is inside one's own and shares nothing with it."""
    return Home(demo_folder(home) / language, named=True)


def demo_folder(home: Home) -> Path:
    """Return the folder with all that belongs to the made-up firm."""
    return home.folder / "demo"


def steps(language: str, today: date) -> list[Step]:
    """Return the commands of the year that ends today, in their order."""
    year = _said(read_yaml(YEAR.name, read_content(YEAR), strict=False).checked().data, language, today)
    firm = [word for option, value in year["firm"].items() for word in (option, value)]
    goals = [word for goal in year["goals"] for word in ("--goal", goal)]
    found = [Step(today - timedelta(weeks=81), ("init", "--no-input", "--language", language, *firm, *goals))]
    for at, request in enumerate(year["requests"]):
        found += _of_request(at, request, str(year["firm"]["--director"]), today)
    return sorted(found, key=lambda step: step.day)


def _of_request(at: int, request: Mapping[str, Any], director: str, today: date) -> Iterator[Step]:
    file = json.dumps({"title": request["title"], "asked_by": director, "answers": request["answers"]})
    day = today - timedelta(weeks=request["weeks_ago"])
    yield Step(day, ("new", "--no-input", "--from"), at, file)
    for then in request.get("then", ()):
        yield Step(today - timedelta(weeks=then["weeks_ago"]), (*map(str, then["type"]), "--no-input"), at)


def _said(value: Any, language: str, today: date) -> Any:
    """Return what stands in the file in one language, with its days as dates."""
    if isinstance(value, list):
        return [_said(each, language, today) for each in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"da", "en"}:
        return value[language]
    if value.keys() == {"in_weeks"}:
        return (today + timedelta(weeks=value["in_weeks"])).isoformat()
    return {key: _said(each, language, today) for key, each in value.items()}
