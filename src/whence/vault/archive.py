"""The archive: gzip members come in and are put at the end of a file, bytes at a place go out.

Files are called ``whence-000001.warc.gz`` and so on. One is added to until it has reached a size,
then the next is begun; no byte once written is changed. A :class:`Place` is a piece of a file with
the SHA-256 of its raw bytes, so that what no reader of gzip looks at is hashed as well.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from whence.vault.record import LARGEST

FOLDER = "archive"
FILE_NAME = re.compile(r"whence-[0-9]{6}\.warc\.gz")


def file_name(number: int) -> str:
    """What file ``number`` of the archive is called."""
    return f"whence-{number:06}.warc.gz"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a member lies, and the SHA-256 of its raw bytes in hex."""

    file: str
    offset: int
    length: int
    sha256: str

    @property
    def end(self) -> int:
        """Where it ends in its file."""
        return self.offset + self.length

    @property
    def row(self) -> dict[str, Any]:
        """As the ledger writes it."""
        return asdict(self)


def read_place(row: Mapping[str, Any]) -> Place:
    """The place that :attr:`Place.row` wrote; further fields are left unread.

    Raises:
        ValueError: it is none.
    """
    file, offset, length, sha256 = (row.get(k) for k in ("file", "offset", "length", "sha256"))
    if not isinstance(file, str) or not FILE_NAME.fullmatch(file) or not isinstance(sha256, str):
        raise ValueError("no place in the archive")
    if type(offset) is not int or type(length) is not int or offset < 0 or not 0 < length < LARGEST:
        raise ValueError("no place in the archive")
    return Place(file, offset, length, sha256)


def read_member(folder: Path, place: Place) -> bytes:
    """The raw bytes at a place.

    Raises:
        ValueError: the file is missing or too short, or other bytes lie there.
    """
    try:
        with (folder / place.file).open("rb") as file:
            file.seek(place.offset)
            member = file.read(place.length)
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from error
    if len(member) < place.length:
        raise ValueError("cut off")
    if hashlib.sha256(member).hexdigest() != place.sha256:
        raise ValueError("not the bytes that were kept")
    return member


class ArchiveFile:
    """The file of an archive that is being added to; ``length`` is how long it is by now."""

    def __init__(self, folder: Path, number: int) -> None:
        self.name = file_name(number)
        self.number = number
        self._file = (folder / self.name).open("ab")
        self.length = self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> ArchiveFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def append(self, member: bytes) -> Place:
        """Put a member at the end."""
        place = Place(self.name, self.length, len(member), hashlib.sha256(member).hexdigest())
        self._file.write(member)
        self._file.flush()
        self.length = place.end
        return place

    def sync(self) -> None:
        """Have all that was put in on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Add no more."""
        self._file.close()
