"""Requests as JSON values and back, with where each answer came from; complete, for the register. Loads no numpy."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from triage.adapters.home.profilefile import profile_data, profile_from
from triage.adapters.home.valuejson import value_data, value_from
from triage.core.request.request import Answer, Origin, Request


def request_data(request: Request) -> dict[str, Any]:
    """Give a request as JSON values, with where each answer came from."""
    return {
        "title": request.title,
        "asked_by": request.asked_by,
        "asked_on": request.asked_on.isoformat() if request.asked_on else None,
        "profile": profile_data(request.profile),
        "answers": {name: [value_data(answer.value), answer.origin.value] for name, answer in request.answers.items()},
    }


def request_from(source: str, data: Mapping[str, Any]) -> Request:
    """Make the request that :func:`request_data` gave."""
    asked_on = data.get("asked_on")
    return Request(
        source=source,
        title=data["title"],
        answers={name: Answer(value_from(value), Origin(origin)) for name, (value, origin) in data["answers"].items()},
        profile=profile_from(data["profile"]),
        asked_by=data.get("asked_by") or "",
        asked_on=date.fromisoformat(asked_on) if asked_on else None,
    )
