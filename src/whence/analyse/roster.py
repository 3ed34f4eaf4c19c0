"""The roster: which names of an article are one actor.

Takes the Names of an article, gives Figures: actors in the making, each with all its names.
People are joined by surname (the fullest name wins), organisations by their words in any
order, both by the table of aliases; an acronym in brackets belongs to the name before it. Role
and affiliation are read from the words around a name ("X, press secretary of Y").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from whence.analyse.figures import Figure, draw_figure, find_owner, settle_kind
from whence.analyse.names import find_adjectives, find_names
from whence.analyse.people import join_people
from whence.analyse.runs import Name
from whence.analyse.vocabulary import Known, load_aliases, name_key
from whence.model import ActorKind, Article, Span

_BRACKETS = re.compile(r"\s*\([^()]{2,80}\)")
_ALSO = re.compile(
    r",?\s*(?:also|better|formerly|previously|otherwise|or) (?:known|called) as\s+\W?"
)


@dataclass(frozen=True, slots=True)
class Roster:
    """The named figures of an article, in order of their first mention, and who each name is."""

    names: tuple[Name, ...]
    figures: tuple[Figure, ...]
    owner: Mapping[Span, int]
    """The figure of the name that has this span."""
    adjectives: Mapping[str, Known]
    """Adjectives of states in lower case, those that only the article tells among them."""


def call_roster(article: Article) -> Roster:
    """The names of an article joined into figures."""
    adjectives = find_adjectives(article)
    names = [name_outlet(article, n) for n in find_names(article)]
    labels = label_names(article.text, names)
    order = list(dict.fromkeys(labels))
    members: dict[str, list[Name]] = {label: [] for label in order}
    for name, label in zip(names, labels, strict=True):
        members[label].append(name)
    figures = [
        draw_figure(article.text, names, members[label], label, adjectives) for label in order
    ]
    places = {label: i for i, label in enumerate(order)}
    owner = {(n.start, n.end): places[label] for n, label in zip(names, labels, strict=True)}
    owned = [find_owner(article.text, f, figures, owner) for f in figures]
    return Roster(tuple(names), tuple(owned), owner, adjectives)


def name_outlet(article: Article, name: Name) -> Name:
    """A name as that of the article's outlet, where it is."""
    if name.known is None and article.outlet and " ".join(name.words) == article.outlet:
        return replace(name, kind=ActorKind.OUTLET)
    return name


def label_names(text: str, names: Sequence[Name]) -> list[str]:
    """For each name a label that all names of one actor share."""
    kinds = [settle_kind(text, n) for n in names]
    people = join_people([n for n, k in zip(names, kinds, strict=True) if is_personal(n, k)])
    labels: list[str] = []
    for name, kind in zip(names, kinds, strict=True):
        if known := knows(name, kind):
            labels.append(f"known:{known.name}")
        elif (person := people.get((name.key, name.female))) and is_personal(name, kind):
            labels.append(f"person:{person}")
        else:
            labels.append(f"body:{body_key(name, kind)}")
    return link_bodies(text, names, labels)


def is_personal(name: Name, kind: ActorKind | None) -> bool:
    """Whether a name is a person's, or a single word that may be a surname."""
    return name.known is None and (
        kind is ActorKind.PERSON or (kind is None and len(name.words) == 1)
    )


def body_key(name: Name, kind: ActorKind | None) -> str:
    """The key of a name that is no person's, its owner's name among its words."""
    owner = tuple(name.owner.name.split()) if name.owner else ()
    return name_key((*owner, *name.words), kind or ActorKind.ORGANISATION)


@cache
def known_by_key() -> Mapping[str, Known]:
    """Actors of the table by the key of each of their names."""
    return {
        name_key(tuple(name.split()), known.kind): known
        for name, known in load_aliases().names.items()
        if " " in name
    }


def knows(name: Name, kind: ActorKind | None) -> Known | None:
    """The table's actor for a name, in whatever order its words are."""
    if name.known is not None or kind is ActorKind.PERSON or len(name.words) == 1:
        return name.known if name.owner is None or name.known else None
    return known_by_key().get(body_key(name, kind))


def link_bodies(text: str, names: Sequence[Name], labels: Sequence[str]) -> list[str]:
    """Labels with acronyms in brackets and shortened names joined to the full ones."""
    joined: dict[str, str] = {}
    for i, (name, label) in enumerate(zip(names, labels, strict=True)):
        if text[name.end : name.end + 2] != " (" and not _ALSO.match(text, name.end):
            continue
        for inner, other in zip(names[i + 1 : i + 4], labels[i + 1 : i + 4], strict=True):
            if is_bracketed(text, name, inner, label, other):
                joined.setdefault(other, label)
    fuller = shorten(names, labels)
    known = set(labels)
    result = []
    for label in labels:
        target = joined.get(label) or fuller.get(label, label)
        result.append(joined.get(target, target) if target in known else label)
    return result


def is_bracketed(text: str, name: Name, inner: Name, label: str, other: str) -> bool:
    """Whether ``inner`` stands in brackets behind ``name`` as another name of it."""
    if label == other or other.startswith("known:") or name.end >= inner.start:
        return False
    match = _BRACKETS.match(text, name.end)
    also = _ALSO.match(text, name.end)
    if also is not None and abs(also.end() - inner.start) <= 4:
        return True
    if match is None or inner.end > match.end():
        return False
    short = "".join(inner.words)
    if label.startswith("person:") and len(name.words) < 2:
        return False
    follows_also = "known as" in text[name.end : inner.start]
    return follows_also or (short.isupper() and is_acronym(short, name.words))


def is_acronym(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of ``short`` follow each other through the words' capitals."""
    capitals = "".join(c for w in words for c in w if c.isupper() or w[0] == c).casefold()
    letters = iter(capitals)
    return len(short) > 1 and all(c in letters for c in short.casefold())


def shorten(names: Sequence[Name], labels: Sequence[str]) -> dict[str, str]:
    """Short names of bodies with the one fuller label that ends in them, or abbreviates to them."""
    forms = {label: n for n, label in zip(reversed(names), reversed(labels), strict=True)}
    fuller: dict[str, str] = {}
    for label, name in forms.items():
        if not label.startswith("body:") or name.owner is not None:
            continue
        low = tuple(w.lower() for w in name.words)
        hosts = {
            other
            for other, n in forms.items()
            if other != label
            and not other.startswith("person:")
            and ends_in(full_words(n, other), low)
        }
        if not hosts and len(low) == 1 and name.words[0].isupper():
            hosts = {o for o, n in forms.items() if o != label and initials(n) == name.words[0]}
        if len(hosts) == 1:
            fuller[label] = hosts.pop()
    return fuller


def full_words(name: Name, label: str) -> tuple[str, ...]:
    """The words of a name, or of the name that the table has for it."""
    words = name.known.name.split() if name.known else name.words
    return tuple(w.lower() for w in words) if label else ()


def ends_in(words: Sequence[str], tail: Sequence[str]) -> bool:
    """Whether longer ``words`` end in ``tail``, or begin with it where it has two words."""
    size = len(tail)
    if len(words) <= size:
        return False
    return tuple(words[-size:]) == tuple(tail) or (size > 1 and tuple(words[:size]) == tuple(tail))


def initials(name: Name) -> str:
    """The capitals that a name's words begin with."""
    return "".join(w[0] for w in name.words if w[0].isupper()) if len(name.words) > 1 else ""
