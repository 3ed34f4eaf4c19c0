"""What the capture tests share: a still clock, one call, and a small site on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from whence.capture import Fetcher, Limits, capture_inputs
from whence.model import Capture, Refusal

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
OPEN = Limits(allow_private=True, per_host_seconds=0, fetch_seconds=5)

Found = list[Capture | Refusal]
Take = Callable[..., Found]


@pytest.fixture
def take() -> Take:
    """One call of the package, at noon; every refusal is checked to be one line with a name."""

    def call(
        *inputs: str | Path,
        limits: Limits = OPEN,
        stdin: bytes = b"",
        fetcher: Fetcher | None = None,
    ) -> Found:
        found = list(
            capture_inputs(
                [str(name) for name in inputs],
                limits=limits,
                stdin=BytesIO(stdin),
                clock=lambda: NOON,
                fetcher=fetcher,
            )
        )
        for item in found:
            if isinstance(item, Refusal):
                assert item.input
                assert item.reason
                assert len(f"{item.input}: {item.reason}".splitlines()) == 1
        return found

    return call


@dataclass
class Site:
    """A web site whose pages are set by a test; it remembers what it was asked."""

    port: int
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    drips: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(
        self,
        path: str,
        content: bytes | str = b"",
        *,
        status: int = 200,
        media_type: str = "text/html",
        **headers: str,
    ) -> str:
        """Publish ``content``; gives its address."""
        body = content.encode() if isinstance(content, str) else content
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": media_type, **named}, body)
        return self.address(path)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on loopback; paths that were not set are not there."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown.asked.append((self.path, dict(self.headers)))
            if self.path in shown.drips:
                self._drip(shown.drips[self.path])
                return
            status, headers, body = shown.pages.get(self.path, (404, {}, b"not here"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _drip(self, raw: bytes) -> None:
            """Send ``raw``, then one byte at a time without end."""
            try:
                self.wfile.write(raw)
                for _ in range(200):
                    self.wfile.write(b"a")
                    time.sleep(0.05)
            except OSError:
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    shown = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield shown
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page() -> str:
    """A page of an invented outlet."""
    return (
        "<!DOCTYPE html><html><head><title>Bridge shut</title></head><body><article>"
        "<h1>Bridge shut</h1><p>The harbour office said the bridge would stay shut.</p>"
        "</article></body></html>"
    )
