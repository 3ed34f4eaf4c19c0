"""X's (Twitter's) archive: one of its files of posts comes in, a Capture a post goes out.

``data/tweets.js`` (``tweet.js`` in older archives) is a line of JavaScript that sets a list of
JSON objects; so are ``note-tweet.js``, which has the whole of posts that the first cuts short,
and ``account.js``, which has the name that the first leaves out. Both are looked for beside it.
Addresses are shortened to t.co in a post's text; its entities say where they lead, and the text
is given with those. "RT @name:" begins a post that repeats another's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from whence.capture.loose import Record, inner, objects, parse_json, text_of
from whence.capture.post import Link, Post, capture_post
from whence.errors import CaptureError
from whence.model import Capture, Refusal

if TYPE_CHECKING:
    from whence.capture.collection import Collection

_SETS = re.compile(rb"\s*window\.YTD\.(\w+)\.part\d+\s*=\s*")
_POSTS = {"tweets", "tweet", "community_tweet", "deleted_tweets", "note_tweet"}
_SHORT = re.compile(r"https?://t\.co/\w+")
_REPEATED = re.compile(r"RT @(\w{1,30}):\s")
_WRITTEN = re.compile(
    r"\w{3} (?P<month>\w{3}) (?P<d>\d{2}) (?P<clock>\d{2}:\d{2}:\d{2}) "
    r"(?P<zone>[+-]\d{4}) (?P<y>\d{4})"
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SAME = 60
"""Characters at their beginning by which a post and its whole text are known to be one."""


@dataclass(frozen=True, slots=True)
class _Account:
    """Whose archive it is, as far as it says, and the whole texts of its long posts by time."""

    handle: str | None = None
    name: str | None = None
    notes: Mapping[str, Record] = field(default_factory=dict)


def capture_posts(told: Collection) -> Iterator[Capture | Refusal]:
    """Capture each post of one file of an archive.

    Raises:
        CaptureError: damaged, a file of something else, or without a post.
    """
    kind, rows = _read_rows(told.name, told.whole(told.limits.export_bytes))
    if kind not in _POSTS:
        reason = f"a file of {kind} of an X archive, which holds no posts; give data/tweets.js"
        raise CaptureError(told.name, reason)
    account = _account_beside(told, with_notes=kind != "note_tweet")
    count = 0
    for row in rows:
        post = _read_note(row, account) if "noteTweet" in row else _read_tweet(row, account)
        if post is None:
            continue
        count += 1
        if count > told.limits.records:
            reason = f"more than {told.limits.records:,} posts; the first were taken, split it"
            raise CaptureError(told.name, reason)
        name = post.url or f"{told.name}#{count}"
        yield capture_post(post, name=name, taken=told.clock(), record=row)
    if not count:
        raise CaptureError(told.name, "holds no post with text; give data/tweets.js")


def _read_rows(name: str, content: bytes) -> tuple[str, list[Record]]:
    """What a file of an archive lists, and the objects in it."""
    sets = _SETS.match(content.removeprefix(b"\xef\xbb\xbf"))
    if not sets:
        raise CaptureError(name, "not a file of an X archive; give data/tweets.js")
    kind = sets.group(1).decode("ascii", "replace").lower()
    rows = parse_json(name, content.removeprefix(b"\xef\xbb\xbf")[sets.end() :].rstrip(b"; \r\n"))
    return kind, objects(rows)


def _rows_beside(told: Collection, file: str) -> list[Record]:
    """The objects of another file of the archive; none where it is missing or damaged."""
    content = told.beside(file)
    try:
        return _read_rows(file, content)[1] if content else []
    except CaptureError:
        return []


def _account_beside(told: Collection, *, with_notes: bool) -> _Account:
    rows = _rows_beside(told, "account.js")
    own = inner(rows[0], "account") if rows else {}
    notes: dict[str, Record] = {}
    for row in _rows_beside(told, "note-tweet.js") if with_notes else ():
        note = inner(row, "noteTweet")
        if moment := _moment(note.get("createdAt")):
            notes[moment] = row
    return _Account(text_of(own.get("username")), text_of(own.get("accountDisplayName")), notes)


def _read_tweet(row: Record, account: _Account) -> Post | None:
    tweet = inner(row, "tweet") or row
    shown = text_of(tweet.get("full_text")) or text_of(tweet.get("text")) or ""
    published = _moment(tweet.get("created_at"))
    text, links = _expanded(shown, tweet)
    whole = _read_note(account.notes.get(published or "", {}), account)
    if whole and _key(whole.text) == _key(text):
        text, links = whole.text, whole.links
    repeated = _REPEATED.match(text)
    number = text_of(tweet.get("id_str")) or text_of(tweet.get("id"))
    return _post(
        account,
        text,
        published=published,
        url=f"https://x.com/{account.handle or 'i'}/status/{number}" if number else None,
        relay=f"@{repeated.group(1)}" if repeated else None,
        links=links,
    )


def _read_note(row: Record, account: _Account) -> Post | None:
    """The post of a long text; its number is not the post's, so it has no address."""
    note = inner(row, "noteTweet")
    core = inner(note, "core")
    text, links = _expanded(text_of(core.get("text")) or "", {"entities": core})
    return _post(account, text, published=_moment(note.get("createdAt")), links=links)


def _post(account: _Account, text: str, **known: Any) -> Post | None:
    if not any(character.isalnum() for character in text):
        return None
    outlet = f"@{account.handle}" if account.handle else account.name or "X"
    return Post(text=text, platform="X", outlet=outlet, author=account.name, **known)


def _expanded(shown: str, tweet: Record) -> tuple[str, tuple[Link, ...]]:
    """A post's text with its addresses as they are, and what it points to.

    The short address of a picture or video leads to the post itself: it is left out, and what
    it shows stands among the links.
    """
    entities, more = inner(tweet, "entities"), inner(tweet, "extended_entities")
    media = [*objects(more.get("media")), *objects(entities.get("media"))]
    hidden = {item.get("url") for item in media}
    wide = {
        text_of(item.get("url") or item.get("shortUrl")): text_of(
            item.get("expanded_url") or item.get("expandedUrl")
        )
        for item in objects(entities.get("urls"))
    }
    shown = shown.replace("\r\n", "\n")
    text, at = "", 0
    links: list[Link] = []
    for short in _SHORT.finditer(shown):
        text += html.unescape(shown[at : short.start()])
        at = short.end()
        if short.group() in hidden:
            text = text.rstrip(" ")
            continue
        url = wide.get(short.group()) or short.group()
        links.append(Link(url, len(text), len(text) + len(url)))
        text += url
    text += html.unescape(shown[at:])
    return text, (*links, *_media_links(media))


def _media_links(media: list[Record]) -> Iterator[Link]:
    seen: set[str] = set()
    for item in media:
        url = text_of(item.get("media_url_https"))
        if url and url not in seen:
            seen.add(url)
            yield Link(url, kind="picture" if item.get("type") == "photo" else "video")


def _moment(value: Any) -> str | None:
    """A time as X writes it, "Wed Oct 10 20:19:24 +0000 2018" or ISO 8601, as ISO 8601."""
    text = text_of(value) or ""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return re.sub(r"\.\d+Z$", "Z", text) or None
    month = found["month"].capitalize()
    if month not in _MONTHS:
        return None
    zone = "Z" if found["zone"] == "+0000" else f"{found['zone'][:3]}:{found['zone'][3:]}"
    return f"{found['y']}-{_MONTHS.index(month) + 1:02}-{found['d']}T{found['clock']}{zone}"


def _key(text: str) -> str:
    """The beginning by which a text that was cut short is known again."""
    return " ".join(text.split())[:_SAME]
