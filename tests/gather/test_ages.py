"""Ages: how old one person is by different reports."""

from __future__ import annotations

import pytest

from .reports import discrepancies_of, report

PEOPLE = ["Rolan Veit", "Mara Holt"]


def asked(*texts: str, days: tuple[str | None, ...] = ()) -> list[tuple[str, list[str]]]:
    days = days or ("2021-05-04",) * len(texts)
    reports = [
        report(f"r{n}", text, day, people=PEOPLE)
        for n, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    return [(d.question, [a.value for a in d.answers]) for d in discrepancies_of(*reports)]


@pytest.mark.parametrize(
    "other",
    [
        "The 34-year-old Veit was there.",
        "A 34-year-old baker, he said. The 34-year-old baker Rolan Veit left.",
        "Rolan Veit (34) left.",
        "Rolan Veit, aged 34, left.",
        "Rolan Veit, a 34-year-old baker, left.",
        "Rolan Veit was 34 years old.",
        "They met Rolan Veit, 34.",
    ],
)
def test_an_age_beside_a_name_is_read_however_it_is_put(other: str) -> None:
    found = asked("Rolan Veit, 32, left the town.", other)
    assert found == [("how old is Rolan Veit", ["32", "34"])]


@pytest.mark.parametrize(
    "other",
    [
        "Rolan Veit, 32, left.",
        "The 34-year-old Mara Holt saw Veit.",
        "Rolan Veit won by 34 votes, 34 more than Holt.",
        "Rolan Veit was 34 years old when he left.",
        "Rolan Veit, 340, is a bus.",
        "Rolan Veit, 34 metres away, fell.",
    ],
)
def test_what_is_no_other_age_of_this_person_is_no_answer(other: str) -> None:
    assert asked("Rolan Veit, 32, left the town.", other) == []


def test_a_birthday_may_lie_between_two_reports() -> None:
    texts = ("Rolan Veit, 32, left.", "Rolan Veit, 33, came back.")
    assert asked(*texts, days=("2020-05-04", "2021-03-04")) == []
    assert asked(*texts, days=("2021-03-01", "2021-03-04")) != []
    assert asked(*texts, days=(None, "2021-03-04")) != []
