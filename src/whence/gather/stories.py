"""Stories: which articles are about one event.

Takes articles and a vector for each (of headline and lead, by the base encoder), gives groups
of article ids. How like two articles are is told by their vectors and by the rare words they
share; less where they were published far apart, and less between articles that many others are
as like (a product launch about which everybody writes every day is many stories). Groups grow
by average linkage; what is then left alone joins the group whose nearest members it is like.
Shared names count through their rarity among words; weighing them further did not help.

Numbers were chosen on the Fake News Challenge's stories outside ``dev_stories.txt``
(``benchmarks/stories.py``), with vectors of the first 600 characters: those of longer leads make
strangers more alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whence.gather.linkage import average_linkage
from whence.gather.reports import report_text
from whence.gather.times import Window, publication_window
from whence.gather.vocabulary import background, word_likeness
from whence.model import Article

MEANING = 0.4
"""Share of the vectors in the likeness; the rest is the words'."""
THRESHOLD = 0.3
"""Mean likeness from which on groups merge, among ``AMONG`` articles."""
AMONG = 1600
STRANGERS = 0.017
"""What the threshold falls by when articles get fewer by a factor of e: among few, strangers
that happen to be alike are rare. Reckoned with ``FEWEST`` articles at least."""
FEWEST = 10
CROWD = 10
"""The neighbour by whose likeness a crowd is told."""
CROWDED = 0.3
"""Likeness of that neighbour from which on an article stands in a crowd."""
STRAY = 2
"""Articles up to which a group is a stray, which may join a larger group."""
NEAREST = 3
"""Members of the larger group that a stray is set beside."""
JOINS = 0.02
"""By how much less than the threshold a stray must be like them."""
CALM = 14 * 86400
"""Seconds between two articles that say nothing against one story."""
FADE = 60 * 86400
"""Seconds beyond those after which their likeness counts half; less than half it never counts."""

Matrix = NDArray[np.float32]


def group_stories(
    articles: Sequence[Article], vectors: NDArray[np.float32]
) -> list[tuple[str, ...]]:
    """Groups of article ids, sorted, by their first id; the same in any order of the articles.

    ``vectors`` are L2-normalised, ``(n, d)``, one for each article.

    Raises:
        ValueError: there is not one vector for each article.
    """
    if len(vectors) != len(articles):
        raise ValueError(f"{len(articles)} articles, but {len(vectors)} vectors")
    if not articles:
        return []
    order = sorted(range(len(articles)), key=lambda i: (articles[i].id, articles[i].text))
    ordered = [articles[i] for i in order]
    meaning = np.asarray(vectors, dtype=np.float32)[order]
    likeness = article_likeness(ordered, meaning @ meaning.T)
    threshold = merging_threshold(len(ordered))
    groups = average_linkage(likeness.astype(np.float64), threshold)
    groups = _join_strays(groups, likeness, threshold - JOINS)
    return sorted(tuple(ordered[i].id for i in sorted(group)) for group in groups)


def article_likeness(articles: Sequence[Article], meaning: Matrix) -> Matrix:
    """How like articles are, ``(n, n)``; ``meaning`` are the cosines of their vectors."""
    words = word_likeness([report_text(article) for article in articles], background())
    mixed = MEANING * meaning + (1 - MEANING) * words
    likeness = _uncrowd(mixed * _nearness([publication_window(a) for a in articles]))
    return np.asarray((likeness + likeness.T) / 2, dtype=np.float32)


def merging_threshold(size: int) -> float:
    """The mean likeness from which on groups merge among ``size`` articles."""
    return THRESHOLD + STRANGERS * math.log(max(size, FEWEST) / AMONG)


def _uncrowd(likeness: Matrix) -> Matrix:
    """Likeness scaled down between articles whose neighbourhoods are crowded.

    After the local scaling of Zelnik-Manor and Perona (2004).
    """
    if len(likeness) <= CROWD + 1:
        return likeness
    others = likeness.copy()
    np.fill_diagonal(others, -1)
    crowd = np.partition(others, -CROWD, axis=1)[:, -CROWD]
    scale = np.sqrt(np.maximum(1, crowd / CROWDED))
    return np.asarray(likeness / np.sqrt(np.outer(scale, scale)), dtype=np.float32)


def _nearness(windows: Sequence[Window]) -> Matrix:
    """1 for articles near in time or of unknown time, down to a half for those far apart."""
    earliest = np.array([w.earliest for w in windows])
    latest = np.array([w.latest for w in windows])
    apart = np.maximum(earliest[:, None] - latest[None], earliest[None] - latest[:, None])
    far = np.clip((np.maximum(apart, 0) - CALM) / FADE, 0, 1)
    return np.asarray(0.5**far, dtype=np.float32)


def _join_strays(
    groups: Sequence[tuple[int, ...]], likeness: Matrix, threshold: float
) -> list[tuple[int, ...]]:
    """Groups with each stray put into the larger group whose nearest members it is most like."""
    larger = [group for group in groups if len(group) > STRAY]
    joined = {group: list(group) for group in groups}
    for stray in (group for group in groups if len(group) <= STRAY):
        alike = [(_closeness(stray, group, likeness), n) for n, group in enumerate(larger)]
        best, nearest = max(alike, key=lambda a: (a[0], -a[1]), default=(-1.0, 0))
        if best >= threshold:
            joined[larger[nearest]] += joined.pop(stray)
    return [tuple(sorted(group)) for group in joined.values()]


def _closeness(stray: Sequence[int], group: Sequence[int], likeness: Matrix) -> float:
    """Mean likeness of a stray's articles to those members that each is most like."""
    between = np.sort(likeness[np.ix_(stray, group)], axis=1)
    return float(between[:, -NEAREST:].mean())
