"""Connecting: sockets that reach only addresses already checked, and never outlast a deadline.

httpcore asks a network backend for a connection to a host. This one ignores the name and
connects to the addresses that :mod:`whence.capture.fetch` looked up and checked, while httpcore
goes on to use the name for TLS. Each read and write is given only the time that is left, and
what went each way is kept in a :class:`Wire`: the bytes inside TLS, as HTTP framed them.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpcore


class Deadline:
    """A moment by which all must be done, on a clock that only runs forward (seconds)."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def extend(self, seconds: float) -> None:
        """Move the end back, for time that was not the other side's."""
        self._end += seconds

    def left(self) -> float:
        """Seconds left.

        Raises:
            TimeoutError: none is left.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError("no time left")
        return left


@dataclass(slots=True)
class Wire:
    """What went over one connection: the address that answered, and the bytes each way."""

    address: str = ""
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to ``addresses`` in turn, whatever host is asked for; ``wire`` keeps what went."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self.wire = Wire()
        self._addresses = addresses
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - checked addresses stand for it
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline stands for it
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; each has its share of the time left.

        Raises:
            httpcore.ConnectError, httpcore.ConnectTimeout: none did.
        """
        failure: Exception = httpcore.ConnectError("no address")
        for tried, address in enumerate(self._addresses):
            share = self._deadline.left() / (len(self._addresses) - tried)
            try:
                stream = self._sockets.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                self.wire.address = address
                return _TimedStream(stream, self._deadline, self.wire)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every operation ends by the deadline, and that keeps what goes through."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, wire: Wire) -> None:
        self._stream = stream
        self._deadline = deadline
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        received = self._stream.read(max_bytes, self._deadline.left())
        self._wire.received += received
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())
        self._wire.sent += buffer

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(stream, self._deadline, self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
