"""Happenings: the day and the place of one thing by different reports."""

from __future__ import annotations

import pytest

from .reports import discrepancies_of, report

PEOPLE = ["Rolan Veit", "Mara Holt"]


def asked(*texts: str) -> list[tuple[str, str, list[str]]]:
    reports = [report(f"r{n}", text, people=PEOPLE) for n, text in enumerate(texts)]
    return [(d.kind, d.question, [a.value for a in d.answers]) for d in discrepancies_of(*reports)]


def test_the_day_on_which_something_befell_somebody() -> None:
    found = asked(
        "Rolan Veit was captured on 3 March 2021.",
        "Veit, 32, was reportedly captured in Lyon on 5 March 2021.",
        "Rolan Veit was captured in March 2021.",
    )
    answers = ["March 2021", "3 March 2021", "5 March 2021"]
    assert found == [("date", "when was Rolan Veit captured", answers)]


def test_the_place_where_something_befell_somebody() -> None:
    found = asked(
        "Rolan Veit was captured in Lyon.", "Rolan Veit, who was captured near Marseille, left."
    )
    assert found == [("place", "where was Rolan Veit captured", ["Lyon", "Marseille"])]


@pytest.mark.parametrize(
    "other",
    [
        "Rolan Veit was captured in France.",
        "Rolan Veit was captured in Villeurbanne.",
        "Rolan Veit was released in Marseille.",
        "Mara Holt was captured in Marseille.",
        "Rolan Veit was captured in connection with a theft in Marseille.",
        "Rolan Veit was not captured in Marseille.",
        "Rolan Veit captured the fort in Marseille.",
    ],
)
def test_what_may_be_the_same_place_or_another_thing_is_no_answer(other: str) -> None:
    assert asked("Rolan Veit was captured in Lyon.", other) == []


def test_the_day_of_an_event_of_which_a_story_has_one() -> None:
    found = asked(
        "The crash on 3 March 2021 shook the town.",
        "The ferry's crash on 4 March 2021 is a riddle.",
    )
    assert found == [("date", "on which day was the crash", ["3 March 2021", "4 March 2021"])]


def test_weekdays_and_events_far_apart_are_left_alone() -> None:
    assert asked("The crash on Monday was loud.", "The crash on Tuesday was loud.") == []
    assert asked("The crash on 3 March 2021.", "The crash on 3 April 2019.") == []


def test_a_surname_that_two_people_bear_tells_of_neither() -> None:
    people = ["Rolan Veit", "Lena Veit"]
    reports = [
        report("a", "Rolan Veit was captured in Lyon.", people=people),
        report("b", "Lena Veit wept. Veit was captured in Marseille.", people=people[1:]),
    ]
    assert discrepancies_of(*reports) == ()
