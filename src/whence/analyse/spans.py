"""Spans: how two half-open spans of one text lie to each other."""

from __future__ import annotations

from whence.model import Span


def holds(outer: Span, inner: Span) -> bool:
    """Whether ``inner`` lies within ``outer``."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def meet(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
