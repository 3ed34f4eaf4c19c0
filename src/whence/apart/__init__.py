"""Apart: a function that parses outside bytes runs in a process of its own, within bounds.

Whoever sends a page chooses every byte of it, and the parsers under us are large programs in C.
So they run in a worker (:mod:`~whence.apart.worker`) that has little memory and time, no network
and next to no files (:mod:`~whence.apart.fence`), and that answers in plain values which cannot
carry code (:mod:`~whence.apart.values`). :func:`run_apart` is the only door.
"""

from whence.apart.calling import Bounds, run_apart, start_ahead

__all__ = ["Bounds", "run_apart", "start_ahead"]
