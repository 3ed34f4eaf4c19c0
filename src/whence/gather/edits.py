"""Edits: what became of each passage of an article in its next version.

Takes two Articles, gives the Edits between them in the order of the later one, what was cut where
it stood. Passages come matched (matching.py); in those that have other words, the words that are
gone and those that are new are told by a longest common subsequence (Myers 1986). What only changed
its part on the page, as a paragraph that is now told to be a related link, is no edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

from whence.gather.matching import Match, match_parts
from whence.gather.parts import Part, read_parts
from whence.model import Article, Edit, EditKind, Quote, Span, Spans

LONGEST = 4000
"""Tokens of a passage that are set beside each other; of a longer one all is taken for changed."""

Placed = tuple[tuple[int, int, int], Edit]


def find_edits(before: Article, after: Article) -> list[Edit]:
    """The edits from one version to the next; none where a reader sees no difference."""
    there, here = read_parts(before), read_parts(after)
    matches = match_parts(there.parts, here.parts)
    found: list[Placed] = []
    for match in matches:
        old = [there.parts[n] for n in match.before]
        new = [here.parts[n] for n in match.after]
        edit = edit_of(before.id, after.id, old, new, match.moved)
        if edit is not None:
            found.append(((match.after[0], 0, 0), edit))
    matched = {n for match in matches for n in match.after}
    for n, part in enumerate(here.parts):
        if n not in matched and part.tokens not in there.unread:
            quote = Quote(after.id, (part.span,))
            edit = Edit(EditKind.ADDED, part.role, None, quote, added=(part.span,))
            found.append(((n, 0, 0), edit))
    for place, part in _unmatched(there.parts, matches):
        if part.tokens not in here.unread:
            quote = Quote(before.id, (part.span,))
            found.append((place, Edit(EditKind.CUT, part.role, quote, None, cut=(part.span,))))
    return [edit for _, edit in sorted(found, key=lambda row: row[0])]


def _unmatched(
    parts: Sequence[Part], matches: Sequence[Match]
) -> Iterator[tuple[tuple[int, int, int], Part]]:
    """Parts of the earlier version in no match, each behind what stood before it."""
    stands = {n: match.after[-1] for match in matches for n in match.before}
    steady = {n for match in matches if not match.moved for n in match.before}
    reached = -1
    for n, part in enumerate(parts):
        if n in steady:
            reached = stands[n]
        elif n not in stands:
            yield (reached, 1, n), part


def edit_of(
    before: str, after: str, old: Sequence[Part], new: Sequence[Part], moved: bool
) -> Edit | None:
    """What became of some parts that are one passage; None where nothing did."""
    cut, added = differing(old, new)
    if not (cut or added or moved):
        return None
    return Edit(
        kind=EditKind.REWORDED if cut or added else EditKind.MOVED,
        role=new[0].role,
        before=Quote(before, tuple(part.span for part in old)),
        after=Quote(after, tuple(part.span for part in new)),
        cut=cut,
        added=added,
        moved=moved,
    )


def differing(old: Sequence[Part], new: Sequence[Part]) -> tuple[Spans, Spans]:
    """The words of two versions of a passage that are gone, and those that are new."""
    there, here = ([t for part in parts for t in part.tokens] for parts in (old, new))
    if there == here:
        return (), ()
    before, after = ([s for part in parts for s in part.spans] for parts in (old, new))
    if max(len(there), len(here)) > LONGEST:
        return tuple(part.span for part in old), tuple(part.span for part in new)
    cut: list[Span] = []
    added: list[Span] = []
    for edit in LCSseq.opcodes(there, here):
        if edit.tag != "equal":
            cut += before[edit.src_start : edit.src_end]
            added += after[edit.dest_start : edit.dest_end]
    return run_together(cut, before), run_together(added, after)


def run_together(words: Sequence[Span], among: Sequence[Span]) -> Spans:
    """Words that follow each other, as one span."""
    number = {span: n for n, span in enumerate(among)}
    runs: list[Span] = []
    last = -2
    for word in words:
        if number[word] == last + 1:
            runs[-1] = (runs[-1][0], word[1])
        else:
            runs.append(word)
        last = number[word]
    return tuple(runs)
