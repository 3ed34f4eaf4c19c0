"""Refusals: what could not be used, as one line of text that names it, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whence.errors import CaptureError
from whence.model import Capture, Refusal

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def given_twice(name: str) -> CaptureError:
    """The error for an input that was met before."""
    return CaptureError(name, "given twice; the first was used, leave one out")


def refusing(captures: Iterator[Capture | Refusal]) -> Iterator[Capture | Refusal]:
    """The same, with an error at the end as a last Refusal."""
    try:
        yield from captures
    except CaptureError as error:
        yield refused(error)


def refused(error: CaptureError) -> Refusal:
    """A Refusal of one line of text, whatever the input is called."""
    parts = (_SURROGATE.sub("\ufffd", text) for text in (error.input, error.reason))
    name, reason = (_CONTROL.sub(_escape, text) for text in parts)
    return Refusal(name, reason)


def _escape(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")


def left_over(name: str, what: str, count: int, most: int) -> Iterator[Refusal]:
    """The Refusal of what a list holds beyond ``most``, if it does."""
    if count > most:
        reason = f"holds {count:,} {what}; the first {most:,} were taken, name the others yourself"
        yield Refusal(name, reason)
