"""The models at run time: word pieces in, vectors or tag scores out, on ONNX Runtime.

All models share one table of word vectors, that of all-MiniLM-L6-v2 in 8 bits; each has its own
layers over it. One text is one run of a model, never a batch: the int8 graph scales activations
over all it is given, so a result can depend on its own text alone. One thread a session, for the
same sums in the same order everywhere; use processes to go faster. The encoder's vectors are
those of all-MiniLM-L6-v2 (mean pooling, L2 norm; Reimers and Gurevych 2019).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from whence.weights import load_weights

CLS, SEP = 101, 102
MOST_PIECES = 254
"""Word pieces a text at the most, besides the two special ones."""


SLOWER = ["SkipLayerNormFusion"]
"""Optimisations of ONNX Runtime that cost time: a sum with a norm is slower than the two apart."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The word vectors: ``numbers``, ``(pieces, width)``, times the ``scale`` of each row."""

    numbers: NDArray[np.int8]
    scale: NDArray[np.float32]

    def look_up(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The vectors of some word pieces, ``(len(ids), width)``."""
        vectors: NDArray[np.float32] = self.numbers[ids] * self.scale[ids]
        return vectors


@cache
def load_words() -> WordTable:
    """The one table of word vectors."""
    with np.load(io.BytesIO(load_weights("words.npz"))) as kept:
        return WordTable(kept["numbers"], kept["scale"])


@cache
def load_tokenizer() -> Tokenizer:
    """The word-piece tokenizer of all the models, with neither padding nor truncation."""
    tokenizer = Tokenizer.from_str(load_weights("tokenizer.json").decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@cache
def open_session(name: str) -> ort.InferenceSession:
    """A session on one model file, with one thread and no output of its own."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(
        load_weights(name),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=SLOWER,
    )


def split_pieces(text: str) -> Encoding:
    """Word pieces of a text and where each stands in it, special pieces left out."""
    return load_tokenizer().encode(text, add_special_tokens=False)


def run_model(name: str, pieces: Sequence[int]) -> NDArray[np.float32]:
    """The first output of a model for one text's word pieces (254 at the most)."""
    words = load_words().look_up([CLS, *pieces[:MOST_PIECES], SEP])
    output: NDArray[np.float32] = open_session(name).run(None, {"words": words})[0]
    return output


def embed(texts: Iterable[str], most: int = MOST_PIECES) -> NDArray[np.float32]:
    """L2-normalised vectors, ``(n, 384)``, of the first ``most`` pieces of each text."""
    rows = [run_model("encoder.onnx", split_pieces(t).ids[:most]) for t in texts]
    return np.stack(rows) if rows else np.zeros((0, 384), dtype=np.float32)
