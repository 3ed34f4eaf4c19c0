"""The models at run time: the shared table of word vectors, and the vectors of texts."""

from __future__ import annotations

import numpy as np
import pytest

from whence.analyse.encoder import CLS, SEP, embed, load_tokenizer, load_words, run_model

NEAR = ("The harbour bridge was shut.", "They closed the bridge at the harbour.")
FAR = "Her choir sang two carols."


def test_the_table_has_a_row_for_every_word_piece():
    table = load_words()
    assert table.numbers.shape == (load_tokenizer().get_vocab_size(), 384)
    assert table.numbers.dtype == np.int8
    assert table.scale.shape == (len(table.numbers), 1)


def test_a_word_vector_is_its_numbers_times_its_scale():
    table = load_words()
    found = table.look_up([CLS, SEP])
    assert found.shape == (2, 384)
    assert np.allclose(found[1], table.numbers[SEP].astype(float) * table.scale[SEP, 0])


def test_vectors_have_length_one_and_like_texts_are_near():
    vectors = embed([*NEAR, FAR])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > 0.5 > likeness[0, 2]


def test_a_vector_does_not_depend_on_what_else_is_encoded():
    assert np.array_equal(embed([FAR, *NEAR])[1], embed([NEAR[0]])[0])


def test_no_texts_give_no_vectors():
    assert embed([]).shape == (0, 384)


def test_only_the_first_pieces_of_a_text_count_where_so_many_are_asked_for():
    assert np.array_equal(embed(["bridge shut"], 1), embed(["bridge open"], 1))
    assert not np.array_equal(embed(["bridge shut"]), embed(["bridge open"]))


@pytest.mark.parametrize("pieces", [0, 1, 254, 300])
def test_the_tagger_scores_each_piece_it_takes(pieces):
    scores = run_model("attribution.onnx", [2003] * pieces)
    assert scores.shape == (min(pieces, 254), 7)
    assert np.isfinite(scores).all()
