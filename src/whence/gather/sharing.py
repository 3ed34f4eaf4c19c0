"""Sharing: which reports share text by copying, and which passages.

Takes reports, gives them by kindred: sets of which none shares text with another, each with the
passages that its reports have in common. To share words is not yet to share text: names, offices
and set phrases run to ten words, a speech that both heard to any number. Two reports are
relatives where a longer run of words that tell is the same, or where much of the shorter one is.
What the kindreds are is told by numbers alone; passages are made for one kindred at a time, so
that any number of articles fits in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from whence.gather.agencies import fold
from whence.gather.alignment import Match, align
from whence.gather.kinship import find_leaders
from whence.gather.reports import Report
from whence.gather.shingles import Runs, join_runs, shared_runs

PASSAGE = 7
"""Equal words that a passage must have."""
RUN = 16
"""Equal words in a row, outside quotation marks, that make two reports relatives."""
REWORDED = 0.3
"""Share of the shorter text that does so without such a run."""
HOUSE = 0.2
"""Share of the shorter text that two reports of one outlet must have in common in any case: an
outlet repeats its own background paragraphs."""

NEAREST = 24
"""Reports that a word is shared with, those that share most words, before it is not looked for
in further ones: where hundreds carry the same text, each is set beside the nearest alone."""
CROWD = 400
"""Reports, those that share most words, that are looked through for the nearest."""

Shared = dict[int, dict[int, list[Match]]]
"""For each report, by number, its relatives and the passages they share, in reading order."""


def share_passages(reports: Sequence[Report]) -> Iterator[tuple[list[int], Shared]]:
    """The numbers of the reports of each kindred, in order, and what these share.

    In ``Shared`` a report goes by its place among those numbers. A report that shares nothing
    is a kindred of its own.
    """
    runs = join_runs([_enough(found, reports) for found in shared_runs([r.words for r in reports])])
    kindred = _kindreds(len(reports), runs)
    runs = runs.pick(np.argsort(kindred[runs.a], kind="stable"))
    bounds = np.searchsorted(kindred[runs.a], np.arange(len(reports) + 1)).tolist()
    order = np.argsort(kindred, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(kindred[order])) + 1)
    for numbers in (part.tolist() for part in members if len(part)):
        begin, end = bounds[numbers[0]], bounds[numbers[0] + 1]
        yield numbers, _share(runs.pick(np.arange(begin, end)), numbers, reports)


def _enough(runs: Runs, reports: Sequence[Report]) -> Runs:
    """The runs of pairs that can be relatives, by their equal words, and are near."""
    firsts = runs.pairs()
    equal = np.add.reduceat(runs.length, firsts)
    counts = np.diff(np.append(firsts, len(runs)))
    sizes = np.array([len(report.words) for report in reports])
    shorter = np.minimum(sizes[runs.a[firsts]], sizes[runs.b[firsts]])
    enough = equal >= np.minimum(RUN, REWORDED * shorter)
    later = runs.b[firsts]
    bounds = [*np.flatnonzero(np.diff(later, prepend=-1)).tolist(), len(later)]
    for begin, end in pairwise(bounds):
        if np.count_nonzero(enough[begin:end]) > NEAREST:
            pairs = begin + np.flatnonzero(enough[begin:end])
            pairs = pairs[np.argsort(-equal[pairs], kind="stable")]
            enough[pairs] = _near(pairs, firsts, counts, runs, int(sizes[later[begin]]))
    return runs.pick(np.repeat(enough, counts))


def _near(
    pairs: NDArray[np.int64],
    firsts: NDArray[np.int64],
    counts: NDArray[np.int64],
    runs: Runs,
    size: int,
) -> NDArray[np.bool_]:
    """Which of the pairs of one later report of ``size`` words, nearest first, are near."""
    near = np.zeros(len(pairs), dtype=bool)
    pairs = pairs[:CROWD]
    edges = np.zeros((len(pairs), size + 1), dtype=np.int16)
    for number, pair in enumerate(pairs.tolist()):
        rows = slice(firsts[pair], firsts[pair] + counts[pair])
        np.add.at(edges[number], runs.there[rows], 1)
        np.add.at(edges[number], runs.there[rows] + runs.length[rows], -1)
    covers = np.cumsum(edges, axis=1)[:, :-1] > 0
    before = np.cumsum(covers, axis=0, dtype=np.int16) - covers
    near[: len(pairs)] = np.count_nonzero(covers & (before < NEAREST), axis=1) >= PASSAGE
    return near


def _kindreds(count: int, runs: Runs) -> NDArray[np.int64]:
    """For each of ``count`` reports the first that it is joined with, over any number of pairs."""
    firsts = runs.pairs()
    pairs = zip(runs.a[firsts].tolist(), runs.b[firsts].tolist(), strict=True)
    return np.array(find_leaders(count, pairs), dtype=np.int64)


def _share(runs: Runs, numbers: Sequence[int], reports: Sequence[Report]) -> Shared:
    """The relatives of every report of a kindred; an empty entry for one without any."""
    shared: Shared = {x: {} for x in range(len(numbers))}
    place = {number: x for x, number in enumerate(numbers)}
    for begin, end in pairwise([*runs.pairs().tolist(), len(runs)]):
        a, b = int(runs.a[begin]), int(runs.b[begin])
        one, other = reports[a], reports[b]
        blocks = runs.blocks(begin, end)
        found = [m for m in align(blocks, one.words, other.words) if m.equal >= PASSAGE]
        if _are_relatives(one, other, found):
            x, y = place[a], place[b]
            shared[x][y] = found
            turned = (match.turned() for match in found)
            shared[y][x] = sorted(turned, key=lambda m: (m.start, m.end))
    return shared


def _are_relatives(one: Report, other: Report, found: Sequence[Match]) -> bool:
    telling = [
        int(
            np.count_nonzero(
                one.telling[block.at : block.at + block.length]
                & other.telling[block.there : block.there + block.length]
            )
        )
        for match in found
        for block in match.blocks
    ]
    share = sum(telling) / max(1, _shorter(one, other))
    if _same_outlet(one, other) and share < HOUSE:
        return False
    return max(telling, default=0) >= RUN or share >= REWORDED


def _same_outlet(one: Report, other: Report) -> bool:
    outlet = fold(one.article.outlet or "")
    return bool(outlet) and outlet == fold(other.article.outlet or "")


def _shorter(one: Report, other: Report) -> int:
    return min(len(one.words), len(other.words))
