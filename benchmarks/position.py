"""Positions towards a claim: whence beside its rivals, on pairs that nothing was chosen on.

Takes the pairs of ``fnc1/dev_pairs.jsonl`` whose stories make up the half to report on
(``training/position.py`` chooses on the other), and prints a Markdown table: the Fake News
Challenge's score, accuracy, macro F1, F1 of each label, and the expected calibration error (ten
bins of equal width; Guo et al. 2017). The rivals learn from ``fnc1/train_pairs.jsonl``:

- the majority's label;
- TF-IDF of claim and article, and their cosine, with logistic regression;
- the challenge's published baseline made anew: gradient boosting over shared words and n-grams
  and over words that refute (Fake News Challenge 2017);
- whence's cross-encoder without the last word.

    pip install -e ".[training]"
    python benchmarks/position.py --data ../shared/data
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from labelled import part_of, read_rows
from scipy.sparse import csr_matrix, hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from whence.gather.stance import (
    GATE,
    SCORED,
    cross_scores,
    judge_article,
    load_steps,
    read_pair,
    read_text,
)
from whence.gather.stance import relation_features as relate

LABELS = ("for", "against", "observing", "unrelated")
REFUTING = (
    *("fake", "fraud", "hoax", "false", "deny", "denies", "denied", "not", "despite", "nope"),
    *("doubt", "doubts", "bogus", "debunk", "pranks", "retract"),
)
"""The words of the challenge's baseline."""
BINS = 10
TRAINED_ON = 12_000
"""Unrelated training pairs for the rivals; all related ones are taken."""


@dataclass(frozen=True)
class Pair:
    """A claim, an article's text and the label."""

    claim: str
    text: str
    label: str


@dataclass(frozen=True)
class Answers:
    """A method's labels, and how sure it is of each."""

    name: str
    labels: Sequence[str]
    scores: Sequence[float]


def read_pairs(folder: Path, name: str) -> list[Pair]:
    """The pairs of a file; of dev, those of the stories to report on."""
    texts = {r["id"]: r["text"] for r in read_rows(folder / "articles.jsonl")}
    stories = {r["id"]: r["story"] for r in read_rows(folder / "stories.jsonl")}
    rows = read_rows(folder / name)
    if name.startswith("dev"):
        rows = [r for r in rows if part_of(stories.get(r["article"]) or r["article"]) == "test"]
    return [Pair(r["claim"], texts[r["article"]], r["label"]) for r in rows]


def some(pairs: list[Pair]) -> list[Pair]:
    """The related training pairs, and so many of the others."""
    apart = [p for p in pairs if p.label == "unrelated"]
    random.Random(1).shuffle(apart)
    return [p for p in pairs if p.label != "unrelated"] + apart[:TRAINED_ON]


def by_majority(train: list[Pair], test: list[Pair]) -> Answers:
    """The most frequent label of the challenge."""
    labels = [p.label for p in train]
    most = max(set(labels), key=labels.count)
    return Answers("majority", [most] * len(test), [labels.count(most) / len(labels)] * len(test))


def by_tfidf(train: list[Pair], test: list[Pair]) -> Answers:
    """TF-IDF of both sides and their cosine, with logistic regression."""
    vectors = TfidfVectorizer(max_features=5000, stop_words="english", sublinear_tf=True)
    vectors.fit([p.claim for p in train] + [p.text for p in train])

    def features(pairs: list[Pair]) -> csr_matrix:
        claims = vectors.transform([p.claim for p in pairs])
        texts = vectors.transform([p.text for p in pairs])
        cosine = np.asarray(claims.multiply(texts).sum(1))
        return csr_matrix(hstack([claims, texts, csr_matrix(cosine * 10)]))

    model = LogisticRegression(max_iter=3000, C=1.0)
    model.fit(features(train), [p.label for p in train])
    chances = model.predict_proba(features(test))
    return Answers(
        "TF-IDF, logistic regression",
        [str(model.classes_[i]) for i in chances.argmax(1)],
        chances.max(1).tolist(),
    )


def words_of(text: str) -> list[str]:
    """Words in lower case."""
    return re.findall(r"\w+", text.lower())


def grams(words: Sequence[str], n: int) -> list[str]:
    """The runs of ``n`` words."""
    return [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]


def baseline_features(pair: Pair) -> list[float]:
    """Overlap, refuting words, and shared words and n-grams in the text and its beginning."""
    claim, text = words_of(pair.claim), words_of(pair.text)
    apart, whole = set(claim), set(text)
    features = [len(apart & whole) / max(1, len(apart | whole))]
    features += [float(word in apart) for word in REFUTING]
    features += [sum(w in REFUTING for w in side) % 2 for side in (claim, text)]
    early = text[:45]
    features += [sum(w in whole for w in claim), sum(w in set(early) for w in claim)]
    for n in (2, 3, 4):
        wanted = grams(claim, n)
        for side in (text, early):
            held = set(grams(side, n))
            features.append(sum(g in held for g in wanted))
    for n in (4, 8, 16):
        wanted = [pair.claim.lower()[i : i + n] for i in range(len(pair.claim) - n + 1)]
        low = pair.text.lower()
        features += [sum(g in low for g in wanted), sum(g in low[:255] for g in wanted)]
    return features


def by_boosting(train: list[Pair], test: list[Pair]) -> Answers:
    """Gradient boosting over the features of the challenge's baseline."""
    model = HistGradientBoostingClassifier(max_iter=200, random_state=1)
    model.fit(np.array([baseline_features(p) for p in train]), [p.label for p in train])
    chances = model.predict_proba(np.array([baseline_features(p) for p in test]))
    return Answers(
        "the challenge's baseline",
        [str(model.classes_[i]) for i in chances.argmax(1)],
        chances.max(1).tolist(),
    )


def by_network(test: list[Pair]) -> Answers:
    """The cross-encoder behind the gate, its likeliest label taken."""
    gate = load_steps().related
    labels, scores = [], []
    for pair in test:
        reading = read_pair(pair.claim, read_text("fnc", pair.text))
        chance = gate.chances(relate(reading))["related"] if reading else 0.0
        if reading is None or chance < GATE:
            labels.append("unrelated")
            scores.append(1 - chance)
        else:
            found = np.exp(cross_scores(reading))
            labels.append(SCORED[int(found.argmax())])
            scores.append(float(found.max()))
    return Answers("whence's cross-encoder alone", labels, scores)


def by_whence(test: list[Pair]) -> Answers:
    """What ``whence position`` says."""
    judged = [judge_article(p.claim, read_text("fnc", p.text)) for p in test]
    return Answers("whence", [j.label.value for j in judged], [j.score for j in judged])


def challenge_score(truth: Sequence[str], got: Sequence[str]) -> float:
    """A quarter for related or not, three more for the position; of the best possible."""
    points = best = 0.0
    for wanted, found in zip(truth, got, strict=True):
        best += 0.25 if wanted == "unrelated" else 1.0
        if (wanted == "unrelated") == (found == "unrelated"):
            points += 0.25 + (0.75 if wanted == found != "unrelated" else 0.0)
    return points / best


def calibration_error(right: np.ndarray, scores: np.ndarray) -> float:
    """Mean distance of score and share right over bins of scores, weighed by their sizes."""
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    return sum(
        float((bins == b).mean()) * abs(float(right[bins == b].mean() - scores[bins == b].mean()))
        for b in np.unique(bins)
    )


def print_table(truth: Sequence[str], answers: Iterable[Answers]) -> None:
    """One line a method."""
    print(
        f"{len(truth)} pairs, of which "
        + ", ".join(f"{truth.count(x)} {x}" for x in LABELS)
        + "\n\n| method | FNC score | accuracy | macro F1 | for | against | observing | unrelated"
        " | calibration error |\n|---|" + "---|" * 8
    )
    for answer in answers:
        each = f1_score(truth, answer.labels, labels=LABELS, average=None, zero_division=0)
        right = np.array([a == b for a, b in zip(truth, answer.labels, strict=True)])
        error = calibration_error(right, np.array(answer.scores))
        cells = [challenge_score(truth, answer.labels), right.mean(), each.mean(), *each, error]
        shown = " | ".join(f"{c:.3f}" for c in cells)
        print(f"| {answer.name} | {shown} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    folder = args.data / "fnc1"
    train = some(read_pairs(folder, "train_pairs.jsonl"))
    test = read_pairs(folder, "dev_pairs.jsonl")
    rivals = (by_majority, by_tfidf, by_boosting)
    answers = [rival(train, test) for rival in rivals]
    answers += [by_network(test), by_whence(test)]
    print_table([p.label for p in test], answers)


if __name__ == "__main__":
    main()
