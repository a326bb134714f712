"""Requests as JSON and back, with where each answer came from; complete, for the register. Loads no numpy."""

from collections.abc import Mapping
from typing import Any

from triage.adapters.home.valuejson import from_json, to_json, value_data, value_from
from triage.core.request.request import Answer, Origin, Request

KNOWN = ("committed", "committed_by", "from_register")
"""What the register itself had to say of a request, kept only where it had something."""


def request_data(request: Request) -> dict[str, Any]:
    """Return a request without its source, which is its id."""
    answers = {name: [value_data(answer.value), answer.origin.value] for name, answer in request.answers.items()}
    own = {name: to_json(getattr(request, name)) for name in ("title", "asked_by", "asked_on", "profile")}
    known = {name: to_json(value) for name in KNOWN if (value := getattr(request, name))}
    return own | known | {"answers": answers}


def request_from(source: str, data: Mapping[str, Any]) -> Request:
    """Return the request of :func:`request_data`; raises one of ``UNREADABLE``."""
    answers = {name: Answer(value_from(value), Origin(origin)) for name, (value, origin) in data["answers"].items()}
    return from_json(Request, data, source=source, answers=answers)
