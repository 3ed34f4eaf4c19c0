"""Unpacking: compressed bytes come in, plain bytes go out, never more than was allowed.

A few kilobytes of deflate can stand for gigabytes, so nothing here unpacks in one go:
:class:`Inflow` streams a file or pipe that may be gzip (RFC 1952, any number of members, as
in ``.warc.gz``), and :func:`inflate` undoes an HTTP content coding (RFC 9110, section 8.4.1).
Both stop at a bound, and both tell data that is cut off from data that is damaged.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from whence.capture.limits import in_megabytes
from whence.errors import CaptureError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP_MAGIC = b"\x1f\x8b"
CHUNK = 1 << 16
"""Bytes read at a time, and the length of the head that an input is recognised by."""

_STEP = 1 << 20
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class Inflow(io.RawIOBase):
    """The bytes of one input as a raw stream, unpacked where they are gzip.

    ``packed`` tells, once the first bytes were read, whether they were. Reading raises
    :class:`CaptureError` at more than ``most`` bytes (``excess``, where given), and where gzip
    data is cut off or damaged; what came whole before is given out first.
    """

    def __init__(
        self, raw: BinaryIO, name: str, most: int, excess: CaptureError | None = None
    ) -> None:
        super().__init__()
        self._raw = raw
        self._name = name
        self._room = most
        self._most = most
        self._excess = excess or too_large(name, most)
        self._chunks = self._unpacked()
        self._rest = memoryview(b"")
        self._fault: CaptureError | None = None
        self.packed = False

    @property
    def passed(self) -> int:
        """How many bytes were unpacked so far."""
        return self._most - self._room

    def in_any_order(self) -> BinaryIO | None:
        """The input as it lies, where it is not packed and can be read in any order."""
        return self._raw if not self.packed and self._raw.seekable() else None

    def readable(self) -> bool:
        """Always: this is what it is for."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill ``buffer`` as far as the input goes."""
        target = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(target) and self._advance():
            piece = self._rest[: len(target) - filled]
            target[filled : filled + len(piece)] = piece
            self._rest = self._rest[len(piece) :]
            filled += len(piece)
        if not filled and self._fault:
            raise self._fault
        return filled

    def _advance(self) -> bool:
        """Whether there are bytes to give; a fault is kept until all before it are given."""
        while not self._rest and not self._fault:
            try:
                chunk = next(self._chunks, None)
            except CaptureError as fault:
                self._fault = fault
                return False
            if chunk is None:
                return False
            self._rest = memoryview(chunk)
        return bool(self._rest)

    def _unpacked(self) -> Iterator[bytes]:
        head = self._raw.read(CHUNK)
        self.packed = head.startswith(GZIP_MAGIC)
        chunks = self._packed_from(head)
        for chunk in gunzip(chunks, self._name) if self.packed else chunks:
            self._room -= len(chunk)
            if self._room < 0:
                raise self._excess
            yield chunk

    def _packed_from(self, head: bytes) -> Iterator[bytes]:
        chunk = head
        while chunk:
            yield chunk
            chunk = self._raw.read(CHUNK)


def gunzip(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Unpack gzip members one after another; zero padding between and after them is left out.

    Raises:
        CaptureError: the data is cut off or damaged.
    """
    member = zlib.decompressobj(_GZIP_WINDOW)
    fresh = True
    for chunk in chunks:
        packed = chunk
        while packed:
            packed = packed.lstrip(b"\0") if fresh else packed
            if not packed:
                break
            fresh = False
            yield from _unpack(member, packed, name)
            packed = member.unused_data
            if member.eof:
                member, fresh = zlib.decompressobj(_GZIP_WINDOW), True
    if not fresh:
        raise CaptureError(name, "its gzip data is cut off before the end; get the file again")


def _unpack(member: zlib._Decompress, packed: bytes, name: str) -> Iterator[bytes]:
    """Feed one chunk to ``member``, a bounded step at a time."""
    piece = b""
    while packed or len(piece) == _STEP:
        try:
            piece = member.decompress(packed, _STEP)
        except zlib.error as error:
            raise CaptureError(name, "its gzip data is damaged; get the file again") from error
        packed = member.unconsumed_tail
        if piece:
            yield piece


def inflate(content: bytes, coding: str, name: str, most: int) -> bytes:
    """Undo the HTTP content ``coding`` of ``content``: gzip, deflate or identity.

    Raises:
        CaptureError: another coding, data that is cut off or damaged, or more than ``most``
            bytes when unpacked.
    """
    match coding.strip().lower():
        case "" | "identity":
            pieces: Iterable[bytes] = [content]
        case "gzip" | "x-gzip":
            pieces = gunzip([content], name)
        case "deflate":
            pieces = _undeflate(content, name)
        case _:
            reason = f"it comes in the coding {coding!r}, which was not asked for; save the page"
            raise CaptureError(name, reason)
    plain = bytearray()
    for piece in pieces:
        plain += piece
        if len(plain) > most:
            raise too_large(name, most)
    return bytes(plain)


def _undeflate(content: bytes, name: str) -> Iterator[bytes]:
    """Undo deflate, with the zlib wrapper that RFC 9110 asks for or bare, as some servers send."""
    wrapped = len(content) > 1 and content[0] & 15 == 8 and (content[0] << 8 | content[1]) % 31 == 0
    member = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    yield from _unpack(member, content, name)
    if not member.eof:
        raise CaptureError(name, "its compressed data is cut off; try again")


def read_whole(stream: BinaryIO, name: str, most: int) -> bytes:
    """All that a stream holds.

    Raises:
        CaptureError: it is larger than ``most`` bytes.
    """
    content = stream.read(most + 1)
    if len(content) > most:
        raise too_large(name, most)
    return content


def too_large(name: str, most: int) -> CaptureError:
    """The error for an input of more than ``most`` bytes."""
    taken = f"larger than the {in_megabytes(most)} that are taken"
    reason = f"{taken}; split it, or raise the limit with --most-mb"
    return CaptureError(name, reason)
