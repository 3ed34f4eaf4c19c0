"""Lineage on bred stories, beside a plain 5-gram index with the earliest best match as parent.

Breeds families of copies out of real reports (``make_lineage.py`` of the scorers), a fifth of
them without a time, traces them both ways and scores them (``lineage.py``). One row a seed. whence
reads them as ``whence lineage --raw`` does, so that a score is that of the command; seconds are
those of tracing alone.

Some of the real reports credit an agency, and so do their copies. To whence the agency's unseen
text is then the origin and copies of it need not be copies of each other; to the gold the report
is. ``--unmarked`` blanks what credits an agency, so that both speak of the same.

    python benchmarks/lineage.py --data ../shared/data --score ../shared/score --seeds 1 2 3
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from labelled import read_articles, read_rows, write_rows

from whence.gather.agencies import find_credits
from whence.gather.lineage import trace_lineage
from whence.model import Article

Row = dict[str, Any]
UNSEEN = "unseen:"
BRED = "articles.jsonl"
SHINGLE = 5
ENOUGH = 5
"""Shingles that the rival wants two articles to share."""


def breed(data: Path, score: Path, out: Path, seed: int, families: int) -> None:
    fnc1 = data / "fnc1"
    command = [score / "make_lineage.py", fnc1 / "articles.jsonl", fnc1 / "stories.jsonl", out]
    options = ["--seed", seed, "--families", families]
    subprocess.run(
        [sys.executable, *map(str, [*command, *options])], check=True, capture_output=True
    )


def blank_agencies(folder: Path) -> None:
    """Take what credits an agency out of the bred texts, all else at its place."""
    rows = {row["id"]: row for row in read_rows(folder / BRED)}
    while found := find_credits(list(read_articles(folder, BRED, raw=True))):
        for name, credited in found.items():
            for begin, end in (credit.span for credit in credited):
                text = rows[name]["text"]
                rows[name]["text"] = text[:begin] + " " * (end - begin) + text[end:]
        write_rows(folder / BRED, rows.values())


def trace_ours(articles: Sequence[Article]) -> list[Row]:
    return [
        {
            "id": entry.article,
            "origins": entry.origins,
            "from": [
                {
                    "id": d.source,
                    "direction": d.direction.value,
                    "passages": [[p.start, p.end, p.from_start, p.from_end] for p in d.passages],
                }
                for d in entry.derivations
                if not d.source.startswith(UNSEEN)  # the scorer knows seen texts alone
            ],
        }
        for entry in trace_lineage(articles)
    ]


def trace_plainly(rows: Sequence[Row]) -> list[Row]:
    """The rival: the earliest of the articles that share most 5-grams is the parent."""
    shingles = {row["id"]: shingles_of(row["text"]) for row in rows}
    index = defaultdict(set)
    for name, found in shingles.items():
        for shingle, _ in found:
            index[shingle].add(name)
    times = {row["id"]: row["published"] or "" for row in rows}
    text_length = {row["id"]: len(row["text"]) for row in rows}
    traced = {}
    for name in sorted(times, key=lambda n: (times[n], n)):
        shared = Counter(o for s, _ in set(shingles[name]) for o in index[s] if o != name)
        earlier = [o for o, n in shared.items() if n >= ENOUGH and times[o] < times[name]]
        parent = min(earlier, key=lambda o: (-shared[o], times[o], o), default=None)
        spans = [span for s, span in shingles[name] if parent and parent in index[s]]
        joined = join(spans)
        covered = sum(end - begin for begin, end in joined)
        origins = set(traced[parent]["origins"]) if parent else {name}
        if covered * 2 <= text_length[name]:
            origins.add(name)
        direction = "known" if parent and times[parent] and times[name] else "undecided"
        source = {"id": parent, "direction": direction, "passages": [[*s, 0, 0] for s in joined]}
        traced[name] = {
            "id": name,
            "origins": sorted(origins),
            "from": [source] if parent else [],
        }
    return list(traced.values())


def shingles_of(text: str) -> list[tuple[tuple[str, ...], tuple[int, int]]]:
    words = [(m[0].lower(), m.start(), m.end()) for m in re.finditer(r"\w+", text)]
    runs = (words[n : n + SHINGLE] for n in range(len(words) - SHINGLE + 1))
    return [(tuple(w for w, _, _ in run), (run[0][1], run[-1][2])) for run in runs]


def join(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def score_rows(score: Path, folder: Path, rows: Sequence[Row]) -> Row:
    predictions = folder / "predictions.jsonl"
    write_rows(predictions, rows)
    command = [str(score / "lineage.py"), str(folder / "gold.jsonl"), str(predictions)]
    done = subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, encoding="utf-8"
    )
    return dict(json.loads(done.stdout))


def table_row(name: str, seed: int, result: Row, seconds: float) -> str:
    ties, edges, copied = result["ties"], result["edges"], result["copied"]
    cells = [
        name,
        str(seed),
        str(result["n"]),
        f"{ties['precision']:.3f} / {ties['recall']:.3f}",
        f"{edges['precision']:.3f} / {edges['recall']:.3f}",
        f"{edges['f1']:.3f}",
        f"{result['origins']:.3f}",
        f"{copied['f1']:.3f}",
        f"{seconds:.2f}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds fnc1")
    parser.add_argument("--score", type=Path, required=True, help="folder of the scorers")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--families", type=int, default=40)
    parser.add_argument("--unmarked", action="store_true", help="blank what credits an agency")
    args = parser.parse_args()
    print("| | seed | articles | ties P / R | edges P / R | edges F1 | origins | copied F1 | s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for seed in args.seeds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            breed(args.data, args.score, folder, seed, args.families)
            if args.unmarked:
                blank_agencies(folder)
            contestants: dict[str, Callable[[], list[Row]]] = {
                "whence": partial(trace_ours, list(read_articles(folder, BRED, raw=True))),
                "5-gram index": partial(trace_plainly, read_rows(folder / BRED)),
            }
            for contestant, trace in contestants.items():
                begun = time.perf_counter()
                traced = trace()
                seconds = time.perf_counter() - begun
                print(table_row(contestant, seed, score_rows(args.score, folder, traced), seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
