"""Answers: what the reports of one story give to one question, and who gives it.

Takes a Question with its Givings (one value at one place of a report), gives its Discrepancy.
Two givings clash where they do not meet and where neither report has any other that meets the
other's: a report that gives both the dead of today and those of last year does not contradict
one that gives only today's. For each answer it is told which outlets carry it, in whose
statements it stands, since when, from how many texts (a copied sentence belongs to the text it
was copied from), and by which words it was taken back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any, TypeVar

from whence.analyse.actors import outlet_actor
from whence.analyse.spans import holds
from whence.gather.actors import key_of
from whence.model import (
    UNSEEN,
    Actor,
    ActorKind,
    Analysis,
    Answer,
    Discrepancy,
    Lineage,
    PassageRole,
    Quote,
    Span,
    Statement,
    content_id,
)


@dataclass(frozen=True, slots=True, order=True)
class Giving:
    """One value at one place of a report.

    Givings with the same ``answer`` are one row, and rows stand in its order. ``taken_back``
    is the sentence in which the report says that the value no longer holds.
    """

    article: str
    span: Span
    words: str
    answer: tuple[Any, ...]
    in_headline: bool = False
    taken_back: Span | None = None


G = TypeVar("G", bound=Giving)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the givings that answer it; ``meet`` tells which of them can both hold."""

    kind: str
    key: tuple[str, ...]
    wording: str
    givings: tuple[Giving, ...]
    meet: Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Record:
    """The reports of one story: analyses and lineage by article id, the story's actors.

    ``outlets`` are the story's ids of the articles' outlets, ``bearers`` tells how many people
    of the story bear a surname.
    """

    analyses: Mapping[str, Analysis]
    actors: Mapping[str, Actor]
    lineage: Mapping[str, Lineage]
    outlets: Mapping[str, str]
    bearers: Mapping[str, int]

    def text(self, article: str) -> str:
        """The text of an article."""
        return self.analyses[article].article.text

    def published(self, article: str) -> str | None:
        """When an article was published, as its page gives it."""
        moment = self.analyses[article].article.published
        return moment.value if moment else None

    def actor(self, key: str) -> str:
        """The story's id of an actor of one of its articles."""
        return story_id(self.actors, key)


def keep_record(
    analyses: Iterable[Analysis], actors: Mapping[str, Actor], lineage: Iterable[Lineage]
) -> Record:
    """The record of some reports, in the order of their ids."""
    by_id = {a.article.id: a for a in sorted(analyses, key=lambda a: a.article.id)}
    people = {a.id: a for a in actors.values() if a.kind is ActorKind.PERSON}
    return Record(
        analyses=by_id,
        actors=actors,
        lineage={entry.article: entry for entry in lineage},
        outlets={i: story_id(actors, outlet_actor(a.article).id) for i, a in by_id.items()},
        bearers=Counter(surname_of(a) for a in people.values()),
    )


def story_id(actors: Mapping[str, Actor], key: str) -> str:
    """The id of the story's actor that an article's is."""
    return actors[key].id if key in actors else key


def surname_of(person: Actor) -> str:
    """The last word of a name with spelling evened out."""
    return "".join(key_of(person)[-1:])


def in_headline(analysis: Analysis, at: int) -> bool:
    """Whether an offset lies in a headline."""
    return any(
        p.start <= at < p.end for p in analysis.article.passages if p.role is PassageRole.HEADLINE
    )


# ---------------------------------------------------------------- which answers clash


def always(_one: Giving, _other: Giving) -> bool:
    """That any two givings of a question are of the same."""
    return True


def find_clashing(
    givings: Sequence[G],
    meet: Callable[[G, G], bool],
    alike: Callable[[G, G], bool],
) -> list[G]:
    """The givings whose answers clash, with those that stand by one of them.

    ``alike`` tells whether two that do not meet are likely of the same. What a report takes
    back clashes with what it says instead, and a headline with the body.
    """
    by_article: dict[str, list[G]] = defaultdict(list)
    for giving in sorted(givings):
        by_article[giving.article].append(giving)
    clashing: set[G] = set()
    for own in by_article.values():
        held = [g for g in own if g.taken_back is None]
        headline = [g for g in held if g.in_headline]
        parts = [(headline, [g for g in held if not g.in_headline])]
        parts += [([g], held) for g in own if g.taken_back is not None]
        for one, other in parts:
            clashing |= _unmatched(one, other, meet, alike)
    held_by = {i: [g for g in own if g.taken_back is None] for i, own in by_article.items()}
    for first, second in combinations(sorted(held_by), 2):
        clashing |= _unmatched(held_by[first], held_by[second], meet, alike)
    return [g for g in sorted(givings) if any(meet(g, other) for other in clashing)]


def _unmatched(
    one: Sequence[G],
    other: Sequence[G],
    meet: Callable[[G, G], bool],
    alike: Callable[[G, G], bool],
) -> set[G]:
    """The givings of either side that nothing of the other side meets, where both have some."""
    left = [g for g in one if not any(meet(g, h) for h in other)]
    right = [h for h in other if not any(meet(g, h) for g in one)]
    return {giving for g in left for h in right if alike(g, h) for giving in (g, h)}


# ---------------------------------------------------------------- the discrepancy


Superseding = Callable[[Question, Sequence[Giving]], tuple[Quote, ...]]
"""The words that take an answer back, from its question and its givings."""


def build_discrepancy(question: Question, record: Record, superseding: Superseding) -> Discrepancy:
    """A question with its answers, each with who gives it, since when, and from which texts."""
    rows: dict[tuple[Any, ...], list[Giving]] = defaultdict(list)
    for giving in question.givings:
        rows[giving.answer].append(giving)
    answers = tuple(
        _answer(rows[key], record, superseding(question, rows[key])) for key in sorted(rows)
    )
    articles = sorted({g.article for g in question.givings})
    return Discrepancy(
        id=content_id("discrepancy", question.kind, *question.key, *articles),
        kind=question.kind,
        question=question.wording,
        answers=answers,
        corrected=any(a.superseded for a in answers),
    )


def _answer(givings: Sequence[Giving], record: Record, superseded: tuple[Quote, ...]) -> Answer:
    """One answer, worded as the earliest report words it.

    A place at which a report only takes it back is quoted where there is no other.
    """
    held = [g for g in givings if not (g.taken_back and holds(g.taken_back, g.span))]
    held = held or list(givings)
    ordered = sorted(held, key=lambda g: (instant(record.published(g.article)), g))
    quotes = tuple(Quote(g.article, (g.span,)) for g in ordered)
    found = (holder_of(record.analyses[q.article].statements, q) for q in quotes)
    return Answer(
        value=" ".join(ordered[0].words.split()),
        quotes=quotes,
        since=record.published(ordered[0].article),
        outlets=tuple(sorted({record.outlets[g.article] for g in ordered})),
        sources=tuple(sorted({record.actor(holder) for holder in found if holder})),
        origins=tuple(sorted({o for g in ordered for o in find_origins(g, record)})),
        superseded=superseded,
    )


def holder_of(statements: Iterable[Statement], quote: Quote) -> str | None:
    """Who says the words: the holder of the innermost statement around them."""
    around = statement_around(statements, quote)
    return around.actor if around else None


def statement_around(statements: Iterable[Statement], quote: Quote) -> Statement | None:
    """The innermost statement around some words whose holder is known."""
    around = [s for s in statements if s.actor and _covers(s, quote)]
    return min(around, key=lambda s: (sum(e - b for b, e in s.content), s.id), default=None)


def _covers(statement: Statement, quote: Quote) -> bool:
    return bool(quote.spans) and all(
        any(holds(content, span) for content in statement.content) for span in quote.spans
    )


def find_origins(giving: Giving, record: Record) -> set[str]:
    """The texts that a giving goes back to: its own report, unless the words were copied.

    Of texts of which none is known to come first, the first by id stands for all.
    """
    ends: set[str] = set()
    seen: set[str] = set()
    waiting = [(giving.article, giving.span)]
    while waiting:
        article, span = waiting.pop()
        if article in seen:
            continue
        seen.add(article)
        sources = list(_sources(article, span, giving.words, record))
        if not sources:
            ends.add(article)
        waiting.extend(sources)
    return ends or {min(seen)}


def _sources(article: str, span: Span, words: str, record: Record) -> Iterator[tuple[str, Span]]:
    """The texts out of which the words at ``span`` were copied, and where they stand there.

    A text not seen has no places, and no sources of its own. A copied passage may have other
    words at this place: then they are the copy's own.
    """
    entry = record.lineage.get(article)
    for derivation in entry.derivations if entry else ():
        for p in derivation.passages:
            if not holds((p.start, p.end), span):
                continue
            if derivation.source.startswith(UNSEEN):
                yield derivation.source, (0, 0)
                continue
            passage = record.text(derivation.source)[p.from_start : p.from_end]
            begin = _nearest(passage.casefold(), words.casefold(), span[0] - p.start)
            if begin is not None:
                begin += p.from_start
                yield derivation.source, (begin, begin + len(words))


def _nearest(text: str, words: str, at: int) -> int | None:
    """Where ``words`` stand in ``text``, of several places the one nearest to ``at``."""
    places = [found.start() for found in re.finditer(re.escape(words), text)]
    return min(places, key=lambda place: (abs(place - at), place), default=None)


def instant(published: str | None) -> datetime:
    """For sorting: the time in UTC; whatever is not known comes last."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment
