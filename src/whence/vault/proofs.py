"""Proofs of many entries at once: all levels of the tree are hashed one time.

The tree of RFC 6962 can be built level by level: neighbours are hashed together, and the last of
an odd number moves up as it is. A leaf's proof is its neighbour on each level, where it has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from whence.vault.tree import hash_node


def prove_each(leaves: Sequence[bytes], numbers: Iterable[int]) -> Iterator[tuple[bytes, ...]]:
    """The proofs of inclusion of the leaves of these ``numbers``, in their order.

    Raises:
        ValueError: there is no such leaf.
    """
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        paired = [hash_node(*below[i : i + 2]) for i in range(0, len(below) - 1, 2)]
        levels.append(paired + below[len(paired) * 2 :])
    for number in numbers:
        if not 0 <= number < len(leaves):
            raise ValueError(f"no leaf {number} in a tree of {len(leaves)}")
        yield tuple(
            level[(number >> height) ^ 1]
            for height, level in enumerate(levels)
            if (number >> height) ^ 1 < len(level)
        )
