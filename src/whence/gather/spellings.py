"""Spellings: names of one person or place that the reports of one story write differently.

Takes the Record of a story, gives its Questions of name. People are the story's actors, whose
names were joined by likeness (:mod:`whence.gather.actors`); places are those that the gazetteer
knows as one. Forms that differ by punctuation, diacritics, case, an article or a name left out
are one answer, and so are names that are no spellings of each other ("Burma", "Myanmar").
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from whence.gather.answers import Giving, Question, Record, always
from whence.gather.corrections import find_clashing_answers, read_giving
from whence.gather.named import find_named
from whence.model import Analysis, Span

LIKENESS = 70.0
"""Least likeness (0 to 100) of two words that are spellings of one."""

_SHORTEST = 4
"""Letters of the shorter of two words that are compared; "US" is no spelling of "USA"."""
_POSSESSIVE = re.compile(r"['’](?:s)?\Z")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})


def find_name_questions(record: Record) -> list[Question]:
    """The people and places whose names the reports spell differently."""
    givings: dict[tuple[str, str], list[Giving]] = defaultdict(list)
    for analysis in record.analyses.values():
        for named, span in (*_people(analysis, record), *_places(analysis)):
            givings[named].append(_giving(analysis, span))
    questions = []
    for key in sorted(givings):
        spelt = [g for g in givings[key] if g.answer[0]]
        if len({g.answer for g in spelt}) < 2:
            continue
        clashing = find_clashing_answers(record, spelt, meet, always)
        respelt = tuple(g for g in clashing if any(not meet(g, other) for other in clashing))
        if respelt:
            used = Counter(g.words for g in respelt)
            name = min(used, key=lambda words: (-used[words], words))
            questions.append(Question("name", key, f"how is {name} spelt", respelt, meet))
    return questions


def _people(analysis: Analysis, record: Record) -> Iterator[tuple[tuple[str, str], Span]]:
    """The full names of people in a report, by the story's ids."""
    for person, mention in find_named(analysis, record):
        if len(analysis.article.text[mention.start : mention.end].split()) > 1:
            yield ("person", person), (mention.start, mention.end)


def _places(analysis: Analysis) -> Iterator[tuple[tuple[str, str], Span]]:
    """The places of a report that the gazetteer knows, by its own names for them."""
    for place in analysis.places:
        if place.latitude is not None:
            yield ("place", place.name), (place.start, place.end)


def _giving(analysis: Analysis, span: Span) -> Giving:
    text = analysis.article.text
    words = _POSSESSIVE.sub("", text[slice(*span)])
    span = (span[0], span[0] + len(words))
    return read_giving(analysis, span, (spelling(words),))


def spelling(name: str) -> str:
    """A name without what does not count as spelling: case, diacritics, punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s-]", "", plain).replace("-", " ").split())


def meet(one: Giving, other: Giving) -> bool:
    """Whether two forms are one spelling, or no spellings of each other at all."""
    return not is_respelt(str(one.answer[0]), str(other.answer[0]))


def is_respelt(one: str, other: str) -> bool:
    """Whether two forms are the same words, of which some are spelt differently."""
    left, right = one.split(), other.split()
    if len(left) != len(right) or one.replace(" ", "") == other.replace(" ", ""):
        return False
    differing = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if any(a + "s" == b or b + "s" == a for a, b in differing):
        return False
    return all(
        min(len(a), len(b)) >= _SHORTEST and fuzz.ratio(a, b) >= LIKENESS for a, b in differing
    )
