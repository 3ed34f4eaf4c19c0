"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[b:e] for b, e in split_sentences(text, 0, len(text))]


CASES = [
    ["The gate is shut.", "It will open at noon.", "Who knows?", "We do!"],
    ["Dr. Amal Sand met Gen. Iver Holm on Monday.", "They spoke."],
    ["J. R. Okoro and A.B. Lindqvist signed.", "Nobody else did."],
    ["U.S. Border Patrol agents left the U.S. The ferry stayed."[:37], "The ferry stayed."],
    ["It began at 5 a.m. Tuesday in the hall."],
    ["It began at 5 a.m. on Tuesday.", "It ended at 6 p.m.", "The hall was empty."],
    ["Turn to No. 4 and read p. 12 there.", "The answer is no.", "Stop."],
    ["“We left at once,” she said.", "“Nobody was hurt.”", "He agreed."],
    ['"Is it over?" he asked.', '"Not yet."'],
    ["He paused … and went on.", "He stopped…", "Then he left."],
    ["Prices rose 3.5 percent to 1.200 crowns.", "They fell again."],
    ["She joined Harbour Foods Inc. Friday and left Saturday."],
    ["(The clerk was not there.)", "The door was open."],
    ["It was I.", "Then it was you."],
    ["Ask for the file at www.example.org/a.b today.", "Thanks."],
]


@pytest.mark.parametrize("sentences", CASES)
def test_sentences_are_told_from_abbreviations_and_quotations(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_a_blank_line_always_ends_a_sentence() -> None:
    assert split("A heading without a stop\n\nthe text below it") == [
        "A heading without a stop",
        "the text below it",
    ]


def test_a_short_line_ends_a_sentence_and_a_wrapped_one_does_not() -> None:
    assert split("Bridge closed\nDrivers must wait.") == ["Bridge closed", "Drivers must wait."]
    wrapped = "The bridge over the river was closed on Monday after the\nMayor had seen it."
    assert split(wrapped) == [wrapped]


def test_only_the_stretch_asked_for_is_split() -> None:
    text = "One is here. Two is there. Three is gone."
    assert split_sentences(text, 13, 26) == [(13, 26)]


def test_a_stretch_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="backwards"):
        split_sentences("Nothing.", 5, 2)


TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="aA1 .!?…\n\"”'()U,;", max_size=80),
)


@given(TEXTS, st.data())
def test_sentences_cover_all_but_white_space_in_order(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    sentences = split_sentences(text, begin, end)
    last = begin
    for b, e in sentences:
        assert not text[last:b].strip()
        assert text[b:e] == text[b:e].strip() != ""
        last = e
    assert not text[last:end].strip()
    assert split_sentences(text, begin, end) == sentences


def test_a_list_without_end_is_parted_between_words():
    text = "twelve people, " * 2_000
    sentences = split_sentences(text, 0, len(text))
    assert len(sentences) > 1
    assert all(end - begin <= 5_000 for begin, end in sentences)
    assert " ".join(text[b:e] for b, e in sentences).split() == text.split()
