"""Sentences: where each one begins and ends.

Takes a stretch of text, gives the spans of its sentences in reading order; together they cover
everything that is not white space. Rules alone: a full stop, question or exclamation mark or an
ellipsis, with the quotation marks and brackets that close behind it, ends a sentence where white
space and something that can open one follow. Abbreviations (``sentences.toml``) and initials are
held back; blank lines always end a sentence, single line breaks where the line is over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from whence.model import Span, check_span
from whence.tables import read_table

_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«([¿¡—–-"
_CANDIDATE = re.compile(rf"(?:(?<![.!?…])[.!?…]+[{_CLOSING}]*(?=\s)|\n[ \t\r]*\n|\n)\s*")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘'”’—–/]+\Z")
_INITIAL = re.compile(r"[^\W\d_]\Z|(?:[^\W\d_]\.)+[^\W\d_]\Z")
_NEXT_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 40
_LONGEST = 5_000
"""Characters of a sentence; a list without a full stop may have more."""
_WRAPPED_LINE = 55
"""A line of this many characters that ends in no full stop is taken to be wrapped, not over."""


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What a full stop may follow without ending a sentence; all lower case."""

    titles: frozenset[str]
    weak: frozenset[str]
    numbered: frozenset[str]
    openers: frozenset[str]


@cache
def load_abbreviations() -> Abbreviations:
    """The table beside this module, read once."""
    table = read_table("whence.analyse", "sentences.toml")
    return Abbreviations(**{name: frozenset(words) for name, words in table.items()})


def split_sentences(text: str, begin: int, end: int) -> list[Span]:
    """The sentences of ``text[begin:end]``, without the white space around them.

    Raises:
        ValueError: ``begin`` and ``end`` are no half-open pair.
    """
    check_span((begin, end))
    return list(_split(text, begin, min(end, len(text))))


@lru_cache(maxsize=512)
def _split(text: str, begin: int, end: int) -> tuple[Span, ...]:
    """The same, kept: times, quantities, chains and actors ask for the same paragraphs."""
    table = load_abbreviations()
    sentences: list[Span] = []
    start = begin
    for match in _CANDIDATE.finditer(text, begin, end):
        if not ends_here(text, start, match, end, table):
            continue
        add_trimmed(sentences, text, start, match.end())
        start = match.end()
    add_trimmed(sentences, text, start, end)
    return tuple(sentences)


def add_trimmed(sentences: list[Span], text: str, begin: int, end: int) -> None:
    """Add ``[begin, end)`` without its outer white space, unless nothing is left.

    What no writer's sentence is as long as is added in parts.
    """
    while begin < end:
        stop = end
        if end - begin > _LONGEST:
            stop = text.rfind(" ", begin + _LONGEST // 2, begin + _LONGEST) + 1 or begin + _LONGEST
        piece = text[begin:stop]
        kept = piece.strip()
        if kept:
            start = begin + len(piece) - len(piece.lstrip())
            sentences.append((start, start + len(kept)))
        begin = stop


def ends_here(text: str, start: int, match: re.Match[str], end: int, table: Abbreviations) -> bool:
    """Whether the sentence that began at ``start`` ends with ``match``."""
    marks = match[0].rstrip()
    if match[0].count("\n") > 1 and re.search(r"\n[ \t\r]*\n", match[0]):
        return True
    if not marks:
        return line_is_over(text, start, match, end)
    after = text[match.end() : match.end() + _LONGEST_WORD]
    if not after or match.end() >= end:
        return True
    if not can_open(after):
        return False
    return marks[0] != "." or marks[:2] == ".." or not is_abbreviation(text, match, after, table)


def line_is_over(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """A single line break ends a heading or a list item, not a line wrapped at a margin."""
    line = max(text.rfind("\n", start, match.start()) + 1, start)
    following = text[match.end() : min(match.end() + 1, end)]
    return match.start() - line < _WRAPPED_LINE and not following.islower()


def can_open(after: str) -> bool:
    """Whether a sentence may open so: anything but a small letter or going-on punctuation."""
    first = after.lstrip(_OPENING)[:1]
    return bool(first) and not first.islower() and first not in ",;:.!?…)]%"


def is_abbreviation(text: str, match: re.Match[str], after: str, table: Abbreviations) -> bool:
    """Whether the full stop of ``match`` belongs to the word before it and ends nothing."""
    found = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    if found is None:
        return False
    word = found[0].lower()
    if word in table.titles:
        return True
    if word in table.numbered:
        return after[0].isdigit()
    following = _NEXT_WORD.search(after)
    opens = following is not None and following[0].lower() in table.openers
    if word in table.weak:
        return not opens
    # "I." ends a sentence at times, other initials hardly ever; quotes closing behind one do.
    if _INITIAL.match(word):
        return not opens and match[0][1:2].isspace() and found[0] != "I"
    return False
