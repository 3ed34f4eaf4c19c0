"""Web archives: a WARC stream comes in, Captures of the pages in it go out.

ISO 28500 (WARC 1.0 and 1.1): records of a version line, headers, and a block of stated
length, gzipped one by one or not at all. Taken are responses of status 200 with HTML or
text, and resources and conversions (as in Common Crawl's WET) of those types; requests,
pictures and the like are left unsaid. Framing is read here, not by a library, because a
record that is cut short, has no end or unpacks without end must be told from one that is
whole, and nothing larger than a record may be held.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, cast

from whence.capture.fetch import parse_content_type
from whence.capture.inflate import CHUNK, inflate, too_large
from whence.capture.limits import Limits
from whence.capture.page import capture_page
from whence.capture.sniff import Kind, path_of, recognise
from whence.errors import CaptureError
from whence.model import Capture, Refusal

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Collection, Mapping

    from whence.capture.jsonlines import Clock

_HEADER_LINES = 200
_HEADER_BYTES = 1 << 16
_READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_PLAIN_RECORDS = frozenset({"resource", "conversion"})


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: ``block`` is None where it was not wanted, or too large to keep."""

    headers: Mapping[str, str]
    block: bytes | None
    oversize: bool = False

    @property
    def uri(self) -> str:
        return _uri(self.headers)


def _uri(headers: Mapping[str, str]) -> str:
    return headers.get("warc-target-uri", "").strip("<>")


@dataclass(frozen=True, slots=True)
class _Payload:
    content: bytes
    media_type: str
    charset: str | None


def capture_records(
    stream: io.BufferedReader, name: str, limits: Limits, clock: Clock
) -> Iterator[Capture | Refusal]:
    """Capture the pages of a web archive; the id of each is its target URI.

    Raises:
        CaptureError: the archive is cut off or damaged, after what came whole was given; or
            it holds no page.
    """
    found = False
    for record in _read_records(stream, name, limits):
        try:
            capture = _capture_record(record, limits, clock)
        except CaptureError as error:
            found = True
            yield Refusal(error.input, error.reason)
            continue
        if capture:
            found = True
            yield capture
    if not found:
        reason = "holds no page (no response of status 200 with HTML or text); give another archive"
        raise CaptureError(name, reason)


def archived_pictures(
    stream: io.BufferedReader, name: str, limits: Limits, addresses: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """What a web archive holds under some ``addresses``, as far as it can be read; each once."""
    left = set(addresses)
    try:
        for record in _read_records(stream, name, limits, lambda headers: _uri(headers) in left):
            content = _picture_content(record, limits)
            if content:
                left.discard(record.uri)
                yield record.uri, content
            if not left:
                return
    except CaptureError:
        return


def _picture_content(record: _Record, limits: Limits) -> bytes | None:
    """The content of a record that was wanted, if it is there, whole and not too large."""
    if record.block is None or len(record.block) > 2 * limits.picture_bytes:
        return None
    kind = record.headers.get("warc-type", "").lower()
    try:
        payload = _http_payload(record, limits, None) if kind == "response" else None
    except CaptureError:
        return None
    content = record.block if kind == "resource" else payload.content if payload else b""
    return content if len(content) <= limits.picture_bytes else None


def _read_records(
    stream: io.BufferedReader,
    name: str,
    limits: Limits,
    is_wanted: Callable[[Mapping[str, str]], bool] | None = None,
) -> Iterator[_Record]:
    """The records of an archive, in order.

    Raises:
        CaptureError: the archive is cut off, damaged, or longer than is taken.
    """
    count = 0
    while version := _next_line(stream):
        if not version.startswith(b"WARC/"):
            reason = (
                f"what follows record {count} is no WARC record; the rest was left, get it again"
            )
            raise CaptureError(name, reason)
        count += 1
        if count > limits.records:
            reason = (
                f"more than {limits.records:,} records; the first were taken, split the archive"
            )
            raise CaptureError(name, reason)
        headers = _read_headers(stream, name, count)
        wanted = (is_wanted or _is_wanted)(headers)
        yield _read_block(stream, headers, name, count, limits, wanted=wanted)


def _next_line(stream: io.BufferedReader) -> bytes:
    """The next line that is not blank, or nothing at the end."""
    line = stream.readline(_HEADER_BYTES)
    while line and not line.strip():
        line = stream.readline(_HEADER_BYTES)
    return line


def _read_headers(stream: io.BufferedReader, name: str, count: int) -> dict[str, str]:
    headers: dict[str, str] = {}
    last = ""
    for _ in range(_HEADER_LINES):
        line = stream.readline(_HEADER_BYTES)
        if not line.endswith(b"\n"):
            break
        if not line.strip():
            return headers
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and last:
            headers[last] += " " + text.strip()
        else:
            field, _, value = text.partition(":")
            last = field.strip().lower()
            headers[last] = value.strip()
    raise _cut_off(name, count)


def _read_block(
    stream: io.BufferedReader,
    headers: Mapping[str, str],
    name: str,
    count: int,
    limits: Limits,
    *,
    wanted: bool,
) -> _Record:
    declared = headers.get("content-length", "")
    if not (declared.isascii() and declared.isdecimal() and len(declared) < 20):
        reason = f"record {count} has no proper Content-Length; the rest was left, get it again"
        raise CaptureError(name, reason)
    length = int(declared)
    oversize = length > limits.input_bytes
    if oversize or not wanted:
        _skip(stream, length, name, count)
        return _Record(headers, None, oversize and wanted)
    block = stream.read(length)
    if len(block) < length:
        raise _cut_off(name, count)
    return _Record(headers, block)


def _skip(stream: io.BufferedReader, length: int, name: str, count: int) -> None:
    while length:
        passed = len(stream.read(min(length, CHUNK)))
        if not passed:
            raise _cut_off(name, count)
        length -= passed


def _is_wanted(headers: Mapping[str, str]) -> bool:
    kind = headers.get("warc-type", "").lower()
    if kind in _PLAIN_RECORDS:
        return parse_content_type(headers.get("content-type", ""))[0] in _READABLE
    return kind == "response" and _uri(headers).lower().startswith(("http://", "https://"))


def _cut_off(name: str, count: int) -> CaptureError:
    return CaptureError(name, f"cut off inside record {count}; what came before was taken")


def _capture_record(record: _Record, limits: Limits, clock: Clock) -> Capture | None:
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


def _payload_of(record: _Record, limits: Limits) -> _Payload | None:
    if record.block is None or not record.uri:
        return None
    if record.headers.get("warc-type", "").lower() in _PLAIN_RECORDS:
        return _Payload(record.block, *parse_content_type(record.headers.get("content-type", "")))
    payload = _http_payload(record, limits)
    if payload is None or (payload.media_type and payload.media_type not in _READABLE):
        return None
    # A site's robots.txt is text, and nobody's article.
    return None if path_of(record.uri) == "/robots.txt" else payload


def _http_payload(
    record: _Record, limits: Limits, types: Collection[str] | None = _READABLE
) -> _Payload | None:
    """The payload of a stored HTTP response of status 200, its codings undone.

    Of a media type that is none of ``types`` it is left out.
    """
    block = record.block or b""
    response = HTTPResponse(cast("socket.socket", _Stored(block)))
    try:
        response.begin()
    except (HTTPException, ValueError):
        return None
    if response.status != 200:
        return None
    media_type, charset = parse_content_type(response.headers.get("Content-Type", ""))
    coding = response.headers.get("Content-Encoding", "")
    content = _body(response, block)
    # Some crawlers store the body unpacked and leave the header as it came.
    if coding.lower() in ("gzip", "x-gzip") and not content.startswith(b"\x1f\x8b"):
        coding = ""
    if types is not None and media_type and media_type not in types:
        return _Payload(b"", media_type, charset)
    plain = inflate(content, coding, record.uri, limits.text_bytes)
    return _Payload(plain, media_type, charset)


def _body(response: HTTPResponse, block: bytes) -> bytes:
    """The body without transfer coding; as stored where the coding is gone but its header left."""
    stored = block[_head_length(block) :]
    if not response.chunked:
        return stored
    try:
        return response.read()
    except (IncompleteRead, HTTPException, ValueError):
        return stored


def _head_length(block: bytes) -> int:
    """Where the header of a stored HTTP message ends."""
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark)) >= 0]
    return min(ends, default=len(block))


class _Stored:
    """A stored HTTP message, dressed as the socket that it once came from."""

    def __init__(self, block: bytes) -> None:
        self._block = block

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._block)


def _taken(date: str) -> datetime | None:
    """The moment of a WARC-Date (W3C date and time, in UTC), if it is one."""
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
