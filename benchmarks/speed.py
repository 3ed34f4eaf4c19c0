"""How fast the stages are: articles a second and peak memory, alone and all together.

Takes the first articles of ``fnc1/articles.jsonl``, runs every stage as ``whence trace`` does, then
all of them in one go, each in a fresh process, for one job and two, and prints a Markdown table.
Last, the whole command from a cold start to a written report. The rival for reading is
trafilatura's own extraction of the same words wrapped in a bare page; the other stages have none
that does the same.

    python benchmarks/speed.py --data ../shared/data
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from html import escape
from pathlib import Path

STAGES = ("read", "analyse", "gather", "report")


def measure(path: Path, jobs: int) -> dict[str, float]:
    """Seconds of each stage over the lines of ``path``, and peak memory in MB."""
    from whence.encoding import embed_apart, judge_apart
    from whence.gather.story import gather_stories
    from whence.model import Trace
    from whence.pipeline import (
        Options,
        analyse_capture,
        capture_all,
        read_capture,
        run_stage,
    )
    from whence.pool import open_pool
    from whence.report import mask_trace, render_report

    options = Options(jobs=jobs)
    seconds = {}
    began = time.perf_counter()
    articles = list(run_stage(read_capture, capture_all([str(path)], options), options))
    seconds["read"] = time.perf_counter() - began
    began = time.perf_counter()
    analyses = list(run_stage(analyse_capture, capture_all([str(path)], options), options))
    seconds["analyse"] = time.perf_counter() - began
    began = time.perf_counter()
    with open_pool(jobs) as pool:
        stories = gather_stories(analyses, partial(embed_apart, pool), partial(judge_apart, pool))
    seconds["gather"] = time.perf_counter() - began
    began = time.perf_counter()
    render_report(mask_trace(Trace(tuple(analyses), stories)))
    seconds["report"] = time.perf_counter() - began
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (jobs if jobs > 1 else 0)
    return {**seconds, "articles": len(articles), "memory": (own + workers) / 1024}


def measure_whole(path: Path, jobs: int) -> dict[str, float]:
    """Seconds from the lines of ``path`` to the page, as ``whence trace`` goes, in one pool."""
    from whence.pipeline import Options, trace_inputs
    from whence.report import mask_trace, render_report

    began = time.perf_counter()
    render_report(mask_trace(trace_inputs([str(path)], Options(jobs=jobs))))
    return {"whole": time.perf_counter() - began}


def measure_rival(path: Path) -> float:
    """Seconds that trafilatura alone takes for the same texts as pages."""
    import trafilatura

    pages = []
    with path.open(encoding="utf-8") as f:
        for line in f:
            paragraphs = [p for p in json.loads(line)["text"].split("\n") if p.strip()]
            body = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
            pages.append(f"<html><body><article>{body}</article></body></html>")
    began = time.perf_counter()
    for page in pages:
        trafilatura.extract(page)
    return time.perf_counter() - began


def cold_start(path: Path, articles: int) -> float:
    """Seconds of the whole command, from nothing to a written report."""
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder) / "some.jsonl"
        with path.open(encoding="utf-8") as f:
            some.write_text("".join(itertools.islice(f, articles)), encoding="utf-8")
        command = [sys.executable, "-m", "whence", "trace", str(some)]
        began = time.perf_counter()
        subprocess.run(
            [*command, "-o", str(Path(folder) / "report.html")],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return time.perf_counter() - began


def print_table(rows: dict[int, dict[str, float]], rival: float) -> None:
    """Articles a second of each stage and in all, for each number of processes."""
    print("| processes | " + " | ".join(STAGES) + " | in all | peak memory |")
    print("|---|" + "---|" * (len(STAGES) + 2))
    for jobs, row in rows.items():
        n = row["articles"]
        speeds = [f"{n / row[stage]:.1f}" for stage in STAGES]
        cells = [*speeds, f"{n / row['whole']:.1f}", f"{row['memory']:.0f} MB"]
        print(f"| {jobs} | " + " | ".join(cells) + " |")
    one = rows[min(rows)]
    print(f"\nreading: {rival / one['read']:.1f} times as fast as trafilatura alone")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--jobs", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--whole", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.jobs:
        measured = measure_whole if args.whole else measure
        print(json.dumps(measured(args.file, args.jobs)))
        return
    source = args.data / "fnc1" / "articles.jsonl"
    if not source.exists():
        sys.exit(f"{source}: not here; name the data folder with --data")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        with source.open(encoding="utf-8") as f:
            path.write_text("".join(itertools.islice(f, args.articles)), encoding="utf-8")
        rows = {}
        for jobs in (1, 2):
            command = [sys.executable, __file__, "--jobs", str(jobs), "--file", str(path)]
            rows[jobs] = {}
            for more in ([], ["--whole"]):
                run = subprocess.run([*command, *more], check=True, capture_output=True, text=True)
                rows[jobs] |= json.loads(run.stdout)
        print_table(rows, measure_rival(path))
        print(f"40 articles from a cold start to a report: {cold_start(path, 40):.1f} s")


if __name__ == "__main__":
    main()
