"""Agency copy told by its marks, against what the outlets themselves say of their articles.

Gold is the column ``wire`` of ``polnear/metadata.tsv``: the agency whose copy an article is. Each
text is read as ``whence read`` reads a file, the metadata's publisher is its outlet, and an article
counts as right where the agency is among those it credits. Some articles bear no mark at all in
their text: recall is given over all, and over those that name the agency anywhere or end as it
ends its texts. Hats tipped to other outlets (the column ``credit``) are no agency's copy and
almost never in the text; they are counted and left alone.

    python benchmarks/agencies.py --data ../shared/data --part dev
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from labelled import read_articles

from whence.gather.agencies import find_credits
from whence.model import Article

WIRES = {"AP": "AP", "UPI": "UPI", "AFP": "AFP", "reuters": "Reuters", "Reuters": "Reuters"}
"""The metadata's words for agencies, and ours."""
MARKS = {
    "AP": r"\bAP\b|Associated Press",
    "UPI": r"\bUPI\b|United Press International",
    "AFP": r"\bAFP\b|Agence France",
    "Reuters": r"Reuters|\bReporting by\b.*\bEditing by\b",
}
"""What a text must hold to have any mark of the agency."""

Meta = Mapping[str, Mapping[str, str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds polnear")
    parser.add_argument("--part", choices=("train", "dev"), default="dev")
    parser.add_argument("--errors", action="store_true", help="print each error's article")
    args = parser.parse_args()
    with (args.data / "polnear" / "metadata.tsv").open(encoding="utf-8", newline="") as f:
        meta = {row["filename"]: row for row in csv.DictReader(f, delimiter="\t")}
    articles = [
        replace(article, id=name, outlet=meta[name]["publisher"])
        for article in read_articles(args.data, f"polnear/{args.part}/text")
        for name in [Path(article.id).stem]
    ]
    report(articles, meta, show=args.errors)
    return 0


def report(articles: Sequence[Article], meta: Meta, *, show: bool) -> None:
    found = {
        name: {credit.agency for credit in credited}
        for name, credited in find_credits(articles).items()
    }
    right = marked = wires = given = 0
    for article in articles:
        wire = WIRES.get(meta[article.id]["wire"])
        credited = found.get(article.id, set())
        given += len(credited)
        if wire:
            wires += 1
            right += wire in credited
            marked += bool(wire in credited or re.search(MARKS[wire], article.text))
        wrong = credited - {wire}
        if show and (wrong or (wire and wire not in credited)):
            print(f"{article.id}: {wire or 'none'}, found {sorted(credited)}")
    hats = sum(meta[article.id]["credit"] != "None" for article in articles)
    print(f"articles {len(articles)}, of an agency {wires}, with a mark {marked}, hats {hats}")
    print(f"precision {right / max(1, given):.3f} ({right} of {given})")
    print(f"recall {right / max(1, wires):.3f} of all, {right / max(1, marked):.3f} of the marked")


if __name__ == "__main__":
    sys.exit(main())
