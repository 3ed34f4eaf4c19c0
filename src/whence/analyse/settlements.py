"""Settlements: villages, towns and districts that no gazetteer knows.

Takes an article's text with the places that the gazetteer located in it, gives a Place without
coordinates for each name that the words call a settlement ("in Umm Hajar village", "the town of
X"), inside the located place that follows ("in Y province", ", Z").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from whence.analyse.gazetteer import PARTICLES, TOKEN, is_demonym, place_words, word_form
from whence.model import Place, Span

_WORDS = place_words()
_PARTICLE = "|".join(PARTICLES)
_NAME = (
    rf"(?:(?:{_PARTICLE})[- ])?[^\W\d_a-z][\w'’]+"
    rf"(?:[- ](?:(?:{_PARTICLE})-)?[^\W\d_a-z][\w'’]+){{0,2}}"
)
_SETTLEMENT = "|".join(sorted(_WORDS["settlements"]))
_UNKNOWN = re.compile(
    rf"\b(?:in|at|near|of|from|outside|around|into)\s+(?P<before>{_NAME})\s+(?:{_SETTLEMENT})\b"
    rf"|\b(?:{_SETTLEMENT})s?\s+of\s+(?P<after>{_NAME})"
)
_INSIDE = re.compile(
    rf"(?:\s+(?:{_SETTLEMENT})\b)?(?:\s+in\s+|\s+of\s+|,\s*(?:in\s+)?)"
    r"(?:the\s+)?(?:[\w’'-]+\s+){0,3}"
)


def find_settlements(
    text: str, passages: Iterable[Span], located: Sequence[Place]
) -> Iterator[Place]:
    """The settlements of some passages that are not among the places ``located`` in them."""
    taken = [(place.start, place.end) for place in located]
    for begin, end in passages:
        for match in _UNKNOWN.finditer(text, begin, end):
            name = match["before"] or match["after"]
            span = match.span("before" if match["before"] else "after")
            if any(b < span[1] and span[0] < e for b, e in taken) or _describes(name):
                continue
            taken.append(span)
            around = _around(text, match.end(), located)
            country = around.country if around else None
            yield Place(*span, name, country, inside=around.name if around else None)


def _describes(name: str) -> bool:
    """Whether the words are no name: "a Kurdish village"."""
    forms = [word_form(word) for word in TOKEN.findall(name)]
    plain = _WORDS["before_place"] | _WORDS["directions"]
    return len(forms) == 1 and (is_demonym(forms[0]) or forms[0] in plain)


def _around(text: str, end: int, located: Sequence[Place]) -> Place | None:
    """The located place that the text says it lies in: "in X province", ", Syria"."""
    for place in located:
        if place.start >= end:
            return place if _INSIDE.fullmatch(text, end, place.start) else None
    return None
