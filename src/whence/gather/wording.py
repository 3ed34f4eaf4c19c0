"""Wording: which words of a text stand where in its copy, and which were put in their place.

Takes two texts and the passages that one took from the other, gives a :class:`Wording`: pairs of
equal words, and the places where words were replaced. Within a passage, and at one word before and
behind it, where it ends because that word was changed, the words are set beside each other by the
fewest edits (Levenshtein 1966).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from whence.gather.words import Words, read_words
from whence.model import Alignment, Span

LONGEST = 4000
"""Words of a passage that are set beside each other; a longer one is cut."""
ALIKE = 75.0
"""Likeness (0 to 100) of the letters of two words that are forms or spellings of one."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words by number, those of the source first: ``pairs`` are equal, ``swaps`` runs replaced.

    Both ends of a swap are half-open ranges of at least one word.
    """

    source: Words
    copy: Words
    pairs: dict[int, int]
    swaps: tuple[tuple[Span, Span], ...]

    def turned(self) -> Wording:
        """The same, seen from the other text."""
        pairs = {there: here for here, there in self.pairs.items()}
        swaps = tuple((there, here) for here, there in self.swaps)
        return Wording(self.copy, self.source, pairs, swaps)

    def carried(self, span: Span) -> tuple[float, Span | None]:
        """How much of a span of the source the copy has, 0 to 1, and where it stands there."""
        inside = words_in(self.source, span)
        there = [self.pairs[n] for n in inside if n in self.pairs]
        if not there:
            return 0.0, None
        return len(there) / len(inside), self.copy.span(min(there), max(there) + 1)

    def lost(self, span: Span) -> list[int]:
        """The words of a span of the source that the copy has not."""
        return [n for n in words_in(self.source, span) if n not in self.pairs]

    def added(self, span: Span) -> list[int]:
        """The words of a span of the copy that the source has not."""
        taken = set(self.pairs.values())
        return [n for n in words_in(self.copy, span) if n not in taken]


def words_in(words: Words, span: Span) -> range:
    """The numbers of the words that begin in a span."""
    first, last = np.searchsorted(words.starts, span)
    return range(int(first), int(last))


def align_words(source: str, copy: str, passages: Sequence[Alignment]) -> Wording:
    """The words of two texts side by side, wherever a passage was taken."""
    there, here = read_words(source), read_words(copy)
    pairs: dict[int, int] = {}
    swaps: list[tuple[Span, Span]] = []
    for passage in passages:
        a = widen(words_in(there, (passage.from_start, passage.from_end))[:LONGEST], len(there))
        b = widen(words_in(here, (passage.start, passage.end))[:LONGEST], len(here))
        left, right = (w.keys[r.start : r.stop].tolist() for w, r in ((there, a), (here, b)))
        for edit in Levenshtein.opcodes(left, right):
            i, j, k, m = edit.src_start, edit.src_end, edit.dest_start, edit.dest_end
            if edit.tag == "equal":
                pairs |= {a[i + n]: b[k + n] for n in range(j - i)}
            elif edit.tag == "replace":
                old = [source[slice(*there.span(n, n + 1))] for n in a[i:j]]
                new = [copy[slice(*here.span(n, n + 1))] for n in b[k:m]]
                respelt = match_forms(old, new)
                pairs |= {a[i + n]: b[k + n] for n in respelt}
                if len(respelt) < max(j - i, m - k):
                    swaps.append(((a[i], a[j - 1] + 1), (b[k], b[m - 1] + 1)))
    return Wording(there, here, pairs, tuple(swaps))


def match_forms(one: Sequence[str], other: Sequence[str]) -> list[int]:
    """Where words that stand one for one are forms or spellings of each other ("suggest(s)")."""
    if len(one) != len(other):
        return []
    return [
        n
        for n, (a, b) in enumerate(zip(one, other, strict=True))
        if a.isalpha() and b.isalpha() and fuzz.ratio(a.casefold(), b.casefold()) >= ALIKE
    ]


def widen(words: range, most: int) -> range:
    """A run of words with the one before it and the one behind it."""
    return range(max(0, words.start - 1), min(most, words.stop + 1))
