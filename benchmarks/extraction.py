"""Main text, headline and byline of pages: whence beside trafilatura alone, in one run.

    python benchmarks/extraction.py [--data DIR] [--score DIR]

Reads the pages of two sets under DIR: ``pages`` (whole pages of real rumours, with headline
and byline) and ``extraction`` (Zyte's article extraction benchmark). Both readers see the same
bytes; trafilatura is called as its documentation advises for news, without comments. whence
reads with trafilatura inside, and its own rules were written with these pages at hand, so the
lead shown here is larger than on pages never seen. Predictions are scored by ``extraction.py``
of the score folder, a program of its own; the table is Markdown, with seconds of CPU.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from whence.errors import ReadError
from whence.model import Capture
from whence.read import read_article

SHARED = Path(__file__).resolve().parents[2] / "shared"
Page = tuple[str, str | None, bytes]
"""Id, address where it is known, content."""
Row = dict[str, object]


def pages_of(folder: Path) -> Iterator[Page]:
    """The whole pages, with the addresses they were saved from."""
    for about in sorted(folder.glob("*/*.json")):
        url = json.loads(about.read_text("utf-8")).get("url")
        yield about.stem, url, about.with_suffix(".html").read_bytes()


def extraction_of(folder: Path) -> Iterator[Page]:
    """The pages of the extraction benchmark, in the order of its ground truth."""
    for key, about in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        with gzip.open(folder / "html" / f"{key}.html.gz") as file:
            yield key, about.get("url"), file.read()


def read_with_whence(key: str, url: str | None, content: bytes) -> Row:
    digest = hashlib.sha256(content).hexdigest()
    taken = datetime(2026, 1, 1, tzinfo=UTC)
    try:
        article = read_article(Capture(key, content, "text/html", digest, taken, url))
    except ReadError:
        return {"id": key, "text": ""}
    passages = [{"role": p.role, "start": p.start, "end": p.end} for p in article.passages]
    return {
        "id": key,
        "headline": article.headline,
        "byline": list(article.byline),
        "text": article.text,
        "passages": passages,
    }


def read_with_trafilatura(key: str, url: str | None, content: bytes) -> Row:
    found = trafilatura.bare_extraction(
        content, url=url, include_comments=False, with_metadata=True
    )
    known = found if isinstance(found, dict) else found.as_dict() if found else {}
    names = (known.get("author") or "").split("; ")
    return {
        "id": key,
        "headline": known.get("title"),
        "byline": [name for name in names if name],
        "text": known.get("text") or "",
    }


def measure(
    pages: list[Page], read: Callable[[str, str | None, bytes], Row], truth: Path, scorer: Path
) -> dict[str, float]:
    """The scorer's numbers for one reader over one set, and its seconds of CPU."""
    begin = time.process_time()
    rows = [read(*page) for page in pages]
    seconds = time.process_time() - begin
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        predictions.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        command = [sys.executable, str(scorer), str(truth), str(predictions)]
        scored = subprocess.run(command, capture_output=True, text=True, check=True)
    return {**json.loads(scored.stdout), "seconds": seconds}


def line_of(name: str, reader: str, numbers: dict[str, float]) -> str:
    keys = ("precision", "recall", "f1", "headline", "byline")
    cells = [f"{numbers[key]:.3f}" if key in numbers else "" for key in keys]
    return f"| {name} | {reader} | {' | '.join(cells)} | {numbers['seconds']:.1f} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    data = Path(os.environ.get("WHENCE_DATA", SHARED / "data"))
    parser.add_argument("--data", type=Path, default=data, help="folder of the two sets")
    parser.add_argument("--score", type=Path, default=SHARED / "score", help="folder of scorers")
    options = parser.parse_args()
    scorer = options.score / "extraction.py"
    sets = (
        ("pages", pages_of, options.data / "pages", options.data / "pages"),
        (
            "extraction",
            extraction_of,
            options.data / "extraction",
            options.data / "extraction" / "ground-truth.json",
        ),
    )
    missing = [
        path for path in (scorer, *(folder for _, _, folder, _ in sets)) if not path.exists()
    ]
    if missing:
        print(f"skipped: {missing[0]} is not here; name the folders with --data and --score")
        return 0
    print("| set | reader | precision | recall | F1 | headline | byline | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    for name, pages, folder, truth in sets:
        listed = list(pages(folder))
        for reader, read in (
            ("whence", read_with_whence),
            (f"trafilatura {trafilatura.__version__}", read_with_trafilatura),
        ):
            print(line_of(name, reader, measure(listed, read, truth, scorer)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
