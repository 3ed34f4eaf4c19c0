"""Vocabulary: the words that tell what a text is about, the rarest heaviest.

Takes a text, gives the words it is about and their weights: (1 + log count) times inverse
document frequency (Spärck Jones 1972), made one long. How rare a word is is told by a background
of news articles alone: ``frequencies.tsv`` holds how many of those each word stands in
(``training/frequencies.py``). So a text's weights depend on the text alone, whatever it is set
beside. Words go by a number that is hashed (Weinberger et al. 2009): no table of them grows.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

HEAVIEST = 128
"""Words of a text that are kept."""
NUMBERS = 1 << 20
"""Numbers that words are hashed to; two words of one number are as one."""
GRAIN = 1 << 11
"""Weights are whole multiples of one part in so many: then sums of their products come out the
same in any order, in single precision."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """In how many of ``articles`` articles each word stands."""

    articles: int
    counts: Mapping[str, int]

    def rarity(self, word: str) -> float:
        """How rare a word is: inverse document frequency, zero where it is in every article."""
        return math.log((1 + self.articles) / (1 + self.counts.get(word, 0)))


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


@dataclass(frozen=True, slots=True)
class Weighed:
    """The words a text is about, heaviest first, by number; ``weights`` have a length of one."""

    words: NDArray[np.int32]
    weights: NDArray[np.float32]


def weigh_words(text: str, known: Background) -> Weighed:
    """The heaviest words of a text; none where it has no word that is not everywhere."""
    heaviest: dict[int, float] = {}
    for word, count in Counter(words_of(text)).items():
        number, rarity = _look_up(word, known)
        weight = rarity * (1 + math.log(count))
        if weight > heaviest.get(number, 0):
            heaviest[number] = weight
    numbers = np.array(list(heaviest), dtype=np.int32)
    weights = np.array(list(heaviest.values()), dtype=np.float64)
    kept = np.lexsort((numbers, -weights))[:HEAVIEST]
    length = math.sqrt(float((weights[kept] ** 2).sum())) or 1
    return Weighed(numbers[kept], round_to_grain(weights[kept] / length))


@lru_cache(maxsize=1 << 17)
def _look_up(word: str, known: Background) -> tuple[int, float]:
    """A word's number and how rare it is."""
    return zlib.crc32(word.encode()) % NUMBERS, known.rarity(word)


def round_to_grain(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Values between -1 and 1 as the nearest multiples of the grain."""
    return (np.round(values * GRAIN) / GRAIN).astype(np.float32)
