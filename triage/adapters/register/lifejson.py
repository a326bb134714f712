"""What happened to a request as JSON values and back: an event's kind names the class, its data holds the fields.

Fields that have been added since an event was kept get their default.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from triage.adapters.home.valuejson import value_data, value_from
from triage.adapters.register.values import Kept, KeptEvent, NewEvent
from triage.core.life.events import (
    Agreement,
    Aligned,
    Answered,
    Checked,
    Closed,
    Decision,
    Earlier,
    Event,
    Happening,
    Life,
    Review,
    Status,
    SuccessBlock,
    Wait,
    Weighed,
)
from triage.core.rules.ruleset import Verdict

KINDS: Mapping[str, type[Happening]] = {
    "weighed": Weighed,
    "decision": Decision,
    "agreement": Agreement,
    "answered": Answered,
    "aligned": Aligned,
    "review": Review,
    "checked": Checked,
    "earlier": Earlier,
    "closed": Closed,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def _answers(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value_from(value) for name, value in data.items()}


_READ: Mapping[str, Callable[[Any], Any]] = {
    "verdict": Verdict,
    "advised": Verdict,
    "status": Status,
    "check_on": date.fromisoformat,
    "until": date.fromisoformat,
    "reach_by": date.fromisoformat,
    "agreed_on": date.fromisoformat,
    "sign_on": date.fromisoformat,
    "reached_on": date.fromisoformat,
    "wait": lambda data: _made(Wait, data),
    "answers": _answers,
}


def event_data(event: Event) -> NewEvent:
    """Give an event as it is kept."""
    return NewEvent(_NAMES[type(event.what)], event.at, event.day, event.who, _data(event.what))


def happening_from(kind: str, data: Mapping[str, Any]) -> Happening:
    """Make what happened of an event that is kept; raises ``KeyError`` or ``ValueError`` where it cannot be read."""
    made: Happening = _made(KINDS[kind], data)
    return made


def event_from(kept: KeptEvent) -> Event:
    """Make an event of what is kept."""
    return Event(kept.at, kept.day, kept.who, happening_from(kept.kind, kept.data))


def life_of(kept: Kept) -> Life:
    """Give the life of a request that is kept."""
    return Life(kept.entry.created.date(), tuple(map(event_from, kept.events)))


def _data(value: Any) -> dict[str, Any]:
    """A value's fields as JSON values."""
    return {each.name: _plain(each.name, getattr(value, each.name)) for each in fields(value)}


def _plain(name: str, value: Any) -> Any:
    if name == "answers":
        return {question: value_data(answer) for question, answer in value.items()}
    if is_dataclass(value):
        return _data(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _made(kind: Any, data: Mapping[str, Any]) -> Any:
    known = {each.name for each in fields(kind)} & data.keys()
    read = {name: _read(kind, name, data[name]) for name in known}
    return kind(**read)


def _read(kind: Any, name: str, value: Any) -> Any:
    if value is None:
        return None
    if kind is Agreement and name == "block":
        return _made(SuccessBlock, value)
    return _READ[name](value) if name in _READ else value
