"""Web archives: a WARC stream comes in, Captures of the pages in it go out.

Of its records (:mod:`whence.capture.records`) are taken the responses of status 200 with HTML or
text, and resources and conversions (as in Common Crawl's WET) of those types; requests,
pictures and the like are left unsaid.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from whence.capture.fetch import parse_content_type
from whence.capture.inflate import CHUNK, too_large
from whence.capture.limits import Limits
from whence.capture.page import OWN, capture_page
from whence.capture.records import Record, read_records, uri_of
from whence.capture.response import read_response
from whence.capture.sniff import Kind, path_of, recognise
from whence.capture.wanted import Wanted
from whence.errors import CaptureError
from whence.model import Capture, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from whence.capture.jsonlines import Clock

_READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_PLAIN_RECORDS = frozenset({"resource", "conversion"})


@dataclass(frozen=True, slots=True)
class _Payload:
    content: bytes
    media_type: str
    charset: str | None


def capture_records(
    stream: io.BufferedReader,
    name: str,
    limits: Limits,
    clock: Clock,
    wanted: Wanted | None = None,
) -> Iterator[Capture | Refusal]:
    """Capture the pages of a web archive, or those ``wanted``; the id of each is its target URI.

    Raises:
        CaptureError: the archive is cut off or damaged, after what came whole was given; or
            it holds no page.
    """
    found = wanted is not None
    for record in read_records(stream, name, limits, _is_wanted):
        if wanted and not wanted.takes(record.uri):
            continue
        try:
            capture = _capture_record(record, limits, clock)
        except CaptureError as error:
            found = True
            yield Refusal(error.input, error.reason)
            continue
        if wanted and capture:
            wanted.meet(record.uri)
        elif wanted:
            wanted.follow(record.uri, _location_of(record))
        if capture:
            found = True
            yield capture
    if not found:
        reason = "holds no page (no response of status 200 with HTML or text); give another archive"
        raise CaptureError(name, reason)


def _is_wanted(headers: Mapping[str, str]) -> bool:
    kind = headers.get("warc-type", "").lower()
    uri = uri_of(headers)
    if uri.startswith(OWN):
        return False
    if kind in _PLAIN_RECORDS:
        return parse_content_type(headers.get("content-type", ""))[0] in _READABLE
    return kind == "response" and uri.lower().startswith(("http://", "https://"))


def _capture_record(record: Record, limits: Limits, clock: Clock) -> Capture | None:
    """The Capture of a record, or None where it is not a page.

    Raises:
        CaptureError: a page that cannot be used.
    """
    if record.oversize:
        raise too_large(record.uri, limits.input_bytes)
    payload = _payload_of(record, limits)
    if not payload or not payload.content.strip():
        return None
    head = payload.content[:CHUNK]
    kind = recognise(record.uri, head, charset=payload.charset)
    return capture_page(
        payload.content,
        Kind.PAGE if kind is Kind.PAGE else Kind.TEXT,
        name=record.uri,
        taken=_taken(record.headers.get("warc-date", "")) or clock(),
        url=record.uri,
        charset=payload.charset,
    )


def _payload_of(record: Record, limits: Limits) -> _Payload | None:
    if record.block is None or not record.uri:
        return None
    if record.headers.get("warc-type", "").lower() in _PLAIN_RECORDS:
        return _Payload(record.block, *parse_content_type(record.headers.get("content-type", "")))
    payload = _http_payload(record, limits)
    if payload is None or (payload.media_type and payload.media_type not in _READABLE):
        return None
    # A site's robots.txt is text, and nobody's article.
    return None if path_of(record.uri) == "/robots.txt" else payload


def _http_payload(record: Record, limits: Limits) -> _Payload | None:
    """The payload of a stored HTTP response of status 200, its codings undone."""
    response = read_response(record.block or b"")
    if response is None or response.status != 200:
        return None
    media_type, charset = parse_content_type(response.type)
    if media_type and media_type not in _READABLE:
        return _Payload(b"", media_type, charset)
    return _Payload(response.content(record.uri, limits.text_bytes), media_type, charset)


def _location_of(record: Record) -> str | None:
    """Where a stored response redirects to, if it does."""
    response = read_response(record.block or b"")
    return response.location if response else None


def _taken(date: str) -> datetime | None:
    """The moment of a WARC-Date (W3C date and time, in UTC), if it is one."""
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
