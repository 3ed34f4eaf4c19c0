"""Capture to Article: the one way in.

Takes a Capture (HTML, plain text, PDF, Word, mail, MHTML or a post), gives the Article a reader
would read in it: one text with the headline first and blank lines between its passages, each
passage with its role; and the outlet, byline, times, language and exhibits, each named with where
it was read from. What a person gave beside the input stands over what the page says. A capture
that holds no article is refused with what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from whence.errors import ReadError
from whence.model import Article, Capture, Given, Moment, Passage, PassageRole, Precision
from whence.read.blocks import plain
from whence.read.byline import clean_names, is_agency
from whence.read.decoding import decode
from whence.read.language import language_of
from whence.read.moments import read_moment
from whence.read.plain import read_passages

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PLAIN_TYPES = frozenset({"text/plain", "text/markdown"})
POST_TYPES = frozenset({"application/vnd.whence.post+json"})
MOST_PLAIN_CHARACTERS = 5_000_000


def read_article(capture: Capture, *, raw: bool = False) -> Article:
    """Read a capture into an article.

    ``raw`` takes a plain text exactly as it is: no line break, no byte-order mark and no given
    headline changes it. Pages are laid out anew in any case and pay no heed to it.

    Raises:
        ReadError: the capture holds no article: no text, a consent or robot wall, a shell that
            scripts would fill, a list of links; or its media type is none that is read.
    """
    kind = capture.media_type.partition(";")[0].strip().casefold()
    if kind in HTML_TYPES:
        from whence.read.saved import find_saved  # noqa: PLC0415 - lxml, only for pages
        from whence.read.webpage import read_webpage  # noqa: PLC0415

        source = decode(capture.content, capture.charset, html=True)
        return read_webpage(capture, source, find_saved(source))
    if kind in PLAIN_TYPES:
        return _read_plain(capture, raw=raw)
    if read_document := _document_reader(kind):
        return read_document(capture)
    if kind in POST_TYPES:
        from whence.read.post import read_post  # noqa: PLC0415 - only for posts

        return read_post(capture)
    raise ReadError(capture.id, f"cannot read {kind or 'no media type'}; give HTML or plain text")


def _document_reader(kind: str) -> Callable[[Capture], Article] | None:
    """The reader of a media type; its libraries are loaded only where one is read."""
    match kind:
        case "application/pdf":
            from whence.read.pdf import read_pdf  # noqa: PLC0415

            return read_pdf
        case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
            from whence.read.word import read_word  # noqa: PLC0415

            return read_word
        case "message/rfc822":
            from whence.read.mail import read_mail  # noqa: PLC0415

            return read_mail
        case "multipart/related":
            from whence.read.mhtml import read_mhtml  # noqa: PLC0415

            return read_mhtml
    return None


def _read_plain(capture: Capture, *, raw: bool) -> Article:
    text = decode(capture.content, capture.charset)
    given = capture.given
    if len(text) > MOST_PLAIN_CHARACTERS:
        raise ReadError(capture.id, "too long for one article; split it into one file an article")
    if not any(character.isalnum() for character in text):
        raise ReadError(capture.id, "there is no text in it; capture it again")
    if not raw:
        text = headed(_normal(text), given.headline)
    passages = read_passages(text, given.headline)
    headline, origin = _plain_headline(text, passages, given)
    byline = _plain_byline(text, passages, given.outlet)
    language = language_of(text)
    return Article(
        id=capture.id,
        text=text,
        url=given.url or capture.url,
        outlet=given.outlet,
        headline=headline,
        byline=byline,
        language=language,
        published=read_moment(given.published, "given"),
        first_seen=first_seen(capture),
        passages=passages,
        origins=origins_of(
            headline=origin,
            outlet="given" if given.outlet else "",
            byline="page" if byline else "",
            published="given" if read_moment(given.published, "given") else "",
            language="page" if language else "",
        ),
        capture=capture.sha256,
    )


def _normal(text: str) -> str:
    """Without a byte-order mark, lines ended by one character each."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def headed(text: str, headline: str | None) -> str:
    """A given headline over the text, unless it stands there already."""
    if not headline or not headline.strip():
        return text
    lines = [line for line in text.split("\n", 12)[:12] if line.strip()]
    if any(plain(line) == plain(headline) for line in lines[:2]):
        return text
    return f"{' '.join(headline.split())}\n\n{text.lstrip()}"


def _plain_headline(
    text: str, passages: tuple[Passage, ...], given: Given
) -> tuple[str | None, str]:
    if given.headline and given.headline.strip():
        return " ".join(given.headline.split()), "given"
    for passage in passages:
        if passage.role is PassageRole.HEADLINE:
            return " ".join(text[passage.start : passage.end].split()), "page"
    return None, ""


def _plain_byline(text: str, passages: tuple[Passage, ...], outlet: str | None) -> tuple[str, ...]:
    lines = (text[p.start : p.end] for p in passages if p.role is PassageRole.BYLINE)
    found = clean_names(lines, [outlet] if outlet else [])
    return tuple(name for name in found if " " in name or is_agency(name))


def first_seen(capture: Capture) -> Moment | None:
    """When a page was taken from its address, as a Moment in UTC.

    None for what came without an address: when a file is read says nothing of its article.
    """
    if capture.url is None:
        return None
    taken = capture.taken
    at = taken.astimezone(UTC) if taken.tzinfo else taken
    return Moment(f"{at:%Y-%m-%dT%H:%M:%S}Z", Precision.SECOND, "Z", "capture")


def origins_of(**origins: str) -> dict[str, str]:
    """The origins that are known."""
    return {name: origin for name, origin in origins.items() if origin}
