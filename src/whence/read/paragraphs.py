"""Blocks of printed lines to paragraphs: what one sentence runs through is one piece again.

Takes the blocks of all pages in reading order, gives paragraphs. Inside a block a paragraph
begins after a line that stops short of the margin at the end of a sentence, at a line set in
from it, and where the type changes. From block to block, over the foot of a column or page, a
paragraph goes on where its sentence does. A word parted at the end of a line is joined; its
hyphen stays where the document writes the word with one elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from whence.read.blocks import Anchor, words_of
from whence.read.lines import ends_sentence
from whence.read.typeset import Line

_SHORT = 0.88
"""Share of the block's width that a line which ends a paragraph may at most fill."""
_INDENT = (0.7, 4.0)
"""Ems by which a first line is set in."""
_NOTE_TYPE = 0.9
"""Share of the text's size up to which type is that of notes."""
_NOTE = re.compile(r"(?:\[?\d{1,3}\]?|[*†‡§])[\s.)]?\s*\S")
_PARTED = re.compile(r"([^\W\d_]+)-$")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_LOWER = re.compile(r"[\"'“‘(]?[a-zß-öø-ÿ]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it was printed: its text, and the type it was set in."""

    text: str
    size: float
    bold: bool
    page: int
    anchors: tuple[Anchor, ...] = ()


def body_size(lines: Iterable[Line]) -> float:
    """The size that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=1.0)


def paragraphs_of(blocks: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of a document in reading order, its notes behind them."""
    body = body_size(line for block in blocks for line in block)
    written = _Words(line.text for block in blocks for line in block)
    text: list[list[Line]] = []
    notes: list[list[Line]] = []
    for block in blocks:
        if _is_note(block, body):
            notes.extend(_parted(block))
            continue
        for lines in _parted(block):
            if text and lines[0] is block[0] and _continues(text[-1][-1], lines[0]):
                text[-1].extend(lines)
            else:
                text.append(lines)
    return [_set(lines, written) for lines in (*text, *notes)]


def _is_note(block: Sequence[Line], body: float) -> bool:
    return block[0].size <= _NOTE_TYPE * body and _NOTE.match(block[0].text) is not None


def _parted(block: Sequence[Line]) -> list[list[Line]]:
    """The lines of each paragraph of a block."""
    left = min(line.box[0] for line in block)
    right = max(line.box[2] for line in block)
    parts = [[block[0]]]
    for last, line in pairwise(block):
        if _begins(last, line, left, right):
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def _begins(last: Line, line: Line, left: float, right: float) -> bool:
    """Whether ``line`` begins a paragraph under ``last``."""
    if abs(last.size - line.size) > 0.1 * line.size or last.bold != line.bold:
        return not _PARTED.search(last.text) or not _LOWER.match(line.text)
    if ends_sentence(last.text) and last.box[2] < left + _SHORT * (right - left):
        return True
    indent = (line.box[0] - left) / line.size
    before = (last.box[0] - left) / line.size
    return _INDENT[0] <= indent <= _INDENT[1] and before < _INDENT[0] and ends_sentence(last.text)


def _continues(last: Line, line: Line) -> bool:
    """Whether a block goes on in the next: the type is the same and a sentence is open."""
    alike = abs(last.size - line.size) <= 0.05 * line.size and last.bold == line.bold
    return alike and not ends_sentence(last.text) and bool(_LOWER.match(line.text))


def _set(lines: Sequence[Line], written: _Words) -> Paragraph:
    first = lines[0]
    anchors: list[Anchor] = []
    text = ""
    for line in lines:
        if text and written.joins(text, line.text):
            text = text[:-1]
        elif text and not (_PARTED.search(text) and _LOWER.match(line.text)):
            text += " "
        begin = len(text)
        for anchor in line.anchors:
            moved = replace(anchor, start=anchor.start + begin, end=anchor.end + begin)
            last = anchors[-1] if anchors else None
            if last and last.href == moved.href and moved.start - last.end <= 1:
                anchors[-1] = replace(last, end=moved.end)
            else:
                anchors.append(moved)
        text += line.text
    kept = tuple(a for a in anchors if 0 <= a.start < a.end <= len(text))
    bold = all(line.bold for line in lines)
    return Paragraph(text, max(line.size for line in lines), bold, first.page, kept)


class _Words:
    """The words and compounds that a document writes out within its lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._compounds: set[str] = set()
        for line in lines:
            self._whole.update(words_of(line))
            self._compounds.update(found.casefold() for found in _COMPOUND.findall(line))

    def joins(self, text: str, following: str) -> bool:
        """Whether the hyphen that ``text`` ends with only parts a word at the end of a line."""
        parted = _PARTED.search(text[-60:])
        rest = re.match(r"[^\W\d_]+", following)
        if not parted or not rest or not _LOWER.match(following):
            return False
        first, second = parted.group(1).casefold(), rest.group().casefold()
        if first + second in self._whole:
            return True
        return f"{first}-{second}" not in self._compounds
