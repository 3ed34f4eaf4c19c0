"""How many articles a word stands in: the background counts that ship with the package.

Reads the texts of PolNeAR and of the Fake News Challenge (its dev stories left out), writes
``src/whence/gather/frequencies.tsv``: the number of articles, then word and count for every
word of at least three articles. Counts alone; no text can be got back from them.

    python training/frequencies.py --data ../shared/data
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from whence.gather.vocabulary import words_of

LEAST = 3
"""Articles that a word must stand in: rarer ones are names, and count as never seen."""
TABLE = Path(__file__).parents[1] / "src/whence/gather/frequencies.tsv"


def texts(data: Path) -> Iterator[str]:
    """The texts that are counted."""
    for path in sorted(data.glob("polnear/*/text/*.txt")):
        yield path.read_text("utf-8")
    held_out = set((data / "fnc1/dev_stories.txt").read_text("utf-8").split())
    with (data / "fnc1/stories.jsonl").open(encoding="utf-8") as lines:
        story = {row["id"]: row["story"] for row in map(json.loads, lines)}
    with (data / "fnc1/articles.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if story[row["id"]] not in held_out:
                yield row["text"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of polnear and fnc1")
    parser.add_argument("--out", type=Path, default=TABLE)
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    articles = 0
    for text in texts(args.data):
        counts.update(set(words_of(text)))
        articles += 1
    kept = sorted((word, n) for word, n in counts.items() if n >= LEAST)
    lines = [f"{articles}\n", *(f"{word}\t{n}\n" for word, n in kept)]
    args.out.write_text("".join(lines), encoding="utf-8")
    print(f"{articles} articles, {len(kept)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
