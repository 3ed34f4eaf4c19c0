"""Files, directories and standard input."""

from __future__ import annotations

import gzip
import hashlib
import os
import threading
from pathlib import Path

import pytest

from whence.capture import Limits
from whence.model import Capture, Refusal

TEXT = "The mill has closed, its owner Ada Lund said on Friday.\n"


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_file_is_captured_whole_with_its_hash_and_time(take, tmp_path):
    path = write(tmp_path / "mill.txt", TEXT)
    (capture,) = take(path)
    assert capture.id == str(path)
    assert capture.content == TEXT.encode()
    assert capture.media_type == "text/plain"
    assert capture.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert capture.taken.isoformat() == "2031-05-04T12:00:00+00:00"
    assert capture.url is None
    assert capture.charset is None


def test_html_is_told_by_its_content_and_not_by_its_name(take, tmp_path, page):
    as_text = write(tmp_path / "saved.txt", page)
    as_page = write(tmp_path / "plain.html", TEXT)
    assert [c.media_type for c in take(as_text, as_page)] == ["text/html", "text/plain"]


@pytest.mark.parametrize(
    "start",
    ["<?xml version='1.0'?>\n<!DOCTYPE html>\n<html><p>x", "\n <!-- a\n b --><html>", "<p>One"],
)
def test_pages_begin_in_many_ways(take, tmp_path, start):
    (capture,) = take(write(tmp_path / "a.html", start + " The ferry ran aground."))
    assert capture.media_type == "text/html"


def test_a_picture_named_as_a_page_is_refused_by_what_it_is(take, tmp_path):
    path = write(tmp_path / "front.html", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x01\x02" * 50)
    (refusal,) = take(path)
    assert refusal.input == str(path)
    assert refusal.reason.startswith("looks like a JPEG picture, not a page; ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"RIFF....WEBPVP8 ", "a WebP picture"),
        (b"....ftypisom....", "video"),
        (b"\x00\x01\x02\x03" * 40, "NUL or control bytes"),
        (b"<?xml version='1.0'?><svg></svg>", "an SVG picture"),
        (b"<?xml version='1.0'?><urlset></urlset>", "<urlset>"),
        (b"", "empty"),
    ],
)
def test_what_holds_no_text_is_refused_with_a_reason(take, tmp_path, content, words):
    (refusal,) = take(write(tmp_path / "odd.bin", content))
    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


def test_bytes_that_are_no_utf_8_are_kept_for_the_reader_to_decode(take, tmp_path):
    content = "Åsa Lövgren förnekar uppgiften.".encode("latin-1")
    (capture,) = take(write(tmp_path / "old.txt", content))
    assert capture.content == content
    assert capture.charset is None


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_charset(take, tmp_path, charset):
    (capture,) = take(write(tmp_path / "marked.txt", TEXT.encode(charset)))
    assert capture.charset == charset
    assert capture.content.decode(capture.charset) == TEXT


def test_gzip_is_unpacked_whatever_the_file_is_called(take, tmp_path, page):
    packed = write(tmp_path / "page.html.gz", gzip.compress(page.encode()))
    unnamed = write(tmp_path / "download", gzip.compress(TEXT.encode()))
    first, second = take(packed, unnamed)
    assert (first.media_type, first.content) == ("text/html", page.encode())
    assert (second.media_type, second.content) == ("text/plain", TEXT.encode())


def test_gzip_that_is_cut_off_or_damaged_is_refused(take, tmp_path):
    packed = gzip.compress(os.urandom(3000).hex().encode())
    cut = write(tmp_path / "cut.txt.gz", packed[:-200])
    hurt = write(tmp_path / "hurt.txt.gz", packed[:1500] + b"\xff" * 40 + packed[1540:])
    twice = write(tmp_path / "twice.gz", gzip.compress(gzip.compress(TEXT.encode())))
    reasons = [refusal.reason for refusal in take(cut, hurt, twice)]
    assert "cut off" in reasons[0]
    assert "damaged" in reasons[1]
    assert "a gzip inside a gzip" in reasons[2]


def test_a_gzip_that_unpacks_without_end_is_stopped_at_the_limit(take, tmp_path):
    bomb = write(tmp_path / "bomb.txt.gz", gzip.compress(b"a" * 50_000_000))
    (refusal,) = take(bomb)
    assert "larger than the 40 MB" in refusal.reason


def test_a_page_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(take, tmp_path):
    limits = Limits(input_bytes=1000)
    inside = write(tmp_path / "inside.txt", "a" * 1000)
    outside = write(tmp_path / "outside.txt", "a" * 1001)
    first, second = take(inside, outside, limits=limits)
    assert isinstance(first, Capture)
    assert "larger than the 1,000 bytes" in second.reason


def test_what_is_missing_or_no_path_is_refused_and_the_rest_goes_on(take, tmp_path):
    there = write(tmp_path / "there.txt", TEXT)
    found = take(tmp_path / "absent.txt", "bad\0name", "news.example/page", there)
    assert [isinstance(item, Refusal) for item in found] == [True, True, True, False]
    assert "no such file" in found[0].reason
    assert found[1].input == "bad\\x00name"
    assert "https://" in found[2].reason


def test_an_input_given_twice_is_captured_once(take, tmp_path):
    path = write(tmp_path / "mill.txt", TEXT)
    first, second = take(path, path)
    assert isinstance(first, Capture)
    assert second.input == str(path)
    assert "given twice" in second.reason


def test_a_directory_gives_its_readable_files_in_order_and_leaves_the_rest_unsaid(
    take, tmp_path, page
):
    write(tmp_path / "b" / "two.html", page)
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "c.jsonl", '{"text": "The tram is late."}\n')
    write(tmp_path / "d.html.gz", gzip.compress(page.encode()))
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff")
    write(tmp_path / "photo.jpg.gz", gzip.compress(b"\xff\xd8\xff"))
    write(tmp_path / ".hidden.txt", TEXT)
    write(tmp_path / ".git" / "e.txt", TEXT)
    write(tmp_path / "style.css", "p {}")
    found = take(tmp_path)
    names = ["a.txt", "b/two.html", "c.jsonl#1", "d.html.gz"]
    assert [item.id for item in found] == [f"{tmp_path}/{name}" for name in names]


def test_a_directory_is_named_in_ids_as_it_was_given(take, tmp_path, monkeypatch):
    write(tmp_path / "in" / "a.txt", TEXT)
    monkeypatch.chdir(tmp_path)
    assert [take(name)[0].id for name in ("in", "in/", "./in")] == ["in/a.txt"] * 2 + ["./in/a.txt"]


def test_side_files_of_a_page_are_left_out_of_a_directory(take, tmp_path, page):
    write(tmp_path / "story.html", page)
    write(tmp_path / "story.txt", TEXT)
    write(tmp_path / "story.json", '{\n  "url": "https://mill.example/", "headline": "Mill"\n}')
    write(tmp_path / "lines.json", '{"text": "The tram is late."}\n')
    found = take(tmp_path)
    assert [item.id for item in found] == [f"{tmp_path}/lines.json#1", f"{tmp_path}/story.html"]


def test_a_bad_file_in_a_directory_costs_itself_alone(take, tmp_path):
    write(tmp_path / "a.html", b"\x89PNG\r\n\x1a\n....")
    write(tmp_path / "b.txt", TEXT)
    refusal, capture = take(tmp_path)
    assert refusal.input == f"{tmp_path}/a.html"
    assert capture.id == f"{tmp_path}/b.txt"


def test_a_directory_without_anything_to_read_says_so(take, tmp_path):
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff")
    (refusal,) = take(tmp_path)
    assert refusal.input == str(tmp_path)


def test_links_to_directories_are_not_followed(take, tmp_path):
    write(tmp_path / "in" / "a.txt", TEXT)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    assert len(take(tmp_path / "in")) == 1


def test_a_link_out_of_a_directory_is_refused_and_one_inside_it_is_followed(take, tmp_path):
    """A folder that somebody sent must not pull the user's own files into a report."""
    write(tmp_path / "own" / "notes.txt", "The source is Ada Lund.")
    write(tmp_path / "sent" / "a.txt", TEXT)
    (tmp_path / "sent" / "b.txt").symlink_to("a.txt")
    (tmp_path / "sent" / "c.txt").symlink_to(tmp_path / "own" / "notes.txt")
    (tmp_path / "sent" / "d.txt").symlink_to("../own/notes.txt")
    (tmp_path / "sent" / "e.txt").symlink_to("e.txt")
    found = take(tmp_path / "sent")
    assert [isinstance(item, Capture) for item in found] == [True, True, False, False]
    assert all("a link out of its folder" in item.reason for item in found[2:])
    (named,) = take(tmp_path / "sent" / "c.txt")
    assert named.content == b"The source is Ada Lund."


def test_pipes_and_devices_in_a_directory_are_left_alone(take, tmp_path):
    write(tmp_path / "a.txt", TEXT)
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("/dev/zero")
    assert [item.id for item in take(tmp_path)] == [f"{tmp_path}/a.txt"]


def test_a_pipe_that_is_named_is_read_and_an_endless_device_is_cut(take, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(TEXT,))
    writer.start()
    (capture,) = take(pipe)
    writer.join()
    assert capture.content == TEXT.encode()
    (refusal,) = take("/dev/zero")
    assert "larger than the 20 MB" in refusal.reason


def test_a_file_that_grows_while_it_is_read_is_cut_at_the_limit(take, tmp_path):
    path = write(tmp_path / "log.txt", TEXT)
    stop = threading.Event()

    def write_on() -> None:
        with path.open("a") as log:
            while not stop.is_set():
                log.write(TEXT * 100)
                log.flush()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        found = [*take(path, limits=Limits(input_bytes=1_000_000))]
    finally:
        stop.set()
        writer.join()
    (item,) = found
    if isinstance(item, Refusal):
        assert "larger than the 1 MB" in item.reason
    else:
        assert len(item.content) <= 1_000_000


def test_a_file_name_cannot_speak_to_the_terminal(call, tmp_path):
    name = "\x1b[2Jnews\n\u202egnp.txt"
    write(tmp_path / name, b"\xff\xd8\xff")
    called = call("trace", tmp_path / name)
    (line,) = called.err.splitlines()
    assert "JPEG" in line
    assert all(c.isprintable() for c in line)


def test_a_file_name_that_is_no_text_gives_an_id_that_is(take, tmp_path):
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(raw)).write_text(TEXT)
    except OSError:
        pytest.skip("the file system takes only text for names")
    (capture,) = take(tmp_path)
    assert capture.id == f"{tmp_path}/caf\ufffd.txt"


def test_standard_input_is_told_by_its_content(take, page):
    assert take("-", stdin=TEXT.encode())[0].media_type == "text/plain"
    assert take("-", stdin=page.encode())[0].media_type == "text/html"
    (line,) = take("-", stdin=b'{"id": "k1", "text": "The tram is late."}\n')
    assert (line.id, line.content) == ("k1", b"The tram is late.")
    assert take("-", stdin=gzip.compress(page.encode()))[0].id == "-"
    assert take("-", stdin=b"")[0].input == "-"


def test_a_folder_of_saved_pages_gives_one_capture_a_page(take):
    data = Path(os.environ.get("WHENCE_DATA", Path(__file__).parents[3] / "shared" / "data"))
    folder = data / "pages" / "mh17-aids"
    if not folder.is_dir():
        pytest.skip("needs the shared data (WHENCE_DATA)")
    found = take(folder)
    assert [item.id for item in found] == [str(p) for p in sorted(folder.glob("*.html"))]
    assert {item.media_type for item in found} == {"text/html"}
