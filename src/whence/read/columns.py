"""The lines of a printed page in the order in which they are read.

Takes the lines of one page, gives blocks of lines that stand under each other, ordered. A wide gap
in a line is a gutter only where the lines above and below leave it free as well: in narrow columns
justified type has gaps as wide, but the next line closes them. A line goes on in the one below it
where neither has another neighbour; so a column is one block and a heading across two columns
another. Blocks are ordered as in Breuel, "High Performance Document Layout Analysis" (2003): a
block comes before one that stands under it, and before one to its right unless something that spans
both stands between them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from whence.read.blocks import Anchor
from whence.read.typeset import Line

MOST_BLOCKS = 150
"""Of one page; ordering more costs too much, and they are read from top to bottom."""
MOST_LINES = 1500
_MARK = 3
"""Characters up to which a run before a gap is the mark of a list, and not a column."""
_WIDEST = 5
"""Ems up to which a gap may be one between words."""
_AROUND = 3
"""Ems within which the lines above and below are asked about a gap."""
_ALIKE = 1.2
"""How many times as high as the other type of one block may be."""
_CLOSE = 0.5
"""The least gap, in ems, within which lines stand under each other."""

Block = list[Line]


def order_page(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a page in reading order."""
    if len(lines) > MOST_LINES:
        return [[line] for line in lines]
    rows = sorted(_with_marks(_with_gaps(lines)), key=lambda line: (-line.box[3], line.box[0]))
    blocks = _blocks(rows)
    return _ordered(blocks) if len(blocks) <= MOST_BLOCKS else blocks


def _with_marks(lines: Sequence[Line]) -> list[Line]:
    """Bullets and numbers of lists joined to the lines that they stand before."""
    return _merged(lines, lambda last, _: len(last.text) <= _MARK)


def _with_gaps(lines: Sequence[Line]) -> list[Line]:
    """Lines joined where the gap between them is one between words."""
    order = sorted(lines, key=lambda line: -line.box[3])
    tops = [-line.box[3] for line in order]

    def is_between_words(last: Line, line: Line) -> bool:
        reach = _AROUND * line.size
        low = bisect_left(tops, -line.box[3] - reach)
        high = bisect_right(tops, -line.box[1] + reach)
        around = [one for one in order[low:high] if _is_above_or_below(one, line)]
        left = {round(one.box[1]) for one in around if _overlap(one, last) > 0}
        right = {round(one.box[1]) for one in around if _overlap(one, line) > 0}
        closing = {
            round(one.box[1])
            for one in around
            if one.box[0] < last.box[2] - 1 and one.box[2] > line.box[0] + 1
        }
        # A level with type on one side alone says nothing: a paragraph ends there.
        return len(closing) > len((left & right) - closing)

    return _merged(lines, is_between_words)


def _is_above_or_below(one: Line, line: Line) -> bool:
    level = min(one.box[3], line.box[3]) - max(one.box[1], line.box[1])
    return _alike(one, line) and level < 0.5 * min(one.size, line.size)


def _merged(lines: Sequence[Line], belong: Callable[[Line, Line], bool]) -> list[Line]:
    """Neighbours on one level joined where they ``belong`` together."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last and _beside(last, line) and belong(last, line):
            found[-1] = _joined(last, line)
        else:
            found.append(line)
    return found


def _beside(last: Line, line: Line) -> bool:
    level = min(last.box[3], line.box[3]) - max(last.box[1], line.box[1])
    gap = line.box[0] - last.box[2]
    return level > 0.5 * min(last.size, line.size) and 0 <= gap <= _WIDEST * line.size


def _joined(last: Line, line: Line) -> Line:
    ahead = len(last.text) + 1
    moved = (Anchor(a.start + ahead, a.end + ahead, a.href) for a in line.anchors)
    low, high = min(last.box[1], line.box[1]), max(last.box[3], line.box[3])
    return replace(
        line,
        text=f"{last.text} {line.text}",
        box=(last.box[0], low, line.box[2], high),
        anchors=(*last.anchors, *moved),
    )


def _blocks(rows: Sequence[Line]) -> list[Block]:
    """Lines under each other, as blocks in the order of their first lines."""
    below = _neighbours(rows)
    above: dict[int, list[int]] = {}
    for upper, lowers in below.items():
        for lower in lowers:
            above.setdefault(lower, []).append(upper)
    nexts = {
        upper: lowers[0]
        for upper, lowers in below.items()
        if len(lowers) == 1 and len(above[lowers[0]]) == 1 and _alike(rows[upper], rows[lowers[0]])
    }
    later = set(nexts.values())
    blocks: list[Block] = []
    for index in range(len(rows)):
        if index in later:
            continue
        block, at = [rows[index]], index
        while (following := nexts.get(at)) is not None:
            block.append(rows[following])
            at = following
        blocks.append(block)
    return blocks


def _neighbours(rows: Sequence[Line]) -> dict[int, list[int]]:
    """For each line those right under it, no further away than lines here mostly are."""
    gaps: dict[int, list[tuple[float, int]]] = {}
    for upper, line in enumerate(rows):
        for lower in range(upper + 1, len(rows)):
            gap = line.box[1] - rows[lower].box[3]
            if gap > 2 * line.size:
                break
            if gap > -0.5 * line.size and _overlap(line, rows[lower]) > 0:
                gaps.setdefault(upper, []).append((gap / line.size, lower))
    usual = median(min(found)[0] for found in gaps.values()) if gaps else 0.0
    within = max(_CLOSE, 1.3 * usual + 0.1)
    found: dict[int, list[int]] = {}
    for upper, candidates in gaps.items():
        near = [(gap, lower) for gap, lower in candidates if gap <= within]
        nearest = min(near, default=(0.0, 0))[0]
        lowers = [lower for gap, lower in near if gap <= nearest + 0.5]
        if lowers:
            found[upper] = lowers
    return found


def _overlap(one: Line, other: Line) -> float:
    return min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])


def _alike(one: Line, other: Line) -> bool:
    return max(one.size, other.size) <= _ALIKE * min(one.size, other.size)


def _ordered(blocks: Sequence[Block]) -> list[Block]:
    """Breuel's order; among blocks that may come next, the one that stands highest."""
    boxes = [_box(block) for block in blocks]
    earlier = {
        b: {a for a in range(len(blocks)) if a != b and _precedes(a, b, boxes)}
        for b in range(len(blocks))
    }
    order: list[int] = []
    left = list(range(len(blocks)))
    while left:
        done = set(order)
        following = next((b for b in left if earlier[b] <= done), left[0])
        left.remove(following)
        order.append(following)
    return [blocks[index] for index in order]


def _box(block: Block) -> tuple[float, float, float, float]:
    return (
        min(line.box[0] for line in block),
        min(line.box[1] for line in block),
        max(line.box[2] for line in block),
        max(line.box[3] for line in block),
    )


def _precedes(a: int, b: int, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    one, other = boxes[a], boxes[b]
    if _across(one, other):
        return one[3] > other[3] or (one[3] == other[3] and a < b)
    if one[2] > other[0]:
        return False
    low, high = min(one[1], other[1]), max(one[3], other[3])
    return not any(
        low < (box[1] + box[3]) / 2 < high and _across(box, one) and _across(box, other)
        for box in boxes
        if box is not one and box is not other
    )


def _across(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0])
