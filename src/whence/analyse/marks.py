"""Marks: what a sentence says of its own certainty, apart from who says it.

Takes a stretch of text (the content of a statement, a headline), gives its :class:`Weight`: how
sure its main clause is, whether it is negated, whether the words set themselves at a distance
("allegedly"), and whether it judges a report ("the rumours are baseless"). The words are the
tables ``marks`` and ``words`` of ``cues.toml``; here are only the rules for where they count.
There is no parser: the main clause is told by its connectives, which news prose keeps regular.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from whence.analyse.lexicon import Hit, Inflection, Phrasebook, inflect_first, split_words
from whence.model import Act, Certainty, Distance, Polarity

_MOST_CHARACTERS = 320
"""How much of a content is read: its first sentence is hardly ever longer."""

_SHORTEST_SENTENCE = 3
"""A sentence of fewer words ("Look.") is read together with the next one."""

_MONTH = re.compile(r"(?<=[\w,] )May\b(?! (?i:not|have|be|also|well)\b)")
_IN_TITLE = re.compile(
    r"\b(?!(?:In|Of|Until|Since|By|Early|Late|Last|This|Next|From|On|For|A|The) )"
    r"[A-Z][\w'’-]* May (?=[A-Z][a-z]*(?<!s)(?<!ed)\b(?! \d))"
)
"""In a heading of capitals "May" before a verb's base form is the modal ("Firm May Buy Rival")."""
_ENDS = frozenset(".!?")
_STOPS = frozenset(";:—–")
_QUOTES = frozenset("\"“”‘’'«»")
_ORDER = {c: n for n, c in enumerate(Certainty)}


@dataclass(frozen=True, slots=True)
class Mark:
    """What one word or phrase does, and where it must stand to do it (see ``cues.toml``)."""

    where: str
    certainty: Certainty = Certainty.CERTAIN
    distance: Distance = Distance.NEUTRAL
    negates: bool = False
    act: Act | None = None


Marks = tuple[Mark, ...]
"""What one phrase can do in several places: the first whose place fits counts."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How firmly a sentence is put; ``act`` where it judges a report (denies, doubts)."""

    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.POSITIVE
    distance: Distance = Distance.NEUTRAL
    act: Act | None = None


_PLAIN = Weight()


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The less sure of the two."""
    return one if _ORDER[one] >= _ORDER[other] else other


def numbers(words: Sequence[str], at: int) -> bool:
    """Whether a number stands there: "No 4" negates nothing."""
    return at < len(words) and words[at][0].isdigit()


def hide_months(text: str) -> str:
    """``text`` with the month of May, which is no "may", in other words."""
    if "May" not in text:
        return text
    return _MONTH.sub("month", _IN_TITLE.sub(lambda m: m[0].replace(" May ", " may "), text))


class MarkTable:
    """The tables ``marks`` and ``words`` of ``cues.toml``, ready for looking up."""

    def __init__(self, table: Mapping[str, Any], inflection: Inflection) -> None:
        self.words = {name: frozenset(words) for name, words in table["words"].items()}
        self._book: Phrasebook[Marks] = Phrasebook(
            _read_marks(table["marks"], inflection).items(), is_filler=self.is_filler
        )

    def is_filler(self, word: str) -> bool:
        """Whether the word may stand inside a phrase: an adverb or one of words.fillers."""
        return word in self.words["fillers"] or self.is_adverb(word)

    def is_adverb(self, word: str) -> bool:
        """Whether the word is an adverb in -ly that carries no mark of its own."""
        return word.endswith("ly") and word not in self.words["not_adverbs"]

    def weigh(self, text: str, *, named: bool = False) -> Weight:
        """How firmly ``text`` is put, by its first sentence.

        ``named`` is true where the words before it already say "call" or "describe", so that a
        judgement needs no verb of its own.
        """
        words = split_words(hide_months(text[:_MOST_CHARACTERS]))
        end = self.first_sentence(words)
        hits = self._book.find(words, 0, end)
        return self._sum_up(words, end, hits, named) if hits else _PLAIN

    def asks(self, text: str) -> bool:
        """Whether the first sentence of ``text`` is a direct question."""
        if "?" not in text:
            return False
        words = split_words(text[:_MOST_CHARACTERS])
        end = self.first_sentence(words)
        first = next((word for word in words[:end] if word[0].isalnum()), "")
        return first in self.words["questioners"] and words[end - 1] == "?"

    def find(self, words: Sequence[str], begin: int = 0, end: int | None = None) -> list[Mark]:
        """The marks in ``words[begin:end]``, wherever they stand, judgements left out."""
        hits = self._book.find(words, begin, end)
        return [mark for hit in hits for mark in hit.meaning if mark.act is None]

    def _sum_up(
        self, words: Sequence[str], end: int, hits: Sequence[Hit[Marks]], named: bool
    ) -> Weight:
        """The weights of the marks that stand where they count, together."""
        clause = self.main_clause(words, end)
        certainty, distance = Certainty.CERTAIN, Distance.NEUTRAL
        negative, act = False, None
        for hit in hits:
            mark = next((m for m in hit.meaning if self.stands(words, hit, m, clause, named)), None)
            if mark is not None:
                certainty = weaker(certainty, mark.certainty)
                distance = distance if mark.distance is Distance.NEUTRAL else mark.distance
                negative = negative or mark.negates
                act = act or mark.act
        polarity = Polarity.NEGATIVE if negative else Polarity.POSITIVE
        return Weight(certainty, polarity, distance, act)

    def stands(
        self, words: Sequence[str], hit: Hit[Marks], mark: Mark, clause: range, named: bool
    ) -> bool:
        """Whether a mark stands where it counts (the places are explained in ``cues.toml``)."""
        match mark.where:
            case "clause":
                return hit.first in clause and not (mark.negates and numbers(words, hit.end))
            case "sentence":
                return True
            case "start":
                return all(not word[0].isalnum() for word in words[: hit.first])
            case "report":
                return self.speaks_of_report(words[: hit.first])
            case "own":
                return self.speaks_of_self(words[: hit.first])
            case "copula":
                return self.is_all(words, hit) or self.is_predicate(words, hit, named)
            case "account":
                if self.is_all(words, hit):
                    return True
                before = words[: hit.first]
                account = self.speaks_of_report(before) or self.opens_with_pronoun(before)
                return account and self.is_predicate(words, hit, named)
            case _:
                return False

    def is_all(self, words: Sequence[str], hit: Hit[Marks]) -> bool:
        """Whether there is nothing but the judgement ("A lie," he said)."""
        return not any(w[0].isalnum() for w in (*words[: hit.first], *words[hit.end :]))

    def speaks_of_report(self, before: Sequence[str]) -> bool:
        """Whether a report, a rumour or the like is named among the words."""
        return not self.words["reports"].isdisjoint(before)

    def speaks_of_self(self, before: Sequence[str]) -> bool:
        """Whether the words are a holder's "we", "it" ... and at most auxiliaries beside it."""
        spoken = [word for word in before if word[0].isalnum() and word != "that"]
        return (
            bool(spoken)
            and spoken[0] in self.words["selves"]
            and all(
                word in self.words["auxiliaries"] or self.is_filler(word) for word in spoken[1:]
            )
        )

    def opens_with_pronoun(self, before: Sequence[str]) -> bool:
        """Whether the first word stands for an account spoken of before ("it is nonsense")."""
        first = next((word for word in before if word[0].isalnum()), "")
        return first in self.words["pronouns"]

    def is_predicate(self, words: Sequence[str], hit: Hit[Marks], named: bool) -> bool:
        """Whether a judgement is what is said of something, not a noun's attribute."""
        if hit.end < len(words):
            following = words[hit.end]
            if following[0].isalnum() and following not in self.words["judgement_ends"]:
                return False
        if not self.words["conditions"].isdisjoint(words[: hit.first]):
            return False
        return named or self.follows_copula(words, hit.first)

    def follows_copula(self, words: Sequence[str], at: int) -> bool:
        """Whether "is", "proved" ... stands before ``at`` with nothing but adverbs between."""
        while at > 0:
            at -= 1
            if words[at] in self.words["copulas"]:
                return True
            if words[at] in _QUOTES:
                continue
            if words[at] not in self.words["between"] and not self.is_adverb(words[at]):
                return False
        return False

    def first_sentence(self, words: Sequence[str]) -> int:
        """Where the first sentence of ``words`` ends (half-open)."""
        for at, word in enumerate(words):
            if word in _ENDS and at >= _SHORTEST_SENTENCE:
                before = words[at - 1]
                if len(before) > 1 and before not in self.words["abbreviations"]:
                    return at + 1
        return len(words)

    def main_clause(self, words: Sequence[str], end: int) -> range:
        """The words of the main clause of the first sentence.

        A clause before it ("If the men are found, ...") is passed over up to its comma; the main
        clause ends at a strong stop, at a comma before a connective, or, once it has a verb, at a
        connective alone.
        """
        begin = self._after_opening_clause(words, end)
        has_verb = False
        for at in range(begin, end):
            word = words[at]
            if word in _STOPS and at - begin >= _SHORTEST_SENTENCE:
                return range(begin, at)
            follows_comma = at > begin and words[at - 1] == ","
            if (
                word in self.words["closers"]
                and at - begin >= 2
                and (has_verb or follows_comma or word in self.words["strong_closers"])
            ):
                return range(begin, at)
            # Past forms are the surest of the verbs that are in no table.
            has_verb = has_verb or word in self.words["verbs"] or word.endswith("ed")
        return range(begin, end)

    def _after_opening_clause(self, words: Sequence[str], end: int) -> int:
        """Where the main clause begins: after the comma, if the sentence opens with a clause."""
        first = next((at for at in range(end) if words[at][0].isalnum()), 0)
        if end and words[first] == "that":
            return first + 1
        if end and words[first] in self.words["openers"]:
            for at in range(first + 1, end - 1):
                if words[at] == ",":
                    return at + 1
        return 0


def _read_marks(
    groups: Mapping[str, Mapping[str, Any]], inflection: Inflection
) -> dict[tuple[str, ...], Marks]:
    """The entries of the table ``marks``, inflected; of one phrase, judgements come first."""
    found: dict[tuple[str, ...], list[Mark]] = {}
    for group in groups.values():
        mark = Mark(
            where=group["where"],
            certainty=Certainty(group.get("certainty", "certain")),
            distance=Distance(group.get("distance", "neutral")),
            negates=group.get("negates", False),
            act=Act(group["act"]) if "act" in group else None,
        )
        phrases = [tuple(split_words(phrase)) for phrase in group["phrases"]]
        for form in group.get("forms", ()):
            phrases += inflect_first(form, inflection)
        for phrase in phrases:
            found.setdefault(phrase, []).append(mark)
    return {
        phrase: tuple(sorted(marks, key=lambda mark: mark.act is None))
        for phrase, marks in found.items()
    }
