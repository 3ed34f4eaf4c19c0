"""The bytes of pictures: beside a saved page, in a web archive, and from the web if asked for.

Browsers save a page's pictures in a folder called after it (``story.html``, ``story_files/``).
What lies in that folder is listed here and given by the address that the page shows it under; no
address in the page is ever opened as a path, and no link is followed. In an archive they are
records like any other. From the web pictures are fetched only where somebody asked for them, by
the same safe fetcher as pages. Nothing is decoded here.
"""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from whence.capture.fetch import Fetched, Fetcher
from whence.capture.files import BESIDE
from whence.capture.limits import Limits
from whence.capture.records import Record, read_records, uri_of
from whence.capture.response import read_response
from whence.errors import CaptureError
from whence.model import Article, is_unhashed

MOST_FILES = 1000
"""Entries of a folder that are looked at."""
_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"\0\0\0")
"""How files begin that may be JPEG, PNG, GIF, WebP or AVIF."""


def pictures_beside(page: str, limits: Limits) -> dict[str, bytes]:
    """The pictures in the folder of a saved page, by relative address; none where none is."""
    found: dict[str, bytes] = {}
    room = limits.pictures_bytes
    try:
        folder = _folder_of(Path(page))
        if folder is None:
            return {}
        with os.scandir(folder) as entries:
            listed = [entry for _, entry in zip(range(MOST_FILES), entries, strict=False)]
        for entry in sorted(listed, key=lambda entry: entry.name):
            if entry.is_file(follow_symlinks=False):
                content = _picture_in(entry.path, min(room, limits.picture_bytes))
                if content:
                    found[f"{folder.name}/{entry.name}"] = content
                    room -= len(content)
    except (OSError, ValueError):
        return found
    return found


def _folder_of(page: Path) -> Path | None:
    """The folder that a browser saved with a page; a link is none."""
    folders = (page.with_name(page.stem + end) for end in BESIDE)
    return next((f for f in folders if f.is_dir() and not f.is_symlink()), None)


def _picture_in(path: str, most: int) -> bytes | None:
    """The bytes of a file that begins as a picture does, if there are not too many."""
    # Whoever puts a link in the file's place meanwhile gains nothing; Windows has no such flag.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            head = file.read(16)
            if not head.startswith(_MARKS):
                return None
            content = head + file.read(max(0, most + 1 - len(head)))
    except OSError:
        return None
    return content if len(content) <= most else None


def archived_pictures(
    stream: io.BufferedReader, name: str, limits: Limits, addresses: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """What a WARC holds under some ``addresses``, as far as it can be read; each once."""
    left = set(addresses)
    try:
        for record in read_records(stream, name, limits, lambda headers: uri_of(headers) in left):
            content = _picture_content(record, limits)
            if content:
                left.discard(record.uri)
                yield record.uri, content
            if not left:
                return
    except CaptureError:
        return


def _picture_content(record: Record, limits: Limits) -> bytes:
    """The content of a record that was wanted; nothing where it is not whole, or too large."""
    kind, block = record.headers.get("warc-type", "").lower(), record.block or b""
    if kind == "resource":
        return block if len(block) <= limits.picture_bytes else b""
    response = read_response(block) if kind == "response" else None
    if response is None or response.status != 200:
        return b""
    try:
        return response.content(record.uri, limits.picture_bytes)
    except CaptureError:
        return b""


def wanted_pictures(article: Article) -> list[str]:
    """The web addresses of an article's pictures whose bytes were not at hand, each once."""
    addresses = (e.url for e in article.exhibits if is_unhashed(e))
    return list(dict.fromkeys(a for a in addresses if a.startswith(("http://", "https://"))))


def capture_pictures(article: Article, fetcher: Fetcher, limits: Limits) -> dict[str, bytes]:
    """The bytes of an article's pictures that were not at hand, fetched, by their addresses."""
    found = fetch_pictures(article, fetcher, limits)
    return {address: fetched.content for address, fetched in found}


def fetch_pictures(
    article: Article, fetcher: Fetcher, limits: Limits
) -> Iterator[tuple[str, Fetched]]:
    """Fetch the pictures of an article whose bytes were not at hand.

    No more are fetched than ``limits`` allow, and what cannot be got is left out; the fetcher keeps
    its distance to each host and refuses addresses that are not public.
    """
    room = limits.pictures_bytes
    for address in wanted_pictures(article)[: limits.pictures]:
        try:
            fetched = fetcher.fetch(address)
        except CaptureError:
            continue
        content = fetched.content
        if len(content) <= min(room, limits.picture_bytes) and content.startswith(_MARKS):
            yield address, fetched
            room -= len(content)
