"""The example story, traced: each kind of answer is right as often as THRESHOLDS asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import whence
from whence.example import Score, compare
from whence.model import Trace
from whence.report import mask_trace

ROOT = Path(__file__).parent.parent
KEY = json.loads((ROOT / "examples" / "answer_key.json").read_text("utf-8"))

# kind: least precision, least recall
THRESHOLDS = {
    "published": (0.95, 0.85),
    "stories": (1.00, 1.00),
    "statements": (0.78, 0.92),
    "act": (0.90, 0.90),
    "certainty": (0.93, 0.93),
    "polarity": (0.95, 0.95),
    "distance": (0.95, 0.95),
    "speakers": (0.95, 0.95),
    "duress": (0.90, 1.00),
    "chains": (0.95, 0.80),
    "positions": (0.88, 0.82),
    "overstated": (0.95, 1.00),
    "copies": (0.85, 1.00),
    "origins": (0.95, 0.95),
    "own texts": (0.95, 0.80),
    "root sources": (0.78, 0.88),
    "changes": (1.00, 1.00),
    "discrepancies": (1.00, 1.00),
    "masked names": (1.00, 1.00),
}


@pytest.fixture(scope="module")
def trace() -> Trace:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return whence.trace(["examples/story"], unmask=True)


@pytest.fixture(scope="module")
def scores(trace: Trace) -> dict[str, Score]:
    found = compare(trace, KEY)
    print(f"\n{'kind':14}{'right':>6}{'found':>7}{'expected':>10}{'P':>7}{'R':>7}")
    for s in found:
        print(f"{s.kind:14}{s.right:6}{s.found:7}{s.expected:10}{s.precision:7.2f}{s.recall:7.2f}")
    return {s.kind: s for s in found}


def test_every_file_of_the_story_is_read(trace: Trace) -> None:
    assert trace.refusals == ()
    assert [a.article.id for a in trace.analyses] == sorted(row["id"] for row in KEY["articles"])


def test_there_is_a_threshold_for_every_kind(scores: dict[str, Score]) -> None:
    assert list(scores) == list(THRESHOLDS)


@pytest.mark.parametrize("kind", THRESHOLDS)
def test_the_trace_is_right_often_enough(kind: str, scores: dict[str, Score]) -> None:
    precision, recall = THRESHOLDS[kind]
    score = scores[kind]
    assert score.precision >= precision, score
    assert score.recall >= recall, score


def test_no_word_of_a_protected_name_is_left_when_the_trace_is_masked(trace: Trace) -> None:
    masked = {s.kind: s for s in compare(mask_trace(trace), KEY)}["masked names"]
    assert masked.recall == 1.0
