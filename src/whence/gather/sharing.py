"""Sharing: which reports share text by copying, and which passages.

Takes reports, gives for each its relatives with the passages they have in common. To share
words is not yet to share text: names, offices and set phrases run to ten words, a speech that
both heard to any number. Two reports are relatives where a longer run of words that tell is the
same, or where much of the shorter one is.
"""

from __future__ import annotations

from collections.abc import Sequence

from whence.gather.agencies import fold
from whence.gather.alignment import Match, align
from whence.gather.reports import Report
from whence.gather.shingles import shared_blocks

PASSAGE = 7
"""Equal words that a passage must have."""
RUN = 12
"""Equal words in a row, outside quotation marks, that make two reports relatives."""
REWORDED = 0.3
"""Share of the shorter text that does so without such a run."""
HOUSE = 0.2
"""Share of the shorter text that two reports of one outlet must have in common in any case: an
outlet repeats its own background paragraphs."""

Shared = dict[int, dict[int, list[Match]]]
"""For each report, by number, its relatives and the passages they share, in reading order."""


def share_passages(reports: Sequence[Report]) -> Shared:
    """The relatives of every report; an empty entry for one without any."""
    shared: Shared = {x: {} for x in range(len(reports))}
    for x, y, blocks in shared_blocks([report.words for report in reports]):
        one, other = reports[x], reports[y]
        enough = min(RUN, REWORDED * _shorter(one, other))
        if sum(block.length for block in blocks) < enough:
            continue
        found = [m for m in align(blocks, one.words, other.words) if m.equal >= PASSAGE]
        if _are_relatives(one, other, found):
            shared[x][y] = found
            turned = (match.turned() for match in found)
            shared[y][x] = sorted(turned, key=lambda m: (m.start, m.end))
    return shared


def _are_relatives(one: Report, other: Report, found: Sequence[Match]) -> bool:
    telling = [
        int(
            (
                one.telling[block.at : block.at + block.length]
                & other.telling[block.there : block.there + block.length]
            ).sum()
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
