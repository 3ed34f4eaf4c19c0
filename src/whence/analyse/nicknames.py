"""Nicknames: the other names by which a text calls a protected person.

Takes a text, its names and the reasons of those that are protected, gives the spans of short
forms ("Jim" of James), of names in quotation marks (Karl "Pip" Torn; known as the "Cub of Ost")
and of given names that only begin a sentence, which prove nothing elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from whence.analyse.personal import is_given
from whence.analyse.runs import Name
from whence.analyse.spreading import Key
from whence.analyse.vocabulary import load_roles, read_table
from whence.model import ActorKind, Span

_CAPITAL = re.compile(r"(?<![\w'-])[A-Z][a-z]{1,15}(?![\w-])")
_YOUNG = (
    r"(?:1[0-7]|[1-9]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen)"
)
_AGE = re.compile(
    rf",? ?\(?(?:aged )?{_YOUNG}(?:[,;)]| [–—-])|"
    rf" (?:is|was|turned) (?:only |just |now )*{_YOUNG}[,.]|"
    rf"(?:,| [–—-]) (?:(?:her|his|their|my|our)|the [\w-]+'s?) {_YOUNG}[- ]years?[- ]old"
)
_CHILD = re.compile(
    r"\b(?:(?:boy|girl|son|daughter|baby|child|toddler)s? (?:named|called)|"
    r"(?:children|kids|sons|daughters|boys|girls)(?: [–—-]|:)) ([A-Z][\w'-]*\w)(?<!'s)"
)
"""A child by a name that nothing else proves to be one: "a girl called Su-ra"."""
_MIDDLE = re.compile(r" [\"“'(]([A-Z][\w' -]{1,24}?)[\"”')] ")
"""A nickname between a given name and a surname."""
_CALLED = (
    r"(?:nicknamed|known(?: \w+)? (?:as|by the (?:nick)?name(?: of)?)|dubbed|called|aka|a\.k\.a\.|"
    r"goes by|went by|whom? (?:\w+ ){1,3}calls?)"
)
_QUOTED = r"(?: the)? [\"“']([A-Z][\w' -]{1,38}?),?[\"”']"
_BEHIND = re.compile(
    r"(?: ?\([^()]{1,30}\))?(?:, \d+)?,? ?\(?(?:(?:who|is|was|has been|also|better|widely|often|"
    rf"sometimes|affectionately|and|online) )*(?:{_CALLED}{_QUOTED}|"
    r"whom? (?:\w+ ){1,3}calls? ([A-Z]\w+)|(?:\d+,? )?[\"“]([A-Z][\w' -]{1,24}?)[,.]?[\"”])"
)
"""What right behind a name gives another of the same person."""
_FRONTED = re.compile(
    rf"(?:(?:Also |Better |Widely )?(?:Known as|Nicknamed|Dubbed|Called)){_QUOTED},? "
    r"(?:the |a |an )?(?:[a-z0-9-]+ ){0,4}"
)
_SHORTEST = 3
"""Letters that the short form and the whole given name must begin with alike."""


@dataclass(frozen=True, slots=True)
class Alias:
    """Words that name the person whose name has this key."""

    words: str
    key: Key


@cache
def load_short_forms() -> Mapping[str, frozenset[str]]:
    """Short forms of given names that do not begin like them, in lower case."""
    table = read_table("protection.toml")["nicknames"]
    return {name: frozenset(forms) for name, forms in table.items()}


def add_given(text: str, names: Sequence[Name]) -> list[Name]:
    """The names with given names alone that begin a sentence, and words told as a child's name."""
    taken = {place for n in names for place in range(n.start, n.end)}
    long = {n.start for n in names if len(n.words) > 1 and n.kind is ActorKind.PERSON}
    never = load_roles()["words", "never"] | load_roles()["words", "starters"]
    found = list(names)
    for match in _CAPITAL.finditer(text):
        low = match.group().lower()
        shared = text.startswith(" and ", match.end()) and match.end() + len(" and ") in long
        told = shared or is_given(low) or _AGE.match(text, match.end()) is not None
        if told and match.start() not in taken and low not in never:
            found.append(Name(match.start(), match.end(), (match.group(),), ActorKind.PERSON))
            taken.update(range(*match.span()))
    found += (
        Name(match.start(1), match.end(1), (match[1],), ActorKind.PERSON)
        for match in _CHILD.finditer(text)
        if match.start(1) not in taken
    )
    return sorted(found, key=lambda n: n.start)


def join_quoted(text: str, names: Sequence[Name]) -> list[Name]:
    """The names, a given name and a surname with a nickname between them made one."""
    joined: list[Name] = []
    for name in names:
        last = joined[-1] if joined else None
        if last is not None and last.end > name.start:
            continue
        match = _MIDDLE.match(text, last.end) if last is not None else None
        if last is not None and match is not None and match.start(1) == name.start:
            continue
        if last is not None and match is not None and match.end() == name.start:
            joined[-1] = replace(last, end=name.end, words=(*last.words, *name.words))
        else:
            joined.append(name)
    return joined


def find_aliases(text: str, names: Sequence[Name], full: Mapping[Key, Key]) -> Iterator[Alias]:
    """Nicknames that the text gives in so many words."""
    starts = {n.start: n for n in names}
    for name in names:
        key = full[name.key]
        inside = re.search(r"[\"“'(]([A-Z][\w' -]{1,24}?)[\"”')] ", text[name.start : name.end])
        behind = _BEHIND.match(text, name.end)
        for match in (inside, behind):
            words = next((g for g in match.groups() if g), None) if match else None
            if words:
                yield Alias(words, key)
    for match in _FRONTED.finditer(text):
        owner = starts.get(match.end())
        if owner is not None:
            yield Alias(match[1], full[owner.key])


def find_short_forms(
    text: str, names: Sequence[Name], full: Mapping[Key, Key], reasons: Mapping[Key, str]
) -> Iterator[Alias]:
    """Words that are short for a protected person's given name, and begin nobody else's name."""
    whole = {key[0]: key for key in sorted(reasons) if len(key) > 1}
    alike: dict[str, list[str]] = defaultdict(list)
    for name in whole:
        for start in {name[:_SHORTEST], *(f[:_SHORTEST] for f in load_short_forms().get(name, ()))}:
            alike[start].append(name)
    others = {n.words[0] for n in names if len(n.words) > 1 and full[n.key] not in reasons}
    single = {n.words[0] for n in names if len(n.words) == 1 and full[n.key] == n.key}
    starters = load_roles()["words", "starters"]
    for word in sorted({m.group() for m in _CAPITAL.finditer(text)} - others):
        low = word.lower()
        if low in starters or low[:_SHORTEST] not in alike:
            continue
        known = word in single or is_given(low)
        for name in alike[low[:_SHORTEST]]:
            if is_short_for(low, name, known):
                yield Alias(word, whole[name])


def is_short_for(word: str, whole: str, name: bool) -> bool:
    """Whether a word is a short form of a given name, both in lower case.

    A word that is no ``name`` elsewhere must be in the table: "There" is not short for Theresa.
    """
    if word in load_short_forms().get(whole, ()):
        return True
    if not name:
        return False
    stem = re.sub(r"(?:(.)\1)?(?:y|ie|s)$", r"\1", word)
    return _SHORTEST <= len(stem) < len(whole) and whole.startswith(stem)


def name_nicknames(
    text: str, names: Sequence[Name], full: Mapping[Key, Key], reasons: Mapping[Key, str]
) -> tuple[list[Name], dict[Key, Key]]:
    """The names with short forms that are none of them, and the fullest keys of all."""
    keys = dict(full)
    found = {n.start: n for n in names}
    for alias in find_short_forms(text, names, full, reasons):
        for match in re.finditer(rf"(?<![\w-]){re.escape(alias.words)}(?!\w)", text):
            name = Name(match.start(), match.end(), (alias.words,), ActorKind.PERSON)
            found.setdefault(name.start, name)
            keys[name.key] = alias.key
    return sorted(found.values(), key=lambda n: n.start), keys


def find_nicknames(
    text: str, names: Sequence[Name], full: Mapping[Key, Key], reasons: Mapping[Key, str]
) -> Iterator[tuple[Span, str]]:
    """Every place where a protected person is called by another name."""
    if not reasons:
        return
    aliases = [a for a in find_aliases(text, names, full) if a.key in reasons]
    aliases += find_short_forms(text, names, full, reasons)
    for alias in sorted({(a.words, a.key) for a in aliases}):
        for match in re.finditer(rf"(?<![\w-]){re.escape(alias[0])}(?!\w)", text):
            yield match.span(), reasons[alias[1]]
