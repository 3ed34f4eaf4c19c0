"""Changes: what became of what a text says on the way into its copy.

Takes the Derivations of a story whose direction is known, its Analyses and Members, gives the
Changes: a hedge lost or put in, a source dropped so that the copy says itself what the text had
from somebody, a number or a name that became another. A change is told only where the words that
carried it were themselves changed, so that one sentence read in two ways is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from whence.analyse.assertions import Gaps
from whence.analyse.cues import load_cues
from whence.analyse.sentences import split_sentences
from whence.analyse.spans import meet
from whence.gather.members import Member, firmness_of
from whence.gather.overstating import find_free, is_own_certain
from whence.gather.wording import Wording, align_words, words_in
from whence.model import (
    UNSEEN,
    Actor,
    Alignment,
    Analysis,
    Article,
    Certainty,
    Change,
    ChangeKind,
    Derivation,
    Direction,
    Distance,
    Firmness,
    MentionKind,
    Quote,
    Span,
    Spans,
)

CARRIED = 0.6
"""Share of a content's words that a copy must have to be said to carry it."""
SAME_PLACE = 0.5
"""Share of the shorter of two places in a copy that must overlap for them to be one."""
SHORT = 4
"""Words up to which a replaced run is looked at for a number or a name."""


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a derivation: its analysis, its members in reading order, and their cues by id.

    ``free`` is what the article has beside its statements.
    """

    analysis: Analysis
    members: Sequence[Member]
    cues: Mapping[str, Spans]
    free: Gaps

    @property
    def article(self) -> Article:
        """The article."""
        return self.analysis.article

    def quote(self, span: Span) -> Quote:
        """Words of the article."""
        return Quote(self.article.id, (span,))

    def sentence(self, at: int) -> Span:
        """The sentence around an offset, or the line where none is told."""
        text = self.article.text
        begin = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        line = (begin, len(text) if end < 0 else end)
        return next((s for s in split_sentences(text, *line) if s[0] <= at < s[1]), line)


@dataclass(frozen=True, slots=True)
class Pair:
    """A text, its copy, and their words side by side."""

    source: Side
    copy: Side
    wording: Wording


def find_changes(
    derivations: Iterable[Derivation],
    analyses: Mapping[str, Analysis],
    members: Sequence[Member],
    actors: Mapping[str, Actor],
) -> tuple[Change, ...]:
    """What was changed from each text to its copies, by copy, then in reading order.

    ``actors`` maps the articles' actor ids to the story's. Where it is not known who took from
    whom, nothing was changed by either.
    """
    known = [
        d for d in derivations if d.direction is Direction.KNOWN and not d.source.startswith(UNSEEN)
    ]
    by_article: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_article[member.article].append(member)
    named = {key for d in known for key in (d.source, d.article)}
    sides = {key: view_side(analyses[key], by_article[key]) for key in named}
    found: list[Change] = []
    for taken in known:
        pair = view_pair(sides[taken.source], sides[taken.article], taken.passages)
        found += in_order(pair_changes(pair, actors))
    return tuple(sorted(found, key=lambda c: (c.after.article, c.before.article)))


def view_pair(source: Side, copy: Side, passages: Sequence[Alignment]) -> Pair:
    """Two texts with the words of some passages of both set beside each other."""
    return Pair(source, copy, align_words(source.article.text, copy.article.text, passages))


def pair_changes(pair: Pair, actors: Mapping[str, Actor]) -> set[Change]:
    """What was changed from a text to its copy."""
    return {*firmness_changes(pair), *number_changes(pair), *name_changes(pair, actors)}


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Changes of one copy in reading order."""
    return sorted(changes, key=lambda c: (c.after.spans, c.before.spans, c.kind))


def view_side(analysis: Analysis, members: Sequence[Member]) -> Side:
    """One text with what is asked of it."""
    cues = {s.id: s.cue for s in analysis.statements}
    return Side(analysis, members, cues, find_free(analysis))


# ---------------------------------------------------------------- hedges and sources


def firmness_changes(pair: Pair) -> Iterator[Change]:
    """Contents that the copy passes on more or less firmly than the text it took them from."""
    for member in pair.source.members:
        share, place = pair.wording.carried(member.extent)
        if place is None or share < CARRIED:
            continue
        there, here = pair.source.sentence(member.spans[0][0]), pair.copy.sentence(place[0])
        same = find_same(place, pair.copy.members)
        if same is None and not is_own_certain(pair.copy.article.text, here, pair.copy.free):
            continue
        after = firmness_of(same) if same else Firmness.STATED
        kind = tell_change(pair, member, after, there, here)
        if kind is not None:
            yield Change(kind, pair.source.quote(there), pair.copy.quote(here))


def tell_change(
    pair: Pair, member: Member, after: Firmness, there: Span, here: Span
) -> ChangeKind | None:
    """What happened on the way to a member's hedge or source.

    ``there`` is its sentence, ``here`` the copy's, which passes it on as firmly as ``after``.
    """
    before, wording = firmness_of(member), pair.wording
    if after > before and before is Firmness.DISTANCED:
        lost = [wording.source.span(n, n + 1) for n in wording.lost(there)]
        return ChangeKind.HEDGE_LOST if hedges(pair.source, there, lost) else None
    if after is Firmness.STATED and before in (Firmness.ATTRIBUTED, Firmness.ENDORSED):
        said = pair.source.cues.get(member.id, ())
        cue = {n for span in said for n in words_in(wording.source, span)}
        inside = cue <= set(words_in(wording.source, there))
        return (
            ChangeKind.SOURCE_DROPPED if cue and inside and not cue & set(wording.pairs) else None
        )
    if after is Firmness.DISTANCED and before > after:
        added = [wording.copy.span(n, n + 1) for n in wording.added(here)]
        return ChangeKind.HEDGE_ADDED if hedges(pair.copy, here, added) else None
    return None


def find_same(place: Span, members: Sequence[Member]) -> Member | None:
    """The member whose words stand at a place, the one that fits it best."""

    def overlap(member: Member) -> float:
        begin, end = member.extent
        shared = min(end, place[1]) - max(begin, place[0])
        return shared / min(end - begin, place[1] - place[0])

    best = max(members, key=lambda m: (overlap(m), -len(m.words), m.id), default=None)
    return best if best and overlap(best) >= SAME_PLACE else None


def hedges(side: Side, sentence: Span, words: Sequence[Span]) -> bool:
    """Whether some words of a sentence hedge it, or are the cue by which it is attributed."""
    cues, text = load_cues(), side.article.text
    found = cues.find_cue_words(text, *sentence)
    if any(meet(word, cue) for word in words for cue in found):
        return True
    weight = cues.weigh(" ".join(text[slice(*word)] for word in words))
    return weight.certainty is not Certainty.CERTAIN or weight.distance is not Distance.NEUTRAL


# ---------------------------------------------------------------- numbers and names


def number_changes(pair: Pair) -> Iterator[Change]:
    """Quantities that became others in the same place."""

    def counted(side: Side) -> list[tuple[Span, object]]:
        return [((q.start, q.end), (q.low, q.high)) for q in side.analysis.quantities]

    yield from swapped(pair, counted(pair.source), counted(pair.copy), ChangeKind.NUMBER_CHANGED)


def name_changes(pair: Pair, actors: Mapping[str, Actor]) -> Iterator[Change]:
    """Names that became those of others in the same place."""

    def named(side: Side) -> list[tuple[Span, object]]:
        return [
            ((m.start, m.end), actors[m.actor].id if m.actor in actors else m.actor)
            for m in side.analysis.mentions
            if m.kind is MentionKind.NAME
        ]

    yield from swapped(pair, named(pair.source), named(pair.copy), ChangeKind.NAME_CHANGED)


def swapped(
    pair: Pair,
    before: Sequence[tuple[Span, object]],
    after: Sequence[tuple[Span, object]],
    kind: ChangeKind,
) -> Iterator[Change]:
    """What stands alone where a short run of words was replaced, and is another of its kind."""
    for there, here in pair.wording.swaps:
        if max(there[1] - there[0], here[1] - here[0]) > SHORT:
            continue
        around, instead = pair.wording.source.span(*there), pair.wording.copy.span(*here)
        old = [row for row in before if meet(around, row[0])]
        new = [row for row in after if meet(instead, row[0])]
        if len(old) == len(new) == 1 and old[0][1] != new[0][1]:
            yield Change(kind, pair.source.quote(old[0][0]), pair.copy.quote(new[0][0]))
