"""A post to an Article: what an export or a person says of a post or message, and its words.

Takes a Capture whose content is one JSON object (``text`` and, as far as they are known,
``outlet``, ``author``, ``published``, ``modified``, ``url``, ``headline``, ``relay``, ``links``);
gives an Article laid out like a plain text. Nothing is looked for that the object names: its
author is the byline, its channel the outlet, and whom it was forwarded or repeated from the
relay. Links keep their span of the text.
"""

from __future__ import annotations

import json
from typing import Any

from whence.errors import ReadError
from whence.model import Article, Capture, Exhibit, ExhibitKind, Given
from whence.read.article import first_seen, headed, origins_of
from whence.read.language import language_of
from whence.read.moments import read_moment
from whence.read.page import absolute
from whence.read.plain import read_passages

_ORIGIN = "post"
_MOST_LINKS = 400
_KINDS = {kind.value: kind for kind in ExhibitKind}


def read_post(capture: Capture) -> Article:
    """Read a post into an article.

    Raises:
        ReadError: it is not a post's object, or has no text.
    """
    fields = _fields_of(capture)
    given = _known(fields, capture.given)
    said = _text(fields, "text") or ""
    if not any(character.isalnum() for character in said):
        raise ReadError(capture.id, "there is no text in the post; leave it out")
    text = headed(said, given.headline)
    author, relay = _text(fields, "author"), _text(fields, "relay")
    published = read_moment(given.published, _origin(capture.given.published))
    modified = read_moment(_text(fields, "modified"), _ORIGIN)
    language = language_of(said)
    return Article(
        id=capture.id,
        text=text,
        url=given.url,
        outlet=given.outlet,
        headline=given.headline,
        byline=(author,) if author else (),
        language=language,
        published=published,
        modified=modified,
        first_seen=first_seen(capture),
        passages=read_passages(text, given.headline),
        exhibits=_exhibits_of(fields.get("links"), len(said), len(text) - len(said)),
        relay=relay,
        origins=origins_of(
            headline=_origin(capture.given.headline) if given.headline else "",
            outlet=_origin(capture.given.outlet) if given.outlet else "",
            byline=_ORIGIN if author else "",
            published=published.origin if published else "",
            modified=modified.origin if modified else "",
            language="page" if language else "",
        ),
        capture=capture.sha256,
    )


def _fields_of(capture: Capture) -> dict[str, Any]:
    try:
        fields = json.loads(capture.content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReadError(capture.id, "not a post as whence keeps it; capture it again") from error
    if not isinstance(fields, dict):
        raise ReadError(capture.id, "not a post as whence keeps it; capture it again")
    return fields


def _known(fields: dict[str, Any], given: Given) -> Given:
    """What is known of the post: what a person gave stands over what the object says."""
    headline = " ".join((given.headline or _text(fields, "headline") or "").split())
    return Given(
        url=absolute(given.url or _text(fields, "url"), None),
        outlet=given.outlet or _text(fields, "outlet"),
        published=given.published or _text(fields, "published"),
        headline=headline or None,
    )


def _text(fields: dict[str, Any], key: str) -> str | None:
    value = fields.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _origin(given: str | None) -> str:
    return "given" if given else _ORIGIN


def _exhibits_of(links: Any, length: int, shift: int) -> tuple[Exhibit, ...]:
    """What a post points to; a span that lies outside of its text is none."""
    found: list[Exhibit] = []
    for link in links[:_MOST_LINKS] if isinstance(links, list) else ():
        known = link if isinstance(link, dict) else {}
        url, kind = absolute(_text(known, "url"), None), known.get("kind", "link")
        start, end = known.get("start", 0), known.get("end", 0)
        if not url or not isinstance(kind, str) or kind not in _KINDS:
            continue
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length:
            found.append(Exhibit(_KINDS[kind], url, start + shift, end + shift))
        else:
            found.append(Exhibit(_KINDS[kind], url, 0, 0))
    return tuple(sorted(found, key=lambda e: (e.start, e.end)))
