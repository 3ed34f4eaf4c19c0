"""How firmly statements are taken to be said, against labels made by hand.

``draw`` takes the articles of ``fnc1`` and of ``pages``, finds every entry of the cue table in
the paragraphs of each, whether it attributes there or not, and draws so many of each kind: one
line an expression to label by ``docs/labelling.md``. Half of the articles are to develop on, the
others to report; ``draw --train`` draws more to learn from, out of other articles. ``gold`` gives
the labels (``benchmarks/labels/commitment.jsonl``) of one part as ``score/commitment.py`` takes
them, ``found`` what whence makes of their articles.

    python benchmarks/commitment.py gold --data ../shared/data --part dev > gold.jsonl
    python benchmarks/commitment.py found --data ../shared/data --part dev > found.jsonl
    python ../shared/score/commitment.py gold.jsonl found.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from labelled import part_of, read_articles, read_labels

from whence.analyse.article import analyse_article
from whence.analyse.lexicon import Inflection, Phrasebook, find_words
from whence.analyse.readings import Cue, read_entries
from whence.model import Act, Article, Certainty, Distance, commitment_of
from whence.schema import analysis_row
from whence.tables import read_table

LABELS = "commitment.jsonl"
PARTS = ("train", "dev", "test")
REPORTED = PARTS[1:]
SHARES = {
    "asserts": 90,
    "asserts, distancing": 50,
    "asserts, endorsing": 45,
    "asserts, probable": 40,
    "asserts, possible": 30,
    "reports": 45,
    "confirms": 40,
    "doubts": 35,
    "questions": 25,
    "checks": 30,
    "declines": 25,
    "denies": 35,
    "retracts": 10,
}
"""How many of each kind of cue are drawn: 500 in all; twice as many to train on."""
A_WORD = 6
"""Times that one word is drawn at the most; twice as often to train on."""
AN_ARTICLE = 3
"""Expressions drawn from one article at the most."""
PAGES = 0.1
"""How far forward whole pages, of which there are few, are drawn: below one, before others."""


def kind_of(cue: Cue) -> str:
    """What a cue does, in a word or two."""
    if cue.act is not Act.ASSERTS:
        return cue.act.value
    if cue.certainty is not Certainty.CERTAIN:
        sure = Certainty.PROBABLE if cue.certainty is Certainty.PROBABLE else Certainty.POSSIBLE
        return f"{cue.act.value}, {sure.value}"
    neutral = cue.distance is Distance.NEUTRAL
    return cue.act.value if neutral else f"{cue.act.value}, {cue.distance.value}"


def read_cues() -> Phrasebook[str]:
    """Every cue in every form, with its kind."""
    table = read_table("whence.analyse", "cues.toml")
    entries = read_entries(table["cues"], Inflection.from_table(table["inflection"]))
    return Phrasebook([(w, kind_of(cue)) for w, cue in entries], is_filler=lambda _word: False)


def list_articles(data: Path) -> Iterator[Article]:
    """The articles; one of ``pages`` bears its path below ``data`` as its id."""
    for place in ("fnc1/articles.jsonl", "pages"):
        yield from read_articles(data, place)


def draw(data: Path, seed: int, *, train: bool) -> Iterator[dict[str, object]]:
    """The expressions to label, in random order.

    Those to train on come from articles that no label of another part lies in.
    """
    book, found = read_cues(), defaultdict(list)
    kept = {row["article"] for part in REPORTED for row in read_labels(LABELS, part)}
    for article in list_articles(data):
        if train and article.id in kept:
            continue
        for line in re.finditer(r"[^\n]{60,}", article.text):
            words = find_words(article.text, *line.span())
            for hit in book.find([word for word, _, _ in words]):
                begin, end = words[hit.first][1], words[hit.end - 1][2]
                word = article.text[begin:end].lower()
                found[hit.meaning].append((article.id, begin, end, word))
    dice = random.Random(seed)
    times = 2 if train else 1
    drawn, often, used = [], defaultdict(int), defaultdict(int)
    for kind, share in SHARES.items():
        left = times * share
        found[kind].sort(key=lambda row: dice.random() * (PAGES if "/" in row[0] else 1))
        for article, begin, end, word in found[kind]:
            if left and often[word] < times * A_WORD and used[article] < AN_ARTICLE:
                often[word] += 1
                used[article] += 1
                left -= 1
                row = {"article": article, "b": begin, "e": end, "kind": kind}
                drawn.append({**row, "part": "train" if train else part_of(article)})
    dice.shuffle(drawn)
    yield from ({"n": n, **row} for n, row in enumerate(drawn))


def gold(data: Path, part: str) -> Iterator[dict[str, object]]:
    """The labels as the scorer takes them: the speaker in words, the act as one commitment."""
    texts = {article.id: article.text for article in list_articles(data)}
    for row in read_labels(LABELS, part):
        line = {key: row[key] for key in ("article", "b", "e", "attribution")}
        if row["attribution"]:
            begin, end = row["speaker"] or (0, 0)
            line["speaker"] = texts[row["article"]][begin:end]
            commitment = commitment_of(Act(row["act"]), Certainty(row["certainty"]))
            line |= {"commitment": commitment.value, "position": row["position"]}
        yield line


def found(data: Path, part: str) -> Iterator[str]:
    """The analyses of the labelled articles, a line each, with actors by name for the scorer."""
    wanted = {row["article"] for row in read_labels(LABELS, part)}
    for article in list_articles(data):
        if article.id in wanted:
            analysis = analyse_article(article)
            row = analysis_row(analysis).model_dump(mode="json", by_alias=True)
            names = {actor["id"]: actor for actor in row["actors"]}
            for said in (*row["statements"], *row["assertions"]):
                said["actor"] = names.get(said["actor"], said["actor"])
            yield json.dumps(row)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("what", choices=["draw", "gold", "found"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, default="dev")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--train", action="store_true", help="draw expressions to learn from")
    args = parser.parse_args()
    if args.what == "found":
        lines = found(args.data, args.part)
    elif args.what == "gold":
        lines = map(json.dumps, gold(args.data, args.part))
    else:
        lines = map(json.dumps, draw(args.data, args.seed, train=args.train))
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
