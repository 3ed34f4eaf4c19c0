"""Train the position model's two steps around the cross-encoder: a gate, and the last word.

Takes the Fake News Challenge's pairs and ``position.onnx`` (``cross_encoder.py``, exported by
``export.py position``). The gate, a logistic regression over a few readable features, is fitted on
``fnc1/train_pairs.jsonl``. The last word, a second one over the cross-encoder's scores, needs pairs
that the cross-encoder has not learned by heart: it is fitted on one half of the stories of
``dev_pairs.jsonl``. Its penalty, and how much rare labels are favoured, are chosen by
cross-validation over those stories; scores are reported on the other half
(``benchmarks/position.py``). Gives ``position.json``, which ``whence.gather.stance`` applies in
numpy.

    python training/position.py --data ../shared/data --out src/whence/weights
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cross_encoder import LABELS, in_first_half, read_rows
from manifest import write_manifest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from whence.gather.stance import (
    GATE,
    Regression,
    cross_scores,
    read_pair,
    read_text,
    relation_features,
)

UNRELATED = 8000
"""Unrelated training pairs that are drawn for the gate: the rest teach nothing more."""
FOLDS = 5


@dataclass(frozen=True)
class Pairs:
    """Features of some pairs, a row each, with labels and stories."""

    features: np.ndarray
    labels: np.ndarray
    stories: np.ndarray


def read_pairs(folder: Path, rows: list[dict[str, str]], gate: Regression | None) -> Pairs:
    """The gate's features of pairs; with a gate, the cross-encoder's of those that pass it."""
    texts = {r["id"]: r["text"] for r in read_rows(folder / "articles.jsonl")}
    stories = {r["id"]: r["story"] for r in read_rows(folder / "stories.jsonl")}
    features, labels, groups = [], [], []
    for n, row in enumerate(rows):
        if n % 1000 == 0:
            print(n, len(rows), flush=True)
        reading = read_pair(row["claim"], read_text("fnc", texts[row["article"]]))
        if reading is None:
            continue
        mine = relation_features(reading)
        if gate is not None and gate.chances(mine)["related"] < GATE:
            continue
        features.append(mine if gate is None else cross_scores(reading))
        labels.append(row["label"])
        groups.append(stories.get(row["article"]) or row["article"])
    return Pairs(np.array(features), np.array(labels), np.array(groups))


def fit(x: np.ndarray, y: np.ndarray, c: float) -> tuple[StandardScaler, LogisticRegression]:
    """A regression over standardised features."""
    scaler = StandardScaler().fit(x)
    return scaler, LogisticRegression(C=c, max_iter=5000).fit(scaler.transform(x), y)


def favour(y: np.ndarray, much: float) -> dict[str, float]:
    """What is added to the logarithm of each label's probability: the rarer, the more."""
    names, counts = np.unique(y, return_counts=True)
    return {
        str(n): float(np.round(much * np.log(len(y) / (len(names) * k)), 6))
        for n, k in zip(names, counts, strict=True)
    }


def kept(scaler: StandardScaler, model: LogisticRegression) -> dict[str, object]:
    """A regression as JSON; one of two classes is written with a column for each."""
    weights, intercept = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:
        weights = np.hstack([np.zeros_like(weights), weights])
        intercept = np.array([0.0, intercept[0]])
    return {
        "labels": list(model.classes_),
        "mean": np.round(scaler.mean_, 6).tolist(),
        "scale": np.round(scaler.scale_, 6).tolist(),
        "weights": np.round(weights, 6).tolist(),
        "intercept": np.round(intercept, 6).tolist(),
    }


def choose(pairs: Pairs) -> tuple[float, float]:
    """Penalty and favour with the best macro F1 and accuracy, added up, over stories left out."""
    best = (-1.0, 0.0, 0.0)
    for c in (0.03, 0.1, 1.0):
        folds = []
        for train, test in GroupKFold(FOLDS).split(pairs.features, groups=pairs.stories):
            scaler, model = fit(pairs.features[train], pairs.labels[train], c)
            chances = model.predict_proba(scaler.transform(pairs.features[test]))
            folds.append((train, test, model.classes_, np.log(chances)))
        for much in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            got = np.empty_like(pairs.labels)
            for train, test, names, chances in folds:
                extra = favour(pairs.labels[train], much)
                got[test] = names[(chances + [extra[n] for n in names]).argmax(1)]
            each = f1_score(pairs.labels, got, labels=LABELS, average=None)
            print(f"C {c} favour {much}: macro {each.mean():.4f} {np.round(each, 3)}", flush=True)
            best = max(best, (float(each.mean() + (got == pairs.labels).mean()), c, much))
    return best[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    folder = args.data / "fnc1"
    rows = read_rows(folder / "train_pairs.jsonl")
    unrelated = [r for r in rows if r["label"] == "unrelated"]
    random.Random(1).shuffle(unrelated)
    train = [r for r in rows if r["label"] != "unrelated"] + unrelated[:UNRELATED]
    pairs = read_pairs(folder, train, None)
    related = np.where(pairs.labels == "unrelated", "unrelated", "related")
    gate = kept(*fit(pairs.features, related, 1.0))

    stories = {r["id"]: r["story"] for r in read_rows(folder / "stories.jsonl")}
    dev = read_rows(folder / "dev_pairs.jsonl")
    chosen = [r for r in dev if in_first_half(stories.get(r["article"]) or r["article"])]
    pairs = read_pairs(folder, chosen, Regression.from_json(gate))
    c, much = choose(pairs)
    result = {
        "related": gate,
        "stance": kept(*fit(pairs.features, pairs.labels, c)),
        "favour": favour(pairs.labels, much),
    }
    (args.out / "position.json").write_text(json.dumps(result) + "\n", encoding="utf-8")
    write_manifest(args.out)


if __name__ == "__main__":
    main()
