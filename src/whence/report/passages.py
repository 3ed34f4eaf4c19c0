"""An article's text as blocks to show, with everything marked in it that was found.

Takes an Analysis and a :class:`Reference`, gives an :class:`ArticleView`: passages by role,
each a run of pieces (see ``segments``) in which sources, cues, contents and assertions are
marked, and every span that a cell of the report leads to carries its anchor. Text that no
passage covers is shown as a paragraph: nothing of an article is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from whence.model import (
    Analysis,
    Article,
    Assertion,
    Commitment,
    Exhibit,
    PassageRole,
    Quote,
    Spans,
    Statement,
)
from whence.report.labels import Label, commitment_label, distance_label, origin_label
from whence.report.moments import When, when_of
from whence.report.segments import Mark, Piece, nest_marks
from whence.report.sources import ActorName, ArticleName, Reference, Words, cite_anchor, web_url
from whence.report.visible import one_line, shown

_FOLDED = (PassageRole.BOILERPLATE, PassageRole.AUTHOR_BIO)
_CITE, _ASSERTION, _CONTENT, _SOURCE, _CUE = range(5)


@dataclass(frozen=True, slots=True)
class Block:
    """One passage to show; ``role`` is None for text that no passage covers."""

    role: PassageRole | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks in a row that are shown, or folded away together."""

    folded: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Metadatum:
    """One thing known of the article, and where it was read from."""

    name: str
    value: str
    origin: str
    machine: str = ""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement as a row: the marks of the text in words."""

    source: Words | None
    actor: ActorName | None
    cue: Words | None
    content: Words | None
    commitment: Label
    certainty: str
    polarity: str
    distance: str
    duress: bool


@dataclass(frozen=True, slots=True)
class ExhibitRow:
    """What the article points to; ``link`` is None where it must not be followed."""

    kind: str
    url: str
    link: str | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article, ready to show. ``loose`` are anchors that no shown text carries.

    The ``headline`` is the headline's passage, which the folds then leave out, or else plain.
    """

    name: ArticleName
    headline: Block
    published: When | None
    url: str
    link: str | None
    capture: str
    language: str | None
    metadata: tuple[Metadatum, ...]
    folds: tuple[Fold, ...]
    loose: tuple[str, ...]
    statements: tuple[StatementRow, ...]
    exhibits: tuple[ExhibitRow, ...]


def view_article(key: str, reference: Reference) -> ArticleView:
    """The article with this id, ready to show."""
    analysis = reference.analysis(key)
    article, name = analysis.article, reference.name(key)
    marks = _marks(analysis, reference)
    blocks, loose = _blocks(article, marks)
    top = next((block for block in blocks if block.role is PassageRole.HEADLINE), None)
    folds = groupby((block for block in blocks if block is not top), lambda b: b.role in _FOLDED)
    return ArticleView(
        name=name,
        headline=top or Block(None, (Piece(text=headline_of(article)),)),
        published=when_of(article.published),
        url=one_line(article.url or ""),
        link=web_url(article.url),
        capture=article.capture or "",
        language=article.language,
        metadata=tuple(_metadata(article)),
        folds=tuple(Fold(folded, tuple(run)) for folded, run in folds),
        loose=loose,
        statements=tuple(_statement_row(s, article, reference) for s in analysis.statements),
        exhibits=tuple(_exhibit_row(exhibit) for exhibit in article.exhibits),
    )


def headline_of(article: Article) -> str:
    """The headline as it stands in the text, or else as the page gives it, or the first line."""
    for passage in article.passages:
        if passage.role is PassageRole.HEADLINE:
            return one_line(article.text[passage.start : passage.end])
    if article.headline:
        return one_line(article.headline)
    return one_line(article.text.strip().partition("\n")[0])


# ---------------------------------------------------------------- text


def stretches(article: Article) -> Iterator[tuple[PassageRole | None, int, int]]:
    """Role, start and end of every block, in order; with them all but white space is covered."""
    last = 0
    for passage in article.passages:
        yield from _uncovered(article.text, last, passage.start)
        if article.text[passage.start : passage.end].strip():
            yield passage.role, passage.start, passage.end
        last = passage.end
    yield from _uncovered(article.text, last, len(article.text))


def _uncovered(text: str, start: int, end: int) -> Iterator[tuple[None, int, int]]:
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text[start:end]):
        yield None, start + match.start(), start + match.end()


def _blocks(article: Article, marks: list[Mark]) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks of the text, and the anchors of the marks that stand in none of them."""
    waiting = dict.fromkeys(mark.anchor for mark in marks if mark.anchor)
    blocks = []
    for role, start, end in stretches(article):
        pieces = []
        for piece in nest_marks(article.text, start, end, _near(marks, start, end)):
            if piece.opens:
                first = waiting.pop(piece.opens.anchor, "") is None
                pieces.append(Piece(opens=piece.opens, anchored=first))
            else:
                pieces.append(Piece(shown(piece.text), closes=piece.closes))
        blocks.append(Block(role, tuple(pieces)))
    return blocks, tuple(waiting)


def _near(marks: list[Mark], start: int, end: int) -> list[Mark]:
    return [mark for mark in marks if mark.start < end and mark.end > start]


def _marks(analysis: Analysis, reference: Reference) -> list[Mark]:
    """Where cells of the report lead to, and what was found, as marks on the text."""
    name = reference.name(analysis.article.id)
    marks = [
        Mark(begin, end, "cite", _CITE, cite_anchor(name, (begin, end)))
        for begin, end in reference.cited(analysis.article.id)
    ]
    for assertion in analysis.assertions:
        holder = reference.actor(assertion.actor).name if assertion.actor else ""
        title = _assertion_title(assertion, holder)
        marks += _spread(assertion.span, "assertion", _ASSERTION, title)
        marks += _spread(assertion.cue, "cue", _CUE, title)
    for statement in analysis.statements:
        who = reference.actor(statement.actor).name if statement.actor else "not named"
        marks += _spread(statement.content, "content", _CONTENT, _content_title(statement, who))
        marks += _spread(statement.source, "source", _SOURCE, f"Who says it: {who}")
        marks += _spread(statement.cue, "cue", _CUE, _cue_title(statement))
    return marks


def _spread(spans: Spans, kind: str, rank: int, title: str) -> Iterator[Mark]:
    for begin, end in spans:
        yield Mark(begin, end, kind, rank, title=title)


def _content_title(statement: Statement, who: str) -> str:
    parts = [f"{who} {statement.commitment.value}", statement.certainty.value]
    parts += [statement.polarity.value, statement.form.value]
    parts += ["under duress"] if statement.duress else []
    return " · ".join(parts)


def _cue_title(statement: Statement) -> str:
    distance = distance_label(statement.distance) or statement.distance.value
    return f"Passed on {distance}" if " " in distance else f"Passed on: {distance}"


def _assertion_title(assertion: Assertion, holder: str) -> str:
    told = "asserts" if assertion.commitment is Commitment.HEDGES else assertion.commitment.value
    does = {"asserts": "says itself", "questions": "asks"}.get(told, f"itself {told}")
    who = f"{holder} {told}, the outlet says" if holder else f"The outlet {does}"
    parts = [who, assertion.certainty.value, assertion.polarity.value]
    return " · ".join(parts + [d for d in [distance_label(assertion.distance)] if d])


# ---------------------------------------------------------------- beside the text


def _metadata(article: Article) -> Iterator[Metadatum]:
    origins = article.origins
    plain = {
        "outlet": article.outlet,
        "byline": ", ".join(article.byline),
        "headline": _headline_apart(article),
        "language": article.language,
    }
    for name, moment in (
        ("published", article.published),
        ("modified", article.modified),
        ("first seen", article.first_seen),
    ):
        known = when_of(moment)
        if moment and known:
            yield Metadatum(name, known.text, origin_label(moment.origin), known.value)
    for name, value in plain.items():
        if value:
            yield Metadatum(name, one_line(value), origin_label(origins.get(name, "not recorded")))


def _headline_apart(article: Article) -> str | None:
    if not article.headline:
        return None
    same = one_line(article.headline) == headline_of(article)
    return "as in the text" if same else article.headline


def _statement_row(statement: Statement, article: Article, reference: Reference) -> StatementRow:
    def words(spans: Spans) -> Words | None:
        return reference.words(Quote(article.id, spans)) if spans else None

    return StatementRow(
        source=words(statement.source),
        actor=reference.actor(statement.actor) if statement.actor else None,
        cue=words(statement.cue),
        content=words(statement.content),
        commitment=commitment_label(statement.commitment),
        certainty=statement.certainty.value,
        polarity=statement.polarity.value,
        distance=distance_label(statement.distance),
        duress=statement.duress,
    )


def _exhibit_row(exhibit: Exhibit) -> ExhibitRow:
    return ExhibitRow(exhibit.kind.value, one_line(exhibit.url), web_url(exhibit.url))
