"""The tree: hashes of the ledger's lines come in, one root and short proofs go out.

The Merkle tree of RFC 6962, section 2.1 (unchanged in RFC 9162): a leaf is SHA-256 of 0x00 and
the line, a node SHA-256 of 0x01 and its two children, and a tree of n leaves has on its left the
largest full tree smaller than n. Whoever holds a root of the first m lines can be shown, with about
log2(n) hashes, that one line is in it (inclusion), or that a later tree only adds to it
(consistency). An :class:`Edge` is the tree as far as adding to it needs: the roots of the full
trees on its right edge, one for each bit set in its size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256(b"").digest()


def hash_leaf(line: bytes) -> bytes:
    """The hash of a line, as a leaf."""
    return hashlib.sha256(b"\x00" + line).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """The hash of two trees that stand side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree of ``size`` leaves: its full trees, largest first."""

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.roots) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves has {self.size.bit_count()} full trees")

    def add(self, leaf: bytes) -> Edge:
        """The edge once ``leaf`` is added."""
        roots = [*self.roots, leaf]
        size = self.size
        while size & 1:
            right = roots.pop()
            roots.append(hash_node(roots.pop(), right))
            size >>= 1
        return Edge(self.size + 1, tuple(roots))

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.roots:
            return EMPTY_ROOT
        root = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            root = hash_node(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a tree of leaf hashes."""
    edge = Edge()
    for leaf in leaves:
        edge = edge.add(leaf)
    return edge.root


def prove_inclusion(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes that lead from leaf ``index`` up to the root."""
    return next(prove_each(leaves, [index]))


def prove_each(leaves: Sequence[bytes], numbers: Iterable[int]) -> Iterator[tuple[bytes, ...]]:
    """The hashes that lead from each of these leaves up to the root (RFC 6962, 2.1.1).

    All levels of the tree are hashed one time: neighbours together, and the last of an odd number
    moves up as it is. A leaf's proof is its neighbour on each level, where it has one.

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


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` shows ``leaf`` at ``index`` of the tree of ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = hash_node(step, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hash_node(found, step)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def prove_consistency(leaves: Sequence[bytes], size: int) -> tuple[bytes, ...]:
    """The hashes that show the first ``size`` leaves unchanged in the tree (RFC 6962, 2.1.2)."""
    if not 0 < size <= len(leaves):
        raise ValueError(f"no tree of {size} leaves in one of {len(leaves)}")
    return _subproof(leaves, size, True)


def _subproof(leaves: Sequence[bytes], size: int, known: bool) -> tuple[bytes, ...]:
    if size == len(leaves):
        return () if known else (root_of(leaves),)
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if size <= split:
        return (*_subproof(left, size, known), root_of(right))
    return (*_subproof(right, size - split, False), root_of(left))


def extends(
    size: int, root: bytes, later_size: int, later_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows that the later tree only adds to the first (RFC 9162, 2.1.4.2)."""
    if size == later_size:
        return not proof and root == later_root
    if not 0 < size < later_size:
        return False
    steps = [root, *proof] if size.bit_count() == 1 else list(proof)
    if not steps:
        return False
    node, last = size - 1, later_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = hash_node(step, old), hash_node(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = hash_node(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old == root and new == later_root


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)
