"""Why a page holds no article, in one line with the cure; or that it holds only its beginning.

Takes a page, what it shows and which blocks of that are the body; gives the reason to refuse it,
or None. Consent walls, paywall stubs, robot checks, logins, error messages sent as pages, shells
and parked domains are known by :mod:`walls`' words, by the marks of the products that show
them, and by what the page says of itself (schema.org's ``isAccessibleForFree``). Words alone
never refuse prose: what counts is how much of the body is left without them, so that an article
about cookies is an article. A body that is left, before a paywall, is a teaser: it is read, and
said to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from whence.read.page import Page, text_of
from whence.read.shown import Shown
from whence.read.vocabulary import anywhere
from whence.read.walls import Wall, marks_around, segments, unquoted, walls

_FEWEST_CHARACTERS = 80
"""A body shorter than this is no article."""
_STUB = 300
"""Prose below which a paywall has left no article."""
_TEASER = 1500
"""Prose from which an article before a paywall is taken for whole."""
_LONGEST_WALL = 6000
"""Prose from which a page is an article, whatever else it says."""
_LEFT_DATED, _LEFT = 120, 900
"""Prose left beside a wall's words, on a page that says when it was published, and on others."""
_LITTLE_ELSE = 1500
"""Characters of a whole page up to which words outside the body count."""
_BELOW = 12
"""Blocks after the body within which a paywall shows itself."""
_OWN_WORDS = 0.45
"""Share of a block's sentences from which it is a wall's."""
_MOSTLY_LINKS = 0.6
_DATED = ("article:published_time", "article:published", "datepublished", "parsely-pub-date")
_REFRESH = re.compile(r"^\s*(\d{1,2})\s*[;,]\s*url\s*=\s*['\"]?\s*([^'\"\s]{4,500})", re.I)
_PAYWALL, _MISSING, _CONSENT = "paywall", "missing page", "consent wall"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of a page is looked at: its titles, its body, and what it says below and elsewhere."""

    page: Page
    titles: frozenset[str]
    body: tuple[Shown, ...]
    told: tuple[tuple[str, ...], ...]
    """The sentences of the body's blocks without quotations."""
    marks: tuple[frozenset[str], ...]
    """The marks around the body's blocks."""
    below: str
    elsewhere: str
    size: int
    dated: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """``reason`` why a page is no article; else whether it is a teaser, and a wall's blocks in it.

    ``asides`` are indices of the shown blocks in the body that are the paywall's own words.
    """

    reason: str | None = None
    teaser: bool = False
    asides: frozenset[int] = frozenset()


def judge_page(page: Page, shown: Sequence[Shown], body: Sequence[int]) -> Judgement:
    """Whether there is an article in a page, given the indices of the blocks in its body."""
    blocks = [shown[index] for index in body]
    if _prose(blocks) >= _LONGEST_WALL:
        return Judgement()
    seen = _look(page, shown, body)
    held = {wall.kind: _held(wall, seen) for wall in walls()}
    taken = frozenset().union(*held.values())
    left = _prose([one for at, one in enumerate(seen.body) if at not in taken])
    for wall in walls():
        if _stands(wall, seen, held[wall.kind], left):
            return Judgement(wall.reason)
    if target := _sent_on(page.tree, left):
        return Judgement(f"it only sends its readers on, to {target}; give that address")
    if reason := _why_empty(page.tree, shown, sum(len(one.block.text) for one in blocks)):
        return Judgement(reason)
    paywall = next(wall for wall in walls() if wall.kind == _PAYWALL)
    if left < _TEASER and (_is_locked(page) or _is_cut(paywall, seen, held[_PAYWALL])):
        return Judgement(teaser=True, asides=frozenset(body[at] for at in held[_PAYWALL]))
    return Judgement()


def _look(page: Page, shown: Sequence[Shown], body: Sequence[int]) -> _Seen:
    inside = set(body)
    last = max(inside, default=-1)
    first = min(inside, default=0)
    others = [(at, one) for at, one in enumerate(shown) if at not in inside]
    below = [one.block.text for at, one in others if first <= at <= last + _BELOW]
    words = [one.block.text for _, one in others]
    words += [text_of(element) for element in page.tree.iter("noscript")]
    return _Seen(
        page=page,
        titles=frozenset().union(*map(segments, _titles(page.tree))),
        body=tuple(shown[index] for index in body),
        told=tuple(unquoted(shown[index].block.text) for index in body),
        marks=tuple(marks_around(shown[index].element) for index in body),
        below="\n".join(sentence for text in below for sentence in unquoted(text)),
        elsewhere="\n".join(s for text in words for s in unquoted(text))[:20_000],
        size=sum(len(one.block.text) for one in shown),
        dated=bool(page.linked or page.named(*_DATED)),
    )


def _titles(tree: HtmlElement) -> Iterator[str]:
    """The page's title and its first heading of the highest level."""
    first = (tree.find(f".//{tag}") for tag in ("h1", "h2", "h3"))
    for element in (tree.find(".//title"), next((e for e in first if e is not None), None)):
        if element is not None:
            yield text_of(element)[:300]


def _held(wall: Wall, seen: _Seen) -> frozenset[int]:
    """Which blocks of the body are the wall's own words."""
    spoken = bool(wall.said_in("\n".join(sentence for told in seen.told for sentence in told)))
    return frozenset(
        at
        for at, (told, marks) in enumerate(zip(seen.told, seen.marks, strict=True))
        if (spoken and wall.share_of(told) >= _OWN_WORDS)
        or " ".join(told) in wall.titles
        or wall.is_marked(marks)
    )


def _stands(wall: Wall, seen: _Seen, held: frozenset[int], left: int) -> bool:
    """Whether the page is this wall, with so much prose left beside all walls' words."""
    if wall.kind == _PAYWALL:
        return _is_stub(wall, seen, held, left)
    said = wall.said_in("\n".join("\n".join(seen.told[at]) for at in held))
    titled = not wall.titles.isdisjoint(seen.titles)
    marked = any(wall.is_marked(seen.marks[at]) for at in held)
    if wall.kind == _MISSING and titled and not seen.dated:
        return left < _LONGEST_WALL // 2  # the site's most read stand below
    if titled and left < (_LEFT_DATED if seen.dated else _LEFT):
        return True
    if (marked or len(said) > 1) and left < _LEFT_DATED:
        return True
    own = sum(len(seen.body[at].block.text) for at in held)
    if not seen.dated and own > left and (marked or len(said) > (wall.kind != _CONSENT) + 1):
        return True
    if left >= _FEWEST_CHARACTERS or _is_reported(seen):
        return False
    return bool(held) or (
        (seen.size < _LITTLE_ELSE or not seen.body) and bool(wall.said_in(seen.elsewhere))
    )


def _is_stub(wall: Wall, seen: _Seen, held: frozenset[int], left: int) -> bool:
    if left >= _STUB:
        return False
    below = wall.said_in(seen.below if seen.body else seen.elsewhere)
    titled = not wall.titles.isdisjoint(seen.titles)
    if left < _LEFT_DATED and (below or titled):
        return True
    return bool(held) or len(below) > 1 or _is_locked(seen.page)


def _is_cut(wall: Wall, seen: _Seen, held: frozenset[int]) -> bool:
    """Whether a paywall stands where the prose ends."""
    ends = bool(held) and max(held) >= len(seen.body) - 3
    return ends or len(wall.said_in(seen.below)) > 1


def _is_reported(seen: _Seen) -> bool:
    """Whether somebody is said to have said something: walls report nothing."""
    reports = anywhere("headline", "reporting")
    return any(reports.search(sentence) for told in seen.told for sentence in told)


def _prose(blocks: Sequence[Shown]) -> int:
    """Characters of those blocks that are sentences, and not links to other pages."""
    return sum(
        len(one.block.text)
        for one in blocks
        if one.block.link_share < 0.5
        and (len(one.block.text.split()) >= 12 or one.block.text.rstrip("\"'”»’) ")[-1:] in ".!?…")
    )


def _is_locked(page: Page) -> bool:
    """Whether the page says that it is not free, and does not show the part that is paid for."""
    stated = [node for node in page.nodes if "isAccessibleForFree" in node]
    if not any(_is_no(node["isAccessibleForFree"]) for node in stated):
        return False
    selectors = {node["cssSelector"] for node in stated if isinstance(node.get("cssSelector"), str)}
    names = {name for each in selectors for name in re.findall(r"[.#]([\w-]+)", each)}
    paid = (
        element
        for element in page.tree.iter("div", "section", "article", "p", "main", "aside")
        if names.intersection((element.get("class") or "").split()) or element.get("id") in names
    )
    return sum(len(text_of(element)) for element in paid) < _TEASER // 2


def _is_no(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().casefold() == "false")


def _sent_on(tree: HtmlElement, left: int) -> str | None:
    """Where a page without prose sends its readers on to, if it does."""
    if left >= _FEWEST_CHARACTERS:
        return None
    for meta in tree.iter("meta"):
        refreshes = (meta.get("http-equiv") or "").strip().casefold() == "refresh"
        if refreshes and (found := _REFRESH.match(meta.get("content") or "")):
            return found.group(2)[:200]
    return None


def _why_empty(tree: HtmlElement, shown: Sequence[Shown], length: int) -> str | None:
    """Why there is no article in a page that has no body, or hardly any."""
    if length >= _FEWEST_CHARACTERS:
        return None
    words = sum(len(one.block.text) for one in shown)
    if not words:
        shell = next(wall.reason for wall in walls() if wall.kind == "script shell")
        return (
            shell
            if tree.find(".//script") is not None
            else "there is no text in it; capture it again"
        )
    linked = sum(one.block.link_share * len(one.block.text) for one in shown)
    if linked > _MOSTLY_LINKS * words:
        return "it is a list of links, not an article; give the page of one article"
    return "no article's text was found in it; save the article as plain text"
