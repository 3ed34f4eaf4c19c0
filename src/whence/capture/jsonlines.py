"""JSON Lines: a stream of lines comes in, one Capture or Refusal a line goes out.

Three kinds of line are known: what a person gives (``{"id", "url", "outlet", "published",
"headline", "text" | "html"}``, all but the text optional), and what ``whence read`` and
``whence analyse`` print, which pass through as they are. A bad line costs itself alone. A
``.json`` file that holds one object or one list over many lines is taken as well. Text is
kept character for character, since offsets will point into it (RFC 8259: JSON is UTF-8).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from whence.capture.inflate import CHUNK, too_large
from whence.capture.limits import Limits
from whence.capture.page import ANALYSIS_LINE, ARTICLE_LINE, HTML, PLAIN_TEXT, capture_bytes
from whence.errors import CaptureError
from whence.model import Capture, Given, Refusal

Clock = Callable[[], datetime]

_TEXT_FIELDS = ("text", "html", "url", "outlet", "published", "headline")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One record of a file: its number, its bytes, and what they say or why they say nothing."""

    number: int
    content: bytes
    record: Any = None
    fault: CaptureError | None = None


def capture_lines(
    stream: io.BufferedReader, name: str, limits: Limits, clock: Clock
) -> Iterator[Capture | Refusal]:
    """Capture each line of ``stream``; lines without an id are called ``name#n`` from 1.

    Raises:
        CaptureError: the stream cannot be read further, or holds no line at all.
    """
    count = 0
    for line in _read_lines(stream, name, limits):
        count += 1
        if count > limits.records:
            reason = f"more than {limits.records:,} lines; the first were taken, split the file"
            raise CaptureError(name, reason)
        try:
            yield _capture_line(line, f"{name}#{line.number}", clock())
        except CaptureError as error:
            yield Refusal(error.input, error.reason)
    if not count:
        raise CaptureError(name, "holds no line; give one JSON object a line")


def holds_articles(stream: io.BufferedReader, limits: Limits) -> bool:
    """Whether the first record of a JSON file has what a line needs to be captured.

    Raises:
        CaptureError: the stream cannot be read.
    """
    first = next(_read_lines(stream, "", limits), None)
    if first is None or not isinstance(first.record, dict):
        return False
    return any(first.record.get(key) for key in ("text", "html", "article"))


def _capture_line(line: _Line, name: str, taken: datetime) -> Capture:
    """Capture one line; ``name`` is its id where it has none.

    Raises:
        CaptureError: the line lacks a text, or a field is of the wrong type.
    """
    if line.fault:
        raise line.fault
    record = line.record
    if not isinstance(record, dict):
        raise CaptureError(name, "not a JSON object; give one {…} with a text a line")
    article = record.get("article")
    if isinstance(article, dict):
        return _capture_own(line, article, name, ANALYSIS_LINE, taken)
    if isinstance(record.get("passages"), list) and "text" in record:
        return _capture_own(line, record, name, ARTICLE_LINE, taken)
    return _capture_given(record, name, taken)


def _capture_own(
    line: _Line, article: dict[str, Any], name: str, media_type: str, taken: datetime
) -> Capture:
    """Capture a line that whence printed: its content is the line."""
    own_id = _id_of(article, name)
    if not isinstance(article.get("text"), str):
        raise CaptureError(own_id, "its article has no text; give the line as whence printed it")
    url = article.get("url")
    url = url if isinstance(url, str) else None
    _check_url(own_id, url)
    return capture_bytes(
        line.content, name=own_id, media_type=media_type, taken=taken, url=url, charset="utf-8"
    )


def _capture_given(record: dict[str, Any], name: str, taken: datetime) -> Capture:
    own_id = _id_of(record, name)
    for key in _TEXT_FIELDS:
        if not isinstance(record.get(key), str | None):
            raise CaptureError(own_id, f'the field "{key}" is not a string; put it in quotes')
    _check_url(own_id, record.get("url"))
    media_type, text = PLAIN_TEXT, record.get("text")
    if record.get("html"):
        media_type, text = HTML, record["html"]
    if not text or not text.strip():
        raise CaptureError(own_id, 'neither "text" nor "html" in the line; give one of them')
    return capture_bytes(
        _SURROGATE.sub("\ufffd", text).encode(),
        name=own_id,
        media_type=media_type,
        taken=taken,
        url=record.get("url") or None,
        charset="utf-8",
        given=Given(
            *(record.get(key) or None for key in ("url", "outlet", "published", "headline"))
        ),
    )


def _check_url(name: str, url: str | None) -> None:
    """Refuse what no later stage could take apart.

    Raises:
        CaptureError: its host is no host.
    """
    try:
        urlsplit(url or "")
    except ValueError as error:
        reason = f'the field "url" is not an address ({error}); correct it or leave it out'
        raise CaptureError(name, reason) from error


def _id_of(record: dict[str, Any], name: str) -> str:
    own = record.get("id")
    if own is None or own == "":
        return name
    if isinstance(own, bool) or not isinstance(own, str | int):
        raise CaptureError(name, 'the field "id" is neither a string nor a number; make it one')
    return _SURROGATE.sub("\ufffd", str(own))


def _read_lines(stream: io.BufferedReader, name: str, limits: Limits) -> Iterator[_Line]:
    """The lines of a file that are not blank; or the records of one that is one JSON value.

    Only what cannot be lines is taken for one value: a list, or an object whose first line
    ends open.
    """
    first = stream.peek(CHUNK)[:CHUNK].lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0].strip()
    if first.startswith(b"[") or (first.startswith(b"{") and first.endswith((b"{", b","))):
        content = stream.read(limits.input_bytes + 1)
        if len(content) <= limits.input_bytes:
            yield from _document_lines(content, name, limits)
            return
        stream = io.BufferedReader(_Replay(content, stream))
    yield from _plain_lines(stream, name, limits)


def _document_lines(content: bytes, name: str, limits: Limits) -> Iterator[_Line]:
    try:
        whole = _parse(content, name)
    except CaptureError:
        yield from _plain_lines(io.BufferedReader(io.BytesIO(content)), name, limits)
        return
    for number, record in enumerate(whole if isinstance(whole, list) else [whole], 1):
        yield _Line(number, json.dumps(record).encode(), record)


def _plain_lines(stream: io.BufferedReader, name: str, limits: Limits) -> Iterator[_Line]:
    number = 0
    while content := stream.readline(limits.input_bytes + 1):
        number += 1
        own = f"{name}#{number}"
        if len(content) > limits.input_bytes:
            while content and not content.endswith(b"\n"):
                content = stream.readline(CHUNK)
            yield _Line(number, b"", fault=too_large(own, limits.input_bytes))
        elif content.strip():
            try:
                yield _Line(number, content.strip(), _parse(content, own))
            except CaptureError as fault:
                yield _Line(number, content, fault=fault)


class _Replay(io.RawIOBase):
    """Bytes already read, then the stream that they were read from."""

    def __init__(self, content: bytes, rest: io.BufferedReader) -> None:
        super().__init__()
        self._content = io.BytesIO(content)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        return self._content.readinto(buffer) or self._rest.readinto(buffer)


def _parse(line: bytes, name: str) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 from byte {error.start}; JSON is UTF-8, convert it"
        raise CaptureError(name, reason) from error
    except RecursionError as error:
        raise CaptureError(name, "nested too deeply to be an article; check the line") from error
    except ValueError as error:
        reason = f"not JSON ({' '.join(str(error).split())}); give one object a line"
        raise CaptureError(name, reason) from error
