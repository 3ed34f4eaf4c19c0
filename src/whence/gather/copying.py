"""Copying: by how few changes an article can have been made out of others.

Takes the passages that one article shares with each of the others that may come before it,
gives the likely parents: those out of which the article is made at the least cost. The cost
counts editing as an editor does it — words of one's own, places where they were put in, places
where the parent was cut, its end left off, words changed, the order changed — so that a copy
lies nearest to the one it was made from, whose cuts and changes it carries on, and not merely
to the one it has most words with. This is the reckoning of textual criticism (shared
*innovations* show descent, Maas 1927) put as a shortest description. A second parent is taken
where it explains words that the first does not have. Read as likelihoods, the costs also tell how
likely an article is where it stands: all ways to make it from those before it count together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from whence.gather.alignment import Match


@dataclass(frozen=True, slots=True)
class Costs:
    """What each change costs, in words: a word of one's own costs 1."""

    insertion: float
    """The first place where matter of one's own was put in."""
    further_insertion: float
    insertion_word: float
    """Each word there, besides the word: who copies adds little."""
    cut: float
    """A place inside the parent that was left out, and for each word there."""
    cut_word: float
    cut_end: float
    """Leaving off the parent's end, and for each word there."""
    cut_end_word: float
    change: float = 6.0
    """A place where a few words were changed, put in or taken out."""
    move: float = 6.0
    """A passage that comes before one it followed."""
    join: float = 6.0
    """Taking from a further parent."""
    from_nothing: float = 10.0
    """Having no parent, besides the words."""


# Chosen on bred stories (benchmarks/lineage.py, seeds 1 to 3), one at a time; none is critical.
# Editors cut from the end to fit a page; what they add is little and stands together.
EDITING = Costs(
    insertion=12,
    further_insertion=20,
    insertion_word=0.05,
    cut=16,
    cut_word=0.08,
    cut_end=4,
    cut_end_word=0.02,
)

EVEN = Costs(
    insertion=10,
    further_insertion=10,
    insertion_word=0,
    cut=10,
    cut_word=0,
    cut_end=10,
    cut_end_word=0,
)
"""Putting in costs what leaving out costs. By these, two texts alone never show which of them
came first; third texts may."""

SCALE = 4.0
"""Cost that makes a way of copying less likely by a factor of e."""
FEW = 8
"""Words that count as a change and not yet as an insertion or a cut."""
SECOND = 10
"""Words that a further parent must add to what the first explains."""
CERTAIN = 20
"""Equal words in a row from which on an article is no longer taken to be from nothing,
however much it would cost to make it from the other."""
CANDIDATES = 8
"""Parents tried in pairs."""

Shared = Sequence[Match]
Taken = tuple[int, Match]
"""A parent and the passage taken from it."""
Way = tuple[float, tuple[int, ...]]
"""What it costs to make an article, and the parents it is then made of."""


@dataclass(slots=True)
class Takings:
    """What each article can have taken from others, whatever that costs.

    ``shared[x][y]`` are the passages of article ``x`` that ``y`` shares, ``sizes`` the articles'
    lengths in words.
    """

    shared: Mapping[int, Mapping[int, Shared]]
    sizes: Sequence[int]
    _taken: dict[tuple[int, tuple[int, ...]], list[Taken]] = field(default_factory=dict)
    _longest: dict[tuple[int, int], Shared] = field(default_factory=dict)
    _equal: dict[tuple[int, int], int] = field(default_factory=dict)
    _left: dict[tuple[int, int], int] = field(default_factory=dict)
    _fresh: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def taken(self, x: int, parents: tuple[int, ...]) -> list[Taken]:
        """The passages of ``x`` by parent; what an earlier parent explains is not taken again."""
        key = (x, parents)
        if key not in self._taken:
            found: list[Taken] = []
            before: list[Match] = []
            for parent in parents:
                for match in self._longest_first(x, parent):
                    if 2 * _overlap(match, before) < match.end - match.start:
                        found.append((parent, match))
                        before.append(match)
            self._taken[key] = sorted(found, key=lambda t: (t[1].start, t[1].end, t[0]))
        return self._taken[key]

    def equal(self, x: int, y: int) -> int:
        """Equal words in the passages of ``x`` that ``y`` shares."""
        if (x, y) not in self._equal:
            self._equal[x, y] = sum(match.equal for match in self.shared[x][y])
        return self._equal[x, y]

    def left(self, x: int, y: int) -> int:
        """Words of ``x`` that ``y`` does not explain."""
        if (x, y) not in self._left:
            explained = sum(match.end - match.start for match in self.shared[x][y])
            self._left[x, y] = self.sizes[x] - explained
        return self._left[x, y]

    def fresh(self, x: int, first: int, y: int) -> int:
        """Words of ``x`` that ``y`` explains and ``first`` does not."""
        key = (x, first, y)
        if key not in self._fresh:
            explained = self.shared[x][first]
            words = [m.end - m.start - _overlap(m, explained) for m in self.shared[x][y]]
            self._fresh[key] = sum(words)
        return self._fresh[key]

    def is_certain(self, x: int, y: int) -> bool:
        """Whether the two have so long a run in common that one of them must have taken it."""
        blocks = (block for match in self.shared[x][y] for block in match.blocks)
        return any(block.length >= CERTAIN for block in blocks)

    def _longest_first(self, x: int, y: int) -> Shared:
        if (x, y) not in self._longest:
            self._longest[x, y] = sorted(self.shared[x][y], key=lambda m: (-m.equal, m.start))
        return self._longest[x, y]


@dataclass(slots=True)
class Copying:
    """Who can have copied whom, by words alone, at given costs.

    Where costs are equal, the article that is first in order is preferred.
    """

    takings: Takings
    costs: Costs
    _ways: dict[tuple[int, frozenset[int]], list[Way]] = field(default_factory=dict)
    _costs: dict[tuple[int, tuple[int, ...]], float] = field(default_factory=dict)
    _likelihoods: dict[tuple[int, frozenset[int]], float] = field(default_factory=dict)

    def parents(self, x: int, earlier: Sequence[int]) -> tuple[int, ...]:
        """The parents, of those ``earlier``, out of which ``x`` is made at the least cost."""
        ways = self._find_ways(x, earlier)
        if not ways:
            return ()
        cost, parents = ways[0]
        if cost >= self._written(x) and not self.takings.is_certain(x, parents[0]):
            return ()
        return min(ways, key=lambda way: way[0])[1]

    def log_likelihood(self, x: int, earlier: Sequence[int]) -> float:
        """How likely ``x`` is after those ``earlier``, all ways to make it from them together.

        As a natural logarithm, to compare with other ``earlier`` alone. Each of those is as
        likely to be asked, so that a text is no likelier for having many before it.
        """
        key = (x, frozenset(earlier))
        if key not in self._likelihoods:
            asked = math.log(max(1, len(earlier)))
            logs = [
                -cost / SCALE - asked * len(parents)
                for cost, parents in self._find_ways(x, earlier)
            ]
            logs.append(-self._written(x) / SCALE)
            most = max(logs)
            total = most + math.log(math.fsum(math.exp(log - most) for log in logs))
            self._likelihoods[key] = round(total, 6)
        return self._likelihoods[key]

    def _written(self, x: int) -> float:
        """The cost of ``x`` without a parent."""
        return self.takings.sizes[x] + self.costs.from_nothing

    def _find_ways(self, x: int, earlier: Sequence[int]) -> list[Way]:
        """The ways to make ``x`` out of one of those ``earlier``, cheapest first, then of two."""
        key = (x, frozenset(earlier))
        if key not in self._ways:
            ranked = sorted((self._cost(x, (y,)), y) for y in earlier)
            ways: list[Way] = [(cost, (y,)) for cost, y in ranked]
            for _, first in ranked[: CANDIDATES // 2]:
                for second in self._seconds(x, first, earlier):
                    pairs = ((first, second), (second, first))
                    ways += [(self._cost(x, pair), pair) for pair in pairs]
            self._ways[key] = ways
        return self._ways[key]

    def _seconds(self, x: int, first: int, earlier: Sequence[int]) -> list[int]:
        """Those that explain most of what ``first`` does not."""
        if self.takings.left(x, first) < SECOND:
            return []
        fresh = ((-self.takings.fresh(x, first, y), y) for y in earlier if y != first)
        return [y for _, y in sorted(f for f in fresh if -f[0] >= SECOND)[:CANDIDATES]]

    def _cost(self, x: int, parents: tuple[int, ...]) -> float:
        key = (x, parents)
        if key not in self._costs:
            sizes, taken = self.takings.sizes, self.takings.taken(x, parents)
            cost = self._own([m for _, m in taken], sizes[x])
            cost += self.costs.join * (len(parents) - 1)
            for parent in parents:
                passages = [m for p, m in taken if p == parent]
                cost += self._taking(passages, sizes[parent])
            self._costs[key] = round(cost, 6)
        return self._costs[key]

    def _own(self, passages: Shared, size: int) -> float:
        """What the words between the passages cost, and the places where they stand."""
        costs, cost = self.costs, 0.0
        places = reached = 0
        for start, end in [*((m.start, m.end) for m in passages), (size, size)]:
            gap = start - reached
            if gap > 0:
                cost += gap + (costs.change if gap <= FEW else costs.insertion_word * gap)
                places += gap > FEW
            reached = max(reached, end)
        return cost + (costs.insertion + costs.further_insertion * (places - 1) if places else 0)

    def _taking(self, passages: Shared, size: int) -> float:
        """What was done to the parent: cuts, its end left off, changes, moves."""
        if not passages:
            return 0.0
        costs, cost = self.costs, 0.0
        reached = 0
        for match in sorted(passages, key=lambda m: (m.from_start, m.from_end)):
            gap = match.from_start - reached
            if gap > 0:
                cost += costs.change if gap <= FEW else costs.cut + costs.cut_word * gap
            reached = max(reached, match.from_end)
            cost += costs.change * (len(match.blocks) - 1) + (match.end - match.start - match.equal)
        if size - reached > FEW:
            cost += costs.cut_end + costs.cut_end_word * (size - reached)
        starts = [m.from_start for m in passages]
        return cost + costs.move * sum(b < a for a, b in pairwise(starts))


def _overlap(match: Match, others: Sequence[Match]) -> int:
    """Words of ``match`` that ``others``, which do not overlap each other, stand on."""
    start, end, words = match.start, match.end, 0
    for other in others:
        if other.start < end and start < other.end:
            words += min(end, other.end) - max(start, other.start)
    return words
