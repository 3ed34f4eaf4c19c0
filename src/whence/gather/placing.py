"""Placing: where an article without a usable time stands among those that share its words.

Takes each article's window of time and the costs of copying, gives every article a position in
time and, for any two, how likely the one came first. An article that no clock sets apart from
its relatives is tried in every gap between them: how likely it is after those before it, and
how much likelier it makes those after. Words carried on show where it stood: a text that has what
an early report has and a later one took over stands between the two. Where one links to another
it stands after it. Before the words are asked every gap is as likely as any other, since what has
lost its time is no earlier or later for that. The article is placed at the median. Whether a
direction counts as known is asked again with costs that favour neither direction, so that it
rests on third texts too and not only on what editors commonly do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from whence.gather.copying import Copying
from whence.gather.times import Window

ROUNDS = 3
"""Times each article is placed again beside the others' new places."""
RELATIVES = 12
"""Those sharing most words, among which an article is placed."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Positions in time, in seconds, and how likely one article came before another.

    For an article ``x`` placed by its words, ``before[x][y]`` is how likely ``y`` came first as
    editors go about it, ``shown[x][y]`` how likely as far as third texts show.
    """

    windows: Sequence[Window]
    links: Set[tuple[int, int]]
    positions: dict[int, float]
    before: dict[int, dict[int, float]] = field(default_factory=dict)
    shown: dict[int, dict[int, float]] = field(default_factory=dict)

    def earlier(self, x: int, others: Iterable[int]) -> list[int]:
        """Those of ``others`` that have a position before that of ``x``."""
        here = self.positions.get(x, math.inf)
        return [y for y in others if self.positions.get(y, math.inf) < here]


def first_likelihood(likelihoods: Mapping[int, Mapping[int, float]], y: int, x: int) -> float:
    """How likely ``y`` came before ``x``, in the view that is less sure of it."""
    views = []
    if x in likelihoods:
        views.append(likelihoods[x].get(y, 0.5))
    if y in likelihoods:
        views.append(1 - likelihoods[y].get(x, 0.5))
    return min(views, default=0.5)


def place(
    windows: Sequence[Window], links: Set[tuple[int, int]], editing: Copying, even: Copying
) -> Placement:
    """Place every article, those that time does not set apart from a relative by their words.

    ``links`` are pairs of which the first links to the second. ``editing`` reckons as editors go
    about it, ``even`` without favour to either direction.
    """
    loose = [
        x
        for x, window in enumerate(windows)
        if any(window.overlaps(windows[y]) for y in editing.takings.shared[x])
    ]
    fixed = set(range(len(windows))) - set(loose)
    placement = Placement(windows, links, {x: windows[x].latest for x in sorted(fixed)})
    for _ in range(ROUNDS):
        before = dict(placement.positions)
        for x in loose:
            gaps = _find_gaps(x, placement, editing)
            placement.positions[x] = gaps.median(windows[x])
            placement.before[x] = gaps.before()
        if placement.positions == before:
            break
    for x in loose:
        placement.shown[x] = _find_gaps(x, placement, even).before()
    return placement


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps between an article's relatives, in order, and how likely it stood in each."""

    around: Sequence[int]
    edges: Sequence[float]
    likely: Sequence[float]

    def median(self, window: Window) -> float:
        """A second in the gap before and after which it is equally likely to stand."""
        reached = list(accumulate(self.likely))
        gap = next(n for n, weight in enumerate(reached) if 2 * weight >= reached[-1])
        earliest = max(window.earliest, self.edges[gap])
        return _middle(earliest, min(window.latest, self.edges[gap + 1]))

    def before(self) -> dict[int, float]:
        """How likely each relative came first."""
        reached = list(accumulate(self.likely))
        return {y: 1 - reached[n] / reached[-1] for n, y in enumerate(self.around)}


def _find_gaps(x: int, placement: Placement, copying: Copying) -> Gaps:
    """Where ``x`` can stand among its relatives, and how likely each place is."""
    window = placement.windows[x]
    around = _relatives(x, placement, copying)
    edges = [-math.inf, *(placement.positions[y] for y in around), math.inf]
    fits = [a <= window.latest and b >= window.earliest for a, b in pairwise(edges)]
    linked = [
        fit
        and not any((y, x) in placement.links for y in around[:gap])
        and not any((x, y) in placement.links for y in around[gap:])
        for gap, fit in enumerate(fits)
    ]
    fits = linked if any(linked) else fits  # the clock has the last word
    logs = _gap_logs(x, around, placement, copying)
    most = max(log for log, fit in zip(logs, fits, strict=True) if fit)
    likely = [math.exp(log - most) if fit else 0.0 for log, fit in zip(logs, fits, strict=True)]
    return Gaps(around, edges, likely)


def _relatives(x: int, placement: Placement, copying: Copying) -> list[int]:
    """Those nearest to ``x`` in words that have a position, in the order of time."""
    placed = _nearest(
        x, [y for y in copying.takings.shared[x] if y in placement.positions], copying
    )
    return sorted(placed, key=lambda y: (placement.positions[y], y))


def _gap_logs(x: int, around: Sequence[int], placement: Placement, copying: Copying) -> list[float]:
    """How likely ``x`` is in each gap, with what it does for those after it, as logarithms."""
    gains = []
    for z in around:
        others = placement.earlier(z, (y for y in copying.takings.shared[z] if y != x))
        earlier = _nearest(z, others, copying)
        with_x = copying.log_likelihood(z, [*earlier, x])
        gains.append(with_x - copying.log_likelihood(z, earlier))
    own = [copying.log_likelihood(x, around[:gap]) for gap in range(len(around) + 1)]
    return [log + sum(gains[gap:]) for gap, log in enumerate(own)]


def _nearest(x: int, others: Sequence[int], copying: Copying) -> list[int]:
    """The ``RELATIVES`` of others that share most words with ``x``."""
    return sorted(others, key=lambda y: (-copying.takings.equal(x, y), y))[:RELATIVES]


def _middle(earliest: float, latest: float) -> float:
    """A second between two, an hour from the one where the other is open."""
    if math.isinf(earliest) and math.isinf(latest):
        return 0.0
    if math.isinf(earliest):
        return latest - 3600
    if math.isinf(latest):
        return earliest + 3600
    return (earliest + latest) / 2
