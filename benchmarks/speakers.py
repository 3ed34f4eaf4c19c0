"""Who speaks: whether the source of a statement leads to the right actor.

Takes the labelled sources (``benchmarks/labels/sources.jsonl``, see ``docs/labelling.md``), runs
the resolver on each of their articles over the sources that whence marks and those of the
labels, and counts the labelled ones that lead to the actor that the label names. Beside it,
with the same code, the source's own words taken for the speaker, as tools without a resolver
do. A Markdown table for one half of the articles.

    python benchmarks/speakers.py --data ../shared/data --part dev
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from labelled import read_articles, read_labels

from whence.analyse.actors import outlet_actor, resolve_actors
from whence.analyse.sentences import split_sentences
from whence.analyse.vocabulary import name_key
from whence.analyse.voices import find_voices
from whence.model import Actor, ActorKind, Article, Span

SMALL = frozenset(["the", "and", "for", "who", "his", "her", "its", "their", "with"])


def list_articles(data: Path, wanted: set[str]) -> Iterator[tuple[str, Article]]:
    """The articles with these names: ``polnear/PART/STEM``, or a path below ``data``."""
    for name in sorted(n for n in wanted if n.startswith("polnear/")):
        _, part, stem = name.split("/")
        for article in read_articles(data, f"polnear/{part}/text/{stem}.txt", raw=True):
            yield name, article
    if any(name.startswith("pages/") for name in wanted):
        yield from ((a.id, a) for a in read_articles(data, "pages") if a.id in wanted)


def resolve(article: Article, spans: Sequence[Span]) -> list[Actor | None]:
    """The actor of each labelled source, the other sources of the article being known too."""
    found = [s for s in find_voices(article).statements if s.source]
    others = [s for s in found if not any(meets(s.source, span) for span in spans)]
    near = [(min(b for b, _ in x), max(e for _, e in x)) for x in map(whole, others)]
    for begin, end in spans:
        around = next((whole(s) for s in found if meets(s.source, (begin, end))), None)
        if around is None:
            start = article.text.rfind("\n", 0, begin) + 1
            stop = article.text.find("\n", end)
            lines = split_sentences(article.text, start, stop if stop > 0 else len(article.text))
            around = [next((s for s in lines if s[0] <= begin < s[1]), (begin, end))]
        near.append((min(b for b, _ in around), max(e for _, e in around)))
    sources = [*(s.source for s in others), *(((b, e),) for b, e in spans)]
    resolution = resolve_actors(article, sources, near)
    actors = {actor.id: actor for actor in resolution.actors}
    return [actors.get(holder or "") for holder in resolution.holders[len(others) :]]


def whole(statement) -> list[Span]:
    """All spans of a statement."""
    return [*statement.source, *statement.cue, *statement.content]


def meets(spans: Iterable[Span], other: Span) -> bool:
    """Whether any of the spans shares a character with the other."""
    return any(b < other[1] and e > other[0] for b, e in spans)


def telling(text: str) -> set[str]:
    """Words of three letters and more, in lower case."""
    return {w for w in re.findall(r"\w{3,}", text.lower()) if w not in SMALL}


def same_name(one: str, other: str) -> bool:
    """Whether two names are one: all the words of the shorter stand in the longer."""
    first, second = (
        set(
            name_key(
                re.sub(r"['’]s\b|[.,]", "", re.sub(r"[-/]", " ", n)).split(), ActorKind.ORGANISATION
            ).split()
        )
        for n in (one, other)
    )
    first, second = first - {"the", ""}, second - {"the", ""}
    return bool(first and second) and (first <= second or second <= first)


def is_right(actor: Actor | None, names: Sequence[str], kind: str, outlet: Actor) -> bool:
    """Whether an actor is the one that a label names; ``AUTHOR`` is the outlet's own voice."""
    if actor is None:
        return False
    if names == ["AUTHOR"]:
        return actor.id == outlet.id
    if kind == "unnamed":
        return actor.kind in (ActorKind.UNNAMED, ActorKind.OFFICE, ActorKind.GROUP) and bool(
            telling(actor.name) & telling(names[0]) or actor.name.lower() == names[0].lower()
        )
    known = (actor.name, *actor.aliases)
    return any(same_name(name, mine) for name in names for mine in known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=["train", "dev", "test"], default="dev")
    parser.add_argument("--errors", action="store_true", help="print what went wrong, and where")
    args = parser.parse_args()
    by_article = defaultdict(list)
    for label in read_labels("sources.jsonl", args.part):
        by_article[label["article"]].append(label)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, article in list_articles(args.data, set(by_article)):
        mine = by_article[name]
        actors = resolve(article, [(label["b"], label["e"]) for label in mine])
        for label, actor in zip(mine, actors, strict=True):
            names = [article.text[b:e] for b, e in label["name"]] or ["AUTHOR"]
            words = article.text[label["b"] : label["e"]]
            outlet = outlet_actor(article)
            right = is_right(actor, names, label["kind"], outlet)
            bare = label["kind"] != "unnamed" and any(same_name(n, words) for n in names)
            bare = bare or (label["kind"] == "unnamed" and bool(telling(words) & telling(names[0])))
            for row in (label["form"], "all"):
                counts[row][0] += 1
                counts[row][1] += right
                counts[row][2] += bare
            if args.errors and not right:
                shown = None if actor is None else f"{actor.name} ({actor.kind})"
                print(f"{name} {label['b']} {words!r}: {shown} for {names} ({label['kind']})")
    print("| form | sources | whence | their own words |\n|---|---|---|---|")
    for form in ("name", "description", "pronoun", "all"):
        n, right, bare = counts[form]
        if n:
            print(f"| {form} | {n} | {right / n:.2f} | {bare / n:.2f} |")


if __name__ == "__main__":
    main()
