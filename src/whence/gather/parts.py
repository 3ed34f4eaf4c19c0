"""Parts: what of an article its reader reads, to be compared with another version of it.

Takes an Article, gives its Parts in reading order, each a passage with its tokens. Tokens are the
same whatever their case, kind of quotation mark, dash, apostrophe or white space, so that what is
typography alone is no difference. Left out is what is not the article (boilerplate, kickers, the
author's life) and what a page shows anew on each visit: "updated 5 minutes ago", counts of shares
and comments (revisions.toml).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whence.gather.vocabulary import background
from whence.model import Article, Passage, PassageRole, Span, Spans
from whence.tables import read_table

TABLE: dict[str, Any] = read_table("whence.gather", "revisions.toml")

_UNREAD = frozenset({PassageRole.BOILERPLATE, PassageRole.AUTHOR_BIO, PassageRole.KICKER})
_SIGNED = frozenset({PassageRole.BYLINE, PassageRole.DATELINE, PassageRole.CREDIT})
_PASSING = re.compile(rf"(?<!\w)(?:{'|'.join(TABLE['passing']['patterns'])})", re.IGNORECASE)

_JOINT = "'’‘ʼ´`\u00ad\u200b\u200c\u200d\u2060\ufeff"
_QUOTE = "\"'“”„‟«»‹›‘’‚‛´`′″"
_DASH = "-‐‑‒–—―−"
_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)+|\w+(?:[{_JOINT}]+\w+)*|\.{{2,}}|…|[{_QUOTE}]+|[{_DASH}]+|[^\w\s{_JOINT}]"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_APOSTROPHE = re.compile("[’‘ʼ´`]")


@dataclass(frozen=True, slots=True)
class Part:
    """A passage that is read: its tokens as they are compared, and where each stands."""

    role: PassageRole
    span: Span
    tokens: tuple[str, ...]
    spans: Spans

    def weights(self) -> Mapping[str, float]:
        """How much each of its words tells, times how often it stands there."""
        known = background()
        counts = Counter(token for token in self.tokens if token[0].isalnum())
        return {word: number * known.rarity(word) for word, number in counts.items()}


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of an article, and the tokens of its passages that were left out."""

    parts: tuple[Part, ...]
    unread: frozenset[tuple[str, ...]]


def read_parts(article: Article) -> Reading:
    """What is compared of an article. Where nobody told its passages, each line is one."""
    parts: list[Part] = []
    unread: set[tuple[str, ...]] = set()
    for passage in article.passages or _lines(article.text):
        span = (passage.start, passage.end)
        part = Part(passage.role, span, *read_tokens(article.text, span))
        lasting = drop_passing(article.text, part)
        if passage.role not in _UNREAD and any(token[0].isalnum() for token in lasting.tokens):
            parts.append(lasting if passage.role in _SIGNED else part)
        else:
            unread.add(part.tokens)
    return Reading(tuple(parts), frozenset(unread))


def read_tokens(text: str, span: Span) -> tuple[tuple[str, ...], Spans]:
    """The tokens of a stretch of text, evened out, and where they stand."""
    found = list(_TOKEN.finditer(text, *span))
    return tuple(even_out(match[0]) for match in found), tuple(match.span() for match in found)


def even_out(token: str) -> str:
    """A token without what is typography alone."""
    if token[0] in _QUOTE:
        return '"'
    if token[0] in _DASH:
        return "-"
    if token[0] in ".…" and token != ".":
        return "…"
    bare = _APOSTROPHE.sub("'", _INVISIBLE.sub("", token))
    return unicodedata.normalize("NFKC", bare).casefold()


def drop_passing(text: str, part: Part) -> Part:
    """A part without what a page shows anew on each visit."""
    gone = [match.span() for match in _PASSING.finditer(text, *part.span)]
    if not gone:
        return part
    kept = [
        (token, span)
        for token, span in zip(part.tokens, part.spans, strict=True)
        if not _is_in(span[0], gone)
    ]
    return Part(part.role, part.span, tuple(t for t, _ in kept), tuple(s for _, s in kept))


def _is_in(at: int, spans: Sequence[Span]) -> bool:
    """Whether an offset lies in one of some spans in order."""
    before = bisect_right(spans, at, key=lambda span: span[0])
    return before > 0 and at < spans[before - 1][1]


def _lines(text: str) -> Iterator[Passage]:
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield Passage(PassageRole.PARAGRAPH, *line.span())
