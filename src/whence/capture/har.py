"""HAR: a browser's log of what it loaded comes in, Captures of the pages in it go out.

HTTP Archive 1.2, one JSON object. Where the log lists ``pages``, each page's document is the
first answer with HTML or text that belongs to it, redirects passed over; else every such answer
of status 200 is a page. Content is text, as the browser decoded it, or base64. When the page was
asked for is the capture's time. A document without content, as Chromium leaves it out where the
page was not loaded while the tools were open, is refused with what to do.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from whence.capture.fetch import parse_content_type
from whence.capture.inflate import CHUNK, too_large
from whence.capture.loose import Record, inner, objects, text_of
from whence.capture.page import capture_page
from whence.capture.sniff import Kind, recognise
from whence.errors import CaptureError
from whence.model import Capture, Refusal

if TYPE_CHECKING:
    from whence.capture.collection import Collection

_READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FRESH = 304
"""A status of an answer out of the browser's store, with which browsers log the content too."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One request of a log with its answer."""

    url: str
    status: int
    media_type: str
    charset: str | None
    started: str
    page: str | None
    content: Record
    target: str
    document: bool

    @property
    def readable(self) -> bool:
        """Whether the answer is of a kind that can be a page."""
        return self.document and self.media_type in _READABLE


def capture_log(told: Collection) -> Iterator[Capture | Refusal]:
    """Capture the pages of a HAR; the id of each is its address.

    Raises:
        CaptureError: damaged, with more entries than are taken, or without a page.
    """
    log = inner(told.parsed(), "log")
    rows = objects(log.get("entries"))
    if len(rows) > told.limits.records:
        raise CaptureError(told.name, f"more than {told.limits.records:,} entries; split the log")
    entries = [entry for row in rows if (entry := _read_entry(row))]
    found = False
    for entry in _documents(entries, objects(log.get("pages"))):
        found = True
        try:
            yield _capture_entry(entry, told)
        except CaptureError as error:
            yield Refusal(error.input, error.reason)
    if not found:
        reason = "holds no page (no answer of status 200 with HTML or text)"
        raise CaptureError(told.name, f"{reason}; record the page again while it loads")


def _documents(entries: list[_Entry], pages: list[Record]) -> Iterator[_Entry]:
    """The document of each page that the log lists; without a list, every page in it."""
    listed = [page["id"] for page in pages if isinstance(page.get("id"), str)]
    if not any(entry.page in listed for entry in entries):
        yield from (entry for entry in entries if entry.readable and entry.status == 200)
        return
    for page in dict.fromkeys(listed):
        document = _first_document([entry for entry in entries if entry.page == page])
        if document:
            yield document


def _first_document(entries: list[_Entry]) -> _Entry | None:
    """The first answer of a page that is HTML or text, once its redirects have ended."""
    if not entries:
        return None
    wanted = entries[0].url
    for entry in entries:
        if entry.url != wanted:
            continue
        if entry.status not in _REDIRECTS or not entry.target:
            if entry.readable:
                return entry
            break
        wanted = entry.target
    return next((entry for entry in entries if entry.readable and entry.status == 200), None)


def _capture_entry(entry: _Entry, told: Collection) -> Capture:
    """The Capture of a page's document.

    Raises:
        CaptureError: no success, no content, too large, or no text.
    """
    if entry.status not in (200, _FRESH):
        reason = f"was answered with status {entry.status}; record it again, or look in an archive"
        raise CaptureError(entry.url, reason)
    content, charset = _content_of(entry, told.limits.text_bytes)
    if not content.strip():
        reason = "the HAR holds no content for it; reload the page with the tools open"
        raise CaptureError(entry.url, f"{reason}, then export it with content")
    kind = recognise(entry.url, content[:CHUNK], charset=charset)
    return capture_page(
        content,
        Kind.PAGE if kind is Kind.PAGE else Kind.TEXT,
        name=entry.url,
        taken=_moment(entry.started) or told.clock(),
        url=entry.url,
        charset=charset,
    )


def _content_of(entry: _Entry, most: int) -> tuple[bytes, str | None]:
    """The bytes of an answer and their charset; text that was decoded is put as UTF-8."""
    text = entry.content.get("text")
    if not isinstance(text, str):
        return b"", None
    if entry.content.get("encoding") != "base64":
        content, charset = text.encode("utf-8", "replace"), "utf-8"
    else:
        charset = entry.charset or ""
        try:
            content = base64.b64decode(text)
        except (binascii.Error, ValueError) as error:
            reason = "its content is no base64; export the HAR again"
            raise CaptureError(entry.url, reason) from error
    if len(content) > most:
        raise too_large(entry.url, most)
    return content, charset or None


def _read_entry(row: Record) -> _Entry | None:
    """An entry of the log; None for what is no web page's request."""
    request, response = inner(row, "request"), inner(row, "response")
    url, status = request.get("url"), response.get("status")
    if not isinstance(url, str) or not url.lower().startswith(("http://", "https://")):
        return None
    content = inner(response, "content")
    media_type, charset = parse_content_type(text_of(content.get("mimeType")) or "")
    kind = row.get("_resourceType")
    return _Entry(
        url=url.partition("#")[0],
        status=status if isinstance(status, int) else 0,
        media_type=media_type,
        charset=charset,
        started=text_of(row.get("startedDateTime")) or "",
        page=text_of(row.get("pageref")),
        content=content,
        target=_absolute(url, text_of(response.get("redirectURL")) or ""),
        document=kind in (None, "document"),
    )


def _absolute(url: str, target: str) -> str:
    try:
        return urljoin(url, target).partition("#")[0] if target else ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
