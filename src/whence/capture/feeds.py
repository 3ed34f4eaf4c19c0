"""Feeds and lists of feeds: the bytes of RSS, Atom or OPML come in, their entries go out.

XML is parsed twice: first by a parser that builds nothing and refuses entity declarations
(the "billion laughs"), then, for feeds, by feedparser, which knows the dialects in use and
forgives much. An entry that carries its article whole gives it as a small page, so that the
feed's readers leave no trace with the outlet; other entries give a link to fetch.
RSS 2.0, RSS 1.0, Atom (RFC 4287), OPML 2.0.
"""

from __future__ import annotations

import html
import io
import re
import xml.sax
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from whence.capture.page import HTML, capture_bytes
from whence.errors import CaptureError
from whence.model import Capture, Given

WHOLE_ARTICLE = 400
"""Characters of text from which an entry's own content is taken for the whole article."""

_FORGIVEN_BYTES = 2_000_000
"""Of a feed that is no well-formed XML: reading those is slow."""

# What feedparser lets through from the parsers and codecs under it on malformed feeds, by fuzzing
# and by its own reports; it has no error of its own to catch.
_FEEDPARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)

_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. ``page`` is its article as HTML, where the feed has it whole."""

    link: str | None
    headline: str | None
    outlet: str | None
    published: str | None
    page: str | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of an OPML list."""

    url: str
    title: str | None


def read_feed(name: str, content: bytes, base: str | None) -> tuple[Entry, ...]:
    """The entries of a feed, in its order, each link once. ``base`` is the feed's address.

    Raises:
        CaptureError: no feed, one with entity declarations, or one without entries.
    """
    import feedparser  # noqa: PLC0415 - most runs meet no feed

    fault = check_xml(name, content)
    if fault and len(content) > _FORGIVEN_BYTES:
        raise CaptureError(name, f"not well-formed XML ({fault}); have the feed corrected")
    try:
        feed = feedparser.parse(
            io.BytesIO(content), resolve_relative_uris=False, sanitize_html=False
        )
    except _FEEDPARSER_FAULTS as error:
        raise CaptureError(name, "not a feed that can be read; have it corrected") from error
    entries: dict[object, Entry] = {}
    for number, item in enumerate(feed.entries):
        entry = _read_entry(item, feed.feed, base)
        entries.setdefault(entry.link or number, entry)
    if not entries and fault:
        raise CaptureError(name, f"not well-formed XML ({fault}); have the feed corrected")
    if not entries:
        raise CaptureError(name, "a feed, but it has no entries; try later or leave it out")
    return tuple(entries.values())


def read_opml(name: str, content: bytes, base: str | None) -> tuple[Subscription, ...]:
    """The feeds of an OPML list, in its order, each once.

    Raises:
        CaptureError: not well-formed, with entity declarations, or without feeds.
    """
    outlines = _Outlines()
    if fault := check_xml(name, content, outlines):
        raise CaptureError(name, f"not well-formed XML ({fault}); export the list again")
    found: dict[str, Subscription] = {}
    for url, title in outlines.found:
        absolute = _absolute(url, base)
        found.setdefault(absolute, Subscription(absolute, title))
    if not found:
        raise CaptureError(name, "an OPML list, but it names no feed (no xmlUrl); export it again")
    return tuple(found.values())


def check_xml(name: str, content: bytes, handler: ContentHandler | None = None) -> str | None:
    """What keeps ``content`` from being well-formed XML, or None.

    Raises:
        CaptureError: it declares entities, which a feed has no need of.
    """
    parser = make_parser()
    parser.forbid_external = False  # an old RSS names its DTD; nothing is ever fetched for it
    parser.setContentHandler(handler or ContentHandler())
    bomb = CaptureError(
        name, "declares XML entities, which can unpack without end; have it corrected"
    )
    try:
        parser.parse(io.BytesIO(content))
    except DefusedXmlException as error:
        raise bomb from error
    except (xml.sax.SAXException, ValueError, LookupError) as error:
        if _ENTITY.search(content):
            raise bomb from error
        if isinstance(error, xml.sax.SAXParseException):
            return f"line {error.getLineNumber()}: {error.getMessage()}"
        return " ".join(str(error).split())
    return None


class _Outlines(ContentHandler):
    """Collects what OPML outlines name as feeds."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's name
        if name.lower() == "outline":
            url = (attrs.get("xmlUrl") or attrs.get("xmlurl") or "").strip()
            if url:
                self.found.append((url, attrs.get("title") or attrs.get("text") or None))


def _read_entry(item: Any, feed: Any, base: str | None) -> Entry:
    link = _absolute((item.get("link") or "").strip(), base) or None
    headline = _plain(item.get("title"))
    content = max(
        (part.get("value") or "" for part in item.get("content", [])), key=len, default=""
    )
    whole = len(_plain(content) or "") >= WHOLE_ARTICLE
    return Entry(
        link=link,
        headline=headline,
        outlet=_outlet_of(item, feed, link),
        published=_published(item),
        page=_as_page(content, headline) if whole else None,
    )


def _absolute(link: str, base: str | None) -> str:
    try:
        return urljoin(base, link) if base and link else link
    except ValueError:  # brackets that hold no IPv6 address; refused when it is fetched
        return link


def _outlet_of(item: Any, feed: Any, link: str | None) -> str | None:
    """The entry's own source, else the feed's title if the entry lies on the feed's site.

    The title of a feed that gathers other outlets' articles is no outlet of theirs.
    """
    source = _plain((item.get("source") or {}).get("title"))
    if source:
        return source
    site, entry = _host(feed.get("link")), _host(link)
    foreign = site and entry and not (_within(site, entry) or _within(entry, site))
    return None if foreign else _plain(feed.get("title"))


def _within(host: str, site: str) -> bool:
    return host == site or host.endswith("." + site)


def _host(address: str | None) -> str:
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _published(item: Any) -> str | None:
    """When the entry says it was published, as ISO 8601 with the zone that it names."""
    date: str = (item.get("published") or item.get("updated") or "").strip()
    try:
        return parsedate_to_datetime(date).isoformat()  # RFC 5322, as in RSS
    except (ValueError, TypeError, IndexError, OverflowError):
        return date or None  # RFC 3339, as in Atom


def _plain(markup: str | None) -> str | None:
    return " ".join(html.unescape(_TAG.sub(" ", markup or "")).split()) or None


def _as_page(content: str, headline: str | None) -> str:
    title = html.escape(headline or "")
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><article><h1>{title}</h1>\n{content}\n</article></body></html>\n"
    )


def capture_entry(entry: Entry, place: str, taken: datetime) -> Capture:
    """The article of an entry that stands in the feed itself; ``place`` names one without link."""
    return capture_bytes(
        (entry.page or "").encode("utf-8", "replace"),
        name=entry.link or place,
        media_type=HTML,
        taken=taken,
        url=entry.link,
        charset="utf-8",
        given=Given(entry.link, entry.outlet, entry.published, entry.headline),
    )
