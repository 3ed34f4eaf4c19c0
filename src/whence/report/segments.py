"""Marks that overlap, written as elements that nest.

Takes the marks of an article and a stretch of its text, gives a flat run of pieces — a mark
opens, some text, a mark closes — that a template can write out as properly nested elements.
Where two marks cross, the inner one is closed and opened again; only its first piece carries
its anchor. The text of the pieces, joined, is the stretch, character by character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open span of an article's text, what it is, and how it is to be shown.

    ``rank`` settles which of two marks on the same span stands outside: the lower.
    """

    start: int
    end: int
    kind: str
    rank: int = 0
    anchor: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One step of writing: ``opens`` a mark, or ``closes`` the last one opened, or text.

    ``anchored`` is true for the first piece of a mark.
    """

    text: str = ""
    opens: Mark | None = None
    closes: bool = False
    anchored: bool = False


def nest_marks(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The pieces of ``text[start:end]``, with the parts of ``marks`` that fall inside it."""
    inside = [m for m in marks if max(m.start, start) < min(m.end, end)]
    beginning = _by_start(inside, start)
    edges = {start, end, *beginning, *(min(m.end, end) for m in inside)}
    open_marks: list[Mark] = []
    last = start
    for edge in sorted(edges):
        if last < edge:
            yield Piece(text=text[last:edge])
            last = edge
        yield from _close(open_marks, edge, end)
        for mark in beginning.get(edge, ()):
            open_marks.append(mark)
            yield Piece(opens=mark, anchored=mark.start >= start)


def _by_start(marks: Iterable[Mark], start: int) -> dict[int, list[Mark]]:
    """Marks by where they open in the stretch, those that end last first."""
    beginning: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda m: (max(m.start, start), -m.end, m.rank, m.kind)):
        beginning.setdefault(max(mark.start, start), []).append(mark)
    return beginning


def _close(open_marks: list[Mark], edge: int, end: int) -> Iterator[Piece]:
    """Close what ends at ``edge``, and open again what had to be closed to get at it."""
    ending = [m for m in open_marks if min(m.end, end) <= edge]
    interrupted: list[Mark] = []
    while ending:
        mark = open_marks.pop()
        yield Piece(closes=True)
        if mark in ending:
            ending.remove(mark)
        else:
            interrupted.append(mark)
    for mark in reversed(interrupted):
        open_marks.append(mark)
        yield Piece(opens=mark)
