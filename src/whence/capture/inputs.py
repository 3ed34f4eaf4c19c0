"""Inputs: what a person names comes in, Captures and Refusals go out, one by one, in order.

The shell of this package, and its only door. Each input (a path, a directory, ``-``, a web
address) is opened, recognised by its first bytes, and taken apart by the module of its kind;
a feed or list of feeds leads on to pages. Nothing that an input holds raises: what cannot be
used is a Refusal that names it, and the others go on.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO, ParamSpec, TypeVar

from whence.apart import Bounds, run_apart
from whence.capture.arrival import Arrival, arrive
from whence.capture.collection import Collection, within
from whence.capture.documents import is_saved_whole
from whence.capture.feeds import Entry, capture_entry, read_feed, read_opml
from whence.capture.fetch import Fetched, Fetcher
from whence.capture.files import file_reason, is_directory, open_input, read_beside, walk
from whence.capture.har import capture_log
from whence.capture.inflate import Inflow
from whence.capture.jsonlines import capture_lines
from whence.capture.limits import Limits
from whence.capture.listed import read_addresses
from whence.capture.met import Met
from whence.capture.page import capture_page
from whence.capture.pictures import pictures_beside
from whence.capture.post import capture_told
from whence.capture.refused import left_over, refused, refusing
from whence.capture.sniff import DOCUMENTS, Kind, is_text, recognise
from whence.capture.telegram import capture_messages
from whence.capture.wacz import capture_archive
from whence.capture.warc import capture_records
from whence.capture.x_archive import capture_posts
from whence.errors import CaptureError, ReadError
from whence.model import Capture, Given, Refusal

P = ParamSpec("P")
T = TypeVar("T")

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def capture_inputs(
    inputs: Sequence[str],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    stdin: BinaryIO | None = None,
    clock: Callable[[], datetime],
    fetcher: Fetcher | None = None,
    anything: bool = False,
) -> Iterator[Capture | Refusal]:
    """Capture what each of ``inputs`` holds, in order, as it is got.

    An input is a path, a directory, ``-`` for ``stdin`` (by default the real one), or an http
    or https address. ``clock`` tells the time of each capture; ``fetcher`` gets web addresses
    (by default one made of ``limits``). A second capture of an id is refused, save that of a web
    address: other bytes or another time make it a version, with an id of its own. With
    ``anything``, one that is of no kind that is read is captured as mere bytes.
    """
    named = frozenset(_SURROGATE.sub("\ufffd", name) for name in inputs)
    fetcher = fetcher or Fetcher(limits)
    errand = _Errand(limits, _in_utc(clock), fetcher, stdin, anything, named)
    for name in inputs:
        yield from refusing(errand.take_input(name))


_COLLECTIONS = {
    Kind.WACZ: capture_archive,
    Kind.HAR: capture_log,
    Kind.TELEGRAM: capture_messages,
    Kind.X_ARCHIVE: capture_posts,
}


@dataclass(frozen=True, slots=True)
class _Errand:
    """One call's limits and means, and what it has ``met``.

    ``named`` are the inputs as the caller named them.
    """

    limits: Limits
    clock: Callable[[], datetime]
    fetcher: Fetcher
    stdin: BinaryIO | None
    anything: bool = False
    named: frozenset[str] = frozenset()
    met: Met = field(default_factory=Met)

    def take_input(self, name: str) -> Iterator[Capture | Refusal]:
        """Capture one input of the caller's.

        Raises:
            CaptureError: it cannot be used, or no further.
        """
        if name == "-":
            self.met.open_once(name)
            stdin = self.stdin or sys.stdin.buffer
            yield from self._take(arrive(name, Inflow(stdin, name, self.limits.archive_bytes)))
        elif _SCHEME.match(name):
            self.met.ask_once(name)
            yield from self._take(self._arrival_of(name, self.fetcher.fetch(name)))
        elif is_directory(name):
            yield from self._take_directory(name)
        else:
            yield from self._take_file(name)

    def _take_directory(self, directory: str) -> Iterator[Capture | Refusal]:
        empty = True
        for path in walk(directory, self.limits):
            empty = False
            if isinstance(path, CaptureError):
                yield refused(path)
            else:
                yield from refusing(self._take_file(path))
        if empty:
            reason = (
                "holds no file of a kind that is read (.html, .txt, .pdf, .docx, .eml, .jsonl, "
                ".warc, .wacz …)"
            )
            raise CaptureError(directory, f"{reason}; name the files themselves")

    def _take_file(self, path: str) -> Iterator[Capture | Refusal]:
        self.met.open_once(path)
        with open_input(path, self.limits) as inflow:
            # A file name may hold bytes that are no text; an id may not.
            arrival = arrive(_SURROGATE.sub("\ufffd", path), inflow)
            yield from self._take(replace(arrival, path=path))

    def _take(self, arrival: Arrival) -> Iterator[Capture | Refusal]:
        """Recognise what arrived, and capture what it holds."""
        try:
            kind = self._kind_of(arrival)
            yield from self._take_kind(arrival, kind)
        except OSError as error:
            raise CaptureError(arrival.name, file_reason(arrival.name, error)) from error

    def _kind_of(self, arrival: Arrival) -> Kind | None:
        """What arrived; None for what is of no kind, where anything is taken."""
        try:
            return recognise(arrival.name, arrival.head(), charset=arrival.charset)
        except CaptureError:
            if self.anything and arrival.head():
                return None
            raise

    def _take_kind(self, arrival: Arrival, kind: Kind | None) -> Iterator[Capture | Refusal]:
        name, stream = arrival.name, arrival.stream
        match kind:
            case Kind.JSON_LINES:
                found = capture_lines(stream, name, self.limits, self.clock)
                yield from self.met.each_once(within(name, found))
            case Kind.WARC:
                found = capture_records(stream, name, self.limits, self.clock)
                yield from self.met.each_version(within(name, found, arrival.path))
            case Kind.OPML:
                yield from self._take_subscriptions(arrival)
            case Kind.FEED:
                yield from self._take_entries(arrival)
            case Kind.ADDRESSES:
                yield from self._take_addresses(arrival)
            case Kind.POST:
                yield from self.met.each_once(capture_told(self._collection(arrival)))
            case _ if kind in _COLLECTIONS:
                found = _COLLECTIONS[kind](self._collection(arrival))
                path = arrival.path if kind is Kind.WACZ else None
                yield from self.met.each_version(within(name, found, path))
            case _:
                once = self.met.each_version if arrival.url else self.met.each_once
                yield from once([self._capture_page(arrival, kind)])

    def _collection(self, arrival: Arrival) -> Collection:
        """An arrival as the modules of collections take it; beside a fetched one lies nothing."""
        local = arrival.url is None and arrival.name != "-"
        return Collection(
            arrival.name,
            arrival.stream,
            self.limits,
            self.clock,
            partial(read_beside, arrival.name if local else None, limits=self.limits),
            arrival.inflow.in_any_order(),
        )

    def _take_addresses(self, arrival: Arrival) -> Iterator[Capture | Refusal]:
        """Fetch each address of a list as one that the user named.

        Raises:
            CaptureError: the list was fetched itself, or lies in a directory: what a site or
                whoever sent the directory lists, nobody named.
        """
        if arrival.url:
            reason = "a list of addresses, not a page; save it and give the file to have them got"
            raise CaptureError(arrival.name, reason)
        if arrival.name not in self.named:
            reason = "a list of addresses in a directory; name the list itself to have them got"
            raise CaptureError(arrival.name, reason)
        content = arrival.whole(self.limits.feed_bytes)
        addresses = self._apart(read_addresses, arrival.name, content)
        for address in addresses[: self.limits.addresses]:
            yield from refusing(self.take_input(address))
        yield from left_over(arrival.name, "addresses", len(addresses), self.limits.addresses)

    def _capture_page(self, arrival: Arrival, kind: Kind | None) -> Capture:
        content = arrival.whole(self._most_of(arrival, kind))
        as_bytes = self.anything and kind not in DOCUMENTS and not is_text(content, arrival.charset)
        page = capture_page(
            content,
            None if as_bytes else kind,
            name=arrival.name,
            taken=self.clock(),
            url=arrival.url,
            charset=arrival.charset,
            given=arrival.given,
            exchange=arrival.exchange,
        )
        if arrival.path is None or kind is not Kind.PAGE:
            return page
        return replace(page, pictures=pictures_beside(arrival.path, self.limits))

    def _most_of(self, arrival: Arrival, kind: Kind | None) -> int:
        if kind in DOCUMENTS or is_saved_whole(arrival.head()):
            return self.limits.document_bytes
        unpacked = arrival.inflow.packed or arrival.url
        return self.limits.text_bytes if unpacked else self.limits.input_bytes

    def _take_subscriptions(self, arrival: Arrival) -> Iterator[Capture | Refusal]:
        content = arrival.whole(self.limits.feed_bytes)
        subscriptions = self._apart(read_opml, arrival.name, content, arrival.url)
        for feed in subscriptions[: self.limits.feeds]:
            yield from refusing(self._take_subscription(feed.url))
        yield from left_over(arrival.name, "feeds", len(subscriptions), self.limits.feeds)

    def _take_subscription(self, address: str) -> Iterator[Capture | Refusal]:
        self.met.open_once(address)
        arrival = self._arrival_of(address, self.fetcher.fetch_unasked(address))
        if recognise(address, arrival.head(), charset=arrival.charset) is not Kind.FEED:
            raise CaptureError(address, "listed as a feed but is none; correct the list")
        yield from self._take_entries(arrival)

    def _take_entries(self, arrival: Arrival) -> Iterator[Capture | Refusal]:
        content = arrival.whole(self.limits.feed_bytes)
        entries = self._apart(read_feed, arrival.name, content, arrival.url)
        for number, entry in enumerate(entries[: self.limits.entries], 1):
            found = self._take_entry(entry, f"{arrival.name}#{number}")
            yield from within(arrival.name, refusing(found))
        yield from left_over(arrival.name, "entries", len(entries), self.limits.entries)

    def _apart(self, parse: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> T:
        """What ``parse`` makes of its arguments, the input's name first, in a process apart.

        Raises:
            CaptureError: as ``parse`` does, or where it takes more than the limits.
        """
        bounds = Bounds(self.limits.parser_bytes, self.limits.parser_seconds)
        try:
            return run_apart(str(args[0]), parse, bounds, *args, **named)
        except ReadError as error:
            raise CaptureError(error.input, error.reason) from error

    def _take_entry(self, entry: Entry, place: str) -> Iterator[Capture | Refusal]:
        """Capture the article of an entry: from the feed if it is there, else from its link."""
        if entry.page is not None:
            yield from self.met.each_once([capture_entry(entry, place, self.clock())])
            return
        if entry.link is None:
            raise CaptureError(place, "an entry with neither a link nor its article; leave it out")
        self.met.open_once(entry.link)
        given = Given(outlet=entry.outlet, published=entry.published)
        arrival = self._arrival_of(entry.link, self.fetcher.fetch_unasked(entry.link))
        kind = recognise(entry.link, arrival.head(), charset=arrival.charset)
        if kind not in (Kind.PAGE, Kind.TEXT, *DOCUMENTS):
            raise CaptureError(entry.link, f"a {kind.value}, not a page; give it by itself")
        yield from self.met.each_once([self._capture_page(replace(arrival, given=given), kind)])

    def _arrival_of(self, address: str, fetched: Fetched) -> Arrival:
        inflow = Inflow(io.BytesIO(fetched.content), address, self.limits.text_bytes)
        arrival = arrive(address, inflow, fetched.url, fetched.charset)
        return replace(arrival, exchange=fetched.exchange)


def _in_utc(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    def now() -> datetime:
        moment = clock()
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    return now
