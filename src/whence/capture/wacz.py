"""WACZ: a packed web archive comes in, Captures of its pages go out.

WACZ 1.1.1 (specs.webrecorder.net/wacz): a ZIP of ``archive/*.warc.gz``, the list of its pages
and ``datapackage.json`` with a digest of every file. The WARCs are streamed out of the ZIP into
:mod:`whence.capture.warc`, twice: once for their digest, then for their records; nothing is
written to disk, and no name in the ZIP is ever used as a path. Where pages are listed, these are
the articles; frames, scripts' HTML and the like are left. A file that is not what its digest
says is refused, and the rest goes on.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from whence.capture.inflate import CHUNK, Inflow
from whence.capture.loose import inner, objects, parse_json, text_of
from whence.capture.page import OWN
from whence.capture.wanted import Wanted
from whence.capture.warc import capture_records
from whence.capture.zipped import Zipped, bomb, open_zip
from whence.errors import CaptureError
from whence.model import Capture, Refusal

if TYPE_CHECKING:
    from whence.capture.collection import Collection
    from whence.capture.limits import Limits

_PACKAGE = "datapackage.json"
_PACKAGE_DIGEST = "datapackage-digest.json"
_PAGES = ("pages/pages.jsonl", "pages/extraPages.jsonl")
_FOLDER = "archive/"
_WARCS = (".warc", ".warc.gz")
_NESTED = (".wacz", ".zip")
_ADDRESSES = ("http://", "https://", "file://")
"""What a page's address begins with. It is only compared with those of records, never opened."""
_ALGORITHMS = ("sha256", "md5")
"""The digests that the standard knows."""


@dataclass(slots=True)
class _Archive:
    """An open WACZ: ``digests`` are what it says of its files, ``room`` the bytes yet to unpack."""

    zipped: Zipped
    limits: Limits
    room: int
    digests: dict[str, str] = field(default_factory=dict)

    def place(self, file: str) -> str:
        """What a file inside is called in a message."""
        return f"{self.zipped.name}/{file}"


def capture_archive(told: Collection) -> Iterator[Capture | Refusal]:
    """Capture the pages of a WACZ; the id of each is its address.

    Raises:
        CaptureError: no ZIP that can be read, without a WARC, or with none of its pages.
    """
    file = told.file or io.BytesIO(told.whole(told.limits.export_bytes))
    zipped = open_zip(file, told.name, told.limits)
    archive = _Archive(zipped, told.limits, told.limits.archive_bytes)
    warcs = [name for name in zipped.files if _is_warc(name)]
    if not warcs:
        raise _without_warc(zipped)
    yield from map(_refusal, zipped.left)
    yield from _nested(archive)
    yield from _read_package(archive)
    wanted: set[str] = set()
    for name in _PAGES:
        if name in zipped.files:
            yield from _read_pages(archive, name, wanted)
    pages = Wanted(wanted) if wanted else None
    yield from _capture_warcs(archive, warcs, pages, told)
    if pages and pages.missing:
        yield _refusal(_not_there(told.name, pages, len(wanted)))


def open_warcs(file: BinaryIO, name: str, limits: Limits) -> Iterator[io.BufferedReader]:
    """The WARCs in a WACZ one after another, as streams; what its digest belies is passed over.

    Raises:
        CaptureError: no ZIP that can be read.
    """
    archive = _Archive(open_zip(file, name, limits), limits, limits.archive_bytes)
    for _ in _read_package(archive):
        pass  # what is wrong with it was told when its pages were captured
    for warc in filter(_is_warc, archive.zipped.files):
        try:
            _check_digest(archive, warc)
            inflow = _inflow(archive, warc)
        except CaptureError:
            continue
        yield io.BufferedReader(inflow, CHUNK)
        archive.room -= inflow.passed


def _is_warc(name: str) -> bool:
    return name.startswith(_FOLDER) and name.lower().endswith(_WARCS)


def _without_warc(zipped: Zipped) -> CaptureError:
    if zipped.left:
        return zipped.left[0]
    return CaptureError(zipped.name, "holds no archive/*.warc.gz, so it is no WACZ; give a WACZ")


def _nested(archive: _Archive) -> Iterator[Refusal]:
    inside = [name for name in archive.zipped.files if name.lower().endswith(_NESTED)]
    if inside:
        reason = f"holds {len(inside):,} archives inside ({inside[0][:100]}); give them themselves"
        yield Refusal(archive.zipped.name, reason)


def _read_package(archive: _Archive) -> Iterator[Refusal]:
    """Read the digests that the archive states of its files, and check that of their list."""
    name = archive.zipped.name
    if _PACKAGE not in archive.zipped.files:
        reason = f"has no {_PACKAGE}, so its files could not be checked; get the archive again"
        yield Refusal(name, reason)
        return
    try:
        content = archive.zipped.read(_PACKAGE, archive.limits.feed_bytes)
        package = parse_json(archive.place(_PACKAGE), content)
        for resource in objects(package.get("resources") if isinstance(package, dict) else None):
            path, digest = text_of(resource.get("path")), text_of(resource.get("hash"))
            if path and digest:
                archive.digests[path] = digest
        if _PACKAGE_DIGEST in archive.zipped.files:
            stated = archive.zipped.read(_PACKAGE_DIGEST, archive.limits.feed_bytes)
            parsed = parse_json(archive.place(_PACKAGE_DIGEST), stated)
            digest = text_of(inner({"it": parsed}, "it").get("hash"))
            if digest and not _is_digest(digest, [content]):
                raise _changed(archive.place(_PACKAGE))
    except CaptureError as error:
        yield _refusal(error)


def _read_pages(archive: _Archive, name: str, wanted: set[str]) -> Iterator[Refusal]:
    """Add the addresses of one list of pages to ``wanted``."""
    try:
        _check_digest(archive, name)
        stream = io.BufferedReader(_inflow(archive, name), CHUNK)
        while line := stream.readline(archive.limits.input_bytes):
            url = text_of(inner({"it": _parsed(line)}, "it").get("url"))
            if url and url.lower().startswith(_ADDRESSES) and not url.startswith(OWN):
                wanted.add(url.partition("#")[0])
    except CaptureError as error:
        yield _refusal(error)


def _parsed(line: bytes) -> object:
    try:
        parsed: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return parsed


def _capture_warcs(
    archive: _Archive, names: list[str], pages: Wanted | None, told: Collection
) -> Iterator[Capture | Refusal]:
    for name in names:
        try:
            _check_digest(archive, name)
            inflow = _inflow(archive, name)
            stream: io.BufferedReader = io.BufferedReader(inflow, CHUNK)
            place = archive.place(name)
            yield from capture_records(stream, place, told.limits, told.clock, pages)
            archive.room -= inflow.passed
        except CaptureError as error:
            yield _refusal(error)


def _inflow(archive: _Archive, name: str) -> Inflow:
    """A file of the archive, unpacked where it is gzip, within its own bound and the archive's."""
    most = min(archive.room, archive.zipped.most_of(name))
    place = archive.place(name)
    return Inflow(archive.zipped.open(name), place, most, bomb(place))


def _check_digest(archive: _Archive, name: str) -> None:
    """Refuse a file that is not what its digest says.

    Raises:
        CaptureError: it is not, or it cannot be read.
    """
    stated = archive.digests.get(name)
    stream = archive.zipped.open(name)
    if stated and not _is_digest(stated, iter(lambda: stream.read(CHUNK), b"")):
        raise _changed(archive.place(name))


def _is_digest(stated: str, chunks: Iterator[bytes] | list[bytes]) -> bool:
    """Whether chunks have the digest stated, as ``sha256:`` and hex digits."""
    algorithm, _, digits = stated.strip().rpartition(":")
    known = algorithm.lower() or "sha256"
    if known not in _ALGORITHMS:
        return False
    digest = hashlib.new(known, usedforsecurity=False)
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest() == digits.lower()


def _changed(place: str) -> CaptureError:
    reason = "is not what its digest says, so it was changed or damaged; get the archive again"
    return CaptureError(place, reason)


def _not_there(name: str, pages: Wanted, listed: int) -> CaptureError:
    missing = pages.missing
    reason = (
        f"{len(missing):,} of the {listed:,} pages that it lists are not in its WARCs as pages of "
        f"status 200 (first: {missing[0][:150]}); look for them in another archive"
    )
    return CaptureError(name, reason)


def _refusal(error: CaptureError) -> Refusal:
    return Refusal(error.input, error.reason)
