"""Agencies: by what marks a text says that it is an agency's.

Takes articles, gives the :class:`Credit` s they carry: a dateline with the agency in brackets
or between strokes, a byline that is the agency's name, a credit line or a copyright line at the
end, the names of reporters and editors as one agency ends its texts with them, or a note that an
agency contributed. Known names come from agencies.toml; any other counts as an agency where a
dateline in these articles shows it. What a picture is credited to is not the text's source and
is passed over, as is a bare name after which the text goes on, and so is an outlet's own name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from whence.model import Article, PassageRole, Span
from whence.tables import read_table

_HEAD = 2000
"""Characters from the start in which a dateline may stand."""
_TAIL = 500
"""Characters from the end in which a credit line may stand."""

_NAME = r"[A-ZÀ-Þ][\w.&'’-]*(?:[ ][A-ZÀ-Þ][\w.&'’-]*){0,3}"
_DATELINE = re.compile(
    rf"^[ \t]*(?P<town>[A-ZÀ-Þ][^\n()/]{{1,60}}?)?[ \t]*"
    rf"(?:\((?P<name>{_NAME})\)|/(?P<stroke>{_NAME})/)[ \t]*(?P<dash>[-–—:.]|$)",
    re.MULTILINE,
)
_BYLINE = re.compile(
    r"^(?:by\s+|from\s+)?(?:(?P<who>.{2,40}?)\s*(?:,|\||/|\(|\bof\b|\bfor\b)\s*)?"
    r"(?P<name>[^,|/()]{2,40}?)(?:\s+(?:staff|writer|correspondent|reporter)s?)*\)?$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:source|credit|text|copyright|\(c\)|©)\W*)*(?:(?:19|20)\d\d\W+)?(?:by\s+)?"
    r"(?P<name>[^\W\d_][^,;|()]{1,40}?)(?:\W+(?:19|20)\d\d)?\W*(?:all rights reserved.*)?$",
    re.IGNORECASE,
)
_TEXT = (PassageRole.PARAGRAPH, PassageRole.QUOTATION)
_MARKS = re.compile(r"\W+")
_SAID_SO = re.compile(r"^\W*(?:source|credit|text|copyright|\(c\)|©)", re.IGNORECASE)
_PART = re.compile(
    r"(?P<name>[^\W\d_][\w.’' -]{1,40}?)\s+(?:also\s+)?contributed to "
    r"(?:this|the) (?:report|story|article)",
    re.IGNORECASE,
)
_LONG = 90
"""Characters from which on a line is text and no credit."""
_SIGN_OFF_TAIL = 1000
"""Characters from the end in which the names of reporters and editors may stand."""

_SENTENCE = re.compile(r"[.!?]\s+")


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency named as where a text is from. ``whole`` is false where it gave a part only."""

    agency: str
    span: Span
    whole: bool


def find_credits(articles: Sequence[Article]) -> dict[str, tuple[Credit, ...]]:
    """The agencies each article credits, by article id; none for an agency's own reports."""
    shown = {
        fold(match): match
        for article in sorted(articles, key=lambda a: (a.text, a.id))
        for match, _ in _datelines(article)
    }
    names = {**shown, **_spellings()}
    credited = {}
    for article in articles:
        own = names.get(fold(article.outlet or ""), "")
        found: dict[str, Credit] = {}
        marks = list(_credits(article, names))
        if not own and not any(credit.whole for credit in marks):
            marks += _sign_offs(article)
        for credit in marks:
            if credit.agency != own and fold(credit.agency) != fold(article.outlet or ""):
                found.setdefault(credit.agency, credit)
        if found:
            credited[article.id] = tuple(sorted(found.values(), key=lambda c: c.span))
    return credited


def is_agency(outlet: str | None, agency: str) -> bool:
    """Whether an outlet is the agency of that name."""
    folded = fold(outlet or "")
    return bool(folded) and _spellings().get(folded, folded) in (agency, fold(agency))


def fold(name: str) -> str:
    """A name as names are compared: lower case, one space, no article, no dots."""
    words = name.lower().replace(".", "").split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@cache
def vocabulary() -> Mapping[str, Any]:
    """The table agencies.toml."""
    return read_table("whence.gather", "agencies.toml")


@cache
def _spellings() -> Mapping[str, str]:
    return {
        fold(spelling): entry["name"]
        for entry in vocabulary()["agency"]
        for spelling in entry["spellings"]
    }


def _credits(article: Article, names: Mapping[str, str]) -> Iterable[Credit]:
    """Every credit, the surest kinds first."""
    for name, span in _datelines(article):
        yield Credit(names.get(fold(name), name), span, whole=True)
    for byline, span in _bylines(article):
        match = _BYLINE.match(byline.strip())
        if match and fold(match["name"]) in names:
            yield Credit(names[fold(match["name"])], span, whole=True)
    for line, span in _credit_lines(article):
        match = _CREDIT.match(line)
        if match and fold(match["name"]) in names:
            yield Credit(names[fold(match["name"])], span, whole=True)
    start = max(0, len(article.text) - _TAIL)
    if "contributed to" not in article.text[start:].lower():
        return
    for match in _PART.finditer(article.text, start):
        for word in _known_end(_SENTENCE.split(match["name"])[-1], names):
            yield Credit(word, match.span(), whole=False)


def _sign_offs(article: Article) -> Iterable[Credit]:
    """The agency whose way it is to end a text with such names, if this one ends so.

    The weakest of marks: another agency may have the same way, so it is asked last.
    """
    start = max(0, len(article.text) - _SIGN_OFF_TAIL)
    if ";" in article.text[start:]:
        for agency, pattern in _sign_off_patterns():
            for match in pattern.finditer(article.text, start):
                yield Credit(agency, match.span(), whole=True)


@cache
def _sign_off_patterns() -> Sequence[tuple[str, re.Pattern[str]]]:
    return [
        (
            entry["agency"],
            re.compile(
                rf"(?:^|\()[^\w\n]*(?:{'|'.join(entry['opens'])})\s[^()\n]+;"
                rf"[^()\n]*\b(?:{'|'.join(entry['holds'])})\s[^()\n]+\)?",
                re.IGNORECASE | re.MULTILINE,
            ),
        )
        for entry in vocabulary()["sign_off"]
    ]


def _known_end(words: str, names: Mapping[str, str]) -> list[str]:
    """The agency that ``words`` end with, if any."""
    parts = words.split()
    tails = (fold(" ".join(parts[n:])) for n in range(len(parts)))
    return next(([names[tail]] for tail in tails if tail in names), [])


def _datelines(article: Article) -> list[tuple[str, Span]]:
    """Agencies named in datelines near the start of the text, with the dateline's span."""
    found = []
    known: Collection[str] = _spellings()
    stop = vocabulary()["dateline"]["not_agencies"]
    for match in _DATELINE.finditer(article.text, 0, _HEAD):
        name = match["name"] or match["stroke"]
        town = (match["town"] or "").strip()
        sure = fold(name) in known and (match["dash"] or match["stroke"])
        # An unknown name is an agency's only after a town in capitals and before a dash.
        shown = match["dash"] in ("-", "–", "—") and town[:1] and town.split(",")[0].isupper()
        if (sure or shown) and fold(name) not in stop:
            found.append((name, match.span()))
    for passage in article.passages:
        if passage.role is PassageRole.DATELINE:
            line = article.text[passage.start : passage.end]
            named = re.search(rf"[(/]({_NAME})[)/]", line)
            if named and fold(named[1]) not in stop:
                found.append((named[1], (passage.start, passage.end)))
    return found


def _bylines(article: Article) -> Iterable[tuple[str, Span]]:
    """Byline passages; names of the byline with the place where the text has them, if it does."""
    for passage in article.passages:
        if passage.role is PassageRole.BYLINE:
            line = article.text[passage.start : passage.end]
            for part in re.split(r"\n| and | with ", line):
                yield part, (passage.start, passage.end)
    for name in article.byline:
        at = article.text.find(name, 0, _HEAD)
        yield name, (at, at + len(name)) if at >= 0 else (0, 0)


def _credit_lines(article: Article) -> Iterable[tuple[str, Span]]:
    """Credit passages that are not a picture's, and short lines at the end of the text."""
    before = None
    text = [p for p in article.passages if p.role in _TEXT]
    for passage in article.passages:
        # Between two paragraphs it is a picture's, whether the picture has a caption or none.
        between = text and text[0].start < passage.start < text[-1].start
        if passage.role is PassageRole.CREDIT and before is not PassageRole.CAPTION and not between:
            yield article.text[passage.start : passage.end], (passage.start, passage.end)
        before = passage.role
    captions = [
        (p.start, p.end)
        for p in article.passages
        if p.role in (PassageRole.CAPTION, PassageRole.CREDIT)
    ]
    for line, span in _last_lines(article.text):
        if not any(b < span[1] and span[0] < e for b, e in captions):
            yield line, span


def _last_lines(text: str) -> Iterable[tuple[str, Span]]:
    """Short lines near the end of the text; a line of a name alone only where no text follows."""
    at = max(0, len(text) - _TAIL)
    at = text.rfind("\n", 0, at) + 1
    lines: list[tuple[str, Span]] = []
    for line in text[at:].splitlines(keepends=True):
        if line.strip():
            lines.append((line.strip(), (at, at + len(line.rstrip()))))
        at += len(line)
    ended = True
    for line, span in reversed(lines):
        if len(line) > _LONG:
            plain = _MARKS.sub(" ", line.lower())
            ended = ended and any(p in plain for p in vocabulary()["stock"]["phrases"])
        elif ended or _SAID_SO.match(line):
            yield line, span
