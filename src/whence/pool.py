"""Pool: work on many things spread over processes, their results in the things' own order.

Never more is held than a bounded number of things at a time, so that a stream of any length passes.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from whence.errors import WhenceError
from whence.output import silence_libraries

Item = TypeVar("Item")
T = TypeVar("T")


@contextmanager
def open_pool(jobs: int) -> Iterator[ProcessPoolExecutor | None]:
    """A pool of processes, which start when they are first given work; None for one job."""
    if jobs < 2:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=begin_work) as pool:
        yield pool


def spread(
    pool: ProcessPoolExecutor,
    work: Callable[[Item], T],
    items: Iterable[Item],
    most: int,
) -> Iterator[T]:
    """Results in the order of the items, of which never more than ``most`` are held.

    Raises:
        WhenceError: a process ended before its work was done.
    """
    pending: deque[Future[T]] = deque()
    try:
        for item in items:
            pending.append(pool.submit(work, item))
            if len(pending) >= most:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BrokenProcessPool as error:
        reason = "a process ended before its work was done, as for want of memory; use fewer --jobs"
        raise WhenceError(reason) from error


def begin_work() -> None:
    """What a new process does first: leave stderr and Ctrl-C to the one that started it."""
    silence_libraries()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
