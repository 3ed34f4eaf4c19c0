"""Stories: which articles are about one event.

Takes articles and a vector for each (of headline and lead, by the base encoder), gives groups
of article ids. How like two articles are is told by their vectors and by the rare words they
share; less where they were published far apart, and less between articles that many others are
as like (a product launch about which everybody writes every day is many stories). Groups grow
by average linkage; what is then left alone joins the group whose nearest members it is like.
Shared names count through their rarity among words; weighing them further did not help.

No group reaches beyond a circle: articles that hang together by their nearest neighbours. A new
article changes its own circle and few others, and only those are grouped anew. So articles can
come in any order and in any batches, and the groups are always those of all that have come.

Numbers were chosen on the Fake News Challenge's stories outside ``dev_stories.txt``
(``benchmarks/stories.py``), with vectors of the first 600 characters: those of longer leads make
strangers more alike.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whence.gather.circles import JOINED, Circle, crowding, find_circles
from whence.gather.linkage import Near, average_linkage
from whence.gather.neighbours import DAY, MOST, Neighbours, Rows
from whence.model import Article

THRESHOLD = 0.29
"""Mean likeness from which on groups merge."""
ABSENT = 0.12
"""The likeness that articles that are no neighbours count with."""
STRAY = 2
"""Articles up to which a group is a stray, which may join a larger group."""
NEAREST = 3
"""Members of the larger group that a stray is set beside."""
JOINS = 0.02
"""By how much less than the threshold a stray must be like them."""

ALONE = -1
"""The circle of a row that is in none yet."""

Group = tuple[int, ...]


def group_stories(
    articles: Sequence[Article], vectors: NDArray[np.float32], days: float = math.inf
) -> list[tuple[str, ...]]:
    """Groups of article ids, sorted, by their first id; the same in any order of the articles.

    ``vectors`` are L2-normalised, ``(n, d)``, one for each article; articles published more than
    ``days`` apart are not compared.

    Raises:
        ValueError: there is not one vector for each article.
    """
    stories = Stories(days)
    stories.add(articles, vectors)
    return stories.groups()


class Stories:
    """The stories of all articles that have come, at any time the same as those of one batch.

    ``days`` is how far apart two articles can be published and still be compared; circles whose
    articles are all older than that can be let go. ``most`` is how many neighbours are kept with
    an article.
    """

    def __init__(self, days: float = math.inf, most: int = MOST) -> None:
        self._neighbours = Neighbours(days, most)
        self._scale = np.zeros(0)
        self._circle = np.zeros(0, dtype=np.intp)
        self._circles: dict[int, Group] = {}
        self._groups: dict[int, list[Group]] = {}
        self._numbers = itertools.count()

    def add(self, articles: Sequence[Article], vectors: NDArray[np.float32]) -> None:
        """Puts articles into stories, with an L2-normalised vector for each.

        Raises:
            ValueError: there is not one vector for each article.
        """
        if len(vectors) != len(articles):
            raise ValueError(f"{len(articles)} articles, but {len(vectors)} vectors")
        if not articles:
            return
        new = np.arange(len(articles)) + len(self._scale)
        met = [self._neighbours.add(a, v) for a, v in zip(articles, vectors, strict=True)]
        self._scale = np.concatenate([self._scale, np.ones(len(new))])
        self._circle = np.concatenate([self._circle, np.full(len(new), ALONE)])
        stale = self._circle[self._disturbed(new, np.union1d(np.concatenate(met), new))]
        rows = new.tolist()
        for circle in set(stale.tolist()) - {ALONE}:
            rows += self._circles.pop(circle)
            del self._groups[circle]
        for found in find_circles(self._neighbours, rows, self._scale, THRESHOLD - JOINS):
            number = next(self._numbers)
            self._circle[list(found.rows)] = number
            self._circles[number] = found.rows
            self._groups[number] = group_circle(found)

    def groups(self) -> list[tuple[str, ...]]:
        """Groups of article ids, sorted, by their first id."""
        return self._name(self._groups)

    def settle(self, before: float) -> list[tuple[str, ...]]:
        """Lets go, and gives, the groups that no article published since ``before`` can change.

        ``before`` is in seconds since 1970. What comes later and is older is compared with those
        still there only. An article whose time nothing bounds keeps its circle from being let go.
        """
        limit = before - self._neighbours.days * DAY
        settled = [c for c, rows in self._circles.items() if self._neighbours.latest(rows) < limit]
        if not settled:
            return []
        groups = self._name(settled)
        for circle in settled:
            del self._circles[circle], self._groups[circle]
        kept = np.array(sorted(itertools.chain(*self._circles.values())), dtype=np.intp)
        place = np.full(len(self._scale), ALONE)
        place[kept] = range(len(kept))
        self._neighbours.keep(kept)
        self._scale, self._circle = self._scale[kept], self._circle[kept]
        for circle, rows in self._circles.items():
            self._circles[circle] = tuple(place[list(rows)].tolist())
            moved = [tuple(place[list(group)].tolist()) for group in self._groups[circle]]
            self._groups[circle] = moved
        return groups

    def _disturbed(self, new: Rows, met: Rows) -> Rows:
        """Rows whose circles can be others now that ``new`` ones have ``met`` some.

        Two articles that were there before never become more alike. They become less so where a
        crowd gets denser, and strangers where more neighbours come than are kept; and a circle
        that others joined can fall apart where new ones are nearer.
        """
        near = self._neighbours
        scale = crowding(near, met)
        full = near.likeness_of_nth(met, near.most) > 0
        changed = met[full | (scale != self._scale[met])]
        self._scale[met] = scale
        place, nearest, _ = near.near(met, JOINED)
        joined = (met[place] >= new[0]) | (nearest >= new[0])
        return np.concatenate([changed, met[place[joined]], nearest[joined]])

    def _name(self, circles: Iterable[int]) -> list[tuple[str, ...]]:
        """The groups of some circles, as ids."""
        articles = self._neighbours.articles
        groups = itertools.chain(*(self._groups[circle] for circle in circles))
        return sorted(tuple(sorted(articles[row].id for row in group)) for group in groups)


def group_circle(circle: Circle) -> list[Group]:
    """The groups of a circle's rows."""
    groups = average_linkage(circle.near, THRESHOLD, ABSENT)
    joined = join_strays(groups, circle.near)
    return [tuple(circle.rows[place] for place in group) for group in joined]


def join_strays(groups: Sequence[Group], near: Sequence[Near]) -> list[Group]:
    """Groups with each stray put into the larger group whose nearest members it is most like."""
    larger = [group for group in groups if len(group) > STRAY]
    group_of = {place: n for n, group in enumerate(larger) for place in group}
    joined = [list(group) for group in larger]
    alone: list[Group] = []
    for stray in (group for group in groups if len(group) <= STRAY):
        alike = _closeness(stray, near, group_of)
        best, nearest = max(((like, -n) for n, like in alike.items()), default=(-math.inf, 0))
        if best >= THRESHOLD - JOINS:
            joined[-nearest] += stray
        else:
            alone.append(stray)
    return [*alone, *(tuple(sorted(group)) for group in joined)]


def _closeness(stray: Group, near: Sequence[Near], group_of: Mapping[int, int]) -> dict[int, float]:
    """For each group that a stray has neighbours in, how like its nearest members it is."""
    found: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for place in stray:
        for other, likeness in zip(near[place].rows.tolist(), near[place].likeness, strict=True):
            if other in group_of:
                found[group_of[other]][place].append(float(likeness))
    closeness = {}
    for group, by_place in found.items():
        means = [mean_of_nearest(by_place.get(place, [])) for place in stray]
        closeness[group] = sum(means) / len(stray)
    return closeness


def mean_of_nearest(likeness: Sequence[float]) -> float:
    """The mean of the highest few; those that are missing are strangers."""
    highest = sorted(likeness, reverse=True)[:NEAREST]
    return (sum(highest) + ABSENT * (NEAREST - len(highest))) / NEAREST
