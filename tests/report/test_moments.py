"""Times are shown no more exactly than they are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.model import Moment, Precision
from whence.report.moments import when, when_of


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2031", "2031"),
        ("2031-03", "March 2031"),
        ("2031-03-04", "4 March 2031"),
        ("2031-03-04T09:05", "4 March 2031, 09:05"),
        ("2031-03-04T09:05:59Z", "4 March 2031, 09:05 UTC"),
        ("2031-03-04T09:05:59+05:30", "4 March 2031, 09:05 +05:30"),
        ("some day", "some day"),
        ("2031-13-40", "2031-13-40"),
    ],
)
def test_a_value_in_words(value: str, words: str) -> None:
    shown = when(value)
    assert shown is not None
    assert shown.text == words


def test_a_precision_cuts_what_only_looks_exact() -> None:
    moment = Moment("2031-03-04T00:00:00Z", Precision.DAY, None, "page")
    shown = when_of(moment)
    assert shown is not None
    assert (shown.text, shown.value) == ("4 March 2031", "2031-03-04")


def test_a_zone_told_apart_from_the_value_is_shown_with_it() -> None:
    shown = when_of(Moment("2031-03-04T09:05:00", Precision.MINUTE, "-03:00", "page"))
    assert shown is not None
    assert shown.text == "4 March 2031, 09:05 -03:00"


def test_order_follows_the_instant_and_not_the_clock() -> None:
    earlier, later = when("2031-03-04T23:00:00+09:00"), when("2031-03-04T15:00:00Z")
    assert earlier is not None and later is not None
    assert earlier.key < later.key


def test_no_value_is_no_time() -> None:
    assert when(None) is None
    assert when("  ") is None
    assert when_of(None) is None


@given(st.text(max_size=30))
def test_any_value_can_be_shown(value: str) -> None:
    shown = when(value)
    assert shown is None or shown.text
