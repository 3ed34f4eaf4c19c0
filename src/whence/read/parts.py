"""MIME: the bytes of a mail or MHTML file come in, its parts go out, bounded.

A thin shell over the standard library's parser (RFC 2045, RFC 2047), which takes any nesting
and any number of parts: what says that it holds more than mails and pages do is refused before
it is parsed. Headers are decoded leniently; what cannot be decoded stands as it came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32

from whence.read.decoding import decode
from whence.read.page import absolute

MOST_NESTED = 60
"""Parts that hold parts; each costs a look at every line inside it."""
MOST_PARTS = 5_000
MOST_TEXT = 20_000_000
"""Bytes of the one part that is read."""
_LONGEST_HEADER, _LONGEST_SHOWN = 10_000, 2000
"""Characters of a header that are looked at, and that are left of it when it is decoded."""
_HOLDER = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)
_BOUNDARY = re.compile(rb"^--", re.M)
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b\ufeff]")

# What the standard library lets through from damaged mails, by its own reports and by fuzzing.
FAULTS = (
    MessageError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class UnreadableMessageError(ValueError):
    """A message that gives no text; the message says what is wrong and the cure."""


def parse_message(content: bytes) -> Message:
    """Take a message apart.

    Raises:
        UnreadableMessageError: more parts than any has, or damaged beyond reading.
    """
    nested = sum(1 for _ in _HOLDER.finditer(content))
    parts = sum(1 for _ in _BOUNDARY.finditer(content))
    if nested > MOST_NESTED or parts > MOST_PARTS:
        raise UnreadableMessageError("parts within parts without end; save its text alone")
    try:
        return message_from_bytes(content, policy=compat32)
    except FAULTS as wrong:
        raise UnreadableMessageError("a damaged message; get the file again") from wrong


def header_of(message: Message, name: str) -> str:
    """One header as a reader sees it, on one line; empty where there is none."""
    raw = str(message.get(name, ""))[:_LONGEST_HEADER]
    try:
        pieces = decode_header(raw)
        text = "".join(_piece(piece, charset) for piece, charset in pieces)
    except (HeaderParseError, *FAULTS):
        text = raw
    return " ".join(_ODD.sub(" ", text).split())[:_LONGEST_SHOWN]


def _piece(piece: bytes | str, charset: str | None) -> str:
    return decode(piece, charset) if isinstance(piece, bytes) else piece


def leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no parts, in order; a mail that is attached is left closed."""
    if message.get_content_type() == "message/rfc822" and message.is_multipart():
        return
    if not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from leaves(part)


def text_of_part(part: Message, *, html: bool = False) -> str:
    """The text of a part, its transfer encoding undone and its charset decoded.

    Raises:
        UnreadableMessageError: longer than any article.
    """
    content = content_of_part(part)
    if len(content) > MOST_TEXT:
        raise UnreadableMessageError("too long for one article; save its text alone")
    return decode(content, charset_of(part), html=html)


def content_of_part(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone; nothing where it holds none.

    Raises:
        UnreadableMessageError: damaged beyond reading.
    """
    try:
        content = part.get_payload(decode=True)
    except FAULTS as wrong:
        raise UnreadableMessageError("a damaged message; get the file again") from wrong
    return content if isinstance(content, bytes) else b""


def charset_of(part: Message) -> str | None:
    """The charset that a part names."""
    try:
        return part.get_content_charset()
    except FAULTS:
        return None


def address_of(message: Message, *names: str) -> str | None:
    """The first of some headers that is a web address."""
    found = (absolute(header_of(message, name).replace(" ", ""), None) for name in names)
    return next((url for url in found if url), None)
