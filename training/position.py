"""Train the position model: two logistic regressions over readable features.

Takes the Fake News Challenge's pairs (``fnc1/train_pairs.jsonl``; chosen on one half of
the articles of ``dev_pairs.jsonl``, reported on the other), gives ``position.json``: means,
scales and weights that ``whence.gather.stance`` applies in numpy.

    python training/position.py --data ../shared/data --out src/whence/weights
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from pathlib import Path

import numpy as np
from manifest import write_manifest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.preprocessing import StandardScaler

from whence.gather.stance import (
    read_pair,
    read_text,
    relation_features,
    stance_features,
)

UNRELATED = 8000
"""Unrelated training pairs that are drawn: the rest teach nothing more."""


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def features(rows: list[dict[str, str]], texts: dict[str, str]):
    """Both steps' features a pair, with its label; pairs without words are left out."""
    relation, stance, labels = [], [], []
    for n, row in enumerate(rows):
        reading = read_pair(row["claim"], read_text("fnc", texts[row["article"]]))
        if reading is None:
            continue
        relation.append(relation_features(reading))
        related = row["label"] != "unrelated"
        stance.append(stance_features(reading) if related else None)
        labels.append(row["label"])
        if n % 2000 == 0:
            print(n, len(rows), flush=True)
    return np.array(relation), stance, labels


def fit(
    x: np.ndarray, y: list[str], c: float, balance: float
) -> tuple[StandardScaler, LogisticRegression]:
    """A regression whose class weights lie ``balance`` of the way to even ones."""
    scaler = StandardScaler().fit(x)
    share = {label: y.count(label) / len(y) for label in set(y)}
    weights = {label: (1 / (len(share) * s)) ** balance for label, s in share.items()}
    model = LogisticRegression(C=c, class_weight=weights, max_iter=3000)
    return scaler, model.fit(scaler.transform(x), y)


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    folder = args.data / "fnc1"
    texts = {r["id"]: r["text"] for r in read_rows(folder / "articles.jsonl")}
    rows = read_rows(folder / "train_pairs.jsonl")
    unrelated = [r for r in rows if r["label"] == "unrelated"]
    random.Random(1).shuffle(unrelated)
    train = [r for r in rows if r["label"] != "unrelated"] + unrelated[:UNRELATED]
    dev = read_rows(folder / "dev_pairs.jsonl")
    chosen = [r for r in dev if zlib.crc32(r["article"].encode()) % 2 == 0][:3000]
    x, s, y = features(train, texts)
    dx, ds, dy = features(chosen, texts)

    scaler, gate = fit(x, ["related" if v != "unrelated" else v for v in y], 1.0, 0.0)
    truth = ["related" if v != "unrelated" else v for v in dy]
    print("related:", (gate.predict(scaler.transform(dx)) == np.array(truth)).mean())
    sx = np.array([f for f in s if f is not None])
    sy = [v for v in y if v != "unrelated"]
    dsx = np.array([f for f in ds if f is not None])
    dsy = [v for v in dy if v != "unrelated"]
    best = (-1.0, 0.0, 0.0)
    for c in (0.003, 0.03, 0.3):
        for balance in (0.0, 0.4, 0.7, 1.0):
            tried_scaler, tried = fit(sx, sy, c, balance)
            macro = f1_score(dsy, tried.predict(tried_scaler.transform(dsx)), average="macro")
            print(f"C {c} balance {balance}: macro F1 {macro:.4f}")
            best = max(best, (macro, c, balance))
    result = {"related": kept(scaler, gate), "stance": kept(*fit(sx, sy, best[1], best[2]))}
    (args.out / "position.json").write_text(json.dumps(result) + "\n", encoding="utf-8")
    write_manifest(args.out)


if __name__ == "__main__":
    main()
