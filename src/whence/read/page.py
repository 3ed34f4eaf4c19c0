"""A page as a tree, and what it says of itself outside its text.

Takes decoded HTML; gives a Page: the element tree, its ``<meta>`` values, its JSON-LD objects
and the address that relative links stand against. Hostile pages are bounded here, once for all
that read the tree later: nesting is flattened below a depth that no written page reaches, and
pages with more elements or characters than any article has are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from whence.read.linked_data import Node, article_node, nodes_of

MOST_CHARACTERS = 20_000_000
MOST_ELEMENTS = 150_000
DEEPEST = 120
"""Levels of nesting; what lies deeper is lifted to this one."""
FOLLOWED = 250
"""Depth at which the parser may have given up following (256 in some builds, 2048 in others);
a page that reaches it is parsed again with its nesting taken out."""
_NESTING = re.compile(
    r"</?(?!(?:html|head|body|title|meta|link|script|style|p|h[1-6])\b)[a-z][^>]{0,500}>", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MISNESTED = 60
"""A <noscript> with so many elements is one that broken markup never closed: the page itself."""
_EMBEDDED = re.compile(r"(data:[\w.+-]+/[\w.+-]+(?:;[\w=.+-]+)*;base64,)[A-Za-z0-9+/=%]{100,}")
"""Pictures and fonts written into a page: nothing to parse in them, and most of its length."""
_UNSEEN = ("script", "style", "template", "svg", "math", "object", "canvas", "select")


class UnreadablePageError(ValueError):
    """The page cannot be taken apart within bounds; the message says what is wrong and the cure."""


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page; ``url`` is the address that its relative links stand against."""

    tree: HtmlElement
    url: str | None = None
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values of ``<meta>`` by lower-case property, name or itemprop, in page order."""
    linked: Node = field(default_factory=dict)
    """The JSON-LD object of the article; empty where the page has none."""
    nodes: tuple[Node, ...] = ()
    """All JSON-LD objects of the page."""
    embedded: Mapping[str, str] = field(default_factory=dict)
    """Addresses of pictures written into the page, by what stands for them in the tree."""

    def named(self, *keys: str) -> str | None:
        """The first non-empty ``<meta>`` value under the first of these keys that has one."""
        return next((value for key in keys for value in self.meta.get(key, ()) if value), None)


def parse_page(source: str, url: str | None = None) -> Page:
    """Parse HTML, however broken, into a Page.

    Raises:
        UnreadablePageError: it holds no element at all, or more than any article does.
    """
    source, embedded = _set_aside(source)
    if len(source) > MOST_CHARACTERS:
        raise UnreadablePageError("the page is too large for an article; save the article alone")
    tree = _bounded_tree(source)
    nodes = nodes_of(_linked_scripts(tree))
    base = tree.find(".//base[@href]")
    return Page(
        tree=tree,
        url=absolute(base.get("href"), url) if base is not None else url,
        meta=_metas(tree),
        linked=article_node(nodes),
        nodes=nodes,
        embedded=embedded,
    )


def _set_aside(source: str) -> tuple[str, dict[str, str]]:
    """The page with a short name for what is written into it, and the pictures by these names."""
    pictures: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        if not found[1].lower().startswith("data:image/"):
            return found[1]
        # No base64 holds this sign, so it is the name of nothing else.
        short = f"{found[1]}#{len(pictures)}"
        pictures[short] = found[0]
        return short

    return _EMBEDDED.sub(name, source), pictures


def _tree_of(source: str) -> HtmlElement:
    bare = _CONTROL.sub(" ", source).encode("utf-8", errors="replace")
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = html.document_fromstring(bare, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as wrong:
        raise UnreadablePageError(
            "the page holds no markup and no text; capture it again"
        ) from wrong
    if tree is None:
        raise UnreadablePageError("the page holds no markup and no text; capture it again")
    return tree


def _too_deep(tree: HtmlElement) -> tuple[int, list[HtmlElement]]:
    """How deep a tree goes, and the elements that lie deeper than written pages do.

    Raises:
        UnreadablePageError: there are too many elements.
    """
    depth, count, deepest = 0, 0, 0
    found: list[HtmlElement] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, count = depth + 1, count + 1
        deepest = max(deepest, depth)
        if count > MOST_ELEMENTS:
            raise UnreadablePageError("it has too many elements; save the article alone")
        if depth > DEEPEST:
            found.append(element)
    return deepest, found


def _bounded_tree(source: str) -> HtmlElement:
    """The tree of a page, flattened where it is nested beyond reason."""
    tree = _tree_of(source)
    deepest, deep = _too_deep(tree)
    if deepest >= FOLLOWED:
        tree = _tree_of(_NESTING.sub("\n<p>", source))
        _, deep = _too_deep(tree)
    # From the inside out, so that each element is lifted past ancestors that still stand.
    for element in reversed(deep):
        element.drop_tag()
    return tree


def _linked_scripts(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").casefold() and script.text:
            yield script.text


def _metas(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for meta in tree.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            key = (meta.get(attribute) or "").strip().casefold()
            if key and content:
                found[key] = (*found.get(key, ()), content)
    return found


def absolute(href: str | None, base: str | None) -> str | None:
    """A web address in full; None where it is none, or cannot be made whole."""
    if not href or len(href) > 4000:
        return None
    try:
        full = urljoin(base or "", href.strip())
        parts = urlsplit(full)
    except ValueError:
        return None
    return full if parts.scheme in ("http", "https") and parts.netloc else None


def is_unseen(element: HtmlElement) -> bool:
    """Whether a browser shows nothing of the element."""
    if element.tag == "noscript":
        return sum(1 for _ in islice(element.iter(), _MISNESTED)) < _MISNESTED
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def text_of(element: HtmlElement) -> str:
    """What an element says, white space collapsed."""
    return " ".join("".join(element.itertext(tag=None)).split())
