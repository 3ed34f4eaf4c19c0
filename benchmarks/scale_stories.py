"""What grouping many articles costs: seconds and memory, and what is lost, by their number.

Groups 1,000, 10,000 and 100,000 articles that ``make_lineage.py --unique`` bred, each number in a
fresh process: in one batch; with the last ones one after another; and those that have a time as a
stream that looks back a month. Either must give the groups of one batch. Families are the gold
stories. Every event is used again for a family every few months, with its names, so families are
harder to part than real events are.

The encoder would take an hour and more for all leads. A bred article is therefore lent the vector
of the real article that its lead shares most runs of three words with, and some noise: the vectors
of 1,679 leads serve for all. How near a lent vector is to the article's own, and how long one
takes to make, is measured on 500 leads.

Run as ``scale.py stories``.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from labelled import read_rows
from numpy.typing import NDArray
from stories import LEAD, embed_leads, score_groups

from whence.gather.neighbours import DAY
from whence.gather.stories import Stories, group_stories
from whence.gather.times import publication_window
from whence.model import Article, Moment, Precision

SCALE = Path(__file__).with_name("scale.py")
SIZES = (1_000, 10_000, 100_000)
FAMILY = 7
"""Articles of a family on average, at the least."""
SINGLY = 200
"""Articles that are added one by one to all the others."""
WHOLE = 10_000
"""Articles up to which that is done: in many more, most hang together, and are grouped anew."""
STREAM = 10_000
"""Articles that come as a stream at the most, the last that have a time."""
WINDOW = 30
"""Days that the stream looks back."""
EMBEDDED = 500
"""Leads whose own vectors are made, to time them and to compare them with those lent."""
NOISE = 0.35
"""Length of the noise in a lent vector, whose own is one."""


def breed(data: Path, score: Path, size: int, folder: Path) -> None:
    """Puts so many bred articles, in no order, into ``kept.jsonl``."""
    inputs = [str(data / "fnc1" / name) for name in ("articles.jsonl", "stories.jsonl")]
    command = [sys.executable, str(score / "make_lineage.py"), *inputs, str(folder), "--unique"]
    families = str(size // FAMILY + 20)
    subprocess.run([*command, "--families", families], check=True, stdout=subprocess.DEVNULL)
    rows = read_rows(folder / "articles.jsonl")
    first = {row["id"] for row in sorted(rows, key=lambda row: family_of(row["id"]))[:size]}
    lines = (json.dumps(row) + "\n" for row in rows if row["id"] in first)
    with (folder / "kept.jsonl").open("w", encoding="utf-8") as kept:
        kept.writelines(lines)


def read_bred(row: dict[str, str]) -> Article:
    when = row["published"]
    moment = Moment(when, Precision.MINUTE, None, "given") if when else None
    return Article(row["id"], f"{row['headline']}\n\n{row['text']}", published=moment)


def family_of(article: str) -> int:
    """The number of the family that a bred article is of."""
    return int(article.split("-")[1])


def runs_of(text: str) -> set[str]:
    words = re.findall(r"\w+", text[:LEAD].lower())
    return {" ".join(words[n : n + 3]) for n in range(len(words) - 2)}


def lend_vectors(
    articles: Sequence[Article], real: Sequence[Article], vectors: NDArray[np.float32]
) -> NDArray[np.float32]:
    """For each article the vector of the real one that its lead is like, with noise."""
    holders = defaultdict(list)
    for n, article in enumerate(real):
        for run in runs_of(article.text):
            holders[run].append(n)
    sources = []
    for article in articles:
        shared = Counter(n for run in runs_of(article.text) for n in holders.get(run, ()))
        sources.append(min(shared, key=lambda n: (-shared[n], n), default=0))
    noise = np.random.default_rng(1).standard_normal((len(articles), vectors.shape[1]), np.float32)
    lent = vectors[sources] + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(lent / np.linalg.norm(lent, axis=1, keepdims=True), dtype=np.float32)


def measure_stories(folder: Path) -> dict[str, float]:
    """Seconds in one batch and one by one, and peak memory, with what lies in ``folder``."""
    articles = [read_bred(row) for row in read_rows(folder / "kept.jsonl")]
    vectors = np.load(folder / "vectors.npy")
    began = time.perf_counter()
    groups = group_stories(articles, vectors)
    batch = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (folder / "groups.json").write_text(json.dumps(groups), encoding="utf-8")
    once = measure_adding(articles, vectors, groups) if len(articles) <= WHOLE else float("nan")
    stream = measure_stream(articles, vectors)
    return {"batch": batch, "memory": memory, "once": once, "stream": stream}


def measure_adding(
    articles: Sequence[Article], vectors: NDArray[np.float32], groups: list[tuple[str, ...]]
) -> float:
    """Seconds for one more article among all the others, with no window."""
    stories, last = Stories(), len(articles) - SINGLY
    stories.add(articles[:last], vectors[:last])
    began = time.perf_counter()
    for n in range(last, len(articles)):
        stories.add(articles[n : n + 1], vectors[n : n + 1])
    seconds = time.perf_counter() - began
    require_same(stories.groups(), groups)
    return seconds / SINGLY


def measure_stream(articles: Sequence[Article], vectors: NDArray[np.float32]) -> float:
    """Seconds an article in a stream of the last ones that have a time, in that order."""
    timed = [(publication_window(a).earliest, n) for n, a in enumerate(articles) if a.published]
    order = sorted(timed)[-STREAM:]
    stories, settled, day = Stories(WINDOW), [], order[0][0]
    began = time.perf_counter()
    for when, n in order:
        if when > day + DAY:
            settled += stories.settle(when)
            day = when
        stories.add(articles[n : n + 1], vectors[n : n + 1])
    seconds = time.perf_counter() - began
    rows = [n for _, n in order]
    whole = group_stories([articles[n] for n in rows], vectors[rows], WINDOW)
    require_same(sorted(settled + stories.groups()), whole)
    return seconds / len(order)


def require_same(found: list[tuple[str, ...]], groups: list[tuple[str, ...]]) -> None:
    if found != groups:
        raise SystemExit("one after another, the articles make other stories than in one batch")


def run_apart(folder: Path) -> dict[str, float]:
    """What ``measure_stories`` gives, in a fresh process: its peak memory is its own."""
    command = [sys.executable, str(SCALE), "stories", "--folder", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return dict(json.loads(done.stdout))


def compare_stories(args: argparse.Namespace) -> None:
    """The table: a row for each number of articles."""
    if args.folder:
        print(json.dumps(measure_stories(args.folder)))
        return
    fnc1 = args.data / "fnc1"
    real = [Article(row["id"], row["text"]) for row in read_rows(fnc1 / "articles.jsonl")]
    vectors = embed_leads(real, args.vectors)
    print("| articles | s | s a thousand | peak MB | one more, ms | stream, ms | P | R | F1 |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in args.articles:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            breed(args.data, args.score, size, folder)
            bred = [read_bred(row) for row in read_rows(folder / "kept.jsonl")]
            lent = lend_vectors(bred, real, vectors)
            np.save(folder / "vectors.npy", lent)
            row = run_apart(folder)
            groups = [tuple(g) for g in json.loads((folder / "groups.json").read_text("utf-8"))]
        gold = {article.id: str(family_of(article.id)) for article in bred}
        found = score_groups(args.score, gold, groups)
        cells = [f"{len(bred):,}", f"{row['batch']:.1f}", f"{1000 * row['batch'] / len(bred):.2f}"]
        cells += [
            f"{row['memory']:.0f}",
            f"{1000 * row['once']:.0f}",
            f"{1000 * row['stream']:.0f}",
        ]
        cells += [f"{found[k]:.3f}" for k in ("precision", "recall", "f1")]
        print(f"| {' | '.join(cells)} |", flush=True)
    began = time.perf_counter()
    own = embed_leads(bred[:EMBEDDED], None)
    each = (time.perf_counter() - began) / len(own)
    nearness = float((own * lent[:EMBEDDED]).sum(axis=1).mean())
    print(f"\nOne vector: {1000 * each:.1f} ms. Cosine of lent vectors to own: {nearness:.2f}.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--score", type=Path, default=Path("../shared/score"))
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES)
    parser.add_argument("--vectors", type=Path, help="of the real leads, made before (.npy)")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(run=compare_stories)
