"""The bytes of pictures: those that lie beside a saved page, and those fetched because asked for.

Browsers save a page's pictures in a folder called after it (``story.html``, ``story_files/``).
What lies in that folder is listed here and given by the address that the page shows it under; no
address in the page is ever opened as a path, and no link is followed. From the web pictures are
fetched only where somebody asked for them, by the same safe fetcher as pages.
"""

from __future__ import annotations

import os
from pathlib import Path

from whence.capture.fetch import Fetcher
from whence.capture.limits import Limits
from whence.errors import CaptureError
from whence.model import Article, is_unhashed

FOLDER = "_files"
MOST_FILES = 1000
"""Entries of a folder that are looked at."""
_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"\0\0\0")
"""How files begin that may be JPEG, PNG, GIF, WebP or AVIF."""


def pictures_beside(page: str, limits: Limits) -> dict[str, bytes]:
    """The pictures in the folder of a saved page, by relative address; none where none is."""
    path = Path(page)
    folder = path.with_name(path.stem + FOLDER)
    found: dict[str, bytes] = {}
    room = limits.pictures_bytes
    try:
        if folder.is_symlink() or not folder.is_dir():
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


def wanted_pictures(article: Article) -> list[str]:
    """The web addresses of an article's pictures whose bytes were not at hand, each once."""
    addresses = (e.url for e in article.exhibits if is_unhashed(e))
    return list(dict.fromkeys(a for a in addresses if a.startswith(("http://", "https://"))))


def capture_pictures(article: Article, fetcher: Fetcher, limits: Limits) -> dict[str, bytes]:
    """Fetch the pictures of an article whose bytes were not at hand, by their addresses.

    No more are fetched than ``limits`` allow, and what cannot be got is left out; the fetcher keeps
    its distance to each host and refuses addresses that are not public.
    """
    found: dict[str, bytes] = {}
    room = limits.pictures_bytes
    for address in wanted_pictures(article)[: limits.pictures]:
        try:
            content = fetcher.fetch(address).content
        except CaptureError:
            continue
        if len(content) <= min(room, limits.picture_bytes) and content.startswith(_MARKS):
            found[address] = content
            room -= len(content)
    return found
