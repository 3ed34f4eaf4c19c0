"""A Word document to an Article: the text as its reader sees it, with all changes accepted.

Takes a capture of a .docx file and gives its article. ``wordpackage`` unpacks it within bounds,
``wordtext`` writes its paragraphs; this module tells what they are by their styles (title,
subtitle, headings, captions, quotations), and where nobody used styles by the type. Headers and
footers of the pages and comments are not read. The file's properties tell when it was last
saved, never when its text was published: that stands as ``modified``, origin ``metadata``.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

from whence.errors import ReadError
from whence.model import Article, Capture, PassageRole
from whence.read.blocks import words_of
from whence.read.byline import clean_names
from whence.read.lines import ends_sentence, is_clock, is_name
from whence.read.moments import read_moment
from whence.read.wordpackage import UnreadablePackageError, open_package
from whence.read.wordtext import Paragraph, paragraphs_of
from whence.read.written import Piece, Stated, kicker_of, write_article

_TOP = 8
"""How many paragraphs from the top the headline may stand."""
_TITLE_WORDS = (3, 40)
_BOLD_WORDS = 25
_ROLES = {
    "subtitle": PassageRole.STANDFIRST,
    "caption": PassageRole.CAPTION,
    "quote": PassageRole.QUOTATION,
    "intense quote": PassageRole.QUOTATION,
    "block text": PassageRole.QUOTATION,
    "quotations": PassageRole.QUOTATION,
}


def read_word(capture: Capture) -> Article:
    """Read a Word document into an article.

    Raises:
        ReadError: it is damaged, has a password, or holds no text.
    """
    try:
        package = open_package(capture.content)
    except UnreadablePackageError as wrong:
        raise ReadError(capture.id, str(wrong)) from wrong
    paragraphs = paragraphs_of(package)
    headline = _find_headline(paragraphs)
    author = _property(package.properties, "creator")
    stated = Stated(
        headline=headline.text if headline else None,
        byline=tuple(clean_names([author])) if is_name(author) else (),
        modified=read_moment(
            _property(package.properties, "modified") or _property(package.properties, "created"),
            "metadata",
        ),
    )
    at = next((i for i, p in enumerate(paragraphs) if p is headline), -1)
    pieces = [
        Piece(p.text, _role(p, under=i > at >= 0) or _over(p, i < at), p.anchors)
        for i, p in enumerate(paragraphs)
        if i != at
    ]
    return write_article(capture, pieces, stated)


def _property(part: Element | None, name: str) -> str:
    found = next(part.iter(f"{{*}}{name}"), None) if part is not None else None
    return " ".join((found.text or "").split())[:500] if found is not None else ""


def _find_headline(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """The title by its style, the first heading, the largest type, or a line set in bold."""
    top = [p for p in paragraphs[:_TOP] if not p.note]
    styled = next((p for p in top if p.style == "title"), None)
    heading = next((p for p in top if p.level == 1 and len(words_of(p.text)) >= 2), None)
    if styled or heading:
        return styled or heading
    able = [p for p in top if _may_title(p)]
    usual = max((p.size for p in paragraphs if ends_sentence(p.text)), default=0)
    large = max(able, key=lambda p: p.size, default=None)
    if large and large.size > usual:
        return large
    return next((p for p in able if p.bold and len(p.text.split()) <= _BOLD_WORDS), None)


def _may_title(paragraph: Paragraph) -> bool:
    count = len(words_of(paragraph.text))
    fits = _TITLE_WORDS[0] <= count <= _TITLE_WORDS[1]
    return fits and not ends_sentence(paragraph.text) and not is_clock(paragraph.text)


def _over(paragraph: Paragraph, over: bool) -> PassageRole | None:
    return kicker_of(paragraph.text) if over else None


def _role(paragraph: Paragraph, *, under: bool) -> PassageRole | None:
    """The role that the style tells; None where the words must."""
    if role := _ROLES.get(paragraph.style):
        return role
    if paragraph.note:
        return PassageRole.PARAGRAPH
    heading = paragraph.level or paragraph.style.startswith("heading")
    return PassageRole.SUBHEADING if heading and under else None
