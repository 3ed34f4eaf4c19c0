"""Assertions: what the outlet says in its own voice.

Takes an Article and the spans that its statements take up (cues and contents), gives the
sentences of headline, standfirst, captions, subheadings and of the first paragraphs in which the
outlet itself says something, and of later paragraphs those that say how firm they are ("there was
no confirmation", "it is unclear"). Whatever a statement touches belongs to its holder and is left
out: a headline with "X says" in it is a statement. How firmly the outlet puts it ("allegedly",
"may have", a question) is told by the same tables as for statements (:mod:`whence.analyse.marks`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whence.analyse.cues import CueTable, load_cues
from whence.analyse.lines import find_lines, split_lines
from whence.analyse.marks import weaker
from whence.analyse.overlooked import weigh_sentence
from whence.analyse.sentences import split_sentences
from whence.model import (
    Act,
    Article,
    Assertion,
    Certainty,
    Distance,
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
_ASKS_FIRST = re.compile(r"\A[^\"“”‘«.!]*\?\s+\S")
"""A heading that puts a question and goes on: "100 on board? How the papers got it wrong"."""
_ASKS = re.compile(r"\?\s*\Z|\A\s*[\"'“‘«].*\?[\"'”’»]\s*\Z", re.DOTALL)
"""A question mark at the end; inside quotation marks only if they hold the whole."""


def find_assertions(article: Article, taken: Sequence[Span]) -> tuple[Assertion, ...]:
    """What the outlet says itself, in reading order; spans point into ``article.text``.

    ``taken`` are the spans of the statements' cues and contents, in any order. An article
    without passages is read as paragraphs parted by blank lines. It is read as far as statements
    are looked for.
    """
    cues = load_cues()
    free = Gaps(taken)
    reach = max((end for _, end in find_lines(article)), default=0)
    return tuple(
        assertion
        for own in find_own_words(article)
        if own.end <= reach
        and free.has(own.begin, own.end)
        and len(_WORD.findall(article.text, own.begin, own.end)) >= FEWEST_WORDS
        and (assertion := weigh_assertion(article, own, cues)) is not None
    )


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A stretch in which an outlet may say something itself, and the line it stands in.

    ``lead`` is true where it counts however it is put; elsewhere it must say how firm it is.
    """

    role: PassageRole
    begin: int
    end: int
    line: Span
    lead: bool


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


def find_own_words(article: Article) -> Iterator[OwnWords]:
    """Headings whole, other passages of the outlet's voice by sentence."""
    paragraphs = 0
    for role, begin, end in find_passages(article):
        paragraphs += role is PassageRole.PARAGRAPH
        lead = role is not PassageRole.PARAGRAPH or paragraphs <= LEAD
        if role in _SHORT_ROLES:
            span = trim(article.text, begin, end)
            yield OwnWords(role, *span, span, lead)
        elif role in _SENTENCE_ROLES:
            for line in split_lines(article.text, begin, end):
                for sentence in split_sentences(article.text, *line):
                    yield OwnWords(role, *sentence, line, lead)


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


def weigh_assertion(article: Article, own: OwnWords, cues: CueTable) -> Assertion | None:
    """One assertion, as firm as its own words; None below the lead where they say nothing of it.

    A sentence that calls a report false denies it; one that calls it doubtful leaves it possible
    at most.
    """
    span = own.begin, own.end
    words = article.text[own.begin : own.end]
    weight = cues.weigh(words)
    question = asks(words, own.role, cues)
    # A sentence that judges a report does so as a whole.
    marked = None if weight.act else weigh_sentence(article.text, own.line, span, cues)
    if not own.lead and marked is None and weight.act is None:
        return None
    act, certainty, distance = weight.act or Act.ASSERTS, weight.certainty, weight.distance
    if marked is not None:
        judged = cues.judge(article.text, source=marked.source, cue=marked.cue, content=())
        act = judged.act
        certainty = weaker(certainty, judged.certainty)
        distance = distance if distance is not Distance.NEUTRAL else judged.distance
    if question:
        certainty = Certainty.OPEN
    elif act is Act.DOUBTS:
        certainty = weaker(certainty, Certainty.POSSIBLE)
    return Assertion(
        id=content_id("assertion", article.id, own.begin, own.end),
        span=(span,),
        role=own.role,
        certainty=certainty,
        polarity=Polarity.POSITIVE if act is Act.DENIES else weight.polarity,
        distance=distance,
        question=question,
        act=act,
        cue=marked.cue if marked else (),
        source=marked.source if marked else (),
    )


def asks(words: str, role: PassageRole, cues: CueTable) -> bool:
    """Whether a sentence asks: by its mark, or a heading by its first word ("Was it staged")."""
    if _ASKS.search(words):
        return True
    if role in _SHORT_ROLES and _ASKS_FIRST.match(words):
        return True
    first = _WORD.search(words)
    return role in _SHORT_ROLES and first is not None and cues.opens_question(first[0])
