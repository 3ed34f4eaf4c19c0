"""PDQ: how like two pictures are, as the distance of two hashes of 256 bits.

Takes the luminance of a picture, gives its PDQ hash and how much there is to hash in it, 0 to
100. The idea (Facebook 2019, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
Algorithm"): blur with a tent, take 64 by 64 points, and keep for each of the 16 by 16 lowest
frequencies of their cosine transform whether it is above the median. Size and compression hardly
move it, a crop does; so the same is done for windows inside the picture too. All of it but the
median is linear, so that one product of matrices takes the points of every window at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

SIDE, FREQUENCIES = 64, 16
LEAST_SIDE = 5
"""Pixels below which nothing can be hashed."""
_DECIMALS = 4
"""Waves are compared so exactly: what a symmetric picture has none of is not left to rounding."""

Cut = tuple[float, float]
"""Where a window begins and ends along one axis, as shares of it."""


def hash_windows(
    luminance: Numbers, rows: Sequence[Cut], columns: Sequence[Cut]
) -> list[list[tuple[str, int]]]:
    """The PDQ hash, in hex, and the quality of each window: by its rows, then its columns.

    ``luminance`` holds rows of pixels, 0 (black) to 255 (white).
    """
    height, width = luminance.shape
    down = np.concatenate([_tents(height, cut) for cut in rows])
    across = np.concatenate([_tents(width, cut) for cut in columns])
    points = (down @ luminance @ across.T).reshape(len(rows), SIDE, len(columns), SIDE)
    return [[_hash(points[r, :, c, :]) for c in range(len(columns))] for r in range(len(rows))]


def _hash(points: Numbers) -> tuple[str, int]:
    """The hash and quality of 64 by 64 points."""
    table = _cosines()
    waves = np.round(table @ points @ table.T, _DECIMALS).ravel()
    middle = np.sort(waves)[len(waves) // 2 - 1]
    # The reference writes the highest frequency first.
    return np.packbits((waves > middle)[::-1]).tobytes().hex(), _quality(points)


@lru_cache(maxsize=64)
def _tents(length: int, cut: Cut) -> Numbers:
    """64 rows that take a point each out of ``length`` pixels, by the pixels under a tent."""
    first, last = (round(share * length) for share in cut)
    inner = last - first
    width = -(-inner // (2 * SIDE))
    box = _box(inner, width)
    centres = ((np.arange(SIDE) + 0.5) * inner / SIDE).astype(int)
    return np.pad(box[centres] @ box, ((0, 0), (first, length - last)))


def _box(length: int, width: int) -> Numbers:
    """Rows that take the mean of ``width`` pixels around each, of those that there are."""
    after = (width + 2) // 2
    offsets = np.arange(length)[None, :] - np.arange(length)[:, None]
    near = (offsets < after) & (offsets >= after - width)
    means: Numbers = near / near.sum(axis=1, keepdims=True)
    return means


@cache
def _cosines() -> Numbers:
    """The rows of the cosine transform for the frequencies 1 to 16."""
    rows, columns = np.arange(1, FREQUENCIES + 1)[:, None], np.arange(SIDE)[None, :]
    waves: Numbers = np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * rows * (2 * columns + 1))
    return waves


def _quality(points: Numbers) -> int:
    """How strongly neighbours differ, in steps of a hundredth of the range; 100 at most."""
    steps = [np.abs(np.trunc(np.diff(points, axis=axis) * 100 / 255)).sum() for axis in (0, 1)]
    return min(100, int(sum(steps)) // 90)
