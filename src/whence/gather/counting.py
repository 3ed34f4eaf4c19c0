"""Counting: which question a quantity answers, by its noun phrase and the words around it.

Takes a text and a Quantity of it, gives the Key of the question: the family of what is counted,
its state, and the words before the noun that pick some out. Quantities that are a part of
another, an addition to it, or a rate answer none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from whence.analyse.counted import singular
from whence.analyse.numerals import counted_table
from whence.model import Quantity

_FAMILY: dict[str, str] = {
    noun: family for family, nouns in counted_table()["families"].items() for noun in nouns
}
_COMPARE = {name: frozenset(words) for name, words in counted_table()["compare"].items()}
_PARTIAL = frozenset(counted_table()["nouns"]["partial"])
_WORD = re.compile(r"[^\W_][\w’'-]*")
_PICKED_OUT = re.compile(
    r"\b(?:including|(?:among|of) (?:them|whom)|(?:an)?other|additional|further|besides|plus)"
    r"\s+(?:the |at least )?\Z",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"\s+(?:from (?!the )[A-Z]|(?:a|per|each|every) (?:day|week|month|year)\b|at a time|each\b)"
)
_DOING = re.compile(r"\s+(?!being|missing|flying|travell?ing)\w{3,}ing\b")
"""Those counted are some of many: "20 people watching the race were hurt"."""
_DENIED = re.compile(r"(?:\b(?:not|nor|never)\b|n['’]t\b)(?! only\b)[^.,;:]{0,30}\Z", re.IGNORECASE)
_ONE_OF = re.compile(r"\s+of\b")
_BEFORE = 40
_AFTER = 40
_LONGEST_PHRASE = 8

Key = tuple[str, str, tuple[str, ...]]
"""Family of the noun, state, and the words before the noun that pick some out ("Dutch")."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words from a number to its noun: what stands before the noun, the noun as printed.

    ``bare`` marks people counted without a noun ("20 dead").
    """

    words: tuple[str, ...]
    noun: str
    end: int
    bare: bool = False


def find_phrase(text: str, quantity: Quantity) -> Phrase:
    """The noun phrase of a quantity; people counted without a noun are "people"."""
    words: list[str] = []
    for match in islice(_WORD.finditer(text, quantity.end), _LONGEST_PHRASE):
        if singular(match[0]) == quantity.counted:
            return Phrase(tuple(words), match[0], match.end())
        words.append(match[0])
    bare = quantity.counted == "person"
    return Phrase((), "people" if bare else "", quantity.end, bare)


def family_of(noun: str) -> str:
    """The family of a noun, as printed or in the singular: what is counted as one with it."""
    word = singular(noun)
    return _FAMILY.get(word, word)


def question_key(text: str, quantity: Quantity, phrase: Phrase) -> Key | None:
    """The question that a quantity answers; None where it is no answer to any."""
    before = text[max(0, quantity.start - _BEFORE) : quantity.start]
    after = text[phrase.end :][:_AFTER]
    family = _FAMILY.get(quantity.counted, quantity.counted)
    words = [word.lower() for word in phrase.words]
    if quantity.low == quantity.high == 1 and (not quantity.state or _ONE_OF.match(after)):
        return None
    if family in _COMPARE["never"] or quantity.counted in _COMPARE["never"]:
        return None
    if not quantity.state and family not in _COMPARE["stateless"]:
        return None
    if _DENIED.search(before):
        return None
    if _PARTIAL.intersection([*words, phrase.noun.lower()]) or _PICKED_OUT.search(before):
        return None
    if _NARROWED.match(after) or (quantity.state != "travelling" and _DOING.match(after)):
        return None
    picked = tuple(sorted((_COMPARE["nationalities"] | _COMPARE["kinds"]).intersection(words)))
    return family, quantity.state, picked
