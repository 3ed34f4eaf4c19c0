"""Revisions: what was changed in an article between two captures of its page.

Takes the Analyses of both, gives a Revision, or None where nothing changed for a reader. Passages
are matched (matching.py): what has no match was cut or added, what stands elsewhere was moved, what
has other words was reworded, and in those passages hedges, sources, acts, numbers and names are set
beside each other as between a text and its copy (changes.py, axes.py). What no new note speaks of
(announcing.py) was changed silently. After the word-level studies of news edits by Spangher et al.
(2022, "NewsEdits").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whence.analyse.spans import holds
from whence.gather.actors import merge_actors
from whence.gather.announcing import announce_change, announce_edit, find_notes, with_changes
from whence.gather.axes import compare_pair
from whence.gather.changes import view_pair, view_side
from whence.gather.edits import find_edits
from whence.gather.members import find_members
from whence.gather.versions import group_versions, time_of_version, told_order
from whence.model import (
    Alignment,
    Analysis,
    Article,
    Change,
    Edit,
    Quote,
    Revision,
    Version,
    content_id,
)


@dataclass(frozen=True, slots=True)
class Revised:
    """What some analyses tell of changed pages.

    ``latest`` are the analyses without earlier versions, in the order in which they were given.
    """

    latest: tuple[Analysis, ...]
    revisions: tuple[Revision, ...] = ()
    unchanged: tuple[Version, ...] = ()


def find_revisions(analyses: Sequence[Analysis]) -> Revised:
    """The versions among some analyses, and what was changed from each to the next."""
    by_article = {id(a.article): a for a in analyses}
    revisions: list[Revision] = []
    unchanged: list[Version] = []
    latest: set[int] = set()
    for group in group_versions([a.article for a in analyses]):
        latest.add(id(group[-1]))
        if len(group) > 1:
            found, versions = trace_versions([by_article[id(article)] for article in group])
            revisions += found
            unchanged += versions if not found else []
    return Revised(
        tuple(a for a in analyses if id(a.article) in latest),
        tuple(sorted(revisions, key=lambda r: (r.url, r.before.last or "", r.id))),
        tuple(sorted(unchanged, key=lambda v: v.article)),
    )


def trace_versions(captures: Sequence[Analysis]) -> tuple[list[Revision], list[Version]]:
    """What was changed from capture to capture of one page, and what stood there in between."""
    runs: list[list[Analysis]] = [[captures[0]]]
    found: list[Revision] = []
    for capture in captures[1:]:
        revision = compare(runs[-1][-1], capture)
        if revision is None:
            runs[-1].append(capture)
        else:
            found.append(revision)
            runs.append([capture])
    # What stood there last is told in the words of its last capture, which is in the story.
    if found and len(runs[-1]) > 1:
        found[-1] = compare(runs[-2][-1], runs[-1][-1]) or found[-1]
    versions = [view_version([a.article for a in run]) for run in runs]
    dated = [
        replace(r, before=one, after=other)
        for r, one, other in zip(found, versions, versions[1:], strict=False)
    ]
    return dated, versions


def view_version(articles: Sequence[Article]) -> Version:
    """Captures that read the same, as one version."""
    last = articles[-1]
    return Version(
        article=last.id,
        capture=last.capture,
        first=time_of_version(articles[0]),
        last=time_of_version(last),
        again=tuple(article.id for article in articles[:-1]),
    )


def compare(before: Analysis, after: Analysis) -> Revision | None:
    """What was changed from one capture of a page to the next; None where a reader sees nothing.

    Both are taken to be of one page, ``before`` the earlier.
    """
    one, other = before.article, after.article
    edits = find_edits(one, other)
    if not edits:
        return None
    changes = compare_passages(before, after, edits)
    notes = find_notes(other, edits)
    told = [announce_change(change, one, other, notes) for change in changes]
    url = other.url or one.url or other.id
    return Revision(
        id=content_id("revision", url, one.id, one.capture, other.id, other.capture),
        url=url,
        before=view_version([one]),
        after=view_version([other]),
        edits=tuple(with_changes(announce_edit(edit, one, other, notes), told) for edit in edits),
        order=told_order(one, other),
        changes=tuple(told),
        announcements=tuple(Quote(other.id, (note,)) for note in notes),
    )


def compare_passages(before: Analysis, after: Analysis, edits: Sequence[Edit]) -> list[Change]:
    """What was changed in the reworded passages, in reading order."""
    reworded = [(e.before.spans, e.after.spans) for e in edits if e.before and e.after]
    if not reworded:
        return []
    actors = merge_actors([before, after])
    sides = [view_side(a, find_members([a], actors)) for a in (before, after)]
    passages = [
        Alignment(here[0][0], here[-1][1], there[0][0], there[-1][1]) for there, here in reworded
    ]
    changes = compare_pair(view_pair(sides[0], sides[1], passages), actors)
    # Words are set beside each other with one before and one behind the passage.
    return [
        change
        for change in changes
        if any(
            holds((p.from_start, p.from_end), change.before.spans[0])
            and holds((p.start, p.end), change.after.spans[0])
            for p in passages
        )
    ]
