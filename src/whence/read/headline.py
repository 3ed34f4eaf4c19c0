"""The headline of a page, as the page shows it.

Takes a Page and its shown blocks; gives the headline, where it was read from, and the block it
stands in. Metadata are written for search engines and social networks and often differ from
what readers saw, so a heading of the page that says nearly the same as one of them stands over
it; the name of the outlet is cut off where a title carries it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whence.read.blocks import plain, words_of
from whence.read.linked_data import text_value
from whence.read.page import Page, text_of
from whence.read.shown import Shown, surroundings_of

SIMILAR = 0.5
"""Share of common words at which a heading and a title are the same headline."""
_SAME = 0.85
"""The same of a block that no markup calls a heading."""
_HEADINGS = ("h1", "h2", "h3", "h4")
_TAG_WORTH = {"h1": 0.3, "h2": 0.15, "h3": 0.05, "h4": 0.0}
_MARKS = frozenset({"headline", "entry-title", "post-title", "article-title", "articletitle"})
_SEPARATOR = re.compile(r"\s+[|–—·•»«:/-]+\s+|\s*[|]\s*|\s*::\s*|\s*»\s*")
_MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline, where it was read from, and the index of its block (None: not on the page)."""

    text: str
    origin: str
    block: int | None = None


def find_headline(
    page: Page, shown: Sequence[Shown], first: int, outlets: Sequence[str]
) -> Headline | None:
    """The headline of a page; ``first`` is the first block of its main text.

    ``outlets`` are names by which the site may call itself in titles.
    """
    titles = [
        (cut, origin)
        for text, origin in _titles(page)
        if (cut := without_outlet(text, outlets)) and plain(cut) not in map(plain, outlets)
    ]
    headings = list(_headings(shown, first, [title for title, _ in titles]))
    best = _agreeing(headings, titles, shown, first)
    if best is not None:
        same = next((o for t, o in titles if plain(t) == plain(shown[best].block.text)), "page")
        return Headline(_line(shown[best].block.text), same, best)
    sole = [i for i in headings if shown[i].block.tag == "h1" and _is_titling(shown[i], outlets)]
    if sole and sole[-1] <= first and not _is_confirmed(titles):
        return Headline(_line(shown[sole[-1]].block.text), "page", sole[-1])
    if titles:
        return Headline(titles[0][0], titles[0][1], _standing(titles[0][0], shown))
    return None


def _titles(page: Page) -> Iterable[tuple[str, str]]:
    """What the metadata call the article, most trusted first."""
    named = (
        (text_value(page.linked, "headline", "name"), "json-ld"),
        (page.named("og:title"), "open-graph"),
        (page.named("twitter:title", "dc.title", "sailthru.title", "headline"), "open-graph"),
        (_title_element(page), "page"),
    )
    return ((text[:_MOST_CHARACTERS], origin) for text, origin in named if text)


def _title_element(page: Page) -> str | None:
    title = page.tree.find(".//title")
    return text_of(title) if title is not None else None


def without_outlet(title: str, outlets: Sequence[str]) -> str:
    """A title without the outlet's name (or a section and the name) after or before it."""
    names = {plain(name) for name in outlets if plain(name)}
    pieces = _SEPARATOR.split(title)
    cuts = list(_SEPARATOR.finditer(title))
    if len(pieces) > 1 and _names_outlet(pieces[-1], names):
        return without_outlet(title[: cuts[-1].start()].strip(), outlets)
    if len(pieces) > 1 and _names_outlet(pieces[0], names):
        return title[cuts[0].end() :].strip()
    return title.strip()


def _names_outlet(piece: str, names: set[str]) -> bool:
    bare = plain(piece)
    solid = bare.replace(" ", "")
    return bool(solid) and any(
        bare == name
        or solid == name.replace(" ", "")
        or (len(solid) >= 4 and (solid + "com" == name.replace(" ", "")))
        or (len(bare.split()) <= 5 and len(name) >= 4 and f" {name} " in f" {bare} ")
        for name in names
    )


def _headings(shown: Sequence[Shown], first: int, titles: Sequence[str]) -> Iterable[int]:
    """Blocks that may be the headline: headings, what is marked as one, what reads as a title."""
    for index, one in enumerate(shown[: first + 4]):
        text = one.block.text
        if len(text) > _MOST_CHARACTERS:
            continue
        reads_so = index <= first and any(similarity(text, title) >= _SAME for title in titles)
        if one.block.tag in _HEADINGS or reads_so or _heading_around(one):
            yield index


def _heading_around(one: Shown) -> bool:
    parent = one.element.getparent()
    if parent is not None and parent.tag in _HEADINGS[:2]:
        return True
    return not _MARKS.isdisjoint(surroundings_of(one.element).marks)


def _agreeing(
    headings: Sequence[int],
    titles: Sequence[tuple[str, str]],
    shown: Sequence[Shown],
    first: int,
) -> int | None:
    """The heading that says most nearly what a title says; the nearest to the text of equals."""
    scored = []
    for index in headings:
        text = shown[index].block.text
        alike = max((similarity(text, title) for title, _ in titles), default=0.0)
        if alike >= SIMILAR and len(words_of(text)) >= 2:
            worth = round(alike, 1) + _TAG_WORTH.get(shown[index].block.tag, 0.1)
            scored.append((worth, -abs(first - index), index))
    return max(scored)[2] if scored else None


def similarity(one: str, other: str) -> float:
    """Common words of two titles: of the shorter's, tempered by how much longer the other is."""
    first, second = set(words_of(one)), set(words_of(other))
    if not first or not second:
        return 0.0
    common = len(first & second)
    return 2 * common / (len(first) + len(second))


def _is_titling(one: Shown, outlets: Sequence[str]) -> bool:
    words = words_of(one.block.text)
    return len(words) >= 3 and " ".join(words) not in {plain(name) for name in outlets}


def _is_confirmed(titles: Sequence[tuple[str, str]]) -> bool:
    """Whether two titles of the metadata agree, so that a strange heading has no say."""
    return len(titles) > 1 and similarity(titles[0][0], titles[1][0]) >= 0.8


def _standing(title: str, shown: Sequence[Shown]) -> int | None:
    bare = plain(title)
    return next((i for i, one in enumerate(shown) if plain(one.block.text) == bare), None)


def _line(text: str) -> str:
    return " ".join(text.split())
