"""A PDF to an Article: what was set in type, in the order in which it is read.

Takes a capture of a PDF and gives its article. The lines come from ``typeset``; ``running``
takes headers, footers and page numbers out, ``columns`` finds the order, ``paragraphs`` joins
what belongs together. The headline is what the document's title names, else what is set in the
largest type of the first page. A PDF's properties tell when the file was made or changed, never
when its text was published: they stand as ``modified``, with the origin ``metadata``. A date
that stands by itself at the top of the text is when it was published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from whence.errors import ReadError
from whence.model import Article, Capture, Moment, PassageRole
from whence.read.blocks import Block, plain, words_of
from whence.read.byline import clean_names
from whence.read.columns import order_page
from whence.read.lines import (
    ends_article,
    ends_sentence,
    interrupts_article,
    is_boilerplate,
    is_byline,
    is_clock,
    is_name,
)
from whence.read.moments import read_moment
from whence.read.paragraphs import Paragraph, body_size, paragraphs_of
from whence.read.running import without_running
from whence.read.typeset import UnreadablePdfError, open_typeset
from whence.read.written import Piece, Stated, kicker_of, write_article

_END = b"%%EOF"
_END_WITHIN = 4096
_LARGER = 1.12
"""How many times the size of the text a headline or subheading is at least."""
_TITLE_WORDS = (3, 40)
_TITLE_PAGES = 3
"""Pages within which the title may stand: menus fill the first of a printed web page."""
_HEADING_WORDS = 20
_LINKED = 0.75
"""Share of links above which a short paragraph is furniture of a printed page."""
_LINK_LINE = 30
_NOTHING_BUT_LINKS = 0.95
_PROSE = 12
"""Words from which a paragraph of a printed web page is prose."""
_KICKERS = 1
"""How many paragraphs over the headline of a printed web page may belong to it."""
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")
_NO_TITLE = re.compile(r"^(?:microsoft word|untitled|document\d*)\b|\.\w{2,5}$|[/\\]", re.I)


def read_pdf(capture: Capture) -> Article:
    """Read a PDF into an article.

    Raises:
        ReadError: it is cut off or damaged, has a password, or holds no text.
    """
    content = capture.content.rstrip(b"\0 \r\n\t")
    if _END not in content[-_END_WITHIN:]:
        raise ReadError(capture.id, "a PDF that is cut off before its end; get the file again")
    try:
        typeset = open_typeset(capture.content)
    except UnreadablePdfError as wrong:
        raise ReadError(capture.id, str(wrong)) from wrong
    lines, address = without_running(typeset.lines)
    pages = groupby(lines, key=lambda line: line.page)
    blocks = [block for _, page in pages for block in order_page(list(page))]
    paragraphs = paragraphs_of(blocks)
    body = body_size(lines)
    headline = _find_headline(paragraphs, typeset.properties.get("Title", ""), body)
    stated = _stated(typeset.properties, headline, address)
    pieces = _pieces(paragraphs, headline, body, printed=address is not None)
    return write_article(capture, pieces, stated)


def _stated(
    properties: Mapping[str, str], headline: Paragraph | None, address: str | None
) -> Stated:
    title = properties.get("Title", "")
    titled = headline is None and _is_title(title)
    author = properties.get("Author", "")
    return Stated(
        headline=title if titled else headline.text if headline else None,
        headline_origin="metadata" if titled else "page",
        byline=tuple(clean_names([author])) if is_name(author) else (),
        outlet=_host(address),
        origin="metadata" if not address else "page",
        url=address,
        modified=_made(properties),
    )


def _host(address: str | None) -> str | None:
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _made(properties: Mapping[str, str]) -> Moment | None:
    """When the file was last changed, as it says, else when it was made."""
    found = (_moment(properties.get(name, "")) for name in ("ModDate", "CreationDate"))
    return next((moment for moment in found if moment), None)


def _moment(date: str) -> Moment | None:
    """A date as PDF writes it (ISO 32000-1, 7.9.4): D:20310506091500+02'00'."""
    found = _DATE.match(date)
    if not found:
        return None
    year, month, day, hour, minute, second, utc, hours, minutes = found.groups()
    line = "-".join(part for part in (year, month, day) if part)
    if day and hour and minute:
        line += f"T{hour}:{minute}:{second or '00'}"
        line += utc or (f"{hours}:{minutes or '00'}" if hours else "")
    return read_moment(line, "metadata")


def _find_headline(paragraphs: Sequence[Paragraph], title: str, body: float) -> Paragraph | None:
    """The paragraph that the title names, else the one in the largest type of the first page."""
    first = paragraphs[0].page if paragraphs else 0
    able = [p for p in paragraphs if p.page < first + _TITLE_PAGES and _may_title(p)]
    top = [p for p in able if p.page == first]
    bare = f" {plain(title)} "
    named = [p for p in able if _is_title(title) and f" {plain(p.text)} " in bare]
    if named:
        return max(named, key=lambda p: len(p.text))
    large = [p for p in top if p.size >= _LARGER * body]
    return max(large, key=lambda p: p.size, default=None)


def _may_title(paragraph: Paragraph) -> bool:
    count = len(words_of(paragraph.text))
    return _TITLE_WORDS[0] <= count <= _TITLE_WORDS[1] and not is_clock(paragraph.text)


def _is_title(title: str) -> bool:
    """Whether a title property was written by a person, and not made of a file's name."""
    return len(words_of(title)) >= _TITLE_WORDS[0] and not _NO_TITLE.search(title)


def _pieces(
    paragraphs: Sequence[Paragraph], headline: Paragraph | None, body: float, *, printed: bool
) -> list[Piece]:
    """All but the headline; ``printed`` tells that a browser printed a page with all around it."""
    at = next((i for i, p in enumerate(paragraphs) if p is headline), -1)
    last = max((i for i, p in enumerate(paragraphs) if _is_prose(p, body)), default=-1)
    return [
        Piece(
            p.text,
            PassageRole.BOILERPLATE
            if printed and (i < at - _KICKERS or (i > last and not _is_prose(p, body)))
            else (
                _role(p, body, under=at >= 0 and i > at) or (kicker_of(p.text) if i < at else None)
            ),
            p.anchors,
        )
        for i, p in enumerate(paragraphs)
        if i != at
    ]


def _is_prose(paragraph: Paragraph, body: float) -> bool:
    """Whether it is a sentence or more, in the type of the text."""
    alike = abs(paragraph.size - body) <= 0.1 * body
    text = paragraph.text
    said = len(text.split()) >= _PROSE and ends_sentence(text)
    return alike and said and not is_boilerplate(text)


def _role(paragraph: Paragraph, body: float, *, under: bool) -> PassageRole | None:
    """The role that the type shows: links alone are furniture, larger or bold type a heading."""
    text = paragraph.text
    words = len(text.split())
    linked = Block(text, anchors=paragraph.anchors).link_share
    links = linked >= _NOTHING_BUT_LINKS or (linked >= _LINKED and words <= _LINK_LINE)
    if links and not is_byline(text):
        return PassageRole.BOILERPLATE
    if ends_article(text) or interrupts_article(text):
        return None
    heading = paragraph.size >= _LARGER * body or paragraph.bold
    plain_line = words > _HEADING_WORDS or ends_sentence(text) or is_name(text)
    if not (under and heading) or plain_line or is_boilerplate(text) or is_clock(text):
        return None
    return PassageRole.SUBHEADING
