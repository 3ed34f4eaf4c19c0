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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from whence.capture.feeds import Entry, read_feed, read_opml
from whence.capture.fetch import Fetched, Fetcher
from whence.capture.files import file_reason, open_input, walk
from whence.capture.inflate import CHUNK, Inflow, too_large
from whence.capture.jsonlines import capture_lines
from whence.capture.limits import Limits
from whence.capture.page import HTML, capture_bytes, capture_page
from whence.capture.pictures import pictures_beside
from whence.capture.sniff import Kind, recognise
from whence.capture.warc import capture_records
from whence.errors import CaptureError
from whence.model import Capture, Given, Refusal

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def capture_inputs(
    inputs: Sequence[str],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    stdin: BinaryIO | None = None,
    clock: Callable[[], datetime],
    fetcher: Fetcher | None = None,
) -> Iterator[Capture | Refusal]:
    """Capture what each of ``inputs`` holds, in order, as it is got.

    An input is a path, a directory, ``-`` for ``stdin`` (by default the real one), or an http
    or https address. ``clock`` tells the time of each capture; ``fetcher`` gets web addresses
    (by default one made of ``limits``). A second capture of an id is refused.
    """
    errand = _Errand(limits, _in_utc(clock), fetcher or Fetcher(limits), stdin)
    for name in inputs:
        yield from _refusing(errand.take_input(name))


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Bytes on their way to be captured, and what is known of where they come from."""

    name: str
    stream: io.BufferedReader
    inflow: Inflow
    url: str | None = None
    charset: str | None = None
    given: Given = field(default_factory=Given)
    path: str | None = None
    """Where it lies, if it is a file."""

    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        return self.stream.peek(CHUNK)[:CHUNK]


@dataclass(frozen=True, slots=True)
class _Errand:
    """One call's limits and means; what it has ``opened``, and the ids it has ``seen``."""

    limits: Limits
    clock: Callable[[], datetime]
    fetcher: Fetcher
    stdin: BinaryIO | None
    opened: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def take_input(self, name: str) -> Iterator[Capture | Refusal]:
        """Capture one input of the caller's.

        Raises:
            CaptureError: it cannot be used, or no further.
        """
        if name == "-":
            self._open_once(name)
            stdin = self.stdin or sys.stdin.buffer
            yield from self._take(_arrival(name, Inflow(stdin, name, self.limits.archive_bytes)))
        elif _SCHEME.match(name):
            self._open_once(name)
            yield from self._take(self._arrival_of(name, self.fetcher.fetch(name)))
        elif _is_directory(name):
            yield from self._take_directory(name)
        else:
            yield from self._take_file(name)

    def _take_directory(self, directory: str) -> Iterator[Capture | Refusal]:
        empty = True
        for path in walk(directory, self.limits):
            empty = False
            if isinstance(path, CaptureError):
                yield _refusal(path)
            else:
                yield from _refusing(self._take_file(path))
        if empty:
            reason = "holds no file of a kind that is read (.html, .txt, .jsonl, .warc, .xml …)"
            raise CaptureError(directory, f"{reason}; name the files themselves")

    def _take_file(self, path: str) -> Iterator[Capture | Refusal]:
        self._open_once(path)
        with open_input(path, self.limits) as inflow:
            # A file name may hold bytes that are no text; an id may not.
            arrival = _arrival(_SURROGATE.sub("\ufffd", path), inflow)
            yield from self._take(replace(arrival, path=path))

    def _take(self, arrival: _Arrival) -> Iterator[Capture | Refusal]:
        """Recognise what arrived, and capture what it holds."""
        try:
            kind = recognise(arrival.name, arrival.head(), charset=arrival.charset)
            yield from self._take_kind(arrival, kind)
        except OSError as error:
            raise CaptureError(arrival.name, file_reason(arrival.name, error)) from error

    def _take_kind(self, arrival: _Arrival, kind: Kind) -> Iterator[Capture | Refusal]:
        name, stream = arrival.name, arrival.stream
        match kind:
            case Kind.JSON_LINES:
                yield from self._each_once(capture_lines(stream, name, self.limits, self.clock))
            case Kind.WARC:
                found = capture_records(stream, name, self.limits, self.clock)
                yield from self._each_once(_in_archive(found, arrival))
            case Kind.OPML:
                yield from self._take_subscriptions(arrival)
            case Kind.FEED:
                yield from self._take_entries(arrival)
            case _:
                yield from self._each_once([self._capture_page(arrival, kind)])

    def _capture_page(self, arrival: _Arrival, kind: Kind) -> Capture:
        packed = arrival.inflow.packed
        most = self.limits.text_bytes if packed or arrival.url else self.limits.input_bytes
        page = capture_page(
            _read_whole(arrival, most),
            kind,
            name=arrival.name,
            taken=self.clock(),
            url=arrival.url,
            charset=arrival.charset,
            given=arrival.given,
        )
        if arrival.path is None or kind is not Kind.PAGE:
            return page
        return replace(page, pictures=pictures_beside(arrival.path, self.limits))

    def _take_subscriptions(self, arrival: _Arrival) -> Iterator[Capture | Refusal]:
        content = _read_whole(arrival, self.limits.feed_bytes)
        subscriptions = read_opml(arrival.name, content, arrival.url)
        for feed in subscriptions[: self.limits.feeds]:
            yield from _refusing(self._take_subscription(feed.url))
        yield from _left_over(arrival.name, "feeds", len(subscriptions), self.limits.feeds)

    def _take_subscription(self, address: str) -> Iterator[Capture | Refusal]:
        self._open_once(address)
        arrival = self._arrival_of(address, self.fetcher.fetch_unasked(address))
        if recognise(address, arrival.head(), charset=arrival.charset) is not Kind.FEED:
            raise CaptureError(address, "listed as a feed but is none; correct the list")
        yield from self._take_entries(arrival)

    def _take_entries(self, arrival: _Arrival) -> Iterator[Capture | Refusal]:
        content = _read_whole(arrival, self.limits.feed_bytes)
        entries = read_feed(arrival.name, content, arrival.url)
        for number, entry in enumerate(entries[: self.limits.entries], 1):
            yield from _refusing(self._take_entry(entry, f"{arrival.name}#{number}"))
        yield from _left_over(arrival.name, "entries", len(entries), self.limits.entries)

    def _take_entry(self, entry: Entry, place: str) -> Iterator[Capture | Refusal]:
        """Capture the article of an entry: from the feed if it is there, else from its link."""
        if entry.page is not None:
            given = Given(entry.link, entry.outlet, entry.published, entry.headline)
            page = capture_bytes(
                entry.page.encode("utf-8", "replace"),
                name=entry.link or place,
                media_type=HTML,
                taken=self.clock(),
                url=entry.link,
                charset="utf-8",
                given=given,
            )
            yield from self._each_once([page])
            return
        if entry.link is None:
            raise CaptureError(place, "an entry with neither a link nor its article; leave it out")
        self._open_once(entry.link)
        given = Given(outlet=entry.outlet, published=entry.published)
        arrival = self._arrival_of(entry.link, self.fetcher.fetch_unasked(entry.link))
        kind = recognise(entry.link, arrival.head(), charset=arrival.charset)
        if kind not in (Kind.PAGE, Kind.TEXT):
            raise CaptureError(entry.link, f"a {kind.value}, not a page; give it by itself")
        yield from self._each_once([self._capture_page(replace(arrival, given=given), kind)])

    def _arrival_of(self, address: str, fetched: Fetched) -> _Arrival:
        inflow = Inflow(io.BytesIO(fetched.content), address, self.limits.text_bytes)
        return _arrival(address, inflow, fetched.url, fetched.charset)

    def _open_once(self, name: str) -> None:
        """Refuse an input that was met before, while it costs nothing yet."""
        if name in self.opened or name in self.seen:
            raise _given_twice(name)
        self.opened.add(name)

    def _each_once(self, found: Iterable[Capture | Refusal]) -> Iterator[Capture | Refusal]:
        for item in found:
            if isinstance(item, Refusal):
                yield _refusal(CaptureError(item.input, item.reason))
            elif item.id in self.seen:
                yield _refusal(_given_twice(item.id))
            else:
                self.seen.add(item.id)
                yield item


def _given_twice(name: str) -> CaptureError:
    return CaptureError(name, "given twice; the first was used, leave one out")


def _in_archive(
    found: Iterable[Capture | Refusal], arrival: _Arrival
) -> Iterator[Capture | Refusal]:
    """The same, with the archive in which each capture stands, where that is a file."""
    for item in found:
        yield replace(item, archive=arrival.path) if isinstance(item, Capture) else item


def _arrival(
    name: str, inflow: Inflow, url: str | None = None, charset: str | None = None
) -> _Arrival:
    return _Arrival(name, io.BufferedReader(inflow, CHUNK), inflow, url, charset)


def _read_whole(arrival: _Arrival, most: int) -> bytes:
    content = arrival.stream.read(most + 1)
    if len(content) > most:
        raise too_large(arrival.name, most)
    return content


def _refusing(captures: Iterator[Capture | Refusal]) -> Iterator[Capture | Refusal]:
    """The same, with an error at the end as a last Refusal."""
    try:
        yield from captures
    except CaptureError as error:
        yield _refusal(error)


def _refusal(error: CaptureError) -> Refusal:
    """A Refusal of one line of text, whatever the input is called."""
    parts = (_SURROGATE.sub("\ufffd", text) for text in (error.input, error.reason))
    name, reason = (_CONTROL.sub(_escape, text) for text in parts)
    return Refusal(name, reason)


def _escape(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")


def _left_over(name: str, what: str, count: int, most: int) -> Iterator[Refusal]:
    if count > most:
        reason = f"holds {count:,} {what}; the first {most:,} were taken, name the others yourself"
        yield Refusal(name, reason)


def _is_directory(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


def _in_utc(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    def now() -> datetime:
        moment = clock()
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    return now
