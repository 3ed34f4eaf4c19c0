"""Circles: articles that hang together through likeness, and how like they are there.

Takes rows of articles with their neighbours, gives the circles among them: rows that each one's
few nearest join, where they are alike enough, directly or by way of others. No story reaches
beyond one, so each is grouped by itself. Likeness counts less between articles that many others
are as like, after the local scaling of Zelnik-Manor and Perona (2004).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whence.gather.linkage import Near
from whence.gather.neighbours import Neighbours, Rows

CROWD = 10
"""The neighbour by whose likeness a crowd is told."""
CROWDED = 0.3
"""Likeness of that neighbour from which on an article stands in a crowd."""
JOINED = 5
"""Nearest neighbours by which an article joins a circle: by more, circles only run together."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Rows in the order of their articles, and for each its neighbours, by place among them."""

    rows: tuple[int, ...]
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of places and how like they are; each pair from either side."""

    places: Rows
    others: Rows
    likeness: NDArray[np.float64]


def crowding(neighbours: Neighbours, rows: Rows) -> NDArray[np.float64]:
    """By the root of what the likeness of each row counts less."""
    crowd = neighbours.likeness_of_nth(rows, CROWD)
    return np.sqrt(np.maximum(1, crowd / CROWDED))


def find_circles(
    neighbours: Neighbours, rows: Sequence[int], scale: NDArray[np.float64], alike: float
) -> Iterator[Circle]:
    """The circles among some rows; ``scale`` is the crowding of every row there is.

    Rows are joined where their likeness is at least ``alike``.
    """
    ordered = np.array(sorted(rows, key=neighbours.order), dtype=np.intp)
    nearest = _find_edges(neighbours, ordered, scale, JOINED)
    joined = nearest.likeness >= alike
    first = _hang_together(len(ordered), nearest.places[joined], nearest.others[joined])
    by_circle = np.argsort(first, kind="stable")
    for places in np.split(by_circle, np.flatnonzero(np.diff(first[by_circle])) + 1):
        inside = ordered[places]
        edges = _find_edges(neighbours, inside, scale, neighbours.most)
        ends = np.searchsorted(edges.places, range(1, len(inside)))
        near = zip(np.split(edges.others, ends), np.split(edges.likeness, ends), strict=True)
        yield Circle(tuple(inside.tolist()), tuple(Near(*one) for one in near))


def _find_edges(neighbours: Neighbours, rows: Rows, scale: NDArray[np.float64], n: int) -> Edges:
    """Pairs among some rows of which one is of the ``n`` likest of the other."""
    places, near, likeness = neighbours.near(rows, n)
    by_row = np.argsort(rows)
    others = by_row[np.searchsorted(rows, near, sorter=by_row) % len(rows)]
    among = rows[others] == near
    places, others, likeness = places[among], others[among], likeness[among]
    pairs = np.concatenate([places * len(rows) + others, others * len(rows) + places])
    pairs, kept = np.unique(pairs, return_index=True)
    places, others = np.divmod(pairs, len(rows))
    crowds = np.sqrt(scale[rows[places]] * scale[rows[others]])
    return Edges(places, others, np.tile(likeness, 2)[kept] / crowds)


def _hang_together(size: int, places: Rows, others: Rows) -> Rows:
    """For each place the first one that it hangs together with."""
    first = np.arange(size)
    while True:
        earlier = first.copy()
        np.minimum.at(earlier, places, first[others])
        earlier = earlier[earlier]
        if np.array_equal(earlier, first):
            return first
        first = earlier
