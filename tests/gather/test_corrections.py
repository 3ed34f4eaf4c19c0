"""Corrections: what was taken back, told from what contradicts."""

from __future__ import annotations

import pytest

from whence.model import Analysis, Answer

from .reports import discrepancies_of, report


def answers_of(*analyses: Analysis) -> dict[str, Answer]:
    (found,) = discrepancies_of(*analyses)
    return {answer.value.lower(): answer for answer in found.answers}


def words(answer: Answer, *analyses: Analysis) -> list[str]:
    texts = {a.article.id: a.article.text for a in analyses}
    return [texts[q.article][b:e] for q in answer.superseded for b, e in q.spans]


def test_two_outlets_that_disagree_correct_nobody() -> None:
    reports = (
        report("a", "Three guards were captured.", "2021-05-04", outlet="Gazette"),
        report("b", "Two guards were captured.", "2021-05-05", outlet="Courier"),
    )
    (found,) = discrepancies_of(*reports)
    assert not found.corrected
    assert all(answer.superseded == () for answer in found.answers)


def test_a_note_that_names_the_old_value_takes_it_back() -> None:
    note = "Correction: An earlier version of this report said that three guards were captured."
    old = report("a", "Three guards were captured.", outlet="Courier")
    new = report("b", f"Two guards were captured.\n\n{note}", outlet="Gazette")
    answers = answers_of(old, new)
    assert words(answers["three"], old, new) == [note]
    assert [quote.article for quote in answers["three"].quotes] == ["a"]
    assert answers["two"].superseded == ()


def test_a_note_that_names_the_new_value_takes_back_what_the_report_still_says() -> None:
    note = "Correction: It has since been found that two guards were captured."
    only = report("a", f"{note}\n\nThree guards were captured.")
    answers = answers_of(only)
    assert words(answers["three"], only) == [note]
    assert answers["two"].superseded == ()


def test_the_same_outlet_later_gives_another_value() -> None:
    first = report("a", "Six guards were killed.", "2021-05-04", outlet="Gazette")
    later = report("b", "Nine guards were killed.", "2021-05-06", outlet="Gazette")
    answers = answers_of(first, later)
    assert words(answers["six"], first, later) == ["Nine guards were killed."]
    assert answers["nine"].superseded == ()


def test_reports_of_one_outlet_on_one_day_correct_nobody() -> None:
    first = report("a", "Six guards were killed.", "2021-05-04", outlet="Gazette")
    other = report("b", "Nine guards were killed.", "2021-05-04", outlet="Gazette")
    assert not any(a.superseded for a in answers_of(first, other).values())


@pytest.mark.parametrize(
    "sentence",
    [
        "Early reports said 40 divers had drowned, but in all 12 divers were killed.",
        "The ministry initially said 40 divers were killed; it was 12 divers who were killed.",
        "The number of divers killed was lowered from 40 to 12.",
        "The club wrongly gave 40 divers killed. In all 12 divers were killed.",
    ],
)
def test_a_report_that_speaks_of_a_figure_as_past_takes_it_back(sentence: str) -> None:
    old = report("a", "In all 40 divers were killed.", "2021-05-04", outlet="Courier")
    new = report("b", f"{sentence} The 12 divers killed were old.", "2021-05-06", outlet="Gazette")
    found = discrepancies_of(old, new)
    taken = {a.value for d in found for a in d.answers if a.superseded}
    assert taken == {"40"}


def test_a_figure_that_was_lowered_replaces_the_higher_ones_before_it() -> None:
    low = report("a", "Storm killed five people.", "2021-05-04", outlet="Courier")
    high = report("b", "Storm killed 50 people.", "2021-05-04", outlet="Ledger")
    new = report("c", "The death toll was lowered to 12.", "2021-05-06", outlet="Gazette")
    answers = answers_of(low, high, new)
    assert words(answers["50"], low, high, new) == ["The death toll was lowered to 12."]
    assert answers["five"].superseded == ()
