"""Encoding on several processes: the encoder of the gather stage, spread over texts.

One text is one run of the model, so vectors are the same on any number of processes; few texts
are encoded where they are, since starting a process costs more than they do.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial

import numpy as np
from numpy.typing import NDArray

from whence.analyse.encoder import embed

FEW = 200
"""Texts up to which one process encodes them all."""
CHUNK = 32
"""Texts handed to a process at a time."""


@contextmanager
def open_encoder(
    jobs: int, begin: Callable[[], None] | None = None
) -> Iterator[Callable[[Sequence[str]], NDArray[np.float32]]]:
    """Texts to L2-normalised vectors ``(n, 384)``, on up to ``jobs`` processes.

    ``begin`` is what a new process does first.
    """
    if jobs < 2:
        yield embed
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=begin) as pool:
        yield partial(embed_apart, pool)


def embed_apart(pool: ProcessPoolExecutor, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of many texts, ``(n, 384)``, a chunk a task."""
    if len(texts) <= FEW:
        return embed(texts)
    chunks = [texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)]
    return np.concatenate(list(pool.map(embed, chunks)))
