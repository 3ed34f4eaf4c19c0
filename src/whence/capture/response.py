"""Stored responses: the bytes of an HTTP answer come in, its head, payload and type go out.

An answer is kept as it went over the wire (RFC 9112): status line, headers, and a body that may
be in chunks and packed. The payload is the body without the transfer coding, the content the
payload without the content coding (RFC 9110, 6.4 and 8.4).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, cast

from whence.capture.inflate import inflate

if TYPE_CHECKING:
    import socket


@dataclass(frozen=True, slots=True)
class Response:
    """One stored answer; ``type``, ``coding`` and ``location`` are as its headers have them."""

    status: int
    type: str
    coding: str
    payload: bytes
    location: str | None = None

    def content(self, name: str, most: int) -> bytes:
        """The payload with its content coding undone; ``name`` is the input's, for errors.

        Raises:
            CaptureError: an unknown coding, damaged data, or more than ``most`` bytes.
        """
        # Some crawlers store the body unpacked and leave the header as it came.
        packed = self.coding.lower() not in ("gzip", "x-gzip") or self.payload.startswith(
            b"\x1f\x8b"
        )
        return inflate(self.payload, self.coding if packed else "", name, most)


def read_response(block: bytes) -> Response | None:
    """The answer that ``block`` holds, or None where it is no answer."""
    response = HTTPResponse(cast("socket.socket", _Stored(block)))
    try:
        response.begin()
    except (HTTPException, ValueError):
        return None
    return Response(
        response.status,
        response.headers.get("Content-Type", ""),
        response.headers.get("Content-Encoding", ""),
        _payload(response, block),
        response.headers["Location"],
    )


def _payload(response: HTTPResponse, block: bytes) -> bytes:
    """The body without transfer coding; as stored where the coding is gone but its header left."""
    stored = block[head_length(block) :]
    if not response.chunked:
        return stored
    try:
        return response.read()
    except (IncompleteRead, HTTPException, ValueError):
        return stored


def head_length(block: bytes) -> int:
    """Where the head of a stored HTTP message ends."""
    ends = [at + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark)) >= 0]
    return min(ends, default=len(block))


class _Stored:
    """A stored HTTP message, dressed as the socket that it once came from."""

    def __init__(self, block: bytes) -> None:
        self._block = block

    def makefile(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._block)
