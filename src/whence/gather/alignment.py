"""Alignments: the passages that two texts share, with small changes forgiven.

Takes the equal :class:`~whence.gather.shingles.Block` s of two texts, gives the passages they
make: blocks that follow each other in both texts with at most a few words between are one
passage, its ends are carried over a changed word or two where the words beyond agree again
(seed and extend, after BLAST, Altschul et al. 1990), and each word of the first text stands in
one passage at most, in the longest that claims it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from whence.gather.shingles import Block
from whence.gather.words import Words

GAP = 10
"""Words between two blocks that a rewording may take, on either side."""
SHORTEST = 3
"""Equal words that a trimmed or bridged block must have."""
BRIDGE = 3
"""Changed words that an end is carried over."""
_STRIDE = 64
"""Words looked at in one go."""
PASSAGES = 200
"""Passages of two texts that are kept, the longest; only texts made to have more have more."""


@dataclass(frozen=True, slots=True)
class Match:
    """A passage of one text and the passage of the other that it matches, in words.

    ``blocks`` are in reading order in both texts; between them lie changed words. ``equal``
    counts the words that are the same.
    """

    blocks: tuple[Block, ...]
    start: int
    end: int
    from_start: int
    from_end: int
    equal: int

    def turned(self) -> Match:
        """The same passage, seen from the other text."""
        return join_blocks([Block(b.there, b.at, b.length) for b in self.blocks])


def join_blocks(blocks: Sequence[Block]) -> Match:
    """The passage that reaches from the first of ``blocks`` to the last."""
    first, last = blocks[0], blocks[-1]
    return Match(
        blocks=tuple(blocks),
        start=first.at,
        end=last.at + last.length,
        from_start=first.there,
        from_end=last.there + last.length,
        equal=sum(block.length for block in blocks),
    )


def align(blocks: Sequence[Block], x: Words, y: Words) -> tuple[Match, ...]:
    """The passages that ``blocks`` make, in the order of the first text ``x``."""
    kept = _without_overlap(blocks, len(x))
    if not kept:
        return ()
    chains: list[list[Block]] = [[kept[0]]]
    for before, block in pairwise(kept):
        gap, other = (
            block.at - before.at - before.length,
            block.there - before.there - before.length,
        )
        if gap <= GAP and 0 <= other <= GAP:
            chains[-1].append(block)
        else:
            chains.append([block])
    longest = sorted(chains, key=lambda c: (-sum(b.length for b in c), c[0].at))[:PASSAGES]
    in_order = sorted(longest, key=lambda chain: chain[0].at)
    return tuple(_carried(in_order, x.keys, y.keys))


def _without_overlap(blocks: Sequence[Block], size: int) -> list[Block]:
    """Blocks cut so that no word of the first text is in two; the longer one keeps it."""
    in_order = sorted(blocks, key=lambda b: b.at)
    if all(a.at + a.length <= b.at for a, b in pairwise(in_order)):
        return in_order
    taken = np.zeros(size, dtype=bool)
    kept = []
    for block in sorted(blocks, key=lambda b: (-b.length, b.at, abs(b.at - b.there), b.there)):
        window = taken[block.at : block.at + block.length]
        if window.all():
            continue
        free = np.flatnonzero(~window)
        first, last = int(free[0]), int(free[-1]) + 1
        if last - first < SHORTEST or window[first:last].any():
            continue
        window[first:last] = True
        kept.append(Block(block.at + first, block.there + first, last - first))
    return sorted(kept, key=lambda b: b.at)


def _carried(
    chains: Sequence[Sequence[Block]], x: NDArray[np.uint64], y: NDArray[np.uint64]
) -> list[Match]:
    """Matches whose ends reach over a few changed words, never into each other."""
    matches: list[Match] = []
    for number, chain in enumerate(chains):
        floor = matches[-1].end if matches else 0
        ceiling = chains[number + 1][0].at if number + 1 < len(chains) else len(x)
        head, tail = chain[0], chain[-1]
        before = _bridge(x[floor : head.at][::-1], y[: head.there][::-1])
        after = _bridge(x[tail.at + tail.length : ceiling], y[tail.there + tail.length :])
        grown = [
            *(Block(head.at - a - n, head.there - b - n, n) for a, b, n in before[::-1]),
            *chain,
            *(
                Block(tail.at + tail.length + a, tail.there + tail.length + b, n)
                for a, b, n in after
            ),
        ]
        matches.append(join_blocks(grown))
    return matches


def _bridge(x: NDArray[np.uint64], y: NDArray[np.uint64]) -> list[tuple[int, int, int]]:
    """Short equal runs ``(skipped, skipped, length)`` met while stepping over changed words."""
    runs: list[tuple[int, int, int]] = []
    i = j = 0
    while True:
        here, there = x[i : i + _STRIDE + BRIDGE], y[j : j + _STRIDE + BRIDGE]
        step = _resume(here.tolist(), there.tolist())
        if step is None:
            return runs
        a, b, length = step
        runs.append((i + a, j + b, length))
        i, j = i + a + length, j + b + length


def _resume(x: Sequence[int], y: Sequence[int]) -> tuple[int, int, int] | None:
    """Where two word sequences agree again after the fewest changed words, and for how long."""
    for changed in range(1, 2 * BRIDGE + 1):
        for a in range(max(0, changed - BRIDGE), min(changed, BRIDGE) + 1):
            b = changed - a
            if x[a : a + SHORTEST] != y[b : b + SHORTEST]:
                continue
            window = min(len(x) - a, len(y) - b, _STRIDE)
            if window < SHORTEST:
                continue
            equal = zip(x[a : a + window], y[b : b + window], strict=True)
            differs = (n for n, (one, other) in enumerate(equal) if one != other)
            return a, b, next(differs, window)
    return None
