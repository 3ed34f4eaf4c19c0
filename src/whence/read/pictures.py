"""The pictures of an article that are at hand: bytes come in by address, hashes go out.

Bytes are at hand where the page holds them itself (``data:`` addresses, as SingleFile writes
them) and where they came with its capture: files beside a saved page, parts of the same message,
records of the same archive. They are found by the address that the page shows them under, which
is looked up in a mapping and never opened, so that a page can name no file or place of its own
choosing.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from lxml.html import HtmlElement

from whence.model import Exhibit, ExhibitKind
from whence.read.known import MOST_PICTURES, know_picture, named_by_hash
from whence.read.page import absolute
from whence.read.picture import MOST_BYTES, PictureHash

LATE = ("data-src", "data-original", "data-lazy-src", "data-url", "data-sf-original-src")
"""Attributes for the address of a picture that is loaded late, or was before it was saved."""

_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=.+-]+)*?(;base64)?,", re.I)
_GROUPED = re.compile(r"--(sf-img-\d{1,5})\s*:\s*url\(\s*[\"']?(data:image/[^\"')]{1,27000000})")
_REFERENCE = re.compile(r"var\(\s*--(sf-img-\d{1,5})\s*\)")


@dataclass(slots=True)
class Pictures:
    """The pictures at hand for one article; counts those that it has hashed."""

    base: str | None
    given: Mapping[str, bytes]
    grouped: Mapping[str, str] = field(default_factory=dict)
    embedded: Mapping[str, str] = field(default_factory=dict)
    count: int = 0

    def exhibit(self, address: str | None, written: Iterable[str]) -> Exhibit | None:
        """A picture by its web ``address`` and all the addresses that are ``written`` for it.

        Without a web address it is shown only where there is enough in it to know it by, and
        then under a name made of its SHA-256 (RFC 6920).
        """
        for source in written:
            content = self._content(source)
            if content is None or self.count >= MOST_PICTURES:
                continue
            self.count += 1
            known = know_picture(content)
            # Bytes inside the page are often a small stand-in for what is loaded late.
            inside = source[:5].lower() in ("data:", "var(s")
            if isinstance(known.found, PictureHash) or (address and not inside):
                name = address or named_by_hash(known.sha256)
                return known.on(Exhibit(ExhibitKind.PICTURE, name, 0, 0))
        return Exhibit(ExhibitKind.PICTURE, address, 0, 0) if address else None

    def _content(self, source: str) -> bytes | None:
        if source.startswith("var("):
            source = self.grouped.get(source[4:-1], "")
        if source[:5].lower() == "data:":
            return decode_data(self.embedded.get(source, source))
        full = absolute(source, self.base)
        for key in (source, full, beside(source)):
            if key and key in self.given:
                return self.given[key]
        return None


def written_addresses(element: HtmlElement) -> Iterator[str]:
    """Every address that an element gives for its picture, the one that it shows first."""
    if reference := _REFERENCE.search(element.get("style") or ""):
        yield f"var({reference[1]})"
    for attribute in ("src", *LATE):
        if value := (element.get(attribute) or "").strip():
            yield value


def grouped_pictures(styles: Iterable[str]) -> dict[str, str]:
    """The ``data:`` addresses that SingleFile writes once for pictures shown more than once."""
    return {name: data for style in styles for name, data in _GROUPED.findall(style)}


def decode_data(source: str) -> bytes | None:
    """The bytes of a ``data:`` address of a picture (RFC 2397); None where it is none."""
    head = _DATA.match(source)
    if head is None or len(source) > 2 * MOST_BYTES:
        return None
    body = source[head.end() :]
    if not head[1]:
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(re.sub(r"\s", "", unquote(body)))
    except (binascii.Error, ValueError):
        return None


def beside(source: str) -> str | None:
    """A relative address as the path of a file beside the page; None for any other."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    return unquote(parts.path).removeprefix("./")
