"""Reports: articles made ready to be compared word by word.

Takes articles, gives for each its words and which of them tell of copying. Passages that are
the site's and not the report's are blanked out first. Words inside quotation marks do not tell:
two reporters who heard the same speech write down the same words. Nor does house text that
stands under reports everywhere (agencies.toml).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from whence.gather.agencies import vocabulary
from whence.gather.alignment import Match
from whence.gather.words import Words, read_words
from whence.model import Alignment, Article, PassageRole

_SITE = (PassageRole.BOILERPLATE, PassageRole.AUTHOR_BIO)
QUOTATIONS = re.compile(
    r"“[^“”\n]*(?:”|$)"
    r"|\"[^\"\n]*(?:\"|$)"
    r"|«[^«»\n]*(?:»|$)"
    r"|„[^„“”\n]*(?:[“”]|$)"
    # In single marks; an apostrophe inside has letters on both sides.
    r"|(?<!\w)[‘'](?=\w)(?:[^\n‘’']|(?<=\w)[’'](?=\w))*(?<=[\w,.?!…])[’'](?!\w)"
    # A post from a network, and the line that names its author.
    r"|^[^\n]*\n*[-–—] ?[^\n()]{1,50}\(@\w{1,20}\)[^\n]*$",
    re.MULTILINE,
)
"""Words between quotation marks, marks and all, and posts of a network."""


@dataclass(frozen=True, slots=True)
class Report:
    """An article, its words, and for each word whether it tells of copying."""

    article: Article
    words: Words
    telling: NDArray[np.bool_]


def read_reports(articles: Sequence[Article]) -> list[Report]:
    """One report for each article, in the same order."""
    return [_read_report(article) for article in articles]


@cache
def _stock() -> tuple[NDArray[np.uint64], ...]:
    """The words of each house phrase that stands under reports everywhere."""
    return tuple(read_words(phrase).keys for phrase in vocabulary()["stock"]["phrases"])


def align_report(match: Match, report: Report, other: Report) -> Alignment:
    """The characters of a match in both texts, with equal marks at its ends."""
    start, end = report.words.span(match.start, match.end)
    from_start, from_end = other.words.span(match.from_start, match.from_end)
    text, other_text = report.article.text, other.article.text
    while end < len(text) and from_end < len(other_text) and _mark(text[end], other_text[from_end]):
        end, from_end = end + 1, from_end + 1
    while start and from_start and _mark(text[start - 1], other_text[from_start - 1]):
        start, from_start = start - 1, from_start - 1
    return Alignment(start, end, from_start, from_end)


def _mark(one: str, other: str) -> bool:
    return one == other and not one.isspace() and not one.isalnum()


def _read_report(article: Article) -> Report:
    words = read_words(report_text(article))
    telling = np.ones(len(words), dtype=bool)
    for match in QUOTATIONS.finditer(article.text):
        first, last = np.searchsorted(words.starts, match.span())
        telling[first:last] = False
    for phrase in _stock():
        last = len(words) - len(phrase) + 1
        for at in np.flatnonzero(words.keys[: max(0, last)] == phrase[0]).tolist():
            if np.array_equal(words.keys[at : at + len(phrase)], phrase):
                telling[at : at + len(phrase)] = False
    return Report(article, words, telling)


def report_text(article: Article) -> str:
    """The text with the site's own passages blanked out, every offset kept."""
    pieces, last = [], 0
    for passage in article.passages:
        if passage.role in _SITE:
            pieces += [article.text[last : passage.start], " " * (passage.end - passage.start)]
            last = passage.end
    return "".join([*pieces, article.text[last:]])
