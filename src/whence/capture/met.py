"""Met: what one call has opened and captured, so that nothing comes twice.

Captures come in as they are got; those met before go out as refusals. Only an address of the web
can come more than once, as versions with ids of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, count

from whence.capture.refused import given_twice, refused
from whence.errors import CaptureError
from whence.model import Capture, Refusal


@dataclass(frozen=True, slots=True)
class Met:
    """Names of what was ``opened``, ids ``seen``, hashes of ids with their bytes ``known``."""

    opened: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    known: set[int] = field(default_factory=set)

    def open_once(self, name: str) -> None:
        """Refuse an input that was met before, while it costs nothing yet.

        Raises:
            CaptureError: it was.
        """
        if name in self.opened or name in self.seen:
            raise given_twice(name)
        self.opened.add(name)

    def ask_once(self, address: str) -> None:
        """Refuse an address that was asked for before; one met in an archive is asked for anew.

        Raises:
            CaptureError: it was.
        """
        if address in self.opened:
            raise given_twice(address)
        self.opened.add(address)

    def each_once(self, found: Iterable[Capture | Refusal]) -> Iterator[Capture | Refusal]:
        """The same; those with an id that was seen are refused."""
        for item in found:
            if isinstance(item, Refusal):
                yield refused(CaptureError(item.input, item.reason))
            elif item.id in self.seen:
                yield refused(given_twice(item.id))
            else:
                self.seen.add(item.id)
                self.known.add(hash((item.id, item.sha256)))
                yield item

    def each_version(self, found: Iterable[Capture | Refusal]) -> Iterator[Capture | Refusal]:
        """Pages of the web, where one address can come more than once.

        The first keeps its address as id, later ones with other bytes bear their time behind it.
        The same bytes at another time are the page that was captured already.
        """
        for item in found:
            if isinstance(item, Refusal) or item.id not in self.seen:
                yield from self.each_once([item])
            elif (version := hash((item.id, item.sha256))) not in self.known:
                self.known.add(version)
                yield from self.each_once([replace(item, id=self._version_id(item))])

    def _version_id(self, capture: Capture) -> str:
        """The id of a later capture of an address: ``URI#20310506T090000Z``."""
        dated = f"{capture.id}#{capture.taken:%Y%m%dT%H%M%SZ}"
        numbered = (f"{dated}-{number}" for number in count(2))
        return next(name for name in chain([dated], numbered) if name not in self.seen)
