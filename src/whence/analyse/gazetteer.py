"""The gazetteer: which names are places, and where they lie.

Two tables: gazetteer.tsv (cities of 15,000 people and more, countries, states of the US,
continents; GeoNames, CC BY 4.0; made by ``training/gazetteer.py``) and places.toml (variants,
and places that it lacks). Names are looked up by a key that evens out case, accents, hyphens and
apostrophes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from whence.analyse.vocabulary import read_table

TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’‘ʼ`][^\W_]+)*")
"""A word of a name; hyphens part words, apostrophes do not."""

COUNTRY = 10_000_000_000
"""The weight of countries and continents, before their people: no city comes near it."""
STATE_WEIGHT = 3_000_000
"""The weight of states of the US and of other regions: few cities outweigh them."""

_KNOWN = 1_000_000
_APOSTROPHES = re.compile(r"['’‘ʼ`.]")

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
        return self.weight >= COUNTRY


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


class Spots(Mapping[str, tuple[Spot, ...]]):
    """Places by the key of each of their names, weightiest first; read when asked for."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows: dict[str, list[str]] = {}
        self._added: dict[str, list[Spot]] = {}
        self._read: dict[str, tuple[Spot, ...]] = {}
        for row in rows:
            keys, _, rest = row.partition("\t")
            for key in keys.split("|"):
                self._rows.setdefault(key, []).append(rest)

    def add(self, key: str, spot: Spot) -> None:
        """One more place of this name."""
        if len(key) > 1:
            self._added.setdefault(key, []).append(spot)
            self._read.pop(key, None)

    def __getitem__(self, key: str) -> tuple[Spot, ...]:
        if key not in self:
            raise KeyError(key)
        if key not in self._read:
            listed = [*map(_read_row, self._rows.get(key, ())), *self._added.get(key, ())]
            self._read[key] = tuple(sorted(dict.fromkeys(listed), key=_rank))
        return self._read[key]

    def __contains__(self, key: object) -> bool:
        return key in self._rows or key in self._added

    def __iter__(self) -> Iterator[str]:
        yield from self._rows
        yield from (key for key in self._added if key not in self._rows)

    def __len__(self) -> int:
        return len(self._rows.keys() | self._added.keys())


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer, read on the first call."""
    written = files("whence.analyse").joinpath("gazetteer.tsv").read_text("utf-8")
    table, spots = read_table("places.toml"), Spots(written.splitlines())
    for entry in table["place"]:
        for name in (entry["name"], *entry.get("names", ())):
            spots.add(place_key(name), _listed(entry))
    _add_aliases(spots, table["aliases"])
    return Gazetteer(spots, _longest(spots))


def _read_row(row: str) -> Spot:
    name, country, latitude, longitude, weight, region = row.split("\t")
    return Spot(
        name,
        country or None,
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        int(weight),
        region or None,
    )


def _rank(spot: Spot) -> tuple[int, str, float]:
    return -spot.weight, spot.name, spot.latitude or 0


def _listed(entry: Mapping[str, Any]) -> Spot:
    weight = STATE_WEIGHT if entry.get("kind") == "region" else entry.get("weight", _KNOWN)
    return Spot(entry["name"], entry.get("country"), entry["latitude"], entry["longitude"], weight)


def _add_aliases(spots: Spots, aliases: Mapping[str, Iterable[str]]) -> None:
    """Whoever is worth a line in the table is well known, whatever the population."""
    for name, variants in aliases.items():
        heaviest = spots[place_key(name)][0]
        spot = replace(heaviest, weight=max(heaviest.weight, _KNOWN))
        for known in (name, *variants):
            spots.add(place_key(known), spot)


def _longest(keys: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in keys:
        first, words = key.partition(" ")[0], key.count(" ") + 1
        longest[first] = max(longest.get(first, 0), words)
    return longest
