"""Propositions: whether some words say something that can be so or not so, all by themselves.

Takes words of a report, tells whether there is a verb with a tense of its own in them that is not
that of a clause beside ("the gunman that rocked the town"), after the one conjunction that they
may open with. ``verbs.toml`` lists such verbs (``training/verbs.py``); where a form can be another,
too, the words beside it tell. Rules alone, for English: a heading that leaves its verb out ("Man
shot in Ost") is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from whence.tables import read_table

_WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
OPENERS = frozenset({"that", "whether", "if"})
"""Conjunctions before a clause that is what somebody says."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """The words by which clauses are told, in small letters; see ``propositions.toml``."""

    finite: frozenset[str]
    irregular: frozenset[str]
    twofold: frozenset[str]
    doing: frozenset[str]
    plural: frozenset[str]
    beside: frozenset[str]
    phrase_too: frozenset[str]
    subjects: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    no_nouns: frozenset[str]
    no_points: frozenset[str]
    many: frozenset[str]


_SHORTENED = re.compile(
    r"\w+['’](?:t|re|ve|ll|d|m)|(?:it|he|she|that|there|who|what|here|where)['’]s"
)


@cache
def load_clauses() -> Clauses:
    """The lists of ``verbs.toml`` and ``propositions.toml``."""
    table = {
        **read_table("whence.gather", "verbs.toml"),
        **read_table("whence.gather", "propositions.toml"),
    }
    lists = {name: frozenset(words) for name, words in table.items()}
    return Clauses(**lists | {"finite": lists["finite"] | lists["irregular"]})


def is_proposition(words: str) -> bool:
    """Whether some words are a clause with a verb of its own."""
    low = [word.lower() for word in _WORD.findall(words.replace("’", "'"))]
    first = next((n for n, word in enumerate(low) if word[0].isalnum()), len(low))
    if low[first : first + 1] and low[first] in OPENERS:
        first += 1
    owed = 0
    for n in range(first, len(low)):
        if opens_clause(low, n, first):
            owed += 1
        elif is_finite(low, n):
            if not owed:
                return True
            owed -= 1
    return False


def points_at(words: str) -> bool:
    """Whether the first of some words points at the noun behind it: "that number is wrong"."""
    low = [word.lower() for word in _WORD.findall(words.replace("’", "'"))[:3]]
    if len(low) < 3 or low[0] != "that":
        return False
    noun = low[1].isalpha() and not low[1].endswith("s") and words.split()[1].islower()
    return noun and low[1] not in load_clauses().no_points and is_finite(low, 2)


def opens_clause(low: Sequence[str], at: int, first: int) -> bool:
    """Whether a word opens a clause beside the one that it stands in."""
    lists, word = load_clauses(), low[at]
    if word in lists.phrase_too:
        return any(is_finite(low, n) for n in range(at + 1, min(at + 5, len(low))))
    if word in lists.beside:
        return True
    # "the calls it made": behind a noun, a pronoun that is a subject begins a clause about it.
    if at == first or word not in lists.subjects:
        return False
    before = low[at - 1]
    noun = before.isalpha() and not before.endswith("ly") and before not in lists.no_nouns
    return noun and before not in lists.beside and not is_finite(low, at - 1)


def is_finite(low: Sequence[str], at: int) -> bool:
    """Whether a word is a verb with a tense of its own."""
    lists, word = load_clauses(), low[at]
    before = low[at - 1] if at else ""
    after = low[at + 1] if at + 1 < len(low) else ""
    if _SHORTENED.fullmatch(word):
        return True
    if before in lists.determiners:
        return False
    if after in lists.doing and word in lists.twofold:
        return False
    if word in lists.finite:
        return word in lists.irregular or after != "by"
    if word in lists.plural:
        return before in lists.many or (before.endswith("s") and not before.endswith(("ss", "'s")))
    return word.endswith("ed") and word[:-2].isalpha() and after not in lists.prepositions
