"""Pages, texts and documents: the bytes of one come in, its Capture goes out.

The last step of every way into the package: whether the bytes are text at all, which charset
their mark or header names, whether they are HTML or a document, and their SHA-256.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from whence.capture.sniff import DOCUMENTS, Kind, check_text, mark_charset
from whence.model import Capture, Exchange, Given

ARTICLE_LINE = "application/vnd.whence.article+json"
"""Media type of a line that ``whence read`` printed."""

ANALYSIS_LINE = "application/vnd.whence.analysis+json"
"""Media type of a line that ``whence analyse`` printed."""

OWN = "https://whence.invalid/"
"""Where the addresses begin of what whence itself puts into packages, which is no article.

Nobody can own a name in ``.invalid`` (RFC 2606).
"""

HTML = "text/html"
PLAIN_TEXT = "text/plain"
ANYTHING = "application/octet-stream"
"""Media type of bytes that are kept without being recognised."""

_MEDIA_TYPES = {Kind.PAGE: HTML, **DOCUMENTS}


def capture_bytes(
    content: bytes,
    *,
    name: str,
    media_type: str,
    taken: datetime,
    url: str | None = None,
    charset: str | None = None,
    given: Given | None = None,
    exchange: Exchange | None = None,
) -> Capture:
    """A Capture of ``content`` as it is, hashed; ``name`` becomes its id."""
    return Capture(
        id=name,
        content=content,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        taken=taken,
        url=url,
        charset=charset,
        given=given or Given(),
        exchange=exchange,
    )


def capture_page(
    content: bytes,
    kind: Kind | None,
    *,
    name: str,
    taken: datetime,
    url: str | None = None,
    charset: str | None = None,
    given: Given | None = None,
    exchange: Exchange | None = None,
) -> Capture:
    """A Capture of a page, text or document, or of mere bytes where ``kind`` is None.

    A byte order mark stands over the ``charset`` of a header; documents have their own.

    Raises:
        CaptureError: the bytes are no text.
    """
    document = kind in DOCUMENTS
    if kind and not document:
        check_text(name, content, charset)
    return capture_bytes(
        content,
        name=name,
        media_type=_MEDIA_TYPES.get(kind, PLAIN_TEXT) if kind else ANYTHING,
        taken=taken,
        url=url,
        charset=None if document else mark_charset(content) or charset,
        given=given,
        exchange=exchange,
    )
