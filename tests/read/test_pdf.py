"""A PDF is read in the order of its reader's eye, without what runs along its edges."""

from __future__ import annotations

import pytest

from whence.errors import ReadError
from whence.model import ExhibitKind, Precision

from ..files.sources import HEADLINE, LINK, PAGE_URL, PARAGRAPHS, RUNNING, SUBHEADING
from .captures import said
from .documents import FILES, of_bytes, of_file


def test_two_columns_are_read_one_after_the_other_and_parted_words_are_joined():
    article = of_file("statement.pdf")
    assert said(article, "paragraph")[:6] == list(PARAGRAPHS)
    assert article.headline == HEADLINE
    assert article.text.startswith(f"{HEADLINE}\n\nPRESS RELEASE\n\n6 May 2031\n\n")
    assert said(article, "kicker") == ["PRESS RELEASE"]
    assert said(article, "subheading") == [SUBHEADING]


def test_headers_footers_and_page_numbers_are_left_out():
    text = of_file("statement.pdf").text
    assert RUNNING not in text
    assert "Page 1" not in text


def test_a_link_hangs_on_its_words():
    article = of_file("statement.pdf")
    (link,) = article.exhibits
    assert (link.kind, link.url) == (ExhibitKind.LINK, LINK)
    assert article.text[link.start : link.end] == "statement"


def test_a_date_line_tells_the_publication_and_the_properties_only_the_file():
    article = of_file("statement.pdf")
    assert article.published is not None
    assert (article.published.value, article.published.origin) == ("2031-05-06", "page")
    assert article.modified is not None
    assert article.modified.origin == "metadata"
    assert article.modified.precision is Precision.SECOND
    assert of_file("bare.pdf").published is None


def test_a_page_printed_by_a_browser_bears_its_address_and_loses_its_menus():
    article = of_file("printed.pdf")
    assert article.url == PAGE_URL
    assert (article.outlet, article.origins["outlet"]) == ("courier.example", "page")
    assert article.byline == ("Ada Merrow",)
    assert said(article, "subheading") == [SUBHEADING]
    assert [p for p in said(article, "paragraph") if p in PARAGRAPHS] == [
        PARAGRAPHS[0],
        PARAGRAPHS[1],
        *PARAGRAPHS[3:],
    ]
    furniture = said(article, "boilerplate")
    assert {"Home", "Sport", "Most read", "All rights reserved."} <= set(furniture)


def test_without_the_address_under_it_a_printed_page_has_no_outlet():
    article = of_file("bare.pdf")
    assert (article.url, article.outlet) == (None, None)
    assert article.headline == HEADLINE


def test_what_a_person_gave_stands_over_the_document():
    article = of_file("printed.pdf", headline="Oil at the pier", outlet="Evening Tide")
    assert article.text.startswith("Oil at the pier\n\n")
    assert (article.headline, article.outlet) == ("Oil at the pier", "Evening Tide")
    assert article.origins["headline"] == article.origins["outlet"] == "given"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("scan.pdf", "a scan without text; run OCR on it first"),
        ("blank.pdf", "there is no text in it"),
        ("locked.pdf", "it has a password; save it without one"),
    ],
)
def test_a_pdf_without_text_is_refused_with_the_cure(name, words):
    with pytest.raises(ReadError, match=words):
        of_file(name)


def test_a_pdf_that_is_cut_off_is_refused_and_not_read_in_part():
    content = (FILES / "statement.pdf").read_bytes()
    with pytest.raises(ReadError, match="cut off before its end; get the file again"):
        of_bytes(content[: len(content) // 2], "statement.pdf")
    with pytest.raises(ReadError, match="a damaged PDF; get the file again"):
        of_bytes(b"%PDF-1.7\n%%EOF", "none.pdf")


@pytest.mark.parametrize("half", [b"\xfe\xff\xd8\x3d\x00A", b"\xfe\xff\x00A\xd8\x3d"])
def test_half_a_character_in_a_title_costs_no_more_than_the_title(half):
    content = (FILES / "printed.pdf").read_bytes()
    title = content[content.index(b"/Title (") + 8 : content.index(b")\n/Creator")]
    article = of_bytes(content.replace(title, (half + b"\x00 " * 99)[: len(title)]), "x.pdf")
    assert article.headline == HEADLINE
    assert article.modified == of_file("printed.pdf").modified
