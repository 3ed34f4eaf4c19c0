"""Time expressions: what is found, what is left alone, and the days it stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.times import find_times
from whence.model import Article, Moment, Precision

WEDNESDAY = Moment("2017-10-04T09:30:00+02:00", Precision.SECOND, "+02:00", "given")


def times_of(text: str, published: Moment | None = WEDNESDAY) -> list[tuple[str, str | None]]:
    article = Article("a", text, published=published)
    return [(text[t.start : t.end], t.value) for t in find_times(article)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Talks broke down on Tuesday.", "Tuesday", "2017-10-03"),
        ("It was raining on Wednesday.", "Wednesday", "2017-10-04"),
        ("They met last Wednesday.", "last Wednesday", "2017-09-27"),
        ("They meet next Wednesday.", "next Wednesday", "2017-10-11"),
        ("A fire began Tuesday night.", "Tuesday night", "2017-10-03"),
        ("The vote is due to be held on Sunday.", "Sunday", "2017-10-08"),
        ("The mayor said on Friday that it will rain.", "Friday", "2017-09-29"),
        ("He left yesterday.", "yesterday", "2017-10-03"),
        ("He leaves the day after tomorrow.", "the day after tomorrow", "2017-10-06"),
        ("Shots were heard last night.", "last night", "2017-10-03"),
        ("Last week's storm is over.", "Last week", "2017-09-25/2017-10-01"),
        ("Prices rose over the past month.", "the past month", "2017-09-04/2017-10-04"),
        ("It opened this month.", "this month", "2017-10"),
        ("It opened two days ago.", "two days ago", "2017-10-02"),
        ("It opened ten years ago.", "ten years ago", "2007"),
        ("It opened in March.", "March", "2017-03"),
        ("It opened in November.", "November", "2016-11"),
        ("It opened on March 3.", "March 3", "2017-03-03"),
        ("It opened on 3 March 2015.", "3 March 2015", "2015-03-03"),
        ("It opened on Jan. 5th, 2016.", "Jan. 5th, 2016", "2016-01-05"),
        ("It opened in Sept. 2014.", "Sept. 2014", "2014-09"),
        ("It opened in 2014.", "2014", "2014"),
        ("It ran from 2002 to 2004.", "2002 to 2004", "2002/2004"),
        ("It ran from 20 to 25 July.", "20 to 25 July", "2017-07-20/2017-07-25"),
        ("It was built in the 1990s.", "the 1990s", "1990/1999"),
        ("Logged 2017-10-01 by the desk.", "2017-10-01", "2017-10-01"),
        ("Logged 13/09/2017 by the desk.", "13/09/2017", "2017-09-13"),
        ("Logged on Tuesday, 3 October 2017.", "Tuesday, 3 October 2017", "2017-10-03"),
        ("They left at 6pm on Monday.", "6pm on Monday", "2017-10-02T18:00"),
        ("They left on Monday at 06:45.", "Monday at 06:45", "2017-10-02T06:45"),
    ],
)
def test_an_expression_is_found_with_its_day(text: str, words: str, value: str) -> None:
    assert times_of(text) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "They may march again.",
        "The cat sat on a second chair.",
        "A letter by April Jones was read.",
        "The Sunday Times printed it.",
        "Shops were full on Black Friday.",
        "The Expo 2014 meeting drew 2,014 guests.",
        "Bus 24/7 costs 3.50 and took 1,990 people.",
        "The final ended 3-2.",
    ],
)
def test_words_that_only_look_like_times_are_left_alone(text: str) -> None:
    assert times_of(text) == []


@pytest.mark.parametrize("text", ["on Tuesday", "last week", "in March", "two days ago", "May 3"])
def test_without_a_day_of_publication_relative_times_stay_open(text: str) -> None:
    assert [value for _, value in times_of(f"It happened {text}.", None)] == [None]


def test_a_month_of_publication_is_no_day_to_count_from() -> None:
    month = Moment("2017-10", Precision.MONTH, None, "page")
    assert times_of("It happened yesterday.", month) == [("yesterday", None)]


def test_an_explicit_date_needs_no_day_of_publication() -> None:
    assert times_of("It happened on 3 March 2015.", None) == [("3 March 2015", "2015-03-03")]


def test_a_date_that_can_be_read_two_ways_stays_open() -> None:
    assert times_of("Logged 03/04/2017.") == [("03/04/2017", None)]


def test_a_time_of_day_without_a_day_stays_open_to_the_minute() -> None:
    (found,) = find_times(Article("a", "No mail after 6 p.m. please.", published=WEDNESDAY))
    assert (found.value, found.precision) == (None, Precision.MINUTE)


PIECES = st.sampled_from(
    [
        "on Tuesday",
        "at 6pm",
        "31 February 2017",
        "next year",
        "9999 years ago",
        "0001-01-01",
        "in",
        "May",
        "the",
        "last",
        "week",
        "20 to 25 July",
        "\n\n",
        ",",
        "(2014)",
        "29 February",
        "1,990",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map(" ".join))
def test_spans_are_in_order_inside_the_text_and_the_same_each_time(text: str) -> None:
    early = Moment("0001-01-02", Precision.DAY, None, "given")
    for published in (WEDNESDAY, early, None):
        article = Article("a", text, published=published)
        found = find_times(article)
        assert found == find_times(article)
        ends = [0] + [t.end for t in found]
        assert all(end <= t.start < t.end for end, t in zip(ends, found, strict=False))
        assert ends[-1] <= len(text)
