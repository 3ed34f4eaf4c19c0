"""Values: what a worker answers, as bytes that can carry nothing but values.

A worker whose parser was taken over may answer anything, so its answers are not pickles: they are
JSON and plain bytes, and are built up again as the type that the function is declared to return
and nothing else. Known are the nouns of :mod:`whence.model` and whatever other dataclasses and
enums such a type names, tuples, mappings with strings as keys, strings, numbers, bytes, times.
What goes in comes out equal, to the lone surrogate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Blobs = list[bytes]
"""The byte strings of a value, which its JSON names by number."""

_PLAIN = (str, bool, int, NoneType)


class ValuesError(ValueError):
    """Data that is no value of the type that was asked for."""


def write_value(value: object) -> tuple[bytes, Blobs]:
    """A value as JSON and the byte strings in it.

    Raises:
        TypeError: a type that is not known here.
    """
    blobs: Blobs = []
    data = json.dumps(_plain(value, blobs), ensure_ascii=False, separators=(",", ":"))
    return data.encode("utf-8", "surrogatepass"), blobs


def _plain(value: Any, blobs: Blobs) -> object:
    match value:
        case Enum():
            return value.value
        case None | str() | bool() | int() | float():
            return value
        case bytes():
            blobs.append(value)
            return len(blobs) - 1
        case datetime():
            return value.isoformat()
        case tuple() | list():
            return [_plain(item, blobs) for item in value]
        case Mapping():
            return {str(key): _plain(item, blobs) for key, item in value.items()}
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is not a value that can be answered")
    parts = [_plain(getattr(value, one.name), blobs) for one in fields(value)]
    return {type(value).__name__: parts}


def read_value(hint: Any, content: bytes, blobs: Sequence[bytes]) -> Any:
    """The value of type ``hint`` that :func:`write_value` wrote.

    Raises:
        ValuesError: it is none.
    """
    try:
        return _built(hint, json.loads(content.decode("utf-8", "surrogatepass")), blobs)
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise ValuesError(f"no {hint} ({error})") from error


def _built(hint: Any, data: Any, blobs: Sequence[bytes]) -> Any:
    if hint in _PLAIN:
        if type(data) is hint:
            return data
    elif get_origin(hint) in (Union, UnionType):
        return _one_of(get_args(hint), data, blobs)
    elif get_origin(hint) is not None:
        return _container(hint, data, blobs)
    elif hint is float and type(data) in (int, float):
        return float(data)
    elif hint is bytes and type(data) is int and data >= 0:
        return blobs[data]
    elif hint is datetime and type(data) is str:
        return datetime.fromisoformat(data)
    elif is_dataclass(hint):
        return _dataclass(hint, data, blobs)
    elif issubclass(hint, Enum):
        return hint(data)
    raise ValuesError(f"{type(data).__name__} is no {hint}")


def _one_of(hints: Sequence[Any], data: Any, blobs: Sequence[bytes]) -> Any:
    for hint in hints:
        try:
            return _built(hint, data, blobs)
        except ValuesError:
            continue
    raise ValuesError(f"{type(data).__name__} is none of {hints}")


def _container(hint: Any, data: Any, blobs: Sequence[bytes]) -> Any:
    kind, inner = get_origin(hint), get_args(hint)
    if kind is tuple and type(data) is list:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple([_built(inner[0], item, blobs) for item in data])
        return tuple([_built(part, item, blobs) for part, item in zip(inner, data, strict=True)])
    if kind is list and type(data) is list:
        return [_built(inner[0], item, blobs) for item in data]
    if kind in (dict, Mapping) and inner[0] is str and type(data) is dict:
        return {key: _built(inner[1], item, blobs) for key, item in data.items()}
    raise ValuesError(f"{type(data).__name__} is no {hint}")


def _dataclass(made: Any, data: Any, blobs: Sequence[bytes]) -> Any:
    if type(data) is not dict or list(data) != [made.__name__]:
        raise ValuesError(f"no {made.__name__}")
    parts = data[made.__name__]
    names = _hints(made)
    return made(
        **{
            name: _built(hint, part, blobs)
            for (name, hint), part in zip(names.items(), parts, strict=True)
        }
    )


@cache
def _hints(made: Any) -> dict[str, Any]:
    hints = get_type_hints(made)
    return {one.name: hints[one.name] for one in fields(made)}
