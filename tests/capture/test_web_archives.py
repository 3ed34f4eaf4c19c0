"""WARC files, written by warcio, whole and broken."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from whence.capture import Limits
from whence.model import Capture, Refusal

DATE = "2031-02-03T04:05:06Z"


class Archive:
    """A WARC file in the making."""

    def __init__(self, *, packed: bool = True) -> None:
        self.out = BytesIO()
        self.writer = WARCWriter(self.out, gzip=packed)

    def response(
        self,
        uri: str,
        body: bytes,
        media_type: str = "text/html; charset=utf-8",
        status: str = "200 OK",
        **headers: str,
    ) -> None:
        named = [("Content-Type", media_type)]
        named += [(name.replace("_", "-"), value) for name, value in headers.items()]
        self.record(uri, "response", body, StatusAndHeaders(status, named, "HTTP/1.1"))

    def record(
        self, uri: str, kind: str, body: bytes, http: object = None, media_type: str | None = None
    ) -> None:
        record = self.writer.create_warc_record(
            uri,
            kind,
            payload=BytesIO(body),
            http_headers=http,
            warc_content_type=media_type or "",
            warc_headers_dict={"WARC-Date": DATE},
        )
        self.writer.write_record(record)

    def save(self, path: Path, end: int | None = None) -> Path:
        path.write_bytes(self.out.getvalue()[:end])
        return path


@pytest.mark.parametrize("packed", [True, False])
def test_pages_and_texts_of_an_archive_are_captured_and_the_rest_left_unsaid(
    take, tmp_path, page, packed
):
    archive = Archive(packed=packed)
    archive.record("urn:info", "warcinfo", b"software: test")
    archive.response("https://mill.example/1", page.encode())
    archive.response("https://mill.example/1.png", b"\x89PNG", "image/png")
    archive.response("https://mill.example/gone", page.encode(), status="404 Not Found")
    archive.response("https://mill.example/robots.txt", b"User-agent: *", "text/plain")
    archive.response("https://mill.example/2", b"Plain words.", "text/plain")
    archive.record("https://mill.example/3", "resource", page.encode(), media_type="text/html")
    archive.record("https://mill.example/4", "resource", b"{}", media_type="application/json")
    archive.record("https://mill.example/5", "conversion", b"Words.", media_type="text/plain")
    found = take(archive.save(tmp_path / "a.warc.gz"))
    assert [c.id[-1] for c in found] == ["1", "2", "3", "5"]
    first = found[0]
    assert first.url == first.id == "https://mill.example/1"
    assert first.content == page.encode()
    assert (first.media_type, first.charset) == ("text/html", "utf-8")
    assert first.taken.isoformat() == "2031-02-03T04:05:06+00:00"
    assert found[1].media_type == "text/plain"


def test_codings_of_a_stored_response_are_undone(take, tmp_path, page):
    body = page.encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    archive = Archive()
    archive.response("https://mill.example/1", gzip.compress(body), Content_Encoding="gzip")
    archive.response("https://mill.example/2", chunked, Transfer_Encoding="chunked")
    archive.response("https://mill.example/3", body, Transfer_Encoding="chunked")
    archive.response("https://mill.example/4", body, Content_Encoding="gzip")
    assert [c.content for c in take(archive.save(tmp_path / "a.warc"))] == [body] * 4


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_is_cut_off_gives_what_came_whole_and_one_refusal(
    take, tmp_path, page, packed
):
    archive = Archive(packed=packed)
    archive.response("https://mill.example/1", page.encode())
    archive.response("https://mill.example/2", page.encode() * 20)
    path = archive.save(tmp_path / "a.warc", -60)
    capture, refusal = take(path)
    assert capture.id == "https://mill.example/1"
    assert refusal.input == str(path)
    assert "cut off" in refusal.reason


def test_wherever_an_archive_is_cut_nothing_raises(take, tmp_path, page):
    archive = Archive(packed=False)
    archive.response("https://mill.example/1", page.encode())
    archive.response("https://mill.example/2", page.encode())
    whole = archive.out.getvalue()
    for end in range(10, len(whole) - 4, 37):
        path = archive.save(tmp_path / "a.warc", end)
        *captures, refusal = take(path)
        assert all(isinstance(c, Capture) and c.content == page.encode() for c in captures)
        assert isinstance(refusal, Refusal)
        assert refusal.input == str(path)


def test_a_record_that_is_too_large_or_a_bomb_costs_itself_alone(take, tmp_path, page):
    archive = Archive()
    archive.response("https://mill.example/1", b"<html>" + b"a" * 200_000)
    archive.response(
        "https://mill.example/2", gzip.compress(b"a" * 900_000), Content_Encoding="gzip"
    )
    archive.response("https://mill.example/3", page.encode())
    limits = Limits(input_bytes=100_000, text_bytes=500_000)
    large, bomb, capture = take(archive.save(tmp_path / "a.warc.gz"), limits=limits)
    assert "larger than the 0.1 MB" in large.reason
    assert "larger than the 0.5 MB" in bomb.reason
    assert capture.id == "https://mill.example/3"


def test_a_picture_stored_as_a_page_is_refused_by_its_uri(take, tmp_path):
    archive = Archive()
    archive.response("https://mill.example/1", b"\xff\xd8\xff\xe0 not a page")
    (refusal,) = take(archive.save(tmp_path / "a.warc"))
    assert refusal.input == "https://mill.example/1"
    assert "JPEG" in refusal.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n", "Content-Length"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: \xb2\r\n\r\n", "Content-Length"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 5000, "cut off"),
        (b"WARC/1.0\r\nContent-Length: 2\r\n\r\nabXYZ\r\n", "no WARC record"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n", "holds no page"),
        (b"WARC/1.0\r\nContent-Length: 9999999999\r\n\r\n", "cut off"),
    ],
)
def test_a_broken_archive_is_refused_with_a_reason(take, tmp_path, content, words):
    path = tmp_path / "a.warc"
    path.write_bytes(content)
    (refusal,) = take(path)
    assert refusal.input == str(path)
    assert words in refusal.reason


def test_a_page_under_an_address_that_is_none_is_kept_all_the_same(take, tmp_path, page):
    archive = Archive()
    archive.response("http://[mill.example/1", page.encode())
    (capture,) = take(archive.save(tmp_path / "a.warc"))
    assert capture.id == "http://[mill.example/1"


def dated(archive: Archive, uri: str, body: bytes, date: str) -> None:
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1")
    record = archive.writer.create_warc_record(
        uri,
        "response",
        payload=BytesIO(body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": date},
    )
    archive.writer.write_record(record)


URI = "https://mill.example/1"
LATER = "2031-05-06T09:00:00Z"


def test_an_address_captured_twice_with_other_bytes_is_two_versions(take, tmp_path, page):
    archive = Archive()
    dated(archive, URI, page.encode(), DATE)
    dated(archive, URI, page.replace("shut", "open").encode(), LATER)
    dated(archive, URI, page.replace("shut", "sold").encode(), LATER)
    found = take(archive.save(tmp_path / "a.warc.gz"))
    assert [c.id for c in found] == [
        URI,
        f"{URI}#20310506T090000Z",
        f"{URI}#20310506T090000Z-2",
    ]
    assert {c.url for c in found} == {URI}


def test_the_same_bytes_at_another_time_are_the_page_that_was_captured_already(
    take, tmp_path, page
):
    archive = Archive()
    dated(archive, URI, page.encode(), DATE)
    dated(archive, URI, page.encode(), LATER)
    (capture,) = take(archive.save(tmp_path / "a.warc.gz"))
    assert (capture.id, capture.taken.isoformat()) == (URI, "2031-02-03T04:05:06+00:00")


def test_versions_can_come_from_several_archives_and_from_the_web(take, tmp_path, page, site):
    address = site.put("/1", page.replace("shut", "sold"))
    for name, word, date in (("a", "shut", DATE), ("b", "open", LATER)):
        archive = Archive()
        dated(archive, address, page.replace("shut", word).encode(), date)
        archive.save(tmp_path / f"{name}.warc.gz")
    found = take(tmp_path / "a.warc.gz", tmp_path / "b.warc.gz", address)
    assert [c.id for c in found] == [
        address,
        f"{address}#20310506T090000Z",
        f"{address}#20310504T120000Z",
    ]


def test_an_archive_given_twice_is_refused_and_its_copy_adds_nothing(take, tmp_path, page):
    archive = Archive()
    dated(archive, URI, page.encode(), DATE)
    path, copy = (archive.save(tmp_path / f"{name}.warc.gz") for name in ("a", "b"))
    capture, refusal = take(path, path, copy)
    assert capture.id == URI
    assert (refusal.input, "given twice" in refusal.reason) == (str(path), True)
