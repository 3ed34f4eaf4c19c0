"""Documents are told by their bytes, taken whole, and found in directories."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from whence.capture.documents import DOCX, MAIL, MHTML, PDF
from whence.capture.sniff import Kind, recognise
from whence.errors import CaptureError
from whence.model import Capture

from .conftest import OPEN

FILES = Path(__file__).parent.parent / "files"
TYPES = {
    "statement.pdf": PDF,
    "printed.pdf": PDF,
    "locked.pdf": PDF,
    "report.docx": DOCX,
    "saved.mhtml": MHTML,
    "gmail.eml": MAIL,
    "outlook.eml": MAIL,
    "thunderbird.eml": MAIL,
    "mutt.eml": MAIL,
    "singlefile.html": "text/html",
    "singlefile_cli.html": "text/html",
}


@pytest.mark.parametrize("name", sorted(TYPES))
@pytest.mark.parametrize("called", ["", "thing", "thing.txt", "thing.html", "thing.pdf"])
def test_a_document_is_told_by_its_bytes_whatever_it_is_called(take, tmp_path, name, called):
    content = (FILES / name).read_bytes()
    path = tmp_path / (called or name)
    path.write_bytes(content)
    (found,) = take(path)
    assert isinstance(found, Capture)
    assert found.media_type == TYPES[name]
    assert found.content == content
    assert found.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("report.odt", "looks like an OpenDocument text, which is not read; save it as .docx"),
        ("report.rtf", "looks like an RTF document, not a page; save it as .docx"),
        ("report.doc", "an old Word, Excel or PowerPoint document"),
        ("book.xlsx", "looks like an Excel workbook, which is not read; save"),
    ],
)
def test_other_office_files_are_refused_with_the_cure(take, name, words):
    (refused,) = take(FILES / name)
    assert words in refused.reason


def test_an_epub_is_refused_and_another_zip_is_an_archive():
    book = b"PK\x03\x04" + bytes(22) + b"\x08\x00\x00\x00mimetypeapplication/epub+zip"
    with pytest.raises(CaptureError, match="looks like an EPUB book"):
        recognise("a.docx", book)
    with pytest.raises(CaptureError, match="looks like a ZIP archive"):
        recognise("a.docx", b"PK\x03\x04" + bytes(22) + b"\x05\x00\x00\x00a.txt")


def test_a_text_that_begins_like_a_letter_is_a_text():
    assert recognise("a.txt", b"From: the harbour board\nTo: the press\n\nNo oil.") is Kind.TEXT
    assert recognise("a.txt", b"Note: the tug was moved.\nIt is back.\n") is Kind.TEXT


def test_a_page_in_a_mail_is_no_saved_page():
    related = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n'
    sent = b"From: a@b.example\r\nTo: c@d.example\r\n"
    assert recognise("-", sent + related + b"\r\n") is Kind.MAIL
    assert recognise("-", b"From: <Saved by Blink>\r\n" + related + b"\r\n") is Kind.MHTML


def test_a_directory_gives_its_documents_and_not_what_a_browser_saved_with_a_page(
    take, tmp_path, page
):
    for name in ("a.pdf", "b.docx", "c.eml", "d.mhtml", "e.mht"):
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    (tmp_path / "a.txt").write_text("the text of a.pdf", encoding="utf-8")
    (tmp_path / "story.html").write_text(page, encoding="utf-8")
    for folder in ("story_files", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text(page, encoding="utf-8")
    found = [Path(one.id).relative_to(tmp_path).as_posix() for one in take(tmp_path)]
    expected = ["a.pdf", "b.docx", "c.eml", "d.mhtml", "e.mht"]
    assert found == [*expected, "other_files/frame.html", "story.html"]


def test_documents_and_pages_with_their_pictures_inside_have_a_bound_of_their_own(take, tmp_path):
    small = replace(OPEN, input_bytes=1000, text_bytes=1000, document_bytes=60_000)
    assert isinstance(take(FILES / "statement.pdf", limits=small)[0], Capture)
    assert isinstance(take(FILES / "singlefile.html", limits=small)[0], Capture)
    long = tmp_path / "long.pdf"
    long.write_bytes((FILES / "statement.pdf").read_bytes() + bytes(60_000))
    (refused,) = take(long, limits=small)
    assert "raise the limit with --most-mb" in refused.reason


def test_the_pdf_that_an_entry_of_a_feed_links_to_is_taken(take, site):
    content = (FILES / "statement.pdf").read_bytes()
    link = site.put("/statement.pdf", content, media_type="application/pdf")
    feed = f"<rss version='2.0'><channel><item><link>{link}</link></item></channel></rss>"
    (found,) = take(site.put("/feed", feed, media_type="application/rss+xml"))
    assert isinstance(found, Capture)
    assert (found.media_type, found.url) == (PDF, link)
