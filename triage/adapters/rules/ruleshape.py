"""The shape of rules files: plain data to the frozen values of ``rules.ruleset``, and a JSON Schema.

The one module that loads pydantic. Its errors become our own messages, several about one place become one, and where a
part is wrong a harmless stand-in takes its place, so that what holds between the parts can be checked in the same pass.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from enum import EnumType
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from triage.adapters.files.yamlfiles import PathInFile
from triage.adapters.rules import olderrules
from triage.adapters.rules.structs import key, read_by_pydantic
from triage.core.messages import Listed, Message, Number, Text, Typed, as_written, say
from triage.core.rules.condition_check import did_you_mean
from triage.core.rules.ruleset import Form, FromRules, Ruleset, TaskType


class TaskTypesFile(FromRules, frozen=True):
    """A file of task types: the reference classes that the rules compare a request with."""

    task_types: Mapping[str, TaskType]


read_by_pydantic(FromRules, Text)


class Fault(NamedTuple):
    """One thing wrong with the shape; ``at_key`` where the key is what is wrong rather than its value."""

    path: PathInFile
    message: Message
    at_key: bool = False


class _Error(NamedTuple):
    path: PathInFile
    kind: str
    context: Mapping[str, Any]
    fits: bool
    """Whether the branch that complains is meant for the kind of value that is there."""


def shape(data: Any, kind: type) -> tuple[Any, list[Fault], frozenset[PathInFile]]:
    """Return the value of this kind, what is wrong, and the paths where a stand-in was put.

    The value is ``None`` where even stand-ins do not make it whole.
    """
    faults: list[Fault] = []
    mended: set[PathInFile] = set()
    data = deepcopy(data)
    for _ in range(4):
        value, errors = _validate(data, kind)
        if not errors:
            return value, faults, frozenset(mended)
        if not mended:
            faults = [_fault(group, kind, data) for group in _grouped(errors)]
        for group in _grouped(errors):
            mended.add(group[0].path)
            data = _mend(data, group[0], kind)
    return None, faults, frozenset(mended)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of rules files, of files of task types and of forms."""
    schema = _adapter(Ruleset | TaskTypesFile | Form).json_schema()
    definitions = schema["$defs"]
    properties = definitions["Ruleset"]["properties"]
    named = {"type": "string", "description": "The file beside this one that holds the task types."}
    definitions["Thresholds"]["properties"].pop("drop_below")  # kept rules alone have it
    properties["task_types"] = {"anyOf": [named, properties["task_types"]], "title": "Task types"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules of triage",
        "description": "Questions, criteria, gates and thresholds, or the task types they are compared with.",
        "type": "object",
        "if": {"required": ["task_types"], "maxProperties": 1},
        "then": {"$ref": "#/$defs/TaskTypesFile"},
        "else": {
            "if": {"required": ["form"]},
            "then": {"$ref": "#/$defs/Form"},
            "else": {"$ref": "#/$defs/Ruleset"},
        },
        "$defs": definitions,
    }


def schema_text() -> str:
    """Return the JSON Schema as text."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


@cache
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _validate(data: Any, kind: type) -> tuple[Any, list[_Error]]:
    """Check through JSON, where strict means no text and no true for a number, but lists and names are fine."""
    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_json(json.dumps(data, default=str), strict=True), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return None, [_located(data, e["loc"], e["type"], e.get("ctx", {})) for e in found]


def _located(data: Any, steps: Sequence[str | int], kind: str, context: Mapping[str, Any]) -> _Error:
    """Walk the steps down the data; what is no key on the way is pydantic's name for a branch of a union."""
    path: list[str | int] = []
    fits = True
    named_last = kind in {"missing", "unexpected_keyword_argument"}
    for number, step in enumerate(steps):
        inside = step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        if inside:
            data = data[step]
        elif named_last and number == len(steps) - 1:
            pass
        else:
            fits = fits and _branch_fits(str(step), data)
            continue
        path.append(step)
    return _Error(tuple(path), kind, context, fits)


def _branch_fits(branch: str, data: Any) -> bool:
    if branch.startswith("tuple["):
        return isinstance(data, list)
    if branch.startswith(("dict[", "function-after[")):
        return isinstance(data, dict)
    return not isinstance(data, dict | list)


def _grouped(errors: Sequence[_Error]) -> Iterator[list[_Error]]:
    """Group errors by place; those of a branch that was never meant are dropped where others are below it."""
    by_path: dict[PathInFile, list[_Error]] = {}
    for error in errors:
        by_path.setdefault(error.path, []).append(error)
    meant = {path for path, group in by_path.items() if any(error.fits for error in group)}
    for path, group in by_path.items():
        below = any(other != path and other[: len(path)] == path for other in by_path)
        if path in meant:
            fitting = [error for error in group if error.fits]
            yield fitting if fitting[0].kind in {"missing", "unexpected_keyword_argument"} else group
        elif not below:
            yield group


def _fault(group: Sequence[_Error], kind: type, data: Any) -> Fault:
    error = group[0]
    if error.kind in {"missing", "unexpected_keyword_argument", "too_long"}:
        return _misplaced(error, kind, data)
    if error.kind in {"literal_error", "enum"}:
        allowed, found = _allowed(kind, error.path), as_written(_at(data, error.path))
        hint = did_you_mean(found, allowed)
        return Fault(error.path, say("rules.not_allowed", found=Typed(found), allowed=", ".join(allowed), hint=hint))
    if error.kind in {"greater_than_equal", "less_than_equal", "greater_than"}:
        bound = next(float(value) for value in error.context.values())
        return Fault(error.path, say(f"rules.{error.kind}", bound=Number(bound)))
    return Fault(error.path, _expected(group, _at(data, error.path)))


def _misplaced(error: _Error, kind: type, data: Any) -> Fault:
    """Something that should be there and is not, or is there and should not."""
    *above, last = error.path
    if error.kind == "too_long" or isinstance(last, int):
        path = error.path if error.kind == "too_long" else tuple(above)
        return Fault(path, _length_message(kind, path))
    if error.kind == "missing":
        return Fault(tuple(above), olderrules.missing(error.path) or say("rules.missing", name=last), at_key=True)
    if older := olderrules.unknown(error.path, _at(data, error.path)):
        return Fault(error.path, older, at_key=True)
    hint = did_you_mean(last, _keys(kind, tuple(above)))
    return Fault(error.path, say("rules.unknown_key", name=Typed(last), hint=hint), at_key=True)


def _length_message(kind: type, path: PathInFile) -> Message:
    lengths = [len(get_args(found)) for found in _kinds(kind, path) if get_origin(found) is tuple]
    return say("rules.three_numbers" if 3 in lengths else "rules.two_numbers")


_PHRASES = {
    "bool_type": "true_false",
    "float_type": "number",
    "string_type": "text",
    "tuple_type": "list",
    "dict_type": "keys",
    "dataclass_type": "keys",
}


def _expected(group: Sequence[_Error], found: Any) -> Message:
    """Say what kinds of value would do; a condition has a sentence of its own."""
    names = list(dict.fromkeys(_PHRASES.get(error.kind, "other") for error in group))
    if {error.context.get("class_name") for error in group} & {"Text", "Choice"}:
        names = ["both_languages"]
    if len(names) >= 4:
        return say("rules.condition_shape")
    if "text" in names and isinstance(found, int | float) and len(names) == 1:
        return say("rules.quote_it", found=Typed(as_written(found)))
    key = "rules.nothing_here" if found is None else "rules.expected"
    return say(key, expected=_either([say(f"rules.expected.{name}") for name in names]))


def _either(items: Sequence[Message]) -> Message:
    return items[0] if len(items) == 1 else say("rules.either", first=Listed(tuple(items[:-1])), last=items[-1])


def _at(data: Any, path: PathInFile) -> Any:
    for step in path:
        data = data[step]
    return data


def _mend(data: Any, error: _Error, kind: type) -> Any:
    """Put something harmless where the error is; a key that does not belong is taken out."""
    if not error.path:
        return _stand_in(kind)
    *above, last = error.path
    parent = _at(data, tuple(above))
    if error.kind == "unexpected_keyword_argument":
        del parent[last]
    elif isinstance(last, int) and (error.kind == "missing" or len(parent) <= last):
        parent.append(0)
    elif error.kind == "too_long":
        parent[last] = parent[last][: error.context["max_length"]]
    else:
        parent[last] = _stand_in(next(iter(_kinds(kind, error.path)), str))
    return data


def _stand_in(kind: Any) -> Any:
    """Return plain data that this kind accepts."""
    if get_origin(kind) is Annotated:
        return 1
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if _is_struct(kind):
        hints = get_type_hints(kind, include_extras=True)
        return {key(each.name): _stand_in(next(_members(hints[each.name]))) for each in fields(kind) if each.required}
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        return [] if Ellipsis in parts else [_stand_in(part) for part in parts]
    if isinstance(kind, type) and kind in {bool, float}:
        return kind()
    return {} if get_origin(kind) is Mapping else "drop"


def _keys(kind: type, path: PathInFile) -> list[str]:
    """The keys that a mapping at a path may have."""
    return [key(name) for found in _kinds(kind, path) if _is_struct(found) for name in found.__struct_fields__]


def _allowed(kind: type, path: PathInFile) -> list[str]:
    """The words that are allowed at a path."""
    words: list[str] = []
    for found in _kinds(kind, path):
        words += get_args(found) if get_origin(found) is Literal else found if isinstance(found, EnumType) else ()
    return words


def _kinds(kind: Any, path: PathInFile) -> list[Any]:
    """The kinds of value that are allowed at a path, members of a union one by one; the first is the plainest."""
    kinds = list(_members(kind))
    for step in path:
        kinds = [below for above in kinds for below in _below(above, step)]
    return kinds


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


def _members(kind: Any) -> Iterator[Any]:
    if get_origin(kind) in {Union, UnionType}:
        for member in get_args(kind):
            yield from _members(member)
    else:
        yield kind


def _below(kind: Any, step: str | int) -> Iterator[Any]:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Mapping and isinstance(step, str):
        yield from _members(parts[1])
    elif origin is tuple and isinstance(step, int):
        yield from _members(parts[min(step, len(parts) - 1)] if Ellipsis not in parts else parts[0])
    elif _is_struct(kind):
        for name, hint_ in get_type_hints(kind, include_extras=True).items():
            if key(name) == step:
                yield from _members(hint_)
