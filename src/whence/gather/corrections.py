"""Corrections: which answers were taken back, told from those that contradict each other.

Takes a question with its givings, gives for each answer the words that take it back: a note
("An earlier version said three"), words of a report about figures that no longer hold ("early
reports said 100", "lowered from 50 to 43"), or a later report of the same outlet that gives
another value and this one no more. What one outlet says against another is no correction.
Words are in corrections.toml.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from whence.analyse.sentences import split_sentences
from whence.gather.answers import G, Giving, Question, Record, find_clashing, in_headline
from whence.gather.times import publication_window
from whence.model import Analysis, Article, PassageRole, Quote, Span
from whence.tables import read_table

_TABLE: dict[str, Any] = read_table("whence.gather", "corrections.toml")


def _either(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


_NOTE = re.compile(rf"\b{_either(_TABLE['note']['words'])}", re.IGNORECASE)
_ON_THE_WAY = r"(?:(?!\b(?:but|later|since|though|while)\b)[^.;\d])"
_OLD = re.compile(
    rf"\b(?:{_either(_TABLE['old']['words'])}{_ON_THE_WAY}{{0,{_TABLE['old']['reach']}}}"
    rf"|{_either(_TABLE['old']['close'])}\s+)[\"“‘']?\Z",
    re.IGNORECASE,
)
_NEW = re.compile(rf"{_either(_TABLE['new']['close'])}\s+(?:the )?[\"“‘']?\Z", re.IGNORECASE)
_CHANGED = {
    way: re.compile(rf"\b{words} (?:\w+ ){{0,4}}?(?:from \S+ )?to\s+\Z", re.IGNORECASE)
    for way, words in _TABLE["changed"].items()
}
_REACH = 160


def find_taken_back(article: Article, span: Span) -> Span | None:
    """The sentence that says of the value at ``span`` that it no longer holds, if it does."""
    sentence = sentence_of(article.text, span[0])
    before = article.text[max(sentence[0], span[0] - _REACH) : span[0]]
    return sentence if _OLD.search(before) and not _NEW.search(before) else None


def read_giving(analysis: Analysis, span: Span, answer: tuple[Any, ...]) -> Giving:
    """The value at a place of a report, with what the words around say of it."""
    article = analysis.article
    return Giving(
        article.id,
        span,
        article.text[slice(*span)],
        answer,
        in_headline(analysis, span[0]),
        find_taken_back(article, span),
    )


def find_clashing_answers(
    record: Record,
    givings: Sequence[G],
    meet: Callable[[G, G], bool],
    alike: Callable[[G, G], bool],
) -> list[G]:
    """The givings whose answers clash, what a report's own note corrects marked as taken back."""
    notes: dict[str, list[tuple[G, Span]]] = defaultdict(list)
    for giving in sorted(givings):
        article = record.analyses[giving.article].article
        if giving.taken_back is None and _in_note(article, giving.span):
            notes[giving.article].append((giving, sentence_of(article.text, giving.span[0])))

    def told(giving: G) -> G:
        own = notes[giving.article]
        if giving.taken_back or any(meet(giving, new) for new, _ in own) or not own:
            return giving
        return replace(giving, taken_back=own[0][1])

    return find_clashing([told(g) for g in givings], meet, alike)


def find_superseding(
    record: Record, question: Question, row: Sequence[Giving]
) -> tuple[Quote, ...]:
    """The words that take one answer, given at the places of ``row``, back.

    Words that say so come first, sentences that only give another value behind them.
    """
    said = {(g.article, g.taken_back) for g in row if g.taken_back is not None}
    found: set[tuple[str, Span]] = set()
    others = [g for g in question.givings if g.taken_back is None]
    for giving in row:
        for other in others:
            if giving.article != other.article and not question.meet(giving, other):
                found.update(_corrected_by(record, question, giving, other))
    ordered = (*sorted(said), *sorted(found - said))
    return tuple(Quote(article, (span,)) for article, span in ordered)


def _corrected_by(
    record: Record, question: Question, giving: Giving, other: Giving
) -> Iterator[tuple[str, Span]]:
    """The words of ``other``, where they correct ``giving``."""
    article = record.analyses[other.article].article
    sentence = sentence_of(article.text, other.span[0])
    replaced = _replaces(article.text[sentence[0] : other.span[0]], giving, other)
    if not replaced and record.outlets[giving.article] != record.outlets[other.article]:
        return
    earlier = record.analyses[giving.article].article
    if publication_window(earlier).latest >= publication_window(article).earliest:
        return
    stands = (g for g in question.givings if g.article == other.article and g.taken_back is None)
    if replaced or not any(question.meet(giving, g) for g in stands):
        yield other.article, sentence


def _replaces(before: str, giving: Giving, other: Giving) -> bool:
    """Whether the words before a value say that an earlier one, such as this, was changed."""
    if _CHANGED["any"].search(before):
        return True
    if _CHANGED["lower"].search(before):
        return giving.answer < other.answer
    return bool(_CHANGED["higher"].search(before)) and giving.answer > other.answer


def _in_note(article: Article, span: Span) -> bool:
    """Whether a value stands in a correction, or in a sentence that speaks of the text itself."""
    roles = (PassageRole.CORRECTION,)
    if any(p.start <= span[0] < p.end for p in article.passages if p.role in roles):
        return True
    return speaks_of_itself(article.text, sentence_of(article.text, span[0]))


def speaks_of_itself(text: str, span: Span) -> bool:
    """Whether some words of a report say of the report that it was changed."""
    return bool(_NOTE.search(text, *span))


def sentence_of(text: str, at: int) -> Span:
    """The sentence around an offset."""
    sentences = split_sentences(text, 0, len(text))
    last = bisect_right(sentences, at, key=lambda sentence: sentence[0]) - 1
    return sentences[last] if last >= 0 and at < sentences[last][1] else (at, len(text))
