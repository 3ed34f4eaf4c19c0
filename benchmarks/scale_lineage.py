"""What tracing many articles costs: seconds and memory by their number, beside the usual rival.

Breeds families of copies out of real reports with ``make_lineage.py --unique`` of the
scorers, 136 families at a time, until there are as many articles as asked, and traces them: by
whence, and by the candidate pairs of datasketch's MinHash LSH on shingles of five words, which are
not verified. Every run is a process of its own. Ties are scored with ``lineage.py``, 136 families
at a time, since it compares all pairs; a tie to another family counts as false.

What ``--unique`` leaves of two families out of one story is alike in two words of three, and runs
of twelve words and more are the same. So that families share no text, all longer words of the
reports are made up anew before each 136 families; ``--alike`` leaves this out.

Run as ``scale.py lineage``, with the ``benchmarks`` extra.
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
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from labelled import read_rows, write_rows
from lineage import UNSEEN, score_rows

from whence.gather.lineage import trace_lineage
from whence.model import Article, Moment, Precision

Row = dict[str, Any]
SCALE = Path(__file__).with_name("scale.py")
SIZES = (1_000, 10_000, 100_000)
FAMILIES = 136
"""Families bred and scored at a time: about a thousand articles."""
COPIES = 2
"""Times each story is offered anew, so that there are stories enough for so many families."""
KEPT = re.compile(
    "said|stated|killed|slain|according|reported|officials|authorities|police|officers|however|"
    "but|also|additionally|about|around|children|kids|large|big|began|started|help|assist|shows|"
    "depicts|claimed|alleged|reportedly|allegedly|man|suspect|believed|thought",
    re.IGNORECASE,
)
"""Words that the breeder changes as an editor would."""
THRESHOLD = 0.5
PERMUTATIONS = 128


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="folder that holds fnc1")
    parser.add_argument("--score", type=Path, help="folder of the scorers")
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES)
    parser.add_argument("--alike", action="store_true", help="families may share text")
    parser.add_argument("--only", choices=list(CONTESTANTS), help="this contestant alone")
    parser.add_argument("--trace", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(run=run_lineage)


def run_lineage(args: argparse.Namespace) -> None:
    if args.trace:
        trace_folder(args.trace, args.only)
        return
    print("| articles | | seconds | of a core | peak memory | candidate pairs | ties P / R |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for size in args.articles:
            folder = Path(name) / str(size)
            folder.mkdir()
            breed(args.data, args.score, folder, size, alike=args.alike)
            for contestant in [args.only] if args.only else CONTESTANTS:
                command = [sys.executable, str(SCALE), "lineage", "--only", contestant, "--trace"]
                done = subprocess.run([*command, folder], check=True, capture_output=True)
                print(lineage_row(contestant, json.loads(done.stdout), args.score, folder))
                sys.stdout.flush()


def breed(data: Path, score: Path, out: Path, size: int, *, alike: bool) -> None:
    """``size`` articles and their gold, as ``articles.jsonl`` and ``gold.jsonl`` in ``out``."""
    count = 0
    seed = 1
    with (
        (out / "articles.jsonl").open("w", encoding="utf-8") as articles,
        (out / "gold.jsonl").open("w", encoding="utf-8") as gold,
    ):
        while count < size:
            with tempfile.TemporaryDirectory() as name:
                bred = breed_some(data, score, Path(name), seed, alike=alike)
            names = {row["id"] for row, _ in bred[: size - count]}
            for row, truth in bred[: size - count]:
                articles.write(json.dumps(row) + "\n")
                truth["from"] = [parent for parent in truth["from"] if parent in names]
                gold.write(json.dumps(truth) + "\n")
            count += len(names)
            seed += 1


def breed_some(
    data: Path, score: Path, folder: Path, seed: int, *, alike: bool
) -> list[tuple[Row, Row]]:
    """Some families, in the order of their ids, and for each article what is true of it."""
    texts = {row["id"]: row["text"] for row in read_rows(data / "fnc1" / "articles.jsonl")}
    stories = read_rows(data / "fnc1" / "stories.jsonl")
    places = [(row["id"], row["story"], copy) for copy in range(COPIES) for row in stories]
    write_rows(
        folder / "reports.jsonl",
        (
            {
                "id": f"{name}-{copy}",
                "text": texts[name] if alike else make_up(texts[name], f"{seed} {copy}"),
            }
            for name, _, copy in places
        ),
    )
    write_rows(
        folder / "stories.jsonl",
        ({"id": f"{name}-{copy}", "story": f"{story}-{copy}"} for name, story, copy in places),
    )
    command = [score / "make_lineage.py", folder / "reports.jsonl", folder / "stories.jsonl"]
    options = ["--unique", "--seed", seed, "--families", FAMILIES]
    subprocess.run(
        [sys.executable, *map(str, [*command, folder, *options])], check=True, capture_output=True
    )
    gold = {row["id"]: row for row in read_rows(folder / "gold.jsonl")}
    rows = sorted(read_rows(folder / "articles.jsonl"), key=lambda row: str(row["id"]))
    return [(row, gold[row["id"]]) for row in rows]


def make_up(text: str, salt: str) -> str:
    """The text with all longer words replaced by made-up ones, the same for the same word."""

    def replace(match: re.Match[str]) -> str:
        word = match[0]
        if KEPT.fullmatch(word):
            return word
        return word[:2] + format(zlib.crc32(f"{salt} {word.lower()}".encode()), "x")

    return re.sub(r"[^\W\d_]{3,}", replace, text)


def trace_folder(folder: Path, contestant: str) -> None:
    """Ties of the articles of a folder, written beside them; prints what finding them cost."""
    rows = read_rows(folder / "articles.jsonl")
    began, used = time.perf_counter(), time.process_time()
    ties, pairs = CONTESTANTS[contestant](rows)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    write_rows(folder / f"{contestant}.jsonl", ties)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cost = {"n": len(rows), "seconds": seconds, "used": used, "memory": memory, "pairs": pairs}
    print(json.dumps(cost))


def tie(name: str, others: Iterable[str]) -> Row:
    sources = [{"id": o, "direction": "undecided", "passages": []} for o in others]
    return {"id": name, "from": sources, "origins": []}


def tie_by_whence(rows: Sequence[Row]) -> tuple[list[Row], int | None]:
    found = defaultdict(list)
    for entry in trace_lineage([article_of(row) for row in rows]):
        found[entry.article] += [d.source for d in entry.derivations]
    seen = {name: [s for s in found[name] if not s.startswith(UNSEEN)] for name in found}
    return [tie(name, sources) for name, sources in seen.items()], None


def article_of(row: Row) -> Article:
    at = row["published"]
    moment = Moment(at, Precision.SECOND, "Z", "given") if at else None
    return Article(row["id"], row["text"], outlet=row["outlet"], published=moment)


def tie_by_minhash(rows: Sequence[Row]) -> tuple[list[Row], int | None]:
    """Every candidate pair of the rival is a tie."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    ties = []
    for row in rows:
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch(list(shingles(row["text"])))
        ties.append(tie(row["id"], sorted(index.query(sketch))))
        index.insert(row["id"], sketch)
    return ties, sum(len(row["from"]) for row in ties)


def shingles(text: str) -> Iterator[bytes]:
    words = re.findall(r"\w+", text.lower())
    return (" ".join(words[n : n + 5]).encode() for n in range(len(words) - 4))


CONTESTANTS: dict[str, Callable[[Sequence[Row]], tuple[list[Row], int | None]]] = {
    "whence": tie_by_whence,
    "datasketch": tie_by_minhash,
}


def lineage_row(contestant: str, cost: Row, score: Path, folder: Path) -> str:
    precision, recall = score_ties(score, folder, contestant)
    cells = [
        f"{cost['n']:,}",
        contestant,
        f"{cost['seconds']:.1f}",
        f"{cost['used']:.1f}",
        f"{cost['memory']:.0f} MB",
        f"{cost['pairs']:,}" if cost["pairs"] else "",
        f"{precision:.3f} / {recall:.3f}",
    ]
    return f"| {' | '.join(cells)} |"


def score_ties(score: Path, folder: Path, contestant: str) -> tuple[float, float]:
    """Precision and recall of ties over all families, scored some families at a time."""
    gold: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(folder / "gold.jsonl"):
        gold[row["id"].split("-")[0]].append(row)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(folder / f"{contestant}.jsonl"):
        found[row["id"].split("-")[0]].append(row)
    true = ties = caught = edges = 0.0
    (folder / "some").mkdir(exist_ok=True)
    for some, truth in gold.items():
        write_rows(folder / "some" / "gold.jsonl", truth)
        result = score_rows(score, folder / "some", found[some])
        count = len({frozenset((row["id"], s["id"])) for row in found[some] for s in row["from"]})
        true, ties = true + result["ties"]["precision"] * count, ties + count
        caught = caught + result["ties"]["recall"] * result["gold_edges"]
        edges += result["gold_edges"]
    return true / max(1, ties), caught / max(1, edges)
