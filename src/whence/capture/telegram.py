"""Telegram's export: ``result.json`` of Telegram Desktop comes in, a Capture a message goes out.

The file is one chat ("Export chat history", machine-readable JSON) or a whole account. Taken are
the messages of channels and groups that have text; conversations between persons, saved messages
and service messages ("X joined") are left: they were not published. A message's text is a string
or a list of strings and entities; the entities that are links keep their span. Times are taken
from ``date_unixtime``, which has a zone; ``date`` is the exporting machine's clock and has none.
Field names after Telegram Desktop's own writer (Telegram/SourceFiles/export/output).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from whence.capture.loose import Record, inner, line_of, objects
from whence.capture.post import Link, Post, capture_post
from whence.errors import CaptureError
from whence.model import Capture, Refusal

if TYPE_CHECKING:
    from whence.capture.collection import Collection

_PLATFORM = "Telegram"
_CHANNELS = frozenset({"public_channel", "private_channel"})
_LINKED = _CHANNELS | {"public_supergroup", "private_supergroup"}
"""Chats whose messages have an address."""
_TAKEN = _LINKED | {"private_group", "public_group"}


@dataclass(frozen=True, slots=True)
class _Chat:
    """One chat of an export: ``place`` is what its messages without an address are called by."""

    place: str
    kind: str
    name: str | None
    number: str | None


def capture_messages(told: Collection) -> Iterator[Capture | Refusal]:
    """Capture each message with text of the channels and groups in an export.

    Raises:
        CaptureError: damaged, of more messages than are taken, or without such a message.
    """
    count, seen = 0, False
    for chat, message in _messages_of(told.name, told.parsed()):
        seen = True
        post = _read_message(chat, message)
        if post is None:
            continue
        count += 1
        if count > told.limits.records:
            reason = f"more than {told.limits.records:,} messages; the first were taken, split it"
            raise CaptureError(told.name, reason)
        name = post.url or f"{chat.place}#{line_of(message.get('id')) or count}"
        yield capture_post(post, name=name, taken=told.clock(), record=message)
    if not count:
        why = "no message with text" if seen else "no channel or group"
        raise CaptureError(told.name, f"a Telegram export with {why}; export another chat")


def _messages_of(name: str, export: Any) -> Iterator[tuple[_Chat, Record]]:
    for number, chat in enumerate(_chats_of(export), 1):
        kind = line_of(chat.get("type"))
        if kind in _TAKEN:
            place = name if chat is export else f"{name}#{line_of(chat.get('id')) or number}"
            known = _Chat(place, kind, line_of(chat.get("name")), line_of(chat.get("id")))
            for message in objects(chat.get("messages")):
                yield known, message


def _chats_of(export: Any) -> Iterator[Record]:
    """The chats of an account, those that it left among them, or the one chat exported."""
    if not isinstance(export, dict):
        return
    if "messages" in export:
        yield export
    for key in ("chats", "left_chats"):
        yield from objects(inner(export, key).get("list"))


def _read_message(chat: _Chat, message: Record) -> Post | None:
    """The post of a message; None for a service message or one without words."""
    if message.get("type", "message") != "message":
        return None
    text, links = _read_text(message)
    if not any(character.isalnum() for character in text):
        return None
    channel = chat.kind in _CHANNELS
    writer = message.get("author") if channel else message.get("from")
    number = line_of(message.get("id"))
    address = chat.kind in _LINKED and chat.number and number
    return Post(
        text=text,
        platform=_PLATFORM,
        outlet=chat.name or (line_of(message.get("from")) if channel else None),
        author=line_of(writer),
        published=_moment(message, "date"),
        modified=_moment(message, "edited"),
        url=f"https://t.me/c/{chat.number}/{number}" if address else None,
        relay=line_of(message.get("forwarded_from")) or line_of(message.get("saved_from")),
        links=links,
    )


def _read_text(message: Record) -> tuple[str, tuple[Link, ...]]:
    """The words of a message, its pieces joined, and the links among them."""
    pieces = message.get("text")
    if not pieces or not isinstance(pieces, str | list):
        pieces = message.get("text_entities")
    text = ""
    links: list[Link] = []
    for piece in pieces if isinstance(pieces, list) else [pieces]:
        entity: Record = piece if isinstance(piece, dict) else {"text": piece}
        word = entity.get("text")
        if not isinstance(word, str):
            continue
        word = word.replace("\r\n", "\n").replace("\r", "\n")
        if url := _url_of(entity, word):
            links.append(Link(url, len(text), len(text) + len(word)))
        text += word
    return text, tuple(links)


def _url_of(entity: Record, word: str) -> str | None:
    """Where an entity leads; Telegram takes "mill.example/a" for a link as well."""
    kind, target = entity.get("type"), entity.get("href")
    if kind not in ("link", "text_link"):
        return None
    url = target if isinstance(target, str) and kind == "text_link" else word.strip()
    if url.lower().startswith(("http://", "https://")):
        return url
    return f"https://{url}" if url and "://" not in url and " " not in url else None


def _moment(message: Record, key: str) -> str | None:
    """A time of a message, in UTC where the export says the moment itself."""
    seconds = line_of(message.get(f"{key}_unixtime"))
    if seconds and seconds.isascii() and seconds.isdecimal() and 0 < int(seconds[:12]) < 1 << 33:
        return f"{datetime.fromtimestamp(int(seconds[:12]), UTC):%Y-%m-%dT%H:%M:%SZ}"
    return line_of(message.get(key))
