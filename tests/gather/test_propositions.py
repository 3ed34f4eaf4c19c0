"""Propositions: what says something that can be so or not so, and what is a part of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.gather.propositions import is_proposition, points_at


@pytest.mark.parametrize(
    "words",
    [
        "the ferry sank off Lindby",
        "that 30 people had drowned",
        "whether the owner was paid",
        "The gunboat that rammed the ferry was built in Ost",
        "When the alarm rang, the crew told everybody to jump",
        "The captain authorized the trip",
        "the planes appear to be old",
        "“It’s full,”",
        "The calls the mill made were taped",
        "more than 60 people have been saved since the mill closed",
        "he fled by the back door",
        "Nobody knows who cut the rope",
    ],
)
def test_a_clause_with_a_verb_of_its_own(words: str) -> None:
    assert is_proposition(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "!?",
        "the issues raised by the strike",
        "the blurred spot",
        "to leave the harbour before the storm broke",
        "a man who had been aboard",
        "The gunboat that rammed the ferry",
        "any tapes of the calls it made",
        "when his rockets set the barn on fire",
        "people found in the hold",
        "himself to be the owner",
        "Ah, the ferry.",
        "Man shot in Ost",
    ],
)
def test_parts_of_a_sentence(words: str) -> None:
    assert not is_proposition(words)


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("that number is wrong", True),
        ("that ferry sank", True),
        ("that he drowned", False),
        ("that police were there", False),
        ("that officials knew", False),
        ("that Ada is dead", False),
        ("that despite the storm the ferry sailed", False),
        ("the number is wrong", False),
    ],
)
def test_that_points_at_a_noun_or_opens_a_clause(words: str, points: bool) -> None:
    assert points_at(words) is points


@given(st.text(max_size=80))
def test_any_words_are_judged(words: str) -> None:
    assert is_proposition(words) in (True, False)
    assert points_at("that " + words) in (True, False)
