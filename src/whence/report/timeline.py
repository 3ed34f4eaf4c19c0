"""What happened when: each article's publication, and since when each position is held.

Takes a Story, its claims as shown and a :class:`Reference`, gives events in the order of time,
grouped by day, and those without a time apart. An article without a publication time stands at
the time at which it was first seen, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from whence.model import Story
from whence.report.claims import ClaimView, PositionRow
from whence.report.moments import When, when_of
from whence.report.passages import headline_of
from whence.report.sources import ArticleName, Reference


@dataclass(frozen=True, slots=True)
class Publication:
    """An article comes out (or is first seen, or is changed)."""

    when: When | None
    article: ArticleName
    what: str
    headline: str


@dataclass(frozen=True, slots=True)
class Taking:
    """A holder takes a position on a claim for the first time in these articles."""

    when: When | None
    row: PositionRow
    claim: ClaimView


Event = Publication | Taking


@dataclass(frozen=True, slots=True)
class Day:
    """All events of one day (or month, or year, where no more is known)."""

    name: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events by day, and those whose time is not known."""

    days: tuple[Day, ...]
    undated: tuple[Event, ...]

    @property
    def ends(self) -> tuple[When, ...]:
        """The first and the last time of a publication; empty where none is dated."""
        dated = [e.when for d in self.days for e in d.events if isinstance(e, Publication)]
        times = [moment for moment in dated if moment]
        return (times[0], times[-1]) if times else ()


def view_timeline(story: Story, claims: Iterable[ClaimView], reference: Reference) -> Timeline:
    """The events of a story in the order of time; at one time, publications come first."""
    events: list[Event] = [*_publications(story, reference), *_takings(claims)]
    dated = sorted((e for e in events if e.when), key=_order)
    days = tuple(
        Day(name, tuple(run))
        for name, run in groupby(dated, lambda e: e.when.day if e.when else "")
    )
    return Timeline(days, tuple(e for e in events if not e.when))


def _order(event: Event) -> tuple[str, bool]:
    return (event.when.key if event.when else "", isinstance(event, Taking))


def _publications(story: Story, reference: Reference) -> Iterator[Publication]:
    for key in story.articles:
        article, name = reference.article(key), reference.name(key)
        headline = headline_of(article)
        published = when_of(article.published)
        seen = None if published else when_of(article.first_seen)
        what = "first seen (no time of publication)" if seen else "published"
        yield Publication(published or seen, name, what, headline)
        changed = when_of(article.modified)
        if changed and (not published or changed.key > published.key):
            yield Publication(changed, name, "changed", headline)


def _takings(claims: Iterable[ClaimView]) -> Iterator[Taking]:
    for claim in claims:
        for row in claim.positions:
            yield Taking(row.since, row, claim)
