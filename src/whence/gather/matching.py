"""Matching: which parts of two versions of an article are the same.

Takes the Parts of both, gives Matches: the same part in both, or one that was reworded, parted or
joined; what is in no match was cut or added. Parts with the same tokens that stand once in each are
anchors (patience diff, Cohen 2010); between them parts are matched in order, then anywhere by how
much of what their words tell they share, best first. The longest run of matches that stand in one
order in both (Schensted 1961) stayed where it was, the others were moved. An index of words and a
cap on common ones keep the work near-linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from whence.gather.parts import Part
from whence.model import PassageRole

ALIKE = 0.5
"""Share of both parts' telling words from which on one is the other, reworded."""
HELD = 0.75
"""Share of a part's telling words that another must have for it to be a piece of that one."""
FEWEST = 6
"""Words from which on a part can be a piece of another, or can have been moved."""
CROWD = 40
"""Parts that may have a word for it to lead from one to another."""
SINGLE = (PassageRole.HEADLINE, PassageRole.BYLINE)
"""Roles of which an article has one: what stands in its place took its place."""
LIKELY = 8
"""Parts that are looked at closely for one."""

Pair = tuple[int, int]
Group = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Match:
    """Parts of the earlier version and those of the later that they became, by number."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    moved: bool = False


def match_parts(before: Sequence[Part], after: Sequence[Part]) -> list[Match]:
    """The matches of two versions, in the order of the later one."""
    same = match_same(before, after)
    alike = match_alike(before, after, same)
    groups = join_pieces(before, after, [*same, *alike])
    groups.sort(key=lambda group: group.before)
    steady = longest_rise([group.after[0] for group in groups])
    moved = {
        number
        for number, group in enumerate(groups)
        if number not in steady and can_move([after[n] for n in group.after])
    }
    found = [Match(g.before, g.after, number in moved) for number, g in enumerate(groups)]
    return sorted(found, key=lambda match: match.after)


def can_move(parts: Sequence[Part]) -> bool:
    """Whether it says something that parts stand elsewhere: a headline has one place only."""
    words = sum(token[0].isalnum() for part in parts for token in part.tokens)
    return words >= FEWEST and parts[0].role is not PassageRole.HEADLINE


# ---------------------------------------------------------------- the same


def match_same(before: Sequence[Part], after: Sequence[Part]) -> list[Pair]:
    """Parts with the same tokens."""
    there, here = (Counter(p.tokens for p in parts) for parts in (before, after))
    places = {part.tokens: number for number, part in enumerate(after)}
    alone = [
        (number, places[part.tokens])
        for number, part in enumerate(before)
        if there[part.tokens] == here[part.tokens] == 1
    ]
    steady = longest_rise([b for _, b in alone])
    anchors = [pair for number, pair in enumerate(alone) if number in steady]
    matched = {before[a].tokens for a, _ in alone}
    ends = [(-1, -1), *anchors, (len(before), len(after))]
    between = [
        pair
        for (a, b), (c, d) in pairwise(ends)
        for pair in _match_gap(before, after, range(a + 1, c), range(b + 1, d))
        if before[pair[0]].tokens not in matched
    ]
    return [*alone, *between, *_match_rest(before, after, [*alone, *between])]


def _match_gap(
    before: Sequence[Part], after: Sequence[Part], there: range, here: range
) -> Iterator[Pair]:
    """Parts between two anchors with the same tokens, matched in order."""
    places: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for number in here:
        places[after[number].tokens].append(number)
    reached = -1
    for number in there:
        waiting = places.get(before[number].tokens, deque())
        while waiting and waiting[0] <= reached:
            waiting.popleft()
        if waiting:
            reached = waiting.popleft()
            yield number, reached


def _match_rest(
    before: Sequence[Part], after: Sequence[Part], taken: Sequence[Pair]
) -> Iterator[Pair]:
    """The same tokens anywhere, in order, where both have them still unmatched."""
    gone, used = {a for a, _ in taken}, {b for _, b in taken}
    places: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for number, part in enumerate(after):
        if number not in used:
            places[part.tokens].append(number)
    for number, part in enumerate(before):
        if number not in gone and places.get(part.tokens):
            yield number, places[part.tokens].popleft()


def longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """The places of a longest rising run of some numbers, the same one for the same numbers."""
    tails: list[int] = []
    at: list[int] = []
    earlier: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        earlier.append(at[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        at[length : length + 1] = [place]
    run: list[int] = []
    place = at[-1] if at else -1
    while place >= 0:
        run.append(place)
        place = earlier[place]
    return frozenset(run)


# ---------------------------------------------------------------- alike


def match_alike(before: Sequence[Part], after: Sequence[Part], same: Sequence[Pair]) -> list[Pair]:
    """Parts that were reworded: those that there is one of, and those that share what they tell."""
    gone, used = {a for a, _ in same}, {b for _, b in same}
    there = {n: p.weights() for n, p in enumerate(before) if n not in gone}
    here = {n: p.weights() for n, p in enumerate(after) if n not in used}
    heads = [pair for role in SINGLE for pair in _match_first(role, before, after, there, here)]
    for a, b in heads:
        del there[a], here[b]
    found = list(heads)
    for _, a, b in sorted(_likely_pairs(before, after, there, here)):
        if a in there and b in here:
            del there[a], here[b]
            found.append((a, b))
    return found


def _match_first(
    role: PassageRole,
    before: Sequence[Part],
    after: Sequence[Part],
    there: Iterable[int],
    here: Iterable[int],
) -> list[Pair]:
    """The first part of a role, whatever its words."""

    def first(parts: Sequence[Part], free: Iterable[int]) -> list[int]:
        return [n for n in sorted(free) if parts[n].role is role][:1]

    return list(zip(first(before, there), first(after, here), strict=False))


def _likely_pairs(
    before: Sequence[Part],
    after: Sequence[Part],
    there: Mapping[int, Mapping[str, float]],
    here: Mapping[int, Mapping[str, float]],
) -> Iterator[tuple[float, int, int]]:
    """Pairs that may be one part, with how unlike they are."""
    carriers: dict[str, list[int]] = defaultdict(list)
    for number, weights in here.items():
        for word in weights:
            carriers[word].append(number)
    for number, weights in there.items():
        met: Counter[int] = Counter()
        for word in weights:
            if len(carriers[word]) <= CROWD:
                met.update(carriers[word])
        near = sorted(met, key=lambda n: (-met[n], abs(n - number), n))[:LIKELY]
        for other in near:
            alike, held = likeness(weights, here[other])
            short = min(len(before[number].tokens), len(after[other].tokens))
            if alike >= ALIKE or (held >= HELD and short >= FEWEST):
                yield -alike, number, other


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[float, float]:
    """How much of both, and how much of the smaller, two parts share of what they tell."""
    small, large = sorted((sum(one.values()), sum(other.values())))
    shared = sum(min(weight, other[word]) for word, weight in one.items() if word in other)
    if not small:
        return 0.0, 0.0
    return 2 * shared / (small + large), shared / small


# ---------------------------------------------------------------- pieces


def join_pieces(
    before: Sequence[Part], after: Sequence[Part], pairs: Sequence[Pair]
) -> list[Match]:
    """Matches of one part with several, where a part beside a matched one is a piece of it."""
    groups: list[Group] = [([a], [b]) for a, b in pairs]
    for side, parts, others in ((1, after, before), (0, before, after)):
        owners = {number: group for group in groups for number in group[side]}
        free = [number for number in range(len(parts)) if number not in owners]
        downwards = [(number, number - 1) for number in free]
        upwards = [(number, number + 1) for number in reversed(free)]
        for number, near in (*downwards, *upwards):
            group = owners.get(near)
            if group is None or number in owners:
                continue
            pieces, whole = [parts[n] for n in group[side]], [others[n] for n in group[1 - side]]
            if is_piece(parts[number], pieces, whole):
                group[side].append(number)
                owners[number] = group
    return [Match(tuple(sorted(a)), tuple(sorted(b))) for a, b in groups]


def is_piece(part: Part, pieces: Sequence[Part], whole: Sequence[Part]) -> bool:
    """Whether a part says what ``whole`` has and its ``pieces`` so far have not."""
    left = Counter(token for p in whole for token in p.tokens)
    left.subtract(token for p in pieces for token in p.tokens)
    held = {word: weight for word, weight in part.weights().items() if left[word] > 0}
    total = sum(part.weights().values())
    return len(part.tokens) >= FEWEST and sum(held.values()) >= HELD * total
