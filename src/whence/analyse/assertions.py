"""Assertions: what the outlet says in its own voice.

Takes an Article and the spans that its statements take up (cues and contents), gives the
sentences of headline, standfirst, captions, subheadings and of the first paragraphs in which the
outlet itself says something. Whatever a statement touches belongs to its holder and is left out:
a headline with "X says" in it is a statement. How firmly the outlet puts it ("allegedly", "may
have", a question) is told by the same tables as for statements (:mod:`whence.analyse.marks`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from whence.analyse.cues import CueTable, load_cues
from whence.analyse.sentences import split_sentences
from whence.model import (
    Act,
    Article,
    Assertion,
    Certainty,
    PassageRole,
    Polarity,
    Span,
    content_id,
)

LEAD = 3
"""How many paragraphs make the lead, where an outlet says in its own voice what happened."""

FEWEST_WORDS = 3
"""Fewer words ("File picture", a photographer's name) say nothing that could be so or not."""

_SHORT_ROLES = frozenset({PassageRole.HEADLINE, PassageRole.SUBHEADING})
"""One assertion each, however they are punctuated."""
_SENTENCE_ROLES = frozenset({PassageRole.STANDFIRST, PassageRole.CAPTION, PassageRole.PARAGRAPH})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_ASKS = re.compile(r"\?\s*\Z|\A\s*[\"'“‘«].*\?[\"'”’»]\s*\Z", re.DOTALL)
"""A question mark at the end; inside quotation marks only if they hold the whole."""


def find_assertions(article: Article, taken: Sequence[Span]) -> tuple[Assertion, ...]:
    """What the outlet says itself, in reading order; spans point into ``article.text``.

    ``taken`` are the spans of the statements' cues and contents, in any order. An article
    without passages is read as paragraphs parted by blank lines.
    """
    cues = load_cues()
    free = Gaps(taken)
    return tuple(
        weigh_assertion(article, role, (begin, end), cues)
        for role, begin, end in find_own_words(article)
        if free.has(begin, end) and len(_WORD.findall(article.text, begin, end)) >= FEWEST_WORDS
    )


class Gaps:
    """What is left of a text beside some spans."""

    def __init__(self, taken: Sequence[Span]) -> None:
        filled = sorted((begin, end) for begin, end in taken if begin < end)
        self._begins = [begin for begin, _ in filled]
        self._reach = []
        reach = 0
        for _, end in filled:
            reach = max(reach, end)
            self._reach.append(reach)

    def has(self, begin: int, end: int) -> bool:
        """Whether no span overlaps ``[begin, end)``."""
        before = bisect_right(self._begins, end - 1)
        return before == 0 or self._reach[before - 1] <= begin


def find_own_words(article: Article) -> Iterator[tuple[PassageRole, int, int]]:
    """Headings whole, other passages of the outlet's voice by sentence, each with its role."""
    paragraphs = 0
    for role, begin, end in find_passages(article):
        if role is PassageRole.PARAGRAPH:
            paragraphs += 1
            if paragraphs > LEAD:
                continue
        if role in _SHORT_ROLES:
            yield role, *trim(article.text, begin, end)
        elif role in _SENTENCE_ROLES:
            for sentence in split_sentences(article.text, begin, end):
                yield role, *sentence


def find_passages(article: Article) -> Iterator[tuple[PassageRole, int, int]]:
    """The passages of an article, or its paragraphs where it has none."""
    if article.passages:
        for passage in article.passages:
            yield passage.role, passage.start, passage.end
        return
    begin = 0
    for blank in (*_BLANK_LINE.finditer(article.text), None):
        end = len(article.text) if blank is None else blank.start()
        if article.text[begin:end].strip():
            yield PassageRole.PARAGRAPH, begin, end
        begin = end if blank is None else blank.end()


def trim(text: str, begin: int, end: int) -> Span:
    """``[begin, end)`` without the white space at its ends."""
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    return begin, begin + len(piece.strip())


def weigh_assertion(article: Article, role: PassageRole, span: Span, cues: CueTable) -> Assertion:
    """One assertion, as firm as its own words.

    A sentence that calls a report false says that it is not so; one that calls it doubtful leaves
    it possible at most.
    """
    begin, end = span
    words = article.text[begin:end]
    weight = cues.weigh(words)
    question = asks(words, role, cues)
    certainty = weight.certainty
    if question:
        certainty = Certainty.OPEN
    elif weight.act is Act.DOUBTS and certainty is not Certainty.OPEN:
        certainty = Certainty.POSSIBLE
    denied = weight.act is Act.DENIES
    return Assertion(
        id=content_id("assertion", article.id, begin, end),
        span=(span,),
        role=role,
        certainty=certainty,
        polarity=Polarity.NEGATIVE if denied else weight.polarity,
        distance=weight.distance,
        question=question,
    )


def asks(words: str, role: PassageRole, cues: CueTable) -> bool:
    """Whether a sentence asks: by its mark, or a heading by its first word ("Was it staged")."""
    if _ASKS.search(words):
        return True
    first = _WORD.search(words)
    return role in _SHORT_ROLES and first is not None and cues.opens_question(first[0])
