"""Whatever the bytes, an input gives captures and refusals and never raises."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from whence.capture import POST, Fetcher, Limits, capture_inputs
from whence.capture.sniff import DOCUMENTS
from whence.model import Capture, Refusal

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
OFFLINE = Limits(allow_private=False, fetch_seconds=0.5, input_bytes=400, text_bytes=300)

STARTS = st.sampled_from(
    [
        b"",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n",
        b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n",
        b'{"text": "',
        b'{"id": 1, "article": {',
        b"[\n{",
        b"<?xml version='1.0'?><rss><channel><item><title>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content>",
        b"<opml><body><outline xmlUrl='",
        b"<!DOCTYPE html><html>",
        b"\xff\xfe",
        b"\x1f\x8b\x08\x00",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\n",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
        b"PK\x03\x04" + b"\0" * 26 + b"archive/a.warc",
        b'{"log": {"version": "1.2", "entries": [',
        b'{"name": "a", "type": "public_channel", "id": 1, "messages": [',
        b'{"about": "a", "chats": {"list": [',
        b"window.YTD.tweets.part0 = [",
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1><A HREF='http://a",
        b'{"type": "text/x-moz-place-container", "children": [',
        b"[InternetShortcut]\nURL=",
        b"bplist00",
        b"http://a.example/\n",
        b"text = ",
    ]
)
NAMES = st.sampled_from(
    ["a.html", "a.txt", "a.jsonl", "a.json", "a.warc.gz", "a.xml", "a.wacz", "a.toml", "a"]
)


def local_only(_: str, port: int, **__: object) -> list[tuple[object, ...]]:
    """A name server that sends everyone home, so that nothing is ever reached."""
    return [(0, 0, 0, "", ("127.0.0.1", port))]


def capture_all(folder: str, name: str, content: bytes) -> list[Capture | Refusal]:
    path = Path(folder, name)
    path.write_bytes(content)
    return capture_offline([str(path), "-"], content)


def capture_offline(inputs: list[str], stdin: bytes = b"") -> list[Capture | Refusal]:
    fetcher = Fetcher(OFFLINE, resolve=local_only, sleep=lambda _: None)
    return list(
        capture_inputs(
            inputs, limits=OFFLINE, stdin=BytesIO(stdin), clock=lambda: NOON, fetcher=fetcher
        )
    )


@settings(max_examples=300, deadline=None)
@given(STARTS, st.binary(max_size=200), NAMES, st.booleans())
@example(b"", b"\xef\xbb\xbf", "a.json", False)
@example(b"[\n{", b"}]", "a.json", True)
def test_any_bytes_give_captures_or_refusals(tmp_path_factory, start, rest, name, packed):
    content = gzip.compress(start + rest) if packed else start + rest
    folder = str(tmp_path_factory.getbasetemp())
    found = capture_all(folder, name, content)
    assert found
    for item in found:
        if isinstance(item, Refusal):
            assert len(f"{item.input}: {item.reason}".splitlines()) == 1
        else:
            assert item.sha256 == hashlib.sha256(item.content).hexdigest()
            assert item.media_type in ("text/html", "text/plain", POST, *DOCUMENTS.values())
            item.id.encode("utf-8")
    assert len({item.id for item in found if isinstance(item, Capture)}) == sum(
        isinstance(item, Capture) for item in found
    )
    assert found == capture_all(folder, name, content)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_as_an_input_gives_captures_or_refusals(name):
    assume(name != "-" and "/" not in name and not Path(f"./{name}").exists())
    for item in capture_offline([name, f"http://{name}"]):
        assert isinstance(item, Refusal)
        assert len(f"{item.input}: {item.reason}".splitlines()) == 1
