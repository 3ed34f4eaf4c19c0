"""Files and directories: a path comes in, open streams or the paths under it go out.

In a directory only what can hold articles is taken, by its suffix, and the rest is left
unsaid: pictures, scripts and data lie beside pages wherever they were saved, and so do frames
of advertisements in the folder that a browser saves with a page. What a person names is always
taken, whatever it is called. Links to directories are not followed, and links to files that lie
elsewhere are refused: a folder that somebody sent must not reach the user's own.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from whence.capture.documents import DOCUMENT_SUFFIXES
from whence.capture.inflate import CHUNK, Inflow
from whence.capture.jsonlines import holds_articles
from whence.capture.limits import Limits
from whence.capture.post import file_of
from whence.capture.sniff import (
    COLLECTION_SUFFIXES,
    JSON_SUFFIXES,
    PAGE_SUFFIXES,
    TEXT_SUFFIXES,
    XML_SUFFIXES,
    Kind,
    recognise,
    suffix_of,
)
from whence.errors import CaptureError

_TAKEN = (
    JSON_SUFFIXES
    | PAGE_SUFFIXES
    | TEXT_SUFFIXES
    | XML_SUFFIXES
    | DOCUMENT_SUFFIXES
    | COLLECTION_SUFFIXES
)
BESIDE = ("_files", ".files", "-files", "_Dateien", "-Dateien", "_fichiers", "_archivos")
"""What browsers add to a page\'s name for the folder of its pictures, scripts and frames."""
_TOLD = "post.toml"
"""The end of the name of a file that tells of a post; another .toml is some program's."""
_X_POSTS = re.compile(r"(?:tweets?|community-tweet)(?:-part\d+)?\.js")
_X_NOTES = "note-tweet.js"
_EXPORTS = frozenset({Kind.TELEGRAM, Kind.HAR, Kind.ADDRESSES})
"""What a ``.json`` may be beside lines."""


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


def is_directory(name: str) -> bool:
    """Whether a name is that of a directory."""
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


def read_beside(path: str | None, file: str, limits: Limits) -> bytes | None:
    """The content of another file of the same folder, by its bare name; None where there is none.

    A name that leads elsewhere, and a link that does, name no such file.
    """
    if path is None or not file or Path(file).name != file or "\\" in file:
        return None
    place = Path(path).with_name(file)
    try:
        if place.is_symlink() or not place.is_file():
            return None
        with place.open("rb") as opened:
            content = opened.read(limits.export_bytes + 1)
    except (OSError, ValueError):
        return None
    return content if len(content) <= limits.export_bytes else None


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
        visible = {name for name in names if not name.startswith(".")}
        folders[:] = [
            folder
            for folder in folders
            if not (folder.startswith(".") or _belongs_to_page(folder, visible))
        ]
        found += [Path(root, name) for name in visible if _may_hold_article(name, visible)]
    base = directory.rstrip("/") or "/"
    told = {path.with_name(file) for path in found if (file := _told_of(path))}
    readable = (path for path in found if path not in told and path.is_file())
    inside = Path(directory).resolve()
    relative = sorted((path.relative_to(directory), path) for path in readable)
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


def _belongs_to_page(folder: str, beside: set[str]) -> bool:
    """Whether a browser saved a folder with a page that lies beside it."""
    stems = (folder.removesuffix(end) for end in BESIDE if folder.endswith(end))
    return any(stem + page in beside for stem in stems for page in PAGE_SUFFIXES)


def _may_hold_article(name: str, beside: set[str]) -> bool:
    """Whether a file is of a kind to take; a text beside one of its name is a copy of that."""
    suffix = suffix_of(name)
    if suffix in TEXT_SUFFIXES and name.lower().endswith(suffix):
        stem = name[: -len(suffix)]
        return not any(stem + other in beside for other in PAGE_SUFFIXES | DOCUMENT_SUFFIXES)
    if name.lower() == _X_NOTES:  # the posts' own file takes the whole texts out of it
        return not any(_X_POSTS.fullmatch(other.lower()) for other in beside)
    if name.lower().endswith(_TOLD) or _X_POSTS.fullmatch(name.lower()):
        return True
    return suffix in _TAKEN or (not suffix and name.lower().endswith(".gz"))


def _told_of(path: Path) -> str | None:
    """The file that a post's TOML beside it tells of: no article of its own."""
    if not path.name.lower().endswith(_TOLD):
        return None
    try:
        with path.open("rb") as opened:
            return file_of(opened.read(CHUNK))
    except OSError:
        return None


def _holds_articles(path: str, limits: Limits) -> bool:
    try:
        with open_input(path, limits) as inflow:
            stream: io.BufferedReader = io.BufferedReader(inflow, CHUNK)
            kind = recognise(path, stream.peek(CHUNK)[:CHUNK])
            return kind in _EXPORTS or holds_articles(stream, limits)
    except (CaptureError, OSError):
        return True  # let it be refused by name
