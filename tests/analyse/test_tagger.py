"""Marks: which words are source, cue and content."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.analyse.tagger import (
    Crf,
    best_path,
    even_quotes,
    load_crf,
    mark_span,
    tag_runs,
    widen,
)

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


def words(text: str, begin: int = 0, end: int | None = None) -> list[tuple[str, str]]:
    marks = mark_span(text, begin, len(text) if end is None else end)
    return [(m.role, text[m.start : m.end]) for m in marks]


def test_a_plain_statement_has_source_cue_and_content():
    assert words("The harbour office said the bridge was shut.") == [
        ("source", "The harbour office"),
        ("cue", "said"),
        ("content", "the bridge was shut"),
    ]


def test_only_the_span_asked_for_is_marked():
    text = "The mill burned. Police denied it had burned."
    begin = text.index("Police")
    marks = mark_span(text, begin, len(text))
    assert [m.role for m in marks][:2] == ["source", "cue"]
    assert all(m.start >= begin for m in marks)
    assert words(text[begin:]) == words(text, begin)


def test_a_text_longer_than_the_model_takes_is_marked_to_its_end():
    text = "The harbour office said the bridge was shut. " * 60
    cues = [w for role, w in words(text) if role == "cue"]
    assert len(cues) > 50


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "\u200b"])
def test_where_there_are_no_words_there_are_no_marks(text):
    assert [w for _, w in words(text) if w.strip(" .\u200b")] == []


def test_a_mark_that_ends_inside_a_word_grows_to_the_whole_of_it():
    text = "the spokeswoman said"
    assert widen(text, 6, 9) == (4, 15)
    assert widen(text, 4, 15) == (4, 15)
    assert widen(text, 15, 16) == (15, 16)


def test_runs_begin_at_b_and_where_the_role_changes():
    path = [0, 1, 2, 3, 5, 6, 5, 0, 6]
    assert list(tag_runs(path, TAGS)) == [
        ("source", 1, 3),
        ("cue", 3, 4),
        ("content", 4, 6),
        ("content", 6, 7),
        ("content", 8, 9),
    ]


def test_the_scores_that_ship_fit_the_model():
    crf = load_crf()
    size = len(crf.tags)
    assert crf.tags[0] == "O"
    assert (crf.start.shape, crf.step.shape, crf.stop.shape) == ((size,), (size, size), (size,))
    assert 0 < crf.most_pieces <= 254


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_the_best_path_is_the_best_of_all_paths(length, seed):
    dice = np.random.default_rng(seed)
    start, step, stop = dice.normal(size=3), dice.normal(size=(3, 3)), dice.normal(size=3)
    scores = dice.normal(size=(length, 3)).astype(np.float32)

    def worth(path: tuple[int, ...]) -> float:
        own = sum(float(scores[t, tag]) for t, tag in enumerate(path))
        steps = sum(float(step[a, b]) for a, b in pairwise(path))
        return float(start[path[0]]) + own + steps + float(stop[path[-1]])

    found = tuple(best_path(scores, Crf(TAGS[:3], 254, start, step, stop)))
    best = max(product(range(3), repeat=length), key=worth)
    assert worth(found) == pytest.approx(worth(best))


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("ab “”'.,said \n😀é\u200bPolice"), max_size=80), st.integers(0, 20))
def test_marks_lie_inside_the_span_in_order_and_do_not_overlap(text, begin):
    begin = min(begin, len(text))
    marks = mark_span(text, begin, len(text))
    assert all(begin <= m.start < m.end <= len(text) for m in marks)
    assert all(a.end <= b.start for a, b in pairwise(marks))


def test_marks_typed_as_two_characters_are_read_as_quotation_marks():
    typed, plain = (
        f"The mill was shut, {a}for good,{b} the harbour office said."
        for a, b in (("``", "''"), ('"', '"'))
    )
    assert [role for role, _ in words(typed)] == [role for role, _ in words(plain)]
    assert even_quotes(typed) == 'The mill was shut, " for good,"  the harbour office said.'
    assert len(even_quotes(typed)) == len(typed)


def test_leaning_marks_no_fewer_sources():
    text = "The fair was opened by the mayor of Lund, and nobody said when it would close."
    plain = [m for m in mark_span(text, 0, len(text)) if m.role == "source"]
    leaning = [m for m in mark_span(text, 0, len(text), lean=2.0) if m.role == "source"]
    assert len(leaning) >= len(plain)
