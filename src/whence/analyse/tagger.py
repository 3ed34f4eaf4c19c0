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
from math import inf

import numpy as np
from numpy.typing import NDArray

from whence.analyse.encoder import run_model, split_pieces
from whence.model import Span
from whence.weights import load_weights

LEAN = 1.0
"""Added to the scores of sources where a cue must have one that was not found."""
CERTAIN = 1e3
"""Added to the score of tags one of which must be on the path."""


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

    @property
    def of_cue(self) -> list[int]:
        """The places of the tags of a cue."""
        return [n for n, tag in enumerate(self.tags) if tag.endswith("cue")]


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


def reach(scores: NDArray[np.float32], crf: Crf) -> NDArray[np.float64]:
    """The score of the best path that ends at each tag of each piece, ``(pieces, tags)``."""
    best = np.empty(scores.shape)
    best[0] = crf.start + scores[0]
    into = np.ascontiguousarray(crf.step.T)
    for t in range(1, len(scores)):
        best[t] = np.maximum.reduce(into + best[t - 1], 1) + scores[t]
    return best


def best_path(scores: NDArray[np.float32], crf: Crf) -> list[int]:
    """The tags of the best path through ``scores``, ``(pieces, tags)``."""
    return trace_back(reach(scores, crf), crf)


def trace_back(best: NDArray[np.float64], crf: Crf) -> list[int]:
    """The tags of the best path, by what :func:`reach` gives."""
    back = (best[:-1, None, :] + crf.step.T).argmax(2).tolist()
    path = [int((best[-1] + crf.stop).argmax())]
    for row in reversed(back):
        path.append(row[path[-1]])
    return path[::-1]


def losses(best: NDArray[np.float64], scores: NDArray[np.float32], crf: Crf) -> NDArray[np.float64]:
    """By how much the best path through each tag of each piece falls short of the best of all.

    In nats, ``(pieces, tags)``: max-marginals, from ``best`` as :func:`reach` gives it.
    """
    rest = np.empty(scores.shape)
    rest[-1] = crf.stop
    for t in range(len(scores) - 2, -1, -1):
        rest[t] = np.maximum.reduce(crf.step + (scores[t + 1] + rest[t + 1]), 1)
    whole = best + rest
    short: NDArray[np.float64] = whole.max() - whole
    return short


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


@dataclass(frozen=True, slots=True)
class Scored:
    """A paragraph's word pieces: where each stands; its scores, and what they reach, a run.

    A run of the model takes so many pieces at the most; ``reached`` is :func:`reach` of each.
    """

    offsets: tuple[Span, ...]
    parts: tuple[NDArray[np.float32], ...]
    reached: tuple[NDArray[np.float64], ...]


@lru_cache(maxsize=4096)
def score_paragraph(text: str) -> Scored:
    """The scores of a paragraph; kept, since copies carry the same paragraphs again."""
    coded, crf = split_pieces(even_quotes(text)), load_crf()
    parts = tuple(
        run_model("attribution.onnx", coded.ids[at : at + crf.most_pieces])
        for at in range(0, len(coded.ids), crf.most_pieces)
    )
    return Scored(tuple(coded.offsets), parts, tuple(reach(scores, crf) for scores in parts))


@lru_cache(maxsize=4096)
def mark_paragraph(text: str, lean: float = 0.0) -> tuple[Mark, ...]:
    """The marks in a paragraph."""
    scored, crf = score_paragraph(text), load_crf()
    reached = scored.reached
    if lean:
        reached = tuple(reach(scores + lean * crf.of_source, crf) for scores in scored.parts)
    marks: list[Mark] = []
    for n, best in enumerate(reached):
        offsets = scored.offsets[n * crf.most_pieces : (n + 1) * crf.most_pieces]
        marks += place_marks(text, offsets, trace_back(best, crf))
    return tuple(marks)


@lru_cache(maxsize=1024)
def weigh_tags(text: str) -> tuple[NDArray[np.float64], ...]:
    """For each run over a paragraph, what each tag of each piece costs (:func:`losses`)."""
    scored, crf = score_paragraph(text), load_crf()
    both = zip(scored.reached, scored.parts, strict=True)
    return tuple(losses(best, scores, crf) for best, scores in both)


def place_marks(text: str, offsets: tuple[Span, ...], path: list[int]) -> list[Mark]:
    """The marks that a path sets on the word pieces at ``offsets``."""
    marks: list[Mark] = []
    for role, first, last in tag_runs(path, load_crf().tags):
        start, end = widen(text, offsets[first][0], offsets[last - 1][1])
        # A word cut between two runs belongs to the first.
        start = max(start, marks[-1].end if marks else 0)
        if start < end:
            marks.append(Mark(role, start, end))
    return marks


def find_piece(text: str, begin: int, end: int, cue: Span) -> tuple[float, int]:
    """What it costs to take ``cue`` for one, reading ``text[begin:end]``, and its likeliest piece.

    The cost is by how much the best path on which that word piece is a cue's falls short, in nats;
    infinite where the span holds no word piece.
    """
    paragraph, crf = text[begin:end], load_crf()
    short, of_cue = weigh_tags(paragraph), crf.of_cue
    costs = [
        (float(short[i // crf.most_pieces][i % crf.most_pieces][of_cue].min()), i)
        for i, (b, e) in enumerate(score_paragraph(paragraph).offsets)
        if b < cue[1] - begin and e > cue[0] - begin
    ]
    return min(costs, default=(inf, 0))


def mark_around(text: str, begin: int, end: int, piece: int, lean: float = 0.0) -> list[Mark]:
    """The marks inside ``text[begin:end]`` on the best path on which a word piece is a cue's.

    ``lean`` is added to the scores of sources.
    """
    paragraph, crf = text[begin:end], load_crf()
    scored = score_paragraph(paragraph)
    part, row = divmod(piece, crf.most_pieces)
    turned = scored.parts[part] + lean * crf.of_source
    turned[row, crf.of_cue] += CERTAIN
    first = part * crf.most_pieces
    offsets = scored.offsets[first : first + len(turned)]
    marks = place_marks(paragraph, offsets, best_path(turned, crf))
    return [Mark(m.role, begin + m.start, begin + m.end) for m in marks]
