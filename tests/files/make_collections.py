"""Make the web archives of this folder: the same invented site as WACZ and as HAR.

Serves a small site on loopback, has warcio and the ``wacz`` command (PyPI) pack its answers, and
has Chromium load it over the DevTools protocol and logs what it loaded as the DevTools export it.
Needs ``wacz``, ``warcio`` and ``websockets`` in the Python that runs it, and Chromium:

    python make_collections.py --chromium /usr/bin/chromium
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from websockets.sync.client import connect

HERE = Path(__file__).parent
SITE = "http://harbour.example"
TIME = "2031-05-04T10:20:30Z"

SAID = (
    "The harbour office said on Tuesday that the old bridge would stay shut until spring. "
    "Ada Lund, who runs the office, told the council that two of its piers had moved by a hand. "
)


def article(title: str, said: str) -> str:
    """A page of an invented outlet, with a frame, a picture and a script beside its text."""
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title}</title>"
        "<meta property='og:site_name' content='Harbour Herald'>"
        "<meta property='article:published_time' content='2031-05-04T09:00:00+02:00'>"
        "<link rel=stylesheet href=/style.css><script src=/app.js></script></head><body><article>"
        f"<h1>{title}</h1>"
        + f"<p>{said}</p>"
        * 3
        + "<img src=/bridge.png width=300 height=200></article>"
        "<iframe src=/frame.html></iframe></body></html>"
    )


FRAME = (
    "<!DOCTYPE html><html><body><p>Weather in the harbour: rain, eleven degrees.</p></body></html>"
)
SCRIPT = "fetch('/part.html').then(r => r.text());"
PART = "<p>Most read today: a mill, a ferry and a bridge.</p>"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PAGES = {
    "/bridge": ("text/html; charset=utf-8", article("Old bridge stays shut", SAID).encode()),
    "/mill": (
        "text/html; charset=iso-8859-1",
        article("Mill café closes", SAID.replace("old bridge", "mill's café")).encode("latin-1"),
    ),
    "/frame.html": ("text/html", FRAME.encode()),
    "/part.html": ("text/html", PART.encode()),
    "/app.js": ("text/javascript", SCRIPT.encode()),
    "/style.css": ("text/css", b"p { margin: 1em }"),
    "/bridge.png": ("image/png", PICTURE),
}
MOVED = {"/old": "/bridge"}


class Site(BaseHTTPRequestHandler):
    """Answers with the invented site, whatever host is asked."""

    def do_GET(self) -> None:
        """One answer."""
        path = urlsplit(self.path).path
        if path in MOVED:
            self.send_response(301)
            self.send_header("Location", MOVED[path])
            self.end_headers()
            return
        kind, body = PAGES.get(path, ("text/html", b"<h1>Not here</h1>"))
        self.send_response(200 if path in PAGES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is said."""


def write_warc(path: Path) -> None:
    """All answers of the site as a WARC, by warcio."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for old, new in MOVED.items():
            put(writer, old, "301 Moved Permanently", [("Location", new)], b"")
        for place, (kind, body) in PAGES.items():
            put(writer, place, "200 OK", [("Content-Type", kind)], body)


def put(
    writer: WARCWriter, place: str, status: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    """One response record."""
    record = writer.create_warc_record(
        SITE + place,
        "response",
        payload=BytesIO(body),
        http_headers=StatusAndHeaders(status, headers, "HTTP/1.1"),
        warc_headers_dict={"WARC-Date": TIME},
    )
    writer.write_record(record)


def make_wacz() -> None:
    """Two WACZ: with a list of pages, and without one."""
    command = str(Path(sys.executable).with_name("wacz"))
    with tempfile.TemporaryDirectory() as folder:
        warc, pages = Path(folder, "site.warc.gz"), Path(folder, "pages.jsonl")
        write_warc(warc)
        lines = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
        lines += [
            {"id": f"p{n}", "url": SITE + p, "ts": TIME} for n, p in enumerate(["/old", "/mill"])
        ]
        pages.write_text("".join(json.dumps(line) + "\n" for line in lines))
        create = [command, "create", "-f", str(warc), "-o"]
        subprocess.run([*create, str(HERE / "listed.wacz"), "-p", str(pages)], check=True)
        subprocess.run([*create, str(HERE / "unlisted.wacz")], check=True)


class Tools:
    """The DevTools protocol over one page of a Chromium."""

    def __init__(self, address: str) -> None:
        self._socket = connect(address, max_size=None)
        self._number = 0
        self.events: list[dict] = []

    def call(self, method: str, **params: object) -> dict:
        """One call and its result; events that come before it are kept."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=20))
            if message.get("id") == self._number:
                return message.get("result", {})
            self.events.append(message)

    def wait(self, seconds: float) -> None:
        """Gather events for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self.events.append(json.loads(self._socket.recv(timeout=left)))
            except TimeoutError:
                return


def record(tools: Tools, places: list[str]) -> dict:
    """Load pages one after another; the log, as the DevTools' network panel exports it."""
    tools.call("Network.enable")
    tools.call("Page.enable")
    pages, entries = [], []
    for number, place in enumerate(places, 1):
        tools.events.clear()
        tools.call("Page.navigate", url=SITE + place)
        tools.wait(3)
        got = gather(tools, f"page_{number}")
        pages.append(
            {
                "startedDateTime": got[0]["startedDateTime"],
                "id": f"page_{number}",
                "title": SITE + place,
                "pageTimings": {"onContentLoad": 10.1, "onLoad": 20.2},
            }
        )
        entries += got
    creator = {"name": "WebInspector", "version": "537.36"}
    return {"log": {"version": "1.2", "creator": creator, "pages": pages, "entries": entries}}


def gather(tools: Tools, page: str) -> list[dict]:
    """The entries of one page's load, in the order of its requests."""
    seen: list[dict] = []
    open_now: dict[str, dict] = {}
    for event in list(tools.events):
        params = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            if "redirectResponse" in params:
                answered(open_now[params["requestId"]], params["redirectResponse"])
            one = asked(params, page)
            open_now[params["requestId"]] = one
            seen.append(one)
        elif event.get("method") == "Network.responseReceived":
            one = open_now[params["requestId"]]
            answered(one, params["response"])
            body = tools.call("Network.getResponseBody", requestId=params["requestId"])
            one["response"]["content"] |= {"text": body.get("body", "")}
            if body.get("base64Encoded"):
                one["response"]["content"]["encoding"] = "base64"
    return [one for one in seen if "response" in one]


def asked(params: dict, page: str) -> dict:
    """A request as an entry."""
    request = params["request"]
    return {
        "_initiator": {"type": params["initiator"]["type"]},
        "_priority": request["initialPriority"],
        "_resourceType": params["type"].lower(),
        "cache": {},
        "pageref": page,
        "request": {
            "method": request["method"],
            "url": request["url"],
            "httpVersion": "HTTP/1.0",
            "headers": [{"name": n, "value": v} for n, v in request["headers"].items()],
            "queryString": [],
            "cookies": [],
            "headersSize": -1,
            "bodySize": 0,
        },
        "startedDateTime": datetime.fromtimestamp(params["wallTime"], UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z"),
        "time": 5.0,
        "timings": {"blocked": 1, "dns": -1, "connect": -1, "send": 1, "wait": 2, "receive": 1},
    }


def answered(one: dict, response: dict) -> None:
    """Put an answer into its entry."""
    headers = response["headers"]
    one["response"] = {
        "status": response["status"],
        "statusText": response["statusText"],
        "httpVersion": "HTTP/1.0",
        "headers": [{"name": n, "value": v} for n, v in headers.items()],
        "cookies": [],
        "content": {"size": int(headers.get("Content-Length", 0)), "mimeType": mime(response)},
        "redirectURL": headers.get("Location", ""),
        "headersSize": -1,
        "bodySize": -1,
        "_transferSize": 0,
        "_error": None,
    }


def mime(response: dict) -> str:
    """A media type as the panel writes it: with the charset, if there is one."""
    kind, charset = response["mimeType"], response.get("charset")
    return f"{kind}; charset={charset}" if charset else kind or "x-unknown"


def make_har(chromium: str) -> None:
    """Serve the site, load two of its pages, write the log."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"127.0.0.1:{server.server_address[1]}"
    with tempfile.TemporaryDirectory() as folder:
        browser = subprocess.Popen(
            [
                *(chromium, "--headless", "--no-sandbox", "--disable-gpu"),
                *("--remote-debugging-port=9333", "--remote-allow-origins=*"),
                *(f"--user-data-dir={folder}", "about:blank"),
                f"--host-resolver-rules=MAP harbour.example:80 {here}",
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            log = record(Tools(page_of("http://127.0.0.1:9333/json")), ["/old", "/mill"])
        finally:
            browser.terminate()
            browser.wait()
    server.shutdown()
    (HERE / "chromium.har").write_text(json.dumps(log, indent=1) + "\n")


def page_of(address: str) -> str:
    """The socket of the browser's page, once it listens."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as answer:
                targets = json.load(answer)
        except OSError:
            time.sleep(0.2)
            continue
        page = next((t for t in targets if t["type"] == "page"), None)
        if page:
            return page["webSocketDebuggerUrl"]
    raise SystemExit("the browser does not listen")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--chromium", default="chromium")
    arguments = parser.parse_args()
    make_wacz()
    make_har(arguments.chromium)
