"""The disk: files that are there whole or not at all, and one writer at a time.

A file is written beside its place, forced to the disk and moved there, and its folder forced as
well; POSIX promises that a reader then sees the old one or the new one. The lock is the system's
own, so that it falls when the process that holds it ends, however it ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whence.errors import VaultError


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, whole or not at all."""
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lock_of(vault: Path) -> Path:
    """The lock of a vault, which lies beside it."""
    return vault.with_name(vault.name + ".lock")


@contextmanager
def locked(path: Path, *, writing: bool) -> Iterator[None]:
    """Hold the lock at ``path`` while inside: alone for writing, with other readers for reading.

    Raises:
        VaultError: somebody else holds it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT if writing else os.O_RDONLY, 0o600)
    except FileNotFoundError:
        if writing:
            raise
        yield  # a copy of a vault, which nobody writes to
        return
    try:
        _lock(descriptor, path, writing)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, path: Path, writing: bool) -> None:  # noqa: ARG001
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise _held(path) from error

else:
    import fcntl

    def _lock(descriptor: int, path: Path, writing: bool) -> None:
        kind = fcntl.LOCK_EX if writing else fcntl.LOCK_SH
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except OSError as error:
            raise _held(path) from error


def _held(path: Path) -> VaultError:
    return VaultError(f"{path.parent}: another run of whence is at work in it; wait for it to end")
