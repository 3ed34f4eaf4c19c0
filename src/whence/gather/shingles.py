"""Shingles: which articles share runs of words, found by an index and not by comparing all.

Takes the texts of articles, gives for each pair that shares words the exact runs they share.
A shingle is a run of ``SHINGLE`` words; each is hashed, all are sorted at once, and equal ones
on one diagonal join into runs, which are then grown word by word to their full length. The idea
is the fingerprinting of Manber (1994) and Broder (1997), with every position kept, since spans
are wanted and not only a measure of likeness.

Two limits keep the work near-linear on any input: a shingle counts at its first few places in
an article only (a text that repeats itself has nothing more to tell), and where hundreds carry
the same shingle an article is set beside the first of them and those just before it. Memory is
kept by columns of numbers, and by setting articles beside those before them a batch at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whence.gather.words import Words

SHINGLE = 5
"""Words in a shingle: fewer meet by chance too often, more miss reworded copies."""
PLACES = 3
"""Places of one shingle in one article that count."""
NEIGHBOURS = 24
"""Carriers of the same shingle, just before an article, that it is set beside."""
FOREMOST = 4
"""Carriers of the same shingle, from the first on, that every article is set beside."""

BATCH = 1 << 17
"""Shingles whose articles are set beside those before them at a time."""

_STRIDE = 256
_RANGE_BITS = 3


@dataclass(frozen=True, slots=True)
class Block:
    """``length`` equal words: from word ``at`` in one text, from word ``there`` in the other."""

    at: int
    there: int
    length: int


@dataclass(frozen=True, slots=True)
class Runs:
    """Columns of equal runs: ``length`` words from ``at`` in text ``a``, ``there`` in text ``b``.

    Those of one pair stand together; ``a < b``.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    at: NDArray[np.int64]
    there: NDArray[np.int64]
    length: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.a)

    def pick(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Runs:
        """Some of the rows."""
        return Runs(*(column[rows] for column in self.columns()))

    def columns(self) -> tuple[NDArray[np.int64], ...]:
        """The five columns."""
        return self.a, self.b, self.at, self.there, self.length

    def pairs(self) -> NDArray[np.int64]:
        """The row at which each pair begins."""
        new = (np.diff(self.a, prepend=-1) != 0) | (np.diff(self.b, prepend=-1) != 0)
        return np.flatnonzero(new)

    def blocks(self, begin: int, end: int) -> list[Block]:
        """The rows from ``begin`` up to, not including, ``end`` as blocks."""
        columns = (self.at[begin:end], self.there[begin:end], self.length[begin:end])
        return [Block(*row) for row in zip(*(c.tolist() for c in columns), strict=True)]


def join_runs(parts: Sequence[Runs]) -> Runs:
    """All rows of all parts, in order."""
    empty = Runs(*(np.empty(0, np.int64) for _ in range(5)))
    columns = zip(*(part.columns() for part in [empty, *parts]), strict=True)
    return Runs(*(np.concatenate(column) for column in columns))


def shared_runs(texts: Sequence[Words]) -> Iterator[Runs]:
    """The equal runs of all pairs of texts that share a shingle, in batches of later texts.

    The pairs of one later text come in one batch. Where very many texts carry a shingle, texts
    near to each other in the sequence are preferred.
    """
    flat = _Flat(texts)
    postings = _Postings(flat)
    for first, last in _batches(flat.sizes):
        runs = _runs(postings.seeds(first, last), flat)
        if len(runs):
            yield _grown(runs, texts, flat)


def _batches(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of texts that have about ``BATCH`` words each."""
    if not len(sizes):
        return
    batch = np.cumsum(sizes) // BATCH
    firsts = np.flatnonzero(np.diff(batch, prepend=-1))
    yield from zip(firsts.tolist(), [*firsts[1:].tolist(), len(sizes)], strict=True)


class _Flat:
    """All texts in one row of words, so that a place is one number."""

    def __init__(self, texts: Sequence[Words]) -> None:
        self.sizes = np.array([len(words) for words in texts], dtype=np.int64)
        self.begins = np.concatenate(([0], np.cumsum(self.sizes)))
        self.keys = np.concatenate([*(words.keys for words in texts), np.empty(0, np.uint64)])

    def owners(self, places: NDArray[np.signedinteger]) -> NDArray[np.int64]:
        """The text that each place is in."""
        return np.searchsorted(self.begins, places, side="right") - 1


class _Postings:
    """The places of every shingle that counts and is not alone: those of one shingle in a row.

    Made a range of hashes at a time, which takes less memory than sorting all at once.
    """

    def __init__(self, flat: _Flat) -> None:
        hashes = _roll(flat.keys)
        owners = np.repeat(np.arange(len(flat.sizes), dtype=np.int32), flat.sizes)
        whole = owners[: len(hashes)] == owners[SHINGLE - 1 :]  # a shingle lies in one text
        ranges = (hashes >> np.uint64(64 - _RANGE_BITS)).astype(np.uint8)
        ranges[~whole] = 1 << _RANGE_BITS  # in none
        parts = [_postings(hashes, owners, ranges == n) for n in range(1 << _RANGE_BITS)]
        self.places = np.concatenate([places for places, _ in parts])
        new = np.concatenate([new for _, new in parts])
        self.owners = owners[self.places]
        rows = np.arange(len(new), dtype=self.places.dtype)
        self.heads = np.maximum.accumulate(np.where(new, rows, 0))
        self.by_text = np.argsort(self.owners, kind="stable").astype(self.places.dtype)
        counts = np.bincount(self.owners, minlength=len(flat.sizes))
        self.begins = np.concatenate(([0], np.cumsum(counts)))

    def seeds(self, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Places to set beside each other: same shingle, the later one in texts of a range."""
        rows = self.by_text[self.begins[first] : self.begins[last]].astype(np.int64)
        lefts, rights = [rows[:0]], [rows[:0]]
        near = rows
        for step in range(1, NEIGHBOURS + 1):
            near = near[near - step >= self.heads[near]]
            if not len(near):
                break
            lefts.append(near - step)
            rights.append(near)
        for step in range(FOREMOST):
            lead = self.heads[rows] + step
            far = rows - lead > NEIGHBOURS
            lefts.append(lead[far])
            rights.append(rows[far])
        left, right = np.concatenate(lefts), np.concatenate(rights)
        differ = self.owners[left] != self.owners[right]
        left, right = self.places[left[differ]], self.places[right[differ]]
        return left.astype(np.int64), right.astype(np.int64)


def _postings(
    hashes: NDArray[np.uint64], owners: NDArray[np.int32], within: NDArray[np.bool_]
) -> tuple[NDArray[np.signedinteger], NDArray[np.bool_]]:
    """Places of the shingles ``within`` a range that count, by shingle, and where each begins."""
    places: NDArray[np.signedinteger] = np.flatnonzero(within)
    if len(hashes) < 1 << 31:
        places = places.astype(np.int32)
    places = places[np.argsort(hashes[places], kind="stable")]  # stable: in order of place
    found, holders = hashes[places], owners[places]
    late = np.zeros(len(found), dtype=bool)
    late[PLACES:] = (found[PLACES:] == found[:-PLACES]) & (holders[PLACES:] == holders[:-PLACES])
    places, found = places[~late], found[~late]
    twin = np.flatnonzero(found[1:] == found[:-1])
    shared = np.zeros(len(found), dtype=bool)
    shared[twin] = shared[twin + 1] = True
    places, found = places[shared], found[shared]
    new = np.ones(len(found), dtype=bool)
    new[1:] = found[1:] != found[:-1]
    return places, new


def _roll(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A hash of every run of ``SHINGLE`` keys: a polynomial modulo 2**64."""
    count = max(0, len(keys) - SHINGLE + 1)
    rolled = np.zeros(count, dtype=np.uint64)
    factor = np.uint64(0x9E3779B97F4A7C15)
    for k in range(SHINGLE):
        rolled = rolled * factor + keys[k : k + count]
    return rolled


def _runs(seeds: tuple[NDArray[np.int64], NDArray[np.int64]], flat: _Flat) -> Runs:
    """Seeds that follow each other on one diagonal, joined; a pair's by diagonal and place.

    No run reaches into another text, since no shingle begins at a text's last words.
    """
    left, right = seeds
    width = max(1, len(flat.keys))
    codes = np.sort((right - left) * width + left)
    firsts = np.flatnonzero(np.diff(codes, prepend=-2) != 1)
    lengths = np.diff(np.append(firsts, len(codes))) + SHINGLE - 1
    left = codes[firsts] % width
    right = left + codes[firsts] // width
    a, b = flat.owners(left), flat.owners(right)
    runs = Runs(a, b, left - flat.begins[a], right - flat.begins[b], lengths)
    return runs.pick(np.lexsort((runs.at, runs.there - runs.at, a, b)))


def _grown(runs: Runs, texts: Sequence[Words], flat: _Flat) -> Runs:
    """The runs with every equal word before and after them.

    Few have any: where all shingles counted, a run ends where the words differ.
    """
    left, right = flat.begins[runs.a] + runs.at, flat.begins[runs.b] + runs.there
    back = (runs.at > 0) & (runs.there > 0) & (flat.keys[left - 1] == flat.keys[right - 1])
    left, right = left + runs.length, right + runs.length
    on = (left < flat.begins[runs.a + 1]) & (right < flat.begins[runs.b + 1])
    on[on] = flat.keys[left[on]] == flat.keys[right[on]]
    firsts = runs.pairs()
    growing = np.logical_or.reduceat(back | on, firsts)
    if not growing.any():
        return runs
    bounds = np.append(firsts, len(runs))
    parts = [runs.pick(~np.repeat(growing, np.diff(bounds)))]
    for pair in np.flatnonzero(growing).tolist():
        begin, end = int(bounds[pair]), int(bounds[pair + 1])
        a, b = int(runs.a[begin]), int(runs.b[begin])
        blocks = _blocks(runs.blocks(begin, end), texts[a].keys, texts[b].keys)
        rows = [(a, b, block.at, block.there, block.length) for block in blocks]
        parts.append(Runs(*np.array(rows, dtype=np.int64).T))
    joined = join_runs(parts)
    return joined.pick(np.lexsort((joined.a, joined.b)))


def _blocks(runs: Iterable[Block], x: NDArray[np.uint64], y: NDArray[np.uint64]) -> list[Block]:
    """The runs of one pair, by diagonal, grown to blocks."""
    blocks: list[Block] = []
    for run in runs:
        last = blocks[-1] if blocks else None
        if last and run.at - run.there == last.at - last.there and run.at < last.at + last.length:
            continue  # a run that the block before it has grown over
        blocks.append(_grow(run, x, y))
    return blocks


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
