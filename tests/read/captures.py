"""Captures of invented pages and texts, for the tests of reading."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from whence.model import Article, Capture, Given

TAKEN = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)

PARAGRAPHS = (
    "The harbour office of Port Selby said on Tuesday that a grain ship had run onto the outer "
    "bank in thick fog, and that all eleven sailors had been brought ashore by the lifeboat.",
    "Harbour master Ines Corvale told the Selby Courier that the ship carried barley and was "
    "bound for a mill upriver. She would not say who had been on watch when the alarm was given.",
    "A second vessel, a tug from the north quay, reported hearing two short blasts shortly before "
    "dawn. Its skipper, Tomas Brandvold, said he had seen no lights on the bank at all.",
    "Officials at the ministry of transport said they were aware of the reports and would look "
    "into them, but had no information yet about damage to the hull or to the cargo in its holds.",
)
HEADLINE = "Grain ship runs aground off Port Selby in fog"


def capture(
    content: bytes | str,
    media_type: str = "text/html",
    *,
    url: str | None = "https://courier.example/news/ship",
    charset: str | None = None,
    given: Given | None = None,
) -> Capture:
    """A capture of some bytes, taken at a fixed time."""
    body = content.encode() if isinstance(content, str) else content
    digest = hashlib.sha256(body).hexdigest()
    return Capture("it", body, media_type, digest, TAKEN, url, charset, given or Given())


def page(
    head: str = "", *, top: str = "", body: str | None = None, bottom: str = "", html: str = ""
) -> str:
    """A page with a head, a heading, four paragraphs and what stands around them."""
    text = body if body is not None else "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return (
        f"<!doctype html><html {html}><head><meta charset=utf-8>{head}</head><body>"
        "<nav><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li></ul></nav>"
        f"<article><h1>{HEADLINE}</h1>{top}<div class=story>{text}</div>{bottom}</article>"
        "<footer><p>All rights reserved.</p></footer></body></html>"
    )


def said(article: Article, role: str) -> list[str]:
    """The texts of an article's passages of one role."""
    return [article.text[p.start : p.end] for p in article.passages if p.role == role]


def check_passages(article: Article) -> None:
    """Passages are sorted, do not overlap, are not blank at their ends, and hold every word."""
    position = 0
    outside = ""
    for passage in article.passages:
        piece = article.text[passage.start : passage.end]
        assert passage.start >= position
        assert piece
        assert piece == piece.strip()
        outside += article.text[position : passage.start]
        position = passage.end
    outside += article.text[position:]
    assert not outside.replace("\ufeff", "").replace("\u200b", "").strip()
    assert all(0 <= e.start <= e.end <= len(article.text) for e in article.exhibits)
