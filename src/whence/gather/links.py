"""Links: which articles of a set point to which others.

Takes articles, gives the pairs of which the first links to the second. Whoever links to a text
wrote after it, which tells of two copies without a time which was there first. Addresses are
compared without scheme, ``www.``, fragment, closing slash and parameters that only track the
reader (links.toml). Two that link to each other tell nothing: a site lists what is related on
both pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from whence.model import Article, ExhibitKind
from whence.tables import read_table


def find_links(articles: Sequence[Article]) -> frozenset[tuple[int, int]]:
    """Pairs of articles, by number, of which the first links to the second."""
    numbers: dict[str, set[int]] = {}
    for number, article in enumerate(articles):
        for address in _addresses(article):
            numbers.setdefault(address, set()).add(number)
    links = {
        (number, other)
        for number, article in enumerate(articles)
        for exhibit in article.exhibits
        if exhibit.kind is ExhibitKind.LINK
        for other in numbers.get(plain_address(exhibit.url), ())
        if other != number
    }
    return frozenset((x, y) for x, y in links if (y, x) not in links)


def plain_address(url: str) -> str:
    """What of a URL says which page it is; empty where it is no URL of a page."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(k)]
    tail = "?" + urlencode(sorted(query)) if query else ""
    return host + parts.path.rstrip("/") + tail


def _addresses(article: Article) -> set[str]:
    """Where an article is found: its own URL, and the one that it names as its own."""
    canonical = [e.url for e in article.exhibits if e.kind is ExhibitKind.CANONICAL]
    return {plain_address(url) for url in [article.url or "", *canonical]} - {""}


def _tracks(parameter: str) -> bool:
    return any(fnmatchcase(parameter.lower(), pattern) for pattern in _tracking())


@cache
def _tracking() -> tuple[str, ...]:
    return tuple(read_table("whence.gather", "links.toml")["tracking"])
