"""Pictures that come after their articles: those in web archives, and those asked for from the web.

Takes analyses, gives the same with hashes on the pictures of their articles. In a web archive a
page's pictures may stand anywhere behind it, so the archive is read a second time for those that
its articles show; an archive from stdin can be read only once. From the web they are fetched only
where somebody asked for it. Each picture is decoded in a process apart.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from whence.apart import Bounds, run_apart
from whence.capture.fetch import Fetcher
from whence.capture.files import open_input
from whence.capture.inflate import CHUNK, Inflow
from whence.capture.limits import Limits
from whence.capture.pictures import archived_pictures, capture_pictures, wanted_pictures
from whence.capture.sniff import Kind, recognise
from whence.capture.wacz import open_warcs
from whence.errors import CaptureError, ReadError
from whence.model import Analysis, Capture, Refusal
from whence.read.known import MOST_PICTURES, Known, know_picture, with_hashes


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
    left = set(wanted)
    try:
        with open_input(path, limits) as inflow:
            for stream in warcs_in(inflow, path, limits):
                for url, content in archived_pictures(stream, path, limits, left):
                    left.discard(url)
                    yield url, know_apart(url, content, limits)
    except (CaptureError, OSError):
        return


def warcs_in(inflow: Inflow, path: str, limits: Limits) -> Iterator[io.BufferedReader]:
    """The archive itself, or, where it is a WACZ, the archives in it."""
    stream = cast(io.BufferedReader, io.BufferedReader(inflow, CHUNK))
    kind = recognise(path, stream.peek(CHUNK)[:CHUNK])
    file = inflow.in_any_order()
    if kind is not Kind.WACZ:
        yield stream
    elif file is not None:
        yield from open_warcs(file, path, limits)


def add_fetched(analysis: Analysis, fetcher: Fetcher, limits: Limits) -> Analysis:
    """The analysis with hashes of its article's pictures, got from the web."""
    got = capture_pictures(analysis.article, fetcher, limits)
    known = {url: know_apart(url, content, limits) for url, content in got.items()}
    return replace(analysis, article=with_hashes(analysis.article, known))


def know_apart(name: str, content: bytes, limits: Limits) -> Known:
    """The hashes of a picture's bytes, decoded apart; one that the decoder breaks down on has one.

    Nothing but the picture is lost with it: its bytes are hashed all the same.
    """
    bounds = Bounds(limits.parser_bytes, limits.parser_seconds)
    try:
        return run_apart(name, know_picture, bounds, content)
    except ReadError as error:
        return Known(hashlib.sha256(content).hexdigest(), error.reason)
