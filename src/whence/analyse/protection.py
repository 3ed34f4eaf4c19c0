"""Protection: whose name must not be passed on, and who speaks in somebody's hands.

Takes an Article, gives the spans of names of captives, hostages and people shown by those who
hold them, of minors, and of victims of sexual violence, each with the reason. Rules look at the
words right before and right behind a name (``protection.toml``); what is said of one name goes on
to others (:mod:`whence.analyse.spreading`). Recall goes before precision; only people with a public
role are left out, unless they themselves were taken. Once protected, a name is protected wherever
the text has it, the surname alone as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from whence.analyse.companions import find_companions, grown_keys
from whence.analyse.duress import Scene, is_under_duress, lower, set_scene
from whence.analyse.names import find_names
from whence.analyse.nicknames import add_given, find_nicknames, join_quoted, name_nicknames
from whence.analyse.occurrences import drop_overlaps, find_everywhere, fullest_keys, group_bearers
from whence.analyse.people import find_roles, named_female
from whence.analyse.perils import (
    CAPTIVE,
    MINOR,
    Perils,
    find_captivity,
    find_perils,
    load_perils,
    speaks_of_captivity,
    speaks_of_school,
)
from whence.analyse.personal import is_given
from whence.analyse.runs import Name
from whence.analyse.spreading import (
    Finding,
    Key,
    find_child,
    point_back,
    share_reasons,
    spread,
)
from whence.analyse.vocabulary import load_aliases, load_roles, small_words, straighten
from whence.model import ActorKind, Article, Passage, Span, Spans

Signs = Mapping[str, Sequence[int]]
"""By reason, where a text has signs of it, in order."""

_BEFORE = 140
_AFTER = 240
_AROUND = 1200
"""Characters around a name in which an article must speak of captivity."""
_OFTEN = 3
"""Times from which on it may stand anywhere in the article."""
_ROUNDS = 2
"""Times that children bring in those beside them: a friend's friend is one, too."""
_SENTENCE_END = re.compile(
    r"(?<![A-Z][a-z])(?<![A-Z])(?<!Sgt)(?<!Cpl)(?<!Pvt)(?<!Pfc)(?<!Maj)(?<!Col)(?<!Gen)(?<!Mrs)(?<!Rev)(?<!Capt)[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])|\n"
)
_SHORT = re.compile(r"(?:[A-Z]\.)+|[A-Z][a-z]+\.,")
"""A state's or a province's name cut short."""
_PLACED = re.compile(r"\b(?:originally from|from|in|near|at|outside) $")
"""Right behind these a single word may be the place where somebody comes from."""
_WOMAN = re.compile(
    r"\b(?:wife|ex-wife|girlfriend|fianc[eé]e|widow|sister|mother|daughter|niece|aunt|woman|girl|"
    r"actress|waitress|nurse|model|nun)(?:,| named| called)? $"
)
_CLOSE = 24
"""Characters in front of a name in which such a word stands."""
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2011": "-"})


def find_protected(article: Article) -> tuple[tuple[Span, str], ...]:
    """Spans of names to be protected, with the reason: captive, minor, victim of sexual violence.

    Every occurrence of such a name in the whole text is given, the surname alone included, in
    reading order. Spans do not overlap.
    """
    return read_protected(article.text, article.passages)


@lru_cache(maxsize=8)
def read_protected(given: str, passages: tuple[Passage, ...]) -> tuple[tuple[Span, str], ...]:
    """The protected names of a text; kept, since every statement of an article asks for them."""
    text = even_out(given)
    low = lower(text)
    signs = find_perils(low)
    if not any(signs.values()):
        return ()
    people = read_people(text, given, passages)
    full = fullest_keys(people)
    return mark_all(text, people, full, find_reasons(text, low, people, full, signs))


def even_out(given: str) -> str:
    """A text with plain quotation marks, hyphens and spaces; offsets hold."""
    return straighten(given).translate(_SPACES)


def read_people(text: str, given: str, passages: tuple[Passage, ...]) -> list[Name]:
    """The names of a text that may be people's; ``text`` is ``given`` evened out."""
    small = small_words(text)
    named = find_names(Article("", given, passages=passages))
    given_too = join_quoted(text, add_given(text, named))
    return [
        name
        for name in (bare_name(text, n) for n in given_too if may_be_person(n))
        if not (is_heading_words(name, small) or is_thing(text, name))
    ]


def mark_all(
    text: str, people: Sequence[Name], full: Mapping[Key, Key], reasons: Mapping[Key, str]
) -> tuple[tuple[Span, str], ...]:
    """Every place where one of those with a reason is named, by nicknames too."""
    found = [*find_everywhere(text, people, full, reasons)]
    found += find_nicknames(text, people, full, reasons)
    return tuple(drop_overlaps(found))


def find_reasons(
    text: str, low: str, people: Sequence[Name], full: Mapping[Key, Key], signs: Signs
) -> dict[Key, str]:
    """Why each of the people to be protected is, by the fullest key of their name."""
    women = {full[n.key] for n in people if is_woman(text, n)}
    women |= {key for key, fullest in full.items() if fullest in women}
    told = Telling(load_perils(), find_captivity(low), speaks_of_school(low), women)
    findings = [judge_name(text, n, told, near_reasons(n, signs)) for n in people]
    known = known_people(people, full)
    own = group_bearers(people, full)
    reasons: dict[Key, str] = {}
    told_of = zip(people, spread(text, people, findings), strict=True)
    pointed = zip(known, point_back(text, known, low), strict=True)
    for pairs in (told_of, pointed):
        for name, finding in pairs:
            key = full[name.key]
            if finding and (finding.direct or not is_public(text, own[key], people)):
                reasons.setdefault(key, finding.reason)
    if MINOR not in reasons.values():
        grown = grown_keys(text, known, full)
        for place in find_child(text, known, low):
            key = full[known[place].key]
            if key not in grown and not is_public(text, own[key], people):
                reasons.setdefault(key, MINOR)
    share_reasons(text, people, full, reasons)
    if MINOR in reasons.values():
        named, keys = name_nicknames(text, people, full, reasons)
        for _ in range(_ROUNDS):
            for name in list(find_companions(text, named, keys, reasons)):
                reasons[keys[name.key]] = MINOR
    return reasons


def may_be_person(name: Name) -> bool:
    """Whether a name may be a person's."""
    return name.known is None and name.kind in (None, ActorKind.PERSON)


def is_heading_words(name: Name, small: frozenset[str]) -> bool:
    """Whether a name is plain words that a heading set in capitals: "Crash Site Revealed".

    All of them stand in lower case in the text, too, and the first is no given name. A single
    word is never taken for that.
    """
    words = [word.lower() for word in name.words]
    return len(words) > 1 and not is_given(words[0]) and small.issuperset(words)


def known_people(names: Sequence[Name], full: Mapping[Key, Key]) -> list[Name]:
    """The names of which something tells that they are people's."""
    sure = {full[n.key] for n in names if n.kind is ActorKind.PERSON or n.female is not None}
    return [n for n in names if full[n.key] in sure]


def bare_name(text: str, name: Name) -> Name:
    """A name without an age or a captive's or child's noun written as its first word.

    "Twelve-year-old Mia Torn" at the start of a sentence, "Hostage Mia Torn" in a heading.
    """
    heads = load_perils().heads
    cut = 0
    for i, word in enumerate(name.words[:-1], start=1):
        low = word.lower()
        head = low in heads and (low != "free" or i == 1)
        cut = i if head or low.endswith(("-old", "-olds")) else cut
    words = name.words[cut:]
    start = text.find(words[0], name.start, name.end) if cut else name.start
    return replace(name, words=words, start=start) if start > name.start else name


def is_thing(text: str, name: Name) -> bool:
    """Whether a name is a place's ("the al-Ansar airport", "Ariz.,"), or nobody's ("Scouts")."""
    perils = load_perils()
    alone = len(name.words) == 1 and name.title is None and name.female is None
    if alone and (name.words[0].lower() in perils.nobody or _SHORT.match(text, name.start)):
        return True
    return perils.thing.match(text, name.end) is not None


def near_reasons(name: Name, signs: Signs) -> frozenset[str]:
    """The reasons of which a sign stands close enough to a name to speak of it."""
    return frozenset(reason for reason, places in signs.items() if is_near(name, places))


def is_near(name: Name, signs: Sequence[int]) -> bool:
    """Whether a sign of peril stands close enough to a name to speak of it."""
    place = bisect_left(signs, name.start - _BEFORE)
    return place < len(signs) and signs[place] < name.end + _AFTER


@dataclass(frozen=True, slots=True)
class Telling:
    """The rules, and what else of an article tells whether they hold.

    ``captivity`` is where it speaks of people who are held, ``school`` whether of pupils; ``women``
    are the keys of names told as women's in one place or another.
    """

    perils: Perils
    captivity: Sequence[int]
    school: bool
    women: Collection[Key]

    def speaks_of_captivity(self, name: Name) -> bool:
        """Whether the article speaks of captivity near a name, or again and again."""
        place = bisect_left(self.captivity, name.start - _AROUND)
        near = place < len(self.captivity) and self.captivity[place] < name.end + _AROUND
        return near or len(self.captivity) >= _OFTEN


def judge_name(text: str, name: Name, told: Telling, reasons: frozenset[str]) -> Finding | None:
    """What the words around one occurrence of a name say, None where they say nothing.

    ``reasons`` are those of which a sign is near.
    """
    if not reasons:
        return None
    before, after = sentence_before(text, name.start), sentence_after(text, name.end)
    single = len(name.words) == 1 and name.title is None and name.female is None
    placed = single and _PLACED.search(before) is not None
    placed = placed and not after.startswith((", who", " who"))
    captivity = told.speaks_of_captivity(name)
    found: Finding | None = None
    for rule in told.perils.rules:
        if rule.reason not in reasons:
            continue
        if (rule.full_name and single) or (rule.in_captivity and not captivity):
            continue
        if rule.female and name.key not in told.women:
            continue
        if (rule.in_childhood and not told.school) or (placed and rule.before is None):
            continue
        if (found is None or rule.direct) and rule.matches(before, after):
            found = found or Finding(rule.reason, rule.direct, rule.before is None)
            if rule.direct:
                return replace(found, direct=True)
    return found


def is_woman(text: str, name: Name) -> bool:
    """Whether an honorific, the given name or the word right before tells of a woman."""
    told = named_female(name)
    if told is None:
        return _WOMAN.search(text, max(0, name.start - _CLOSE), name.start) is not None
    return told


def sentence_before(text: str, start: int) -> str:
    """The words of the sentence before a name, in lower case."""
    begin = max(0, start - _BEFORE)
    # The name's first letter is looked at, since a capital must follow a full stop.
    ends = [m.end() for m in _SENTENCE_END.finditer(text, begin, start + 1)]
    return text[max([begin, *ends]) : start].lower()


def sentence_after(text: str, end: int) -> str:
    """The words of the sentence behind a name, in lower case."""
    window = text[end : end + _AFTER]
    stop = _SENTENCE_END.search(window)
    return window[: stop.start() if stop else len(window)].lower()


def is_public(text: str, own: Sequence[Name], names: Sequence[Name]) -> bool:
    """Whether a person holds a public role, by title, apposition or the words before.

    ``own`` are the person's names, ``names`` those of all.
    """
    if any(n.title and not is_rank(n.title) for n in own):
        return True
    roles = find_roles(text, names, own, load_aliases().adjectives)
    if not roles:
        return False
    head = re.split(r"\s(?:of|for|at|in|with|to|on|from|by)\s", roles[0].words, maxsplit=1)[0]
    last = head.lower().split()[-1].strip(".,")
    return last in load_roles()["roles", "public"] and not is_rank(last)


def is_rank(title: str) -> bool:
    """Whether a title is a soldier's rank, which makes nobody a public person."""
    ranks = load_perils().ranks
    return all(word.lower().strip(".") in ranks for word in title.split())


def speaks_under_duress(article: Article, source: Spans, near: Span) -> bool:
    """Whether the speaker is in the hands of others, or shown in a recording made by those.

    ``source`` are the spans of the speaker, ``near`` that of the whole statement. Captors, the
    freed, and officials who comment on a recording are not under duress.
    """
    scene = read_scene(article.text, article.passages)
    return scene is not None and bool(source) and is_under_duress(scene, source[0], near)


@lru_cache(maxsize=8)
def read_scene(given: str, passages: tuple[Passage, ...]) -> Scene | None:
    """Who is who in a text that speaks of captivity; kept, since every statement asks for it."""
    low = lower(given)
    if not speaks_of_captivity(low):
        return None
    article = Article("", given, passages=passages)
    names = [n for n in find_names(article) if n.kind is not ActorKind.STATE]
    held = [span for span, reason in read_protected(given, passages) if reason == CAPTIVE]
    return set_scene(low, names, held)
