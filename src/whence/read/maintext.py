"""The main text of a page: which of its blocks are the article.

Takes a Page and its shown blocks; gives those that are the article, and those around it.
trafilatura (Barbaresi 2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for
Text Discovery and Extraction") says which words are the article; the page itself says where
they stand, so that headings, quotations, links and captions keep their markup and their place.
The smallest element that holds nearly all of the chosen words is the article's body: a block
chosen far outside of it is furniture, a paragraph passed over inside of it belongs to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml.html import HtmlElement

from whence.read.blocks import words_of
from whence.read.page import is_unseen
from whence.read.shown import Shown, surroundings_of

RUN = 4
"""Words in the runs by which a block is known again in the extractor's text."""
SAME = 0.6
"""Share of a block's runs that must be in the extractor's text."""
BODY = 0.6
"""Share of the chosen words that the article's body must hold."""
TEASER = 0.3
"""A repeated block with less of the chosen words around it than this share is a teaser."""
PROSE = 12
"""Words of a paragraph that may carry the body on."""
_FURNITURE = ("boilerplate", "strong_marks")
_ENOUGH = 600
"""Characters that must stay when furniture is left out of account."""


@dataclass(frozen=True, slots=True)
class MainText:
    """``chosen``: indices of the blocks that are the article; ``body``: of those in its body.

    ``first`` and ``last`` are where the body's chosen blocks begin and end.
    """

    chosen: tuple[int, ...]
    inside: frozenset[int]
    body: HtmlElement | None


def choose_blocks(tree: HtmlElement, shown: Sequence[Shown]) -> MainText:
    """The blocks whose words the extractor takes for the main text, and the body around them."""
    extracted = extract_text(tree)
    runs = _runs_of(extracted)
    lines = {" ".join(words_of(line)) for line in extracted.splitlines()}
    kept = [i for i, one in enumerate(shown) if _is_in(one.block.text, runs, lines)]
    kept = _without_repeats(shown, kept)
    body = _body_of(shown, _without_furniture(shown, kept))
    if body is None:
        return MainText(tuple(kept), frozenset(), None)
    bodies = {body, *_continued(body)}
    inside = frozenset(i for i, one in enumerate(shown) if _stands_in(one, bodies))
    more = [i for i in inside if _is_prose(shown[i]) and not _stands_in(shown[i], {body})]
    return MainText(tuple(sorted({*kept, *more})), inside, body)


def _without_furniture(shown: Sequence[Shown], kept: Sequence[int]) -> Sequence[int]:
    """Without blocks marked as furniture (a live blog below, related stories), if enough stays."""
    bare = [i for i in kept if not surroundings_of(shown[i].element).marked(*_FURNITURE)]
    length = sum(len(shown[i].block.text) for i in bare)
    return bare if length >= _ENOUGH else kept


def _continued(body: HtmlElement) -> list[HtmlElement]:
    """Elements that carry the body on: same tag and class, same depth, under one roof."""
    marks, roof = body.get("class"), body.getparent()
    roof = roof.getparent() if roof is not None and roof.getparent() is not None else roof
    if not marks or roof is None:
        return []
    depth = _depth(body)
    alike = (e for e in roof.iter(body.tag) if e.get("class") == marks and e is not body)
    return [e for e in alike if _depth(e) == depth]


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_prose(one: Shown) -> bool:
    block = one.block
    return block.tag == "p" and len(block.text.split()) >= PROSE and block.link_share < 0.5


def extract_text(tree: HtmlElement) -> str:
    """trafilatura's main text of a tree, lines parted by line breaks; empty where it finds none."""
    from trafilatura import extract  # noqa: PLC0415 - plain text does not pay for it

    cleaned = deepcopy(tree)
    for element in [e for e in cleaned.iter() if isinstance(e.tag, str)]:
        if element.tag != "script" and is_unseen(element) and element.getparent() is not None:
            element.drop_tree()
    return extract(cleaned, include_comments=False, include_tables=True) or ""


def _runs_of(text: str) -> Counter[tuple[str, ...]]:
    words = words_of(text)
    return Counter(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _is_in(text: str, runs: Counter[tuple[str, ...]], lines: set[str]) -> bool:
    words = words_of(text)
    if len(words) < RUN + 2:
        return bool(words) and " ".join(words) in lines
    mine = [tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]
    return sum(run in runs for run in mine) >= SAME * len(mine)


def _without_repeats(shown: Sequence[Shown], kept: Sequence[int]) -> list[int]:
    """Without the teasers: blocks whose words stand once more where far more was chosen."""
    around = _words_around(shown, kept)
    best: dict[str, int] = {}
    keys = {index: " ".join(words_of(shown[index].block.text)) for index in kept}
    for index, key in keys.items():
        best[key] = max(best.get(key, 0), around[index])
    return [index for index in kept if around[index] >= TEASER * best[keys[index]]]


def _words_around(shown: Sequence[Shown], kept: Sequence[int]) -> dict[int, int]:
    """For each chosen block, how many chosen words its element's parent's parent holds."""
    held: Counter[HtmlElement] = Counter()
    for index in kept:
        element: HtmlElement | None = shown[index].element
        size = len(shown[index].block.text)
        while element is not None:
            held[element] += size
            element = element.getparent()
    found = {}
    for index in kept:
        outer = shown[index].element
        for _ in range(2):
            parent = outer.getparent()
            outer = parent if parent is not None else outer
        found[index] = held[outer]
    return found


def _body_of(shown: Sequence[Shown], kept: Sequence[int]) -> HtmlElement | None:
    """The smallest element that holds nearly all of the chosen words."""
    held: Counter[HtmlElement] = Counter()
    total = 0
    for index in kept:
        size = len(shown[index].block.text)
        total += size
        element: HtmlElement | None = shown[index].element
        while element is not None:
            held[element] += size
            element = element.getparent()
    enough = [element for element, size in held.items() if size >= BODY * total]
    return max(enough, key=lambda e: sum(1 for _ in e.iterancestors()), default=None)


def _stands_in(one: Shown, bodies: set[HtmlElement]) -> bool:
    return one.element in bodies or any(outer in bodies for outer in one.element.iterancestors())
