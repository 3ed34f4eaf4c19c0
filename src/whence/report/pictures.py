"""Pictures that several reports show, as rows: outlets, times and hashes, never the picture.

Takes a Story and a :class:`Reference`, gives one row for each picture with the reports that show
it, the earliest first. Addresses stand with each article's exhibits, masked where they must be.
"""

from __future__ import annotations

from dataclasses import dataclass

from whence.model import Showing, Story
from whence.report.moments import When, when_of
from whence.report.sources import ArticleName, Reference


@dataclass(frozen=True, slots=True)
class ShowingRow:
    """One report that shows the picture: when it was published, the hash of the bytes there."""

    article: ArticleName
    published: When | None
    sha256: str
    first: bool


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One picture by its PDQ hash, and the reports that show it."""

    pdq: str
    showings: tuple[ShowingRow, ...]


def view_pictures(story: Story, reference: Reference) -> tuple[PictureRow, ...]:
    """The pictures that several reports of a story show."""
    return tuple(
        PictureRow(
            picture.pdq,
            tuple(_row(s, reference, s.article == picture.first) for s in picture.showings),
        )
        for picture in story.pictures
    )


def _row(showing: Showing, reference: Reference, first: bool) -> ShowingRow:
    return ShowingRow(
        article=reference.name(showing.article),
        published=when_of(reference.article(showing.article).published),
        sha256=showing.exhibit.sha256 or "",
        first=first,
    )
