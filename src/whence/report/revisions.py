"""What was changed in an article between two captures, as rows to show, and in one line.

Takes a Revision and a :class:`Reference`, gives each passage that was changed as it stood and as it
stands, with the words marked that are gone and those that are new; what a note announces and what
was changed without one. Silent is what alters words that stood there: a passage that was only added
or put elsewhere is not called so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whence.analyse.spans import holds
from whence.model import (
    Change,
    ChangeKind,
    Direction,
    Edit,
    EditKind,
    PassageRole,
    Quote,
    Revision,
    Spans,
    Story,
    Version,
)
from whence.report.copies import ChangeRow, view_change
from whence.report.labels import count_label
from whence.report.moments import When, when
from whence.report.passages import ArticleView, view_article
from whence.report.segments import Mark, Piece, nest_marks
from whence.report.sources import ArticleName, Reference, Words, cite_anchor, web_url
from whence.report.visible import one_line, shown

_SOFTER = frozenset({ChangeKind.HEDGE_ADDED, ChangeKind.SOURCE_ADDED})
_HARDER = frozenset({ChangeKind.HEDGE_LOST, ChangeKind.SOURCE_DROPPED})
_ALTERS = frozenset({EditKind.CUT, EditKind.REWORDED})


@dataclass(frozen=True, slots=True)
class Side:
    """A passage in one version: its pieces of text with the words marked, and where it stands."""

    passages: tuple[tuple[Piece, ...], ...]
    anchor: str
    language: str | None


@dataclass(frozen=True, slots=True)
class EditRow:
    """One passage as it stood and as it stands; ``silent`` where no note speaks of the change."""

    kind: str
    role: str
    before: Side | None
    after: Side | None
    silent: bool


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One revision, ready to show. ``since`` is when the earlier version was last seen.

    ``earlier`` is the article as it stood, whole; ``again`` counts its other captures.
    """

    anchor: str
    title: Words | None
    name: ArticleName
    url: str
    link: str | None
    since: When | None
    seen: When | None
    again: int
    told: str
    undecided: bool
    notes: tuple[Words, ...]
    changes: tuple[tuple[ChangeRow, bool], ...]
    rows: tuple[EditRow, ...]
    earlier: ArticleView


def view_revision(revision: Revision, anchor: str, reference: Reference) -> RevisionView:
    """A revision, ready to show."""
    return RevisionView(
        anchor=anchor,
        title=_title(revision, reference),
        name=reference.name(revision.after.article),
        url=one_line(revision.url),
        link=web_url(revision.url),
        since=when(revision.before.last),
        seen=when(revision.after.first),
        again=len(revision.before.again),
        told=word_revision(revision),
        undecided=revision.order is Direction.UNDECIDED,
        notes=tuple(reference.words(quote) for quote in revision.announcements),
        changes=tuple(
            (view_change(change, reference), change.announced is False)
            for change in revision.changes
        ),
        rows=tuple(_row(edit, reference) for edit in revision.edits),
        earlier=view_article(revision.before.article, reference),
    )


def revisions_of(story: Story, revisions: Sequence[Revision]) -> list[Revision]:
    """Those of a story's articles, at any remove, in order."""
    following = {r.before.article: r.after.article for r in revisions}
    own = set(story.articles)

    def leads_there(article: str) -> bool:
        for _ in revisions:
            if article in own:
                return True
            article = following.get(article, "")
        return article in own

    return [r for r in revisions if leads_there(r.after.article)]


def earlier_versions(revisions: Sequence[Revision], unchanged: Sequence[Version]) -> set[str]:
    """Articles that are shown as what stood there before, or not again."""
    versions = [v for r in revisions for v in (r.before, r.after)] + list(unchanged)
    return {r.before.article for r in revisions} | {key for v in versions for key in v.again}


def _title(revision: Revision, reference: Reference) -> Words | None:
    article = reference.article(revision.after.article)
    for passage in article.passages:
        if passage.role is PassageRole.HEADLINE:
            return reference.words(Quote(article.id, ((passage.start, passage.end),)))
    return None


def _row(edit: Edit, reference: Reference) -> EditRow:
    kind = edit.kind.value
    if edit.moved and edit.kind is EditKind.REWORDED:
        kind = f"{kind} and {EditKind.MOVED.value}"
    return EditRow(
        kind=kind,
        role="" if edit.role is PassageRole.PARAGRAPH else edit.role.value,
        before=_side(edit.before, edit.cut, "cut", reference),
        after=_side(edit.after, edit.added, "added", reference),
        silent=edit.kind in _ALTERS and not edit.announced,
    )


def _side(quote: Quote | None, changed: Spans, kind: str, reference: Reference) -> Side | None:
    if quote is None:
        return None
    article, name = reference.article(quote.article), reference.name(quote.article)
    marks = [Mark(begin, end, kind) for begin, end in changed]
    passages = tuple(
        tuple(
            Piece(shown(piece.text), piece.opens, piece.closes, piece.anchored)
            for piece in nest_marks(article.text, *span, marks)
        )
        for span in quote.spans
    )
    return Side(passages, cite_anchor(name, quote.spans[0]), article.language)


# ---------------------------------------------------------------- in one line


def word_revision(revision: Revision) -> str:
    """A revision in one line: "changed since 14:00: headline softened, a number changed, …"."""
    told = [*_headline(revision), *_body(revision), _note(revision)]
    return f"{_since(revision)}: {', '.join(told)}"


def _since(revision: Revision) -> str:
    before, after = when(revision.before.last), when(revision.after.first)
    if revision.order is Direction.UNDECIDED:
        return "two versions, which came first is not known"
    if before is None or revision.before.last == revision.after.first:
        return "changed"
    if after and before.clock and after.clock and before.day == after.day:
        return f"changed since {before.clock}"
    return f"changed since {before.text}"


def _in_headline(change: Change, revision: Revision) -> bool:
    return any(
        holds(span, change.after.spans[0])
        for edit in revision.edits
        if edit.role is PassageRole.HEADLINE and edit.after
        for span in edit.after.spans
    )


def _headline(revision: Revision) -> Iterator[str]:
    if not any(edit.role is PassageRole.HEADLINE for edit in revision.edits):
        return
    kinds = {c.kind for c in revision.changes if _in_headline(c, revision)}
    softer, harder = bool(kinds & _SOFTER), bool(kinds & _HARDER)
    yield "headline " + ("changed" if softer == harder else "softened" if softer else "hardened")


def _body(revision: Revision) -> Iterator[str]:
    """What was changed below the headline: first in meaning, then in passages."""
    changed = Counter(c.kind for c in revision.changes if not _in_headline(c, revision))
    yield from (count_label(kind.value, changed[kind]) for kind in ChangeKind if changed[kind])
    below = [e for e in revision.edits if e.role is not PassageRole.HEADLINE]
    notes = {span for quote in revision.announcements for span in quote.spans}
    told = [e for e in below if not (e.after and set(e.after.spans) <= notes)]
    edits = Counter(edit.kind for edit in told)
    yield from (count_label(kind.value, edits[kind]) for kind in EditKind if edits[kind])


def _note(revision: Revision) -> str:
    if not revision.announcements:
        return "no correction announced"
    silent = [e for e in revision.edits if e.kind in _ALTERS and not e.announced]
    return "a correction announced" + (", but not of all" if silent else "")
