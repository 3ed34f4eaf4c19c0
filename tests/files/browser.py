"""Chromium as a person uses it: a page under its own address, saved as MHTML or printed as PDF.

Drives the browser over a pipe (``--remote-debugging-pipe``: JSON messages that end in NUL on
the file descriptors 3 and 4). The page is answered from memory and everything else that it
asks for is not, so nothing goes over the network.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from select import select
from typing import Any

PROGRAM = (
    "chromium",
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--remote-debugging-pipe",
)
PATIENCE = 10.0
"""Seconds that a page is given to load; what is there by then is saved."""


class Browser:
    """One running Chromium and the page that is open in it."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = commands
        self._answers = answers
        self._rest = b""
        self._number = 0
        self._pages: dict[str, bytes] = {}
        self._session: str | None = None
        self._loaded: set[str] = set()
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self.ask("Page.enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)
        self.ask("Fetch.enable", patterns=[{"urlPattern": "*"}])

    def open(self, url: str, content: bytes) -> None:
        """Show ``content`` as what ``url`` answers with."""
        self._pages = {url: content}
        loader = self.ask("Page.navigate", url=url)["loaderId"]
        until = time.monotonic() + PATIENCE
        while loader not in self._loaded and (left := until - time.monotonic()) > 0:
            if b"\0" in self._rest or select([self._answers], [], [], left)[0]:
                self._hear()

    def mhtml(self) -> bytes:
        """The open page as one MHTML file, as "Save as … single file" writes it."""
        return self.ask("Page.captureSnapshot", format="mhtml")["data"].encode("utf-8")

    def pdf(self, *, running: bool = True) -> bytes:
        """The open page as PDF; ``running`` prints date, title, address and page numbers on it."""
        printed = self.ask("Page.printToPDF", displayHeaderFooter=running)
        return base64.b64decode(printed["data"])

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of one command."""
        number = self._tell(method, **params)
        while True:
            message = self._hear()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def _tell(self, method: str, **params: Any) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        return self._number

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            self._rest += os.read(self._answers, 1 << 16)
        line, _, self._rest = self._rest.partition(b"\0")
        message = json.loads(line)
        params = message.get("params", {})
        if message.get("method") == "Page.lifecycleEvent" and params["name"] == "load":
            self._loaded.add(params["loaderId"])
        if message.get("method") == "Fetch.requestPaused":
            self._answer(message["params"])
        return message

    def _answer(self, paused: dict[str, Any]) -> None:
        content = self._pages.get(paused["request"]["url"])
        if content is None:
            self._tell("Fetch.failRequest", requestId=paused["requestId"], errorReason="Aborted")
            return
        self._tell(
            "Fetch.fulfillRequest",
            requestId=paused["requestId"],
            responseCode=200,
            responseHeaders=[{"name": "Content-Type", "value": "text/html"}],
            body=base64.b64encode(content).decode(),
        )


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window, with a profile of its own that is thrown away."""
    to_child, commands = os.pipe()
    answers, from_child = os.pipe()

    def take_pipes() -> None:
        os.dup2(to_child, 60)
        os.dup2(from_child, 61)
        os.dup2(60, 3)
        os.dup2(61, 4)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [*PROGRAM, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=take_pipes,  # noqa: PLW1509 - one thread, and the pipes must be 3 and 4
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Browser(commands, answers)
        finally:
            process.terminate()
            process.wait(10)
            for end in (to_child, commands, answers, from_child):
                os.close(end)
