"""Collecting: the search for garbage in cycles, put off while many things are made.

Articles, analyses and stories hold no cycles, and are freed without that search. It goes through
everything that is kept each time that enough has been added, which for some hundred articles takes
a third of the time of a report.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off_collecting() -> Iterator[None]:
    """No search for garbage in cycles until this ends, where there was one before."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
