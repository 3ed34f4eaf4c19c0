"""A plain text to passages: every non-blank line of it, with the role its words give it.

Takes a text as it stands and gives spans of it; not a character is changed. A line is a block,
save in texts wrapped at a column, where the lines between two blank ones are. Roles are told in
reading order: what stands above the first paragraph (kicker, headline, standfirst, byline,
caption), the paragraphs and the subheadings between them, and from the author's name or the
comments on what is no longer the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whence.model import Passage, PassageRole
from whence.read.blocks import plain, words_of
from whence.read.lines import (
    credit_of,
    dateline_end,
    ends_article,
    ends_sentence,
    interrupts_article,
    is_biography,
    is_biography_heading,
    is_boilerplate,
    is_byline,
    is_clock,
    is_correction,
    is_credit,
    is_name,
    split_roles,
)
from whence.read.vocabulary import anywhere, entries

_LINE = re.compile(r"[^\r\n]+")
_CHUNK = re.compile(r"\S.*?(?=\s*(?:(?:\r\n|\r|\n)[ \t\u00a0]*){2,}|\s*\Z)", re.S)
_BLANK = "\ufeff\u200b"
_TOP = 6
"""How many lines from the top a byline or a clock may stand."""
_SHORT = 90
_KEPT = frozenset(
    {PassageRole.CORRECTION, PassageRole.HEADLINE, PassageRole.BYLINE, PassageRole.AUTHOR_BIO}
)
"""Roles that a list of links or comments around them does not take away."""
_LENGTH_POINTS = ((10, 3), (14, 2), (18, 1))
"""At most so many words are worth so many points towards a headline."""
_LOWER_CASE = re.compile(r"^[a-z]")
_NEXT_SENTENCE = re.compile(r"[.!?][\"'”’)]*\s+[A-Z]")


@dataclass(frozen=True, slots=True)
class Line:
    """One block of a plain text and where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def read_passages(text: str, headline: str | None = None) -> tuple[Passage, ...]:
    """The passages of a plain text, in order, each non-blank character in exactly one.

    ``headline`` is a headline known from elsewhere; a first line that says the same is it.
    """
    lines = split_lines(text)
    roles = assign_roles([line.text for line in lines], headline)
    lead = roles.index(PassageRole.PARAGRAPH) if PassageRole.PARAGRAPH in roles else None
    return tuple(
        Passage(part, line.start + begin, line.start + end)
        for index, (line, role) in enumerate(zip(lines, roles, strict=True))
        for part, begin, end in split_roles(line.text, role, lead=index == lead)
    )


def split_lines(text: str) -> list[Line]:
    """The blocks of a text: its lines, or its paragraphs where lines are wrapped at a column."""
    if _is_wrapped(text):
        found = [(m.start(), m.group()) for m in _CHUNK.finditer(text)]
    else:
        found = [(m.start(), m.group()) for m in _LINE.finditer(text)]
    return [line for start, raw in found if (line := _stripped(raw, start)).text]


def _stripped(raw: str, start: int) -> Line:
    body = raw.strip().strip(_BLANK).strip()
    return Line(body, start + (raw.find(body) if body else 0))


def _is_wrapped(text: str) -> bool:
    """Whether lines break at a column: most are full to within a word, and few end a sentence."""
    lines = [line.rstrip() for line in text[:20_000].splitlines() if line.strip()]
    if len(lines) < 6:
        return False
    longest = max(map(len, lines))
    if longest > 130:
        return False
    full = [line for line in lines if len(line) >= longest - 20]
    inner = sum(not ends_sentence(line) for line in full)
    return len(full) > 0.5 * len(lines) and inner > 0.6 * len(full)


def assign_roles(lines: Sequence[str], headline: str | None = None) -> list[PassageRole]:
    """A role for each line of a plain text."""
    roles = [_role_alone(line) for line in lines]
    first = _headline_at(lines, headline)
    if first is not None:
        for index in range(first):
            roles[index] = PassageRole.KICKER
        roles[first] = PassageRole.HEADLINE
        _mark_under_headline(lines, roles, first)
    _mark_subheadings(lines, roles)
    _mark_author(lines, roles)
    _mark_ending(lines, roles)
    return roles


def _role_alone(line: str) -> PassageRole:
    if is_correction(line):
        return PassageRole.CORRECTION
    if is_biography_heading(line):
        return PassageRole.AUTHOR_BIO
    if is_byline(line):
        return PassageRole.BYLINE
    if is_credit(line):
        return PassageRole.CREDIT
    if is_boilerplate(line) or is_clock(line):
        return PassageRole.BOILERPLATE
    if len(line) <= 500 and credit_of(line):
        return PassageRole.CAPTION
    return PassageRole.PARAGRAPH


def _headline_at(lines: Sequence[str], headline: str | None) -> int | None:
    if headline:
        known = plain(headline)
        return next((i for i, line in enumerate(lines[:3]) if plain(line) == known), None)
    if len(lines) < 2:
        return None
    if _is_kicker(lines) and is_headline(lines[1], lines[2:]):
        return 1
    return 0 if is_headline(lines[0], lines[1:]) else None


def _is_kicker(lines: Sequence[str]) -> bool:
    words = lines[0].split()
    return (
        len(lines) > 2
        and len(words) <= 4
        and len(lines[0]) <= 30
        and not ends_sentence(lines[0])
        and lines[0][-1] not in ";:,-"
        and len(lines[1].split()) > len(words)
        and not is_byline(lines[1])
        and not is_boilerplate(lines[0])
    )


def is_headline(line: str, rest: Sequence[str]) -> bool:
    """Whether a first line is a headline rather than the first sentence of the report.

    Headlines are short, leave out small words and the full stop, set words in capitals, and
    have a report under them. Points were set on texts with and without headlines.
    """
    words = line.split()
    if not rest or not words or len(words) > 24 or len(line) > 160 or dateline_end(line):
        return False
    if _role_alone(line) is not PassageRole.PARAGRAPH or _LOWER_CASE.match(line):
        return False
    if line[-1] in ":,-–—":
        return False
    points = next((worth for most, worth in _LENGTH_POINTS if len(words) <= most), -1)
    points += 2 * _is_title_case(words) + 2 * (not ends_sentence(line)) + 2 * line.endswith(";")
    points -= _small_word_points(line)
    points -= 2 * (anywhere("headline", "reporting").search(line) is not None)
    points -= 2 * (anywhere("headline", "times").search(line) is not None)
    points -= _NEXT_SENTENCE.search(line) is not None
    points -= line[0] in "\"'“‘"
    points += bool(dateline_end(rest[0])) - 2 * (len(rest) < 2)
    return points >= 2 and max(map(len, rest[:4])) > len(line)


def _is_title_case(words: Sequence[str]) -> bool:
    bare = (word.strip("\"'“”‘’(") for word in words[1:])
    long = [word for word in bare if len(word) >= 4 and word[0].isalpha()]
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.6 * len(long)


def _small_word_points(line: str) -> int:
    words = words_of(line)
    articles, auxiliaries = entries("headline", "articles"), entries("headline", "auxiliaries")
    share = sum(word in articles or word in auxiliaries for word in words) / max(1, len(words))
    opening = bool(words) and words[0] in articles
    return opening + (2 if share > 0.18 else 1 if share > 0.1 else 0)


def _mark_under_headline(lines: Sequence[str], roles: list[PassageRole], first: int) -> None:
    """Between headline and report: the second deck of a running headline, a name, a clock."""
    for index in range(first + 1, min(first + _TOP, len(lines))):
        line = lines[index]
        if roles[index] is not PassageRole.PARAGRAPH:
            continue
        if is_name(line) and index + 1 < len(lines):
            roles[index] = PassageRole.BYLINE
        elif index == first + 1 and _is_second_deck(lines, index):
            roles[index] = PassageRole.STANDFIRST
        else:
            return


def _is_second_deck(lines: Sequence[str], index: int) -> bool:
    line = lines[index]
    under = lines[index + 1 : index + 3]
    if not under or len(line) > 140 or _NEXT_SENTENCE.search(line) or line[0] in "\"“'‘":
        return False
    return lines[index - 1].endswith(";") or (
        not ends_sentence(line) and max(map(len, under)) > len(line) and not dateline_end(line)
    )


def _mark_subheadings(lines: Sequence[str], roles: list[PassageRole]) -> None:
    body = (PassageRole.PARAGRAPH, PassageRole.CAPTION, PassageRole.QUOTATION)
    for index in range(1, len(lines) - 1):
        between = roles[index - 1] in body and roles[index + 1] in body
        if between and roles[index] is PassageRole.PARAGRAPH and _is_subheading(lines, index):
            roles[index] = PassageRole.SUBHEADING


def _is_subheading(lines: Sequence[str], index: int) -> bool:
    line, under = lines[index], lines[index + 1]
    if len(line) > _SHORT or len(line.split()) > 14 or _LOWER_CASE.match(line):
        return False
    if line[-1] in ".!,:;…-—–])" or line[0] in "\"“'‘•-–—*@#[(" or is_name(line):
        return False
    if ends_sentence(line) and line[-1] != "?":
        return False
    return (
        any(c.isalpha() for c in line) and len(under) > len(line) and len(lines[index - 1]) > _SHORT
    )


def _mark_author(lines: Sequence[str], roles: list[PassageRole]) -> None:
    """A name over a biography at the end is a byline, the lines under it the biography."""
    start = next(
        (i for i, role in enumerate(roles) if role is PassageRole.AUTHOR_BIO and i > 1), None
    )
    if start is not None and _is_tail(lines, start):
        if roles[start - 1] in (PassageRole.PARAGRAPH, PassageRole.SUBHEADING) and is_name(
            lines[start - 1]
        ):
            roles[start - 1] = PassageRole.BYLINE
        for index in range(start + 1, len(lines)):
            if roles[index] is not PassageRole.PARAGRAPH or ends_article(lines[index]):
                break
            roles[index] = PassageRole.AUTHOR_BIO
    authors = tuple(
        line for line, role in zip(lines, roles, strict=True) if role is PassageRole.BYLINE
    )
    for index in range(max(2, len(lines) - 3), len(lines)):
        if roles[index] is PassageRole.PARAGRAPH and is_biography(lines[index], authors):
            roles[index] = PassageRole.AUTHOR_BIO


def _is_tail(lines: Sequence[str], start: int) -> bool:
    """Whether what follows is short enough to be a biography and not a report."""
    return len(lines) - start <= 8 or start > 0.7 * len(lines)


def _mark_ending(lines: Sequence[str], roles: list[PassageRole]) -> None:
    """After "Leave a Reply" nothing is the article; after "Related" nothing up to prose."""
    over = interrupted = False
    for index, line in enumerate(lines):
        over = over or (index >= len(lines) // 3 and ends_article(line))
        prose = ends_sentence(line) and len(line) > _SHORT
        interrupted = interrupts_article(line) or (interrupted and not prose)
        if (over or interrupted) and index and roles[index] not in _KEPT:
            roles[index] = PassageRole.BOILERPLATE
