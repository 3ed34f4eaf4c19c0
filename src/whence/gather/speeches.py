"""Speeches: quotations that several reports have in common.

Takes the Analyses of a story with its actors and lineage, gives its Speeches: the words of one
speaker that reports of several outlets quote. Two reporters who heard the same speech write down
the same words, so a quotation ties reports to a speech and not to each other; in how many texts it
was written down is told apart from how many carry it. Quotations are of one speech where a run of
words is the same in both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from whence.gather.answers import (
    Giving,
    Record,
    find_origins,
    instant,
    keep_record,
    statement_around,
)
from whence.gather.kinship import find_leaders
from whence.gather.reports import QUOTATIONS
from whence.gather.words import read_words
from whence.model import Actor, Analysis, Lineage, Quote, Span, Speech, content_id

RUN = 6
"""Words in a row that two quotations of one speech have in common."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks in one report, and the story's id of who says them."""

    article: str
    span: Span
    holder: str
    duress: bool
    runs: frozenset[tuple[int, ...]]


def find_speeches(
    analyses: Sequence[Analysis], actors: Mapping[str, Actor], lineage: Sequence[Lineage]
) -> tuple[Speech, ...]:
    """What several outlets quote of one speaker, what most articles carry first.

    ``actors`` maps the reports' actor ids to the story's actors. The order of ``analyses`` does
    not matter.
    """
    record = keep_record(analyses, actors, lineage)
    quotations = [q for article in record.analyses for q in find_quotations(article, record)]
    found = [build_speech(group, record) for group in join_speeches(quotations)]
    told = [s for s in found if len({record.outlets[q.article] for q in s.quotes}) > 1]
    return tuple(sorted(told, key=lambda s: (-len(s.quotes), s.id)))


def find_quotations(article: str, record: Record) -> Iterator[Quotation]:
    """The quotations of a report that are long enough, and whose speaker is known."""
    analysis = record.analyses[article]
    text = analysis.article.text
    for found in QUOTATIONS.finditer(text):
        begin, end = found.start() + 1, found.end()
        end -= not text[end - 1].isalnum()
        words = read_words(text[begin:end])
        if text[found.start()].isalnum() or len(words) < RUN:
            continue
        # The marks may stand outside the content, so the word in the middle is asked for.
        middle = begin + int(words.starts[len(words) // 2])
        around = statement_around(analysis.statements, Quote(article, ((middle, middle + 1),)))
        if around and around.actor:
            keys = words.keys.tolist()
            runs = frozenset(tuple(keys[n : n + RUN]) for n in range(len(keys) - RUN + 1))
            holder = record.actor(around.actor)
            yield Quotation(article, (begin, end), holder, around.duress, runs)


def join_speeches(quotations: Sequence[Quotation]) -> Iterator[list[Quotation]]:
    """Quotations that share a run of words, directly or through others."""
    first: dict[tuple[int, ...], int] = {}
    pairs = [(first.setdefault(run, n), n) for n, q in enumerate(quotations) for run in q.runs]
    groups: dict[int, list[Quotation]] = defaultdict(list)
    for leader, quotation in zip(find_leaders(len(quotations), pairs), quotations, strict=True):
        groups[leader].append(quotation)
    yield from groups.values()


def build_speech(quotations: Sequence[Quotation], record: Record) -> Speech:
    """One speech: each report's longest quotation of it, the earliest report first.

    Its holder is the one whom most of them name.
    """
    longest: dict[str, Quotation] = {}
    for quotation in quotations:
        kept = longest.setdefault(quotation.article, quotation)
        if len(quotation.runs) > len(kept.runs):
            longest[quotation.article] = quotation
    told = sorted(longest.values(), key=lambda q: (instant(record.published(q.article)), q.article))
    named = Counter(q.holder for q in told)
    holder = min(named, key=lambda name: (-named[name], name))
    origins = {origin for q in told for origin in find_origins(as_giving(q, record), record)}
    return Speech(
        id=content_id("speech", holder, *((q.article, *q.span) for q in told)),
        holder=holder,
        quotes=tuple(Quote(q.article, (q.span,)) for q in told),
        origins=tuple(sorted(origins)),
        duress=any(q.duress for q in told),
    )


def as_giving(quotation: Quotation, record: Record) -> Giving:
    """A quotation as that whose origins are asked for."""
    words = record.text(quotation.article)[slice(*quotation.span)]
    return Giving(quotation.article, quotation.span, words, ())
