"""What counts as the same: words in a text, names, and the fairest pairing of two lists.

The tools by which the kinds of answers are compared. All are pure, and none depends on the
order of what it is given save to break ties.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from whence.model import Actor, Span, Trace

Row = Mapping[str, Any]
"""An object of the key."""
Tokens = frozenset[int]
"""Offsets at which the tokens of a piece of text begin."""
Cast = Mapping[str, frozenset[str]]
"""The words of each actor's names, by the actor's id."""

_TOKEN = re.compile(r"\w+|[^\w\s]")
_NAME_WORD = re.compile(r"\w{3,}")
_EMPTY_WORDS = frozenset({"the", "and", "for", "from", "who", "had", "its", "his", "her"})


@dataclass(frozen=True, slots=True)
class Score:
    """One kind of answer: how many are right, were found, and were expected."""

    kind: str
    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected that is right; 1 where nothing was expected."""
        return self.right / self.expected if self.expected else 1.0


def score_sets(kind: str, found: Set[Any], expected: Set[Any]) -> Score:
    """Score answers that are either the same or not."""
    return Score(kind, len(found & expected), len(found), len(expected))


def locate(text: str, words: str, nth: int = 1, within: Span | None = None) -> Span | None:
    """Where ``words`` stand for the ``nth`` time in ``text``, or in a span of it.

    Whole words only; any white space matches any other. None where they do not stand.
    """
    begin, end = within or (0, len(text))
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if words[0].isalnum():
        pattern = r"\b" + pattern
    if words[-1].isalnum():
        pattern += r"\b"
    hits = list(re.finditer(pattern, text[begin:end]))
    if len(hits) < nth:
        return None
    return begin + hits[nth - 1].start(), begin + hits[nth - 1].end()


def tokens_of(text: str, spans: Iterable[Span]) -> Tokens:
    """The tokens of ``text`` inside ``spans``."""
    return frozenset(b + m.start() for b, e in spans for m in _TOKEN.finditer(text[b:e]))


def words_of(*names: str) -> frozenset[str]:
    """The words by which names are compared: three letters or more, lower case."""
    found = {word for name in names for word in _NAME_WORD.findall(name.lower())}
    return frozenset(found - _EMPTY_WORDS)


def name_words(trace: Trace) -> Cast:
    """The words of the name and aliases of every actor in ``trace``."""
    cast: dict[str, frozenset[str]] = defaultdict(frozenset)
    for actor in actors_of(trace):
        cast[actor.id] |= words_of(actor.name, *actor.aliases)
    return dict(cast)


def actors_of(trace: Trace) -> list[Actor]:
    """Every actor, as each analysis and each story gives it."""
    return [actor for a in trace.analyses for actor in a.actors] + [
        actor for s in trace.stories for actor in s.actors
    ]


def best_pairs(likeness: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Pair one to one, the most alike first; ties go to the lower numbers."""
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for i, j in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return sorted(pairs)
