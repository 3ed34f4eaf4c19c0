"""Words: the parts of a text that names may be made of.

Takes a stretch of text, gives its Words: capitalised words, the small words that names hold,
and names of the alias table taken as one word. All other words are only weighed: what the body
writes in lower case is no name for standing at the start of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from whence.analyse.vocabulary import Known, load_aliases, load_roles
from whence.model import Article, PassageRole, Span

HEADINGS = frozenset({PassageRole.HEADLINE, PassageRole.SUBHEADING, PassageRole.KICKER})
SILENT = frozenset(
    {PassageRole.BYLINE, PassageRole.CREDIT, PassageRole.AUTHOR_BIO, PassageRole.BOILERPLATE}
)
"""Passages whose names are not the story's."""

LINKS = frozenset({"of", "for", "on", "to", "the", "a", "and", "&"})
"""Small words that may stand inside an organisation's name."""

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_LOWER = re.compile(r"(?<![\w'-])[a-zß-öø-ÿ][\w'-]*")
_OPENING = "\"'“‘([—–•*-"
_ARTICLES = ("al", "el", "ad", "an", "as", "ar", "at", "az", "ash", "ul")
_HEADING_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a name of the table taken as one word; a possessive ending is left off."""

    start: int
    end: int
    text: str
    low: str
    capital: bool
    first: bool
    owns: bool = False
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the body shows of its words: in lower case, and with a capital inside sentences."""

    lower: frozenset[str]
    upper: frozenset[str]


def list_passages(article: Article) -> Iterator[tuple[int, int, bool]]:
    """Begin, end and "is a heading" of what the article itself says, in reading order.

    Where no passages are given, paragraphs are what blank lines part, and a short one without
    a full stop, most of whose words have capitals, is a heading.
    """
    if article.passages:
        for passage in article.passages:
            if passage.role not in SILENT:
                yield passage.start, passage.end, passage.role in HEADINGS
        return
    found = list(_PARAGRAPH.finditer(article.text))
    headings = [looks_like_heading(m.group(), i == 0) for i, m in enumerate(found)]
    for match, heading in zip(found, headings, strict=True):
        yield match.start(), match.end(), heading and not all(headings)


def looks_like_heading(paragraph: str, leads: bool) -> bool:
    """Whether most words of a short paragraph have capitals; a full stop asks for more of them.

    ``leads`` tells that it is the article's first, which as a rule is the headline.
    """
    if len(paragraph) > _HEADING_LENGTH:
        return False
    words = [w for w in re.findall(r"[^\W\d_][\w'’-]*", paragraph) if len(w) > 3]
    stopped = paragraph.rstrip()[-1:] in '.!"”' and not leads
    share = 0.9 if stopped else 0.6
    return len(words) > 2 and sum(w[0].isupper() for w in words) >= share * len(words)


@cache
def word_pattern() -> re.Pattern[str]:
    """Capitalised words and abbreviations, and the small words that stand inside names."""
    small = "|".join(sorted(LINKS - {"&"} | load_roles()["words", "particles"]))
    articles = "|".join(_ARTICLES)
    rest = r"\w*(?:[-']\w+)*"
    return re.compile(
        rf"(?<![\w-])(?<!\w')(?:(?:[^\W\d_]\.){{2,}}|[^\W\d_a-z]{rest}|"
        rf"(?:{articles})-(?=[A-Z]){rest}|(?:{small})(?![\w'-])|&(?= ))"
    )


@cache
def plain_words() -> frozenset[str]:
    """Small words that begin no name of the table."""
    return (LINKS | load_roles()["words", "particles"]) - set(load_aliases().by_first)


def split_words(text: str, begin: int, end: int) -> list[Word]:
    """The words of a passage that names may be made of; ``text`` has straight apostrophes."""
    aliases, plain = load_aliases(), plain_words()
    shouting = text[begin:end].isupper()
    words: list[Word] = []
    reached = begin
    for match in word_pattern().finditer(text, begin, end):
        start, stop = match.span()
        if start < reached:
            continue
        bare = match.group()
        if bare in plain:
            words.append(Word(start, stop, bare, bare, False, False))
            reached = stop
            continue
        if bare[-2:] in ("'s", "'S"):
            bare, stop = bare[:-2], stop - 2
        names = () if shouting else aliases.by_first.get(bare, ())
        name = match_alias(text, start, end, names) if names else None
        if name is not None:
            bare, stop = name, start + len(name)
        capital = name is not None or has_capital(bare)
        first = capital and opens_sentence(text, start, begin)
        owns = text.startswith(("'s", "'S"), stop)
        known = aliases.names[name] if name else None
        words.append(Word(start, stop, bare, bare.lower(), capital, first, owns, known))
        reached = stop
    return words


def has_capital(word: str) -> bool:
    """Whether a word begins as a name does, an Arabic article left aside; no user's handle."""
    if "_" in word:
        return False
    return word[0].isupper() or (
        word.startswith(_ARTICLES) and word.partition("-")[2][:1].isupper()
    )


def match_alias(text: str, start: int, end: int, names: Iterable[str]) -> str | None:
    """The longest of ``names`` (given longest first) that stands whole at ``start``."""
    if start and text[start - 1] in "-@#./":
        return None
    for name in names:
        stop = start + len(name)
        if stop > end or not text.startswith(name, start):
            continue
        after = text[stop : stop + 2]
        joined = after[:1] in ("-", "'") and after[1:].isalnum() and after != "'s"
        if not after[:1].isalnum() and not joined:
            return name
    return None


def opens_sentence(text: str, start: int, begin: int) -> bool:
    """Whether the word at ``start`` would have a capital in any case."""
    before = start - 1
    while before >= begin and (text[before].isspace() or text[before] in _OPENING):
        if text[before] in _OPENING and not text[before - 1 : before].isalnum():
            return True
        if text[before] == "\n":
            return True
        before -= 1
    if before < begin or text[before] in "?!:…":
        return True
    if text[before] != ".":
        return False
    last = text[max(begin, before - 12) : before].rsplit(" ", 1)[-1]
    return (
        len(last) > 1
        and "." not in last
        and last.lower() not in load_roles()["words", "abbreviated"]
    )


def weigh_words(text: str, passages: Iterable[Span], body: Iterable[Sequence[Word]]) -> Evidence:
    """Which words the body writes in lower case, and which with a capital of their own."""
    lower = {w for begin, end in passages for w in _LOWER.findall(text, begin, end)}
    upper = {w.low for words in body for w in words if w.capital and not w.first}
    return Evidence(frozenset(lower), frozenset(upper))
