"""Lines: every word of a text is in one of them, and none is longer than the rules can bear."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.lines import LONGEST_LINE, split_lines

LONG = "Ada Lund said that the ferry had sailed. " * 700


def test_a_long_line_is_parted_where_a_sentence_ends():
    lines = [*split_lines(LONG, 0, len(LONG))]
    assert len(lines) > 2
    assert all(LONG[b:e].startswith("Ada") and LONG[b:e].strip().endswith(".") for b, e in lines)


def test_without_sentences_it_is_parted_between_words_and_without_words_anywhere():
    words = LONG.replace(".", "")
    assert all(words[b - 1 : b] in ("", " ") for b, _ in split_lines(words, 0, len(words)))
    letters = "a" * 3 * LONGEST_LINE
    assert [e - b for b, e in split_lines(letters, 0, len(letters))] == [LONGEST_LINE] * 3


def test_a_paragraph_of_common_length_is_one_line():
    text = LONG[: LONGEST_LINE - 1] + "\n\n" + "Short."
    assert len([*split_lines(text, 0, len(text))]) == 2


@given(
    st.lists(st.tuples(st.sampled_from([" ", "\n", "a", "b. ", "\u2003"]), st.integers(0, 15_000)))
)
def test_no_word_is_lost_and_no_line_is_too_long(parts):
    text = "".join(letters * (count // len(letters)) for letters, count in parts)
    lines = [*split_lines(text, 0, len(text))]
    assert all(0 < e - b <= LONGEST_LINE and text[b:e].strip() for b, e in lines)
    assert all(one[1] <= other[0] for one, other in pairwise(lines))
    kept = "".join(text[b:e] for b, e in lines)
    assert "".join(kept.split()) == "".join(text.split())
