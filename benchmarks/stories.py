"""Stories on the Fake News Challenge's articles, beside plain TF-IDF with average linkage.

The rival's threshold is the best one for the stories outside ``dev_stories.txt``; ours is the
one that ships, which was chosen on those stories too. Both are scored by B-cubed on them, on
the others and on all.

    python benchmarks/stories.py --data ../shared/data --score ../shared/score
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from labelled import read_rows
from numpy.typing import NDArray

from whence.gather.linkage import average_linkage, every_pair
from whence.gather.stories import group_stories
from whence.gather.vocabulary import words_of
from whence.model import Article

LEAD = 600
"""Characters of an article that its vector is made of."""
THRESHOLDS = [n / 100 for n in range(8, 30)]

Groups = list[tuple[str, ...]]
Grouping = Callable[[Sequence[int]], Groups]


def embed_leads(articles: Sequence[Article], vectors: Path | None) -> NDArray[np.float32]:
    """Vectors out of a file, or by the encoder that ships."""
    if vectors:
        return np.load(vectors)
    from whence.analyse.encoder import embed

    return embed([article.text[:LEAD] for article in articles])


def group_plainly(articles: Sequence[Article], threshold: float) -> Groups:
    """By all words, rare among these articles counting most, with average linkage."""
    counted = [Counter(words_of(a.text)) for a in articles]
    held = Counter(word for counts in counted for word in counts)
    column = {word: n for n, word in enumerate(word for word, n in held.items() if n > 1)}
    weights = np.zeros((len(articles), len(column)), dtype=np.float32)
    lengths = np.zeros(len(articles))
    for row, counts in enumerate(counted):
        for word, count in counts.items():
            rarity = math.log((len(articles) + 1) / (held[word] + 1))
            weight = (1 + math.log(count)) * rarity
            lengths[row] += weight**2
            if word in column:
                weights[row, column[word]] = weight
    weights /= np.sqrt(np.maximum(lengths, 1e-9))[:, None]
    likeness = (weights @ weights.T).astype(np.float64)
    groups = average_linkage(every_pair(likeness), threshold)
    return [tuple(articles[i].id for i in group) for group in groups]


def score_groups(score: Path, gold: dict[str, str], groups: Groups) -> dict[str, float]:
    found = {name: str(n) for n, group in enumerate(groups) for name in group}
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / "gold.jsonl", Path(name) / "found.jsonl"]
        for path, story in zip(paths, ({k: gold[k] for k in found}, found), strict=True):
            lines = (json.dumps({"id": k, "story": v}) + "\n" for k, v in story.items())
            path.write_text("".join(lines), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(score / "stories.py"), *map(str, paths)],
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
    return dict(json.loads(done.stdout))


def print_rows(name: str, parts: dict[str, list[int]], group: Grouping, score: Any) -> None:
    for part, rows in parts.items():
        begun = time.perf_counter()
        groups = group(rows)
        seconds = time.perf_counter() - begun
        result = score(groups)
        cells = [name, part, str(result["n"]), f"{result['stories']} of {result['gold_stories']}"]
        cells += [f"{result[k]:.3f}" for k in ("precision", "recall", "f1")]
        print(f"| {' | '.join(cells)} | {seconds:.2f} |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds fnc1")
    parser.add_argument("--score", type=Path, required=True, help="folder of the scorers")
    parser.add_argument("--vectors", type=Path, help="vectors made before (.npy), one an article")
    args = parser.parse_args()
    fnc1 = args.data / "fnc1"
    articles = [Article(row["id"], row["text"]) for row in read_rows(fnc1 / "articles.jsonl")]
    gold = {row["id"]: row["story"] for row in read_rows(fnc1 / "stories.jsonl")}
    held_out = set((fnc1 / "dev_stories.txt").read_text("utf-8").split())
    inside = [n for n, a in enumerate(articles) if gold[a.id] in held_out]
    outside = [n for n, a in enumerate(articles) if gold[a.id] not in held_out]
    parts = {"outside dev": outside, "dev": inside, "all": list(range(len(articles)))}
    begun = time.perf_counter()
    vectors = embed_leads(articles, args.vectors)
    embedding = time.perf_counter() - begun

    def score(groups: Groups) -> dict[str, float]:
        return score_groups(args.score, gold, groups)

    def ours(rows: Sequence[int]) -> Groups:
        return group_stories([articles[n] for n in rows], vectors[list(rows)])

    def plainly(rows: Sequence[int], threshold: float) -> Groups:
        return group_plainly([articles[n] for n in rows], threshold)

    best = max(THRESHOLDS, key=lambda t: score(plainly(outside, t))["f1"])
    print("| | stories | articles | found | precision | recall | B-cubed F1 | s |")
    print("|---|---|---|---|---|---|---|---|")
    print_rows("whence", parts, ours, score)
    print_rows(f"TF-IDF at {best:.2f}", parts, lambda rows: plainly(rows, best), score)
    print(f"\nVectors of all leads: {embedding:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
