"""Core values as JSON and back: answers, the same in drafts and in the register, and whole records.

Read by the types that the records declare, without pydantic, which takes longer to load than everything else that
``triage show`` does. What a file or a row means is not known here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from msgspec import Struct

from triage.core.request.request import Range, Value
from triage.core.rules.ruleset import Given

T = TypeVar("T")


def value_data(value: Value) -> Any:
    """Return an answer as JSON: a range as a list of three, a date as ``{"date": …}``."""
    match value:
        case Range():
            return [value.low, value.likely, value.high]
        case date():
            return {"date": value.isoformat()}
    return value


def value_from(data: Any) -> Value:
    """Return the answer of :func:`value_data`, or of :func:`to_json`, which writes a range with its field names."""
    match data:
        case [low, likely, high] | {"low": low, "likely": likely, "high": high}:
            return Range(low, likely, high)
        case {"date": day}:
            return date.fromisoformat(day)
        case str() | int() | float() | None:
            return data
    raise TypeError(f"no answer: {data}")


def to_json(value: Any) -> Any:
    """Return a value as JSON: a record by its field names, an enum by its value, a date as ISO text."""
    if isinstance(value, Struct):
        return {name: to_json(getattr(value, name)) for name in value.__struct_fields__}
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Mapping():
            return {to_json(name): to_json(each) for name, each in value.items()}
        case frozenset():
            return sorted(map(to_json, value))
        case tuple():
            return [to_json(each) for each in value]
    return value


def from_json(kind: "Callable[..., T]", data: Any, **given: object) -> T:
    """Return the value of a type that :func:`to_json` wrote; raises one of ``UNREADABLE`` for any other shape.

    A field that is missing gets its default, so that what was written before there was such a field can be read.
    ``given`` are the fields of a record that are not read from the JSON.
    """
    made: T = _reader(kind)(data, **given)
    return made


@cache
def _reader(kind: Any) -> Callable[..., Any]:  # noqa: PLR0911 - a kind of value each
    """The function that reads values of a type; made once for each type."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind == Value:
        return value_from
    if kind == Given:
        return _given
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _of_fields(kind)
    if origin in {Mapping, tuple, frozenset}:
        return _of_items(origin, inner)
    if origin is Literal:
        return lambda data: inner[inner.index(data)]
    if len(plain := set(inner) - {type(None)}) > 1 and plain <= {bool, float, str}:
        return _one_of
    if type(None) in inner:
        read = _reader(inner[0])
        return lambda data: None if data is None else read(data)
    if kind is date:
        return date.fromisoformat
    return _reader(inner[0]) if inner else kind if issubclass(kind, Enum) else _plain(kind)


def _one_of(data: Any) -> Any:
    """Text, a number, yes and no, or nothing."""
    if not isinstance(data, str | int | float | None):
        raise TypeError(f"no plain value: {data}")
    return data


def _of_fields(kind: Any) -> Callable[..., Any]:
    types = get_type_hints(kind, include_extras=True)
    readers = [(name, _reader(types[name])) for name in kind.__struct_fields__]

    def read(data: Any, **given: Any) -> Any:
        known = _checked(dict, data).keys() - given.keys() if given else _checked(dict, data)
        return kind(**{name: reader(data[name]) for name, reader in readers if name in known}, **given)

    return read


def _of_items(kind: Any, inner: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Items by name, of one type, or of a type each."""
    read, *others = (_reader(item) for item in inner if item is not ...)
    if kind is Mapping:
        return lambda data: {read(name): others[0](each) for name, each in _checked(dict, data).items()}
    if not others:
        return lambda data: kind(map(read, _checked(list, data)))
    return lambda data: kind(each(item) for each, item in zip((read, *others), _checked(list, data), strict=True))


def _plain(kind: type[Any]) -> Callable[[Any], Any]:
    """Text, yes and no, or a number, which may be a whole one."""
    if kind is float:
        return lambda data: data if type(data) is float else float(_checked(int, data))
    return lambda data: _checked(kind, data)


def _given(data: Any) -> Given:
    """What an act of the rules leads to, as the rules write it."""
    if data is not None and type(data) not in {str, bool, int, float}:
        raise TypeError(f"no answer of an act: {data}")
    given: Given = data
    return given


def _checked(kind: type[Any], data: Any) -> Any:
    """The data, if they are of this very type: JSON's true is no number."""
    if type(data) is not kind:
        raise TypeError(f"not {kind.__name__}: {data}")
    return data
