"""Kinship: what hangs together by pairs, directly or by way of others.

Takes how many there are and the pairs that join two of them, gives for each the first that it hangs
together with (union-find with paths halved; Tarjan and van Leeuwen 1984).
"""

from __future__ import annotations

from collections.abc import Iterable


def find_leaders(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of ``count`` the first that it is joined with, over any number of pairs."""
    leaders = list(range(count))

    def lead(x: int) -> int:
        while leaders[x] != x:
            leaders[x] = x = leaders[leaders[x]]
        return x

    for a, b in pairs:
        one, other = sorted((lead(a), lead(b)))
        leaders[other] = one
    return [lead(x) for x in range(count)]
