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
from whence.model import Span
from whence.weights import load_weights

CERTAIN = 1e3
"""Added to the score of tags one of which must be on the path."""
LEAST_SHARE = 0.05
"""A word piece in whose scores the tags of a cue share less is never taken for one."""


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

    def one_for(self, ending: str) -> NDArray[np.float32]:
        """One for the tags that end so, else zero."""
        return np.array([tag.endswith(ending) for tag in self.tags], dtype=np.float32)

    @property
    def of_source(self) -> NDArray[np.float32]:
        """One for the tags of a source, else zero."""
        return self.one_for("source")

    @property
    def of_cue(self) -> NDArray[np.float32]:
        """One for the tags of a cue, else zero."""
        return self.one_for("cue")


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


@dataclass(frozen=True, slots=True)
class Scored:
    """A paragraph's word pieces: where each stands, and its scores a run of the model."""

    offsets: tuple[Span, ...]
    parts: tuple[NDArray[np.float32], ...]


@lru_cache(maxsize=4096)
def score_paragraph(text: str) -> Scored:
    """The scores of a paragraph; kept, since copies carry the same paragraphs again."""
    coded = split_pieces(even_quotes(text))
    most = load_crf().most_pieces
    parts = [
        run_model("attribution.onnx", coded.ids[at : at + most])
        for at in range(0, len(coded.ids), most)
    ]
    return Scored(tuple(coded.offsets), tuple(parts))


@lru_cache(maxsize=4096)
def mark_paragraph(text: str, lean: float = 0.0) -> tuple[Mark, ...]:
    """The marks in a paragraph."""
    scored, crf = score_paragraph(text), load_crf()
    marks: list[Mark] = []
    for n, scores in enumerate(scored.parts):
        leaning = scores + lean * crf.of_source if lean else scores
        offsets = scored.offsets[n * crf.most_pieces : (n + 1) * crf.most_pieces]
        marks += place_marks(text, offsets, best_path(leaning, crf))
    return tuple(marks)


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


@dataclass(frozen=True, slots=True)
class Recue:
    """The marks of a paragraph if a span is taken to be a cue, and what that costs.

    ``loss`` is by how much, in nats, the best such path scores less than the best of all.
    """

    marks: tuple[Mark, ...]
    loss: float


def take_for_cue(text: str, begin: int, end: int, cue: Span, lean: float = 0.0) -> Recue | None:
    """The marks inside ``text[begin:end]`` if the likeliest piece of ``cue`` is one's.

    None where the model's scores alone, the CRF left aside, hold that for next to impossible.
    ``lean`` is added to the scores of sources.
    """
    scored, crf = score_paragraph(text[begin:end]), load_crf()
    touched = [
        divmod(i, crf.most_pieces)
        for i, (b, e) in enumerate(scored.offsets)
        if b < cue[1] - begin and e > cue[0] - begin
    ]
    chances = [(cue_share(scored.parts[part][row], crf), part, row) for part, row in touched]
    chance, part, row = max(chances, default=(0.0, 0, 0))
    if chance < LEAST_SHARE:
        return None
    scores = scored.parts[part]
    turned = scores + lean * crf.of_source
    turned[row] += CERTAIN * crf.of_cue
    path = best_path(turned, crf)
    loss = path_score(scores, best_path(scores, crf), crf) - path_score(scores, path, crf)
    first = part * crf.most_pieces
    marks = place_marks(text[begin:end], scored.offsets[first : first + len(scores)], path)
    return Recue(tuple(Mark(m.role, begin + m.start, begin + m.end) for m in marks), loss)


def cue_share(row: NDArray[np.float32], crf: Crf) -> float:
    """The share, 0 to 1, that the two tags of a cue have in the scores of a word piece."""
    grown = np.exp(row - row.max())
    return float((grown * crf.of_cue).sum() / grown.sum())


def path_score(scores: NDArray[np.float32], path: list[int], crf: Crf) -> float:
    """The score of a path under the model and the CRF."""
    tags = np.array(path)
    inside = scores[np.arange(len(tags)), tags].sum() + crf.step[tags[:-1], tags[1:]].sum()
    return float(crf.start[tags[0]] + inside + crf.stop[tags[-1]])
