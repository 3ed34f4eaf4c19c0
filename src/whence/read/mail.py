"""A mail to an Article: what its sender wrote, told from what it quotes.

Takes a capture of a mail (RFC 5322, MIME) and gives its article: the subject is the headline,
the sender the byline or outlet, the date when it was published. The message stands as
paragraphs; what it quotes or passes on of other mails is a quotation, and the lines that
programs put over quotations, signatures and mailing lists' footers are boilerplate. Of a
message in two forms the plain one is read, unless it is only a stub of the other. Attachments
are left: whoever wants one read saves it and gives the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from whence.errors import ReadError
from whence.model import Article, Capture, Moment
from whence.read.blocks import words_of
from whence.read.byline import clean_names
from whence.read.lines import is_name
from whence.read.mailtext import pieces_of_html, pieces_of_text
from whence.read.moments import read_moment
from whence.read.page import UnreadablePageError
from whence.read.parts import (
    FAULTS,
    UnreadableMessageError,
    header_of,
    leaves,
    parse_message,
    text_of_part,
)
from whence.read.vocabulary import entries
from whence.read.written import Piece, Stated, write_article

_STUB = 0.5
"""A plain form with less than this share of the words of the other is a stub."""
_PASSED_ON = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.I)
_ROUTE = re.compile(r"\s+(?:via|on behalf of)\s+|\s*[,(|/]\s*|\s+[-–—]\s+", re.I)


def read_mail(capture: Capture) -> Article:
    """Read a mail into an article.

    Raises:
        ReadError: it is damaged, a mailbox of several mails, or holds no text.
    """
    if _is_mailbox(capture.content):
        raise ReadError(capture.id, "a mailbox of several mails; save each as a file of its own")
    try:
        message = parse_message(capture.content)
        pieces = _pieces(message)
    except (UnreadableMessageError, UnreadablePageError) as wrong:
        raise ReadError(capture.id, str(wrong)) from wrong
    return write_article(capture, pieces, _stated(message))


def _is_mailbox(content: bytes) -> bool:
    """Whether a file in mbox form (RFC 4155) holds more than one mail."""
    return content.startswith(b"From ") and (
        re.search(rb"\n\r?\nFrom \S+ .*\d{4}\r?\n[!-9;-~]+:", content) is not None
    )


def _stated(message: Message) -> Stated:
    byline, outlet = _sender(message)
    return Stated(
        headline=_PASSED_ON.sub("", header_of(message, "Subject")) or None,
        headline_origin="mail",
        byline=byline,
        outlet=outlet,
        origin="mail",
        published=_sent(header_of(message, "Date")),
    )


def _sent(date: str) -> Moment | None:
    """When a mail was sent, with the zone that its date names."""
    try:
        return read_moment(parsedate_to_datetime(date).isoformat(), "mail")
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _sender(message: Message) -> tuple[tuple[str, ...], str | None]:
    """Names of people in "From" are the byline; other names, else the host, the outlet."""
    try:
        name, address = parseaddr(header_of(message, "From"))
    except FAULTS:
        return (), None
    parts = [part.strip(" )\"'") for part in _ROUTE.split(name) if part.strip(" )\"'")]
    people = [part for part in parts if is_name(part) and not _is_house(part)]
    others = [part for part in parts if part not in people and "@" not in part]
    host = address.rpartition("@")[2].casefold()
    own = host if "." in host and host not in entries("mail", "hosts_of_many") else None
    outlet = header_of(message, "Organization") or next(iter(others), None) or own
    return tuple(clean_names(people, [outlet] if outlet else [])), outlet


def _is_house(name: str) -> bool:
    """Whether a name in capitals is that of an office and not of a person."""
    return not entries("mail", "house_words").isdisjoint(words_of(name))


def _pieces(message: Message) -> list[Piece]:
    """The pieces of the message itself, from the form that says most.

    Raises:
        UnreadableMessageError: it has no text.
    """
    parts = [part for part in leaves(message) if not _is_attached(part)]
    plain = _join(parts, "text/plain")
    pages = _join(parts, "text/html")
    shown = [piece for page in pages for piece in pieces_of_html(page)]
    flowed = any(part.get_param("format") == "flowed" for part in parts)
    said = [piece for text in plain for piece in pieces_of_text(text, flowed=flowed)]
    if not shown and not said:
        raise UnreadableMessageError("there is no text in it; save what is attached and give that")
    return shown if _length(said) < _STUB * _length(shown) else said


def _join(parts: Sequence[Message], media_type: str) -> list[str]:
    return [
        text_of_part(part, html=media_type == "text/html")
        for part in parts
        if part.get_content_type() == media_type
    ]


def _is_attached(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except FAULTS:
        return True


def _length(pieces: Sequence[Piece]) -> int:
    return sum(len(words_of(piece.text)) for piece in pieces)
