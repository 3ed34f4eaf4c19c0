"""A page that a browser saved in a file is read as the page that it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from whence.errors import ReadError
from whence.read.saved import find_saved

from ..files.sources import HEADLINE, PAGE, PAGE_URL, PARAGRAPHS
from .captures import said
from .documents import FILES, of_bytes, of_file

SAVED_FROM = "<!-- saved from url=(%04d)%s -->"


def test_chromium_s_mhtml_is_the_page_at_its_address():
    article = of_file("saved.mhtml")
    live = of_bytes(PAGE.encode(), "page.html", url=PAGE_URL)
    assert article.text == live.text
    assert article.passages == live.passages
    assert (article.url, article.outlet, article.byline) == (live.url, live.outlet, live.byline)
    assert article.published == live.published


def test_singlefile_states_address_and_time():
    article = of_file("singlefile.html")
    assert article.headline == HEADLINE
    assert article.url == PAGE_URL
    assert PARAGRAPHS[0] in said(article, "paragraph")
    assert article.first_seen is not None
    assert (article.first_seen.value, article.first_seen.origin) == (
        "2031-05-06T12:20:31Z",
        "saved",
    )


def test_what_singlefile_itself_saves_is_the_page_at_its_address():
    article = of_file("singlefile_cli.html")
    url = PAGE_URL.replace("https:", "http:").replace("2031", "2026")
    live = of_bytes(PAGE.replace("2031", "2026").encode(), "page.html", url=url)
    assert said(article, "paragraph") == said(live, "paragraph")
    assert said(article, "subheading") == said(live, "subheading")
    assert (article.headline, article.outlet, article.byline) == (
        *(live.headline, live.outlet, live.byline),
    )
    assert (article.url, article.published) == (url, live.published)
    assert article.first_seen is not None
    assert article.first_seen.origin == "saved"


def test_a_stated_time_that_lies_after_the_capture_is_not_believed():
    content = (FILES / "singlefile.html").read_bytes()
    before = datetime(2031, 5, 6, 12, 20, tzinfo=UTC)
    assert of_bytes(content, "singlefile.html", taken=before).first_seen is None


def test_a_page_saved_complete_states_its_address():
    note = SAVED_FROM % (len(PAGE_URL), PAGE_URL)
    article = of_bytes(PAGE.replace("<html", note + "<html", 1).encode(), "page.html")
    assert article.url == PAGE_URL
    assert article.first_seen is None


def test_an_address_that_is_none_is_passed_over():
    assert find_saved(SAVED_FROM % (14, "about:internet")).url is None
    assert find_saved(SAVED_FROM % (30, "file:///home/somebody/page.html")).url is None


def test_pictures_written_into_a_page_do_not_count_as_its_length():
    data = "data:image/png;base64," + "iVBORw0KGgo" * 3_000_000
    article = of_bytes(PAGE.replace("/pictures/pier.png", data).encode(), "page.html")
    assert article.text == of_bytes(PAGE.encode(), "page.html").text


def test_an_mhtml_without_a_page_or_with_half_of_one_is_refused():
    head = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;"
    head += b'boundary="b"\r\n\r\n--b\r\nContent-Type: '
    with pytest.raises(ReadError, match="there is no page in it; save the page again"):
        of_bytes(head + b"image/png\r\n\r\nxx\r\n--b--\r\n", "a.mhtml")
    with pytest.raises(ReadError, match="cut off before its end; save it again"):
        of_bytes(head + b"text/html\r\n\r\n<p>The harbour", "a.mhtml")
