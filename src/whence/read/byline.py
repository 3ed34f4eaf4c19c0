"""The byline: the names of those who wrote an article.

Takes a Page and the blocks around its text; gives names, cleaned, and where they were read
from. What stands in bylines beside names — roles, desks, addresses, dates, places, the outlet
itself — is dropped; an agency stays, since a text it wrote is its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from lxml.html import HtmlElement

from whence.read.blocks import plain
from whence.read.lines import is_byline
from whence.read.linked_data import names
from whence.read.page import Page, is_unseen, text_of
from whence.read.shown import Shown
from whence.read.vocabulary import alternatives, entries, opening

_META_KEYS = (
    "author",
    "article:author",
    "article:author_name",
    "article:author:name",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "dcsext.author",
    "citation_author",
)
_LOWER = "translate({}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_CLASS, _ID, _HREF = (_LOWER.format(f"@{name}") for name in ("class", "id", "href"))
_PAGE_PATHS = (
    ".//*[@rel='author' or contains(@itemprop, 'author')]",
    f".//*[contains({_CLASS}, 'byline') or contains({_ID}, 'byline')]",
    f".//a[contains({_HREF}, '/author') or contains({_HREF}, '/contributor')"
    f" or contains({_HREF}, '/biography/') or contains({_HREF}, '/journalist')"
    f" or contains({_HREF}, '/reporter') or contains({_HREF}, '/columnist')"
    f" or contains({_HREF}, '/people/') or contains({_HREF}, '/profile/')]",
    f".//*[contains({_CLASS}, 'author') or contains({_ID}, 'author')]",
)
"""Marks of a byline in a page, most telling first."""
_PARTS = re.compile(r"\s*(?:[;|/•·]|,|\s&\s|\band\b|\bund\b|\bet\b(?! al)|\bwith\b|\n)\s*", re.I)
_NOT_NAMES = re.compile(
    r"\S+@\S*|https?:\S+|www\.\S+|\b[\w-]+\.(?:com|org|net|co)\b\S*|\(.*?\)|\[.*?\]|@\w+"
)
_PLACED = re.compile(r"\s+(?:in|for|at|of|from|on|via|–|—|-)\s+.*$", re.I)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_SIGNATURE = re.compile(r"^(?:—|–|--|-)\s*([A-Z][^()@.]{3,80})$")
_DATED_BEFORE = re.compile(r"^.*\d.*?\bby\s+", re.I)
"""A clock before the names: "Tuesday 9 September, 9:16 pm by Ann Other"."""
_FEW_CHILDREN = 12
_MOST_NAMES = 12


def find_byline(page: Page, outlets: Sequence[str], near: Sequence[Shown]) -> tuple[list[str], str]:
    """Names and their origin; no names and an empty origin where the page names nobody.

    ``near`` are the blocks over and under the text, where bylines stand; ``outlets`` what the
    site calls itself.
    """
    readings: tuple[tuple[Callable[[], list[str]], str], ...] = (
        (lambda: names(page.linked, "author", page.nodes), "json-ld"),
        (lambda: [v for key in _META_KEYS for v in page.meta.get(key, ())], "open-graph"),
        (lambda: _twitter_label(page), "open-graph"),
        (lambda: _marked(page.tree, near, outlets), "page"),
        (lambda: _signed(near), "page"),
    )
    for read, origin in readings:
        found = clean_names(read(), outlets)
        if origin == "page":
            found = [name for name in found if " " in name or is_agency(name)]
        if found:
            return found, origin
    return [], ""


def is_agency(name: str) -> bool:
    """Whether one word is an agency: other single words on a page are places and handles."""
    return name.casefold() in {agency.casefold() for agency in entries("dateline", "agencies")}


def _twitter_label(page: Page) -> list[str]:
    label = page.named("twitter:label1") or ""
    return list(page.meta.get("twitter:data1", ())) if "writ" in label.casefold() else []


def _marked(tree: HtmlElement, near: Sequence[Shown], outlets: Sequence[str]) -> list[str]:
    """The text of the element most tellingly marked as the byline, near the article's text.

    Only the surest marks (``rel=author``, schema.org's ``author``) are believed elsewhere too.
    """
    beside = {outer for one in near for outer in (one.element, *_parents(one.element))}
    for path in _PAGE_PATHS:
        marked = [e for e in tree.xpath(path) if _names_someone(e, outlets)]
        found = [e for e in marked if _is_beside(e, beside)] or marked[: path == _PAGE_PATHS[0]]
        if found:
            same = [e for e in found if e.getparent() is found[0].getparent()]
            return [_says(e) for e in same]
    return []


def _parents(element: HtmlElement) -> list[HtmlElement]:
    """The elements around a block that hold little more than it."""
    outer = islice(element.iterancestors(), 3)
    return [e for e in outer if e.tag != "body" and len(e) <= _FEW_CHILDREN]


def _is_beside(element: HtmlElement, beside: set[HtmlElement]) -> bool:
    """Whether an element is, or stands in, one of the near blocks, or holds one."""
    return element in beside or any(o in beside for o in islice(element.iterancestors(), 2))


def _names_someone(element: HtmlElement, outlets: Sequence[str]) -> bool:
    text = _says(element)
    return 2 < len(text) <= 160 and not is_unseen(element) and bool(clean_names([text], outlets))


def _says(element: HtmlElement) -> str:
    return text_of(element) or " ".join((element.get("content") or "").split())


def _signed(near: Sequence[Shown]) -> list[str]:
    """Lines that read like a byline, or sign the text at its end ("— Ann Other")."""
    lines = [one.block.text for one in near if is_byline(one.block.text)]
    signatures = (_SIGNATURE.match(one.block.text) for one in near[-6:])
    return lines or [found.group(1) for found in signatures if found]


def clean_names(texts: Iterable[str], outlets: Sequence[str] = ()) -> list[str]:
    """The names of people and agencies in texts of bylines, in order, each once."""
    barred = {plain(name) for name in outlets}
    found: dict[str, str] = {}
    for text in texts:
        for part in _PARTS.split(_NOT_NAMES.sub(" ", _without_opening(text[:300]))):
            name = _name_in(part)
            bare = plain(name)
            if bare and bare not in barred and bare.replace(" ", "") not in barred:
                found.setdefault(bare, name)
    return list(found.values())[:_MOST_NAMES]


def _without_opening(text: str) -> str:
    text = _DATED_BEFORE.sub("", text)
    found = opening("byline", "openings").match(text)
    rest = text[found.end() :].lstrip(" :\u00a0") if found else text
    return _without_opening(rest) if found and rest else rest


def _name_in(part: str) -> str:
    """The name in a piece of a byline, or an empty string."""
    bare = " ".join(part.split()).strip(' .,:-–—"“”')
    if _PLACED.search(bare) and len(_PLACED.sub("", bare).split()) >= 2:
        bare = _PLACED.sub("", bare)
    bare = _without_role(bare)
    words = bare.split()
    if not 1 <= len(words) <= 5 or len(bare) > 60 or any(c.isdigit() for c in bare):
        return ""
    if plain(bare) in entries("byline", "roles") or _is_job(words):
        return ""
    lowered = entries("byline", "particles")
    named = all(_WORD.fullmatch(w) and (w[0].isupper() or w in lowered) for w in words)
    return bare if named and any(w[0].isupper() for w in words) else ""


_ROLE_BEFORE = re.compile(
    rf"^(?:(?:our|the|by)\s+)?{alternatives(entries('byline', 'roles'))}[:\s]+", re.I
)
_ROLE_AFTER = re.compile(rf"[\s,:-]+{alternatives(entries('byline', 'roles'))}$", re.I)


def _without_role(name: str) -> str:
    if len(name.split()) <= 2:
        return name
    shorter = _ROLE_AFTER.sub("", _ROLE_BEFORE.sub("", name))
    return _without_role(shorter) if shorter and shorter != name else name


def _is_job(words: Sequence[str]) -> bool:
    jobs = entries("byline", "role_words")
    months = entries("byline", "times")
    return any(w.casefold().strip(".") in jobs for w in words) or words[0].casefold() in months
