"""Encoding on several processes: the networks of the gather stage, spread over texts.

One text is one run of a model, so what comes out is the same on any number of processes; few texts
are read where they are, since handing them over costs more than they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from whence.analyse.encoder import embed
from whence.gather.stance import Judged, judge_carried
from whence.model import Article

FEW = 64
"""Texts up to which one process encodes them all."""
CHUNK = 16
"""Texts handed to a process at a time."""
FEW_PAIRS = 16
"""Claims and articles up to which one process judges them all."""


def embed_apart(pool: ProcessPoolExecutor | None, texts: Iterable[str]) -> NDArray[np.float32]:
    """L2-normalised vectors of texts, ``(n, 384)``, on ``pool``'s processes if there is one.

    The processes begin on the first texts while those after them are still drawn.
    """
    # Copies carry the same words again: each text is encoded once.
    places: dict[str, int] = {}
    rows: list[int] = []
    distinct = new_texts(texts, places, rows)
    first = list(islice(distinct, FEW + 1))
    if pool is None or len(first) <= FEW:
        vectors = embed(chain(first, distinct))
    else:
        drawn = chain(first, distinct)
        chunks = iter(lambda: list(islice(drawn, CHUNK)), [])
        vectors = np.concatenate(list(pool.map(embed, chunks)))
    return vectors[rows]


def new_texts(texts: Iterable[str], places: dict[str, int], rows: list[int]) -> Iterator[str]:
    """Each text where it comes first; its place among those, for every text, goes to ``rows``."""
    for text in texts:
        fresh = text not in places
        rows.append(places.setdefault(text, len(places)))
        if fresh:
            yield text


def judge_apart(
    pool: ProcessPoolExecutor | None, pairs: Iterable[tuple[str, Article]]
) -> Iterator[Judged]:
    """What articles do with the claims that they carry, on ``pool``'s processes if there is one.

    The processes begin on the first pairs while those after them are still drawn, and answers are
    given, in the order of the pairs, as they come.
    """
    pairs = iter(pairs)
    first = list(islice(pairs, FEW_PAIRS + 1))
    if pool is None or len(first) <= FEW_PAIRS:
        return iter([judge_carried(claim, article) for claim, article in chain(first, pairs)])
    return pool.map(judge_pair, chain(first, pairs), chunksize=CHUNK)


def judge_pair(pair: tuple[str, Article]) -> Judged:
    """What an article does with a claim that it carries."""
    return judge_carried(*pair)
