"""Average linkage: groups that grow by merging the two most alike on average.

Takes rows with their neighbours and how like they are, and a threshold; gives groups of row
numbers (Sokal and Michener 1958, the unweighted pair group method). Rows that are no neighbours
count as alike by a constant, so time and memory go with the number of neighbours. Nearest
neighbours are followed until two are each other's (Benzécri 1982; Murtagh 1983): as a group is
never more like two together than like the likest of them, merging those at once gives the groups
that merging the likest of all first does. Ties go to the earlier rows, so the result depends on
the likeness alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GRAIN = 1 << 24
"""Likeness is rounded to one part in so many: then sums are exact, and so the same from either
group's side."""


@dataclass(frozen=True, slots=True)
class Near:
    """The neighbours of a row and how like it they are."""

    rows: NDArray[np.intp]
    likeness: NDArray[np.float64]


def every_pair(likeness: NDArray[np.float64]) -> list[Near]:
    """Each row of a square matrix, with all as its neighbours."""
    rows = np.arange(len(likeness))
    return [Near(rows, row) for row in (likeness + likeness.T) / 2]


def average_linkage(
    near: Sequence[Near], threshold: float, absent: float = 0.0
) -> list[tuple[int, ...]]:
    """Groups of rows, each sorted, by their first row; rows like nothing stand alone.

    Two groups merge while the mean likeness of their rows is at least ``threshold``, which is
    above ``absent``, the likeness of rows that are no neighbours. ``near`` is symmetric.
    """
    growth = _Growth(near, absent)
    waiting = list(range(len(near)))[::-1]
    chain: list[int] = []
    while chain or waiting:
        if not chain:
            first = waiting.pop()
            if growth.group[first] != first:
                continue
            chain.append(first)
        other, mean, back = growth.likest(chain[-1], chain[-2] if len(chain) > 1 else None)
        if mean < threshold:
            chain.pop()
        elif back:
            waiting.append(growth.merge(chain.pop(), chain.pop()))
        else:
            chain.append(other)
    return sorted(tuple(sorted(rows)) for rows in growth.members.values())


class _Growth:
    """Groups as they grow; a group goes by its first row."""

    def __init__(self, near: Sequence[Near], absent: float) -> None:
        self.absent = absent
        self.group = np.arange(len(near))
        self.size = np.ones(len(near))
        self.members = {row: [row] for row in range(len(near))}
        # What neighbours are more alike than strangers, summed over the rows of both groups.
        self.others = [n.rows for n in near]
        self.sums = [np.round((n.likeness - absent) * GRAIN) / GRAIN for n in near]
        # What rounding left over: it decides nothing but whether a mean reaches the threshold.
        self.rest = [n.likeness - absent - s for n, s in zip(near, self.sums, strict=True)]

    def likest(self, one: int, before: int | None) -> tuple[int, float, bool]:
        """The group most like ``one``, their mean, and whether it is no other than ``before``."""
        groups = self.group[self.others[one]]
        sums = np.bincount(groups, self.sums[one], len(self.group)).astype(np.float64, copy=False)
        rest = np.bincount(groups, self.rest[one], len(self.group)).astype(np.float64, copy=False)
        sums[one] = 0
        self.others[one] = np.flatnonzero(sums)
        self.sums[one], self.rest[one] = sums[self.others[one]], rest[self.others[one]]
        means = sums / (self.size * self.size[one])
        means[one] = -np.inf
        best = int(means.argmax())
        back = before is not None and bool(means[before] >= means[best])
        mean = (sums[best] + rest[best]) / (self.size[best] * self.size[one])
        return best, float(mean if best != one else -np.inf) + self.absent, back

    def merge(self, one: int, other: int) -> int:
        """One group out of two; its first row."""
        first, last = sorted((one, other))
        joined = self.members.pop(last)
        self.group[joined] = first
        self.members[first] += joined
        self.size[first] += self.size[last]
        self.others[first] = np.concatenate([self.others[first], self.others[last]])
        self.sums[first] = np.concatenate([self.sums[first], self.sums[last]])
        self.rest[first] = np.concatenate([self.rest[first], self.rest[last]])
        self.others[last] = self.others[last][:0]
        self.sums[last], self.rest[last] = self.sums[last][:0], self.rest[last][:0]
        return first
