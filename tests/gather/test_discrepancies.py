"""Discrepancies: what the reports of one story count differently."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.quantities import find_quantities
from whence.analyse.times import find_times
from whence.gather.discrepancies import find_discrepancies
from whence.model import Analysis, Article, Discrepancy, Moment, Passage, PassageRole, Precision


def analysed(name: str, text: str, day: str = "2021-05-04", headline: str = "") -> Analysis:
    whole = f"{headline}\n\n{text}" if headline else text
    passages = [Passage(PassageRole.HEADLINE, 0, len(headline))] if headline else []
    begin = len(whole) - len(text)
    passages.append(Passage(PassageRole.PARAGRAPH, begin, len(whole)))
    published = Moment(day, Precision.DAY, None, "given")
    article = Article(name, whole, published=published, passages=tuple(passages))
    times = find_times(article)
    return Analysis(article, times=times, quantities=find_quantities(article, times))


def told(*texts: str) -> tuple[Discrepancy, ...]:
    return find_discrepancies([analysed(f"r{n}", text) for n, text in enumerate(texts)])


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
    report = analysed("r", "The storm killed three people.", headline="Storm kills nine people")
    (found,) = find_discrepancies([report])
    assert [a.value for a in found.answers] == ["three", "nine"]


def test_a_body_that_contradicts_itself_is_left_alone() -> None:
    assert asked("The storm killed three people. The flood killed nine people.") == []


def test_an_answer_knows_since_when_it_is_given_and_by_whom() -> None:
    (found,) = find_discrepancies(
        [
            analysed("late", "Two guards were captured.", "2021-05-06"),
            analysed("early", "Two guards were captured.", "2021-05-04"),
            analysed("other", "Five guards were captured.", "2021-05-05"),
        ]
    )
    two, five = found.answers
    assert (two.since, [q.article for q in two.quotes]) == ("2021-05-04", ["early", "late"])
    assert five.since == "2021-05-05"
    assert found.kind == "count"
    assert two.quotes[0].spans == ((0, 3),)


TEXTS = st.sampled_from(
    [
        "Two guards were captured.",
        "Five guards were captured and 20 people killed.",
        "At least 12 guards were captured.",
        "The blast killed 31 people.",
        "Nothing was counted.",
        "As many as 50 people were killed in 2012.",
    ]
)


@given(st.lists(TEXTS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_reports_does_not_matter(texts: list[str], random: Random) -> None:
    analyses = [analysed(f"r{n}", text) for n, text in enumerate(texts)]
    shuffled = random.sample(analyses, len(analyses))
    found = find_discrepancies(analyses)
    assert found == find_discrepancies(shuffled)
    assert all(len(d.answers) > 1 for d in found)
    assert len({d.id for d in found}) == len(found)
