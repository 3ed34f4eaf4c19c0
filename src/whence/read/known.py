"""Pictures known by hash: bytes come in by address, an article with their hashes goes out.

The bytes may come with a capture, out of an archive, as the parts of a message or from the web.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from whence.model import Article, Exhibit, is_unhashed
from whence.read.picture import PictureHash, hash_picture

MOST_PICTURES = 24
"""Pictures of one article that are hashed."""


@dataclass(frozen=True, slots=True)
class Known:
    """A picture's bytes: their hash, and by what it can be known again, or why it cannot be."""

    sha256: str
    found: PictureHash | str

    def on(self, exhibit: Exhibit) -> Exhibit:
        """The exhibit with these hashes."""
        if isinstance(self.found, str):
            return replace(exhibit, sha256=self.sha256)
        pdq, windows = self.found.pdq, self.found.windows
        return replace(exhibit, sha256=self.sha256, pdq=pdq, windows=windows)


def know_picture(content: bytes) -> Known:
    """The hashes of a picture's bytes."""
    return Known(hashlib.sha256(content).hexdigest(), hash_picture(content))


def with_hashes(article: Article, known: Mapping[str, Known]) -> Article:
    """The article with the hashes of its pictures that are ``known``, by address."""
    exhibits = (
        known[e.url].on(e) if is_unhashed(e) and e.url in known else e for e in article.exhibits
    )
    return replace(article, exhibits=tuple(exhibits))


def named_by_hash(sha256: str) -> str:
    """An address that is nothing but the hash of what it names (RFC 6920)."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode("ascii").rstrip("=")
    return f"ni:///sha-256;{digest}"
