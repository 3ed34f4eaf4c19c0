"""The pages of a PDF as lines of type: where each stands, how large it is, what it links to.

Takes the bytes of a PDF and gives its lines, page by page. PDFium (the engine of Chromium's
own viewer) says for each character where it stands; this module joins characters into lines and
parts a line where the gap in it is as wide as a gutter, so that a line never runs across two
columns. Type that stands at an angle to the rest, such as a stamp along the margin, is left out.
Coordinates are in points, from the bottom left of the page as it is read.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from whence.read.blocks import Anchor
from whence.read.characters import ODD, Box, Character, characters_of, turned

MOST_PAGES = 1000
MOST_CHARACTERS = 5_000_000
MOST_ON_PAGE = 200_000
_MOST_LINKS = 5000
_GUTTER = 1.2
"""A gap of so many ems parts a line."""
_SAME_LINE = 0.4
"""Share of its height by which a character must stand beside the one before it."""
_BOLD = 600


class UnreadablePdfError(ValueError):
    """A PDF that gives no text; the message says what is wrong and the cure."""


@dataclass(frozen=True, slots=True)
class Line:
    """A run of type on one baseline of one page; ``size`` is its em in points."""

    text: str
    page: int
    box: Box
    size: float
    bold: bool = False
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF as it was opened: its properties by name, and its lines."""

    properties: Mapping[str, str]
    lines: tuple[Line, ...]


def open_typeset(content: bytes) -> Typeset:
    """Take the lines out of a PDF.

    Raises:
        UnreadablePdfError: it is damaged, has a password, or holds no text.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as wrong:
        if wrong.err_code == raw.FPDF_ERR_PASSWORD:
            raise UnreadablePdfError("it has a password; save it without one") from wrong
        raise UnreadablePdfError("a damaged PDF; get the file again") from wrong
    with document:
        count = len(document)
        if not count:
            raise UnreadablePdfError("a PDF without pages; get the file again")
        if count > MOST_PAGES:
            raise UnreadablePdfError(f"more than {MOST_PAGES:,} pages; save those that matter")
        lines = tuple(_all_lines(document))
        if not any(any(map(str.isalnum, line.text)) for line in lines):
            if any(_has_picture(page) for page in document):
                raise UnreadablePdfError("a scan without text; run OCR on it first")
            raise UnreadablePdfError("there is no text in it; get the file again")
        if _is_unlettered(lines):
            raise UnreadablePdfError(
                "its type does not say which letters it shows; run OCR on it first"
            )
        return Typeset(_properties(document), lines)


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _is_unlettered(lines: Sequence[Line]) -> bool:
    """Whether most characters are none of any script, as where a font was cut to bare shapes."""
    letters = "".join(line.text for line in lines[:2000]).replace(" ", "")
    none = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in letters)
    return none > 0.5 * len(letters)


def _properties(document: pypdfium2.PdfDocument) -> dict[str, str]:
    values = {}
    for name in document.METADATA_KEYS:
        # Half a character in one property is that property's loss alone.
        with suppress(UnicodeDecodeError):
            values[name] = document.get_metadata_value(name)
    return {n: " ".join(ODD.sub(" ", text).split())[:500] for n, text in values.items() if text}


def _all_lines(document: pypdfium2.PdfDocument) -> Iterator[Line]:
    left = MOST_CHARACTERS
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as wrong:
            reason = f"page {number + 1} of the PDF is damaged; get the file again"
            raise UnreadablePdfError(reason) from wrong
        count = max(0, raw.FPDFText_CountChars(text))
        left -= count
        if left < 0 or count > MOST_ON_PAGE:
            raise UnreadablePdfError("too long for one article; save the pages that matter")
        yield from _page_lines(document, page, text, number)
        text.close()
        page.close()


def _page_lines(
    document: pypdfium2.PdfDocument,
    page: pypdfium2.PdfPage,
    text: pypdfium2.PdfTextPage,
    number: int,
) -> Iterator[Line]:
    characters = list(characters_of(text, page.get_bbox()))
    turns = Counter(one.turn for one in characters)
    turn = max(turns, key=lambda t: (turns[t], -t), default=0)
    links = [(turned(box, turn), url) for box, url in _links(document, page)]
    run: list[Character] = []
    space = False
    for one in characters:
        if one.turn != turn:
            continue
        if one.text.isspace() or not one.text:
            space = True
            continue
        if run and not _goes_on(run[-1], one):
            yield _line(run, text, number, links)
            run, space = [], False
        if run and space:
            run.append(Character(" ", run[-1].box, turn, -1, run[-1].size))
        run.append(one)
        space = False
    if run:
        yield _line(run, text, number, links)


def _goes_on(last: Character, one: Character) -> bool:
    """Whether a character stands on the line of the last, no gutter away."""
    before, box = last.box, one.box
    height = min(last.size, one.size)
    beside = min(before[3], box[3]) - max(before[1], box[1])
    gap = box[0] - before[2]
    return beside >= _SAME_LINE * height and -2 * height <= gap <= _GUTTER * height


def _line(
    run: list[Character],
    text: pypdfium2.PdfTextPage,
    number: int,
    links: list[tuple[Box, str]],
) -> Line:
    boxes = [one.box for one in run]
    sizes = sorted(one.size for one in run)
    weights = [raw.FPDFText_GetFontWeight(text, run[at].index) for at in (0, -1)]
    return Line(
        text="".join(one.text for one in run),
        page=number,
        box=(
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        ),
        size=sizes[len(sizes) // 2],
        bold=min(weights) >= _BOLD,
        anchors=tuple(_anchors(run, boxes, links)),
    )


def _anchors(
    run: list[Character], boxes: list[Box], links: list[tuple[Box, str]]
) -> Iterator[Anchor]:
    """Where the links that lie over a line begin and end in its text."""
    low, high = min(b[1] for b in boxes), max(b[3] for b in boxes)
    for (left, bottom, right, top), url in links:
        if min(high, top) - max(low, bottom) < 0.5 * (high - low):
            continue
        begin = end = position = 0
        for one, box in zip(run, boxes, strict=True):
            if left <= (box[0] + box[2]) / 2 <= right and one.index >= 0:
                begin = begin if end else position
                end = position + len(one.text)
            position += len(one.text)
        if end > begin:
            yield Anchor(begin, end, url)


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[tuple[Box, str]]:
    """The boxes of a page that lead to an address."""
    place, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, place, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or not raw.FPDFLink_GetAnnotRect(link, rect):
            continue
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        if 8 < length < 4000:
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(document, action, buffer, length)
            url = buffer.raw[: length - 1].decode("utf-8", "replace")
            yield (rect.left, rect.bottom, rect.right, rect.top), url
