"""Places: which names are one, which of the namesakes, and the villages no gazetteer knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.gazetteer import load_gazetteer, place_key
from whence.analyse.places import find_places
from whence.analyse.vocabulary import read_table
from whence.model import Article, Place


def places_of(text: str) -> list[tuple[str, str | None]]:
    return [(p.name, p.country) for p in find_places(Article("a", text))]


def place_in(text: str) -> Place:
    (place,) = find_places(Article("a", text))
    return place


@pytest.mark.parametrize(
    "spelling", ["Deir az-Zour", "Deir Az Zor", "Deir ez-Zor", "Deir el-Zour", "DEIR EZZOR"]
)
def test_spellings_of_a_town_are_one_place(spelling: str) -> None:
    place = place_in(f"The road to {spelling} is closed.")
    assert (place.name, place.country) == ("Deir ez-Zor", "SY")
    assert (place.latitude, place.longitude) == pytest.approx((35.34, 40.14), abs=0.1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The crowd left Kyiv at dawn.", ("Kyiv", "UA")),
        ("The crowd left Kiev at dawn.", ("Kyiv", "UA")),
        ("Kobani has fallen silent.", ("‘Ayn al ‘Arab", "SY")),
        ("The envoy flew to the US.", ("United States", "US")),
        ("The U.S. has sent an envoy.", ("United States", "US")),
        ("Britain has sent an envoy.", ("United Kingdom", "GB")),
        ("Fighting went on in eastern Syria.", ("Syria", "SY")),
        ("Eastern Ukraine is cold.", ("Ukraine", "UA")),
        ("Sana'a's old town is closed.", ("Sanaa", "YE")),
    ],
)
def test_well_known_names_and_their_variants_are_places(
    text: str, expected: tuple[str, str]
) -> None:
    assert places_of(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "A plane of Malaysia Airlines has landed.",
        "The novelist Jack London wrote a lot. London was paid by the word.",
        "Mr Lincoln and Dr Houston shook hands.",
        "Reading is good for you, and a nice day is Nice.",
        "US officials were silent.",
        "The Bank of England is quiet.",
        "Most of the police left in March.",
        "Write to @Paris or read moscow.example.",
    ],
)
def test_names_and_words_that_are_no_places_are_left_alone(text: str) -> None:
    assert places_of(text) == []


def test_a_risky_name_is_a_place_after_in() -> None:
    assert places_of("She was born in Reading.") == [("Reading", "GB")]


def test_the_place_named_behind_picks_the_namesake() -> None:
    found = find_places(Article("a", "They live in Paris, Texas, and in Paris."))
    assert [(p.name, p.country) for p in found] == [
        ("Paris", "US"),
        ("Texas", "US"),
        ("Paris", "FR"),
    ]


def test_a_state_named_behind_its_city_is_not_the_country_of_that_name() -> None:
    assert places_of("It rained in Atlanta, Georgia.") == [("Atlanta", "US"), ("Georgia", "US")]
    assert places_of("It rained in Georgia.") == [("Georgia", "GE")]


def test_a_country_named_elsewhere_picks_the_namesake() -> None:
    assert places_of("Shops closed in Tripoli.") == [("Tripoli", "LY")]
    assert ("Tripoli", "LB") in places_of("Lebanon mourns. Shops closed in Tripoli.")


def test_an_unknown_village_lies_in_the_place_that_the_text_names() -> None:
    text = "They were seen in al-Zarnuqa village in Deir ez-Zor province in Syria."
    village, *_ = find_places(Article("a", text))
    assert (village.name, village.inside, village.country) == ("al-Zarnuqa", "Deir ez-Zor", "SY")
    assert village.latitude is None


def test_an_unknown_town_without_surroundings_is_a_place_of_its_own() -> None:
    place = place_in("Smoke rose over the town of Bir Qamar.")
    assert (place.name, place.inside, place.country) == ("Bir Qamar", None, None)


def test_every_alias_leads_to_a_place() -> None:
    spots = load_gazetteer().spots
    for variants in read_table("places.toml")["aliases"].values():
        assert all(place_key(variant) in spots for variant in variants)


def test_namesakes_come_weightiest_first_and_unknown_names_not_at_all() -> None:
    spots = load_gazetteer().spots
    assert [s.country for s in spots["paris"]][:2] == ["FR", "US"]
    weights = [spot.weight for spot in spots["paris"]]
    assert weights == sorted(weights, reverse=True)
    assert "zzyzx qamar" not in spots
    with pytest.raises(KeyError):
        spots["zzyzx qamar"]


def test_every_row_of_the_gazetteer_can_be_read() -> None:
    spots = load_gazetteer().spots
    assert len(spots) == len(list(spots))
    listed = [spot for key in spots for spot in spots[key]]
    assert all(-90 <= s.latitude <= 90 for s in listed if s.latitude is not None)
    assert all(-180 <= s.longitude <= 180 for s in listed if s.longitude is not None)
    assert {len(s.country) for s in listed if s.country} == {2}


PIECES = st.sampled_from(
    [
        "in",
        "Paris",
        ", Texas",
        "the village of",
        "Umm Qasab",
        "al-",
        "Deir",
        "ez-Zor",
        "US",
        "'s",
        "Syria",
        "St. ",
        "Petersburg",
        "New York",
        "Times",
        "province",
        ".",
        "\n\n",
        "ẞ",
        "@",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map(" ".join))
def test_spans_are_in_order_inside_the_text_and_the_same_each_time(text: str) -> None:
    found = find_places(Article("a", text))
    assert found == find_places(Article("a", text))
    ends = [0] + [p.end for p in found]
    assert all(end <= p.start < p.end for end, p in zip(ends, found, strict=False))
    assert ends[-1] <= len(text)
