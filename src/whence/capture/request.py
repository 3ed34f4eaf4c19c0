"""Requests: an address comes in, what is sent to it goes out: who asks, and nothing of whom."""

from __future__ import annotations

import httpcore
import httpx

USER_AGENT = "whence/0.1 (+fetches news pages for one reader at that reader's request)"
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5"


def request_headers(url: httpx.URL) -> list[tuple[bytes, bytes]]:
    """The headers of a request."""
    return [
        (b"Host", url.netloc),
        (b"User-Agent", USER_AGENT.encode()),
        (b"Accept", _ACCEPT.encode()),
        (b"Accept-Encoding", b"gzip, deflate"),
        (b"Connection", b"close"),
    ]


def core_url(url: httpx.URL) -> httpcore.URL:
    """The address as the transport takes it."""
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def port_of(url: httpx.URL) -> int:
    """The port of an address, its scheme's own where it names none."""
    if url.port is not None:
        return url.port
    return 443 if url.scheme == "https" else 80
