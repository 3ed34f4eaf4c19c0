"""Places: where the things that an article tells of are.

Takes an Article, gives its Places in reading order, not overlapping. Runs of words that the
gazetteer knows become places where the words around let them: not "Malaysia Airlines", not
"Jack London", and a small town only after "in" or "near" or where its country is named too. Of
namesakes the one that the text points to is taken ("Paris, Texas"), else the one in a country
named, else the weightiest. Villages that no gazetteer knows ("in Umm Hajar village", "the town
of X in Y") become places without coordinates, inside the place that the text names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from whence.analyse.gazetteer import (
    PARTICLES,
    STATE_WEIGHT,
    TOKEN,
    Spot,
    is_demonym,
    load_gazetteer,
    place_words,
    word_form,
)
from whence.analyse.settlements import find_settlements
from whence.analyse.vocabulary import load_roles
from whence.analyse.words import list_passages
from whence.model import Article, Place

_TABLE = place_words()
_STRICT = frozenset(
    ["in", "at", "near", "from", "to", "outside", "around", "inside", "into", "toward", "towards"]
)
"""Words before a place that go before little else with a capital."""

_TAGS = frozenset("@#_")
_LINKS = frozenset("_.")
_LINKED = re.compile(r"_|\.[a-z]")
_WELL_KNOWN = 500_000
_DIRECTIONS = _TABLE["directions"]


class _Word(NamedTuple):
    """A word of a passage, without a possessive ending, and its form in the gazetteer's keys.

    A tuple, for there is one for each word of the text.
    """

    start: int
    end: int
    text: str
    form: str
    heading: bool
    joined: bool
    """Nothing but a space or a hyphen parts it from the word before."""
    owns: bool

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class _Match:
    """A run of words ``[first, last)`` that the gazetteer knows."""

    first: int
    last: int
    key: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the whole article tells of its names."""

    words: Sequence[_Word]
    countries: frozenset[str]
    """Codes of the countries that it names."""
    people: frozenset[str]
    """Last words of names that are longer than a place in them ("Jack London")."""
    small: frozenset[str]
    """Words that it writes with a small letter."""


def find_places(article: Article) -> tuple[Place, ...]:
    """The places that an article names, bylines and boilerplate left out."""
    words = list(_words(article))
    matches = list(_matches(words))
    scene = _Scene(
        words,
        frozenset(m.spots[0].country or "" for m in matches if m.spots[0].is_country),
        frozenset(m.key for m in matches if _in_a_name(words, m)),
        frozenset(word.form for word in words if not word.capital),
    )
    located: list[Place] = []
    pointing: _Match | None = None
    for at, match in enumerate(matches):
        after = matches[at + 1] if at + 1 < len(matches) else None
        pointed = _pointed_to(article.text, words, match, after)
        if _is_place(scene, match, pointed):
            located.append(_place(scene, match, _choose(scene, match, pointed, pointing), pointed))
        pointing = match if pointed else None
    passages = [(begin, end) for begin, end, _ in list_passages(article)]
    unknown = find_settlements(article.text, passages, located)
    return tuple(sorted([*located, *unknown], key=lambda place: place.start))


def _place(scene: _Scene, match: _Match, spot: Spot, pointed: _Match | None) -> Place:
    """The place of a match; one that the text puts elsewhere than the gazetteer is unknown."""
    span = (scene.words[match.first].start, scene.words[match.last - 1].end)
    wider = pointed.spots[0] if pointed else None
    own = {(spot.country, spot.region), (spot.country, None)}
    if pointed and wider and not _codes(pointed) & own:
        return Place(*span, spot.name, wider.country, inside=wider.name)
    return Place(*span, spot.name, spot.country, spot.latitude, spot.longitude)


def _words(article: Article) -> Iterator[_Word]:
    """The words of what the article itself says."""
    text = article.text
    for begin, end, heading in list_passages(article):
        last = begin
        for match in TOKEN.finditer(text, begin, end):
            word = match[0]
            owns = word[-2:] in ("'s", "’s")
            word = word[:-2] if owns else word
            gap = text[last : match.start()]
            joined = gap in (" ", "-", "–") or (gap == ". " and text[last - 2 : last] == "St")
            last = match.start() + len(word)
            if word and not _in_address(text, match):
                yield _Word(match.start(), last, word, word_form(word), heading, joined, owns)
            last = match.end()


def _in_address(text: str, word: re.Match[str]) -> bool:
    """Whether a word belongs to a handle, a tag or a web address."""
    if text[word.start() - 1 : word.start()] in _TAGS:
        return True
    return text[word.end() : word.end() + 1] in _LINKS and bool(_LINKED.match(text, word.end()))


def _matches(words: Sequence[_Word]) -> Iterator[_Match]:
    """The longest runs of words that the gazetteer knows, not overlapping."""
    gazetteer = load_gazetteer()
    at = 0
    while at < len(words):
        longest = gazetteer.longest.get(words[at].form, 0)
        if longest and (words[at].capital or words[at].form in PARTICLES):
            for last in range(min(at + longest, len(words)), at, -1):
                key = _key(words[at:last])
                if key in gazetteer.spots and key not in _TABLE["never"]:
                    yield _Match(at, last, key, gazetteer.spots[key])
                    at = last - 1
                    break
        at += 1


def _key(run: Sequence[_Word]) -> str:
    """The key of a run of words; empty where they do not stand together as one name."""
    key = " ".join(word.form for word in run)
    together = all(word.joined for word in run[1:]) and run[-1].capital
    if not together or any(word.owns for word in run[:-1]):
        return ""
    shouted = key not in _TABLE["capitals"] or run[0].text.isupper()
    return key if shouted and (len(run) > 1 or run[0].capital) else ""


# ---------------------------------------------------------------- is it a place?


def _is_place(scene: _Scene, match: _Match, pointed: _Match | None) -> bool:
    """Whether the words around let a known name be a place."""
    words, spot = scene.words, match.spots[0]
    if _in_a_name(words, match) or _begins_a_name(words, match) or _ends_a_name(words, match):
        return False
    if match.key in _TABLE["capitals"] and _qualifies(words, match):
        return False
    before, led = words[match.first - 1].form if match.first else "", _led_by(words, match.first)
    if spot.is_country:
        return match.key not in scene.people or led in _STRICT
    if spot.weight < _WELL_KNOWN and before == "the":
        return False
    settled = before == "of" and words[match.first - 2].form in _TABLE["settlements"]
    doubtful = match.key in scene.people | scene.small | _TABLE["risky"] | _given_names()
    if pointed is not None or led in _STRICT or settled:
        return not (doubtful and words[match.last - 1].owns)
    if doubtful:
        return False
    if spot.weight >= _WELL_KNOWN:
        return True
    return led in _TABLE["prepositions"] and bool(_in_countries(scene, match))


def _in_a_name(words: Sequence[_Word], match: _Match) -> bool:
    """Whether a capitalised word before makes the match the end of another name."""
    first = words[match.first]
    before = words[match.first - 1] if match.first else None
    if before is None or not before.capital or not first.joined or before.owns:
        return False
    if before.form in _TABLE["before_person"] or before.form in _given_names():
        return True
    if before.form in _TABLE["before_place"] | _DIRECTIONS or _is_people(before.form):
        return False
    return not (first.heading or match.spots[0].is_country)


def _begins_a_name(words: Sequence[_Word], match: _Match) -> bool:
    """Whether a capitalised word after makes the match the beginning of another name."""
    after = words[match.last] if match.last < len(words) else None
    if after is None or not after.joined or words[match.last - 1].owns:
        return False
    if not after.capital or after.form in _TABLE["after_place"]:
        return False
    return after.form in _TABLE["after_name"] or not after.heading


def _ends_a_name(words: Sequence[_Word], match: _Match) -> bool:
    """Whether "of" makes the match the end of a longer name: "Bank of England"."""
    if match.first < 2 or words[match.first - 1].form != "of":
        return False
    holder = words[match.first - 2]
    return holder.capital and holder.form in _TABLE["before_of"]


def _qualifies(words: Sequence[_Word], match: _Match) -> bool:
    """Whether letters like "US" only qualify what follows: "US officials"."""
    after = words[match.last] if match.last < len(words) else None
    if after is None or not after.joined or words[match.last - 1].owns:
        return False
    before = words[match.first - 1].form if match.first else ""
    return before != "the" and before not in _STRICT


def _led_by(words: Sequence[_Word], first: int) -> str:
    """The word that leads to a name, past "the", "eastern" and the like."""
    at = first - 1
    while at >= 0 and (words[at].form == "the" or words[at].form in _DIRECTIONS):
        at -= 1
    return words[at].form if at >= 0 else ""


def _is_people(form: str) -> bool:
    return is_demonym(form) and form not in _given_names()


@cache
def _given_names() -> frozenset[str]:
    roles = load_roles()
    return roles["given", "male"] | roles["given", "female"]


# ---------------------------------------------------------------- which one is it?


def _choose(scene: _Scene, match: _Match, pointed: _Match | None, pointing: _Match | None) -> Spot:
    """The one of the namesakes that is meant.

    ``pointed`` is the wider place named right behind, ``pointing`` the one right before that
    names this as its wider place.
    """
    heaviest = match.spots[0]
    codes = _codes(pointed) if pointed else set()
    for spot in match.spots:
        if (spot.country, spot.region) in codes or (spot.country, None) in codes:
            return spot
    inner = {(spot.country, spot.region) for spot in pointing.spots} if pointing else set()
    for spot in match.spots:
        if _is_wide(spot) and (spot.country, spot.region) in inner:
            return spot
    near = _in_countries(scene, match)
    light = heaviest.weight < _WELL_KNOWN or (near and near[0].weight * 10 >= heaviest.weight)
    return near[0] if near and light and not heaviest.is_country else heaviest


def _pointed_to(
    text: str, words: Sequence[_Word], match: _Match, after: _Match | None
) -> _Match | None:
    """The country or state named right behind a city, as in "Paris, Texas"."""
    if after is None or after.first != match.last or not _codes(after):
        return None
    gap = text[words[match.last - 1].end : words[after.first].start]
    return after if gap in (", ", " (") and not _is_wide(match.spots[0]) else None


def _codes(match: _Match) -> set[tuple[str | None, str | None]]:
    """Country and state of every country or state that a match may be."""
    return {(spot.country, spot.region) for spot in match.spots if _is_wide(spot)}


def _is_wide(spot: Spot) -> bool:
    return spot.country is not None and (spot.is_country or spot.weight == STATE_WEIGHT)


def _in_countries(scene: _Scene, match: _Match) -> list[Spot]:
    return [spot for spot in match.spots if spot.country in scene.countries]
