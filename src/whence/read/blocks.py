"""Blocks: the runs of text that a reader sees as one piece, before they have a role.

A page gives them from its tree, a plain text from its lines; both go through the same rules in
``lines``. A block's ``text`` has its white space collapsed in pages and is untouched in plain
text. The words of a block that no markup hints at are all that its role can be told from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link inside a block: the span of its words in the block's text, and its address."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text: ``tag`` is the block-level element it stands in, empty in plain text.

    ``strong`` tells that the whole run is set in bold.
    """

    text: str
    tag: str = ""
    anchors: tuple[Anchor, ...] = ()
    strong: bool = False

    @property
    def link_share(self) -> float:
        """The share of its characters that are links."""
        return sum(a.end - a.start for a in self.anchors) / max(1, len(self.text))


def words_of(text: str) -> list[str]:
    """The words of a text, case folded, composed (NFC), without punctuation."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return _WORD.findall(composed.casefold())


def plain(text: str) -> str:
    """A text as bare words, to compare two wordings of one thing."""
    return " ".join(words_of(text))
