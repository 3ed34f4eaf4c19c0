"""Pieces of a document to an Article: how PDF, Word and mail readers write what they found.

Takes the pieces of a document in reading order and what it states of itself; gives the article:
headline first, a blank line between pieces, a role for each. A reader gives a piece its role
where the file's own marks tell it (a style, a quotation sign); the words tell the others, by
the same rules as in plain texts, so that one press release has the same passages whether it
comes as text, PDF or mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whence.errors import ReadError
from whence.model import Article, Capture, Exhibit, ExhibitKind, Moment, Passage, PassageRole
from whence.read.article import first_seen, origins_of
from whence.read.blocks import Anchor, plain
from whence.read.byline import clean_names, is_agency
from whence.read.language import language_of
from whence.read.lines import ends_sentence, is_boilerplate, is_byline, is_clock, split_roles
from whence.read.moments import read_moment
from whence.read.page import absolute
from whence.read.plain import assign_roles

BREAK = "\n\n"
MOST_CHARACTERS = 5_000_000
MOST_PIECES = 50_000
_MOST_LINKS = 400
_TOP = 8
"""How many pieces from the top a date line may stand."""
_KICKER_WORDS = 8
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”‘’\[\]{}|\\^`]+", re.I)
_TRAILING = ".,;:!?)"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that a reader of the document sees as one; ``role`` where marks tell it."""

    text: str
    role: PassageRole | None = None
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document says of itself. ``origin`` is where byline and outlet were read from."""

    headline: str | None = None
    headline_origin: str = "page"
    byline: tuple[str, ...] = ()
    outlet: str | None = None
    origin: str = "metadata"
    url: str | None = None
    published: Moment | None = None
    modified: Moment | None = None


def kicker_of(text: str) -> PassageRole | None:
    """The role of a short line over the headline ("PRESS RELEASE"); the words tell others."""
    short = len(text.split()) <= _KICKER_WORDS and not ends_sentence(text)
    told = is_clock(text) or is_byline(text) or is_boilerplate(text)
    return PassageRole.KICKER if short and not told else None


def write_article(capture: Capture, pieces: Sequence[Piece], stated: Stated) -> Article:
    """The article of a document.

    Raises:
        ReadError: there is no text in it, or more than any article has.
    """
    stated = _with_given(capture, stated)
    kept = _without_headline(
        [piece for piece in pieces if any(map(str.isalnum, piece.text))], stated.headline
    )
    if not kept:
        raise ReadError(capture.id, "there is no text in it; save it again with its text")
    if sum(len(piece.text) for piece in kept) > MOST_CHARACTERS or len(kept) > MOST_PIECES:
        raise ReadError(capture.id, "too long for one article; split it into one file an article")
    if stated.headline:
        kept.insert(0, Piece(stated.headline, PassageRole.HEADLINE))
    text, passages, exhibits = _write(kept, _roles_of(kept, stated.headline))
    return _article(capture, stated, text, passages, exhibits)


def _article(
    capture: Capture,
    stated: Stated,
    text: str,
    passages: tuple[Passage, ...],
    exhibits: tuple[Exhibit, ...],
) -> Article:
    said = _said(text, passages, PassageRole.HEADLINE)
    headline = stated.headline or next(iter(said), None)
    outlets = [stated.outlet] if stated.outlet else []
    names = clean_names(_said(text, passages, PassageRole.BYLINE), outlets)
    shown = tuple(name for name in names if " " in name or is_agency(name))
    byline = shown or stated.byline
    published = stated.published or _date_line(text, passages)
    language = language_of(text)
    return Article(
        id=capture.id,
        text=text,
        url=stated.url,
        outlet=stated.outlet,
        headline=headline,
        byline=byline,
        language=language,
        published=published,
        modified=stated.modified,
        first_seen=first_seen(capture),
        passages=passages,
        exhibits=exhibits,
        origins=origins_of(
            headline=stated.headline_origin if headline else "",
            outlet=("given" if capture.given.outlet else stated.origin) if stated.outlet else "",
            byline=("page" if shown else stated.origin) if byline else "",
            published=published.origin if published else "",
            modified=stated.modified.origin if stated.modified else "",
            language="page" if language else "",
        ),
        capture=capture.sha256,
    )


def _with_given(capture: Capture, stated: Stated) -> Stated:
    """What a person gave stands over what the document says."""
    given = capture.given
    headline = " ".join((given.headline or "").split())
    return replace(
        stated,
        headline=headline or " ".join((stated.headline or "").split()) or None,
        headline_origin="given" if headline else stated.headline_origin,
        outlet=given.outlet or stated.outlet,
        url=given.url or capture.url or stated.url,
        published=read_moment(given.published, "given") or stated.published,
    )


def _without_headline(pieces: Sequence[Piece], headline: str | None) -> list[Piece]:
    """The pieces without the one that the headline was taken from, or that says the same."""
    bare = plain(headline or "")
    at = next((i for i, piece in enumerate(pieces) if bare and plain(piece.text) == bare), None)
    return [piece for i, piece in enumerate(pieces) if i != at]


def _roles_of(pieces: Sequence[Piece], headline: str | None) -> list[PassageRole]:
    """Roles by marks, else by words; marked pieces are not asked for theirs."""
    by_words = iter(
        assign_roles([p.text for p in pieces if p.role in (None, PassageRole.HEADLINE)], headline)
    )
    return [
        next(by_words) if piece.role in (None, PassageRole.HEADLINE) else piece.role
        for piece in pieces
    ]


def _write(
    pieces: Sequence[Piece], roles: Sequence[PassageRole]
) -> tuple[str, tuple[Passage, ...], tuple[Exhibit, ...]]:
    """The text, its passages, and the links in it."""
    lead = roles.index(PassageRole.PARAGRAPH) if PassageRole.PARAGRAPH in roles else None
    passages: list[Passage] = []
    exhibits: list[Exhibit] = []
    position = 0
    for index, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        passages.extend(
            Passage(part, position + begin, position + end)
            for part, begin, end in split_roles(piece.text, role, lead=index == lead)
        )
        if role is not PassageRole.BOILERPLATE:
            exhibits.extend(_links(piece, position))
        position += len(piece.text) + len(BREAK)
    text = BREAK.join(piece.text for piece in pieces)
    return text, tuple(passages), tuple(exhibits[:_MOST_LINKS])


def _links(piece: Piece, position: int) -> Iterable[Exhibit]:
    """The links of a piece, and the addresses written out in it that no link stands on."""
    covered: list[tuple[int, int]] = []
    for anchor in piece.anchors:
        if url := absolute(anchor.href, None):
            covered.append((anchor.start, anchor.end))
            yield Exhibit(ExhibitKind.LINK, url, position + anchor.start, position + anchor.end)
    for match in _ADDRESS.finditer(piece.text):
        address = match.group().rstrip(_TRAILING)
        begin, end = match.start(), match.start() + len(address)
        free = all(end <= b or begin >= e for b, e in covered)
        if free and (url := absolute(address, None)):
            yield Exhibit(ExhibitKind.LINK, url, position + begin, position + end)


def _said(text: str, passages: Sequence[Passage], role: PassageRole) -> list[str]:
    return [" ".join(text[p.start : p.end].split()) for p in passages if p.role is role]


def _date_line(text: str, passages: Sequence[Passage]) -> Moment | None:
    """The date that stands by itself near the top, as on letters and statements."""
    lines = (text[p.start : p.end] for p in passages[:_TOP])
    dated = (read_moment(line, "page") for line in lines if is_clock(line))
    return next((moment for moment in dated if moment), None)
