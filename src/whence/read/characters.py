"""The characters of a PDF's page: what each is, where it stands, how large.

Takes a page as PDFium opened it, gives its characters in the order of the file. Boxes are turned
so that the baseline is level, and as high as the type is: what fonts say of the height of their
letters is often wrong, so it is told by the em and the baseline.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

_ASCENT, _DESCENT = 0.78, 0.22
"""How far type reaches over and under its baseline, in ems; what fonts say of it is often wrong."""
_HYPHENS = "\x02\u00ad\ufffe\u2010"
"""What PDFium gives for a hyphen at the end of a line, and hyphens that only stand there."""
ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff\u200b]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character with its box as it stands when its baseline is level; ``size`` is its em."""

    text: str
    box: Box
    turn: int
    index: int
    size: float = 1.0


def characters_of(text: pypdfium2.PdfTextPage, sheet: Box) -> Iterator[Character]:
    """The characters of a page that stand on it, with the quarter turns of their baseline."""
    rect = raw.FS_RECTF()
    for index in range(max(0, raw.FPDFText_CountChars(text))):
        letter = _letter(raw.FPDFText_GetUnicode(text, index))
        if raw.FPDFText_IsGenerated(text, index):
            yield Character(" ", (0.0, 0.0, 0.0, 0.0), _any_turn(text, index), index)
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, rect):
            continue
        box = (rect.left, rect.bottom, rect.right, rect.top)
        size = _size(text, index)
        if not all(map(math.isfinite, (*box, size))) or not _is_on(box, sheet):
            continue
        turn = _turn(text, index)
        yield Character(
            letter, _set_on(text, index, turned(box, turn), turn, size), turn, index, size
        )


def _size(text: pypdfium2.PdfTextPage, index: int) -> float:
    """The em of a character as it is shown: of its font, scaled as the page scales it."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    return max(float(raw.FPDFText_GetFontSize(text, index)) * scale, 0.1)


def _set_on(text: pypdfium2.PdfTextPage, index: int, box: Box, turn: int, size: float) -> Box:
    """A box whose height is that of the type, and not of the single letter."""
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetCharOrigin(text, index, x, y):
        return box
    point = (x.value, y.value, x.value, y.value)
    base = turned(point, turn)[1]
    if not math.isfinite(base):
        return box
    return box[0], base - _DESCENT * size, box[2], base + _ASCENT * size


def _letter(code: int) -> str:
    letter = chr(code) if 0 < code < 0x110000 else ""
    if letter in _HYPHENS:
        return "-" if letter else ""
    return ODD.sub("", letter).translate(_LIGATURES) if letter.strip() else " "


def _turn(text: pypdfium2.PdfTextPage, index: int) -> int:
    """Quarter turns against the clock; 9 for what stands askew."""
    quarters = float(raw.FPDFText_GetCharAngle(text, index)) / (math.pi / 2)
    if not math.isfinite(quarters) or abs(quarters - round(quarters)) > 0.1:
        return 9
    return round(quarters) % 4


def _any_turn(text: pypdfium2.PdfTextPage, index: int) -> int:
    """A space that PDFium put in turns as the character before it."""
    return _turn(text, index - 1) if index else 0


def _is_on(box: Box, sheet: Box) -> bool:
    return sheet[0] <= box[2] and box[0] <= sheet[2] and sheet[1] <= box[3] and box[1] <= sheet[3]


def turned(box: Box, turn: int) -> Box:
    """A box on the sheet as it stands when its type is level."""
    left, bottom, right, top = box
    match turn:
        case 1:
            return bottom, -right, top, -left
        case 2:
            return -right, -top, -left, -bottom
        case 3:
            return -top, left, -bottom, right
    return box
