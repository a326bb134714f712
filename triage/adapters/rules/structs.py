"""How pydantic reads the structs of the rules: field by field, every mistake in one pass, unknown keys refused."""

import ast
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, reduce
from inspect import cleandoc, getsource
from itertools import pairwise
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


def key(name: str) -> str:
    """Return the key of a field in a file: a field that would be a word of Python's has an underscore behind it."""
    return name.rstrip("_")


def read_by_pydantic(*kinds: type[Struct]) -> None:
    """Give structs, and those derived from them, what pydantic asks a type for."""
    for kind in kinds:
        kind.__get_pydantic_core_schema__ = classmethod(_core_schema)  # type: ignore[attr-defined]


def _core_schema(kind: type[Struct], _source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
    from pydantic_core import core_schema

    def read(field: FieldInfo, hint: Any) -> "core_schema.DataclassField":
        schema = handler.generate_schema(_bounded(hint))
        if field.default is not NODEFAULT:
            schema = core_schema.with_default_schema(schema, default=field.default)
        elif field.default_factory is not NODEFAULT:
            schema = core_schema.with_default_schema(schema, default_factory=field.default_factory)
        said = {"pydantic_js_updates": {"description": about[field.name]}} if field.name in about else None
        return core_schema.dataclass_field(field.name, schema, validation_alias=key(field.name), metadata=said)

    about = _docstrings(kind.__module__).get(kind.__name__, {})
    hints = get_type_hints(kind, include_extras=True)
    given = [read(field, hints[field.name]) for field in fields(kind)]
    updates = {"title": kind.__name__, "additionalProperties": False, "description": cleandoc(kind.__doc__ or "")}
    return core_schema.no_info_after_validator_function(
        lambda found: kind(**found[0]),
        core_schema.dataclass_args_schema(kind.__name__, given, extra_behavior="forbid"),
        ref=f"{kind.__module__}.{kind.__qualname__}",
        metadata={"pydantic_js_updates": updates},
    )


def _bounded(hint: Any) -> Any:
    """Return a type with its bounds as pydantic writes them."""
    from pydantic import Field

    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        kind, bounds = inner
        return Annotated[kind, Field(gt=bounds.gt, ge=bounds.ge, le=bounds.le)]
    if origin in {Union, UnionType}:
        return reduce(or_, map(_bounded, inner))
    return hint if origin in {None, Literal} else origin[tuple(map(_bounded, inner))]


@cache
def _docstrings(module: str) -> dict[str, dict[str, str]]:
    """What stands below each field of each class of a module; nothing where its source is not there."""
    with suppress(OSError, TypeError):
        classes = (each for each in ast.parse(getsource(sys.modules[module])).body if isinstance(each, ast.ClassDef))
        return {each.name: dict(_below_fields(each)) for each in classes}
    return {}


def _below_fields(kind: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(kind.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                yield name, cleandoc(said)
