"""The articles that were labelled by hand, and their labels (see ``docs/labelling.md``)."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from whence.model import Article, Refusal
from whence.pipeline import Options, capture_all, read_capture, run_stage

FOLDER = Path(__file__).parent / "labels"


def read_articles(data: Path, place: str, *, raw: bool = False) -> Iterator[Article]:
    """The articles at a place below ``data``; those in files of their own bear its path as id."""
    options = Options(raw=raw)
    captures = capture_all([str(data / place)], options)
    for article in run_stage(read_capture, captures, options):
        if isinstance(article, Refusal):
            print(f"left out: {article.input}: {article.reason}", file=sys.stderr)
        else:
            yield replace(article, id=article.id.removeprefix(f"{data}/"))


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """A JSON Lines file of the objects."""
    with path.open("w", encoding="utf-8") as f:
        f.writelines(json.dumps(row) + "\n" for row in rows)


def part_of(article: str) -> str:
    """The half that an article is in, by its name: ``dev`` to develop on, ``test`` to report."""
    return "dev" if zlib.crc32(article.encode()) % 2 == 0 else "test"


def read_labels(name: str, part: str) -> list[dict[str, Any]]:
    """The labels of one kind and part: ``dev``, ``test`` or ``train``."""
    rows = [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]
    return [row for row in rows if row["part"] == part]
