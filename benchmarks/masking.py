"""Masking real reports: how many protected people stay readable, and who is hidden for nothing.

Gold is ``labels/protected.jsonl``: captives, minors and victims of sexual violence in reports of
``fnc1`` and ``polnear``, with every place where they are named. Each report is traced on its own
and masked, as the command line does it, without and with ``--mask-private``; so is the example as
a whole, whose key names its protected people. A mention is hidden where blocks cover all of it, a
person where all mentions are. Every stretch of blocks that touches no such mention hides somebody
else: a *namesake* where it holds a word of a protected name (a mother's surname), else a
*stranger*. The rival beside it is a plain rule: a name near a word for captivity, age or violence
is hidden wherever it stands. How near was chosen for its recall on the half to choose on;
``--errors`` prints what that half misses and hides.

    python benchmarks/masking.py --data ../shared/data --half report
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from labelled import FOLDER, read_articles, read_rows

import whence
from whence.analyse.names import find_names
from whence.analyse.protection import may_be_person
from whence.model import Article, Span
from whence.report import mask_trace
from whence.report.mask import BLOCK
from whence.report.names import ProtectedNames

EXAMPLE = Path(__file__).parent.parent / "examples"
NEAR = 10
"""Words between a name and the word that makes the rival hide it, at the most."""
TELLING = re.compile(
    r"(?i)\b(?:captiv|captur|hostage|prisoner|kidnap|abduct|behead|ransom|detain|execut|"
    r"\w*-old\b|years? old|aged\b|boys?\b|girls?\b|child|school|teen|minors?\b|toddler|baby|"
    r"son\b|daughter|rape|raping|sexual|molest|victim)"
)
_WORD = re.compile(r"\w+")
_HIDDEN = re.compile(f"{BLOCK}+")

Masked = Mapping[str, str]
"""Texts by article with blocks for what is hidden."""
People = Mapping[str, Sequence[Sequence[Span]]]
"""By article, for each protected person the places of their name."""


@dataclass
class Tally:
    """What was counted over some articles; ``shown`` and ``strangers`` are places in them."""

    people: int = 0
    hidden_people: int = 0
    names: int = 0
    hidden_names: int = 0
    stretches: int = 0
    namesakes: int = 0
    shown: list[tuple[str, Span]] = field(default_factory=list)
    strangers: list[tuple[str, Span]] = field(default_factory=list)

    def row(self, what: str, who: str) -> str:
        """The line of the table."""
        right = self.stretches - self.namesakes - len(self.strangers)
        return (
            f"| {what} | {who} | {share(self.hidden_people, self.people)} "
            f"| {share(self.hidden_names, self.names)} | {share(right, self.stretches)} "
            f"| {self.namesakes} | {len(self.strangers)} |"
        )


def share(some: int, of: int) -> str:
    """A share with its counts."""
    return f"{some / max(1, of):.3f} ({some} of {of})"


def compare(texts: Mapping[str, str], masked: Masked, people: People) -> Tally:
    """What of the protected names is hidden, and what else."""
    tally = Tally()
    for key, text in texts.items():
        told = {word for names in people[key] for b, e in names for word in words_of(text[b:e])}
        places = [span for names in people[key] for span in names]
        for names in people[key]:
            shown = [(b, e) for b, e in names if masked[key][b:e].strip(BLOCK)]
            tally.shown += [(key, span) for span in shown]
            tally.names += len(names)
            tally.hidden_names += len(names) - len(shown)
            tally.people += 1
            tally.hidden_people += not shown
        for begin, end in (m.span() for m in _HIDDEN.finditer(masked[key])):
            tally.stretches += 1
            if any(b < end and begin < e for b, e in places):
                continue
            if told & set(words_of(text[begin:end])):
                tally.namesakes += 1
            else:
                tally.strangers.append((key, (begin, end)))
    return tally


def words_of(text: str) -> list[str]:
    """The words of a name, in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def mask_alone(texts: Mapping[str, str], *, people: bool = False) -> dict[str, str]:
    """Each text traced on its own from a file, as it stands in the masked trace."""
    masked = {}
    with tempfile.TemporaryDirectory() as folder:
        for key, text in texts.items():
            path = Path(folder) / "article.jsonl"
            path.write_text(json.dumps({"id": key, "text": text}) + "\n", "utf-8")
            found = whence.trace([str(path)], mask_private=people)
            masked[key] = found.analyses[0].article.text
    return masked


def mask_near(texts: Mapping[str, str]) -> dict[str, str]:
    """The rival: names within ``NEAR`` words of a telling one, wherever they stand again."""
    masked = {}
    for key, text in texts.items():
        starts = [m.start() for m in _WORD.finditer(text)]
        telling = [m.start() for m in TELLING.finditer(text)]
        chosen = {
            text[name.start : name.end]
            for name in find_names(Article(key, text))
            if may_be_person(name) and is_near((name.start, name.end), telling, starts)
        }
        letters = list(text)
        for hit in ProtectedNames([[name] for name in sorted(chosen)]).find(text):
            letters[hit.start : hit.end] = BLOCK * (hit.end - hit.start)
        masked[key] = "".join(letters)
    return masked


def is_near(name: Span, telling: Iterable[int], starts: Sequence[int]) -> bool:
    """Whether at most ``NEAR`` words stand between a name and a telling word."""
    return any(
        sum(place < start < name[0] or name[1] <= start < place for start in starts) <= NEAR
        for place in telling
    )


def read_half(data: Path, half: str) -> tuple[dict[str, str], People]:
    """The texts of a half of the labelled articles, and where protected people are named."""
    people: dict[str, list[list[Span]]] = {}
    for row in read_rows(FOLDER / "protected.jsonl"):
        if row["half"] == half:
            found = people.setdefault(row["article"], [])
            if row["person"]:
                found.append([(b, e) for b, e in row["names"]])
    texts = {a.id: a.text for a in read_articles(data, "fnc1/articles.jsonl") if a.id in people}
    for place in sorted(key for key in people if key.endswith(".txt")):
        texts |= {a.id: a.text for a in read_articles(data, place, raw=True)}
    return texts, people


def read_example(*, people: bool = False) -> tuple[dict[str, str], dict[str, str], People]:
    """The texts of the example, as they are and masked, and where its key's people are named."""
    trace = whence.trace([str(EXAMPLE / "story")], unmask=True)
    texts = {a.article.id: a.article.text for a in trace.analyses}
    hidden = [a.article.text for a in mask_trace(trace, private=people).analyses]
    masked = dict(zip(texts, hidden, strict=True))
    named = json.loads((EXAMPLE / "answer_key.json").read_text("utf-8"))["masked"]
    places: dict[str, list[list[Span]]] = defaultdict(list)
    for name in named:
        first, last = map(re.escape, name.split())
        form = re.compile(rf"\b{first} {last}\b|\b(?:{first}|{last})\b")
        for key, text in texts.items():
            found = [m.span() for m in form.finditer(text)]
            places[key] += [found] if found else []
    return texts, masked, places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds fnc1 and polnear"
    )
    parser.add_argument("--half", choices=("choose", "report"), action="append")
    parser.add_argument("--errors", action="store_true", help="of the half to choose on")
    args = parser.parse_args()
    print("| measured on | by | people | mentions | hidden rightly | namesakes | strangers |")
    print("|---|---|---|---|---|---|---|")
    ways: dict[str, Callable[[Mapping[str, str]], dict[str, str]]]
    ways = {
        "whence": mask_alone,
        "whence, private": partial(mask_alone, people=True),
        "keywords": mask_near,
    }
    for half in args.half or ("choose", "report"):
        texts, people = read_half(args.data, half)
        for who, mask in ways.items():
            tally = compare(texts, mask(texts), people)
            print(tally.row(half, who))
            if args.errors and half == "choose":
                print_errors(tally, texts)
    for who, everyone in (("whence", False), ("whence, private", True)):
        texts, masked, people = read_example(people=everyone)
        print(compare(texts, masked, people).row("example", who))
    print(compare(texts, mask_near(texts), people).row("example", "keywords"))


def print_errors(tally: Tally, texts: Mapping[str, str]) -> None:
    """Each mention that is readable, and each stranger who is hidden, with words around."""
    for kind, places in (("shown", tally.shown), ("hidden", tally.strangers)):
        for key, (begin, end) in places:
            around = texts[key][max(0, begin - 60) : end + 60].replace("\n", " ")
            print(f"{key}: {kind}: {texts[key][begin:end]}: {around}")


if __name__ == "__main__":
    main()
