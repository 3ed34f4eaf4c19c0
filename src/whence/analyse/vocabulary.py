"""The tables that actors are told by, read once from TOML.

``aliases.toml`` knows actors that go by many names (groups, states, agencies, offices);
``roles.toml`` the words that titles, roles, descriptions and names of organisations are made
of. Out come lookup tables over plain strings; nothing here looks at an article. A name's
identity is its :func:`name_key`, which evens out spelling and transliteration.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from whence import tables
from whence.model import ActorKind

ENDING_KINDS = ("office", "agency", "outlet", "group", "organisation")
"""Kinds that a name's last word can tell, the first that knows the word ruling."""

_FILLERS = frozenset({"the", "of", "for", "and", "on", "to", "in"})
_SPELLINGS = {
    "defence": "defense",
    "centre": "center",
    "organisation": "organization",
    "labour": "labor",
    "programme": "program",
}
_SMALL = re.compile(r"(?<![\w'-])[a-z]+(?![\w'-])")
_ARTICLE = re.compile(r"^(?:al|el|ad|as|ash|at|ar|an|az|ul|ul)-(?=\w)")
_ROMANISATIONS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<=\w\w)(?:iy|ij|ii|yy|yi|i)$", "y"),
        (r"(?:sch|tsh|tch)", "ch"),
        (r"(?:ou|oo)", "u"),
        (r"ee", "i"),
        (r"(?:kh|gh)", "h"),
        (r"[qc](?=[aou]|$)", "k"),
        (r"(.)\1", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class Known:
    """One actor of ``aliases.toml``; ``of`` is the name of whom it belongs to."""

    name: str
    kind: ActorKind
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Aliases:
    """Actors under all their names.

    ``names`` holds every name as printed, with straight apostrophes; ``seats`` those of them
    that are places; ``by_first`` the names by their first word, longest first; ``adjectives``
    is in lower case.
    """

    names: Mapping[str, Known]
    seats: frozenset[str]
    adjectives: Mapping[str, Known]
    by_first: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Roles:
    """The words of ``roles.toml``, by table and list."""

    words: Mapping[tuple[str, str], frozenset[str]]
    endings: Mapping[str, ActorKind]
    titles: frozenset[str]
    roles: frozenset[str]

    def __getitem__(self, place: tuple[str, str]) -> frozenset[str]:
        return self.words[place]


def read_table(name: str) -> dict[str, Any]:
    """One TOML table of this package, by file name."""
    return tables.read_table("whence.analyse", name)


def straighten(text: str) -> str:
    """Curly apostrophes made straight; the length stays."""
    return text.replace("’", "'").replace("‘", "'")


@cache
def load_aliases() -> Aliases:
    """The table of actors with many names."""
    names: dict[str, Known] = {}
    seats: set[str] = set()
    adjectives: dict[str, Known] = {}
    for kind, entries in read_table("aliases.toml").items():
        for entry in entries:
            known = Known(entry["name"], ActorKind(kind), entry.get("of"))
            for name in (known.name, *entry.get("names", ())):
                names[straighten(name)] = known
            for seat in entry.get("seats", ()):
                names[seat] = known
                seats.add(seat)
            for adjective in entry.get("adjectives", ()):
                adjectives[adjective.lower()] = known
    by_first: dict[str, list[str]] = {}
    for name in names:
        by_first.setdefault(first_word(name), []).append(name)
    ordered = {
        first: tuple(sorted(found, key=lambda n: (-len(n), n))) for first, found in by_first.items()
    }
    return Aliases(names, frozenset(seats), adjectives, ordered)


@cache
def load_roles() -> Roles:
    """The words that roles, descriptions and organisations' names are made of."""
    table = read_table("roles.toml")
    words = {
        (heading, name): frozenset(values)
        for heading, lists in table.items()
        for name, values in lists.items()
    }
    endings = {
        word: ActorKind(kind) for kind in reversed(ENDING_KINDS) for word in words["endings", kind]
    }
    titles = frozenset().union(*(words["titles", n] for n in ("male", "female", "plain", "office")))
    return Roles(words, endings, titles, words["roles", "public"] | words["roles", "other"])


def small_words(text: str) -> frozenset[str]:
    """The words that stand in lower case in a text."""
    return frozenset(_SMALL.findall(text))


def first_word(name: str) -> str:
    """A name up to its first space, slash or dot that ends a word."""
    return re.split(r"[ /]", name, maxsplit=1)[0]


@cache
def word_key(word: str) -> str:
    """A word with spelling evened out: case, diacritics, Arabic articles, romanisations."""
    plain = unicodedata.normalize("NFKD", straighten(word).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _ARTICLE.sub("", plain)
    plain = re.sub(r"[^\w]", "", plain)
    plain = _SPELLINGS.get(plain, plain)
    for pattern, to in _ROMANISATIONS:
        plain = pattern.sub(to, plain)
    return plain


def name_key(words: tuple[str, ...] | list[str], kind: ActorKind) -> str:
    """What makes two spellings one name.

    For people the words in order, with initials and small words kept. For everybody else the
    words in any order without fillers, the adjectives of states turned into the states, so
    that "Russian Ministry of Defence" is "Russia's Defense Ministry".
    """
    if kind is ActorKind.PERSON:
        return " ".join(k for k in map(word_key, words) if k)
    adjectives = load_aliases().adjectives
    keys: list[str] = []
    for word in words:
        plain = straighten(word).lower().removesuffix("'s")
        if plain in _FILLERS:
            continue
        known = adjectives.get(plain)
        keys.extend(map(word_key, known.name.split()) if known else [word_key(plain)])
    return " ".join(sorted(k for k in keys if k))
