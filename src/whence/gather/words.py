"""Words: a text as a row of numbers, to be compared word by word.

Takes a text, gives a 64-bit key for each of its words and the characters it spans. Words are the
same whatever their case and kind of apostrophe.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from whence.model import Span

_WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: a 64-bit key for each and the characters it spans."""

    keys: NDArray[np.uint64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> Span:
        """The characters from word ``first`` up to, not including, word ``last``."""
        return int(self.starts[first]), int(self.ends[last - 1])


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
    edges = np.array(bounds, dtype=np.int32).reshape(-1, 2)
    return Words(np.array(keys, dtype=np.uint64), edges[:, 0], edges[:, 1])
