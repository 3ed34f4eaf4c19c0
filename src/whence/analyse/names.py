"""Names: where an article names people, groups, states, outlets, agencies and offices.

Takes an Article, gives its Names in reading order. A name is a run of capitalised words, with
the small words that names hold ("bin", "van der", "of the" after "Ministry"). The table of
aliases is looked up first; then titles are taken off the front ("Gen.", "Foreign Minister")
and the last word tells the kind ("Party", "Ministry"). A capital at the start of a sentence
proves nothing: such a word counts where the article capitalises it elsewhere. In headlines,
whose every word may have a capital, only names that the body or the table knows count.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from whence.analyse.kinds import Datelines, read_datelines, tell_kinds
from whence.analyse.personal import is_given
from whence.analyse.runs import (
    Name,
    find_runs,
    make_name,
    name_run,
    names_touching,
    strip_start,
)
from whence.analyse.states import NONE as NO_STATES
from whence.analyse.states import States, find_states
from whence.analyse.vocabulary import Known, load_aliases, load_roles, straighten, word_key
from whence.analyse.words import Evidence, Word, list_passages, split_words, weigh_words
from whence.model import ActorKind, Article, Passage

_NOUN = re.compile(r" ([a-z]+)\b")
_FROM = frozenset({"to", "from", "of"})


@dataclass(frozen=True, slots=True)
class Reading:
    """The names of a text in reading order, and the states that only the text tells of."""

    names: tuple[Name, ...]
    states: States


def find_names(article: Article) -> tuple[Name, ...]:
    """Every name of the article's own text, in reading order, none inside another.

    Bylines, credits, the author's bio and boilerplate are left out. Places and ships are, too,
    save the seats of states that may speak for them.
    """
    return read_names(article.text, article.passages).names


def find_adjectives(article: Article) -> Mapping[str, Known]:
    """Adjectives of states in lower case: the table's, and those that the article tells."""
    told = read_names(article.text, article.passages).states.adjectives
    return {**load_aliases().adjectives, **told} if told else load_aliases().adjectives


@lru_cache(maxsize=8)
def read_names(given: str, passages: tuple[Passage, ...]) -> Reading:
    """The names of a text with these passages; kept, since one article is asked about often."""
    text = straighten(given)
    parts = list_passages(Article("", text, passages=passages))
    placed = [(b, e, heading or text[b:e].isupper()) for b, e, heading in parts]
    spans = [(begin, end) for begin, end, heading in placed if not heading]
    body = [split_words(text, begin, end) for begin, end in spans]
    heads = [split_words(text, begin, end) for begin, end, heading in placed if heading]
    evidence = weigh_words(text, spans, body)
    found = [n for words in body for n in name_words(text, words, evidence)]
    states = read_states(text, [*body, *heads], found)
    datelines = read_datelines(text, [(b, e) for b, e, _ in placed])
    sure = {*states.names, *states.seats}
    found += [n for words in body for n in name_sure(words, found, sure, datelines)]
    found.sort(key=lambda n: n.start)
    found = drop_places(text, [n for name in tie_states(text, found, states) for n in name])
    found = tell_kinds(text, found, datelines)
    known = index_names(found)
    found += [n for words in heads for n in name_heading(words, known, states)]
    return Reading(tuple(sorted(found, key=lambda n: n.start)), states)


def read_states(text: str, passages: Sequence[Sequence[Word]], names: Sequence[Name]) -> States:
    """The states that the text tells of, beside those of the table."""
    capitals = {w.text for words in passages for w in words if w.capital and w.known is None}
    people = {w for n in names if n.kind is ActorKind.PERSON for w in n.words}
    return find_states(text, capitals, people)


def name_sure(
    words: Sequence[Word], names: Sequence[Name], sure: Collection[str], datelines: Datelines
) -> Iterator[Name]:
    """States and agencies that begin a sentence, so that their capital alone tells nothing."""
    if sure or datelines.agencies:
        for word in words:
            told = word.text in sure or word.start in datelines.agencies
            if told and not names_touching(names, (word.start, word.end)):
                yield make_name([word], None)


def tie_states(text: str, names: Sequence[Name], states: States) -> Iterator[tuple[Name, ...]]:
    """Each name tied to the state that it is, or is owned by; none for a mere adjective."""
    before: Name | None = None
    surnames = {n.words[-1] for n in names if n.kind is ActorKind.PERSON and len(n.words) > 1}
    for name in names:
        tied: tuple[Name, ...] = (name,)
        if name.words[0] in surnames and is_state(name) and len(name.words) == 1:
            tied = (replace(name, known=None, kind=None),)  # Mr Jordan, not the kingdom
        elif states is not NO_STATES:
            tied = tie_state(name, states)
        owner = before.known if before is not None and before.kind is ActorKind.STATE else None
        if owner and tied and before and text[before.end : name.start] == "'s ":
            tied = (replace(tied[0], owner=tied[0].owner or owner),)
        before = tied[0] if tied else None
        yield tied


def tie_state(name: Name, states: States) -> tuple[Name, ...]:
    """A name as its state, or with its owner instead of an adjective."""
    first = name.words[0]
    if name.known is not None:
        return (name,)
    adjective = states.adjectives.get(first.lower())
    if len(name.words) == 1:
        state = states.names.get(first) or states.seats.get(first)
        if state is not None:
            seat = first in states.seats
            return (replace(name, known=state, kind=state.kind, seat=seat),)
        return () if adjective is not None else (name,)
    if adjective is None or name.kind is ActorKind.PERSON:
        return (name,)
    return (replace(name, words=name.words[1:], owner=adjective),)


def name_words(text: str, words: Sequence[Word], evidence: Evidence) -> Iterator[Name]:
    """The names of one passage."""
    starters = load_roles()["words", "starters"]
    for begin, end in find_runs(text, words):
        lone = end - begin == 1 and words[begin].first and words[begin].known is None
        if lone and words[begin].low in starters:
            continue
        before = words[begin - 1] if begin else None
        held = before is not None and before.owns and words[begin].start - before.end == len("'s ")
        for name in name_run(strip_start(words[begin:end], evidence), evidence):
            owned = replace(name, owner=before.known) if before and held and before.known else name
            yield extend_camp(text, words[end - 1], owned)


def extend_camp(text: str, last: Word, name: Name) -> Name:
    """ "The Clinton campaign" is no person: the noun after the name goes with it."""
    noun = _NOUN.match(text, name.end)
    if noun is None or noun[1] not in load_roles()["words", "camps"] or last.end != name.end:
        return name
    if name.known is not None and name.kind is not ActorKind.ORGANISATION:
        return name
    kind = ActorKind.OFFICE if noun[1] == "administration" else ActorKind.ORGANISATION
    return replace(name, end=noun.end(), words=(*name.words, noun[1]), kind=kind, known=None)


def drop_places(text: str, names: Sequence[Name]) -> list[Name]:
    """Names without those that only ever stand where a place stands.

    A state or its seat after "in" is spoken of as a place there, wherever else it speaks.
    """
    placed = [stands_as_place(text, n) for n in names]
    elsewhere = {n.key for n, place in zip(names, placed, strict=True) if not place}
    return [
        name
        for name, place in zip(names, placed, strict=True)
        if not place or not (is_state(name) or (may_be_place(name) and name.key not in elsewhere))
    ]


def is_state(name: Name) -> bool:
    """Whether the table knows a name as a state's."""
    return name.known is not None and name.known.kind is ActorKind.STATE


def may_be_place(name: Name) -> bool:
    """Whether nothing in a name shows that it is no place."""
    if name.known is not None or name.title is not None or name.female is not None:
        return False
    return name.kind in (None, ActorKind.PERSON) and not is_given(name.words[0].lower())


def stands_as_place(text: str, name: Name) -> bool:
    """Whether the words before a name say that it is a place."""
    roles = load_roles()
    words = text[max(0, name.start - 30) : name.start].lower().split()
    words = words[:-1] if words[-1:] == ["the"] else words
    if not words:
        return False
    if words[-1] == "of" and len(words) > 1 and words[-2] in roles["words", "locatives_of"]:
        return True
    return words[-1] in roles["words", "locatives"] or (name.seat and words[-1] in _FROM)


def index_names(names: Sequence[Name]) -> dict[tuple[str, ...], Name]:
    """Names that the table does not know, by key; people by their surname as well."""
    known: dict[tuple[str, ...], Name] = {}
    for name in names:
        if name.known is None:
            known.setdefault(name.key, name)
            if name.kind is ActorKind.PERSON:
                known.setdefault(name.key[-1:], name)
    return known


def name_heading(
    words: Sequence[Word], known: Mapping[tuple[str, ...], Name], states: States
) -> Iterator[Name]:
    """Names of a heading that the table or the body knows, the longest first."""
    longest = max((len(k) for k in known), default=1) + 1
    i = 0
    while i < len(words):
        size = 1
        if words[i].known is not None:
            yield make_name([words[i]], None)
        elif words[i].capital:
            size, kind = match_known(words[i : i + longest], known)
            if size < 2 and words[i].text in states.names:
                yield from tie_state(make_name([words[i]], None), states)
            elif size:
                yield make_name(words[i : i + size], kind)
        i += max(1, size)


def match_known(
    words: Sequence[Word], known: Mapping[tuple[str, ...], Name]
) -> tuple[int, ActorKind | None]:
    """How many of the words, at most, are a known name, and its kind.

    A given name before a surname that the body uses alone belongs to it.
    """
    keys: list[str] = []
    for before, word in zip([None, *words], words, strict=False):
        if word.known is not None or (before and word.start - before.end > 2):
            break
        keys.append(word_key(word.text))
    for size in range(len(keys), 0, -1):
        if name := known.get(tuple(keys[:size])):
            return size, name.kind
        if size == 2 and is_given(words[0].low) and (keys[1],) in known:
            return size, ActorKind.PERSON
    return 0, None
