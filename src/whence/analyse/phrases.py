"""Phrases: the words of a source, taken apart.

Takes the span of a source and the names in it, gives a Phrase: its core (what stands before
the first comma, relative clause or preposition), the determiner it opens with, its head noun,
and the name that it ends in, if any. What the phrase stands for is told elsewhere
(:mod:`whence.analyse.referents`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from whence.analyse.runs import Name, names_touching
from whence.analyse.vocabulary import Known, load_roles, straighten
from whence.model import ActorKind, Span, Spans

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("who", "which", "that", "whose", "whom"), "who"),
    **dict.fromkeys(("i", "me", "my", "we", "us", "our", "myself", "ourselves"), "i"),
}
"""Pronouns that may be a source, and the one that stands for each row of them."""

_CUT = (
    r"[,;:(—–]|\s--?\s|\s(?:who|which|that|whom|whose|for|in|at|with|from|on|by|to|near|close|familiar|"
    r"inside|outside|under|against|about|as|after|before|during|including|among|between|is|was|are|were|"
    r"has|had|have|named|called|identified|quoted|cited|of|"
)
_LINK = re.compile(r"(,)? ?(and|&)? ?(?:the |The )?(?:[A-Z][a-z]+\.? )?")
_LEAD = re.compile(r"(?:[Bb]y|[Ff]rom|[Aa]ccording to)\s+(?=\S)")
_TRAIL = re.compile(r"(?<=\w),?\s+(?:who|which|that)$")
_EDGES = " \t\n\"'“”‘’,.;:-–—"
_ABBREVIATION = re.compile(r"\b(?:\w\.){2,}$")
_PARTS = frozenset(
    {
        "one",
        "some",
        "many",
        "most",
        "two",
        "three",
        "several",
        "all",
        "none",
        "both",
        "each",
        "neither",
        "few",
        "half",
        "others",
        "members",
    }
)


@cache
def cut_pattern() -> re.Pattern[str]:
    """What ends the core of a phrase: a comma, a bracket, a preposition, a relative clause."""
    participles = "|".join(sorted(load_roles()["words", "participles"]))
    return re.compile(rf"{_CUT}{participles})\b")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source taken apart. ``words`` are those of the core, in lower case, determiner first.

    ``named`` is the name that the core ends in; ``before`` the last name in the core that words
    follow; ``joint`` names that "and" makes one source.
    """

    start: int
    end: int
    core_end: int
    text: str
    words: tuple[str, ...]
    names: tuple[Name, ...]
    named: Name | None
    before: Name | None
    joint: tuple[Name, ...]
    adjective: str | None
    """The state whose adjective stands in the core."""

    @property
    def determiner(self) -> str:
        """The first word, if it is a determiner."""
        determiners = load_roles()
        first = self.words[0] if self.words else ""
        told = determiners["determiners", "indefinite"] | determiners["determiners", "definite"]
        return first if first in told or first.isdigit() else ""

    @property
    def indefinite(self) -> bool:
        """Whether it speaks of somebody not told before."""
        roles = load_roles()
        return self.determiner.isdigit() or self.determiner in roles["determiners", "indefinite"]

    @property
    def definite(self) -> bool:
        """Whether it points back."""
        return self.determiner in load_roles()["determiners", "definite"]

    @property
    def head(self) -> str:
        """The last word of the core."""
        return self.words[-1] if self.words else ""

    @property
    def tail(self) -> tuple[str, ...]:
        """The words of the core that follow its last name."""
        if self.before is None:
            return self.words[1:] if self.determiner else self.words
        return _split(self.text[self.before.end - self.start : self.core_end - self.start])


def take_apart(
    text: str, source: Spans, names: Sequence[Name], adjectives: Mapping[str, Known]
) -> Phrase:
    """The phrase of a source that has at least one span."""
    start, end = strip_edges(text, trim(text, pick_piece(text, source, names)))
    inside = names_touching(names, (start, end))
    if inside:
        start, end = min(start, inside[0].start), max(end, inside[-1].end)
    core_end = find_core_end(text, start, end, inside)
    core_names = [n for n in inside if n.end <= core_end]
    last = core_names[-1] if core_names else None
    ends = last is not None and not text[last.end : core_end].strip(_EDGES + "s")
    named = last if ends else None
    return Phrase(
        start,
        end,
        core_end,
        text[start:end],
        _split(text[start:core_end]),
        tuple(inside),
        named,
        None if ends else last,
        join_names(text, inside) if named is not None else (),
        find_adjective(text[start:core_end], adjectives),
    )


def find_adjective(core: str, adjectives: Mapping[str, Known]) -> str | None:
    """The state whose adjective stands in the core of a phrase."""
    words = re.findall(r"[^\W\d_a-z][\w-]*", core)
    return next((adjectives[w.lower()].name for w in words if w.lower() in adjectives), None)


def _split(words: str) -> tuple[str, ...]:
    found = (w.removesuffix("'s") for w in re.findall(r"[\w'-]+", straighten(words).lower()))
    return tuple(w for w in found if w)


def pick_piece(text: str, source: Spans, names: Sequence[Name]) -> Span:
    """The piece of a source to read: the first that names somebody, else the first with words.

    A body named in a later piece is as a rule not who speaks.
    """
    spoken = [s for s in source if text[s[0] : s[1]].strip()] or list(source)
    if len(spoken) < 2 or names_touching(names, spoken[0]):
        return spoken[0]
    people = (None, ActorKind.PERSON)
    named = (s for s in spoken if any(n.kind in people for n in names_touching(names, s)))
    return next(named, spoken[0])


def trim(text: str, span: Span) -> Span:
    """A span without quotes, commas and blanks at its edges; as it was where nothing is left."""
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not _ABBREVIATION.search(text, start, end):
        end -= 1
    return (start, end) if start < end else span


def strip_edges(text: str, span: Span) -> Span:
    """A span without a preposition before it and a relative pronoun behind: "by X", "X, which"."""
    start, end = span
    if match := _LEAD.match(text, start, end):
        start = match.end()
    if match := _TRAIL.search(text[start:end]):
        end = start + match.start()
    return start, end


def find_core_end(text: str, start: int, end: int, names: Sequence[Name]) -> int:
    """Where the core of a phrase ends: before the first cut that no name spans.

    "One of the men" has its noun behind the preposition, so the core goes on past it.
    """
    for match in cut_pattern().finditer(text, start + 1, end):
        if any(n.start <= match.start() < n.end for n in names):
            continue
        before = _split(text[start : match.start()])
        if match.group() == " of" and is_title(before, text[match.end() : end]):
            continue
        if match.group().strip() == "of" and before and before[-1] in _PARTS:
            continue
        return match.start()
    return end


def is_title(before: Sequence[str], after: str) -> bool:
    """Whether "of" stands inside a title: "Secretary of State"."""
    titles = load_roles()
    behind = _split(after)[:1]
    return (
        bool(before)
        and before[-1] in titles["titles", "office"]
        and bool(set(behind) & titles["titles", "of"])
    )


def join_names(text: str, names: Sequence[Name]) -> tuple[Name, ...]:
    """The names that a list with "and" makes one source, none where there is no such list."""
    chain = list(names[:1])
    closed = False
    for name in names[1:]:
        link = _LINK.fullmatch(text[chain[-1].end : name.start])
        if link is None or not (link[1] or link[2]):
            break
        chain.append(name)
        if link[2]:
            closed = True
            break
    return tuple(chain) if closed else ()
