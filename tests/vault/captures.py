"""Captures of invented pages, and a clock that ticks."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from whence.model import Capture, Exchange, Given, Hop

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)


class Ticking:
    """A clock that is a second later each time it is asked."""

    def __init__(self, start: datetime = NOON) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def capture_of(
    name: str, content: bytes = b"The bridge is shut.", given: Given | None = None
) -> Capture:
    digest = hashlib.sha256(content).hexdigest()
    return Capture(name, content, "text/plain", digest, NOON, given=given or Given())


def page_of(url: str, body: str = "<p>The bridge is shut.") -> Capture:
    """A page as it is fetched, by way of a redirect."""
    content = body.encode()
    old = Hop(
        url + "?old",
        "203.0.113.9",
        NOON,
        b"GET /?old HTTP/1.1\r\nHost: news.example\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n",
        whole=False,
    )
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + content
    new = Hop(url, "203.0.113.9", NOON, b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", answer)
    return Capture(
        url,
        content,
        "text/html",
        hashlib.sha256(content).hexdigest(),
        NOON,
        url,
        "utf-8",
        exchange=Exchange((old, new)),
    )
