"""Versions: which articles are captures of one page, and in which order they were taken.

Takes Articles, gives groups of those that have one address, the latest last. Addresses are compared
as links are (links.py), without what marks a page for telephones where that is sure; the address
that a page names as its own counts where it is on the same site. An address without a path is an
outlet's, not an article's. Captures of one address at different times are versions whatever they
say, so that a page that was taken down is seen; where no time tells, or where a page's word alone
joins two addresses, they are versions only where they share text. They stand by when they were
seen, else by what they say of themselves; the order of the articles changes nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit

from whence.gather.links import plain_address
from whence.gather.parts import TABLE, read_parts
from whence.gather.times import Window, moment_window
from whence.model import Article, Direction, ExhibitKind

RUN = 4
"""Words of the runs by which two texts are told to be alike."""
SHARED = 0.3
"""Share of the shorter text's runs that the longer has, from which on they are one article."""
MOST = 40
"""Different articles under one address that are told apart; further ones stand alone."""

_AMP = TABLE["amp"]


def group_versions(articles: Sequence[Article]) -> list[list[Article]]:
    """All articles, in groups of versions of one page, each in order, by their first ids."""
    named: dict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        for address in _addresses(article):
            named[address].append(number)
    near = list(range(len(articles)))
    for numbers in named.values():
        for number in numbers[1:]:
            _join(near, numbers[0], number)
    sharing: dict[int, list[Article]] = defaultdict(list)
    for number, article in enumerate(articles):
        sharing[_root(near, number)].append(article)
    groups = [group for some in sharing.values() for group in _told_apart(some)]
    return sorted(groups, key=lambda group: min(a.id for a in group))


def latest_versions(articles: Sequence[Article]) -> list[Article]:
    """The articles without earlier versions of any of them, in the same order."""
    latest = {id(group[-1]) for group in group_versions(articles)}
    return [article for article in articles if id(article) in latest]


def told_order(before: Article, after: Article) -> Direction:
    """Whether it is known which of two versions came first."""
    for one, other in zip(_windows(before), _windows(after), strict=True):
        if one.latest < other.earliest:
            return Direction.KNOWN
    return Direction.UNDECIDED


def time_of_version(article: Article) -> str | None:
    """When a version stood there: as captured, else as it says of itself."""
    moment = article.first_seen or article.modified or article.published
    return moment.value if moment else None


# ---------------------------------------------------------------- addresses


def page_address(url: str | None) -> str:
    """What of a URL says which article it is of; empty where it is no article's."""
    plain = plain_address(url or "")
    try:
        parts = urlsplit(f"//{plain}")
    except ValueError:
        return ""
    host, path = parts.netloc.removeprefix(_AMP["host"]), parts.path
    for ending in _AMP["endings"]:
        path = path.removesuffix(ending)
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in _AMP["parameters"]
    ]
    tail = "?" + urlencode(kept) if kept else ""
    return f"{host}{path}{tail}" if path.strip("/") or tail else ""


def _addresses(article: Article) -> Iterator[str]:
    """Where the article is, and where it says that it is."""
    own = page_address(article.url)
    if own:
        yield own
    for exhibit in article.exhibits:
        if exhibit.kind is ExhibitKind.CANONICAL:
            named = page_address(exhibit.url)
            if named and (not own or _same_site(own, named)):
                yield named


def _same_site(one: str, other: str) -> bool:
    """Whether the host of one address is that of the other, or stands under it."""
    a, b = sorted((one.partition("/")[0], other.partition("/")[0]), key=len)
    return a == b or b.endswith(f".{a}")


def _root(near: list[int], number: int) -> int:
    while near[number] != number:
        near[number] = near[near[number]]
        number = near[number]
    return number


def _join(near: list[int], one: int, other: int) -> None:
    a, b = sorted((_root(near, one), _root(near, other)))
    near[b] = a


# ---------------------------------------------------------------- one article or several


@dataclass(frozen=True)
class _Taken:
    """An article, its place in time, and the runs of words by which it is told to be another's."""

    article: Article

    @cached_property
    def order(self) -> tuple[float, float, str, str]:
        """Sorts by when it was seen, then by what it says of itself."""
        seen, stated = _windows(self.article)
        at = seen.earliest if seen.earliest > -math.inf else stated.earliest
        return at, stated.earliest, self.article.id, self.article.text

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """The runs of words of what is read."""
        tokens = [t for part in read_parts(self.article).parts for t in part.tokens]
        words = [token for token in tokens if token[0].isalnum()]
        return frozenset(zip(*(words[n:] for n in range(RUN)), strict=False))

    def is_version_of(self, other: _Taken) -> bool:
        """Whether both are captures of one article."""
        here, there = self.article, other.article
        seen = [a.first_seen.value if a.first_seen else None for a in (here, there)]
        same = page_address(here.url) == page_address(there.url) != ""
        if same and None not in seen and seen[0] != seen[1]:
            return True
        if here.text == there.text:
            return True
        small = min(len(self.runs), len(other.runs))
        return bool(small) and len(self.runs & other.runs) >= SHARED * small


def _told_apart(articles: Sequence[Article]) -> list[list[Article]]:
    """Articles of one address, as versions of one article or of several."""
    groups: list[list[_Taken]] = []
    for taken in sorted((_Taken(a) for a in articles), key=lambda t: t.order):
        for group in groups[:MOST]:
            if taken.is_version_of(group[-1]):
                group.append(taken)
                break
        else:
            groups.append([taken])
    return [[taken.article for taken in group] for group in groups]


def _windows(article: Article) -> tuple[Window, Window]:
    """When the article was seen, and when it says that it was last changed."""
    seen, stated = article.first_seen, article.modified or article.published
    return (
        moment_window(seen) if seen else Window(),
        moment_window(stated) if stated else Window(),
    )
