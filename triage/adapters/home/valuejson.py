"""One answer as JSON and back, the same in drafts and in the register."""

from datetime import date
from typing import Any

from triage.core.request.request import Range, Value


def value_data(value: Value) -> Any:
    """Give a value as JSON: a range as a list of three, a date as ``{"date": …}``."""
    match value:
        case Range():
            return [value.low, value.likely, value.high]
        case date():
            return {"date": value.isoformat()}
    return value


def value_from(data: Any) -> Value:
    """Make the value that :func:`value_data` gave."""
    match data:
        case [low, likely, high]:
            return Range(low, likely, high)
        case {"date": day}:
            return date.fromisoformat(day)
    kept: Value = data
    return kept
