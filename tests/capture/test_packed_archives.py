"""WACZ files: made by the program of the standard's authors, and broken in many ways."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from whence.capture import Limits
from whence.model import Capture, Refusal

FILES = Path(__file__).parent.parent / "files"
LISTED, UNLISTED = FILES / "listed.wacz", FILES / "unlisted.wacz"
SITE = "http://harbour.example"


def warc(*pages: tuple[str, str], packed: bool = True) -> bytes:
    """A WARC of pages, by address and body; a body that begins with "->" is a redirect."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for place, body in pages:
        moved = body.startswith("->")
        headers = [("Location", body[2:])] if moved else [("Content-Type", "text/html")]
        status = "302 Found" if moved else "200 OK"
        record = writer.create_warc_record(
            place,
            "response",
            payload=BytesIO(b"" if moved else body.encode()),
            http_headers=StatusAndHeaders(status, headers, "HTTP/1.1"),
        )
        writer.write_record(record)
    return out.getvalue()


def pack(path: Path, files: dict[str, bytes], *, listed: bool = True, method: int = 0) -> Path:
    """A WACZ of ``files`` with their digests."""
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for name, content in files.items()
    ]
    with zipfile.ZipFile(path, "w", method) as out:
        for name, content in files.items():
            out.writestr(name, content)
        if listed:
            out.writestr("datapackage.json", json.dumps({"resources": resources}))
    return path


def pages_of(*urls: str) -> bytes:
    lines = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": url} for url in urls)]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def test_the_pages_that_an_archive_lists_are_its_articles(take):
    found = take(LISTED)
    assert [c.id for c in found] == [f"{SITE}/bridge", f"{SITE}/mill"]
    assert all(c.url == c.id and c.media_type == "text/html" for c in found)
    assert [c.charset for c in found] == ["utf-8", "iso8859-1"]
    assert found[0].taken.isoformat() == "2031-05-04T10:20:30+00:00"


def test_without_a_list_every_page_in_it_is_one(take):
    places = ["bridge", "mill", "frame.html", "part.html"]
    assert [c.id for c in take(UNLISTED)] == [f"{SITE}/{place}" for place in places]


def test_a_listed_page_is_followed_through_its_redirects(take, tmp_path, page):
    content = warc(
        ("https://a.example/", "->/b"),
        ("https://a.example/b", "->c"),
        ("https://a.example/c", page),
        ("https://a.example/d", page),
    )
    files = {"archive/a.warc.gz": content, "pages/pages.jsonl": pages_of("https://a.example/#top")}
    (capture,) = take(pack(tmp_path / "a.wacz", files))
    assert capture.id == "https://a.example/c"


def test_a_listed_page_that_is_not_there_is_said(take, tmp_path, page):
    urls = ["https://a.example/1", "https://a.example/2", "https://a.example/3"]
    files = {
        "archive/a.warc": warc((urls[0], page), packed=False),
        "pages/pages.jsonl": pages_of(*urls),
    }
    first, said = take(pack(tmp_path / "a.wacz", files))
    assert isinstance(first, Capture)
    assert said.reason.startswith("2 of the 3 pages that it lists are not in its WARCs")
    assert urls[1] in said.reason


def test_pages_listed_as_extra_are_articles_too(take, tmp_path, page):
    urls = ["https://a.example/1", "https://a.example/2"]
    files = {
        "archive/a.warc.gz": warc(*((url, page) for url in [*urls, "https://a.example/3"])),
        "pages/pages.jsonl": pages_of(urls[0]),
        "pages/extraPages.jsonl": pages_of(urls[1]),
    }
    assert [c.id for c in take(pack(tmp_path / "a.wacz", files))] == urls


def test_a_wacz_is_known_by_its_content_too_and_from_standard_input(take, tmp_path):
    other = tmp_path / "download"
    other.write_bytes(LISTED.read_bytes())
    assert len(take(other)) == 2
    assert len(take("-", stdin=LISTED.read_bytes())) == 2


def test_a_file_that_is_not_what_its_digest_says_is_refused_and_the_rest_goes_on(
    take, tmp_path, page
):
    sound, changed = warc(("https://a.example/1", page)), warc(("https://a.example/2", page))
    path = pack(tmp_path / "a.wacz", {"archive/1.warc.gz": sound, "archive/2.warc.gz": changed})
    forged = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "b.wacz", "w") as out:
        for name in whole.namelist():
            content = whole.read(name)
            out.writestr(name, warc(("https://a.example/9", page)) if "2.w" in name else content)
    assert forged
    first, refusal = take(tmp_path / "b.wacz")
    assert first.id == "https://a.example/1"
    assert refusal.input == f"{tmp_path}/b.wacz/archive/2.warc.gz"
    assert refusal.reason.startswith("is not what its digest says")


def test_a_list_of_digests_that_was_changed_is_said(take, tmp_path, page):
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("archive/a.warc.gz", warc(("https://a.example/1", page)))
        out.writestr("datapackage.json", '{"resources": []}')
        out.writestr("datapackage-digest.json", json.dumps({"hash": "sha256:" + "0" * 64}))
    refusal, capture = take(path)
    assert refusal.input == f"{path}/datapackage.json"
    assert capture.id == "https://a.example/1"


def test_an_archive_without_digests_is_said_to_be_unchecked(take, tmp_path, page):
    files = {"archive/a.warc.gz": warc(("https://a.example/1", page))}
    refusal, capture = take(pack(tmp_path / "a.wacz", files, listed=False))
    assert "no datapackage.json, so its files could not be checked" in refusal.reason
    assert isinstance(capture, Capture)


@pytest.mark.parametrize(
    "name", ["../archive/x.warc.gz", "/archive/x.warc.gz", "..\\x.warc.gz", "C:\\x.warc.gz"]
)
def test_a_name_that_leads_outside_is_left_and_said_and_nothing_is_written(
    take, tmp_path, page, name
):
    inside = tmp_path / "in"
    inside.mkdir()
    files = {
        "archive/a.warc.gz": warc(("https://a.example/1", page)),
        name: warc(("https://a.example/2", page)),
    }
    refusal, capture = take(pack(inside / "a.wacz", files))
    assert "has a name that leads outside of the archive" in refusal.reason
    assert capture.id == "https://a.example/1"
    assert [p.name for p in tmp_path.rglob("*")] == ["in", "a.wacz"]


def test_an_archive_inside_an_archive_is_said_and_left(take, tmp_path, page):
    files = {
        "archive/a.warc.gz": warc(("https://a.example/1", page)),
        "archive/b.wacz": LISTED.read_bytes(),
    }
    refusal, capture = take(pack(tmp_path / "a.wacz", files))
    assert "holds 1 archives inside (archive/b.wacz)" in refusal.reason
    assert isinstance(capture, Capture)


def test_an_encrypted_archive_is_refused_in_one_line(take, tmp_path, page):
    path = pack(tmp_path / "a.wacz", {"archive/a.warc.gz": warc(("https://a.example/1", page))})
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            content[place + at] |= 1
    path.write_bytes(content)
    (refusal,) = take(path)
    assert "is encrypted; decrypt the archive first" in refusal.reason


def test_a_method_of_packing_without_a_bound_is_not_taken(take, tmp_path, page):
    files = {"archive/a.warc": warc(("https://a.example/1", page), packed=False)}
    (refusal,) = take(pack(tmp_path / "a.wacz", files, method=zipfile.ZIP_LZMA))
    assert "packed in a way that is not taken" in refusal.reason


@pytest.mark.parametrize("packed", [True, False])
def test_a_bomb_is_stopped_in_the_zip_and_in_the_gzip_inside_it(take, tmp_path, packed):
    pages = (("https://a.example/1", "<p>" + "a" * 39_000_000),) * 3
    files = {"archive/a.warc.gz": warc(*pages, packed=packed)}
    path = pack(tmp_path / "a.wacz", files, method=zipfile.ZIP_DEFLATED)
    found = take(path, limits=Limits(input_bytes=50_000_000, ratio=50))
    assert path.stat().st_size < 1_000_000
    assert any("as a bomb does" in item.reason for item in found if isinstance(item, Refusal))


def test_a_zip_that_is_no_wacz_says_so(take, tmp_path):
    (refusal,) = take(pack(tmp_path / "a.wacz", {"notes.txt": b"Nothing."}))
    assert "holds no archive/*.warc.gz, so it is no WACZ" in refusal.reason


def test_an_archive_of_too_many_files_is_refused(take, tmp_path):
    files = {f"archive/{n}.warc": b"" for n in range(60)}
    path = pack(tmp_path / "a.wacz", files)
    (refusal,) = take(path, limits=Limits(members=50))
    assert "more than 50 files" in refusal.reason


def test_a_central_directory_that_claims_to_be_huge_is_refused_unread(take, tmp_path, page):
    path = pack(tmp_path / "a.wacz", {"archive/a.warc.gz": warc(("https://a.example/1", page))})
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, content.rfind(b"PK\x05\x06") + 12, 0x7FFFFFFF)
    path.write_bytes(content)
    (refusal,) = take(path)
    assert "files; split it" in refusal.reason


@pytest.mark.parametrize("cut", [10, 100, 1000, 4000, -1])
def test_a_cut_archive_is_refused_in_one_line(take, tmp_path, cut):
    path = tmp_path / "a.wacz"
    path.write_bytes(LISTED.read_bytes()[:cut])
    (refusal,) = take(path)
    assert "a ZIP that is cut off or damaged; get the file again" in refusal.reason


def test_a_damaged_file_inside_costs_itself_alone(take, tmp_path, page):
    files = {
        "archive/1.warc.gz": warc(("https://a.example/1", page)),
        "archive/2.warc.gz": warc(("https://a.example/2", page)),
    }
    path = pack(tmp_path / "a.wacz", files)
    content = bytearray(path.read_bytes())
    at = content.find(files["archive/1.warc.gz"]) + 80
    content[at : at + 10] = b"x" * 10
    path.write_bytes(content)
    refusal, capture = take(path)
    assert refusal.input.endswith("archive/1.warc.gz")
    assert "damaged inside the ZIP" in refusal.reason
    assert capture.id == "https://a.example/2"


def test_a_file_without_a_name_is_left_and_said(take, tmp_path, page):
    files = {"archive/a.warc.gz": warc(("https://a.example/1", page)), "nameless": b"more"}
    path = pack(tmp_path / "a.wacz", files)
    path.write_bytes(path.read_bytes().replace(b"nameless", b"\0ameless"))
    *refusals, capture = take(path)
    assert any("has no name" in refusal.reason for refusal in refusals)
    assert capture.id == "https://a.example/1"
