"""Wanted pages: the addresses asked of a web archive, which of them were met, and where they led.

An archive's list of pages may name a page by the address that was asked for, while its record
stands under the one that it was redirected to; both are wanted then.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin


class Wanted:
    """The pages that are wanted of an archive, by address; redirects of theirs lead on."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._asked = {url: url for url in urls}
        self._met: set[str] = set()

    @property
    def missing(self) -> list[str]:
        """The pages that were not met so far, sorted."""
        return sorted(set(self._asked.values()) - self._met)

    def takes(self, uri: str) -> bool:
        """Whether a record's page is wanted."""
        return uri in self._asked

    def meet(self, uri: str) -> None:
        """Note that a wanted page was met."""
        self._met.add(self._asked[uri])

    def follow(self, uri: str, location: str | None) -> None:
        """Want also what a wanted address redirects to."""
        try:
            target = urljoin(uri, location or "").partition("#")[0]
        except ValueError:  # brackets that hold no IPv6 address
            return
        self._asked.setdefault(target, self._asked[uri])
