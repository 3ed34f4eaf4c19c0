"""Marks: which words of a paragraph are source, cue and content.

Takes a text and a span of it, gives marks in reading order. A token model
(``weights/attribution.onnx``, see its card) scores seven tags a word piece; Viterbi's
algorithm finds the best path through them under the scores of a linear-chain CRF (Lafferty,
McCallum and Pereira 2001). The marks of one paragraph depend on that paragraph alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from whence.analyse.encoder import run_model, split_pieces
from whence.weights import load_weights


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open character span with its role: ``source``, ``cue`` or ``content``."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Crf:
    """Scores of tags at the start, from tag to tag ``(from, to)``, and at the end."""

    tags: tuple[str, ...]
    most_pieces: int
    start: NDArray[np.float64]
    step: NDArray[np.float64]
    stop: NDArray[np.float64]

    @property
    def of_source(self) -> NDArray[np.float32]:
        """One for the tags of a source, else zero."""
        return np.array([tag.endswith("source") for tag in self.tags], dtype=np.float32)


@cache
def load_crf() -> Crf:
    """The CRF's scores that were trained with the model."""
    kept = json.loads(load_weights("attribution.json"))
    return Crf(
        tuple(kept["tags"]),
        int(kept["most_pieces"]),
        np.array(kept["start"]),
        np.array(kept["step"]),
        np.array(kept["stop"]),
    )


def best_path(scores: NDArray[np.float32], crf: Crf) -> list[int]:
    """The tags of the best path through ``scores``, ``(pieces, tags)``."""
    best = np.empty(scores.shape)
    best[0] = crf.start + scores[0]
    into = np.ascontiguousarray(crf.step.T)
    for t in range(1, len(scores)):
        best[t] = np.maximum.reduce(into + best[t - 1], 1) + scores[t]
    back = (best[:-1, None, :] + into).argmax(2).tolist()
    path = [int((best[-1] + crf.stop).argmax())]
    for row in reversed(back):
        path.append(row[path[-1]])
    return path[::-1]


def tag_runs(path: list[int], tags: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """Runs of one role in a path as (role, first piece, one past the last piece)."""
    role, first = "", 0
    for i, tag in enumerate([*path, 0]):
        name = tags[tag]
        if role and (name[0] in "BO" or name[2:] != role):
            yield role, first, i
            role = ""
        if name != "O" and not role:
            role, first = name[2:], i


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The span grown to whole words: a word piece may end inside one."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def mark_span(text: str, begin: int, end: int, lean: float = 0.0) -> list[Mark]:
    """The marks inside ``text[begin:end]``, one paragraph or the content of a statement.

    ``lean`` is added to the scores of sources: above zero more of them are marked.
    """
    marks = mark_paragraph(text[begin:end], lean)
    return [Mark(m.role, begin + m.start, begin + m.end) for m in marks]


def even_quotes(text: str) -> str:
    """Quotation marks typed as two characters (``so'') as one and a space: offsets hold."""
    return text.replace("``", '" ').replace("''", '" ')


@lru_cache(maxsize=4096)
def mark_paragraph(text: str, lean: float = 0.0) -> tuple[Mark, ...]:
    """The marks in a paragraph; kept, since copies carry the same paragraphs again."""
    coded = split_pieces(even_quotes(text))
    crf = load_crf()
    marks: list[Mark] = []
    for at in range(0, len(coded.ids), crf.most_pieces):
        scores = run_model("attribution.onnx", coded.ids[at : at + crf.most_pieces])
        if lean:
            scores = scores + lean * crf.of_source
        path = best_path(scores, crf)
        for role, first, last in tag_runs(path, crf.tags):
            start, end = widen(text, coded.offsets[at + first][0], coded.offsets[at + last - 1][1])
            # A word cut between two runs belongs to the first.
            start = max(start, marks[-1].end if marks else 0)
            if start < end:
                marks.append(Mark(role, start, end))
    return tuple(marks)
