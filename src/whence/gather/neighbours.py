"""Neighbours: for each article the others that it is most like, without comparing all with all.

Takes articles one after another, each with its vector; keeps with each the others that are most
like it. An index of every article's heaviest words gives candidates (Bayardo, Ma and Srikant
2007); those are compared in full, by words, vectors and time. How like two articles are depends
on the two alone and is the same from either side to the last bit. So what is kept depends on the
articles alone, in whatever order they came.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whence.gather.reports import report_text
from whence.gather.times import publication_window
from whence.gather.vocabulary import HEAVIEST, NUMBERS, background, round_to_grain, weigh_words
from whence.model import Article

DAY = 86400
MEANING = 0.4
"""Share of the vectors in the likeness; the rest is the words'."""
INDEXED = 40
"""Words of an article that it is found by."""
SHARED = 0.02
"""Cosine by those words, less for time between them, above which two articles are compared in
full."""
STRANGE = 0.2
"""Likeness below which two articles are no neighbours."""
MOST = 128
"""Neighbours that are kept with an article, the likest."""
CALM = 14 * DAY
"""Seconds between two articles that say nothing against one story."""
FADE = 60 * DAY
"""Seconds beyond those after which their likeness counts half; less than half it never counts."""

GRAIN = 1 << 20
"""Likeness is told in whole parts of so many."""
TIES = 1 << 32
"""A rank is likeness times this, and a hash of the neighbour to part those that are as like."""
NOBODY = -1
"""The row of a neighbour that was let go, or of none."""

Rows = NDArray[np.intp]


class Neighbours:
    """Articles by row, in the order they came, and with each the rows that are most like it.

    ``days`` is how far apart two articles can be published and still be neighbours; ``most``, how
    many neighbours are kept with an article.
    """

    def __init__(self, days: float = math.inf, most: int = MOST) -> None:
        self.days = days
        self.most = most
        self.articles: list[Article] = []
        self._kept = np.zeros(0, dtype=_record(0, most))
        self._index: dict[int, tuple[array[int], array[float]]] = {}
        self._sought = np.zeros(NUMBERS, dtype=np.float32)

    def add(self, article: Article, vector: NDArray[np.float32]) -> Rows:
        """Puts an article in the next row; gives the other rows that it is a neighbour with."""
        row = len(self.articles)
        if row == len(self._kept):
            self._make_room(len(vector))
        self._write(row, article, vector)
        near, likeness = self._compare(row)
        self.articles.append(article)
        self._enter(row)
        ranks = (likeness * GRAIN).astype(np.int64) * TIES
        own = ranks + self._kept["tie"][near]
        nearest = np.argsort(-own)[: self.most]
        self._kept["near"][row, : len(nearest)] = near[nearest]
        self._kept["rank"][row, : len(nearest)] = own[nearest]
        self._offer(row, near, ranks + self._kept["tie"][row])
        return near

    def near(self, rows: Rows, n: int) -> tuple[Rows, Rows, NDArray[np.float64]]:
        """The ``n`` likest of some rows: places in ``rows``, the neighbour's row, its likeness."""
        ranks = self._kept["rank"][rows]
        likest = ranks >= np.partition(ranks, -n, axis=1)[:, -n, None]
        near = self._kept["near"][rows]
        place, column = np.nonzero(likest & (near != NOBODY))
        return place, near[place, column].astype(np.intp), _likeness(ranks[place, column])

    def likeness_of_nth(self, rows: Rows, n: int) -> NDArray[np.float64]:
        """How like its ``n``-th nearest neighbour each of some rows is; 0 where it has fewer."""
        return _likeness(np.partition(self._kept["rank"][rows], -n, axis=1)[:, -n])

    def latest(self, rows: Sequence[int]) -> float:
        """The last second at which one of some rows can have been published."""
        return float(self._kept["latest"][list(rows)].max())

    def order(self, row: int) -> tuple[str, int]:
        """By what rows are put in order, whenever they came."""
        return self.articles[row].id, int(self._kept["tie"][row])

    def keep(self, rows: Rows) -> None:
        """Lets all go but some rows, which become the first; those let go still count as near."""
        renumbered = np.full(len(self.articles) + 1, NOBODY, dtype=np.int32)
        renumbered[rows] = range(len(rows))
        self.articles = [self.articles[row] for row in rows]
        self._kept = self._kept[rows]
        self._kept["near"] = renumbered[self._kept["near"]]
        self._index = {}
        for row in range(len(rows)):
            self._enter(row)

    def _make_room(self, width: int) -> None:
        room = np.zeros(max(64, 2 * len(self._kept)), dtype=_record(width, self.most))
        if len(self._kept):
            room[: len(self._kept)] = self._kept
        self._kept = room

    def _write(self, row: int, article: Article, vector: NDArray[np.float32]) -> None:
        weighed = weigh_words(report_text(article), background())
        window = publication_window(article)
        kept = self._kept[row]
        kept["words"][: len(weighed.words)] = weighed.words
        kept["weights"][: len(weighed.words)] = weighed.weights
        kept["vector"] = round_to_grain(vector)
        kept["earliest"], kept["latest"] = window.earliest, window.latest
        kept["tie"] = zlib.crc32(f"{article.id}\n{article.text}".encode())
        kept["near"] = NOBODY

    def _enter(self, row: int) -> None:
        """Puts a row into the index, so that later ones find it."""
        for word, weight in zip(*self._indexed(row), strict=True):
            rows, weights = self._index.setdefault(word, (array("i"), array("f")))
            rows.append(row)
            weights.append(weight)

    def _indexed(self, row: int) -> tuple[list[int], list[float]]:
        """The words a row is found by and their weights."""
        weights = self._kept["weights"][row, :INDEXED]
        words = self._kept["words"][row, :INDEXED][weights > 0]
        return words.tolist(), weights[weights > 0].tolist()

    def _candidates(self, row: int) -> tuple[Rows, NDArray[np.float64]]:
        """The rows before this one that share enough of its words; what time leaves of that."""
        rows, products = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.float32)]
        for word, weight in zip(*self._indexed(row), strict=True):
            if word in self._index:
                others, weights = self._index[word]
                rows.append(np.frombuffer(others, dtype=np.int32))
                products.append(np.frombuffer(weights, dtype=np.float32) * np.float32(weight))
        shared = np.bincount(np.concatenate(rows), np.concatenate(products))
        found = np.flatnonzero(shared > SHARED)
        apart = self._apart(row, found)
        left = np.where(apart <= self.days * DAY, 0.5 ** np.clip((apart - CALM) / FADE, 0, 1), 0)
        kept = shared[found] * left > SHARED
        return found[kept], left[kept]

    def _apart(self, row: int, others: Rows) -> NDArray[np.float64]:
        """The seconds that must lie between an article and others, at the least."""
        one, other = self._kept[row], self._kept
        before = one["earliest"] - other["latest"][others]
        after = other["earliest"][others] - one["latest"]
        apart: NDArray[np.float64] = np.maximum(np.maximum(before, after), 0)
        return apart

    def _compare(self, row: int) -> tuple[Rows, NDArray[np.float64]]:
        """The rows before this one that are no strangers, and how like it they are."""
        others, left = self._candidates(row)
        one, kept = self._kept[row], self._kept
        # Weights are whole multiples of a grain: products and sums are exact, in any order.
        self._sought[one["words"][::-1]] = one["weights"][::-1]
        sought = self._sought.take(kept["words"][others])
        words = np.einsum("ij,ij->i", sought, kept["weights"][others]).astype(np.float64)
        self._sought[one["words"]] = 0
        # No matrix product: its threads cost more than they do.
        meaning = np.einsum("ij,j->i", kept["vector"][others], one["vector"]).astype(np.float64)
        mixed = (MEANING * meaning + (1 - MEANING) * words) * left
        likeness = np.clip(np.round(mixed * GRAIN) / GRAIN, 0, 1)
        near = likeness >= STRANGE
        return others[near], likeness[near]

    def _offer(self, row: int, near: Rows, ranks: NDArray[np.int64]) -> None:
        """Keeps a row with its neighbours, in place of the least like where they have enough."""
        kept = self._kept["rank"][near]
        least = kept.argmin(axis=1)
        likelier = ranks > kept[range(len(near)), least]
        at = near[likelier], least[likelier]
        self._kept["near"][at] = row
        self._kept["rank"][at] = ranks[likelier]


def _record(width: int, most: int) -> np.dtype[np.void]:
    """What is kept with an article whose vector is so wide, with at most so many neighbours."""
    return np.dtype(
        [
            ("words", np.int32, HEAVIEST),
            ("weights", np.float32, HEAVIEST),
            ("vector", np.float32, width),
            ("earliest", np.float64),
            ("latest", np.float64),
            ("tie", np.int64),
            ("near", np.int32, most),
            ("rank", np.int64, most),
        ]
    )


def _likeness(ranks: NDArray[np.int64]) -> NDArray[np.float64]:
    return ranks // TIES / GRAIN
