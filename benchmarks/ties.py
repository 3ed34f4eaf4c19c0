"""Ties between real reports: whether texts that are said to be copied are, and those not are not.

``draw`` traces the articles of ``fnc1`` and of ``pages``, and draws pairs at random out of those
that a derivation ties, and as many that none does: of these the pairs that share most runs of five
words, at most ``OFTEN`` with one article. Each comes with the longest runs that both have, and is
to label: did one take text from the other, or both from one text? ``score`` gives precision over
the labelled pairs that are tied now, and recall over those that were labelled as copied; a pair
counts as tied where a chain of derivations leads from one to the other or from one text to both.
Pairs whose first article is of one half (``dev``) are to choose on, the others to report.

    python benchmarks/ties.py score --data ../shared/data --part test
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from labelled import FOLDER, part_of, read_articles, read_rows

from whence.gather.lineage import trace_lineage
from whence.model import Article

LABELS = "ties.jsonl"
PAIRS = 100
"""Pairs drawn of either kind."""
OFTEN = 2
"""Pairs drawn of one article at the most."""
SHINGLE = 5
COMMON = 30
"""Articles from which on a run of words tells nothing of who copied whom."""
RUNS = 12
"""Runs that are shown of a pair."""
LEAD = 250

Pair = tuple[str, str]


def read_all(data: Path) -> dict[str, Article]:
    """The articles of both places, by id; whole pages as they are, not their editors' texts."""
    places = ("fnc1/articles.jsonl", "pages")
    articles = [a for place in places for a in read_articles(data, place)]
    return {a.id: a for a in articles if "/" not in a.id or a.id.endswith(".html")}


def find_ties(articles: Sequence[Article]) -> tuple[set[Pair], dict[str, set[str]]]:
    """The pairs that a derivation ties, and for each article the texts that it goes back to."""
    sources: dict[str, set[str]] = defaultdict(set)
    for entry in trace_lineage(articles):
        sources[entry.article] |= {d.source for d in entry.derivations}
    pairs = {
        (min(name, s), max(name, s))
        for name in list(sources)
        for s in sources[name]
        if s in sources
    }
    return pairs, {name: ancestors(name, sources) for name in list(sources)}


def ancestors(name: str, sources: dict[str, set[str]]) -> set[str]:
    """An article and all that its text goes back to."""
    seen, waiting = set(), [name]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += sources.get(here, ())
    return seen


def closest(articles: Sequence[Article], kin: dict[str, set[str]]) -> list[Pair]:
    """The pairs that nothing ties, those that share most runs of words first."""
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for article in articles:
        words = article.text.lower().split()
        for n in range(len(words) - SHINGLE + 1):
            holders[tuple(words[n : n + SHINGLE])].add(article.id)
    shared: Counter[Pair] = Counter()
    for names in holders.values():
        if 1 < len(names) <= COMMON:
            shared.update(combinations(sorted(names), 2))
    apart = [pair for pair in shared if not kin[pair[0]] & kin[pair[1]]]
    return sorted(apart, key=lambda pair: (-shared[pair], pair))


def seldom(pairs: Sequence[Pair]) -> list[Pair]:
    """The first pairs, no article in more than a few of them."""
    often: Counter[str] = Counter()
    kept = []
    for pair in pairs:
        if max(often[name] for name in pair) < OFTEN and len(kept) < PAIRS:
            often.update(pair)
            kept.append(pair)
    return kept


def draw(data: Path, seed: int) -> Iterator[dict[str, object]]:
    """The pairs to label, in random order, which kind they are of not said."""
    articles = read_all(data)
    ties, kin = find_ties(list(articles.values()))
    dice = random.Random(seed)
    tied = sorted(ties)
    dice.shuffle(tied)
    pairs = seldom(tied) + seldom(closest(list(articles.values()), kin))
    dice.shuffle(pairs)
    for one, other in pairs:
        texts = [articles[name].text for name in (one, other)]
        yield {
            "one": one,
            "other": other,
            "leads": [text[:LEAD] for text in texts],
            "words": [len(text.split()) for text in texts],
            "runs": longest_runs(*texts),
        }


def longest_runs(one: str, other: str) -> list[str]:
    """The longest runs of words that two texts have in common."""
    a, b = one.split(), other.split()
    plain = [[w.lower().strip("\"'“”‘’.,") for w in words] for words in (a, b)]
    blocks = SequenceMatcher(None, *plain, autojunk=False).get_matching_blocks()
    ranked = sorted(blocks, key=lambda m: (-m.size, m.a))[:RUNS]
    return [" ".join(a[m.a : m.a + m.size]) for m in ranked if m.size >= SHINGLE - 1]


def score(data: Path, part: str) -> None:
    """Precision and recall of the ties over the labelled pairs of a part."""
    _, kin = find_ties(list(read_all(data).values()))
    rows = [row for row in read_rows(FOLDER / LABELS) if part_of(row["one"]) == part]
    found = [bool(kin[row["one"]] & kin[row["other"]]) for row in rows]
    copied = [row["copied"] for row in rows]
    right = sum(f and c for f, c in zip(found, copied, strict=True))
    print(f"{len(rows)} pairs, {sum(copied)} copied, {sum(found)} tied, {right} both")
    print(f"precision {right / sum(found):.3f}, recall {right / sum(copied):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("what", choices=["draw", "score"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.what == "score":
        score(args.data, args.part)
        return
    for row in draw(args.data, args.seed):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
