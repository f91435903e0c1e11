"""A record's shape (a frozen dataclass) and plain data in; the record, or its JSON Schema, out.

A shape's fields may be text, whole number, number, yes/no, date, Literal, tuple of one kind, Mapping from text, another shape, or a
choice of these (`X | None`). What a field is for and which texts it takes stand in its metadata, see `said`.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as dt
import re
import types
from pathlib import Path
from typing import Any, Literal, Mapping, TypeVar, Union, get_args, get_origin, get_type_hints

from waypost.content.files import read_mapping
from waypost.errors import ContentError

R = TypeVar("R")
KEY = "id"
"""A field of this name is the record's key in its file, never a field of the record there."""
_RESOLVED: dict[Any, Mapping[str, Any]] = {}
_PLAIN = {str: "a text", bool: "true or false", int: "a whole number", float: "a number", dt.date: "a date (2026-11-20)"}
_JSON = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    dt.date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}


def said(what: str, *, pattern: str | None = None, default: Any = dataclasses.MISSING) -> Any:
    """A field with a sentence for whoever edits the file, and the pattern that its texts match."""
    return dataclasses.field(default=default, metadata={"what": what, **({"pattern": pattern} if pattern else {})})


def read_records(shape: type[R], path: Path) -> dict[str, R]:
    """Every record of a file by its key, in the file's order. Raises ContentError with file, key and field."""
    where = "/".join(path.parts[-2:])
    return {key: parse(shape, data, f"{where}: {key}", key) for key, data in read_mapping(path).items()}


def parse(shape: type[R], data: object, where: str, key: str | None = None) -> R:
    """The record that plain data says. key: the value of the shape's `id`. Raises ContentError that begins with `where`."""
    if not isinstance(data, dict):
        raise ContentError(f"{where}: must be a record of {', '.join(_fields(shape))}, not {data!r}")
    fields = _fields(shape)
    unknown = sorted(str(name) for name in data if name not in fields)
    missing = [name for name, field in fields.items() if name not in data and field.default is dataclasses.MISSING]
    if unknown or missing:
        raise ContentError(f"{where}: {'; '.join([f'missing {name}' for name in missing] + [f'unknown field {name}' for name in unknown])}")
    hints = _hints(shape)
    values = {name: _value(hints[name], item, f"{where}: {name}", fields[name].metadata.get("pattern")) for name, item in data.items()}
    return shape(**values, **({KEY: key} if KEY in hints else {}))


def _value(hint: Any, data: object, where: str, pattern: str | None) -> Any:
    for choice in _choices(hint):
        if _fits(choice, data):
            return _made(choice, data, where, pattern)
    raise ContentError(f"{where}: must be {' or '.join(_named(choice) for choice in _choices(hint))}, not {data!r}")


def _made(hint: Any, data: Any, where: str, pattern: str | None) -> Any:
    if hint is str and pattern and not re.fullmatch(pattern, data):
        raise ContentError(f"{where}: {data!r} does not match {pattern}")
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item, f"{where}: {number}", pattern) for number, item in enumerate(data, 1))
    if get_origin(hint) is collections.abc.Mapping:
        return types.MappingProxyType({key: _value(get_args(hint)[1], item, f"{where}: {key}", pattern) for key, item in data.items()})
    if dataclasses.is_dataclass(hint):
        return parse(hint, data, where)  # type: ignore[arg-type]
    return float(data) if hint is float else data


def _fits(hint: Any, data: object) -> bool:
    """Whether data is of this kind at all; what is inside is looked at later."""
    origin = get_origin(hint)
    if origin is Literal:
        return data in get_args(hint) and not isinstance(data, bool)
    if origin is tuple:
        return isinstance(data, list)
    if origin is collections.abc.Mapping:
        return isinstance(data, dict) and all(isinstance(key, str) for key in data)
    if dataclasses.is_dataclass(hint):
        return isinstance(data, dict)
    if hint is float:
        return isinstance(data, (int, float)) and not isinstance(data, bool)
    if hint is str:
        return isinstance(data, str) and data.strip() != ""
    return type(data) is hint


def _named(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return " | ".join(map(str, get_args(hint)))
    if get_origin(hint) is tuple:
        return "a list"
    return _PLAIN.get(hint, "nothing" if hint is type(None) else "a mapping")


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _hints(shape: Any) -> Mapping[str, Any]:
    """Resolved once: it is slow, and asked for with every record."""
    if shape not in _RESOLVED:
        _RESOLVED[shape] = get_type_hints(shape)
    return _RESOLVED[shape]


def _fields(shape: Any) -> Mapping[str, dataclasses.Field[Any]]:
    return {field.name: field for field in dataclasses.fields(shape) if field.name != KEY}


def schema_of(shape: type) -> dict[str, Any]:
    """JSON Schema of one record."""
    fields = _fields(shape)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in fields.items() if field.default is dataclasses.MISSING],
        "properties": {
            name: {**_schema(_hints(shape)[name], field.metadata.get("pattern")), "description": field.metadata.get("what", name)}
            for name, field in fields.items()
        },
    }


def _schema(hint: Any, pattern: str | None) -> dict[str, Any]:
    choices = [choice for choice in _choices(hint) if choice is not type(None)]
    if len(choices) > 1:
        return {"anyOf": [_schema(choice, pattern) for choice in choices]}
    only, origin = choices[0], get_origin(choices[0])
    if origin is Literal:
        return {"enum": list(get_args(only))}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(only)[0], pattern)}
    if origin is collections.abc.Mapping:
        return {"type": "object", "additionalProperties": _schema(get_args(only)[1], pattern)}
    if dataclasses.is_dataclass(only):
        return schema_of(only)  # type: ignore[arg-type]
    return {**_JSON[only], **({"pattern": f"^(?:{pattern})$"} if pattern and only is str else {})}
