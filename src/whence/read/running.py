"""What runs along the edges of printed pages: headers, footers, page numbers.

Takes the lines of all pages, gives those that belong to the text, and the address that a browser
printed under a page. A line at the top or bottom edge is a running one if it says the same on
other pages, its numbers aside, or if it is a page number, or what browsers print (date and title
above, address and page below). It is looked for from the edge inwards, as far as lines run.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from whence.read.typeset import Line

_EDGE = 6
"""How many lines from an edge may be running ones."""
_SHARE = 3
"""A line that runs stands on at least one page in so many."""
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\s\-–—|·]*(?:page|pg\.?|p\.)?\s*\d{1,4}\s*(?:(?:of|/|\|)\s*\d{1,4})?[\s\-–—|·]*", re.I
)
_PRINTED_ON = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}(?:\s?[AP]M)?\b", re.I)
_PRINTED_FROM = re.compile(r"(?P<url>(?:https?|file):/{2,3}\S+)(?:\s+\d{1,4}/\d{1,4})?")


def without_running(lines: Sequence[Line]) -> tuple[list[Line], str | None]:
    """The lines of the text in their order, and the address printed under them if there is one."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    edges = [edge for page in by_page.values() for edge in _edges(page)]
    shapes = Counter(shape for edge in edges for shape in {_shape(line) for line in edge})
    often = max(2, -(-len(by_page) // _SHARE))
    running: set[int] = set()
    for edge in edges:
        for row in _rows(edge):
            if not any(shapes[_shape(line)] >= often or _is_printed(line) for line in row):
                break
            running.update(map(id, row))
    out = [line for line in lines if id(line) in running]
    return [line for line in lines if id(line) not in running], _address(out)


def _edges(page: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a page nearest to its top, and those nearest to its bottom."""
    fallen = sorted(page, key=lambda line: (-line.box[3], line.box[0]))
    risen = sorted(page, key=lambda line: (line.box[1], line.box[0]))
    return fallen[:_EDGE], risen[:_EDGE]


def _rows(edge: Sequence[Line]) -> list[list[Line]]:
    """The lines of an edge that stand beside each other, from the edge inwards."""
    rows: list[list[Line]] = []
    for line in edge:
        last = rows[-1][0] if rows else None
        if last and min(last.box[3], line.box[3]) - max(last.box[1], line.box[1]) > line.size / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _shape(line: Line) -> str:
    return _NUMBER.sub("#", " ".join(line.text.split()).casefold())


def _is_printed(line: Line) -> bool:
    return any(pattern.fullmatch(line.text) for pattern in (_PAGE_NUMBER, _PRINTED_FROM)) or bool(
        _PRINTED_ON.match(line.text)
    )


def _address(running: Iterable[Line]) -> str | None:
    """The address under a page; browsers cut long ones short, which are none."""
    for line in running:
        found = _PRINTED_FROM.match(line.text)
        if found and found["url"].startswith("http") and not found["url"].endswith(("…", "...")):
            return found["url"]
    return None
