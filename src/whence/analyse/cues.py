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
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from whence.analyse.judging import RULES, Tables
from whence.analyse.lexicon import Hit, Inflection, Phrasebook, find_words, split_words
from whence.analyse.marks import Mark, MarkTable, Weight
from whence.analyse.readings import NO_CUE, Cue, Reading, read_attributives, read_cue, read_entries
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
        self._marks = MarkTable(table, inflection)
        entries = tuple(
            (w, self._single_out(w, cue)) for w, cue in read_entries(table["cues"], inflection)
        )
        self._tables = Tables(
            self._marks, {kind: frozenset(words) for kind, words in table["sources"].items()}
        )
        self._book = self._bind(entries)
        self._attributives = read_attributives(table["cues"])
        self._searching = read_cue("searching", table["cues"]["searching"])
        ambiguous = {(word,) for word in table["words"]["ambiguous"]}
        self._nesting = self._bind([e for e in entries if e[1].nests and e[0] not in ambiguous])

    def _single_out(self, words: tuple[str, ...], cue: Cue) -> Cue:
        """The cue of an entry, which may attribute or hedge alone though its group does not."""
        phrase = " ".join(words)
        alone = cue.alone or phrase in self._marks.words["alone"]
        hedges = cue.hedges or phrase in self._marks.words["hedges"]
        return (
            cue
            if (alone, hedges) == (cue.alone, cue.hedges)
            else replace(cue, alone=alone, hedges=hedges)
        )

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

    def speaks(self, cue: str) -> bool:
        """Whether a cue is a verb of speech in the active: then somebody must have spoken."""
        words = split_words(cue)
        hit = self.find_cue(words)
        if hit is None or not hit.meaning.spoken:
            return False
        rest = [*words[: hit.first], *words[hit.end :]]
        return all(w in self._marks.words["perfects"] or self._marks.is_filler(w) for w in rest)

    def wills(self, text: str, cue: Spans) -> bool:
        """Whether a cue wishes, dreads or plans its content, which nobody judges then."""
        hit = self.find_cue(split_words(_join(text, cue)))
        return hit is not None and hit.meaning.wills

    def is_account(self, word: str) -> bool:
        """Whether a word is a report, a claim or the like."""
        return any(word in self._marks.words[known] for known in ("reports", "accounts"))

    def find_cue_words(self, text: str, begin: int, end: int) -> list[Span]:
        """Where in ``text[begin:end]`` words stand that can be the cue of a statement."""
        found = find_words(text, begin, end)
        hits = self._nesting.find([word for word, _, _ in found])
        return [(found[hit.first][1], found[hit.end - 1][2]) for hit in hits]

    def find_hits(self, text: str, begin: int, end: int) -> list[tuple[Span, Cue]]:
        """The entries in ``text[begin:end]`` that say what is done, and where they stand."""
        found = find_words(text, begin, end)
        words = [word for word, _, _ in found]
        return [
            ((found[hit.first][1], found[hit.end - 1][2]), self._in_place(words, hit))
            for hit in self._book.find(words)
            if hit.meaning.weight > _LIGHT
        ]

    def _in_place(self, words: Sequence[str], hit: Hit[Cue]) -> Cue:
        """What an entry means where it stands.

        A participle before a noun hedges it, and who is trying to find out has not yet.
        """
        if hit.meaning.sought and self._tables.is_sought(words[: hit.first]):
            return self._searching
        cue = self._attributives.get(words[hit.first]) if hit.end - hit.first == 1 else None
        return cue if cue and self.is_attribute(words, hit.first) else hit.meaning

    def is_attribute(self, words: Sequence[str], at: int) -> bool:
        """Whether a participle stands between a determiner or number and a word."""
        if not 0 < at < len(words) - 1:
            return False
        before, after = words[at - 1], words[at + 1]
        determined = before in self._marks.words["determiners"] or before[0].isdigit()
        return determined and after[0].isalpha() and after not in self._marks.words["closers"]

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
        entry = NO_CUE if hit is None else self._as_attribute(text, cue, hit.meaning)
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

    def _as_attribute(self, text: str, cue: Spans, entry: Cue) -> Cue:
        """The entry of a cue that is one word, as it is read before a noun."""
        (begin, end) = cue[0]
        words = find_words(text, max(0, begin - _BEFORE), end + _BEFORE)
        at = next((n for n, word in enumerate(words) if word[1:] == (begin, end)), None)
        if len(cue) > 1 or at is None:
            return entry
        known = self._attributives.get(words[at][0])
        return known if known and self.is_attribute([word for word, _, _ in words], at) else entry

    def _auxiliaries_before(
        self, text: str, source: Spans, cue: Spans, content: Spans
    ) -> list[str]:
        """Words just before the cue that its span leaves out: auxiliaries, negation, and what makes
        a phrase of the table with it ("too early to" before "tell").
        """
        if not cue:
            return []
        begin, end = cue[0]
        taken = [reach for _, reach in (*source, *content) if reach <= begin]
        words = split_words(text[max([begin - _BEFORE, 0, *taken]) : begin])
        kept = len(words)
        while kept and words[kept - 1] in self._marks.words["auxiliaries"]:
            kept -= 1
        own = split_words(text[begin:end])
        # "Trying", before "to confirm".
        kept -= kept > 0 and [*words[kept:], *own][:1] == ["to"]
        here = self._book.find([*words, *own])
        across = [hit.first for hit in here if hit.first < len(words) < hit.end]
        return words[min([kept, *across]) :]

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
