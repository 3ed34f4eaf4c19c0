"""Axes: what became of a statement's axes between two versions of an article.

Takes two texts with their words side by side (changes.py), gives the Changes between them. Each
version is asked as if it were the copy of the other, so that what one lost the other put in: a
hedge or a source that the later version has for what the earlier one said itself is told as well.
To these come acts ("said" that became "confirmed") and polarity, where their words were changed,
and numbers that count nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from whence.analyse.spans import meet
from whence.gather.changes import (
    CARRIED,
    Pair,
    find_same,
    firmness_changes,
    hedges,
    in_order,
    pair_changes,
)
from whence.gather.members import PUT_FORWARD, Member, firmness_of
from whence.gather.wording import words_in
from whence.model import Act, Actor, Certainty, Change, ChangeKind, Distance, Firmness

CERTAINTIES = tuple(Certainty)
"""From certain to open."""
TURNED = {
    ChangeKind.HEDGE_LOST: ChangeKind.HEDGE_ADDED,
    ChangeKind.HEDGE_ADDED: ChangeKind.HEDGE_LOST,
    ChangeKind.SOURCE_DROPPED: ChangeKind.SOURCE_ADDED,
}
"""What a change is when it is looked at from the later version."""


def compare_pair(pair: Pair, actors: Mapping[str, Actor]) -> list[Change]:
    """All that was changed from one version to the next, in reading order."""
    turned = Pair(pair.copy, pair.source, pair.wording.turned())
    backwards = {
        replace(change, kind=TURNED[change.kind], before=change.after, after=change.before)
        for change in firmness_changes(turned)
    }
    found = {*pair_changes(pair, actors), *backwards, *axis_changes(pair)}
    return in_order({*found, *figure_changes(pair, found)})


def figure_changes(pair: Pair, found: Iterable[Change]) -> Iterator[Change]:
    """Other numbers in figures, which count nothing ("at 11.30", "the 35-hour week")."""
    told = [c.before.spans[0] for c in found if c.kind is ChangeKind.NUMBER_CHANGED]
    for there, here in pair.wording.swaps:
        old, new = (
            [words.span(n, n + 1) for n in range(*run)]
            for words, run in ((pair.wording.source, there), (pair.wording.copy, here))
        )
        old = [span for span in old if pair.source.article.text[slice(*span)].isdecimal()]
        new = [span for span in new if pair.copy.article.text[slice(*span)].isdecimal()]
        if len(old) == len(new) == 1 and not any(meet(old[0], span) for span in told):
            yield Change(
                ChangeKind.NUMBER_CHANGED, pair.source.quote(old[0]), pair.copy.quote(new[0])
            )


def axis_changes(pair: Pair) -> Iterator[Change]:
    """Statements that do something else with what they say, or say the opposite."""
    for member in pair.source.members:
        share, place = pair.wording.carried(member.extent)
        if place is None or share < CARRIED:
            continue
        same = find_same(place, pair.copy.members)
        if same is None:
            continue
        kind = tell_axis(pair, member, same)
        if kind is not None:
            there = pair.source.sentence(member.spans[0][0])
            here = pair.copy.sentence(same.spans[0][0])
            yield Change(kind, pair.source.quote(there), pair.copy.quote(here))


def tell_axis(pair: Pair, before: Member, after: Member) -> ChangeKind | None:
    """Which axis of a statement was changed by a change of its words."""
    wording = pair.wording
    there, here = (
        side.sentence(m.spans[0][0]) for side, m in ((pair.source, before), (pair.copy, after))
    )
    if not (wording.lost(there) or wording.added(here)):
        return None
    if before.polarity is not after.polarity:
        return ChangeKind.POLARITY_CHANGED
    if act_class(before.act) == act_class(after.act):
        return tell_hedge(pair, before, after)
    cues = {
        n for span in pair.source.cues.get(before.id, ()) for n in words_in(wording.source, span)
    }
    new = {n for span in pair.copy.cues.get(after.id, ()) for n in words_in(wording.copy, span)}
    changed = cues & set(wording.lost(there)) or new & set(wording.added(here))
    return ChangeKind.ACT_CHANGED if changed else None


def tell_hedge(pair: Pair, before: Member, after: Member) -> ChangeKind | None:
    """A hedge more or less on what was hedged already, which is no other step of firmness."""
    if not firmness_of(before) is firmness_of(after) is Firmness.DISTANCED:
        return None
    careful, more = weigh(before), weigh(after)
    if careful == more or not (careful[0] - more[0]) * (careful[1] - more[1]) >= 0:
        return None
    side, member = (pair.copy, after) if more > careful else (pair.source, before)
    sentence = side.sentence(member.spans[0][0])
    wording = pair.wording if side is pair.source else pair.wording.turned()
    changed = [wording.source.span(n, n + 1) for n in wording.lost(sentence)]
    if not hedges(side, sentence, changed):
        return None
    return ChangeKind.HEDGE_ADDED if more > careful else ChangeKind.HEDGE_LOST


def weigh(member: Member) -> tuple[int, int]:
    """How far a member stands off its content, by distance and by certainty."""
    return int(member.distance is Distance.DISTANCING), CERTAINTIES.index(member.certainty)


def act_class(act: Act) -> Act:
    """The act, asserting and reporting as one: both pass a content on as so."""
    return Act.ASSERTS if act in PUT_FORWARD - {Act.CONFIRMS} else act
