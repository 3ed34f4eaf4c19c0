"""A Word document is read as its reader sees it, with all changes accepted."""

from __future__ import annotations

import io
import zipfile

import pytest

from whence.errors import ReadError

from ..files.sources import HEADLINE, LINK, NOTE, PARAGRAPHS, SUBHEADING
from .captures import said
from .documents import of_bytes, of_file

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def word(body: str, *, prolog: str = "", parts: dict[str, str] | None = None) -> bytes:
    """The least of a Word document around a body."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        document = f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def test_headline_byline_paragraphs_and_headings_are_told_by_their_styles():
    article = of_file("report.docx")
    assert article.text.startswith(f"{HEADLINE}\n\nBy Ada Merrow\n\n{PARAGRAPHS[0]}")
    assert article.headline == HEADLINE
    assert article.byline == ("Ada Merrow",)
    assert said(article, "subheading") == [SUBHEADING]
    assert set(PARAGRAPHS[:4]) <= set(said(article, "paragraph"))


def test_lists_tables_and_notes_are_text_of_the_article():
    passages = said(of_file("report.docx"), "paragraph")
    assert "the valves of the tank farm" in passages
    assert passages[passages.index("Day\tBoats with oil") :][:3] == [
        "Day\tBoats with oil",
        "Sunday\t3",
        "Monday\t4",
    ]
    assert passages[-1] == NOTE


def test_changes_count_as_accepted():
    text = of_file("report.docx").text
    assert "The board will put in by the editor meet again in June." in text
    assert "struck out" not in text


def test_links_hang_on_their_words_and_the_page_s_header_is_left_out():
    article = of_file("report.docx")
    (link,) = article.exhibits
    assert (link.url, article.text[link.start : link.end]) == (LINK, "statement")
    assert "Harbour Board of Port Selby ·" not in article.text


def test_the_properties_tell_when_the_file_was_saved_and_not_when_it_was_published():
    article = of_file("report.docx")
    assert article.published is None
    assert article.modified is not None
    assert article.modified.origin == "metadata"


def test_a_paragraph_whose_end_was_struck_out_goes_on_in_the_next():
    struck = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    body = paragraph("The board will ", struck) + paragraph("meet again in June.")
    assert of_bytes(word(body), "a.docx").text == "The board will meet again in June."


def test_moved_hidden_and_doubled_text_stands_where_its_reader_sees_it():
    text = "<w:r><w:t>{}</w:t></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
    gone = f"<w:moveFrom>{text.format('moved away ')}</w:moveFrom>"
    here = f"<w:moveTo>{text.format('moved here')}</w:moveTo>"
    body = f"<w:p>{gone}{text.format('The tug was ')}{hidden}{here}</w:p>"
    assert of_bytes(word(body), "a.docx").text == "The tug was moved here"


def test_a_text_box_is_read_once_behind_its_paragraph():
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    drawing = f"<x:AlternateContent xmlns:x='m'><x:Choice><w:drawing>{box}</w:drawing></x:Choice>"
    drawing += f"<x:Fallback><w:pict>{box}</w:pict></x:Fallback></x:AlternateContent>"
    body = f"<w:p><w:r><w:t>Beside it.</w:t>{drawing}</w:r></w:p>"
    assert of_bytes(word(body), "a.docx").text == "Beside it.\n\nIn the box."


def test_a_field_that_is_a_link_is_one():
    field = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    code = '<w:r><w:instrText>HYPERLINK "https://a.example/x"</w:instrText></w:r>'
    body = f"<w:p>{field.format('begin')}{code}{field.format('separate')}"
    body += f"<w:r><w:t>the letter</w:t></w:r>{field.format('end')}</w:p>"
    article = of_bytes(word(body), "a.docx")
    assert article.text == "the letter"
    assert [e.url for e in article.exhibits] == ["https://a.example/x"]


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(ReadError, match="too long for one article"):
        of_bytes(word(paragraph("a" * 40_000_000)), "a.docx")


@pytest.mark.parametrize(
    "declared",
    ["<!DOCTYPE d [<!ENTITY a 'ha'>]>", "<!DOCTYPE d SYSTEM 'file:///etc/hostname'>"],
)
def test_entities_are_refused(declared):
    with pytest.raises(ReadError, match="declares XML entities"):
        of_bytes(word(paragraph("The tug"), prolog=declared), "a.docx")


def test_an_office_file_without_a_text_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
    with pytest.raises(ReadError, match="an office file, but no Word document"):
        of_bytes(stream.getvalue(), "a.docx")
    with pytest.raises(ReadError, match="there is no text in it"):
        of_bytes(word(paragraph(" ")), "a.docx")
