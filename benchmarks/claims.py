"""Claims: whether the claim that a headline makes is among the first that are found in its story.

``draw`` takes claims of the Fake News Challenge's pairs that three or more articles of a story
take up, one of each story before a second of any, and for each the passages of that story which
are most like it by words and by meaning, among them the wordings of all claims found: one line a
passage to label by ``docs/labelling.md``. Claims of the stories in ``dev_stories.txt`` are to
report (``test``), others to choose on (``train``). ``score`` gathers those stories and asks of
each claim whether one of the first five found is the same, which its wording's label tells: a
wording that was not labelled is not. Whether it says the opposite ("is alive" of "is dead") was
labelled for the wordings that were found, so that the pairs' labels can be turned. Of the stories
to report, whether the words of the first five claims are a whole statement that can be checked was
labelled, too; those that were not labelled count as none. Beside it the
same for claims of the plain kind: the
passages most central to the story, by TF-IDF, no two of them alike (the centroid method, Radev et
al. 2004, with the redundancy of Carbonell and Goldstein 1998). Last, what the outlets are shown to
do with the claims that were found, against the labels of the pairs.

    python benchmarks/claims.py score --data ../shared/data --part test
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from labelled import part_of, read_articles, read_labels, read_rows

from whence.analyse.article import analyse_article
from whence.analyse.encoder import embed
from whence.gather.claims import MOST_CLAIMS, Grouping, compare, compare_words, group_claims
from whence.gather.members import Member
from whence.gather.stance import judge_carried
from whence.gather.story import Draft, claim_positions, draft_story
from whence.model import Analysis

LABELS = "claims.jsonl"
WORDINGS = "wordings.jsonl"
"""Whether words that were shown as a claim are one: the first five of each story of ``test``."""
PARTS = ("train", "test")
CLAIMS = 40
TAKEN_UP = 3
"""Articles that must take a claim up."""
FIRST = 5
"""Claims of a story among which one must be."""
POOL = 24
"""Passages most like a claim that are labelled beside the wordings."""
ALIKE = 0.4
"""Cosine from which on the rival takes two passages for one."""
STANCES = ("for", "observing", "against")
TURNED = {"for": "against", "against": "for"}
"""What an article does with the opposite of a claim."""
NOTHING = "nothing"
CONTEXT = 90
"""Characters around a passage that are shown with it."""


@dataclass(frozen=True)
class Wanted:
    """A claim to be found: its pair's id, its words, its story, and the label of each article."""

    id: str
    words: str
    story: str
    labels: dict[str, str]


def read_wanted(data: Path, part: str) -> list[Wanted]:
    """The claims of a part that enough articles take up, in the order of their ids."""
    folder = data / "fnc1"
    stories = {row["id"]: row["story"] for row in read_rows(folder / "stories.jsonl")}
    taken: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    first: dict[tuple[str, str], str] = {}
    name = "dev_pairs.jsonl" if part == "test" else "train_pairs.jsonl"
    for row in read_rows(folder / name):
        if row["label"] != "unrelated":
            key = (stories[row["article"]], row["claim"])
            taken[key][row["article"]] = row["label"]
            first.setdefault(key, row["id"])
    return [
        Wanted(first[key], key[1], key[0], labels)
        for key, labels in sorted(taken.items(), key=lambda item: first[item[0]])
        if len(labels) >= TAKEN_UP
    ]


def draw_wanted(data: Path, part: str, seed: int) -> list[Wanted]:
    """So many claims at random, one of each story before a second of any."""
    dice = random.Random(seed)
    wanted = read_wanted(data, part)
    dice.shuffle(wanted)
    seen: dict[str, int] = defaultdict(int)
    order = []
    for claim in wanted:
        order.append(seen[claim.story])
        seen[claim.story] += 1
    ranked = sorted(zip(order, range(len(wanted)), strict=True))
    return [wanted[i] for _, i in ranked[:CLAIMS]]


@cache
def analyses_of(data: Path) -> dict[str, Analysis]:
    """Every article of the challenge, analysed."""
    return {a.id: analyse_article(a) for a in read_articles(data, "fnc1/articles.jsonl")}


@dataclass(frozen=True)
class Gathered:
    """A story's draft and its claims."""

    draft: Draft
    claims: Sequence[Grouping]


def gather(analyses: Sequence[Analysis]) -> Gathered:
    """The claims of some articles that are known to be one story."""
    draft = draft_story(analyses, likely=True)
    vectors = embed([m.words for m in draft.compared])
    return Gathered(draft, group_claims(draft.compared, vectors, draft.own_texts))


def draw(data: Path, part: str, seed: int) -> Iterator[dict[str, object]]:
    """The passages to label, claim by claim, in random order within each."""
    dice = random.Random(seed)
    for wanted in draw_wanted(data, part, seed):
        analyses = story_analyses(data, wanted.story)
        texts = {a.article.id: a.article.text for a in analyses}
        pool = find_pool(wanted, gather(analyses))
        dice.shuffle(pool)
        for member in pool:
            begin, end = member.extent
            text = texts[member.article]
            yield {
                "claim": wanted.id,
                "article": member.article,
                "b": begin,
                "e": end,
                "part": part,
                "words": wanted.words,
                "before": text[max(0, begin - CONTEXT) : begin],
                "passage": text[begin:end],
                "after": text[end : end + CONTEXT],
            }


def find_pool(wanted: Wanted, found: Gathered) -> list[Member]:
    """The wordings of a story's claims, and the passages most like the one that is wanted."""
    members = found.draft.members
    texts = [wanted.words, *(m.words for m in members)]
    likeness = compare(texts, embed(texts))[0, 1:]
    pool = {claim.wording.words.casefold(): claim.wording for claim in found.claims}
    most = len(pool) + POOL
    for i in sorted(range(len(members)), key=lambda i: (-likeness[i], i)):
        if len(pool) < most:
            pool.setdefault(members[i].words.casefold(), members[i])
    return list(pool.values())


def story_analyses(data: Path, story: str) -> list[Analysis]:
    """The analyses of one story's articles."""
    analyses = analyses_of(data)
    rows = read_rows(data / "fnc1" / "stories.jsonl")
    return [analyses[row["id"]] for row in rows if row["story"] == story]


class Labels:
    """Which passages of a story are the same as one claim, and which of them say the opposite."""

    def __init__(self, rows: Sequence[dict[str, Any]], texts: Mapping[str, str]) -> None:
        self._rows = rows
        self._words = {fold(texts[r["article"]][r["b"] : r["e"]]): r for r in rows}

    def find(self, member: Member) -> dict[str, Any]:
        """The label of a passage, or of one with the same words; empty where there is none."""
        begin, end = member.extent
        for row in self._rows:
            shared = min(row["e"], end) - max(row["b"], begin)
            if (
                row["article"] == member.article
                and shared > (row["e"] - row["b"] + end - begin) / 4
            ):
                return row
        return self._words.get(fold(member.words), {})

    def same(self, member: Member) -> bool | None:
        """Whether a passage is the claim; None where neither it nor its like was labelled."""
        return self.find(member).get("same")

    def opposite(self, member: Member) -> bool:
        """Whether a passage says the opposite of the claim, as "is alive" does of "is dead"."""
        return bool(self.find(member).get("opposite"))


def fold(words: str) -> str:
    """Words as they are compared: their letters, in small ones."""
    return " ".join(words.casefold().split())


@dataclass
class Tally:
    """What is counted over all claims of a part."""

    ranks: list[int | None] = field(default_factory=list)
    """The place of the same claim among those found, from 0."""
    plain: list[int | None] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    """Share of the passages labelled the same that are members of the claim found."""
    pure: list[float] = field(default_factory=list)
    """Share of the labelled members of the claim found that are the same."""
    whole: list[list[bool]] = field(default_factory=list)
    """For each story, whether each of the first claims is worded so that it can be checked."""
    plainly_whole: list[list[bool]] = field(default_factory=list)
    stances: list[tuple[str, str]] = field(default_factory=list)
    """Label and answer for each article that takes the claim up."""
    untouched: list[tuple[str, str]] = field(default_factory=list)
    """The same in stories on which no number of the position model was chosen."""


def tally(data: Path, part: str) -> Tally:
    """Everything that is asked of the claims of one part."""
    rows = defaultdict(list)
    for row in read_labels(LABELS, part):
        rows[row["claim"]].append(row)
    done = Tally()
    wordings = {(r["article"], r["b"], r["e"]): r["whole"] for r in read_labels(WORDINGS, part)}

    def told(shown: Sequence[Member]) -> list[bool]:
        return [wordings.get((m.article, *m.extent), False) for m in shown[:FIRST]]

    seen: set[str] = set()
    for wanted in (w for w in read_wanted(data, part) if w.id in rows):
        analyses = story_analyses(data, wanted.story)
        texts = {a.article.id: a.article.text for a in analyses}
        labels = Labels(rows[wanted.id], texts)
        found = gather(analyses)
        rank = first_same([c.wording for c in found.claims], labels)
        done.ranks.append(rank)
        central = pick_central(found.draft.members)
        done.plain.append(first_same(central, labels))
        if wordings and wanted.story not in seen:
            done.whole.append(told([c.wording for c in found.claims]))
            done.plainly_whole.append(told(central))
        seen.add(wanted.story)
        if rank is not None and rank < FIRST:
            claim = found.claims[rank]
            labelled = [(m, labels.same(m)) for m in found.draft.members]
            inside = {m.id for m in claim.members}
            same = [m.id in inside for m, s in labelled if s]
            known = [s for m, s in labelled if s is not None and m.id in inside]
            done.held.append(sum(same) / len(same))
            done.pure.append(sum(known) / len(known))
            stances = compare_stances(wanted, found.draft, claim)
            opposite = labels.opposite(claim.wording)
            turned = [(TURNED.get(a, a) if opposite else a, b) for a, b in stances]
            done.stances += turned
            if part == "test" and part_of(wanted.story) == "test":
                done.untouched += turned
    return done


def first_same(wordings: Sequence[Member], labels: Labels) -> int | None:
    """The place of the first wording that is the claim."""
    return next((n for n, m in enumerate(wordings) if labels.same(m)), None)


def pick_central(members: Sequence[Member]) -> list[Member]:
    """The rival: the passages nearest to all others by TF-IDF, none like one before it."""
    likeness = compare_words([m.words for m in members])
    central = likeness.mean(1)
    picked: list[int] = []
    for i in sorted(range(len(members)), key=lambda i: (-central[i], i)):
        if all(likeness[i, j] < ALIKE for j in picked):
            picked.append(i)
    return [members[i] for i in picked[:MOST_CLAIMS]]


def compare_stances(wanted: Wanted, draft: Draft, claim: Grouping) -> Iterator[tuple[str, str]]:
    """The label of each article that takes a claim up, and what its outlet is shown to do."""
    articles = {a.article.id: a.article for a in draft.analyses}
    judged = {
        m.article: judge_carried(claim.wording.words, articles[m.article]) for m in claim.members
    }
    shown = {
        p.evidence.article: p.stance.value
        for p in claim_positions("claim", claim, draft, judged)
        if p.holder == draft.outlets[p.evidence.article]
    }
    for article, label in sorted(wanted.labels.items()):
        yield label, shown.get(article, NOTHING)


def print_tally(done: Tally) -> None:
    print(f"{len(done.ranks)} claims")
    for name, ranks in (("whence", done.ranks), ("central passages", done.plain)):
        cells = [
            f"{sum(r is not None and r < n for r in ranks) / len(ranks):.3f}"
            for n in (1, FIRST, 12)
        ]
        print(f"{name}: the same among the first 1, {FIRST}, 12: {', '.join(cells)}")
    print(
        f"of its passages held: {np.mean(done.held):.3f}; of its members the same: "
        f"{np.mean(done.pure):.3f}"
    )
    for name, stories in (("whence", done.whole), ("central passages", done.plainly_whole)):
        if stories:
            share = np.mean([w for story in stories for w in story])
            first = np.mean([story[0] for story in stories])
            print(
                f"{name}: can be checked, of the first {FIRST}: {share:.3f}, the first: {first:.3f}"
            )
    print_stances("positions", done.stances)
    if done.untouched:
        print_stances("those in stories that nothing was chosen on", done.untouched)


def print_stances(name: str, pairs: Sequence[tuple[str, str]]) -> None:
    """F1 of each stance; an article of which nothing is shown is a miss."""
    missed = sum(answer == NOTHING for _, answer in pairs)
    scores = [f1(pairs, label) for label in STANCES]
    each = ", ".join(f"{n} {v:.3f}" for n, v in zip(STANCES, scores, strict=True))
    macro = float(np.mean(scores))
    print(
        f"{name}: {len(pairs)} articles, of {missed} nothing is shown; F1 {each}; macro {macro:.3f}"
    )


def f1(pairs: Sequence[tuple[str, str]], label: str) -> float:
    """F1 of one label over pairs of label and answer."""
    right = sum(a == b == label for a, b in pairs)
    total = sum((a == label) + (b == label) for a, b in pairs)
    return 2 * right / total if total else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("what", choices=["draw", "score"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, default="train")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.what == "score":
        print_tally(tally(args.data, args.part))
        return
    for row in draw(args.data, args.part, args.seed):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
