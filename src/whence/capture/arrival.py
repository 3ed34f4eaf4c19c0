"""Arrivals: the bytes of one input on their way to be captured.

They are peeked at to be recognised, and then read whole within a bound or handed on as a stream.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from whence.capture.inflate import CHUNK, Inflow, read_whole
from whence.model import Exchange, Given


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes on their way to be captured, and what is known of where they come from."""

    name: str
    stream: io.BufferedReader
    inflow: Inflow
    url: str | None = None
    charset: str | None = None
    given: Given = field(default_factory=Given)
    exchange: Exchange | None = None
    path: str | None = None
    """Where it lies, if it is a file."""

    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        return self.stream.peek(CHUNK)[:CHUNK]

    def whole(self, most: int) -> bytes:
        """All of it.

        Raises:
            CaptureError: it is larger than ``most`` bytes.
        """
        return read_whole(self.stream, self.name, most)


def arrive(
    name: str, inflow: Inflow, url: str | None = None, charset: str | None = None
) -> Arrival:
    """What comes in under ``name``, from ``url`` where it was fetched."""
    return Arrival(name, io.BufferedReader(inflow, CHUNK), inflow, url, charset)
