"""Loose JSON: values of unknown shape come in, the parts that are of the shape wanted go out.

Exports are written by other people's programs, whole or damaged: what is not of the type it
should be is taken for absent, so that the code that reads an export asks no types.
"""

from __future__ import annotations

import json
from typing import Any

from whence.errors import CaptureError

Record = dict[str, Any]


def parse_json(name: str, content: bytes) -> Any:
    """The JSON in ``content`` (RFC 8259: UTF-8).

    Raises:
        CaptureError: it is not JSON.
    """
    try:
        return json.loads(content.decode("utf-8-sig"))
    except RecursionError as error:
        raise CaptureError(name, "nested too deeply; export it again") from error
    except ValueError as error:
        reason = f"cut off or damaged ({' '.join(str(error).split())[:80]}); export it again"
        raise CaptureError(name, reason) from error


def inner(value: Any, key: str) -> Record:
    """The object under a key; an empty one where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def objects(value: Any) -> list[Record]:
    """The objects in a list; none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str | None:
    """A text, or a number as text; None where it is neither, or blank."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 70:
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def line_of(value: Any) -> str | None:
    """A name or number on one line, of bearable length; None where there is none."""
    return " ".join((text_of(value) or "")[:300].split()) or None
