"""MHTML to an Article: a page that a browser saved in one file, read as the page that it was.

Takes a capture of an MHTML file (RFC 2557, as Chromium, Edge, Opera and Internet Explorer write
it), finds the part that is the page itself, and reads it like any page, with the address and
the time that the header states (:mod:`whence.read.saved`). Pictures that lie beside it in the
file are found by their address or id; style sheets and frames are not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from email.message import Message

from whence.errors import ReadError
from whence.model import Article, Capture
from whence.read.parts import (
    UnreadableMessageError,
    address_of,
    content_of_part,
    header_of,
    leaves,
    parse_message,
    text_of_part,
)
from whence.read.saved import Saved, mail_date
from whence.read.webpage import read_webpage

_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(capture: Capture) -> Article:
    """Read the page of an MHTML file into an article.

    Raises:
        ReadError: it is damaged, holds no page, or its page holds no article.
    """
    try:
        message = parse_message(capture.content)
        root = _root_of(message)
        if root is None:
            raise UnreadableMessageError("there is no page in it; save the page again")
        source = text_of_part(root, html=True)
    except UnreadableMessageError as wrong:
        raise ReadError(capture.id, str(wrong)) from wrong
    if _is_cut(message, root):
        raise ReadError(capture.id, "the page in it is cut off before its end; save it again")
    url = address_of(message, "Snapshot-Content-Location", "Content-Location")
    saved = Saved(
        url or address_of(root, "Content-Location"), mail_date(header_of(message, "Date"))
    )
    return read_webpage(replace(capture, pictures=_pictures_in(message)), source, saved)


def _pictures_in(message: Message) -> dict[str, bytes]:
    """The pictures of a message by the addresses that its page can show them under."""
    found: dict[str, bytes] = {}
    for part in leaves(message):
        if part.get_content_maintype() != "image":
            continue
        location = header_of(part, "Content-Location").replace(" ", "")
        own = header_of(part, "Content-ID").strip("<> ")
        with suppress(UnreadableMessageError):
            content = content_of_part(part)
            for name in filter(None, (location, own and f"cid:{own}")):
                found.setdefault(name, content)
    return found


def _root_of(message: Message) -> Message | None:
    """The part that is the page: by the header's ``start``, by its address, else the first."""
    pages = [part for part in leaves(message) if part.get_content_type() in _PAGES]
    return _named(message, pages) or next(iter(pages), None)


def _named(message: Message, pages: Sequence[Message]) -> Message | None:
    start = str(message.get_param("start") or "").strip("<> ")
    url = address_of(message, "Snapshot-Content-Location", "Content-Location")
    by_id = (p for p in pages if start and header_of(p, "Content-ID").strip("<> ") == start)
    by_url = (p for p in pages if url and address_of(p, "Content-Location") == url)
    return next(by_id, None) or next(by_url, None)


def _is_cut(message: Message, root: Message) -> bool:
    """Whether the file ends inside the page: it is the last part, and nothing closes it."""
    unclosed = any("CloseBoundary" in type(defect).__name__ for defect in message.defects)
    return unclosed and list(leaves(message))[-1] is root
