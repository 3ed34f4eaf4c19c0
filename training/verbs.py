"""Which words are verbs with a tense of their own: the list by which sentences are told.

Reads the parts of speech that CoreNLP gave the articles of PolNeAR (Manning et al. 2014; silver,
not gold), writes ``src/whence/gather/verbs.toml``: the words, in small letters, that are a finite
verb or a modal (VBD, VBP, VBZ, MD) at least as often as not, and others that are one in the plural
of the present (VBP) at times. Words alone; no text can be got back from them.

    python training/verbs.py --data ../shared/data
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
LEAST = 2
"""Times that a word must be such a verb."""
SHARE = 0.5
WIDTH = 96
LISTED = Path(__file__).parents[1] / "src/whence/gather/verbs.toml"
HEAD = """\
# Verbs with a tense of their own, by which sentences are told; made by training/verbs.py.
"""


def tagged(data: Path) -> Iterator[tuple[str, str]]:
    """Every word of the articles to train on, in small letters, with its part of speech."""
    folder = data / "polnear/train"
    with gzip.open(folder / "corenlp.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = (folder / "text" / row["file"]).read_text("utf-8")
            for begin, end, tag, _ in row["tokens"]:
                yield text[begin:end].lower().replace("’", "'"), tag


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of polnear")
    parser.add_argument("--out", type=Path, default=LISTED)
    args = parser.parse_args()
    seen: Counter[str] = Counter()
    finite: Counter[str] = Counter()
    plural: Counter[str] = Counter()
    for word, tag in tagged(args.data):
        if word.isalpha():
            seen[word] += 1
            finite[word] += tag in FINITE
            plural[word] += tag == "VBP"
    often = {w for w, n in finite.items() if n >= max(LEAST, SHARE * seen[w])}
    at_times = {w for w, n in plural.items() if n >= LEAST} - often
    lists = {"finite": sorted(often), "plural": sorted(at_times)}
    told = "".join(f"{name} = {fill(json.dumps(w), WIDTH)}\n" for name, w in lists.items())
    args.out.write_text(HEAD + told, encoding="utf-8")
    print(", ".join(f"{len(words)} {name}" for name, words in lists.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
