"""Rules of the first versions, as they were kept with an assessment, in today's shape: enough to show what they said.

They went from points to the verdict, and a gate limited it (``at_most``, ``at_least``); today gates are findings. Only
kept rules are read so. A file of the user's own in that shape is refused, as nobody should be judged by half of it.
"""

from collections.abc import Mapping
from typing import Any

ACT_FOR: Mapping[str, str] = {
    "law": "law",
    "date": "move",
    "need": "find",
    "research": "find",
    "test": "find",
    "strategy": "talk",
    "outcome": "talk",
    "capacity": "free",
    "money": "cut",
}
"""The kind of act by the reason of an appointment; any other is a question that was open."""
OPEN = "ask"
COUNTED_NO_KINDS = 99
"""However many kinds of act there were, they made no drop."""


def in_todays_shape(data: dict[str, Any]) -> dict[str, Any]:
    """Return the plain data of kept rules in today's shape; rules that have it already are returned as they are."""
    verdicts = data.get("verdicts")
    if not isinstance(verdicts, dict) or "drop_below" not in verdicts:
        return data
    return data | {
        "questions": _each(data, "questions", _question),
        "criteria": _each(data, "criteria", _criterion),
        "gates": _each(data, "gates", _gate),
        "task_types": _each(data, "task_types", _task_type),
        "verdicts": {**verdicts, "most_kinds": COUNTED_NO_KINDS},
    }


def _each(data: Mapping[str, Any], name: str, change: Any) -> Any:
    """Change every part of a kind; whatever is no part is left for the shape's own check."""
    parts = data.get(name)
    if not isinstance(parts, dict):
        return parts
    return {key: change(each) if isinstance(each, dict) else each for key, each in parts.items()}


def _question(question: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in question.items() if name != "can_act"}


def _criterion(criterion: dict[str, Any]) -> dict[str, Any]:
    """A missed minimum is a finding of the kind of its appointment."""
    missed = criterion.get("below_minimum")
    if "minimum" not in criterion or not isinstance(missed, dict):
        return criterion
    return {**criterion, "act": ACT_FOR.get(str(missed.get("reason")), OPEN)}


def _gate(gate: Mapping[str, Any]) -> dict[str, Any]:
    """A cap at drop ends it, a lift to go is a duty, and whatever came to a defer is an act."""
    kept = {name: each for name, each in gate.items() if name not in {"at_most", "at_least"}}
    match gate.get("at_most"), gate.get("at_least"):
        case _, "go":
            return {**kept, "lifts": True}
        case "drop", _:
            return {**kept, "ends": True}
        case "defer", None:
            return {**kept, "act": ACT_FOR.get(str(gate.get("reason")), OPEN)}
        case _, "defer":
            return {**kept, "act": OPEN}
    return kept


def _task_type(kind: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing was known of when it is ready: by the first sign at the latest."""
    first = kind.get("first")
    ready = first[0] if isinstance(first, list) and first else 0
    return {**kind, "deliver": [ready, ready, ready]}
