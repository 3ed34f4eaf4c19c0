"""Pictures: which pictures several reports of a story show, whatever their size and crop.

Takes the Articles of a story, gives its SharedPictures. Two pictures are the same where a window of
one (the whole among them) is no further than :data:`NEAR` bits of PDQ from a window of the other,
or from its mirror image; the whole hashes alone stand a crop of little more than one per cent. Who
shows a picture first says nothing of who took it, and that two reports show it does not make one a
copy of the other: both may have it from an agency. What an outlet shows in articles that have
nothing to do with each other is its furniture and ties nothing.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whence.gather.kinship import find_leaders
from whence.gather.times import Window, publication_window
from whence.model import Article, Exhibit, ExhibitKind, SharedPicture, Showing, content_id

NEAR = 31
"""Bits in which two hashes of one picture may differ, as PDQ's authors advise."""
FAR = 90
"""Where no window of one picture is so near to the whole other, the rest is not compared."""
UNRELATED = 3
"""Stories in which one outlet shows the same picture, from which on it is furniture."""
MOST = 400
"""Pictures of one story that are compared."""

Hashes = NDArray[np.uint64]
"""Rows of four words: the hash of each window, the whole picture's first."""

_BYTES = 32
# A mirror turns the sign of every other column of waves; the last bit of a hash stands first.
_MIRROR = np.packbits(np.arange(256)[::-1] % 2 == 0).view(np.uint64)


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture in one article, with the hashes of its windows."""

    showing: Showing
    outlet: str
    hashes: Hashes
    mirrored: Hashes


def find_pictures(
    articles: Sequence[Article], outlets: Mapping[str, str], furniture: Collection[str]
) -> tuple[SharedPicture, ...]:
    """The pictures that reports of several outlets show, those of most reports first.

    ``outlets`` maps articles to their outlets, ``furniture`` holds the hashes of pictures to be
    left out. The order of ``articles`` does not matter.
    """
    windows = {a.id: publication_window(a) for a in articles}
    ordered = sorted(articles, key=lambda a: _order(windows[a.id], a.id))
    shown = [s for a in ordered for s in shown_pictures(a, outlets[a.id], furniture)][:MOST]
    groups: dict[int, list[Shown]] = defaultdict(list)
    for leader, one in zip(find_leaders(len(shown), same_pairs(shown)), shown, strict=True):
        groups[leader].append(one)
    found = [
        build_picture([s.showing for s in group], windows)
        for group in groups.values()
        if len({s.outlet for s in group}) > 1
    ]
    return tuple(sorted(found, key=lambda p: (-len(p.showings), p.id)))


def find_furniture(stories: Iterable[Iterable[tuple[Article, str]]]) -> frozenset[str]:
    """PDQ hashes of what an outlet shows in several stories; an article comes with its outlet."""
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, story in enumerate(stories):
        for article, outlet in story:
            for exhibit in article.exhibits:
                if exhibit.pdq is not None:
                    places[outlet, exhibit.pdq].add(number)
    return frozenset(pdq for (_, pdq), found in places.items() if len(found) >= UNRELATED)


def shown_pictures(
    article: Article, outlet: str, furniture: Collection[str] = ()
) -> Iterator[Shown]:
    """The pictures of an article that can be known again, each once."""
    seen: set[str] = set()
    for exhibit in article.exhibits:
        pdq = exhibit.pdq
        if exhibit.kind is not ExhibitKind.PICTURE or pdq is None or pdq in furniture:
            continue
        if pdq not in seen:
            seen.add(pdq)
            hashes = read_hashes(exhibit)
            yield Shown(Showing(article.id, exhibit), outlet, hashes, hashes ^ _MIRROR)


def read_hashes(exhibit: Exhibit) -> Hashes:
    """The hashes of a picture and of its windows; of the whole alone where the others are none."""
    whole = bytes.fromhex(exhibit.pdq or "")
    try:
        windows = base64.b64decode(exhibit.windows or "", validate=True)
    except (binascii.Error, ValueError):
        windows = b""
    if len(windows) % _BYTES:
        windows = b""
    hashes = np.frombuffer(whole + windows, dtype=np.uint64).reshape(-1, 4)
    # In a hash of something half the bits are set.
    return hashes[hashes.any(axis=1)]


def same_pairs(shown: Sequence[Shown]) -> Iterator[tuple[int, int]]:
    """Pairs, by number, that are the same picture in different articles."""
    for n, one in enumerate(shown):
        for m in range(n):
            other = shown[m]
            apart = one.showing.article != other.showing.article
            if apart and picture_distance(one, other) <= NEAR:
                yield (m, n)


def picture_distance(one: Shown, other: Shown) -> int:
    """The fewest bits in which a window of one picture differs from one of the other."""
    wholes = min(
        _least(one.hashes[:1], other.hashes, other.mirrored),
        _least(other.hashes[:1], one.hashes, one.mirrored),
    )
    if wholes <= NEAR or wholes > FAR:
        return wholes
    return _least(one.hashes, other.hashes, other.mirrored)


def _least(hashes: Hashes, *others: Hashes) -> int:
    differing = (np.bitwise_count(hashes[:, None] ^ other[None]).sum(axis=2) for other in others)
    return min((int(bits.min()) for bits in differing if bits.size), default=256)


def build_picture(showings: Sequence[Showing], windows: Mapping[str, Window]) -> SharedPicture:
    """One picture out of what shows it, in the order of the reports' times."""
    hashes = sorted({s.exhibit.pdq or "" for s in showings})
    reports = list(dict.fromkeys(s.article for s in showings))
    first, *later = reports
    known = all(windows[first].latest < windows[other].earliest for other in later)
    return SharedPicture(
        id=content_id("picture", *hashes, *sorted(reports)),
        pdq=showings[0].exhibit.pdq or "",
        showings=tuple(showings),
        first=first if known else None,
    )


def _order(window: Window, article: str) -> tuple[bool, float, float, str]:
    """By when a report was published, those of unknown time last."""
    return (math.isinf(window.earliest), window.earliest, window.latest, article)
