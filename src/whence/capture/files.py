"""Files and directories: a path comes in, open streams or the paths under it go out.

In a directory only what can hold articles is taken, by its suffix, and the rest is left
unsaid: pictures, scripts and data lie beside pages wherever they were saved. What a person
names is always taken, whatever it is called. Links to directories are not followed, and links to
files that lie elsewhere are refused: a folder that somebody sent must not reach the user's own.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from whence.capture.inflate import CHUNK, Inflow
from whence.capture.jsonlines import holds_articles
from whence.capture.limits import Limits
from whence.capture.sniff import (
    JSON_SUFFIXES,
    PAGE_SUFFIXES,
    TEXT_SUFFIXES,
    XML_SUFFIXES,
    suffix_of,
)
from whence.errors import CaptureError

_TAKEN = JSON_SUFFIXES | PAGE_SUFFIXES | TEXT_SUFFIXES | XML_SUFFIXES | {".warc"}


@contextmanager
def open_input(path: str, limits: Limits) -> Iterator[Inflow]:
    """Open a file that a person named, unpacking it where it is gzip.

    Raises:
        CaptureError: not there, or not allowed.
    """
    try:
        file = Path(path).open("rb", buffering=0)  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        raise CaptureError(path, file_reason(path, error)) from error
    with file:
        yield Inflow(cast(BinaryIO, file), path, limits.archive_bytes)


def file_reason(path: str, error: Exception) -> str:
    """What keeps a path from being read, and the cure, in one line."""
    if isinstance(error, FileNotFoundError):
        if "." in path.partition("/")[0] and not path.startswith("."):
            return "no such file; check the path, or begin a web address with https://"
        return "no such file; check the path"
    if isinstance(error, PermissionError):
        return "not allowed to read it; change its permissions"
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror or error}); check the path"
    return "not a path; check it"


def walk(directory: str, limits: Limits) -> Iterator[str | CaptureError]:
    """The paths of the files under ``directory`` that may hold articles, sorted; or why not.

    Hidden files and directories are left out. A path begins with ``directory`` as given.
    """
    faults: list[OSError] = []
    found: list[Path] = []
    for root, folders, names in os.walk(directory, onerror=faults.append):
        folders[:] = [folder for folder in folders if not folder.startswith(".")]
        visible = {name for name in names if not name.startswith(".")}
        found += [Path(root, name) for name in visible if _may_hold_article(name, visible)]
    base = directory.rstrip("/") or "/"
    inside = Path(directory).resolve()
    relative = sorted((path.relative_to(directory), path) for path in found if path.is_file())
    for inner, path in relative[: limits.files]:
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            yield CaptureError(str(path), "a link out of its folder; name the file itself")
        elif suffix_of(path.name) != ".json" or _holds_articles(str(path), limits):
            yield f"{base.rstrip('/')}/{inner.as_posix()}"
    if len(relative) > limits.files:
        reason = f"more than {limits.files:,} files; the first were taken, split the directory"
        yield CaptureError(directory, reason)
    for fault in faults:
        place = str(fault.filename or directory)
        yield CaptureError(place, file_reason(place, fault))


def _may_hold_article(name: str, beside: set[str]) -> bool:
    """Whether a file is of a kind to take; a text beside a page of its name is a copy of it."""
    suffix = suffix_of(name)
    if suffix in TEXT_SUFFIXES and name.lower().endswith(suffix):
        stem = name[: -len(suffix)]
        return not any(stem + page in beside for page in PAGE_SUFFIXES)
    return suffix in _TAKEN or (not suffix and name.lower().endswith(".gz"))


def _holds_articles(path: str, limits: Limits) -> bool:
    try:
        with open_input(path, limits) as inflow:
            return holds_articles(io.BufferedReader(inflow, CHUNK), limits)
    except (CaptureError, OSError):
        return True  # let it be refused by name
