"""Spellings: names of one person or place that reports write differently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.gather.spellings import is_respelt, spelling

from .reports import discrepancies_of, report


def asked(*named: str) -> list[tuple[str, list[str]]]:
    reports = [report(f"r{n}", f"{name} spoke.", people=[name]) for n, name in enumerate(named)]
    return [(d.question, [a.value for a in d.answers]) for d in discrepancies_of(*reports)]


def test_a_person_whose_name_is_spelt_in_two_ways_is_found() -> None:
    found = asked("Dmitri Zhukovski", "Dmitry Zhukovsky", "Dmitri Zhukovski")
    assert found == [
        ("how is Dmitri Zhukovski spelt", ["Dmitri Zhukovski", "Dmitry Zhukovsky"]),
    ]


@pytest.mark.parametrize(
    "other",
    ["Andre Leroy-Valin", "André LEROY VALIN", "André Paul Leroy-Valin", "A. Leroy-Valin"],
)
def test_marks_capitals_and_names_left_out_are_no_spellings(other: str) -> None:
    assert asked("André Leroy-Valin", other) == []


def test_different_people_are_no_spellings_of_each_other() -> None:
    assert asked("Olga Brandt", "Petra Brandt", "Olga Brenner") == []


def test_a_plural_is_no_spelling() -> None:
    assert asked("Caped Rider", "Caped Riders") == []


def test_a_place_that_is_spelt_in_two_ways_is_found() -> None:
    reports = [
        report("a", "The convoy left Deir az-Zour at dawn."),
        report("b", "The convoy left Deir Ezzor at dawn."),
        report("c", "The convoy came to Kyiv."),
        report("d", "The convoy came to Kiev."),
    ]
    assert [[a.value for a in d.answers] for d in discrepancies_of(*reports)] == [["Kiev", "Kyiv"]]


def test_two_names_of_one_place_are_no_spellings() -> None:
    reports = [report("a", "They live in Burma."), report("b", "They live in Myanmar.")]
    assert discrepancies_of(*reports) == ()


@given(st.text(), st.text())
def test_respelling_has_no_direction_and_no_name_respells_itself(one: str, other: str) -> None:
    left, right = spelling(one), spelling(other)
    assert is_respelt(left, right) == is_respelt(right, left)
    assert not is_respelt(left, left)
