"""The report as plain rows: everything the templates show, worked out beforehand.

Takes a Trace, gives a :class:`ReportView`. Templates and the terminal read the same views and
decide nothing; nothing here knows of HTML. Each article is shown once, under the first story
that it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

from whence.model import Story, Trace
from whence.repeats import fold_repeats
from whence.report.answers import DiscrepancyView, view_discrepancy
from whence.report.claims import ClaimView, view_claims
from whence.report.copies import CopiesView, view_copies
from whence.report.moments import When
from whence.report.passages import ArticleView, view_article
from whence.report.pictures import PictureRow, view_pictures
from whence.report.revisions import (
    RevisionView,
    earlier_versions,
    revisions_of,
    view_revision,
)
from whence.report.sources import ActorName, ArticleName, Reference, Words
from whence.report.timeline import Timeline, view_timeline
from whence.report.visible import one_line


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story, ready to show. ``names`` are its articles, ``own_texts`` among them."""

    anchor: str
    title: Words
    names: tuple[ArticleName, ...]
    own_texts: tuple[ArticleName, ...]
    roots: tuple[ActorName, ...]
    outlets: tuple[str, ...]
    ends: tuple[When, ...]
    claims: tuple[ClaimView, ...]
    timeline: Timeline
    copies: CopiesView
    pictures: tuple[PictureRow, ...]
    discrepancies: tuple[DiscrepancyView, ...]
    revisions: tuple[RevisionView, ...]
    articles: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """One input that could not be used, and why."""

    input: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """All of one trace, ready to show. ``apart`` are articles that are in no story.

    Earlier versions of an article are shown with its revisions and counted nowhere else.
    """

    title: str
    masked: bool
    masked_private: bool
    protected: int
    stories: tuple[StoryView, ...]
    apart: tuple[ArticleView, ...]
    refusals: tuple[RefusalRow, ...]
    refused: int
    articles: int


def view_trace(trace: Trace, *, title: str | None = None) -> ReportView:
    """The views of a trace; ``title`` stands over the words of the first story's title."""
    reference = Reference(trace)
    stories = []
    placed: set[str] = set()
    for number, story in enumerate(trace.stories, start=1):
        stories.append(_view_story(story, f"s{number}", placed, reference))
        placed.update(story.articles)
    everyone = (actor for analysis in trace.analyses for actor in analysis.actors)
    cast = (actor for story in trace.stories for actor in story.actors)
    earlier = earlier_versions(trace.revisions, trace.unchanged)
    placed |= earlier
    apart = [a.article.id for a in trace.analyses if a.article.id not in placed]
    articles = len(trace.analyses) - len(earlier)
    return ReportView(
        title=one_line(title) if title else _title(stories, articles),
        masked=trace.masked,
        masked_private=trace.masked_private,
        protected=len({actor.id for actor in (*everyone, *cast) if actor.protected}),
        stories=tuple(stories),
        apart=tuple(view_article(key, reference) for key in apart),
        refusals=tuple(
            RefusalRow(one_line(refusal.input), one_line(refusal.reason))
            for refusal in fold_repeats(trace.refusals)
        ),
        refused=len(trace.refusals),
        articles=articles,
    )


def _title(stories: list[StoryView], articles: int) -> str:
    if stories and stories[0].title.text.strip():
        return one_line(stories[0].title.text)
    return f"{articles} {'article' if articles == 1 else 'articles'}"


def _view_story(story: Story, anchor: str, placed: set[str], reference: Reference) -> StoryView:
    claims = view_claims(story, anchor, reference)
    timeline = view_timeline(story, claims, reference)
    names = tuple(reference.name(key) for key in story.articles)
    return StoryView(
        anchor=anchor,
        title=reference.words(story.title),
        names=names,
        own_texts=tuple(reference.name(key) for key in story.own_texts),
        roots=tuple(reference.actor(key) for key in story.root_sources),
        outlets=tuple(dict.fromkeys(name.outlet for name in names)),
        ends=timeline.ends,
        claims=claims,
        timeline=timeline,
        copies=view_copies(story, reference),
        pictures=view_pictures(story, reference),
        discrepancies=tuple(view_discrepancy(d, reference) for d in story.discrepancies),
        revisions=tuple(
            view_revision(revision, f"{anchor}-revision{number}", reference)
            for number, revision in enumerate(
                revisions_of(story, reference.trace.revisions), start=1
            )
        ),
        articles=tuple(view_article(key, reference) for key in story.articles if key not in placed),
    )
