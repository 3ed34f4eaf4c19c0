"""Companions: children told as such only by the company they are in.

Takes a text, its names and the reasons of those that are protected, adds children of whom no age
is told: the friends of a child, whoever sits with one, and first names listed with a child's.
Adults are told by an age, a title, or a word of family ("his mother Ada").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from whence.analyse.perils import MINOR
from whence.analyse.runs import Name
from whence.analyse.spreading import Key, find_lists
from whence.model import ActorKind

_SEVERAL = re.compile(
    r"\b(?:teens|teenagers|kids|youngsters|schoolboys|schoolgirls|schoolchildren|pupils|"
    r"classmates|teen(?:age)? (?:\w+ ){0,3}?\w+s|boys|girls)\b"
)
"""An article without these tells of one child among adults."""
_WITH = re.compile(
    r",? (?:who )?(?:was |is |were |had been )?(?:\w+ )?(?:with|beside|alongside|next to) "
)
_FRIENDS = re.compile(
    r"\b(?:his|her|their) (?:[\w-]+ ){0,2}?(?:friends?|pals?|buddy|buddies|team-?mates?|"
    r"class-?mates?|playmates?)(?:,| -| –)? (?:\w+ and )?$"
)
_FAMILY = re.compile(
    r"\b(?:mother|father|mom|mum|dad|parents?|stepmother|stepfather|uncle|aunt|grand\w+|teacher|"
    r"officer|officers|deputy|trooper|detective|policeman|coach|lawyer|attorney|principal|"
    r"husband|wife|neighbou?r)s?,? $|\b(?:dr|mrs?|ms|prof|sir)\.? $|"
    r"\b(?:1[89]|[2-9]\d)[- ]year[- ]old (?:[\w-]+ ){0,3}$"
)
_GROWN = re.compile(
    r",? \(?(?:aged )?(?:1[89]|[2-9]\d)\b(?![%:-])|"
    r",? (?:an?|the|is|was) (?:[\w-]+ ){0,3}(?:1[89]|[2-9]\d)[- ]year[- ]old"
)
_REACH = 160
"""Characters in front of a friend in which the child stands."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who is named in a text, which of them are children, and who stands in one list."""

    text: str
    names: Sequence[Name]
    full: Mapping[Key, Key]
    children: frozenset[Key]
    listed: frozenset[tuple[int, int]]


def find_companions(
    text: str, names: Sequence[Name], full: Mapping[Key, Key], reasons: Mapping[Key, str]
) -> Iterator[Name]:
    """Names of children that only their company tells."""
    if MINOR not in reasons.values():
        return
    children = frozenset(key for key, reason in reasons.items() if reason == MINOR)
    grown = grown_keys(text, names, full)
    several = _SEVERAL.search(text) is not None
    company = Company(text, names, full, children, frozenset(pairs_listed(text, names)))
    for i, name in enumerate(names):
        if full[name.key] in reasons or full[name.key] in grown or not may_be_child(name):
            continue
        if has_friend(company, i) or (several and is_beside(company, i)):
            yield name


def may_be_child(name: Name) -> bool:
    """Whether a name may be a child's: a person's, without a title."""
    return name.title is None and name.kind in (None, ActorKind.PERSON)


def grown_keys(text: str, names: Sequence[Name], full: Mapping[Key, Key]) -> set[Key]:
    """The fullest keys of names that are adults' in one place or another."""
    return {full[n.key] for n in names if is_grown(text, n)}


def is_grown(text: str, name: Name) -> bool:
    """Whether an age, an honorific or a word of family makes a name an adult's."""
    before = text[max(0, name.start - 30) : name.start].lower()
    return _GROWN.match(text, name.end) is not None or _FAMILY.search(before) is not None


def has_friend(company: Company, at: int) -> bool:
    """Whether a name is told as a friend's of the child named right before."""
    text, names = company.text, company.names
    begin = max(0, names[at].start - _REACH)
    before = text[begin : names[at].start]
    sentence = re.split(r"[.!?][\"”]?\s|\n", before)[-1]
    if not _FRIENDS.search(sentence.lower()):
        return False
    start = names[at].start - len(sentence)
    return any(
        start <= n.start < names[at].start and company.full[n.key] in company.children
        for n in names[:at]
    )


def pairs_listed(text: str, names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Neighbours in one list, by their places."""
    for first, last in find_lists(text, names):
        yield from ((i, i + 1) for i in range(first, last))


def is_beside(company: Company, at: int) -> bool:
    """Whether a name stands with a child's first name, in a list or as who sits with them."""
    text, names = company.text, company.names
    name = names[at]
    for other in (at - 1, at + 1):
        if not 0 <= other < len(names) or company.full[names[other].key] not in company.children:
            continue
        pair = (min(at, other), max(at, other))
        alone = len(names[other].words) == 1
        if alone and len(name.words) == 1 and pair in company.listed:
            return True
        gap = text[name.end : names[other].start] if other > at else ""
        if alone and _WITH.fullmatch(gap):
            return True
    return False
