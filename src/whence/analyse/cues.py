"""Cues: what is done with a content, told by the words that attribute it.

Takes the source, cue and content of one statement, gives its :class:`Judgement`: act, certainty,
polarity and distance. The cue's words are looked up in ``cues.toml``, where the weightiest entry
counts; then the rules of :mod:`whence.analyse.judging` turn that entry by what stands around it
and in the content: "did not confirm" declines, a newspaper that says so reports, and "are hardly
official information" doubts, whatever the heading. Axes after FactBank (Saurí and Pustejovsky
2009).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from whence.analyse.judging import RULES, Tables
from whence.analyse.lexicon import Hit, Inflection, Phrasebook, find_words, split_words
from whence.analyse.marks import Mark, MarkTable, Weight
from whence.analyse.readings import NO_CUE, Cue, Reading, read_entries
from whence.model import Act, Certainty, Distance, Polarity, Span, Spans
from whence.tables import read_table

_BEFORE = 40
"""How far before a cue, in characters, its auxiliaries are looked for."""

_LIGHT = 1
"""The weight of "have" and "could": as entries they say nothing, as marks they may."""

_THAT = re.compile(r"\s+that\b")
_RELATIVE = frozenset({"who", "whom", "whose", "which"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is done with a content, on the design's four axes."""

    act: Act
    certainty: Certainty
    polarity: Polarity
    distance: Distance


class CueTable:
    """All cues and marks, ready for looking up. Get it from :func:`load_cues`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        inflection = Inflection.from_table(table["inflection"])
        entries = tuple(read_entries(table["cues"], inflection))
        self._marks = MarkTable(table, inflection)
        self._tables = Tables(
            self._marks, {kind: frozenset(words) for kind, words in table["sources"].items()}
        )
        self._book = self._bind(entries)
        ambiguous = {(word,) for word in table["words"]["ambiguous"]}
        self._nesting = self._bind([e for e in entries if e[1].nests and e[0] not in ambiguous])

    def _bind(self, entries: Sequence[tuple[tuple[str, ...], Cue]]) -> Phrasebook[Cue]:
        """A phrasebook in which a phrase of two groups belongs to the weightier."""
        return Phrasebook(
            entries,
            is_filler=self._marks.is_filler,
            outranks=lambda new, old: new.weight > old.weight,
        )

    def __len__(self) -> int:
        """How many words and phrases are known, each form counted."""
        return self._book.size

    def judge(self, text: str, *, source: Spans, cue: Spans, content: Spans) -> Judgement:
        """What the holder does with ``content``, by the words of ``cue`` and around it.

        The spans point into ``text``. Without a cue, or with one that is in no table, the content
        is asserted, as surely as its own words have it.
        """
        reading = self._read(text, source, cue, content)
        for rule in RULES:
            rule(self._tables, reading)
        polarity = Polarity.NEGATIVE if reading.negative else Polarity.POSITIVE
        return Judgement(reading.act, reading.certainty, polarity, reading.distance)

    def find_cue(self, words: Sequence[str]) -> Hit[Cue] | None:
        """The weightiest entry among folded ``words``; of equals the longest, then the first."""
        return max(
            self._book.find(words),
            key=lambda hit: (hit.meaning.weight, hit.end - hit.first, -hit.first),
            default=None,
        )

    def is_cue_word(self, word: str) -> bool:
        """Whether ``word`` alone can be the cue of a statement inside another."""
        return bool(self._nesting.find(split_words(word)))

    def find_cue_words(self, text: str, begin: int, end: int) -> list[Span]:
        """Where in ``text[begin:end]`` words stand that can be the cue of a statement."""
        found = find_words(text, begin, end)
        hits = self._nesting.find([word for word, _, _ in found])
        return [(found[hit.first][1], found[hit.end - 1][2]) for hit in hits]

    def find_hits(self, text: str, begin: int, end: int) -> list[tuple[Span, Cue]]:
        """The entries in ``text[begin:end]`` that say what is done, and where they stand."""
        found = find_words(text, begin, end)
        return [
            ((found[hit.first][1], found[hit.end - 1][2]), hit.meaning)
            for hit in self._book.find([word for word, _, _ in found])
            if hit.meaning.weight > _LIGHT
        ]

    def hedges(self, word: str) -> bool:
        """Whether ``word`` says how firm the words around it are ("reportedly", "unverified")."""
        return word.lower() in self._marks.words["hedges"]

    def speaks_alone(self, word: str) -> bool:
        """Whether ``word`` attributes wherever it stands ("rumours", "unclear")."""
        return word.lower() in self._marks.words["alone"]

    def weigh(self, text: str) -> Weight:
        """How firmly ``text`` is put by its own words (see :mod:`whence.analyse.marks`)."""
        return self._marks.weigh(text)

    def opens_question(self, word: str) -> bool:
        """Whether a heading that opens with ``word`` asks, even without a question mark."""
        return word.lower() in self._marks.words["askers"]

    def _read(self, text: str, source: Spans, cue: Spans, content: Spans) -> Reading:
        """The words of a statement, and the entry its cue is found under."""
        cue_words = self._auxiliaries_before(text, source, cue, content)
        cue_words += split_words(_join(text, cue))
        # "Verified that" confirms, "verified" alone looks into it.
        that = bool(cue) and _THAT.match(text, cue[-1][1]) is not None
        hit = self.find_cue([*cue_words, "that"] if that else cue_words)
        entry = NO_CUE if hit is None else hit.meaning
        return Reading(
            cue=entry,
            hit=hit,
            source_words=_head(split_words(_join(text, source))),
            cue_words=cue_words,
            content=_join(text, content),
            around=self._marks_around(cue_words, hit),
            act=entry.act,
            certainty=entry.certainty,
            distance=entry.distance,
            negative=entry.flips,
        )

    def _auxiliaries_before(
        self, text: str, source: Spans, cue: Spans, content: Spans
    ) -> list[str]:
        """Auxiliaries and negation just before the cue that its span leaves out."""
        if not cue:
            return []
        end = cue[0][0]
        taken = [reach for _, reach in (*source, *content) if reach <= end]
        words = split_words(text[max([end - _BEFORE, 0, *taken]) : end])
        kept = len(words)
        while kept and words[kept - 1] in self._marks.words["auxiliaries"]:
            kept -= 1
        return words[kept:]

    def _marks_around(self, words: Sequence[str], hit: Hit[Cue] | None) -> list[Mark]:
        """The marks among the cue's words; those inside an entry are part of its meaning."""
        if hit is None or hit.meaning.weight <= _LIGHT:
            return self._marks.find(words)
        return self._marks.find(words, 0, hit.first) + self._marks.find(words, hit.end)


def _join(text: str, spans: Spans) -> str:
    return " ".join(text[begin:end] for begin, end in spans)


def _head(words: list[str]) -> list[str]:
    """The words of a source up to a relative clause: "a man who told the Post" is a man."""
    at = next((n for n, word in enumerate(words) if n and word in _RELATIVE), len(words))
    return words[:at]


@cache
def load_cues() -> CueTable:
    """The table beside this module, read once."""
    return CueTable(read_table("whence.analyse", "cues.toml"))
