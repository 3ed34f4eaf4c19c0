"""A page to an Article: headline, parts, byline, times and exhibits put together.

Takes a capture and its decoded HTML; every part is found by its own module, this one calls
them in order and writes the text: headline first, a blank line between blocks, offsets kept
from the first character on. A page whose article stands only in its scripts is read from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from whence.errors import ReadError
from whence.model import Article, Capture, Passage, PassageRole
from whence.read.article import first_seen, origins_of
from whence.read.blocks import plain
from whence.read.byline import find_byline
from whence.read.embedded import embedded_page
from whence.read.exhibits import Placed, find_exhibits
from whence.read.headline import Headline, find_headline
from whence.read.language import find_language
from whence.read.layout import Known, lay_out
from whence.read.lines import is_clock, split_roles
from whence.read.maintext import MainText, choose_blocks
from whence.read.moments import find_modified, find_published, read_moment
from whence.read.outlet import find_outlet, outlet_names
from whence.read.page import Page, UnreadablePageError, absolute, parse_page
from whence.read.refusal import Judgement, judge_page
from whence.read.saved import Saved
from whence.read.shown import Shown, shown_blocks

BREAK = "\n\n"
_BODY = frozenset(
    {PassageRole.PARAGRAPH, PassageRole.QUOTATION, PassageRole.SUBHEADING, PassageRole.CORRECTION}
)
ABOVE, BELOW = 5, 3
"""How many blocks from headline, lead and end a byline may stand."""
_THIN = 400
"""Characters of body below which a page may hold its article in its scripts."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found of a page before its text is written."""

    page: Page
    shown: Sequence[Shown]
    main: MainText
    headline: Headline | None
    outlets: tuple[str, ...]
    byline: tuple[str, ...]
    byline_origin: str
    roles: tuple[tuple[int, PassageRole], ...]

    @property
    def length(self) -> int:
        """Characters of the article's body."""
        return sum(len(self.shown[i].block.text) for i, role in self.roles if role in _BODY)


def read_webpage(capture: Capture, source: str, saved: Saved = Saved()) -> Article:  # noqa: B008
    """Read a page's HTML into an article; ``saved`` is what its file says of where it is from.

    Raises:
        ReadError: it holds no article.
    """
    try:
        page = parse_page(source, capture.given.url or capture.url or saved.url)
        reading = _read(page, capture)
        if reading.length < _THIN:
            reading = _longer(reading, _read_embedded(page, capture))
    except UnreadablePageError as wrong:
        raise ReadError(capture.id, str(wrong)) from wrong
    body = [index for index, role in reading.roles if role in _BODY]
    judged = judge_page(reading.page, reading.shown, body)
    if judged.reason:
        raise ReadError(capture.id, judged.reason)
    return _written(_without(reading, judged), capture, saved, teaser=judged.teaser)


def _without(reading: _Reading, judged: Judgement) -> _Reading:
    """The reading with a paywall's own words no part of its body."""
    roles = (
        (index, PassageRole.BOILERPLATE if index in judged.asides else role)
        for index, role in reading.roles
    )
    return replace(reading, roles=tuple(roles)) if judged.asides else reading


def _longer(reading: _Reading, other: _Reading | None) -> _Reading:
    return other if other is not None and other.length > 2 * reading.length else reading


def _read_embedded(page: Page, capture: Capture) -> _Reading | None:
    source = embedded_page(page.tree, page.linked)
    if source is None:
        return None
    inner = parse_page(source, page.url)
    metas = {**page.meta, **inner.meta}
    return _read(replace(inner, meta=metas, linked=page.linked, nodes=page.nodes), capture)


def _read(page: Page, capture: Capture) -> _Reading:
    shown = shown_blocks(page.tree)
    main = choose_blocks(page.tree, shown)
    core = [index for index in main.chosen if index in main.inside]
    first = core[0] if core else 0
    outlets = outlet_names(page, capture.given.outlet)
    headline = find_headline(page, shown, first, outlets)
    top = headline.block if headline and headline.block is not None else first
    near = _near(shown, min(top, first), first, core[-1] if core else first)
    names, origin = find_byline(page, outlets, near)
    known = Known(
        headline=headline.text if headline else None,
        headline_block=headline.block if headline else None,
        authors=tuple(names),
        description=page.named("og:description", "description"),
    )
    roles = tuple(lay_out(shown, main, known))
    return _Reading(page, shown, main, headline, outlets, tuple(names), origin, roles)


def _near(shown: Sequence[Shown], top: int, first: int, last: int) -> list[Shown]:
    """The blocks over and under the text, where bylines stand."""
    over = range(max(0, top - ABOVE), first + BELOW)
    under = range(max(first + BELOW, last - 1), last + ABOVE)
    return [shown[index] for index in (*over, *under) if index < len(shown)]


def _written(reading: _Reading, capture: Capture, saved: Saved, *, teaser: bool) -> Article:
    page, given = reading.page, capture.given
    own = reading.headline.text if reading.headline else None
    headline = " ".join(given.headline.split()) if given.headline else own
    text, passages, placed = _write(reading, headline)
    clocks = [one.block.text for one in reading.shown if is_clock(one.block.text)]
    published = read_moment(given.published, "given") or find_published(page, clocks)
    modified = find_modified(page)
    outlet, outlet_origin = find_outlet(page, given.outlet)
    language, language_origin = find_language(page, text)
    found = reading.headline.origin if reading.headline else ""
    return Article(
        id=capture.id,
        text=text,
        url=given.url or capture.url or saved.url or absolute(page.named("og:url"), None),
        outlet=outlet,
        headline=headline,
        byline=reading.byline,
        language=language,
        published=published,
        modified=modified,
        first_seen=first_seen(capture) or saved.moment(capture.taken),
        passages=passages,
        exhibits=find_exhibits(page, reading.main.body, placed, capture.pictures),
        origins=origins_of(
            headline="given" if given.headline else found,
            outlet=outlet_origin,
            byline=reading.byline_origin,
            published=published.origin if published else "",
            modified=modified.origin if modified else "",
            language=language_origin,
            text="teaser" if teaser else "",
        ),
        capture=capture.sha256,
    )


def _write(
    reading: _Reading, headline: str | None
) -> tuple[str, tuple[Passage, ...], list[Placed]]:
    """The article's text, its passages, and where the links of each block stand in it."""
    pieces: list[str] = []
    passages: list[Passage] = []
    placed: list[Placed] = []
    if headline:
        pieces.append(headline)
        passages.append(Passage(PassageRole.HEADLINE, 0, len(headline)))
    lead = next((i for i, role in reading.roles if role is PassageRole.PARAGRAPH), None)
    position = len(headline) + len(BREAK) if headline else 0
    for index, role in reading.roles:
        block, element = reading.shown[index].block, reading.shown[index].element
        if headline and role is not PassageRole.PARAGRAPH and plain(block.text) == plain(headline):
            continue
        pieces.append(block.text)
        passages.extend(
            Passage(part, position + begin, position + end)
            for part, begin, end in split_roles(block.text, role, lead=index == lead)
        )
        end = position + len(block.text)
        if role is not PassageRole.BOILERPLATE:
            placed.append(Placed(block.anchors, position, element, end))
        position = end + len(BREAK)
    return BREAK.join(pieces), tuple(passages), placed
