"""Collections: what the modules that take a file of many captures apart are given of it.

Its bytes, whole or in any order, always within a bound; the files beside it; the call's limits
and clock. The kinds are WACZ (:mod:`wacz`), HAR (:mod:`har`), exports of Telegram
(:mod:`telegram`) and X (:mod:`x_archive`), and a post told in TOML (:mod:`post`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from whence.capture.inflate import read_whole
from whence.capture.loose import parse_json
from whence.model import Capture, Refusal

if TYPE_CHECKING:
    from whence.capture.jsonlines import Clock
    from whence.capture.limits import Limits


@dataclass(frozen=True, slots=True)
class Collection:
    """A file that holds many captures, on its way to be taken apart.

    ``file`` is the same content where it can be read in any order; ``beside`` gives another file
    of the same folder by its bare name, or None where there is none.
    """

    name: str
    stream: io.BufferedReader
    limits: Limits
    clock: Clock
    beside: Callable[[str], bytes | None]
    file: BinaryIO | None = None

    def whole(self, most: int) -> bytes:
        """All of it.

        Raises:
            CaptureError: it is larger than ``most`` bytes.
        """
        return read_whole(self.stream, self.name, most)

    def parsed(self) -> Any:
        """Its JSON, read whole.

        Raises:
            CaptureError: too large, or not JSON.
        """
        return parse_json(self.name, self.whole(self.limits.export_bytes))


def within(
    name: str, found: Iterable[Capture | Refusal], archive: str | None = None
) -> Iterator[Capture | Refusal]:
    """The captures of what ``name`` holds, each with a word of where it was taken out of.

    ``archive`` is the path of a web archive, where it may hold their pictures.
    """
    for item in found:
        yield item if isinstance(item, Refusal) else replace(item, within=name, archive=archive)
