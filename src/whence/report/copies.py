"""The tree of copies, laid out: which text was taken from which, as boxes and lines.

Takes a Story's lineage and a :class:`Reference`, gives coordinates for a drawing and the same
in sentences. Each article hangs under one text (the surest and largest derivation); its other
derivations are drawn as further lines. Roots stand at the left; a box's height is where its
copies are. Articles that neither took from nor gave to another are named apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whence.model import UNSEEN, Change, ChangeKind, Derivation, Direction, Story
from whence.report.answers import Giving, view_giving
from whence.report.moments import When, when_of
from whence.report.sources import ActorName, ArticleName, Reference, Words
from whence.report.visible import one_line

_BOX_WIDTH, _BOX_HEIGHT = 188, 46
_COLUMN, _ROW, _MARGIN = 252, 60, 6
_LONGEST_LABEL = 23


@dataclass(frozen=True, slots=True)
class Box:
    """One text: where it stands in the drawing, what is written in it."""

    x: int
    y: int
    label: str
    note: str
    full: str
    anchor: str
    unseen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One derivation: an SVG path from the source to the copy."""

    path: str
    known: bool


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One derivation in words. ``share`` is how much of the copy's text it covers, 0 to 100."""

    copy: ArticleName
    source: ArticleName | None
    unseen: str
    known: bool
    share: int
    why: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What a copy changed: the words it took, and its own; ``single`` ones need those around."""

    kind: str
    single: bool
    before: Giving
    after: Giving


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """What several outlets quote of one speaker, the earliest first, out of how many texts."""

    holder: ActorName
    quotes: tuple[Words, ...]
    texts: int
    duress: bool


@dataclass(frozen=True, slots=True)
class CopiesView:
    """The drawing, the same in words, what was changed, what is one speech, who stands alone."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    rows: tuple[CopyRow, ...]
    changes: tuple[ChangeRow, ...]
    speeches: tuple[SpeechRow, ...]
    alone: tuple[ArticleName, ...]
    box_width: int = _BOX_WIDTH
    box_height: int = _BOX_HEIGHT


def view_copies(story: Story, reference: Reference) -> CopiesView:
    """The tree of copies of a story; without boxes where nothing was taken from anything."""
    taken = _derivations(story)
    parents = choose_parents(taken)
    linked = {d.article for d in taken} | {d.source for d in taken}
    texts = [key for key in story.articles if key in linked]
    texts += sorted({d.source for d in taken if d.source not in set(texts)})
    places = place_texts(texts, parents)
    boxes = tuple(_box(key, places[key], parents.get(key), reference) for key in texts)
    return CopiesView(
        width=max((box.x + _BOX_WIDTH for box in boxes), default=0) + _MARGIN,
        height=max((box.y + _BOX_HEIGHT for box in boxes), default=0) + _MARGIN,
        boxes=boxes,
        lines=tuple(_line(places, d) for d in taken),
        rows=tuple(_row(d, reference) for d in taken),
        changes=tuple(view_change(change, reference) for change in story.changes),
        speeches=tuple(
            SpeechRow(
                reference.actor(s.holder),
                tuple(reference.words(quote) for quote in s.quotes),
                len(s.origins),
                s.duress,
            )
            for s in story.speeches
        ),
        alone=tuple(reference.name(key) for key in story.articles if key not in linked),
    )


def view_change(change: Change, reference: Reference) -> ChangeRow:
    """What was changed between two texts, ready to show."""
    return ChangeRow(
        change.kind.value,
        change.kind in (ChangeKind.NUMBER_CHANGED, ChangeKind.NAME_CHANGED),
        view_giving(change.before, reference),
        view_giving(change.after, reference),
    )


def choose_parents(derivations: list[Derivation]) -> dict[str, Derivation]:
    """For each copy the one derivation it hangs by: known first, then the largest; no circles."""
    parents: dict[str, Derivation] = {}
    for derivation in sorted(derivations, key=_sureness):
        if derivation.article not in parents and not _leads_to(derivation, parents):
            parents[derivation.article] = derivation
    return parents


def place_texts(texts: list[str], parents: Mapping[str, Derivation]) -> dict[str, tuple[int, int]]:
    """Column and vertical place of each text: copies right of their source, in given order."""
    copies: dict[str, list[str]] = {}
    for text in texts:
        if text in parents:
            copies.setdefault(parents[text].source, []).append(text)
    places: dict[str, tuple[int, int]] = {}
    row = 0
    for root in (text for text in texts if text not in parents):
        for text, column in reversed(list(_downwards(root, copies))):
            under = [places[copy][1] for copy in copies.get(text, ())]
            if not under:
                places[text] = (column, row)
                row += _ROW
            else:
                places[text] = (column, (min(under) + max(under)) // 2)
    return places


def _downwards(root: str, copies: Mapping[str, list[str]]) -> Iterator[tuple[str, int]]:
    """The tree under ``root``, each text before its copies, so that reversed it ends in order."""
    waiting = [(root, 0)]
    while waiting:
        text, column = waiting.pop()
        yield text, column
        waiting += [(copy, column + 1) for copy in copies.get(text, ())]


def _derivations(story: Story) -> list[Derivation]:
    """Every derivation once, in the order of the story's articles."""
    given = {entry.article: entry.derivations for entry in story.lineage}
    seen: dict[tuple[str, str], Derivation] = {}
    for key in story.articles:
        for derivation in given.get(key, ()):
            pair = (derivation.article, derivation.source)
            mirrored = seen.get((pair[1], pair[0]))
            undecided = derivation.direction is Direction.UNDECIDED
            if pair[0] != pair[1] and not (mirrored and undecided):
                seen.setdefault(pair, derivation)
    return list(seen.values())


def _sureness(derivation: Derivation) -> tuple[bool, int, str, str]:
    size = sum(p.end - p.start for p in derivation.passages)
    undecided = derivation.direction is not Direction.KNOWN
    return (undecided, -size, derivation.article, derivation.source)


def _leads_to(derivation: Derivation, parents: Mapping[str, Derivation]) -> bool:
    """Whether the source already hangs, at any remove, under the copy."""
    above: str | None = derivation.source
    while above is not None and above != derivation.article:
        above = parents[above].source if above in parents else None
    return above is not None


# ---------------------------------------------------------------- what is drawn


def _box(key: str, place: tuple[int, int], parent: Derivation | None, reference: Reference) -> Box:
    column, down = place
    x, y = _MARGIN + column * _COLUMN, _MARGIN + down
    if key.startswith(UNSEEN):
        unseen = one_line(key.removeprefix(UNSEEN))
        return Box(x, y, _cut(unseen), "text not seen", f"{unseen}, text not seen", "", True)
    name = reference.name(key)
    published = when_of(reference.article(key).published)
    note = _note(published, parent, reference)
    label = f"[{name.number}] {name.outlet}"
    return Box(x, y, _cut(label), note, f"{label}, {note}", name.anchor, False)


def _note(published: When | None, parent: Derivation | None, reference: Reference) -> str:
    time = "undated" if published is None else _short(published)
    share = _share(parent, reference) if parent else 0
    if not parent or not share:
        return time
    return f"{time} · {share} % {'taken' if parent.direction is Direction.KNOWN else 'shared'}"


def _short(moment: When) -> str:
    day, _, year = moment.day.rpartition(" ")
    date = " ".join(word[:3] for word in day.split()) or year
    return f"{date}, {moment.clock[:5]}" if moment.clock else date


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def _line(places: Mapping[str, tuple[int, int]], derivation: Derivation) -> Line:
    (from_column, from_y), (to_column, to_y) = places[derivation.source], places[derivation.article]
    known = derivation.direction is Direction.KNOWN
    y1, y2 = (_MARGIN + y + _BOX_HEIGHT // 2 for y in (from_y, to_y))
    x1 = _MARGIN + from_column * _COLUMN + _BOX_WIDTH
    x2 = _MARGIN + to_column * _COLUMN - (7 if known else 0)
    if to_column > from_column:
        middle = (x1 + x2) // 2
        return Line(f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}", known)
    x2 += _BOX_WIDTH + (14 if known else 0)
    bend = max(x1, x2) + 34
    return Line(f"M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}", known)


def _row(derivation: Derivation, reference: Reference) -> CopyRow:
    unseen = derivation.source.startswith(UNSEEN)
    return CopyRow(
        copy=reference.name(derivation.article),
        source=None if unseen else reference.name(derivation.source),
        unseen=one_line(derivation.source.removeprefix(UNSEEN)) if unseen else "",
        known=derivation.direction is Direction.KNOWN,
        share=_share(derivation, reference),
        why=one_line(derivation.why),
    )


def _share(derivation: Derivation, reference: Reference) -> int:
    """How many of a hundred characters of the copy stand in the source, rounded."""
    covered = {offset for p in derivation.passages for offset in range(p.start, p.end)}
    length = len(reference.article(derivation.article).text)
    return round(100 * len(covered) / length) if length else 0
