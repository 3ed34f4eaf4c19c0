"""Draw sources of statements to label by hand: who is it that speaks?

Takes the sources that PolNeAR's annotators marked in ``polnear/dev``, and those that whence marks
in ``pages``; gives one line a source, ``{"n", "article", "b", "e", "form", "part"}``, where
``form`` is ``pronoun``, ``name`` or ``description`` by its words alone. Half of the articles are
to develop on, the others to report. ``--train`` draws more to learn from, out of ``polnear/train``.

    python benchmarks/sources_draw.py --data ../shared/data > items.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from labelled import part_of, read_articles

from whence.analyse.article import analyse_article

SHARES = {"pronoun": 90, "name": 70, "description": 90}
"""How many of each form are drawn: 250 in all."""
TRAIN_SHARES = {"pronoun": 80, "description": 80}
"""Names are hardly ever taken for somebody else."""
AN_ARTICLE = 3
"""Sources drawn from one article at the most."""
OF_PAGES = 60
"""How many of them come from whole pages."""
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "i",
        "we",
        "you",
        "who",
        "his",
        "her",
        "their",
        "its",
        "him",
        "them",
        "one",
        "someone",
        "anyone",
        "everyone",
    ]
)

Source = tuple[str, int, int, str]
"""Article, begin, end, form."""


def form_of(words: str) -> str:
    """What a source looks like: a pronoun, a name, or a description."""
    if words.lower() in PRONOUNS:
        return "pronoun"
    told = re.findall(r"[^\W\d_][\w'’.-]*", words)
    capital = [w for w in told if w[0].isupper()]
    return "name" if told and len(capital) == len(told) and words[0].isupper() else "description"


def annotated(data: Path, part: str) -> Iterator[Source]:
    """The sources that people marked in a part of PolNeAR, in one piece each."""
    folder = data / "polnear" / part
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        for ann in sorted((folder / "attributions").glob(path.stem + "*.ann"))[:1]:
            for line in ann.read_text(encoding="utf-8").splitlines():
                fields = line.split("\t")
                if len(fields) < 2 or not fields[1].lower().startswith("source "):
                    continue
                spans = fields[1].split(" ", 1)[1].split(";")
                begin, end = map(int, spans[0].split())
                if len(spans) == 1:
                    yield f"polnear/{part}/{path.stem}", begin, end, form_of(text[begin:end])


def marked(data: Path) -> Iterator[Source]:
    """The sources that whence marks in ``pages``."""
    for article in read_articles(data, "pages"):
        for statement in analyse_article(article).statements:
            if len(statement.source) == 1:
                begin, end = statement.source[0]
                yield article.id, begin, end, form_of(article.text[begin:end])


def draw(found: list[Source], shares: dict[str, int], dice: random.Random) -> Iterator[Source]:
    """So many of each form, few of one article."""
    used: dict[str, int] = defaultdict(int)
    dice.shuffle(found)
    for form, share in shares.items():
        left = share
        for source in found:
            if source[3] == form and left and used[source[0]] < AN_ARTICLE:
                used[source[0]] += 1
                left -= 1
                yield source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--train", action="store_true", help="draw sources to learn from")
    args = parser.parse_args()
    dice = random.Random(args.seed)
    if args.train:
        drawn = list(draw(list(annotated(args.data, "train")), TRAIN_SHARES, dice))
    else:
        total = sum(SHARES.values())
        pages = {form: share * OF_PAGES // total for form, share in SHARES.items()}
        rest = {form: share - pages[form] for form, share in SHARES.items()}
        drawn = [
            *draw(list(annotated(args.data, "dev")), rest, dice),
            *draw(list(marked(args.data)), pages, dice),
        ]
    for n, (article, begin, end, form) in enumerate(sorted(drawn)):
        row = {"n": n, "article": article, "b": begin, "e": end, "form": form}
        print(json.dumps({**row, "part": "train" if args.train else part_of(article)}))


if __name__ == "__main__":
    main()
