"""Posts: who wrote what, where and when, with the text; a Capture of it goes out.

A post or message is no page: it comes out of an export, or pasted by a person. Its Capture is
one JSON object, of the fields of :class:`Post` that are known, and ``record``: the object of the
export that it was read from, untouched, so that nothing is lost that the fields do not name.
:mod:`whence.read.post` reads it. A pasted post may also be given as a small TOML file beside the
text (TOML 1.0); what a person gives there stands in ``Given`` as well.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from whence.capture.page import capture_bytes
from whence.errors import CaptureError
from whence.model import Capture, Given, content_id

if TYPE_CHECKING:
    from whence.capture.collection import Collection

POST = "application/vnd.whence.post+json"
"""Media type of a post."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_FIELDS = ("text", "file", "author", "outlet", "channel", "published", "url", "headline", "note")


@dataclass(frozen=True, slots=True)
class Link:
    """What a post points to: ``kind`` is an exhibit's, the span lies in the post's text."""

    url: str
    start: int = 0
    end: int = 0
    kind: str = "link"


@dataclass(frozen=True, slots=True)
class Post:
    """One post or message. Times are ISO 8601.

    ``outlet`` is the channel, group or account that published it; ``relay`` whom all of it was
    taken from, where it was forwarded or repeated; ``note`` what a person says of getting it.
    """

    text: str
    platform: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    headline: str | None = None
    relay: str | None = None
    note: str | None = None
    links: tuple[Link, ...] = ()


def capture_post(
    post: Post,
    *,
    name: str,
    taken: datetime,
    given: Given | None = None,
    record: object = None,
) -> Capture:
    """A Capture of a post; ``record`` is the object of an export that it was read from."""
    fields = {key: value for key, value in asdict(post).items() if value}
    if record is not None:
        fields["record"] = record
    content = json.dumps(fields, ensure_ascii=False, indent=1)
    return capture_bytes(
        _SURROGATE.sub("\ufffd", content).encode(),
        name=_SURROGATE.sub("\ufffd", name),
        media_type=POST,
        taken=taken,
        charset="utf-8",
        given=given,
    )


def paste_post(
    text: str,
    *,
    taken: datetime,
    author: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    headline: str | None = None,
    note: str | None = None,
    name: str | None = None,
) -> Capture:
    """A Capture of a text that a person pasted, with who, where and when as they said.

    Its id is ``name``, else the address, else a hash of all of it.

    Raises:
        CaptureError: there is no text, or the address or the time is none.
    """
    own = name or url or content_id("post", text, author, outlet, published, headline)
    if not any(character.isalnum() for character in text):
        raise CaptureError(own, "there is no text in the post; paste its words")
    if url is not None and not _is_web(url):
        raise CaptureError(own, f"{url}: not a web address; begin it with https://")
    if published is not None and not _is_time(published):
        reason = (
            f"published {published}: not an ISO 8601 date or time; write 2017-10-04T09:30+02:00"
        )
        raise CaptureError(own, reason)
    post = Post(
        text=_with_plain_ends(text),
        outlet=outlet,
        author=author,
        published=published,
        url=url,
        headline=headline,
        note=note,
    )
    return capture_post(post, name=own, taken=taken, given=Given(url, outlet, published, headline))


def capture_told(told: Collection) -> Iterator[Capture]:
    """Capture the post that a TOML file tells of; its text stands inside, or in a file beside.

    Raises:
        CaptureError: not TOML, an unknown field, or no text.
    """
    fields = read_fields(told.name, told.whole(told.limits.input_bytes))
    text = fields.pop("text", None) or _text_beside(told, fields.pop("file", None))
    channel = fields.pop("channel", None)
    yield paste_post(
        text,
        taken=told.clock(),
        name=told.name,
        author=fields.get("author"),
        outlet=fields.get("outlet") or channel,
        published=fields.get("published"),
        url=fields.get("url"),
        headline=fields.get("headline"),
        note=fields.get("note"),
    )


def read_fields(name: str, content: bytes) -> dict[str, str]:
    """The fields of a post's TOML file that are not empty, as text.

    Raises:
        CaptureError: not TOML, or with a field that is unknown or no text.
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = f'not TOML ({" ".join(str(error).split())[:80]}); write a line as outlet = "…"'
        raise CaptureError(name, reason) from error
    known = f"known are {', '.join(_FIELDS)}"
    if unknown := next((key for key in table if key not in _FIELDS), None):
        raise CaptureError(name, f"a post has no field {unknown[:40]!r}; {known}")
    if not table:
        raise CaptureError(name, f"holds no field of a post; {known}")
    return {key: word for key, value in table.items() if (word := _as_text(name, key, value))}


def file_of(content: bytes) -> str | None:
    """The bare name of the file that a post's TOML names for its text, if it names one."""
    try:
        file = read_fields("", content).get("file")
    except CaptureError:
        return None
    return file if file and "/" not in file and "\0" not in file else None


def _as_text(name: str, key: str, value: Any) -> str:
    if isinstance(value, datetime | date) and key == "published":  # TOML has dates of its own
        return value.isoformat()
    if isinstance(value, time) or not isinstance(value, str):
        raise CaptureError(name, f'the field "{key}" is not text; put it in quotes')
    return value if key == "text" else value.strip()


def _text_beside(told: Collection, file: str | None) -> str:
    """The text in the file that a post names. Only its own folder is looked at.

    Raises:
        CaptureError: no file is named, it lies elsewhere, or it is not there.
    """
    if not file:
        raise CaptureError(told.name, 'neither "text" nor "file"; give the words of the post')
    content = told.beside(file)
    if content is None:
        reason = f"its file {file[:80]!r} does not lie beside it; put it there, or give the text"
        raise CaptureError(told.name, reason)
    return content.decode("utf-8-sig", "replace")


def _with_plain_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_time(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
