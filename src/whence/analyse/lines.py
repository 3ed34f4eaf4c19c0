"""Lines of an article in which statements and assertions are looked for.

Takes an Article, gives spans of its text: the lines that are not blank, of the passages that can
speak, as far as an article goes; a book that came as one page is read so far and no further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whence.model import Article, PassageRole, Span

SPOKEN = frozenset(
    {
        PassageRole.HEADLINE,
        PassageRole.STANDFIRST,
        PassageRole.CAPTION,
        PassageRole.SUBHEADING,
        PassageRole.PARAGRAPH,
        PassageRole.QUOTATION,
        PassageRole.CORRECTION,
    }
)
"""Roles of passages in which statements are looked for."""

LONGEST_TEXT = 400_000
"""Characters of an article in which statements are looked for; a long book has more."""
MOST_LINES = 4_000
LONGEST_LINE = 10_000
"""Characters of a line; a longer one, which no writer's paragraph is, is parted between words."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]{0,3}\s+")


def find_lines(article: Article) -> Iterator[Span]:
    """The lines in which statements are looked for: those of passages that can speak."""
    whole = [(0, len(article.text))]
    parts = [(p.start, p.end) for p in article.passages if p.role in SPOKEN]
    lines = 0
    for begin, end in parts if article.passages else whole:
        for line in split_lines(article.text, begin, min(end, LONGEST_TEXT)):
            lines += 1
            if lines > MOST_LINES:
                return
            yield line


def split_lines(text: str, begin: int, end: int) -> Iterator[Span]:
    """The lines of ``text[begin:end]`` that are not blank, none longer than ``LONGEST_LINE``."""
    while begin < end:
        stop = text.find("\n", begin, end)
        stop = end if stop < 0 else stop
        while stop - begin > LONGEST_LINE:
            part = _parting(text, begin, begin + LONGEST_LINE)
            if not text[begin:part].isspace():
                yield begin, part
            begin = part
        if begin < stop and not text[begin:stop].isspace():
            yield begin, stop
        begin = stop + 1


def _parting(text: str, begin: int, end: int) -> int:
    """Where the last sentence of a stretch ends, else its last word, else the stretch itself."""
    half = (begin + end) // 2
    sentence = max((m.end() for m in _SENTENCE_END.finditer(text, half, end)), default=None)
    return sentence or text.rfind(" ", half, end) + 1 or end
