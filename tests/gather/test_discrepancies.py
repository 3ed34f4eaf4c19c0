"""Discrepancies: what the reports of one story count differently."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from whence.model import Discrepancy

from .reports import discrepancies_of, report


def told(*texts: str) -> tuple[Discrepancy, ...]:
    return discrepancies_of(*(report(f"r{n}", text) for n, text in enumerate(texts)))


def asked(*texts: str) -> list[tuple[str, list[str]]]:
    return [(d.question, [a.value for a in d.answers]) for d in told(*texts)]


def test_reports_that_count_the_same_differently_are_set_side_by_side() -> None:
    found = asked(
        "Two border guards were captured on Monday.",
        "The rebels say three guards were captured.",
        "Two guards were captured, an aide said.",
    )
    assert found == [("how many guards captured", ["Two", "three"])]


def test_an_upper_limit_that_is_passed_clashes() -> None:
    found = asked(
        "As many as 60 delegates were on the ferry.", "In truth 66 delegates were on the ferry."
    )
    assert found == [("how many delegates aboard", ["As many as 60", "66"])]


def test_counts_that_can_both_hold_do_not_clash() -> None:
    assert asked("At least 20 people were killed.", "The blast killed 25 people.") == []
    assert asked("About 100 people were killed.", "The blast killed 108 people.") == []
    assert asked("Dozens of people were killed.", "The blast killed 43 people.") == []


def test_words_of_one_family_are_one_question() -> None:
    assert asked("Three troops were captured.", "Five soldiers were captured.") == [
        ("how many soldiers captured", ["Three", "Five"])
    ]


def test_passengers_and_researchers_are_two_questions() -> None:
    assert asked("The ferry carried 90 passengers.", "The ferry carried 12 researchers.") == []


def test_a_state_keeps_the_dead_from_the_wounded() -> None:
    assert asked("The blast killed 20 people.", "The blast wounded 31 people.") == []


def test_a_report_that_gives_both_answers_contradicts_neither() -> None:
    both = "Monday's blast killed 20 people. Another blast killed 31 people."
    assert asked(both, "The blast killed 20 people.") == []


def test_parts_additions_and_rates_are_no_answers() -> None:
    known = "The blast killed 20 people."
    assert asked(known, "Six more people were killed.") == []
    assert asked(known, "Among them six other people were killed.") == []
    assert asked(known, "Floods killed 50 people a year.") == []
    assert asked(known, "In all 8 Norwegian people were killed.") == []


def test_what_happened_long_ago_is_no_answer() -> None:
    assert asked("The blast killed 20 people.", "A blast in 2012 killed 31 people.") == []


def test_measures_of_time_and_money_are_no_questions() -> None:
    assert asked("It took 42 seconds and $5m.", "It took 50 seconds and $9m.") == []


def test_a_headline_that_its_own_body_contradicts_is_found() -> None:
    headed = report("r", "The storm killed three people.", headline="Storm kills nine people")
    (found,) = discrepancies_of(headed)
    assert [a.value for a in found.answers] == ["three", "nine"]


def test_a_body_that_contradicts_itself_is_left_alone() -> None:
    assert asked("The storm killed three people. The flood killed nine people.") == []


def test_what_a_report_takes_back_clashes_with_what_it_says_instead() -> None:
    text = (
        "Two guards were captured.\n\n"
        "Correction: An earlier version said three guards were captured."
    )
    (found,) = discrepancies_of(report("r", text))
    assert found.corrected
    assert [a.value for a in found.answers] == ["Two", "three"]


def test_nouns_beside_one_telling_number_count_the_same() -> None:
    found = asked(
        "Divers mourn 108 divers aboard the ferry.",
        "In all 108 delegates were aboard the ferry.",
        "Six delegates were aboard the ferry.",
    )
    assert found == [("how many delegates or divers aboard", ["Six", "108"])]


def test_round_numbers_do_not_make_two_nouns_one() -> None:
    assert (
        asked(
            "There were 100 divers aboard the ferry.",
            "In all 100 delegates were aboard the ferry.",
            "Six delegates were aboard the ferry.",
        )[0][0]
        == "how many delegates aboard"
    )


def test_a_bare_count_is_of_those_of_whom_the_same_was_said_before() -> None:
    found = asked(
        "Early on 100 divers had died, a figure given by some as 108 deaths.",
        "The storm killed 298 people.",
    )
    assert found == []


def test_some_of_those_aboard_are_not_all_of_them() -> None:
    assert (
        asked(
            "All 298 people aboard the ferry were killed.",
            "As many as 100 people on board the ferry were heading to a fair.",
        )
        == []
    )


def test_the_dead_of_an_air_strike_are_not_those_of_a_raid() -> None:
    assert (
        asked("A drone strike killed nine militants.", "A raid on a camp killed 12 militants.")
        == []
    )


def test_two_numbers_that_one_report_gives_side_by_side_count_two_things() -> None:
    both = "The school took 28 girls to the sea. Seven girls fell ill."
    assert asked(both, "Seven girls fell ill.", "The school took 28 girls.") == []


def test_what_is_denied_is_no_answer() -> None:
    denied = "The deal does not “affect 900 bakers”, an aide said."
    assert asked(denied, "The deal affects 400 bakers.") == []


def test_an_answer_knows_since_when_it_is_given_and_by_whom() -> None:
    (found,) = discrepancies_of(
        report("late", "Two guards were captured.", "2021-05-06", outlet="Gazette"),
        report("early", "Two guards were captured.", "2021-05-04", outlet="Courier"),
        report("other", "Five guards were captured.", "2021-05-05", outlet="Ledger"),
    )
    two, five = found.answers
    assert (two.since, [q.article for q in two.quotes]) == ("2021-05-04", ["early", "late"])
    assert five.since == "2021-05-05"
    assert (found.kind, found.corrected) == ("count", False)
    assert two.quotes[0].spans == ((0, 3),)
    assert (len(two.outlets), len(five.outlets)) == (2, 1)


TEXTS = st.sampled_from(
    [
        "Two guards were captured.",
        "Five guards were captured and 20 people killed.",
        "At least 12 guards were captured.",
        "The blast killed 31 people.",
        "Nothing was counted.",
        "As many as 50 people were killed in 2012.",
        "Early reports said three guards were captured. Two guards were captured.",
        "Correction: An earlier version said 31 people died.\n\nIn all 20 people died.",
        "Rolan Veit, 32, was captured in Lyon on 3 March 2021.",
        "Rolan Veitt, 34, was captured in Paris on 5 March 2021.",
        "The 32-year-old Veit was captured near Lyon. The toll was raised from 20 to 31.",
    ]
)
DAYS = st.sampled_from(["2021-05-04", "2021-05-05", None])
OUTLETS = st.sampled_from(["Gazette", "Courier", None])
PEOPLE = ("Rolan Veit", "Rolan Veitt")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, DAYS, OUTLETS), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_reports_does_not_matter(
    told_by: list[tuple[str, str | None, str | None]], random: Random
) -> None:
    analyses = [
        report(f"r{n}", text, day, outlet=outlet, people=[p for p in PEOPLE if p + "," in text])
        for n, (text, day, outlet) in enumerate(told_by)
    ]
    found = discrepancies_of(*analyses)
    assert found == discrepancies_of(*random.sample(analyses, len(analyses)))
    assert all(len(d.answers) > 1 for d in found)
    assert len({d.id for d in found}) == len(found)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, DAYS, OUTLETS), max_size=6))
def test_every_quote_of_an_answer_lies_in_its_report_and_holds_a_value(
    told_by: list[tuple[str, str | None, str | None]],
) -> None:
    analyses = [
        report(f"r{n}", text, day, outlet=outlet, people=[p for p in PEOPLE if p + "," in text])
        for n, (text, day, outlet) in enumerate(told_by)
    ]
    texts = {a.article.id: a.article.text for a in analyses}
    for discrepancy in discrepancies_of(*analyses):
        for answer in discrepancy.answers:
            quoted = [texts[q.article][b:e] for q in answer.quotes for b, e in q.spans]
            assert answer.value == " ".join(quoted[0].split())
            assert all(words.strip() for words in quoted)
            assert set(answer.origins) <= set(texts)
            for quote in answer.superseded:
                assert all(0 <= b < e <= len(texts[quote.article]) for b, e in quote.spans)
