"""Spans: how two half-open spans of one text lie to each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate

from whence.model import Span


def holds(outer: Span, inner: Span) -> bool:
    """Whether ``inner`` lies within ``outer``."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def meet(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def meeting(spans: Iterable[Span]) -> Callable[[Span], bool]:
    """A test for whether a span shares a character with any of these, which may be very many."""
    ordered = sorted(spans)
    begins = [begin for begin, _ in ordered]
    reached = list(accumulate((end for _, end in ordered), max))

    def meets_any(span: Span) -> bool:
        before = bisect_left(begins, span[1])
        return before > 0 and reached[before - 1] > span[0]

    return meets_any
