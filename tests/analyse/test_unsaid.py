"""What a picture shows and a disaster takes is the outlet's word, and nobody's statement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.joining import Draft
from whence.analyse.unsaid import claims_lives, find_seen, is_unsaid, tells_what_is_seen
from whence.model import Span


def draft(text: str, source: str, cue: str, content: str) -> Draft:
    def span(words: str) -> tuple[Span, ...]:
        return ((text.index(words), text.index(words) + len(words)),) if words else ()

    return Draft(span(source), span(cue), span(content))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("A video showing two divers was sold", "A video", "showing", "two divers was sold"),
        ("Front releases film of two pilots", "Front", "releases film of", "two pilots"),
        (
            "New footage released by the Front on Monday shows the wreck",
            "New footage released by the Front on Monday",
            "shows",
            "the wreck",
        ),
        ("Still photo of men held in Varn", "Still photo", "of", "men held in Varn"),
    ],
)
def test_what_is_to_be_seen_is_no_statement(text, source, cue, content):
    assert tells_what_is_seen(text, draft(text, source, cue, content))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The video shows that he was there", "The video", "shows", "that he was there"),
        ("The film appears to show a raid", "The film", "appears to show", "a raid"),
        ("Police released a film and said it was old", "Police", "said", "it was old"),
        ("The audit shows a gap of two million", "The audit", "shows", "a gap of two million"),
        ("The owner of the video denied it", "The owner of the video", "denied", "it"),
        ("A claim of fraud", "", "claim of", "fraud"),
    ],
)
def test_what_is_said_or_proved_is_one(text, source, cue, content):
    assert not tells_what_is_seen(text, draft(text, source, cue, content))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Crash claims top divers off Varn", "Crash", "claims", "top divers off Varn"),
        ("The blast claimed 12 lives", "", "claimed", "12 lives"),
        ("The road has claimed another two lives", "The road", "has claimed", "another two lives"),
    ],
)
def test_a_disaster_that_claims_lives_says_nothing(text, source, cue, content):
    assert claims_lives(text, draft(text, source, cue, content))
    assert is_unsaid(text, draft(text, source, cue, content))


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The Front claimed the town", "The Front", "claimed", "the town"),
        ("After the blast he claimed to be a diver", "he", "claimed", "to be a diver"),
        (
            "The Front claimed responsibility for it",
            "The Front",
            "claimed",
            "responsibility for it",
        ),
        ("The crash report says two died", "The crash report", "says", "two died"),
    ],
)
def test_who_claims_something_says_it(text, source, cue, content):
    assert not is_unsaid(text, draft(text, source, cue, content))


def test_a_heading_puts_forward_what_its_picture_shows():
    text = "Front releases video of two pilots shot down near Varn"
    begin, end = find_seen(text, 0, len(text))
    assert text[begin:end] == "two pilots shot down near Varn"


@pytest.mark.parametrize("text", ["Front releases video of raid", "Two pilots were shot down"])
def test_a_heading_without_more_than_a_picture_is_taken_whole(text):
    assert find_seen(text, 0, len(text)) == (0, len(text))


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_what_is_seen_lies_in_the_heading(text, one, other):
    begin, end = sorted((min(one, len(text)), min(other, len(text))))
    first, last = find_seen(text, begin, end)
    assert begin <= first <= last == end
