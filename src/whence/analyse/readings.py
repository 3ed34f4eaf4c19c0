"""Readings: a statement's cue as an entry of the table, and how the statement stands so far.

The nouns between :mod:`whence.analyse.cues`, which looks words up, and
:mod:`whence.analyse.judging`, which turns what was found by the words around it. A :class:`Cue` is
one group of ``cues.toml``; this module also reads the groups into entries for a phrasebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whence.analyse.lexicon import Hit, Inflection, inflect_first, inflect_last, split_words
from whence.analyse.marks import Mark
from whence.model import Act, Certainty, Distance

LEEWAY = 4.3
"""Nats by which a path with an overlooked cue may score less than the best one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What negation makes of a cue; None leaves an axis as it is."""

    act: Act | None = None
    certainty: Certainty | None = None
    distance: Distance | None = None
    flips: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """One group of cues that do the same; the keys are explained in ``cues.toml``."""

    name: str
    act: Act = Act.ASSERTS
    certainty: Certainty = Certainty.CERTAIN
    distance: Distance = Distance.NEUTRAL
    flips: bool = False
    negated: Turn = Turn(flips=True)
    weight: int = 5
    nests: bool = True
    media: Act | None = None
    deeds: bool = False
    needs_account: bool = False
    demands_before: frozenset[str] = frozenset()
    hedges: bool = False
    alone: bool = False
    sought: bool = False
    names: bool = False
    spoken: bool = False
    wills: bool = False
    attributives: frozenset[str] = frozenset()
    leeway: float = LEEWAY

    @property
    def must(self) -> bool:
        """Whether it attributes or hedges wherever it stands."""
        return self.alone or self.hedges

    @property
    def turns(self) -> bool:
        """Whether it does more than put a content forward as certain."""
        return self.act is not Act.ASSERTS or self.certainty is not Certainty.CERTAIN


NO_CUE = Cue("none")
"""Stands for a cue that is in no table, or for none at all: the content is put plainly."""


@dataclass(slots=True)
class Reading:
    """One statement while the rules work on it: its words, and the judgement so far.

    ``hit`` is where among ``cue_words`` the entry stands (None for :data:`NO_CUE`), ``around``
    the marks among the other words of the cue.
    """

    cue: Cue
    hit: Hit[Cue] | None
    source_words: Sequence[str]
    cue_words: Sequence[str]
    content: str
    around: Sequence[Mark]
    act: Act
    certainty: Certainty
    distance: Distance
    negative: bool

    @property
    def before(self) -> Sequence[str]:
        """The words of the cue before the entry."""
        return () if self.hit is None else self.cue_words[: self.hit.first]

    def turn(self, turn: Turn) -> None:
        """Apply what negation, or a deed where words were expected, makes of the cue."""
        self.act = turn.act or self.act
        self.certainty = turn.certainty or self.certainty
        self.distance = turn.distance or self.distance
        self.negative ^= turn.flips

    def words_ahead(self, most: int) -> list[str]:
        """The first words behind the entry: the rest of the cue, then the content's opening."""
        if self.hit is None:
            return []
        rest = [*self.cue_words[self.hit.end :], *split_words(self.content[: most * 10])]
        return [word for word in rest if word[0].isalnum()][:most]


def read_entries(
    groups: Mapping[str, Mapping[str, Any]], inflection: Inflection
) -> Iterator[tuple[tuple[str, ...], Cue]]:
    """The entries of the table ``cues``, inflected, each with its group.

    Raises:
        ValueError: a key of a group has a value that the model does not know.
    """
    for name, group in groups.items():
        cue = read_cue(name, group)
        for verb in group.get("verbs", ()):
            for words in inflect_first(verb, inflection):
                yield words, cue
        for noun in group.get("nouns", ()):
            for words in inflect_last(noun):
                yield words, cue
        for phrase in group.get("phrases", ()):
            yield tuple(split_words(phrase)), cue


def read_attributives(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, Cue]:
    """The participles of the table ``cues`` that hedge a noun behind them, with their groups."""
    cues = (read_cue(name, group) for name, group in groups.items())
    return {word: cue for cue in cues for word in cue.attributives}


def read_cue(name: str, group: Mapping[str, Any]) -> Cue:
    """One group of the table ``cues``."""
    return Cue(
        name=name,
        act=Act(group.get("act", "asserts")),
        certainty=Certainty(group.get("certainty", "certain")),
        distance=Distance(group.get("distance", "neutral")),
        flips=group.get("flips", False),
        negated=read_turn(group.get("negated", {"flips": True})),
        weight=group.get("weight", 5),
        nests=group.get("nests", True),
        media=Act(group["media"]) if "media" in group else None,
        deeds=group.get("deeds", False),
        needs_account=group.get("needs_account", False),
        demands_before=frozenset(group.get("demands_before", ())),
        hedges=group.get("hedges", False),
        alone=group.get("alone", False),
        sought=group.get("sought", False),
        names=group.get("names", False),
        spoken=group.get("spoken", False),
        wills=group.get("wills", False),
        attributives=frozenset(group.get("attributives", ())),
        leeway=group.get("leeway", LEEWAY),
    )


def read_turn(table: Mapping[str, Any]) -> Turn:
    """What negation makes of a group."""
    return Turn(
        act=Act(table["act"]) if "act" in table else None,
        certainty=Certainty(table["certainty"]) if "certainty" in table else None,
        distance=Distance(table["distance"]) if "distance" in table else None,
        flips=table.get("flips", False),
    )
