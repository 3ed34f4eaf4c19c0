"""HAR files: as Chromium logs them, and as other browsers and accidents leave them."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from whence.model import Capture, Refusal

FILES = Path(__file__).parent.parent / "files"
SITE = "http://harbour.example"
STARTED = "2031-05-04T12:00:01.250+02:00"


def entry(url: str, text: str | None, **more: Any) -> dict[str, Any]:
    """One entry of a log."""
    content: dict[str, Any] = {"size": 10, "mimeType": more.get("mime", "text/html")}
    if text is not None:
        content["text"] = text
    if "encoding" in more:
        content["encoding"] = more["encoding"]
    response = {"status": more.get("status", 200), "content": content, "headers": []}
    response["redirectURL"] = more.get("to", "")
    row = {"request": {"method": "GET", "url": url}, "response": response}
    row["startedDateTime"] = STARTED
    row |= {key: more[key] for key in ("pageref", "_resourceType") if key in more}
    return row


def log(*entries: dict[str, Any], pages: tuple[str, ...] = ()) -> bytes:
    listed = [{"id": page, "startedDateTime": STARTED, "title": page} for page in pages]
    inner = {"version": "1.2", "creator": {"name": "x"}, "pages": listed, "entries": entries}
    return json.dumps({"log": inner}).encode()


def test_each_page_of_a_log_is_captured_after_its_redirects(take):
    found = take(FILES / "chromium.har")
    assert [c.id for c in found] == [f"{SITE}/bridge", f"{SITE}/mill"]
    assert all(c.media_type == "text/html" and c.charset == "utf-8" for c in found)
    assert "café" in found[1].content.decode()
    assert found[0].taken.isoformat().startswith("20")


def test_the_time_of_a_page_is_when_it_was_asked_for(take, page):
    (capture,) = take("-", stdin=log(entry("https://a.example/1", page)))
    assert capture.taken.isoformat() == "2031-05-04T10:00:01.250000+00:00"
    assert capture.content == page.encode()


def test_without_a_list_of_pages_every_document_is_one(take, page):
    rows = [
        entry("https://a.example/1", page),
        entry("https://a.example/2", page, mime="text/plain"),
        entry("https://a.example/3", "{}", mime="application/json"),
        entry("https://a.example/4", page, status=404),
        entry("https://a.example/5", page, _resourceType="xhr"),
        entry("chrome-extension://x/6", page),
    ]
    assert [c.id[-1] for c in take("-", stdin=log(*rows))] == ["1", "2"]


def test_content_in_base64_is_the_bytes_that_came(take, page):
    packed = base64.b64encode(page.replace("shut", "sh\xfct").encode("latin-1")).decode()
    row = entry("https://a.example/1", packed, encoding="base64", mime="text/html; charset=latin1")
    (capture,) = take("-", stdin=log(row))
    assert b"sh\xfct" in capture.content
    assert capture.charset == "iso8859-1"


def test_a_document_without_content_is_refused_with_the_cure(take, page):
    rows = [
        entry("https://a.example/1", None, pageref="p1"),
        entry("https://a.example/2", page, pageref="p2"),
    ]
    refusal, capture = take("-", stdin=log(*rows, pages=("p1", "p2")))
    assert refusal.input == "https://a.example/1"
    assert "holds no content for it; reload the page with the tools open" in refusal.reason
    assert isinstance(capture, Capture)


def test_a_page_that_was_not_answered_well_is_said(take, page):
    rows = [
        entry("https://a.example/1", None, status=302, to="/2", pageref="p1"),
        entry("https://a.example/x.html", page, pageref="p1"),
        entry("https://a.example/2", "no", status=503, pageref="p1"),
    ]
    (refusal,) = take("-", stdin=log(*rows, pages=("p1",)))
    assert (refusal.input, "status 503" in refusal.reason) == ("https://a.example/2", True)


def test_a_log_without_a_page_or_cut_short_is_refused(take, tmp_path, page):
    empty, cut, odd = (tmp_path / f"{name}.har" for name in ("empty", "cut", "odd"))
    empty.write_bytes(log())
    cut.write_bytes(log(entry("https://a.example/1", page))[:-40])
    odd.write_bytes(b'{"log": {"version": "1.2", "entries": {"a": 1}, "pages": "x"}}')
    found = take(empty, cut, odd)
    assert all(isinstance(item, Refusal) for item in found)
    assert "holds no page" in found[0].reason
    assert "cut off or damaged" in found[1].reason
    assert "holds no page" in found[2].reason


def test_half_a_character_in_a_media_type_stops_nothing(take, page):
    row = entry("https://a.example/1", page, mime="text/html; charset=\ud800")
    assert [c.id for c in take("-", stdin=log(row))] == ["https://a.example/1"]
