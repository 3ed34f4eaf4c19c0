"""Quantities: how many of what, in which state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.quantities import find_quantities
from whence.model import Article, Bound


def quantities_of(text: str) -> list[tuple[str, str, str]]:
    found = find_quantities(Article("a", text))
    return [(text[q.start : q.end], q.counted, q.state) for q in found]


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("There were 20 goats.", 20, 20, Bound.EXACT),
        ("There were as many as 100 goats.", None, 100, Bound.AT_MOST),
        ("There were at least twenty-five goats.", 25, None, Bound.AT_LEAST),
        ("There were more than 2,000 goats.", 2000, None, Bound.AT_LEAST),
        ("There were about 100 goats.", 90, 110, Bound.ABOUT),
        ("There were between 10 and 15 goats.", 10, 15, Bound.RANGE),
        ("There were 20 to 30 goats.", 20, 30, Bound.RANGE),
        ("There were 1.5 million goats.", 1_500_000, 1_500_000, Bound.EXACT),
        ("There were 1.5 to 2 million goats.", 1_500_000, 2_000_000, Bound.RANGE),
        ("There were two hundred and fifty goats.", 250, 250, Bound.EXACT),
        ("There were half a dozen goats.", 6, 6, Bound.EXACT),
        ("There were 200 or more goats.", 200, None, Bound.AT_LEAST),
        ("There were dozens of goats.", 20, 120, Bound.ABOUT),
        ("There were tens of goats.", 20, 99, Bound.ABOUT),
        ("There were 20-odd goats.", 18, 22, Bound.ABOUT),
        ("There were perhaps 20 goats.", 18, 22, Bound.ABOUT),
        ("There were 100-plus goats.", 100, None, Bound.AT_LEAST),
        ("There were in excess of 100 goats.", 100, None, Bound.AT_LEAST),
        ("There were not fewer than 20 goats.", 20, None, Bound.AT_LEAST),
        ("There were two to three hundred goats.", 200, 300, Bound.RANGE),
    ],
)
def test_a_number_is_read_with_the_words_that_bound_it(
    text: str, low: float | None, high: float | None, bound: Bound
) -> None:
    (found,) = find_quantities(Article("a", text))
    assert (found.low, found.high, found.bound, found.counted) == (low, high, bound, "goat")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two grey border guards were captured near the pass.", ("Two", "guard", "captured")),
        ("A film showing two young captives is out.", ("two", "captive", "captured")),
        ("The blast killed at least 20 people.", ("at least 20", "person", "killed")),
        ("The ferry was carrying 90 passengers.", ("90", "passenger", "aboard")),
        ("Some 40 delegates were on the ferry.", ("Some 40", "delegate", "aboard")),
        ("As many as 9 of the town's best bakers died.", ("As many as 9", "baker", "killed")),
        ("In all 27 Australians are missing.", ("27", "australian", "missing")),
        ("Police found 12 dead.", ("12", "person", "killed")),
        ("The death toll rose to 43.", ("43", "person", "killed")),
        ("There were 11 deaths.", ("11", "person", "killed")),
        ("The number of people killed rose to 43.", ("43", "person", "killed")),
        ("The bodies of 14 guards were found.", ("14", "guard", "killed")),
        ("All 43 aboard were saved.", ("43", "person", "aboard")),
        ("Three guards held after raid", ("Three", "guard", "captured")),
        ("Six bakers may be on the lost Tarn ferry.", ("Six", "baker", "aboard")),
        ("One soldier was wounded.", ("One", "soldier", "injured")),
        ("The law covers 5,000 workers.", ("5,000", "worker", "affected")),
        ("It would affect “900 bakers”.", ("900", "baker", "affected")),
    ],
)
def test_what_is_counted_and_its_state_come_from_the_words_around(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert quantities_of(text) == [expected]


def test_a_number_that_became_another_is_no_range() -> None:
    found = find_quantities(Article("a", "The death toll was raised from 40 to 43."))
    assert [(q.low, q.high, q.state) for q in found] == [(40, 40, "killed"), (43, 43, "killed")]


def test_the_short_words_of_a_headline_count_people() -> None:
    found = quantities_of("Blast kills 20, wounds 30")
    assert found == [("20", "person", "killed"), ("30", "person", "injured")]


def test_doers_are_not_in_the_state_of_those_they_act_on() -> None:
    found = quantities_of("Two gunmen killed 20 farmers.")
    assert found == [("Two", "gunman", ""), ("20", "farmer", "killed")]


def test_numbers_joined_by_and_share_their_state() -> None:
    found = quantities_of("Two pilots and 14 nurses were killed.")
    assert [state for *_, state in found] == ["killed", "killed"]


def test_each_number_of_a_list_keeps_its_own_state() -> None:
    found = quantities_of("Six people were killed and 30 wounded.")
    assert found == [("Six", "person", "killed"), ("30", "person", "injured")]


def test_a_part_takes_the_state_that_is_said_of_it_and_not_of_the_whole() -> None:
    found = quantities_of("Six of the 80 people killed on the ferry were heading to the fair.")
    assert found == [("Six", "person", "travelling"), ("80", "person", "killed")]


def test_what_is_denied_is_no_state() -> None:
    assert quantities_of("Twelve people were not hurt.") == [("Twelve", "person", "")]
    assert quantities_of("It does not “affect 40 bakers”.") == [("40", "baker", "")]
    assert quantities_of("It is no law, nor did it affect 40 bakers.") == [("40", "baker", "")]


def test_a_state_of_another_noun_is_none_of_those_counted() -> None:
    found = quantities_of("Four bodies were found in the search for missing girls.")
    assert found == [("Four", "body", "")]


def test_compounds_with_a_hyphen_count_their_unit() -> None:
    found = quantities_of("The 30-second film, released today, shows a 12-foot crater.")
    assert found == [("30", "second", ""), ("12", "foot", "")]


def test_money_and_shares_count_their_unit() -> None:
    found = quantities_of("They paid $5m and 12 per cent more.")
    assert [counted for _, counted, _ in found] == ["dollar", "percent"]


@pytest.mark.parametrize(
    "text",
    [
        "He left on 3 March 2015.",
        "A woman aged 34 and a 51-year-old man spoke.",
        "Flight 17 and QX17 and the Boeing 777 flew.",
        "It is her 20th visit; call 555 1234 now.",
        "No one came and nobody asked.",
        "It ended 3-2 on page 7.",
    ],
)
def test_dates_ages_labels_and_codes_are_no_quantities(text: str) -> None:
    assert quantities_of(text) == []


PIECES = st.sampled_from(
    [
        "as many as",
        "100",
        "of the",
        "80",
        "people",
        "killed",
        "between",
        "10 and 15",
        "two",
        "-",
        "soldiers were captured",
        "1.5 million",
        "$",
        "%",
        "dozens of",
        "on 3 March",
        ".",
        "\n\n",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map(" ".join))
def test_spans_are_in_order_inside_the_text_and_limits_are_the_right_way_round(text: str) -> None:
    found = find_quantities(Article("a", text))
    assert found == find_quantities(Article("a", text))
    ends = [0] + [q.end for q in found]
    assert all(end <= q.start < q.end for end, q in zip(ends, found, strict=False))
    assert ends[-1] <= len(text)
    assert all(q.low is None or q.high is None or q.low <= q.high for q in found)
    assert all(q.counted == q.counted.lower() != "" for q in found)
