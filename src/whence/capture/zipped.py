"""ZIP: an archive that nobody vouches for comes in, the files in it that may be read go out.

The central directory (APPNOTE 6.3.10, 4.3.12) is bounded before it is parsed, since it is held
in memory. A name in it is only ever a key: one that would lead outside when unpacked marks the
whole archive as made to trick, and that file is left. Taken are files that are stored or
deflated, not encrypted, and named once; reading one is bounded by how much it may grow.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from whence.capture.inflate import CHUNK
from whence.errors import CaptureError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from whence.capture.limits import Limits

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_LOCATOR_64 = b"PK\x06\x07"
_END_LENGTH = 22
_LONGEST_COMMENT = 0xFFFF
_DIRECTORY_BYTES_EACH = 1000
"""Bytes of the central directory for each file that is taken."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    OverflowError,
    ValueError,
)
_DAMAGED = "a ZIP that is cut off or damaged; get the file again"


@dataclass(frozen=True, slots=True)
class Zipped:
    """An open ZIP: its ``files`` by name, and why others are left out, a line for each reason."""

    name: str
    archive: zipfile.ZipFile
    files: dict[str, zipfile.ZipInfo]
    left: tuple[CaptureError, ...]
    ratio: int

    def most_of(self, file: str) -> int:
        """How many bytes a file may unpack to before it is taken for a bomb."""
        return max(16 * CHUNK, self.ratio * self.files[file].compress_size)

    def open(self, file: str) -> BinaryIO:
        """The content of a file as a raw stream, which raises CaptureError where it is damaged."""
        place = f"{self.name}/{file}"
        try:
            inner = self.archive.open(self.files[file])
        except _FAULTS as error:
            raise CaptureError(place, _DAMAGED) from error
        return cast(BinaryIO, _Bounded(inner, place, self.most_of(file)))

    def read(self, file: str, most: int) -> bytes:
        """The content of a file of at most ``most`` bytes.

        Raises:
            CaptureError: it is larger, or damaged.
        """
        content = bytearray()
        stream = self.open(file)
        while chunk := stream.read(CHUNK):
            content += chunk
            if len(content) > most:
                raise bomb(f"{self.name}/{file}")
        return bytes(content)


def open_zip(file: BinaryIO, name: str, limits: Limits) -> Zipped:
    """Open a ZIP.

    Raises:
        CaptureError: it is cut off or damaged, or lists more files than are taken.
    """
    too_many = f"a ZIP of more than {limits.members:,} files; split it, or unpack it first"
    try:
        if _directory_length(file) > _DIRECTORY_BYTES_EACH * limits.members:
            raise CaptureError(name, too_many)
        archive = zipfile.ZipFile(file)
    except _FAULTS as error:
        raise CaptureError(name, _DAMAGED) from error
    # An empty name is no folder's; asking zipfile whether it is one fails.
    infos = [info for info in archive.infolist() if not (info.filename and info.is_dir())]
    if len(infos) > limits.members:
        raise CaptureError(name, too_many)
    files: dict[str, zipfile.ZipInfo] = {}
    left: dict[str, list[str]] = {}
    for info in infos:
        reason = _why_left(info, files)
        if reason:
            left.setdefault(reason, []).append(info.orig_filename)
        else:
            files[info.filename] = info
    faults = tuple(_fault(name, reason, names) for reason, names in left.items())
    return Zipped(name, archive, files, faults, limits.ratio)


def bomb(place: str) -> CaptureError:
    """The error for a file that unpacks to more than is allowed."""
    reason = "unpacks to far more than its size lets expect, as a bomb does; leave it out"
    return CaptureError(place, reason)


def _directory_length(file: BinaryIO) -> int:
    """The length of the central directory as the end of a ZIP states it.

    Raises:
        BadZipFile: it has no end.
    """
    size = file.seek(0, io.SEEK_END)
    start = file.seek(max(0, size - _END_LENGTH - _LONGEST_COMMENT - _END_LENGTH))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise zipfile.BadZipFile("no end")
    (length,) = struct.unpack_from("<L", tail, at + 12)
    locator = at - 20
    if locator >= 0 and tail.startswith(_LOCATOR_64, locator):
        (begin,) = struct.unpack_from("<Q", tail, locator + 8)
        file.seek(min(begin, start + at))
        end = file.read(56)
        if end.startswith(_END_64):
            (length,) = struct.unpack_from("<Q", end, 40)
    file.seek(0)
    return int(length)


def _why_left(info: zipfile.ZipInfo, files: Iterable[str]) -> str | None:
    if not info.filename:
        return "has no name"
    if _leads_outside(info.orig_filename):
        return "has a name that leads outside of the archive"
    if info.flag_bits & _ENCRYPTED:
        return "is encrypted; decrypt the archive first"
    if info.compress_type not in _METHODS:
        return "is packed in a way that is not taken; pack the archive again with deflate"
    return "stands in the archive twice; the first was taken" if info.filename in files else None


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or "\0" in name or name[1:2] == ":"


def _fault(name: str, reason: str, names: list[str]) -> CaptureError:
    more = f" (and {len(names) - 1:,} more)" if len(names) > 1 else ""
    what, _, cure = reason.partition("; ")
    line = (
        f"{names[0][:100]!r}{more} {what}; {cure or 'it was left out, do not unpack the archive'}"
    )
    return CaptureError(name, line)


class _Bounded(io.RawIOBase):
    """The content of a file in a ZIP, its faults said by name, stopped beyond ``most`` bytes."""

    def __init__(self, inner: IO[bytes], place: str, most: int) -> None:
        super().__init__()
        self._inner = inner
        self._place = place
        self._room = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        target = memoryview(buffer).cast("B")
        try:
            chunk = self._inner.read(len(target))
        except _FAULTS as error:
            raise CaptureError(self._place, "damaged inside the ZIP; get it again") from error
        self._room -= len(chunk)
        if self._room < 0:
            raise bomb(self._place)
        target[: len(chunk)] = chunk
        return len(chunk)
