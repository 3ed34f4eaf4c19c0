"""Average linkage: groups that grow by merging the two most alike on average.

Takes a symmetric likeness matrix and a threshold, gives groups of row numbers (Sokal and
Michener 1958, the unweighted pair group method). Ties go to the earlier rows, so the result
depends on the matrix alone. Memory is that of the matrix, time about its size times the merges.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def average_linkage(likeness: NDArray[np.float64], threshold: float) -> list[tuple[int, ...]]:
    """Groups of rows, each sorted, by their first row; rows like nothing stand alone.

    Two groups merge while the mean likeness of their rows is at least ``threshold``.
    """
    groups: dict[int, list[int]] = {i: [i] for i in range(len(likeness))}
    mean = likeness.astype(np.float64, copy=True)
    np.fill_diagonal(mean, -np.inf)
    best = mean.argmax(1) if len(mean) else np.zeros(0, dtype=np.intp)
    top = mean.max(1, initial=-np.inf)
    while len(groups) > 1:
        a = int(top.argmax())
        if top[a] < threshold:
            break
        a, b = sorted((a, int(best[a])))
        merge_rows(mean, len(groups[a]), len(groups[b]), a, b)
        groups[a] += groups.pop(b)
        stale = np.flatnonzero((best == a) | (best == b))
        for row in {a, *stale.tolist()} - {b}:
            best[row] = mean[row].argmax()
            top[row] = mean[row, best[row]]
        top[b] = -np.inf
        gained = mean[:, a] > top
        best[gained], top[gained] = a, mean[gained, a]
    return [tuple(sorted(g)) for _, g in sorted(groups.items())]


def merge_rows(mean: NDArray[np.float64], size_a: int, size_b: int, a: int, b: int) -> None:
    """Row and column ``a`` become the means of the merged group; ``b`` leaves the matrix."""
    joined = (size_a * mean[a] + size_b * mean[b]) / (size_a + size_b)
    mean[a], mean[:, a] = joined, joined
    mean[a, a] = -np.inf
    mean[b], mean[:, b] = -np.inf, -np.inf
