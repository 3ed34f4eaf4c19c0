"""What a page shows, as Blocks in reading order.

Takes a Page's tree, gives its runs of text: each stretch between two block-level boundaries,
white space collapsed, with the links inside it and the markup around it. What browsers do not
show (scripts, ``display: none``) gives no block. This is the text that an article's passages
are made of, so that every word and every link has its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from whence.read.blocks import Anchor, Block
from whence.read.page import is_unseen
from whence.read.vocabulary import entries

_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"}
    | {"em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby"}
    | {"s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"}
    | {"wbr", "br"}
)
"""Elements that do not end a run of text."""
_CELLS = frozenset({"td", "th"})
_BOLD = frozenset({"b", "strong"})
_ATTRIBUTES = ("class", "id", "itemprop", "rel", "data-testid")
_MARK_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SPACE = re.compile(r"\s+")
_MARKED_LEVELS = 5
"""How many elements outwards marks are taken from."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A block and the element of the page that it stands in."""

    block: Block
    element: HtmlElement


@dataclass(slots=True)
class _Run:
    """Text gathered since the last boundary, in pieces with their link and weight."""

    element: HtmlElement
    pieces: list[tuple[str, str | None, bool]] = field(default_factory=list)


def shown_blocks(tree: HtmlElement) -> list[Shown]:
    """The runs of text that a reader sees, in page order."""
    body = tree.find("body")
    root = body if body is not None else tree
    return [shown for run in _Walk(root).runs() if (shown := _closed(run)) is not None]


class _Walk:
    """One pass over a tree: what is open at each point, and the run that gathers there."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._run = _Run(root)
        self._ended: list[_Run] = []
        self._links: list[str] = []
        self._bold = 0
        self._breaks = 0

    def runs(self) -> Iterator[_Run]:
        """The runs of the tree in its order, empty ones among them."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            seen = not is_unseen(element)
            if event == "start" and not seen:
                walk.skip_subtree()
                continue
            if event == "start":
                self._open(element)
                self._say(element.text)
            else:
                if seen:
                    self._close(element)
                self._say(element.tail if element is not self._root else None)
            yield from self._ended
            self._ended.clear()
        yield self._run

    def _open(self, element: HtmlElement) -> None:
        if _bounds(element):
            self._end(element)
        elif element.tag in _CELLS:
            self._run.pieces.append((" ", None, False))
        elif element.tag == "br":
            self._breaks += 1
            self._run.pieces.append(("\n", None, False))
        elif element.tag == "a":
            self._links.append(element.get("href") or "")
        self._bold += element.tag in _BOLD

    def _close(self, element: HtmlElement) -> None:
        if element.tag == "a":
            self._links.pop()
        self._bold -= element.tag in _BOLD
        if _bounds(element):
            self._end(_outer(element, self._root))

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if text.strip():
            if self._breaks > 1:  # two <br> part paragraphs where markup has none
                self._end(self._run.element)
            self._breaks = 0
        link = self._links[-1] if self._links else None
        self._run.pieces.append((text, link, bool(self._bold)))

    def _end(self, element: HtmlElement) -> None:
        self._ended.append(self._run)
        self._run = _Run(element)
        self._breaks = 0


def _bounds(element: HtmlElement) -> bool:
    """Whether a run of text ends where the element begins and ends."""
    return element.tag not in _INLINE and not (element.tag in _CELLS and _is_one_run(element))


def _is_one_run(cell: HtmlElement) -> bool:
    """Whether a table's cell holds words and no blocks: the row is then one run."""
    return all(inner.tag in _INLINE for inner in cell.iterdescendants())


def _outer(element: HtmlElement, root: HtmlElement) -> HtmlElement:
    """The nearest block-level element around an element that has just closed."""
    outer = element.getparent()
    while outer is not None and outer is not root and outer.tag in _INLINE:
        outer = outer.getparent()
    return outer if outer is not None else root


def _closed(run: _Run) -> Shown | None:
    """A run as a block, white space collapsed and links placed; None where it has no words."""
    text = ""
    anchors: list[Anchor] = []
    bold_length = 0
    for piece, href, bold in run.pieces:
        part = _fitting(piece, text)
        if part == "\n":
            text = text.rstrip(" \n")
        if href is not None and part.strip():
            begin = len(text) + len(part) - len(part.lstrip())
            anchors.append(Anchor(begin, len(text) + len(part.rstrip()), href))
        text += part
        bold_length += len(part) if bold else 0
    bare = text.rstrip()
    if not any(character.isalnum() for character in bare):
        return None
    tag = run.element.tag if isinstance(run.element.tag, str) else ""
    strong = bold_length >= 0.95 * len(bare)
    return Shown(Block(bare, tag, _joined(anchors), strong), run.element)


def _fitting(piece: str, before: str) -> str:
    """A piece with its white space collapsed, as it goes on from what stands before it."""
    if piece == "\n":
        return piece if before else ""
    part = _SPACE.sub(" ", piece)
    return part.lstrip(" ") if not before or before[-1] in " \n" else part


def _joined(anchors: list[Anchor]) -> tuple[Anchor, ...]:
    """Pieces of one link, cut by inline markup, as one."""
    whole: list[Anchor] = []
    for anchor in anchors:
        if anchor.end <= anchor.start:
            continue
        last = whole[-1] if whole else None
        if last and last.href == anchor.href and anchor.start - last.end <= 1:
            whole[-1] = Anchor(last.start, anchor.end, last.href)
        else:
            whole.append(anchor)
    return tuple(whole)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the markup around a block says, outwards as far as the article's body.

    ``tags`` are the elements; ``marks`` the words of their class, id, itemprop and rel values,
    lower case, each whole and, where it is made of several, in parts.
    """

    tags: frozenset[str]
    marks: frozenset[str]

    def marked(self, table: str, key: str = "marks") -> bool:
        """Whether one of the marks is listed in the vocabulary."""
        return not self.marks.isdisjoint(entries(table, key))


def surroundings_of(element: HtmlElement, until: HtmlElement | None = None) -> Surroundings:
    """The tags and marks of an element and of those around it, up to ``until`` (left out)."""
    tags: set[str] = set()
    marks: set[str] = set()
    for level, outer in enumerate(_outwards(element)):
        if outer is until or outer.tag in ("body", "html") or level >= _MARKED_LEVELS:
            break
        tags.add(outer.tag)
        marks.update(marks_of(outer))
    return Surroundings(frozenset(tags), frozenset(marks))


def marks_of(element: HtmlElement) -> Iterator[str]:
    """The words of an element's class, id, itemprop and rel values, lower case."""
    for attribute in _ATTRIBUTES:
        value = element.get(attribute)
        for mark in value.split()[:20] if value else ():
            whole = mark[:80]
            yield whole.casefold()
            yield from (part.casefold() for part in _MARK_PART.findall(whole))


def _outwards(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()
