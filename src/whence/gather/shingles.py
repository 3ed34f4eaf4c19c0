"""Shingles: which articles share runs of words, found by an index and not by comparing all.

Takes the texts of articles, gives for each pair that shares words the exact :class:`Block` s
they share. A shingle is a run of ``SHINGLE`` words; each is hashed, all are sorted at once, and
equal ones on one diagonal join into blocks, which are then grown word by word to their full
length. The idea is the fingerprinting of Manber (1994) and Broder (1997), with every position
kept, since spans are wanted and not only a measure of likeness.

Two limits keep the work near-linear on any input: a shingle counts at its first few places in
an article only (a text that repeats itself has nothing more to tell), and where hundreds carry
the same shingle an article is set beside the first of them and those just before it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from whence.model import Span

SHINGLE = 5
"""Words in a shingle: fewer meet by chance too often, more miss reworded copies."""
PLACES = 3
"""Places of one shingle in one article that count."""
NEIGHBOURS = 24
"""Carriers of the same shingle, just before an article, that it is set beside."""
FOREMOST = 4
"""Carriers of the same shingle, from the first on, that every article is set beside."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_STRIDE = 256


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: a 64-bit key for each and the characters it spans."""

    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> Span:
        """The characters from word ``first`` up to, not including, word ``last``."""
        return int(self.starts[first]), int(self.ends[last - 1])


@dataclass(frozen=True, slots=True)
class Block:
    """``length`` equal words: from word ``at`` in one text, from word ``there`` in the other."""

    at: int
    there: int
    length: int


@lru_cache(maxsize=1 << 16)
def word_hash(word: str) -> int:
    """64 bits for a word form, the same for every case and kind of apostrophe."""
    folded = word.lower().replace("’", "'").encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(folded, digest_size=8).digest(), "big")


def read_words(text: str) -> Words:
    """The words of ``text``, compared without case and kind of apostrophe."""
    found = list(_WORD.finditer(text))
    keys = [word_hash(match[0]) for match in found]
    bounds = [match.span() for match in found]
    edges = np.array(bounds, dtype=np.int64).reshape(-1, 2)
    return Words(np.array(keys, dtype=np.uint64), edges[:, 0], edges[:, 1])


def shared_blocks(texts: Sequence[Words]) -> Iterator[tuple[int, int, list[Block]]]:
    """Pairs of texts ``(a, b)``, ``a < b``, that share a shingle, with their equal blocks.

    Pairs come in order, blocks in the order of their place in ``a``. Where very many texts
    carry a shingle, texts near to each other in the sequence are preferred.
    """
    hashes, owners, places = _postings(texts)
    left, right = _seeds(hashes, owners)
    a, b, i, j = owners[left], owners[right], places[left], places[right]
    order = np.lexsort((i, j - i, b, a))
    a, b, i, j = a[order], b[order], i[order], j[order]
    broken = (np.diff(a) != 0) | (np.diff(b) != 0) | (np.diff(j - i) != 0) | (np.diff(i) > 1)
    firsts = np.flatnonzero(np.concatenate(([True], broken))) if len(a) else np.empty(0, np.int64)
    counts = np.diff(np.append(firsts, len(a)))
    pair_starts = np.flatnonzero(
        np.concatenate(([True], (np.diff(a[firsts]) != 0) | (np.diff(b[firsts]) != 0)))
    )
    bounds = np.append(pair_starts, len(firsts)).tolist() if len(firsts) else [0]
    for begin, end in pairwise(bounds):
        first = int(firsts[begin])
        x, y = texts[int(a[first])], texts[int(b[first])]
        ats = firsts[begin:end]
        seeds = zip(i[ats].tolist(), j[ats].tolist(), counts[begin:end].tolist(), strict=True)
        yield int(a[first]), int(b[first]), _blocks(seeds, x.keys, y.keys)


def _postings(
    texts: Sequence[Words],
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Hash, text and place of every shingle that counts, sorted; single ones left out."""
    rolled = [_roll(words.keys) for words in texts]
    hashes = np.concatenate([*rolled, np.empty(0, np.uint64)])
    owners = np.repeat(np.arange(len(texts)), [len(r) for r in rolled])
    places = np.concatenate([*(np.arange(len(r)) for r in rolled), np.empty(0, np.int64)])
    order = np.argsort(hashes, kind="stable")  # stable: by text and place within equal hashes
    hashes, owners, places = hashes[order], owners[order], places[order]
    if len(hashes) <= PLACES:
        late = np.zeros(len(hashes), dtype=bool)
    else:
        same = (hashes[PLACES:] == hashes[:-PLACES]) & (owners[PLACES:] == owners[:-PLACES])
        late = np.concatenate((np.zeros(PLACES, dtype=bool), same))
    hashes, owners, places = hashes[~late], owners[~late], places[~late]
    twin = hashes[1:] == hashes[:-1]
    shared = np.zeros(len(hashes), dtype=bool)
    shared[1:] |= twin
    shared[:-1] |= twin
    return hashes[shared], owners[shared], places[shared]


def _roll(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A hash of every run of ``SHINGLE`` keys: a polynomial modulo 2**64."""
    count = max(0, len(keys) - SHINGLE + 1)
    rolled = np.zeros(count, dtype=np.uint64)
    factor = np.uint64(0x9E3779B97F4A7C15)
    for k in range(SHINGLE):
        rolled = rolled * factor + keys[k : k + count]
    return rolled


def _seeds(
    hashes: NDArray[np.uint64], owners: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the postings to set beside each other: same hash, different texts."""
    rows = np.arange(len(hashes))
    lefts, rights = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for step in range(1, min(NEIGHBOURS, len(hashes) - 1) + 1):
        fits = (hashes[step:] == hashes[:-step]) & (owners[step:] != owners[:-step])
        lefts.append(rows[:-step][fits])
        rights.append(rows[step:][fits])
    head = np.maximum.accumulate(np.where(np.insert(np.diff(hashes) != 0, 0, True), rows, 0))
    for step in range(FOREMOST):
        lead = np.minimum(head + step, len(hashes) - 1)
        fits = (rows - lead > NEIGHBOURS) & (hashes[lead] == hashes) & (owners[lead] != owners)
        lefts.append(lead[fits])
        rights.append(rows[fits])
    return np.concatenate(lefts), np.concatenate(rights)


def _blocks(
    seeds: Iterable[tuple[int, int, int]], x: NDArray[np.uint64], y: NDArray[np.uint64]
) -> list[Block]:
    """Runs of shingles ``(place, place, count)``, by diagonal, grown to blocks in reading order."""
    blocks: list[Block] = []
    for at, there, count in seeds:
        last = blocks[-1] if blocks else None
        if last and at - there == last.at - last.there and at < last.at + last.length:
            continue  # a seed that the block before it has grown over
        blocks.append(_grow(Block(at, there, count + SHINGLE - 1), x, y))
    return sorted(blocks, key=lambda block: (block.at, block.there))


def _grow(block: Block, x: NDArray[np.uint64], y: NDArray[np.uint64]) -> Block:
    """The block with every equal word before and after it."""
    back = _common(x[: block.at][::-1], y[: block.there][::-1])
    end, other = block.at + block.length, block.there + block.length
    on = _common(x[end:], y[other:])
    return Block(block.at - back, block.there - back, block.length + back + on)


def _common(x: NDArray[np.uint64], y: NDArray[np.uint64]) -> int:
    """How many words two sequences share from their start, looked at a stride at a time."""
    limit = min(len(x), len(y))
    for begin in range(0, limit, _STRIDE):
        end = min(begin + _STRIDE, limit)
        differs = np.flatnonzero(x[begin:end] != y[begin:end])
        if len(differs):
            return begin + int(differs[0])
    return limit
