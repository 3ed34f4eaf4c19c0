"""Fetching: an http or https address comes in, the bytes it answers with go out.

Pages and feeds are not to be trusted, nor are the names in them. Each hop of a fetch looks
its host up once, checks every address found (:mod:`whence.capture.addresses`), and connects
to just those, so that a name cannot point elsewhere a moment later (DNS rebinding); the Host
header, SNI and the certificate stay those of the name. Redirects are followed by hand, each
checked like the first. One deadline binds the whole, down to each read of the socket, so that
an answer dripping in byte by byte is cut. No proxies, cookies, referrers or keys are used.
What went over the wire, redirects and all, goes out beside the bytes as an Exchange.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from functools import cached_property
from typing import Any

import httpcore
import httpx

from whence.capture.addresses import is_public
from whence.capture.connect import CheckedBackend, Deadline
from whence.capture.inflate import inflate, too_large
from whence.capture.limits import Limits
from whence.capture.request import core_url, port_of, request_headers
from whence.capture.robots import Rules, parse_robots
from whence.capture.sniff import known_charset
from whence.errors import CaptureError
from whence.model import Exchange, Hop

ROBOTS_NAME = "whence"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Resolve = Callable[..., Sequence[Any]]
"""As :func:`socket.getaddrinfo`."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered with: ``url`` is where redirects ended, ``content`` unpacked."""

    url: str
    content: bytes
    media_type: str
    charset: str | None
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    content: bytes
    url: httpx.URL
    hops: tuple[Hop, ...]


class Fetcher:
    """Fetches addresses one at a time, politely; keeps only whom it asked when, and robots.txt.

    The name server (``resolve``), the clocks (``now`` tells the time of day), the certificates to
    trust (``tls``) and the judgement on an IP address (``may_reach``) may be given; the defaults
    are the real ones.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        resolve: Resolve = socket.getaddrinfo,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _now,
        tls: ssl.SSLContext | None = None,
        may_reach: Callable[[str], bool] = is_public,
    ) -> None:
        self._limits = limits
        self._may_reach = may_reach
        self._resolve = resolve
        self._sleep = sleep
        self._clock = clock
        self._now = now
        self._given_tls = tls
        self._asked: dict[str, float] = {}
        self._rules: dict[str, Rules] = {}

    @cached_property
    def _own_tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=False)

    def _tls_for(self, url: httpx.URL) -> ssl.SSLContext | None:
        """The context for https; reading the list of authorities takes time, so only then."""
        return (self._given_tls or self._own_tls) if url.scheme == "https" else None

    def fetch(self, address: str) -> Fetched:
        """Get ``address``.

        Raises:
            CaptureError: not a web address, a place that may not be reached, no answer in
                time, an answer that is no success, too large or broken.
        """
        answer = self._follow(address, parse_address(address, address))
        if answer.status != 200:
            raise CaptureError(address, _status_reason(answer.status))
        media_type, charset = parse_content_type(answer.headers.get("content-type", ""))
        exchange = Exchange(answer.hops)
        return Fetched(str(answer.url), answer.content, media_type, charset, exchange)

    def fetch_unasked(self, address: str) -> Fetched:
        """As :meth:`fetch`, for an address that the user did not name: robots.txt binds it.

        Raises:
            CaptureError: as :meth:`fetch`, and where the site's robots.txt forbids it.
        """
        url = parse_address(address, address)
        if not self._rules_of(url).allow(url.raw_path.decode("ascii")):
            raise CaptureError(address, "the site's robots.txt forbids it; name the page itself")
        return self.fetch(address)

    def _rules_of(self, url: httpx.URL) -> Rules:
        """The rules of a site; RFC 9309, 2.3.1: none if absent, all forbidden if it fails."""
        robots = url.copy_with(raw_path=b"/robots.txt")
        site = str(robots)
        if site not in self._rules:
            answer = self._follow(str(url), robots)
            if answer.status == 200:
                self._rules[site] = parse_robots(answer.content, ROBOTS_NAME)
            else:
                self._rules[site] = Rules(forbid_all=answer.status >= 500)
        return self._rules[site]

    def _follow(self, name: str, url: httpx.URL) -> _Answer:
        """Ask ``url`` and whatever it redirects to. ``name`` is the input's, for errors."""
        deadline = Deadline(self._clock, self._limits.fetch_seconds)
        last_host = None
        hops: tuple[Hop, ...] = ()
        for _ in range(self._limits.redirects + 1):
            if url.host != last_host:
                self._wait_for(url.host, deadline)
            answer = self._ask(name, url, deadline)
            self._asked[url.host] = self._clock()
            hops += answer.hops
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                return replace(answer, hops=hops)
            last_host = url.host
            url = parse_address(name, target, base=url)
        reason = f"redirected more than {self._limits.redirects} times; give the page's own address"
        raise CaptureError(name, reason)

    def _wait_for(self, host: str, deadline: Deadline) -> None:
        """Keep the polite distance to the last request to ``host``; it does not count as time."""
        if host in self._asked:
            began = self._clock()
            pause = self._asked[host] + self._limits.per_host_seconds - began
            if pause > 0:
                self._sleep(pause)
                deadline.extend(self._clock() - began)

    def _ask(self, name: str, url: httpx.URL, deadline: Deadline) -> _Answer:
        with _named(name, self._limits.fetch_seconds):
            backend = CheckedBackend(self._checked_addresses(name, url, deadline), deadline)
            sent = self._now()
            with (
                httpcore.ConnectionPool(self._tls_for(url), network_backend=backend) as pool,
                pool.stream("GET", core_url(url), headers=request_headers(url)) as response,
            ):
                headers = httpx.Headers(response.headers)
                wanted = response.status == 200
                content = self._read_body(name, headers, response) if wanted else b""
                # The page of a redirect is not waited for: what came with its head is kept.
                whole = wanted or headers.get("content-length") == "0"
                wire = backend.wire
                went = Hop(
                    str(url), wire.address, sent, bytes(wire.sent), bytes(wire.received), whole
                )
                return _Answer(response.status, headers, content, url, (went,))

    def _checked_addresses(self, name: str, url: httpx.URL, deadline: Deadline) -> tuple[str, ...]:
        found = self._look_up(name, url, deadline)
        if self._limits.allow_private:
            return found
        for address in found:
            if not self._may_reach(address):
                place = "" if address == url.host else f"{url.host} is at "
                reason = (
                    f"{place}{address}, not a public address; add --allow-private if you mean it"
                )
                raise CaptureError(name, reason)
        return found

    def _look_up(self, name: str, url: httpx.URL, deadline: Deadline) -> tuple[str, ...]:
        """The addresses of the host, in the resolver's order, each once.

        A thread, since the system's resolver takes no timeout.
        """
        asker = ThreadPoolExecutor(max_workers=1)
        try:
            answer = asker.submit(
                self._resolve, url.host, port_of(url), type=socket.SOCK_STREAM
            ).result(timeout=deadline.left())
        except (OSError, UnicodeError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise CaptureError(name, f"no address found for {url.host}; check the name") from error
        finally:
            asker.shutdown(wait=False)
        found = tuple(dict.fromkeys(str(row[4][0]) for row in answer))
        if not found:
            raise CaptureError(name, f"no address found for {url.host}; check the name")
        return found

    def _read_body(self, name: str, headers: httpx.Headers, response: httpcore.Response) -> bytes:
        most = self._limits.input_bytes
        declared = headers.get("content-length", "")
        if declared.isdecimal() and len(declared) < 20 and int(declared) > most:
            raise too_large(name, most)
        packed = bytearray()
        for chunk in response.iter_stream():
            packed += chunk
            if len(packed) > most:
                raise too_large(name, most)
        coding = headers.get("content-encoding", "")
        return inflate(bytes(packed), coding, name, self._limits.text_bytes)


@contextmanager
def _named(name: str, seconds: float) -> Iterator[None]:
    """Turn what the network can raise into errors that name the input."""
    try:
        yield
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise CaptureError(
            name, f"no whole answer within {seconds:g} seconds; try later"
        ) from error
    except httpcore.ConnectError as error:
        reason = f"could not connect ({_one_line(error)}); check the address"
        raise CaptureError(name, reason) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        reason = f"the answer broke off or is not HTTP ({_one_line(error)}); try again"
        raise CaptureError(name, reason) from error


def parse_address(name: str, address: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """Parse a web address, against ``base`` where it is a redirect's.

    Raises:
        CaptureError: not http or https, no host, or a user name or password inside.
    """
    try:
        url = base.join(address) if base else httpx.URL(address)
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise CaptureError(name, f"not a web address ({_one_line(error)}); check it") from error
    if url.scheme not in ("http", "https") or not url.host:
        reason = f"{url.scheme or 'no scheme'}: only http and https addresses are fetched"
        raise CaptureError(name, reason)
    if not 0 < port_of(url) < 1 << 16:
        raise CaptureError(name, f"not a web address (no port {port_of(url)}); check it")
    if url.userinfo:
        raise CaptureError(name, "holds a user name or password; give the address without them")
    return url


def parse_content_type(header: str) -> tuple[str, str | None]:
    """The media type, in lower case, and the Python codec that a Content-Type header names."""
    message = Message()
    # A header out of somebody's JSON may hold half a character.
    plain = header.encode("utf-8", "replace").decode("utf-8")
    message["content-type"] = plain.replace("\r", " ").replace("\n", " ")
    charset = message.get_param("charset")
    label = charset if isinstance(charset, str) else None
    return (message.get_content_type() if header else "", known_charset(label))


def _status_reason(status: int) -> str:
    if status in (401, 402, 403, 451):
        return f"the site refused it (status {status}); open it yourself and save the page"
    if status in (404, 410):
        return f"not there (status {status}); check the address or look in a web archive"
    if status == 429:
        return "the site asks for fewer requests (status 429); try later"
    return f"answered with status {status} instead of a page; try later"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
