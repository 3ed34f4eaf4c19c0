"""Lists of addresses: the bytes of one come in, the web addresses in it go out, each once.

A plain text of addresses, a line each ("#" begins a comment); bookmarks as browsers export them
(the Netscape bookmark file, and Firefox's JSON); and the shortcuts of desktops: Windows's
``.url``, macOS's ``.webloc`` (a property list, as XML or binary). Of bookmarks only http and
https addresses count: the others lead to a browser's own places. Nothing is fetched here.
"""

from __future__ import annotations

import html
import json
import plistlib
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from whence.capture.sniff import mark_charset
from whence.errors import CaptureError

_BOOKMARK = re.compile(r"""<a\s[^<>]*?\bhref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_SHORTCUT = re.compile(r"^URL=(.*)$", re.MULTILINE | re.IGNORECASE)
_WEB = ("http://", "https://")
_NETSCAPE = "<!doctype netscape-bookmark-file-1>"

# What plistlib lets through from the parsers under it on malformed lists.
_PLIST_FAULTS = (
    plistlib.InvalidFileException,
    ExpatError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_addresses(name: str, content: bytes) -> tuple[str, ...]:
    """The web addresses of a list, in its order, each once.

    Raises:
        CaptureError: the list is damaged, or holds no web address.
    """
    found = dict.fromkeys(address.strip() for address in _addresses_in(name, content))
    kept = tuple(address for address in found if address.lower().startswith(_WEB))
    if not kept:
        raise CaptureError(name, "holds no http or https address; give the addresses themselves")
    return kept


def _addresses_in(name: str, content: bytes) -> Iterable[str]:
    if content.startswith(b"bplist00"):
        return _of_property_list(name, content)
    text = content.decode(mark_charset(content) or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _of_firefox(name, text)
    if text[: len(_NETSCAPE)].lower() == _NETSCAPE:
        return (html.unescape(a or b) for a, b in _BOOKMARK.findall(text))
    if text.startswith("<"):
        return _of_property_list(name, content)
    if shortcut := _SHORTCUT.search(text):
        return [shortcut.group(1)]
    lines = (line.strip() for line in text.splitlines())
    return (line for line in lines if not line.startswith("#"))


def _of_property_list(name: str, content: bytes) -> list[str]:
    try:
        parsed = plistlib.loads(content)
    except _PLIST_FAULTS as error:
        reason = "a property list that cannot be read; save the shortcut again"
        raise CaptureError(name, reason) from error
    url = parsed.get("URL") if isinstance(parsed, dict) else None
    return [url] if isinstance(url, str) else []


def _of_firefox(name: str, text: str) -> Iterator[str]:
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError) as error:
        reason = "bookmarks that cannot be read as JSON; export them again"
        raise CaptureError(name, reason) from error
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if isinstance(item.get("uri"), str):
                yield item["uri"]
            children = item.get("children")
            waiting.extend(reversed(children) if isinstance(children, list) else ())
