"""Relatives: the words that "who", "which" and "that" stand for.

Takes a text, the names in it and the place of a relative pronoun, gives the span of the noun
phrase right before it: a name, or a description with its determiner, or a bare plural
("residents who"). Where neither ends there, it is not clear whom the pronoun stands for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from whence.analyse.runs import Name, names_touching
from whence.analyse.vocabulary import load_roles
from whence.model import ActorKind, Span

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})

_REACH = 140
_LONGEST = 9
"""Words of a noun phrase."""

_STOP = re.compile(r"[.!?;:][\"'”’)]*\s|\n")
_DOERS = ("ist", "ian", "man", "woman", "crat", "body", "eer", "yer", "cher", "ster", "ffer")
"""What nouns for people end in."""

_OF = re.compile(r" (?:of|for|at|in|with|from|on) $")
_HOME = re.compile(
    r",? (?:\d{1,3}|\([^()\n]{1,20}\)),?"
    r"(?: (?:of|from) [A-Z][\w .]{1,25}(?:, [A-Z][\w.]{1,8})?,)?\s"
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|had|have|said|says|told|and|but)\b|[,()“”\"]")


@cache
def opening() -> re.Pattern[str]:
    """A determiner, or a possessive, that a noun phrase opens with."""
    roles = load_roles()
    words = roles["determiners", "indefinite"] | roles["determiners", "definite"]
    joined = "|".join(sorted(words - {"that", "no", "more", "both"}))
    return re.compile(rf"(?<![\w'’-])(?:(?i:{joined})(?= \w)|[A-Z][\w.-]+['’]s(?= \w))")


def find_antecedent(text: str, names: Sequence[Name], start: int, word: str) -> Span | None:
    """The span of what the relative pronoun ``word`` at ``start`` stands for, None if unclear."""
    line = max(0, start - _REACH)
    begin = max([line, *(m.end() for m in _STOP.finditer(text, line, start))])
    end = begin + len(text[begin:start].rstrip(" ,\"'”’()"))
    if end <= begin:
        return None
    touching = names_touching(names, (begin, end))
    name = next((n for n in touching if n.end == end), None)
    if word == "who" and (told := find_introduced(text, touching, start)):
        return told
    person = name is not None and (name.kind in (None, ActorKind.PERSON))
    if name is not None and (person or word in ("which", "that")):
        fits = word not in ("which", "that") or name.kind is not ActorKind.PERSON
        return (name.start, name.end) if fits else None
    phrase = find_phrase(text, begin, end, word)
    if phrase is None:
        return (name.start, name.end) if name else None
    return find_apposed(text, touching, phrase) or phrase


def find_apposed(text: str, names: Sequence[Name], phrase: Span) -> Span | None:
    """The person whom a noun phrase describes right behind the name: "X, a clerk, who"."""
    for name in names:
        person = name.kind in (None, ActorKind.PERSON) and len(name.words) > 1
        if person and text[name.end : phrase[0]] == ", ":
            return name.start, name.end
    return None


def find_introduced(text: str, names: Sequence[Name], start: int) -> Span | None:
    """Somebody whose age and home stand before the pronoun: "X, 59, of Leeds, who"."""
    for name in reversed(names):
        if name.kind is ActorKind.PERSON and _HOME.fullmatch(text, name.end, start):
            return name.start, name.end
    return None


def find_phrase(text: str, begin: int, end: int, word: str) -> Span | None:
    """The noun phrase that ends at ``end``; for "who" one whose noun may be a person."""
    starts = [m.start() for m in opening().finditer(text, begin, end)][::-1]
    nearest: Span | None = None
    bare = find_plural(text, begin, end)
    for start in starts[:3]:
        inner = text[start:end] if nearest is None else text[start : nearest[0]]
        if len(text[start:end].split()) > _LONGEST or _VERB.search(inner):
            break
        if nearest is not None and not _OF.search(inner):
            break
        nearest = (start, end)
        if word != "who" or is_personal(inner):
            return nearest
    return bare if word == "who" or nearest is None else nearest


def is_personal(words: str) -> bool:
    """Whether the noun of a phrase, before its first preposition, is a person or people."""
    roles = load_roles()
    core = re.split(r" (?:of|for|at|in|with|from|on)\b", words.strip(), maxsplit=1)[0]
    head = core.lower().split()[-1] if core.split() else ""
    singular = head.removesuffix("s")
    nouns = roles.roles | roles["nouns", "person"] | roles["nouns", "people"]
    return head in nouns or singular in nouns or singular.endswith(_DOERS)


def find_plural(text: str, begin: int, end: int) -> Span | None:
    """A bare plural for people that ends at ``end``: "residents who"."""
    word = text[begin:end].rsplit(" ", 1)[-1]
    low = word.lower()
    people = load_roles()["nouns", "people"]
    plural = low in people or (low.endswith("s") and not low.endswith(("ss", "us", "'s", "’s")))
    return (end - len(word), end) if plural and word.isalpha() else None
