"""Encoding on several processes: the networks of the gather stage, spread over texts.

One text is one run of a model, so what comes out is the same on any number of processes; few texts
are read where they are, since handing them over costs more than they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

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


def embed_apart(pool: ProcessPoolExecutor | None, texts: Sequence[str]) -> NDArray[np.float32]:
    """L2-normalised vectors of texts, ``(n, 384)``, on ``pool``'s processes if there is one."""
    # Copies carry the same words again: each text is encoded once.
    places = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    distinct = list(places)
    if pool is None or len(distinct) <= FEW:
        vectors = embed(distinct)
    else:
        chunks = [distinct[i : i + CHUNK] for i in range(0, len(distinct), CHUNK)]
        vectors = np.concatenate(list(pool.map(embed, chunks)))
    return vectors[[places[text] for text in texts]]


def judge_apart(
    pool: ProcessPoolExecutor | None, pairs: Sequence[tuple[str, Article]]
) -> list[Judged]:
    """What articles do with the claims that they carry, on ``pool``'s processes if there is one."""
    if pool is None or len(pairs) <= FEW_PAIRS:
        return [judge_carried(claim, article) for claim, article in pairs]
    claims, articles = zip(*pairs, strict=True)
    return list(pool.map(judge_carried, claims, articles, chunksize=CHUNK))
