"""What the tests of documents share: the files under tests/files, captured and read."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from whence.capture.sniff import DOCUMENTS, recognise
from whence.model import Article, Capture, Given
from whence.read import read_article

from .captures import check_passages

FILES = Path(__file__).parent.parent / "files"
LATER = datetime(2040, 1, 1, tzinfo=UTC)


def of_file(name: str, **known: str) -> Article:
    """A file under tests/files, read."""
    return of_bytes((FILES / name).read_bytes(), name, **known)


def of_bytes(content: bytes, name: str, *, taken: datetime = LATER, **known: str) -> Article:
    """Bytes as the file ``name``, recognised, captured and read."""
    article = read_article(as_capture(content, name, taken=taken, **known))
    check_passages(article)
    return article


def as_capture(content: bytes, name: str, *, taken: datetime = LATER, **known: str) -> Capture:
    media_type = DOCUMENTS.get(recognise(name, content[: 1 << 16]), "text/html")
    digest = hashlib.sha256(content).hexdigest()
    return Capture(name, content, media_type, digest, taken, given=Given(**known))
