"""Bad input beside good: each its one clear line, the rest done, never a traceback."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

import whence
from whence.capture import Fetcher, Limits, capture_inputs
from whence.model import Refusal
from whence.pipeline import now

SENTENCE = "The harbour office said on Tuesday that the old bridge would stay shut until spring. "
TEXT = SENTENCE * 4
PAGE = f"<!DOCTYPE html><html><body><article><h1>Bridge shut</h1><p>{TEXT}</p></article></body>"


def record(uri: str, body: str) -> bytes:
    """A record of a web archive, gzipped."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\n"
        f"WARC-Date: 2031-05-04T12:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    ).encode()
    return gzip.compress(head + http + b"\r\n\r\n")


BOMB = (
    "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"
    "<rss version='2.0'><channel><title>&b;</title><item><title>x</title></item></channel></rss>"
)
SHELL = (
    "<!DOCTYPE html><html><body><noscript>You need to enable JavaScript to run this app."
    "</noscript><div id='root'></div><script src='/app.js'></script></body></html>"
)
SCRIPTED = '<p onclick="x()">enable JavaScript</p>'

# name: content, words of its refusal
BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "picture.html": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200), "a JPEG picture"),
    "cut.txt.gz": (gzip.compress(os.urandom(4000).hex().encode())[:-300], "cut off"),
    "cut.warc.gz": (record("https://mill.example/2", PAGE)[:-90], "cut off"),
    "line.txt": (b"word " * 10_000_000, "larger than the 20 MB"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(500), "a program"),
    "nul.txt": (b"\0abc" * 50, "NUL or control bytes"),
    "bomb.xml": (BOMB.encode(), "declares XML entities"),
    "shell.html": (SHELL.encode(), "JavaScript"),
    "scripted.html": (SCRIPTED.encode(), ""),
    "blank.txt": (b" \n\t \n", "there is no text in it"),
    "deep.json": (b'{"text":' + b"[" * 100_000, "nested too deeply"),
    "broken.jsonl": (b'{"text": "The mill is', "not JSON"),
    "number.jsonl": (b'{"text": 7}', "not a string"),
    "url.jsonl": (json.dumps({"text": TEXT, "url": "http://[::1"}).encode(), '"url"'),
    "latin.jsonl": (b'{"text": "caf\xe9"}', "UTF-8"),
    "links.html": (b"<html><body>" + b"<p><a href='/x'>A mill</a></p>" * 400, "list of links"),
    "sitemap.xml": (b"<?xml version='1.0'?><urlset></urlset>", "<urlset>"),
}
READABLE: dict[str, bytes] = {
    "good.txt": TEXT.encode(),
    "ansi.txt": f"\x1b[31m\u202e{TEXT}\x1b]0;owned\x07".encode(),
    "mixed.txt": TEXT.encode() + b"\xff\xfe caf\xe9",
    "deep.html": b"<html><body>" + b"<div>" * 5000 + PAGE.encode(),
    "nul.html": PAGE.replace("old", "o\0ld").encode(),
    "surrogate.jsonl": b'{"id": "s\\ud800", "text": "\\udc00 ' + TEXT.encode() + b'"}',
    "sound.warc.gz": record("https://mill.example/1", PAGE),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    for name, content in READABLE.items():
        (folder / name).write_bytes(content)
    (folder / "pictures").mkdir()
    (folder / "pictures" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


@pytest.fixture(scope="module")
def everything(folder: Path) -> subprocess.CompletedProcess[bytes]:
    """One real call over all of it, with nothing between the libraries and stderr."""
    names = [*BAD, *READABLE, "pictures", "absent.html"]
    addresses = [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:9/",
        "ftp://x.example/",
    ]
    return subprocess.run(
        [sys.executable, "-m", "whence", "trace", "--json", *names, *addresses],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(whence.__file__).parents[1])},
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_some_input_failed_so_the_status_is_1(everything):
    assert everything.returncode == 1


def test_every_bad_input_is_refused_in_one_line_that_names_it_and_the_cure(everything):
    said = everything.stderr.decode("utf-8").splitlines()
    assert [line for line in said if not line.startswith("whence: ")] == []
    for name, (_, words) in BAD.items():
        about = [line for line in said if line.startswith((f"whence: {name}:", f"whence: {name}#"))]
        assert len(about) == 1, (name, about)
        assert words in about[0], about[0]
        assert "; " in about[0], about[0]
    for name in ("pictures", "absent.html"):
        assert sum(line.startswith(f"whence: {name}: ") for line in said) == 1


def test_nothing_but_refusals_is_said(everything):
    said = everything.stderr.decode("utf-8")
    assert len(said.splitlines()) == len(BAD) + 5
    assert "Traceback" not in said
    assert "whence failed on it" not in said
    assert all(c.isprintable() or c == "\n" for c in said)


def test_places_that_are_not_public_are_not_asked(everything):
    said = everything.stderr.decode("utf-8")
    assert "169.254.169.254, not a public address; add --allow-private" in said
    assert "127.0.0.1, not a public address; add --allow-private" in said
    assert "ftp://x.example/: ftp: only http and https addresses are fetched" in said


def test_the_rest_is_done(everything):
    traced = json.loads(everything.stdout)
    ids = {analysis["article"]["id"] for analysis in traced["articles"]}
    ordinary = {name for name in READABLE if name.endswith((".txt", ".html"))}
    assert ids == ordinary | {"s\ufffd", "https://mill.example/1"}
    assert {r["input"].partition("#")[0] for r in traced["refusals"]} >= set(BAD) - {"cut.warc.gz"}


def test_a_damaged_archive_gives_what_came_before_the_damage(call, tmp_path):
    whole, cut = record("https://mill.example/1", PAGE), record("https://mill.example/2", PAGE)
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(whole + cut[:-60])
    done = call("read", path)
    assert done.status == 1
    assert [row["id"] for row in done.rows] == ["https://mill.example/1"]
    assert len(done.said) == 1


def test_a_line_too_long_can_be_let_in(call, tmp_path):
    path = tmp_path / "long.jsonl"
    path.write_bytes(json.dumps({"html": PAGE, "notes": "x" * 2_000_000}).encode())
    refused = call("read", path, "--most-mb", "1")
    assert refused.status == 2
    assert "larger than the 1 MB that are taken; split it, or raise the limit with --most-mb" in (
        refused.err
    )
    assert call("read", path, "--most-mb", "3").status == 0


def test_lines_that_no_filter_printed_are_refused_one_by_one(call):
    article = {"id": "k", "text": "The mill is shut.", "passages": []}
    mark = {"id": "s", "source": [], "cue": [[0, 3]], "content": [], "form": "direct"}
    mark |= {"act": "asserts", "certainty": "certain", "polarity": "positive"}
    mark |= {"distance": "neutral", "commitment": "asserts"}
    rows = [
        {**article, "passages": [{"role": "headline", "start": 0, "end": 99}]},
        {**article, "passages": [{"role": "headline", "start": 5, "end": 2}]},
        {**article, "passages": [{"role": "nonsense", "start": 0, "end": 2}]},
        {**article, "dates": {"published": {"value": 7}}},
        {"article": article, "statements": [{**mark, "cue": [[0, 99]]}]},
        {"article": article, "statements": [{**mark, "cue": [[-3, 2]]}]},
        {"article": article, "statements": [{**mark, "via": "nothing"}]},
        {"article": article, "statements": [{**mark, "actor": "nobody"}]},
        {"article": article, "mentions": [{"start": 0, "end": 3, "kind": "name", "actor": "x"}]},
        {"article": article, "exhibits": 3, "times": [{"start": 9, "end": 0}]},
    ]
    rows = [json.loads(json.dumps(row).replace('"k"', f'"k{n}"')) for n, row in enumerate(rows)]
    done = call("trace", "-", stdin="\n".join(map(json.dumps, rows)).encode())
    assert (done.status, done.out) == (2, "")
    assert [line.split(":")[1] for line in done.said] == [f" k{n}" for n in range(len(rows))]
    assert all("not a line of whence" in line for line in done.said)


@pytest.fixture
def turning() -> Iterator[str]:
    """The address of a site that sends everybody on to this machine."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/admin")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_redirect_to_this_machine_is_not_followed(turning):
    limits = Limits(fetch_seconds=5)
    asked: list[str] = []

    def first_only(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    fetcher = Fetcher(limits, may_reach=first_only)
    found = capture_inputs([turning], limits=limits, clock=now, fetcher=fetcher, stdin=BytesIO())
    (refusal,) = found
    assert isinstance(refusal, Refusal)
    assert refusal.input == turning
    assert "127.0.0.1, not a public address; add --allow-private" in refusal.reason


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "No.",
        '"' * 2000,
        "The mill " + "(" * 500 + "shut" + ")" * 500,
        "A. B. C. " * 200,
        "On 29/02/2021, 99 bottles, 1.5e400 people, ½ people and ٣٤٥ people died. " + "9" * 400,
        "1" * 600 + " people were killed, a nurse said.",
        "He said that she said that he said that she said it. " * 20,
        "😀" * 500 + " said " + "😀" * 500,
        "قال المتحدث إن الجسر مغلق. " * 10,
        "发言人周二表示，大桥关闭。" * 10,
        "e\u0301" * 300 + " said so.",
        "said " * 300,
        "\u200b\ufeff\u2060" * 300 + SENTENCE,
    ],
    ids=range(14),
)
def test_odd_texts_are_traced_like_any_other(call, text):
    began = time.monotonic()
    done = call("trace", "-", "--json", stdin=json.dumps({"id": "odd", "text": text}).encode())
    assert "whence failed on it" not in done.err
    assert done.status == (0 if any(c.isalnum() for c in text) else 2)
    assert time.monotonic() - began < 20
