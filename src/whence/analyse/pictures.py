"""Pictures: what a recording or a picture shows is told by whoever tells of it.

Takes a draft of a statement, tells whether it only says what is to be seen; takes a heading, gives
the words that say what is. "A video showing two
captives" and "Releases film of a captured crew" attribute nothing: in them the outlet itself says
captives, and captured. What somebody says in a recording is a statement, and so is what a
recording is said to prove ("shows that", "appears to show").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from whence.analyse.joining import Draft
from whence.analyse.vocabulary import read_table
from whence.model import Span

FEWEST_SEEN = 3
"""Words that must say what is to be seen."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_CLAUSE = re.compile(r"that\b", re.IGNORECASE)
_NOUN_PHRASE = re.compile(r"\s(?:of|from|by|in|on|that|which|with|released|posted|shot|taken)\b")
"""What ends a noun and the words before it."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Nouns of what is looked at, and the words by which it is told what they show."""

    nouns: frozenset[str]
    showing: frozenset[str]
    seen: re.Pattern[str]
    """From a picture's noun up to what is to be seen in it."""

    def is_picture(self, words: str) -> bool:
        """Whether a noun phrase is headed by a recording or a picture."""
        head = _WORD.findall(_NOUN_PHRASE.split(words.lower(), maxsplit=1)[0])
        return bool(head) and head[-1] in self.nouns

    def shows(self, words: str) -> bool:
        """Whether a cue only says what is to be seen."""
        told = _WORD.findall(words.lower())
        return bool(told) and self.showing.issuperset(told)

    def brings_picture(self, words: str) -> bool:
        """Whether a cue ends on a recording or a picture of something ("releases video of")."""
        told = _WORD.findall(words.lower())
        return len(told) > 1 and told[-1] == "of" and told[-2] in self.nouns


@cache
def load_pictures() -> Pictures:
    """The words of ``chains.toml``."""
    table = read_table("chains.toml")
    nouns, showing = [*table["recording"], *table["picture"]], table["showing"]
    seen = re.compile(rf"\b(?:{'|'.join(nouns)})\s+(?:{'|'.join(showing)})\s+", re.IGNORECASE)
    return Pictures(frozenset(nouns), frozenset(showing), seen)


def tells_what_is_seen(text: str, draft: Draft) -> bool:
    """Whether a draft tells what a recording or a picture shows, and nobody says anything."""
    if not draft.cue or not draft.content or _CLAUSE.match(text, draft.content[0][0]):
        return False
    pictures = load_pictures()
    cue = " ".join(text[b:e] for b, e in draft.cue)
    if pictures.brings_picture(cue):
        return True
    source = " ".join(text[b:e] for b, e in draft.speaker)
    return pictures.shows(cue) and pictures.is_picture(source)


def find_seen(text: str, begin: int, end: int) -> Span:
    """The words of a heading that say what a picture shows; all of it where it names none.

    "Front releases film of two captured pilots" puts forward that two pilots are captured.
    """
    found = load_pictures().seen.search(text, begin, end)
    enough = found is not None and len(_WORD.findall(text, found.end(), end)) >= FEWEST_SEEN
    return (found.end(), end) if found and enough else (begin, end)
