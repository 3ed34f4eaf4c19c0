"""Who is protected in a Trace, and under which names.

Takes a Trace, gives the protected actors by id with every name they are known by, and their
numbers in reading order. A person protected in one article is protected in all of them. An
actor without a name ("a captured soldier") is known by a description, which is not searched
for; names that an analysis marked in the text for them are, and so is a long word of a text that
is a protected person's name but for a slip.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from rapidfuzz.distance import OSA

from whence.model import Actor, ActorKind, Article, ExhibitKind, Mention, MentionKind, Trace
from whence.report.names import ProtectedNames, is_telling

_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]{6,}")
"""A capitalised word long enough to be told from another by one letter."""

_PERSONAL = (ActorKind.PERSON, ActorKind.UNNAMED)


def _actors(trace: Trace) -> Iterator[Actor]:
    for analysis in trace.analyses:
        yield from analysis.actors
    for story in trace.stories:
        yield from story.actors


def known_names(trace: Trace) -> dict[str, set[str]]:
    """The names of each protected actor, by id: given, alias, or marked as a name in a text."""
    protected = sorted({actor.id for actor in _actors(trace) if actor.protected})
    names: dict[str, set[str]] = {key: set() for key in protected}
    public: set[str] = set()
    for actor in _actors(trace):
        if actor.id in names and actor.kind is not ActorKind.UNNAMED:
            names[actor.id].update((actor.name, *actor.aliases))
        elif actor.kind not in _PERSONAL:
            public.update(name.casefold() for name in (actor.name, *actor.aliases))
    for analysis in trace.analyses:
        for mention in analysis.mentions:
            written = analysis.article.text[mention.start : mention.end]
            learned = mention.actor in names and names_somebody(mention, analysis.article)
            if learned and written.casefold() not in public:
                names[mention.actor].add(written)
    slips = _slips(trace, names) if names else {}
    return {key: written | slips.get(key, set()) for key, written in names.items()}


def _slips(trace: Trace, names: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Words of the texts that differ from a protected name's by one letter, by actor.

    One left out, put in, changed or swapped with its neighbour; the first is never wrong. What
    is another actor's name is none's slip.
    """
    parts = {(key, w) for key, own in names.items() for n in own for w in _CAPITAL.findall(n)}
    others = {
        word.casefold()
        for actor in _actors(trace)
        if actor.id not in names
        for name in (actor.name, *actor.aliases)
        for word in _CAPITAL.findall(name)
    }
    known = others | {word.casefold() for _, word in parts}
    words = {w for a in trace.analyses for w in _CAPITAL.findall(a.article.text)}
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if word.casefold() not in known:
            by_letter[word[0]].append(word)
    slips: dict[str, set[str]] = defaultdict(set)
    for key, part in sorted(parts):
        folded = part.casefold()
        for word in by_letter[part[0]]:
            if OSA.distance(folded, word.casefold(), score_cutoff=1) <= 1:
                slips[key].add(word)
    return slips


def names_somebody(mention: Mention, article: Article) -> bool:
    """Whether the mention is a name, in words that can give a person away."""
    written = article.text[mention.start : mention.end]
    return mention.kind is MentionKind.NAME and is_telling(written)


def number_protected(trace: Trace, known: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Protected actors' ids with their numbers, in the order in which a reader meets them.

    ``known`` has their names, as :func:`known_names` gives them.
    """
    ids = sorted(known)
    finder = ProtectedNames([known[key] for key in ids])
    order: dict[str, None] = {}
    for analysis in trace.analyses:
        met = [(hit.start, ids[hit.person - 1]) for hit in finder.find(analysis.article.text)]
        met += [(m.start, m.actor) for m in analysis.mentions if m.actor in known]
        order.update(dict.fromkeys(key for _, key in sorted(met)))
    order.update(dict.fromkeys(ids))
    return {key: number for number, key in enumerate(order, start=1)}


def hidden_pictures(trace: Trace, about: Collection[str]) -> frozenset[str]:
    """The addresses and SHA-256 of pictures in the articles ``about`` protected people.

    Of those that several reports show, every report's: one that does not name the person would
    else give away where the picture is.
    """
    shown = [
        exhibit
        for analysis in trace.analyses
        if analysis.article.id in about
        for exhibit in analysis.article.exhibits
    ]
    shown += [
        showing.exhibit
        for story in trace.stories
        for picture in story.pictures
        if any(s.article in about for s in picture.showings)
        for showing in picture.showings
    ]
    pictures = [e for e in shown if e.kind is ExhibitKind.PICTURE]
    return frozenset(key for e in pictures for key in (e.url, e.sha256) if key)


def linked_ids(trace: Trace) -> set[str]:
    """The ids that others point at, and so must stay apart when they are renamed."""
    ids = {analysis.article.id for analysis in trace.analyses}
    ids.update(actor.id for actor in _actors(trace))
    for analysis in trace.analyses:
        ids.update(statement.id for statement in analysis.statements)
        ids.update(assertion.id for assertion in analysis.assertions)
    ids.update(revision.id for revision in trace.revisions)
    for story in trace.stories:
        ids.add(story.id)
        ids.update(claim.id for claim in story.claims)
        ids.update(discrepancy.id for discrepancy in story.discrepancies)
        ids.update(speech.id for speech in story.speeches)
        ids.update(picture.id for picture in story.pictures)
        ids.update(d.source for entry in story.lineage for d in entry.derivations)
    return ids
