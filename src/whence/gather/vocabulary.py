"""Vocabulary: how like two texts are by the words they use, rare words counting most.

Takes texts, gives the matrix of their cosines over words weighted by (1 + log count) times
inverse document frequency (Spärck Jones 1972). A handful of articles cannot tell which words
are rare, so the articles at hand are counted together with a background of news articles:
``frequencies.tsv`` holds how many of those each word stands in (``training/frequencies.py``).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

COMMON = 64
"""Texts from which on a word is common here, and multiplied with others at once."""
BATCH = 2048
"""Common words multiplied at once."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of ``articles`` articles each word stands."""

    articles: int
    counts: Mapping[str, int]

    def rarity(self, word: str) -> float:
        """How rare a word is: inverse document frequency, zero where it is in every article."""
        return math.log((1 + self.articles) / (1 + self.counts.get(word, 0)))


Postings = dict[str, tuple[NDArray[np.intp], NDArray[np.float32]]]
"""For each word the texts it stands in and its weights there."""


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without a possessive's ending."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    return [word.removesuffix("'s") for word in words]


@cache
def background() -> Background:
    """The counts that ship with the package."""
    table = files("whence.gather").joinpath("frequencies.tsv").read_text("utf-8")
    first, *rows = table.splitlines()
    pairs = (row.split("\t") for row in rows)
    return Background(int(first), {word: int(count) for word, count in pairs})


def word_likeness(texts: Sequence[str], known: Background) -> NDArray[np.float32]:
    """Cosines of the texts' weighted words, ``(n, n)``; a text without words is like none."""
    postings = _weigh([Counter(words_of(text)) for text in texts], known)
    likeness = _share_rare(postings, len(texts))
    common = [word for word, (rows, _) in postings.items() if len(rows) >= COMMON]
    for begin in range(0, len(common), BATCH):
        batch = common[begin : begin + BATCH]
        dense = np.zeros((len(texts), len(batch)), dtype=np.float32)
        for column, word in enumerate(batch):
            rows, weights = postings[word]
            dense[rows, column] = weights
        likeness += dense @ dense.T
    lengths = _lengths(postings, len(texts))
    np.fill_diagonal(likeness, lengths**2)
    lengths[lengths == 0] = 1
    return likeness / np.outer(lengths, lengths)


def _share_rare(postings: Postings, size: int) -> NDArray[np.float32]:
    """What words that few texts have add to each pair, ``(size, size)``.

    Words in equally many texts are taken together: their pairs are counted in one go.
    """
    by_spread: dict[int, list[str]] = {}
    for word, (rows, _) in postings.items():
        if 1 < len(rows) < COMMON:
            by_spread.setdefault(len(rows), []).append(word)
    shared = np.zeros(size * size)
    for spread in sorted(by_spread):
        rows = np.stack([postings[word][0] for word in by_spread[spread]])
        weights = np.stack([postings[word][1] for word in by_spread[spread]]).astype(np.float64)
        pairs = rows[:, :, None] * size + rows[:, None, :]
        products = weights[:, :, None] * weights[:, None, :]
        shared += np.bincount(pairs.ravel(), products.ravel(), minlength=size * size)
    return shared.reshape(size, size).astype(np.float32)


def _weigh(counted: Sequence[Counter[str]], known: Background) -> Postings:
    rows: dict[str, list[int]] = {}
    for row, counts in enumerate(counted):
        for word in counts:
            rows.setdefault(word, []).append(row)
    total = known.articles + len(counted) + 1
    postings: Postings = {}
    for word, found in rows.items():
        rarity = math.log(total / (known.counts.get(word, 0) + len(found) + 1))
        weights = [(1 + math.log(counted[row][word])) * rarity for row in found]
        postings[word] = np.array(found, dtype=np.intp), np.array(weights, dtype=np.float32)
    return postings


def _lengths(postings: Postings, size: int) -> NDArray[np.float32]:
    squares = np.zeros(size, dtype=np.float32)
    for rows, weights in postings.values():
        squares[rows] += weights**2
    return np.sqrt(squares)
