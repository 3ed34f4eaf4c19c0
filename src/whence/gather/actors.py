"""Actors of a story: which actors of its articles are one.

Takes Analyses, gives for every actor id the story's one Actor. Ids come from names, so most
actors are one by id already; here the same person or group under different spellings is joined
(by likeness of the transliteration key), and a surname or an initial joins the one fuller name
that it fits. Where two fit, it stays by itself. An unnamed one joins the one person who has that
office ("Norway's foreign minister"), or one of another article where the text was copied: the
same description of some words, amid the same words. A city that speaks for a state in one
article does so in all. The order of the analyses changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from rapidfuzz import fuzz

from whence.analyse.people import same_person, strip_suffix
from whence.analyse.vocabulary import straighten, word_key
from whence.model import Actor, ActorKind, Analysis

LIKENESS = 92.0
"""Least likeness (0 to 100) of two keys that are taken for spellings of one name."""

_SHORTEST = 5
"""Characters that the key of a group's name must have to be compared: acronyms are too alike."""

ALIKE_AROUND = 75.0
"""Least likeness (0 to 100) of the words around two descriptions that were copied."""

_AROUND = 80
"""Characters on each side of a description that are compared."""

_LEAST_WORDS = 2
"""Words, without its article, that a description must have to be told again elsewhere."""

_NAMELESS = frozenset({ActorKind.UNNAMED, ActorKind.OFFICE, ActorKind.OUTLET})
_OWNER = re.compile(r"^(?:.*?\w(?:'s|s') |(?:a|an|the|one) )", re.IGNORECASE)

Key = tuple[str, ...]
Pair = tuple[str, str]


def merge_actors(analyses: Sequence[Analysis]) -> dict[str, Actor]:
    """Map every actor id of the analyses to the story's one actor.

    The story's actor takes the fullest name, all others as aliases, and is protected where any
    of its members is.
    """
    seen: dict[str, list[Actor]] = {}
    for analysis in analyses:
        for actor in analysis.actors:
            seen.setdefault(actor.id, []).append(actor)
    known = {i: combine(seen[i]) for i in sorted(seen)}
    pairs = [*find_copied(analyses), *find_holders(known), *find_seats(known)]
    clusters = join_spellings(known, pairs)
    clusters = join_short_names(known, clusters)
    merged: dict[str, Actor] = {}
    for cluster in clusters:
        lone = len(cluster) == 1
        actor = known[cluster[0]] if lone else combine([a for i in cluster for a in seen[i]])
        merged.update(dict.fromkeys(cluster, actor))
    return merged


def key_of(actor: Actor) -> Key:
    """The words of an actor's name with spelling evened out, without "Jr." and the like."""
    return strip_suffix(tuple(k for k in map(word_key, actor.name.split()) if k))


def find_copied(analyses: Sequence[Analysis]) -> list[Pair]:
    """Pairs of unnamed actors of two articles who are one, since the words were copied."""
    told: dict[tuple[str, ActorKind], set[Pair]] = {}
    for analysis in analyses:
        places = {m.actor: m.start for m in reversed(analysis.mentions)}
        for actor in analysis.actors:
            words = describe(actor)
            if words and actor.id in places:
                around = words_around(analysis.article.text, places[actor.id])
                told.setdefault((words, actor.kind), set()).add((actor.id, around))
    return [
        (one, other)
        for key in sorted(told)
        for (one, around), (other, elsewhere) in combinations(sorted(told[key]), 2)
        if one != other and fuzz.ratio(around, elsewhere) >= ALIKE_AROUND
    ]


def describe(actor: Actor) -> str:
    """The words of somebody without a name, evened out; empty where they are too few."""
    if actor.kind not in _NAMELESS:
        return ""
    words = straighten(actor.name).casefold().split()
    words = words[1:] if words[:1] in (["a"], ["an"], ["the"], ["one"]) else words
    return " ".join(words) if len(words) >= _LEAST_WORDS else ""


def words_around(text: str, place: int) -> str:
    """A stretch of text on both sides of an offset, evened out."""
    around = straighten(text[max(0, place - _AROUND) : place + _AROUND])
    return " ".join(around.replace("“", '"').replace("”", '"').casefold().split())


def find_holders(known: Mapping[str, Actor]) -> list[Pair]:
    """Unnamed office-holders with the one person who has the same role for the same body."""
    people: dict[Pair, list[str]] = {}
    for i, actor in known.items():
        if actor.kind is ActorKind.PERSON and actor.role and actor.affiliation:
            people.setdefault((office_of(actor.role), actor.affiliation), []).append(i)
    unnamed = [i for i, a in known.items() if a.kind is ActorKind.UNNAMED and a.affiliation]
    offices = {i: (office_of(known[i].name), known[i].affiliation or "") for i in unnamed}
    return [(i, people[o][0]) for i, o in offices.items() if len(people.get(o, ())) == 1]


def office_of(role: str) -> str:
    """A role without article and owner: "foreign minister" of "Norway's foreign minister"."""
    return _OWNER.sub("", straighten(role)).casefold()


def find_seats(known: Mapping[str, Actor]) -> list[Pair]:
    """Cities taken for states of their own with the one state that has them as an alias."""
    states = {i: a for i, a in known.items() if a.kind is ActorKind.STATE}
    pairs = []
    for city, spoken in states.items():
        hosts = [i for i, a in states.items() if i != city and spoken.name in a.aliases]
        if len(hosts) == 1:
            pairs.append((city, hosts[0]))
    return pairs


def join_spellings(known: Mapping[str, Actor], pairs: Iterable[Pair]) -> list[list[str]]:
    """Clusters of ids whose names are spellings, or fuller and shorter forms, of one.

    ``pairs`` are ids known to be one already.
    """
    parent = {i: i for i in known}

    def root(i: str) -> str:
        while parent[i] != i:
            i = parent[i]
        return i

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    ids = [i for i in known if is_comparable(known[i])]
    keys = {i: key_of(known[i]) for i in ids}
    for n, one in enumerate(ids):
        for other in ids[n + 1 :]:
            if known[one].kind is known[other].kind and is_alike(
                known[one].kind, keys[one], keys[other]
            ):
                first, second = sorted((root(one), root(other)))
                parent[second] = first
    return gather_roots({i: root(i) for i in known})


def gather_roots(roots: Mapping[str, str]) -> list[list[str]]:
    """Ids grouped by their root, each group and all of them sorted."""
    groups: dict[str, list[str]] = {}
    for i in sorted(roots):
        groups.setdefault(roots[i], []).append(i)
    return [groups[r] for r in sorted(groups)]


def is_comparable(actor: Actor) -> bool:
    """Whether an actor's name is full enough to be compared with others by likeness."""
    key = key_of(actor)
    if actor.kind is ActorKind.PERSON:
        return len(key) > 1 and len(key[0]) > 1
    return (
        actor.kind is ActorKind.GROUP
        and len("".join(key)) >= _SHORTEST
        and " and " not in actor.name
    )


def is_alike(kind: ActorKind, one: Key, other: Key) -> bool:
    """Whether two keys are spellings of one name, or one is a shorter form of the other."""
    if kind is ActorKind.PERSON:
        full, form = sorted((one, other), key=lambda k: (-len(k), k))
        if len(full) > len(form) and len(form) > 1 and same_person(full, form):
            return True
        if len(one) != len(other):
            return False
    return fuzz.ratio(" ".join(one), " ".join(other)) >= LIKENESS


def join_short_names(
    known: Mapping[str, Actor], clusters: Sequence[Sequence[str]]
) -> list[list[str]]:
    """Clusters with surnames and initials joined to the one person that they fit."""
    full = [c for c in clusters if any(is_full(known[i]) for i in c)]
    hosts: dict[str, str] = {}
    for cluster in clusters:
        if len(cluster) > 1 or not may_be_short(known[cluster[0]]):
            continue
        key = key_of(known[cluster[0]])
        fitting = [c for c in full if any(is_short_for(key, key_of(known[i])) for i in c)]
        if len(fitting) == 1:
            hosts[cluster[0]] = fitting[0][0]
    return gather_roots({i: hosts.get(i, c[0]) for c in clusters for i in c})


def is_full(actor: Actor) -> bool:
    """Whether an actor is a person with first name and surname."""
    return actor.kind is ActorKind.PERSON and is_comparable(actor)


def may_be_short(actor: Actor) -> bool:
    """Whether an actor's name may be a person's surname, or an initial and a surname."""
    key = key_of(actor)
    if actor.kind is ActorKind.PERSON:
        return bool(key) and not is_comparable(actor)
    # A lone surname of which its article tells nothing is taken for an organisation there.
    return actor.kind is ActorKind.ORGANISATION and len(key) == 1 and not actor.name.isupper()


def is_short_for(short: Key, full: Key) -> bool:
    """Whether a surname alone, or with an initial, is that of a full name."""
    if len(short) == 1:
        return full[-1] == short[0]
    return same_person(full, short)


def combine(members: Iterable[Actor]) -> Actor:
    """One actor out of several: the fullest name, the fullest role, all names as aliases."""
    actors = sorted(
        members, key=lambda a: (a.id, a.name, a.kind, a.role or "", a.affiliation or "")
    )
    named = Counter(a.name for a in actors)
    best = max(
        actors,
        key=lambda a: (
            a.kind is ActorKind.PERSON,
            a.kind is ActorKind.STATE and any(b.name in a.aliases for b in actors),
            len(key_of(a)),
            named[a.name],
            a.name,
            a.id,
        ),
    )
    named_alike = [a for a in actors if a.kind is not ActorKind.UNNAMED] or actors
    names = {n for a in named_alike for n in (a.name, *a.aliases)}
    role = pick(a.role for a in actors)
    with_role = [a.affiliation for a in actors if a.role == role] if role else []
    return replace(
        best,
        kind=pick_kind([a.kind for a in actors if a.id == best.id]),
        role=role,
        affiliation=pick(with_role) or pick(a.affiliation for a in actors),
        aliases=tuple(sorted(names - {best.name})),
        protected=any(a.protected for a in actors),
    )


def pick(words: Iterable[str | None]) -> str | None:
    """The phrase with most words; of several the commonest, then the first by alphabet."""
    count = Counter(w for w in words if w)
    return min(count, key=lambda w: (-len(w.split()), -count[w], w)) if count else None


def pick_kind(kinds: Sequence[ActorKind]) -> ActorKind:
    """The commonest kind; of two as common the one that the model names first."""
    count = Counter(kinds)
    order = list(ActorKind)
    return min(count, key=lambda k: (-count[k], order.index(k)))
