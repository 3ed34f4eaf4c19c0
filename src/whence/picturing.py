"""Pictures that come after their articles: those in web archives, and those asked for from the web.

Takes analyses, gives the same with hashes on the pictures of their articles. In a web archive a
page's pictures may stand anywhere behind it, so the archive is read a second time for those that
its articles show; an archive from stdin can be read only once. From the web they are fetched only
where somebody asked for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from whence.capture.fetch import Fetcher
from whence.capture.files import open_input
from whence.capture.inflate import CHUNK
from whence.capture.limits import Limits
from whence.capture.pictures import capture_pictures, wanted_pictures
from whence.capture.warc import archived_pictures
from whence.errors import CaptureError
from whence.model import Analysis, Capture, Refusal
from whence.read.known import MOST_PICTURES, Known, know_picture, with_hashes, with_pictures


def note_archives(
    captures: Iterable[Capture | Refusal], archives: dict[str, set[str]]
) -> Iterator[Capture | Refusal]:
    """The same captures; ``archives`` gains the ids of those that stand in each archive."""
    for capture in captures:
        if isinstance(capture, Capture) and capture.archive is not None:
            archives.setdefault(capture.archive, set()).add(capture.id)
        yield capture


def add_archived(
    analyses: list[Analysis], archives: Mapping[str, set[str]], limits: Limits
) -> list[Analysis]:
    """The analyses with hashes of the pictures that stand in the archive of their page."""
    for path, ids in sorted(archives.items()):
        inside = [a for a in analyses if a.article.id in ids]
        wanted = {u for a in inside for u in wanted_pictures(a.article)[:MOST_PICTURES]}
        known = dict(find_archived(path, wanted, limits)) if wanted else {}
        analyses = [
            replace(a, article=with_hashes(a.article, known)) if a.article.id in ids else a
            for a in analyses
        ]
    return analyses


def find_archived(path: str, wanted: set[str], limits: Limits) -> Iterator[tuple[str, Known]]:
    """The hashes of the pictures that an archive holds under the addresses ``wanted``."""
    try:
        with open_input(path, limits) as inflow:
            stream = cast(io.BufferedReader, io.BufferedReader(inflow, CHUNK))
            for url, content in archived_pictures(stream, path, limits, wanted):
                yield url, know_picture(content)
    except (CaptureError, OSError):
        return


def add_fetched(analysis: Analysis, fetcher: Fetcher, limits: Limits) -> Analysis:
    """The analysis with hashes of its article's pictures, got from the web."""
    got = capture_pictures(analysis.article, fetcher, limits)
    return replace(analysis, article=with_pictures(analysis.article, got))
