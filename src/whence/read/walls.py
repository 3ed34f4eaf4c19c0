"""Walls: the words by which a page that is no article is known, ready to be looked for.

The tables of ``refusal.toml``, read once. Words are compared without regard to case, white
space, apostrophes and composition; what stands in quotation marks is left out, since a wall
speaks to its reader and an article about walls quotes them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from lxml.html import HtmlElement

from whence.read.shown import marks_of
from whence.read.vocabulary import anywhere
from whence.tables import read_table

_QUOTED = re.compile(
    r"“[^“”]{1,400}”|„[^„“”]{1,400}[“”]|«[^«»]{1,400}»|»[^«»]{1,400}«|\"[^\"]{1,400}\""
    r"|(?<!\w)[‘‚'][^‘’‚']{2,400}[’'](?!\w)"
)
_SENTENCE_END = re.compile(r"(?<=[.!?…؟])\s+|\n")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_SEPARATORS = re.compile(r"\s+[|–—\-·•»«:/]+\s+|\s*[|»«·•]\s*|::")
_ENDS = " .!?…:;,-–—()[]¡¿\"'"


@dataclass(frozen=True, slots=True)
class Wall:
    """One kind of page that is no article, and what a reader is told of it."""

    kind: str
    reason: str
    titles: frozenset[str]
    phrases: tuple[str, ...]
    marks: frozenset[str]
    beginnings: tuple[str, ...]

    def said_in(self, text: str) -> frozenset[str]:
        """Which of its phrases stand in a text that :func:`bare` gave, each at its longest."""
        found = {phrase for phrase in self.phrases if phrase in text}
        return frozenset(p for p in found if not any(p in q for q in found if q != p))

    def share_of(self, sentences: Sequence[str]) -> float:
        """The share of some sentences that are its words, and not told of by somebody."""
        size = sum(map(len, sentences))
        own = sum(len(s) for s in sentences if self._is_said_in(s) and not _reports().search(s))
        return own / size if size else 0.0

    def _is_said_in(self, text: str) -> bool:
        return any(phrase in text for phrase in self.phrases)

    def is_marked(self, marks: frozenset[str]) -> bool:
        """Whether some marks are of the products that show such walls."""
        return not self.marks.isdisjoint(marks) or (
            bool(self.beginnings) and any(mark.startswith(self.beginnings) for mark in marks)
        )


def marks_around(element: HtmlElement) -> frozenset[str]:
    """The marks of an element and of all around it."""
    outer = (element, *element.iterancestors())
    return frozenset(m for e in outer if e.tag not in ("body", "html") for m in marks_of(e))


@cache
def walls() -> tuple[Wall, ...]:
    """All kinds, in the order in which they are tried."""
    return tuple(
        Wall(
            row["kind"],
            row["reason"],
            frozenset(map(bare, row["titles"])),
            tuple(sorted({bare(phrase) for phrase in row["phrases"]})),
            frozenset(mark for mark in row["marks"] if not mark.endswith("*")),
            tuple(mark[:-1] for mark in row["marks"] if mark.endswith("*")),
        )
        for row in read_table("whence.read", "refusal.toml")["wall"]
    )


def bare(text: str) -> str:
    """A text as its words are compared."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(_APOSTROPHES)
    return " ".join(composed.split()).strip(_ENDS)


def unquoted(text: str) -> tuple[str, ...]:
    """The sentences of a text without what stands in quotation marks, as words are compared."""
    sentences = _SENTENCE_END.split(_QUOTED.sub(" ", text))
    return tuple(sentence for each in sentences if (sentence := bare(each)))


def _reports() -> re.Pattern[str]:
    return anywhere("headline", "reporting")


def segments(title: str) -> frozenset[str]:
    """A title and the parts of it between separators, as titles are compared."""
    return frozenset({bare(title), *map(bare, _SEPARATORS.split(title))}) - {""}
