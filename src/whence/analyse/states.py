"""States: countries that the table of actors does not know, told by the article itself.

Takes a text and its capitalised words, gives the names that are a state's, with the adjectives
made of them. A name is a state's where its adjective stands before what only a state has
("Xian troops" beside "X"), where it owns one and is spoken of as a place, or where it is
called a neighbour or has a government. A city is a state's seat where it is called its capital.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from whence.analyse.vocabulary import Known, load_aliases, load_roles
from whence.model import ActorKind

_ENDINGS = ("n", "an", "ian", "ese", "i", "ish", "ic")
_SHORTEST = 4
_WORD = r"(?<![\w-])([A-ZÀ-Þ][^\W\d_]{3,})"


@dataclass(frozen=True, slots=True)
class States:
    """States by name, adjectives in lower case with their state, and seats by name."""

    names: Mapping[str, Known] = field(default_factory=dict)
    adjectives: Mapping[str, Known] = field(default_factory=dict)
    seats: Mapping[str, Known] = field(default_factory=dict)


NONE = States()


@cache
def patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Owners of what only a state has; neighbours; places; capitals."""
    roles = load_roles()
    nouns = "|".join(sorted(map(re.escape, roles["told", "national"]), key=lambda n: (-len(n), n)))
    beside = "|".join(sorted(map(re.escape, roles["told", "beside_state"])))
    owned = re.compile(rf"{_WORD}('s)? (?:[a-z]+ )?(?:{nouns})\b")
    close = re.compile(rf"\b(?:{beside}) {_WORD}|{_WORD}, (?:its|the|a) (?:[\w-]+ )?neighbou?r\b")
    place = re.compile(rf"\b(?:[Ii]n|from|to|of) {_WORD}")
    capital = re.compile(
        rf"{_WORD}, (?:the )?{_WORD} capital\b|{_WORD}, (?:the )?capital of {_WORD}|"
        rf"{_WORD}(?:'s)? capital,? {_WORD}"
    )
    return owned, close, place, capital


def find_states(text: str, capitals: Collection[str], people: Collection[str]) -> States:
    """The states of a text that the table does not know.

    ``capitals`` are its capitalised words, ``people`` surnames and given names, which have
    armies and governments, too, but are none.
    """
    owned, close, place, _ = patterns()
    owners = {(m[1].removesuffix("'s"), bool(m[2])) for m in owned.finditer(text)}
    neighbours = {w for m in close.finditer(text) for w in m.groups() if w}
    names: dict[str, Known] = {}
    if owners or neighbours:
        places = {m[1] for m in place.finditer(text)}
        for word in sorted(w for w in capitals if may_be_state(w) and w not in people):
            owns = (word, True) in owners and word in places
            called = any(not possessive and is_adjective(w, word) for w, possessive in owners)
            if owns or called or word in neighbours:
                names[word] = Known(word, ActorKind.STATE)
    adjectives = {
        w.lower(): known
        for name, known in names.items()
        for w in sorted(capitals)
        if w not in names and is_adjective(w, name)
    }
    seats = find_seats(text, names, adjectives)
    return States(names, adjectives, seats) if names or seats else NONE


def may_be_state(word: str) -> bool:
    """Whether a capitalised word may be a country's name that the table does not have."""
    low = word.lower()
    roles = load_roles()
    return (
        len(word) >= _SHORTEST
        and word.isalpha()
        and not word.isupper()
        and word not in load_aliases().names
        and low not in load_aliases().adjectives
        and not any(low in roles["words", n] for n in ("starters", "never", "places"))
        and low not in roles.titles
        and low not in roles.endings
    )


def is_adjective(word: str, name: str) -> bool:
    """Whether a word is made of a country's name: "Marrowian" of "Marrow", "Lunese" of "Luna"."""
    if word == name or word[:3] != name[:3]:
        return False
    stem = name[:-1] if name[-1] in "aeoy" else name
    return any(word in (name + e, stem + e) for e in _ENDINGS)


def find_seats(
    text: str, names: Mapping[str, Known], adjectives: Mapping[str, Known]
) -> dict[str, Known]:
    """Cities that the text calls the capital of one of its states."""
    if "capital" not in text:
        return {}
    table = load_aliases()
    known_states = {**table.adjectives, **adjectives}
    seats: dict[str, Known] = {}
    for match in patterns()[3].finditer(text):
        words = [w for w in match.groups() if w]
        states = [names.get(w) or table.names.get(w) or known_states.get(w.lower()) for w in words]
        cities = [w for w, s in zip(words, states, strict=True) if s is None and may_be_state(w)]
        known = next((s for s in states if s is not None and s.kind is ActorKind.STATE), None)
        part = known is not None and set(cities) & set(known.name.split())  # "South Korea"
        if known is not None and len(cities) == 1 and not part:
            seats[cities[0]] = known
    return seats
