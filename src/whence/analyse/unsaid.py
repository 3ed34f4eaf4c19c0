"""Unsaid: words that look as if somebody said something, and nobody did.

Takes a draft of a statement, tells whether it attributes nothing: a recording or a picture that
shows something, a disaster that claims lives; takes a heading, gives the words that say what is to
be seen. "A video showing two captives" and "Releases film of a captured crew" attribute nothing: in
them the outlet itself says captives, and captured. What somebody says in a recording is a
statement, and so is what a recording is said to prove ("shows that", "appears to show").
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
NEAR = 40
"""Characters before a verb in which its subject's noun is looked for."""
_VERBAL = re.compile(r"(?:to|that|they|it|he|she|responsibility|credit)\b", re.IGNORECASE)
_LIVES = re.compile(r"(?:[\w-]+ ){0,5}?(?:lives|victims)\b")
_CLAUSE = re.compile(r"that\b", re.IGNORECASE)
_NOUN_PHRASE = re.compile(r"\s(?:of|from|by|in|on|that|which|with|released|posted|shot|taken)\b")
"""What ends a noun and the words before it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Nouns of what is looked at, words by which it is told what they show, what takes lives."""

    nouns: frozenset[str]
    showing: frozenset[str]
    seen: re.Pattern[str]
    """From a picture's noun up to what is to be seen in it."""
    disasters: frozenset[str]

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
def load_wording() -> Wording:
    """Recordings of ``chains.toml``, pictures and what they do of ``unsaid.toml``."""
    table = {**read_table("chains.toml"), **read_table("unsaid.toml")}
    nouns, showing = [*table["recording"], *table["picture"]], table["showing"]
    seen = re.compile(rf"\b(?:{'|'.join(nouns)})\s+(?:{'|'.join(showing)})\s+", re.IGNORECASE)
    return Wording(frozenset(nouns), frozenset(showing), seen, frozenset(table["disaster"]))


def is_unsaid(text: str, draft: Draft) -> bool:
    """Whether a draft attributes nothing to anybody."""
    return tells_what_is_seen(text, draft) or claims_lives(text, draft)


def claims_lives(text: str, draft: Draft) -> bool:
    """Whether a draft says what a disaster took: "the blast claimed 12 lives"."""
    cue = _WORD.findall(" ".join(text[b:e] for b, e in draft.cue).lower())
    if not draft.content or not cue or cue[-1] not in ("claim", "claims", "claimed", "claiming"):
        return False
    if _VERBAL.match(text, draft.content[0][0]):
        return False
    # What claims stands before the verb, whomever the reader took for its source.
    before = _WORD.findall(text[max(0, draft.cue[0][0] - NEAR) : draft.cue[0][0]].lower())
    if not load_wording().disasters.isdisjoint(before[-3:]):
        return True
    return _LIVES.match(text, draft.content[0][0]) is not None


def tells_what_is_seen(text: str, draft: Draft) -> bool:
    """Whether a draft tells what a recording or a picture shows, and nobody says anything."""
    if not draft.cue or not draft.content or _CLAUSE.match(text, draft.content[0][0]):
        return False
    wording = load_wording()
    cue = " ".join(text[b:e] for b, e in draft.cue)
    if wording.brings_picture(cue):
        return True
    source = " ".join(text[b:e] for b, e in draft.speaker)
    return wording.shows(cue) and wording.is_picture(source)


def find_seen(text: str, begin: int, end: int) -> Span:
    """The words of a heading that say what a picture shows; all of it where it names none.

    "Front releases film of two captured pilots" puts forward that two pilots are captured.
    """
    found = load_wording().seen.search(text, begin, end)
    enough = found is not None and len(_WORD.findall(text, found.end(), end)) >= FEWEST_SEEN
    return (found.end(), end) if found and enough else (begin, end)
