"""One trace, ready to be asked: which article, which actor, which words, and under what anchor.

Takes a Trace, gives a :class:`Reference` that the views share. Every quote becomes
:class:`Words`: the exact characters of the article and the anchor at which they stand in it,
so that no cell is shown that does not lead to its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from whence.model import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Assertion,
    Quote,
    Revision,
    Span,
    Spans,
    Statement,
    Story,
    Trace,
)
from whence.report.visible import one_line, shown

_MASKED_ADDRESS = re.compile(r"protected-\d|^masked$")
_GAP = " … "

Member = tuple[Article, Statement | Assertion]
"""What a claim is made of: a statement or an assertion, with the article it stands in."""

_QUOTATION_MARKS = "\"'“”„«»‘’"


@dataclass(frozen=True, slots=True)
class ArticleName:
    """An article by its number in the report, its anchor, and its outlet."""

    number: int
    anchor: str
    outlet: str


@dataclass(frozen=True, slots=True)
class ActorName:
    """An actor by name; ``about`` is role (or else kind) and affiliation in a few words."""

    name: str
    about: str
    protected: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Exact words of an article, and the anchor at which they stand."""

    text: str
    anchor: str
    article: ArticleName
    language: str | None

    @property
    def quoted(self) -> bool:
        """Whether the words bring their own quotation marks, at both ends."""
        text = self.text.strip()
        return len(text) > 1 and text[0] in _QUOTATION_MARKS and text[-1] in _QUOTATION_MARKS


class Reference:
    """Look-ups over one trace: its articles by id and number, actors, statements, quotes.

    Raises:
        KeyError: when asked for an article that is not in the trace.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._analyses = {analysis.article.id: analysis for analysis in trace.analyses}
        self._names = {
            analysis.article.id: ArticleName(number, f"a{number}", _outlet(analysis.article))
            for number, analysis in enumerate(trace.analyses, start=1)
        }
        self._actors = _actors_by_id(trace)
        self._members = _members(trace)
        self._cited: dict[str, set[Span]] = {key: set() for key in self._analyses}
        for article, spans in _cited(trace, self._members):
            self._cited[article].update(spans)

    def analysis(self, article: str) -> Analysis:
        """The analysis of the article with this id."""
        return self._analyses[article]

    def article(self, article: str) -> Article:
        """The article with this id."""
        return self._analyses[article].article

    def name(self, article: str) -> ArticleName:
        """How the report calls the article with this id."""
        return self._names[article]

    def actor(self, key: str) -> ActorName:
        """How the report calls an actor; one that is not in the trace by its id."""
        actor = self._actors.get(key)
        if actor is None:
            return ActorName(one_line(key), "", False)
        return ActorName(one_line(actor.name) or one_line(key), _about(actor), actor.protected)

    def member(self, key: str) -> Member | None:
        """The statement or assertion with this id, and its article; None if there is none."""
        return self._members.get(key)

    def words(self, quote: Quote) -> Words:
        """The exact words of a quote; its pieces parted by an ellipsis."""
        article = self.article(quote.article)
        name = self._names[quote.article]
        text = _GAP.join(shown(article.text[begin:end]) for begin, end in quote.spans)
        anchor = cite_anchor(name, quote.spans[0]) if quote.spans else name.anchor
        return Words(text, anchor, name, article.language)

    def cited(self, article: str) -> list[Span]:
        """Every span of the article that some cell of the report leads to, in order."""
        return sorted(self._cited[article])


def cite_anchor(article: ArticleName, span: Span) -> str:
    """The id of the element in which the report shows this span of an article."""
    return f"{article.anchor}-{span[0]}-{span[1]}"


def web_url(url: str | None) -> str | None:
    """``url`` if it can be followed from a report: http or https, with a host, not masked."""
    if not url or _MASKED_ADDRESS.search(url) or re.search(r"[\s\x00-\x1f\\]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _outlet(article: Article) -> str:
    """The outlet, or else the host of the URL, or else the last part of the id."""
    if article.outlet and article.outlet.strip():
        return one_line(article.outlet)
    if web_url(article.url):
        return one_line(urlsplit(article.url or "").netloc.removeprefix("www."))
    return one_line(re.split(r"[/\\]", article.id)[-1] or article.id)


def _about(actor: Actor) -> str:
    known = actor.role or actor.kind in (ActorKind.PERSON, ActorKind.UNNAMED)
    kind = "" if known else actor.kind.value
    return ", ".join(one_line(part) for part in (kind, actor.role, actor.affiliation) if part)


def _actors_by_id(trace: Trace) -> dict[str, Actor]:
    """Actors by id; a story's word on an actor goes before an article's."""
    actors = {actor.id: actor for analysis in trace.analyses for actor in analysis.actors}
    actors.update({actor.id: actor for story in trace.stories for actor in story.actors})
    return actors


def _members(trace: Trace) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for analysis in trace.analyses:
        found.update((s.id, (analysis.article, s)) for s in analysis.statements)
        found.update((a.id, (analysis.article, a)) for a in analysis.assertions)
    return found


def _cited(trace: Trace, members: dict[str, Member]) -> Iterator[tuple[str, Spans]]:
    for story in trace.stories:
        for quote in _quotes(story):
            yield quote.article, quote.spans
    for revision in trace.revisions:
        for quote in _revised(revision):
            yield quote.article, quote.spans
    for article, member in members.values():
        if isinstance(member, Statement):
            yield article.id, member.source + member.cue + member.content
            yield article.id, tuple(link.span for link in member.chain if link.span)
        else:
            yield article.id, member.span


def _revised(revision: Revision) -> Iterator[Quote]:
    for edit in revision.edits:
        yield from (quote for quote in (edit.before, edit.after) if quote)
    for change in revision.changes:
        yield from (change.before, change.after)
    yield from revision.announcements


def _quotes(story: Story) -> Iterator[Quote]:
    yield story.title
    yield from (claim.wording for claim in story.claims)
    yield from (position.evidence for position in story.positions)
    for carriage in story.carriages:
        yield from (q for q in (carriage.headline_quote, carriage.body_quote) if q)
        yield from carriage.accounts
    for change in story.changes:
        yield from (change.before, change.after)
    for speech in story.speeches:
        yield from speech.quotes
    for discrepancy in story.discrepancies:
        for answer in discrepancy.answers:
            yield from (*answer.quotes, *answer.superseded)
