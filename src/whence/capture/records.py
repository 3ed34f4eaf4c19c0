"""Records: a WARC stream comes in, its records go out one by one.

ISO 28500 (WARC 1.0 and 1.1): records of a version line, headers, and a block of stated
length, gzipped one by one or not at all. Framing is read here, not by a library, because a
record that is cut short, has no end or unpacks without end must be told from one that is
whole, and nothing larger than a record may be held. Of records that nobody wants the block is
passed over.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from whence.capture.inflate import CHUNK
from whence.capture.limits import Limits
from whence.errors import CaptureError

_HEADER_LINES = 200
_HEADER_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One record: ``block`` is None where it was not wanted, or too large to keep."""

    headers: Mapping[str, str]
    block: bytes | None
    oversize: bool = False

    @property
    def uri(self) -> str:
        """The address that it was got from."""
        return uri_of(self.headers)


def uri_of(headers: Mapping[str, str]) -> str:
    """The address that a record's headers name as its own."""
    return headers.get("warc-target-uri", "").strip("<>")


def read_records(
    stream: io.BufferedReader,
    name: str,
    limits: Limits,
    is_wanted: Callable[[Mapping[str, str]], bool],
) -> Iterator[Record]:
    """The records of an archive, in order; ``is_wanted`` tells by its headers whose block is kept.

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
        yield _read_block(stream, headers, name, count, limits, wanted=is_wanted(headers))


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
) -> Record:
    declared = headers.get("content-length", "")
    if not (declared.isascii() and declared.isdecimal() and len(declared) < 20):
        reason = f"record {count} has no proper Content-Length; the rest was left, get it again"
        raise CaptureError(name, reason)
    length = int(declared)
    oversize = length > limits.input_bytes
    if oversize or not wanted:
        _skip(stream, length, name, count)
        return Record(headers, None, oversize and wanted)
    block = stream.read(length)
    if len(block) < length:
        raise _cut_off(name, count)
    return Record(headers, block)


def _skip(stream: io.BufferedReader, length: int, name: str, count: int) -> None:
    while length:
        passed = len(stream.read(min(length, CHUNK)))
        if not passed:
            raise _cut_off(name, count)
        length -= passed


def _cut_off(name: str, count: int) -> CaptureError:
    return CaptureError(name, f"cut off inside record {count}; what came before was taken")
