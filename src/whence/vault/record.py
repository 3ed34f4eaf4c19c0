"""Records: one piece of a web archive, as WARC writes it, and back.

ISO 28500:2017 (WARC 1.1): a version line, headers, an empty line, a block of stated length, two
line ends; each record a gzip member of its own (RFC 1952), so that one can be read without those
before it. Digests are SHA-256, written as ``sha256:`` and hexadecimal digits.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

VERSION = b"WARC/1.1\r\n"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""The profile of a revisit whose payload was kept before, byte for byte."""
LONGEST_URI = 20_000
"""Characters of a URI in a header; readers bound the line."""
LARGEST = 1 << 30
"""Bytes that one record may hold once unpacked."""
_END = b"\r\n\r\n"
# What a URI may hold (RFC 3986); all else is escaped.
_URI_MARKS = "!#$%&'()*+,-./:;=?@[]_~"


@dataclass(frozen=True, slots=True)
class Record:
    """One record. ``headers`` are in order, without Content-Length and WARC-Block-Digest."""

    headers: Mapping[str, str]
    block: bytes

    @property
    def type(self) -> str:
        """What it is: response, request, resource, metadata …"""
        return self.headers.get("WARC-Type", "")

    @property
    def id(self) -> str:
        """Its own URI, without the angle brackets."""
        return self.headers.get("WARC-Record-ID", "").strip("<>")

    @property
    def packed(self) -> bytes:
        """The record as a gzip member."""
        lines = [f"{name}: {value}\r\n" for name, value in self.headers.items()]
        lines.append(f"WARC-Block-Digest: {digest(self.block)}\r\n")
        lines.append(f"Content-Length: {len(self.block)}\r\n\r\n")
        return gzip.compress(VERSION + "".join(lines).encode() + self.block + _END, mtime=0)


def make_record(
    kind: str,
    own: str,
    date: str,
    block: bytes,
    content_type: str,
    **more: str | None,
) -> Record:
    """A record called ``own``; ``more`` are headers, with ``_`` for ``-`` and without ``WARC-``."""
    headers = {"WARC-Type": kind, "WARC-Record-ID": f"<{own}>", "WARC-Date": date}
    for name, value in more.items():
        if value is not None:
            headers["WARC-" + name.replace("_", "-")] = value
    if block:
        headers["Content-Type"] = content_type
    return Record(headers, block)


def digest(content: bytes) -> str:
    """The SHA-256 of ``content`` as WARC writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def header_uri(uri: str) -> str:
    """A URI that can stand in a header: what is none is escaped, what is too long named by hash."""
    escaped = quote(uri, safe=_URI_MARKS, errors="replace")
    if len(escaped) <= LONGEST_URI:
        return escaped
    return f"urn:sha256:{hashlib.sha256(escaped.encode()).hexdigest()}"


def unpack_record(member: bytes) -> Record:
    """The record of a gzip member.

    Raises:
        ValueError: it is not one whole record whose block is what its digest says.
    """
    content = _gunzip(member)
    head, gap, rest = content.partition(b"\r\n\r\n")
    if not gap or not head.startswith(VERSION):
        raise ValueError("not a WARC 1.1 record")
    headers: dict[str, str] = {}
    for line in head[len(VERSION) :].decode("utf-8", "strict").split("\r\n"):
        name, colon, value = line.partition(": ")
        if not colon or name in headers:
            raise ValueError("a header that is none")
        headers[name] = value
    length = headers.pop("Content-Length", "")
    declared = headers.pop("WARC-Block-Digest", "")
    block = rest[: -len(_END)]
    if length != str(len(block)) or not rest.endswith(_END):
        raise ValueError("not as long as its header says")
    if declared != digest(block):
        raise ValueError("its block is not what its digest says")
    return Record(headers, block)


def _gunzip(member: bytes) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(member, LARGEST)
    except zlib.error as error:
        raise ValueError("its gzip data is damaged") from error
    if not unpacker.eof:
        raise ValueError("its gzip data does not end, or unpacks to too much")
    if unpacker.unused_data:
        raise ValueError("something follows its gzip data")
    return content
