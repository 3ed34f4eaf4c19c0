"""Claims: the statements and assertions of a story that say, deny or question the same thing.

Takes the members of a story and a vector for each, gives claims ranked by how contested and
how widely carried they are. Members are compared by sentence embeddings and by the words they
share, weighed by how rare those are in the story; groups grow by average linkage (Sokal and
Michener 1958). What only judges reports without repeating them ("the reports are baseless")
belongs to the claim that its article carries most. A claim is worded with words of a report.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from whence.gather.linkage import average_linkage, every_pair
from whence.gather.members import DISPLAY, FEWEST_WORDS, PUT_FORWARD, Member
from whence.gather.positions import opposed, root_of
from whence.gather.propositions import OPENERS, is_proposition
from whence.gather.vocabulary import background, words_of
from whence.model import Act, PassageRole, Polarity
from whence.tables import read_table

THRESHOLD = 0.5
"""Average similarity above which two groups are one claim."""
EMBEDDED = 0.85
"""Weight of the embeddings beside that of shared words."""
FOLLOWED = 0.5
"""Likeness to a user's claim above which a member speaks of it."""
SHARED = 0.15
"""Cosine by words with a member of another article below which nothing is compared."""
JUDGED = 0.5
"""Likeness to a claim above which a judgement that stands alone is of it."""
ATTACHED = 0.55
"""Likeness to a claim's wording from which on the likest that an article says is of the claim."""
PURSUED = 6
"""Claims that are looked for in every article of the story: those that a reader sees first."""
MOST_CLAIMS = 12
LONGEST_WORDING = 32
"""Words of a wording at the most; longer ones only where nothing shorter is there."""
JUDGING = frozenset({Act.DENIES, Act.DOUBTS, Act.CHECKS, Act.QUESTIONS, Act.DECLINES})
MOST_ROOTS = 8
"""Root sources beyond which more of them do not raise a claim's rank."""
BARE = 12.0
"""Weight of what a wording lacks to stand alone in the rank of its claim."""
UNFINISHED = (0.4, 0.1)
"""What words lack without a verb of their own, in the text and in a headline."""
TELLING = 40.0
"""Rarities of a wording's words, added up, from which on it tells enough."""
WORD = re.compile(r"\w+")
WORDS = re.compile(r"\w+(?:'\w+)?")


@dataclass(frozen=True, slots=True)
class Grouping:
    """Members that say, deny or question one thing, and the one whose words stand for all.

    ``beside`` are sentences that a heading of the claim is like, though they went to another
    claim: what the heading is held against.
    """

    members: tuple[Member, ...]
    wording: Member
    beside: tuple[Member, ...] = ()


def group_claims(
    members: Sequence[Member], vectors: NDArray[np.float32], own_texts: frozenset[str]
) -> list[Grouping]:
    """The claims of a story, a dozen at the most, the most contested and carried first.

    ``vectors`` are L2-normalised, ``(len(members), n)``; ``own_texts`` the articles that were
    not copied from another, by which how widely a claim is carried is counted.
    """
    if not members:
        return []
    likeness = compare([m.words for m in members], vectors)
    groups = [list(g) for g in average_linkage(every_pair(likeness), THRESHOLD)]
    attach_judgements(groups, members, likeness)
    articles = {m.article for m in members}
    worded = [
        (g, choose_wording(g, members, likeness))
        for g in groups
        if is_claim([members[i] for i in g], len(articles))
    ]
    worded.sort(key=lambda c: rank([members[i] for i in c[0]], members[c[1]], own_texts))
    del worded[MOST_CLAIMS:]
    for g, wording in worded[:PURSUED]:
        attach_nearest(g, wording, members, likeness)
    return [
        Grouping(
            tuple(members[i] for i in sorted(g)),
            members[wording],
            tuple(members[i] for i in find_beside(g, members, likeness)),
        )
        for g, wording in worded
    ]


def attach_nearest(
    group: list[int], wording: int, members: Sequence[Member], likeness: NDArray[np.float64]
) -> None:
    """Add to a claim what is likest to it in each article that has nothing in it yet.

    Reports put one thing in words that are too far apart for one group, and one sentence can be
    of two claims. A denial or a doubt is of what it judges alone.
    """
    carriers = {members[i].article for i in group}
    nearest: dict[str, int] = {}
    for i, member in enumerate(members):
        if member.article in carriers or member.act in JUDGING:
            continue
        if likeness[i, wording] >= ATTACHED:
            best = nearest.setdefault(member.article, i)
            if likeness[i, wording] > likeness[best, wording]:
                nearest[member.article] = i
    group += nearest.values()


def find_beside(
    group: Sequence[int], members: Sequence[Member], likeness: NDArray[np.float64]
) -> list[int]:
    """Sentences of other groups that a heading of this one is like, in the same article."""
    return [
        j
        for j, member in enumerate(members)
        if j not in group and member.role not in DISPLAY
        if any(
            members[i].role in DISPLAY
            and members[i].article == member.article
            and likeness[i, j] >= THRESHOLD
            for i in group
        )
    ]


def likely_members(members: Sequence[Member]) -> list[Member]:
    """Members that can be of a claim at all, before any is encoded.

    Those that share words with one of another article, rare words counting most, and all that
    judge; in a story of one article, all. What an outlet writes in its text without a verb
    ("Ah, the ferry.") asserts nothing.
    """
    members = [m for m in members if m.role in DISPLAY or not m.outlet or is_proposition(m.words)]
    if len({m.article for m in members}) < 2:
        return members
    shared = compare_words([m.words for m in members])
    numbers = {a: i for i, a in enumerate(sorted({m.article for m in members}))}
    articles = np.array([numbers[m.article] for m in members])
    shared[articles[:, None] == articles[None]] = 0
    nearest = shared.max(1)
    return [
        m for m, near in zip(members, nearest, strict=True) if near >= SHARED or m.act in JUDGING
    ]


def follow_claim(
    claim: str, members: Sequence[Member], vectors: NDArray[np.float32]
) -> list[Grouping]:
    """The one claim that a user gave in own words, out of the members that speak of it.

    ``vectors`` has the claim's vector first, ``(1 + len(members), n)``. Empty where no member
    is like it; its wording is the plain member most like it.
    """
    likeness = compare([claim, *(m.words for m in members)], vectors)[0, 1:]
    near = [i for i in range(len(members)) if likeness[i] >= FOLLOWED]
    if not near:
        return []
    plain = [i for i in near if members[i].act not in JUDGING] or near
    wording = members[max(plain, key=lambda i: (likeness[i], -i))]
    return [Grouping(tuple(members[i] for i in near), wording)]


def compare(texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Likeness of every two texts, ``(n, n)``, from 0 to 1."""
    embedded = (vectors @ vectors.T).astype(np.float64)
    shared = np.sqrt(compare_words(texts))
    likeness: NDArray[np.float64] = np.round(EMBEDDED * embedded + (1 - EMBEDDED) * shared, 6)
    return likeness


def compare_words(texts: Sequence[str]) -> NDArray[np.float64]:
    """Cosine of every two texts by their words, ``(n, n)``, those rare among them weighing most."""
    words = [frozenset(w.casefold() for w in WORD.findall(t)) for t in texts]
    often = Counter(w for bag in words for w in bag)
    index = {w: i for i, w in enumerate(sorted(often))}
    rarity = np.array([math.log(1 + len(texts) / often[w]) for w in index])
    weight = np.zeros((len(texts), len(index)))
    for row, bag in enumerate(words):
        columns = [index[word] for word in bag]
        weight[row, columns] = rarity[columns]
    weight /= np.maximum(np.linalg.norm(weight, axis=1, keepdims=True), 1e-9)
    shared: NDArray[np.float64] = (weight @ weight.T).clip(0, 1)
    return shared


def attach_judgements(
    groups: list[list[int]], members: Sequence[Member], likeness: NDArray[np.float64]
) -> None:
    """Move judgements that stand alone to the claim of their article that they judge.

    A denial belongs to what it denies also where it does not repeat it: one that speaks of
    "the reports" goes to the claim that its article carries most, another to the one it is
    like, if there is such a one.
    """
    sizes = {id(g): len({members[i].article for i in g}) for g in groups}
    for group in [g for g in groups if all(members[i].act in JUDGING for i in g)]:
        for i in list(group):
            speaks = speaks_of_reports(members[i])
            near = [
                g
                for g in groups
                if g is not group and puts_forward([members[j] for j in g], members[i].article)
                if speaks or likeness[i, g].max() >= JUDGED
            ]
            if near:
                best = max(near, key=lambda g: (likeness[i, g].max(), sizes[id(g)], -min(g)))
                best.append(i)
                group.remove(i)
    groups[:] = [g for g in groups if g]


def speaks_of_reports(member: Member) -> bool:
    """Whether a judgement is of a report, a claim or a recording as a whole."""
    if member.act in (Act.DECLINES, Act.QUESTIONS):
        return False
    told = WORD.findall(member.words.casefold())[:8]
    return not load_words()["reports"].isdisjoint(told)


@cache
def load_words() -> Mapping[str, frozenset[str]]:
    """The lists of ``claims.toml``."""
    table = read_table("whence.gather", "claims.toml")
    return {name: frozenset(words) for name, words in table.items()}


def puts_forward(group: Sequence[Member], article: str | None = None) -> bool:
    """Whether somebody (in the article, where one is named) says it, by more than a caption."""
    return any(
        m.act not in JUDGING and m.role is not PassageRole.CAPTION
        for m in group
        if article is None or m.article == article
    )


def is_claim(group: Sequence[Member], articles: int) -> bool:
    """Whether a group is worth showing: put forward, and taken up by more than one article.

    Somebody must say it in a sentence, not only in the words of one. Of an article that stands
    alone, all that others say in it is, and its headline.
    """
    told = [m for m in group if m.role is PassageRole.HEADLINE or is_proposition(m.words)]
    if not puts_forward(told):
        return False
    if articles == 1:
        return any(not m.outlet or m.role is PassageRole.HEADLINE for m in group)
    return len({m.article for m in group}) > 1


def choose_wording(
    group: Sequence[int], members: Sequence[Member], likeness: NDArray[np.float64]
) -> int:
    """Which member's words stand for the claim: plain, standing alone, in the middle of it.

    What nobody puts forward but in a negation is worded with the words that are denied.
    """

    def fitness(i: int) -> tuple[float, int]:
        member = members[i]
        central = float(likeness[i, list(group)].mean())
        bonus = 0.1 * (member.role is PassageRole.HEADLINE)
        bonus -= 0.5 * (member.role is PassageRole.CAPTION)
        return central + bonus + plainness(member), -i

    positive = [i for i in group if members[i].polarity is Polarity.POSITIVE]
    plain = [i for i in positive if members[i].act in PUT_FORWARD]
    denied = [i for i in positive if not speaks_of_reports(members[i])]
    return max(plain or denied or group, key=fitness)


def plainness(member: Member) -> float:
    """How well a member's words stand alone, more or less than 0: whole, named, of fit length."""
    telling = sum(background().rarity(w) for w in {*words_of(member.words)})
    return 0.2 * min(1.0, telling / TELLING) - lack(member)


def lack(member: Member) -> float:
    """How much a member's words lack to be a sentence of their own that can be so or not so."""
    lists, words = load_words(), WORDS.findall(member.words.casefold().replace("’", "'"))
    first = words[1:2] if words[0] in OPENERS else words[:1]
    return (
        0.3 * (not lists["points_back"].isdisjoint(first))
        + 0.25 * (not lists["first_person"].isdisjoint(words))
        + 0.25 * (not lists["meta"].isdisjoint(words[:2]))
        + UNFINISHED[member.role is PassageRole.HEADLINE] * (not is_proposition(member.words))
        + 0.1 * (len(member.spans) > 1)
        + 0.15 * member.nested
        + 0.3 * (len(words) > LONGEST_WORDING)
        + 0.3 * (len(words) < FEWEST_WORDS + 2)
    )


def rank(group: Sequence[Member], wording: Member, own_texts: frozenset[str]) -> tuple[float, str]:
    """Sort key: many texts of their own and root sources, contested, worded to stand alone."""
    articles = {m.article for m in group}
    carried = len(articles & own_texts) + 0.25 * len(articles - own_texts)
    roots = {root for m in group if (root := root_of(m)) is not None}
    contest = opposed(group, wording.polarity)
    leads = any(m.role is PassageRole.HEADLINE for m in group)
    weight = carried + 0.25 * min(len(roots), MOST_ROOTS) + 1.5 * min(contest, 4) + 0.5 * leads
    return -(weight - BARE * lack(wording)), wording.id
