"""Exhibits: what an article points to, with the words it hangs on.

Takes the passages' blocks, where each stands in ``Article.text``, and the page; gives links,
embedded posts, pictures, videos and the page's own canonical address. A link hangs on its
anchor's words; a picture, video or embed on nothing (an empty span at 0), unless it is an
embedded quotation, which hangs on its words. A video's poster is a picture. Pictures whose bytes
are at hand bear their hashes (:mod:`whence.read.pictures`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from whence.model import Exhibit, ExhibitKind
from whence.read.blocks import Anchor
from whence.read.page import Page, absolute
from whence.read.pictures import Pictures, grouped_pictures, written_addresses

_VIDEO = re.compile(
    r"youtube(?:-nocookie)?\.com/(?:embed|watch|v/)|youtu\.be/|vimeo\.com/|dailymotion\.com/"
    r"|\.(?:mp4|m3u8|webm|mov)(?:$|\?)|brightcove|jwplayer|/video/embed|rutube\.ru/",
    re.I,
)
_EMBED_CLASS = re.compile(
    r"twitter-tweet|twitter-video|instagram-media|fb-post|fb-video|tiktok-embed|bluesky-embed"
    r"|telegram-post|reddit-card|mastodon-embed"
)
_FURNITURE = re.compile(
    r"doubleclick|googletag|adserver|/ads?/|pixel|tracker|scorecardresearch|1x1|blank\.gif"
    r"|spacer|logo|icon|avatar|sprite|share|facebook\.com/(?:plugins|sharer)"
    r"|twitter\.com/(?:share|intent)|platform\.twitter|disqus|recaptcha|about:blank",
    re.I,
)
_LEAST_PIXELS = 100
_MOST = 400


@dataclass(frozen=True, slots=True)
class Placed:
    """A block's links and where the block stands in the article's text."""

    anchors: tuple[Anchor, ...]
    start: int
    element: HtmlElement
    end: int


def find_exhibits(
    page: Page,
    body: HtmlElement | None,
    placed: Sequence[Placed],
    given: Mapping[str, bytes] | None = None,
) -> tuple[Exhibit, ...]:
    """All that an article points to, in the order of its text, each once.

    ``given`` are the bytes of pictures that came with the page, by address.
    """
    styles = (style.text or "" for style in page.tree.iter("style"))
    pictures = Pictures(page.url, given or {}, grouped_pictures(styles), page.embedded)
    found = [*_canonical(page), *_links(placed, page.url), *_embedded_quotations(placed, page.url)]
    found.extend(_main_picture(page, pictures))
    if body is not None:
        found.extend(_media(body, page.url, pictures))
        found.extend(_lead_pictures(body, page.url, pictures))
    unique: dict[tuple[ExhibitKind, str, int, int], Exhibit] = {}
    for one in found:
        key = (one.kind, one.url, one.start, one.end)
        if key not in unique or (unique[key].pdq is None and one.pdq is not None):
            unique[key] = one
    anchored = {e.url for e in unique.values() if e.end > e.start}
    kept = (e for e in unique.values() if e.end > e.start or e.url not in anchored or _own(e))
    return tuple(sorted(kept, key=lambda e: (e.start, e.end)))[:_MOST]


def _own(exhibit: Exhibit) -> bool:
    return exhibit.kind is ExhibitKind.CANONICAL


def _canonical(page: Page) -> Iterator[Exhibit]:
    links = (
        e.get("href")
        for e in page.tree.iter("link")
        if "canonical" in (e.get("rel") or "").casefold().split()
    )
    for href in (*links, page.named("og:url")):
        if url := absolute(href, page.url):
            yield Exhibit(ExhibitKind.CANONICAL, url, 0, 0)
            return


def _links(placed: Iterable[Placed], base: str | None) -> Iterator[Exhibit]:
    for one in placed:
        for anchor in one.anchors:
            url = absolute(anchor.href, base)
            if url and not _FURNITURE.search(url):
                yield Exhibit(
                    ExhibitKind.LINK, url, one.start + anchor.start, one.start + anchor.end
                )


def _embedded_quotations(placed: Iterable[Placed], base: str | None) -> Iterator[Exhibit]:
    """Posts quoted in the page, by the last link in them: that is the post's own address."""
    posts: dict[HtmlElement, list[Placed]] = {}
    for one in placed:
        for outer in (one.element, *one.element.iterancestors("blockquote")):
            if _EMBED_CLASS.search(outer.get("class") or ""):
                posts.setdefault(outer, []).append(one)
                break
    for post, blocks in posts.items():
        hrefs = [post.get("cite"), *(a.get("href") for a in post.iter("a"))]
        url = next((u for href in reversed(hrefs) if (u := absolute(href, base))), None)
        if url:
            yield Exhibit(ExhibitKind.EMBED, url, blocks[0].start, blocks[-1].end)


def _main_picture(page: Page, pictures: Pictures) -> Iterator[Exhibit]:
    url = absolute(page.named("og:image", "og:image:url", "twitter:image"), page.url)
    if url and (found := pictures.exhibit(url, (url,))):
        yield found


def _media(body: HtmlElement, base: str | None, pictures: Pictures) -> Iterator[Exhibit]:
    for element in body.iter("img", "iframe", "video", "source", "embed", "amp-img"):
        if poster := element.get("poster"):
            yield from _picture([poster], base, pictures)
        if _is_small(element):
            continue
        if element.tag in ("img", "amp-img"):
            yield from _picture(list(written_addresses(element)), base, pictures)
            continue
        url = absolute(_source_of(element), base)
        if not url or _FURNITURE.search(url):
            continue
        if element.tag in ("video", "source") or _VIDEO.search(url):
            parent = element.getparent()
            if element.tag != "source" or (parent is not None and parent.tag == "video"):
                yield Exhibit(ExhibitKind.VIDEO, url, 0, 0)
        else:
            yield Exhibit(ExhibitKind.EMBED, url, 0, 0)


def _lead_pictures(body: HtmlElement, base: str | None, pictures: Pictures) -> Iterator[Exhibit]:
    """Pictures of the article over its text, where they are at hand and can be known again.

    On the web these are the page's main picture; one that was saved shows them only here.
    """
    inside = set(body.iter("img"))
    for article in islice(body.iterancestors("article"), 1):
        for element in article.iter("img"):
            if element not in inside and not _is_small(element):
                written = list(written_addresses(element))
                yield from (e for e in _picture(written, base, pictures) if e.pdq is not None)


def _picture(written: Sequence[str], base: str | None, pictures: Pictures) -> Iterator[Exhibit]:
    """The picture that is written under some addresses; none where these show it is furniture."""
    shown = _shown(written)
    if shown and _FURNITURE.search(shown):
        return
    if found := pictures.exhibit(absolute(shown, base), written):
        yield found


def _source_of(element: HtmlElement) -> str | None:
    return _shown(list(written_addresses(element)))


def _shown(written: Sequence[str]) -> str | None:
    """The address of a picture or frame; of one that is loaded late, where that stands."""
    real = [v for v in written if not v.startswith(("data:", "about:", "javascript:", "var("))]
    return real[-1] if real else None


def _is_small(element: HtmlElement) -> bool:
    """Whether a picture says that it is too small to be one (a pixel, an icon)."""
    sizes = (element.get("width"), element.get("height"))
    return any(s is not None and s.isdigit() and int(s) < _LEAST_PIXELS for s in sizes)
