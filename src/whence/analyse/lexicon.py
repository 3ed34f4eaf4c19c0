"""Lexicon: words as tables know them, and phrases found in running text.

A text comes in as lower-case words (:func:`split_words`: contractions parted, curly apostrophes
straightened, punctuation kept); :class:`Phrasebook` says which of its entries stand where, the
longest first, letting adverbs stand between the words of one. Verbs and nouns are entered in
their base form and inflected here by rule, with the exceptions of a table (:class:`Inflection`).
Nothing here knows what the entries mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_REST = r"|'(?:s|re|ve|ll|d|m)\b|[^\W_]+(?:-[^\W_]+)*|\.{2,}|--|[^\w\s]|_"
_WORD = re.compile(r"\d+(?:[.,:]\d+)+|[^\W_]+(?=n't\b)|n't\b" + _REST)
"""Words and marks; 1,200 and 7.5 are one word, "didn't" is did and n't."""
_PARTED = re.compile(r"\d+(?:[.,:]\d+)+|n't\b" + _REST)
"""As ``_WORD`` for text in which "n't" stands apart: twice as fast, without looking ahead."""
_NOT = re.compile(r"(?<=[^\W_])n't\b")

_MOST_BETWEEN = 3
"""How many adverbs may stand between two words of a phrase."""

_VOWELS = "aeiou"
_DOUBLED = re.compile(r"(?:qu|[^aeiou]*)[aeiou][^aeiouwxy]\Z")


def fold(text: str) -> str:
    """Lower case with straight apostrophes; as long as ``text`` (letters that would grow stay)."""
    lowered = text.lower().replace("’", "'")
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")


def split_words(text: str) -> list[str]:
    """The words and marks of ``text``, folded."""
    folded = fold(text)
    return _PARTED.findall(_NOT.sub(" n't", folded) if "n't" in folded else folded)


def find_words(text: str, begin: int, end: int) -> list[tuple[str, int, int]]:
    """The words and marks of ``text[begin:end]``, folded, each with its offsets in ``text``."""
    found = _WORD.finditer(fold(text[begin:end]))
    return [(m[0], begin + m.start(), begin + m.end()) for m in found]


@dataclass(frozen=True, slots=True)
class Inflection:
    """How verbs and nouns change: rules, and the exceptions given here.

    ``doubling`` are verbs of several syllables that double their last consonant, ``single`` those
    of them also found without; ``irregular`` gives past forms, ``whole`` all forms but the base.
    """

    doubling: frozenset[str]
    single: frozenset[str]
    irregular: Mapping[str, Sequence[str]]
    whole: Mapping[str, Sequence[str]]

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Inflection:
        """Out of the table ``inflection`` of a vocabulary."""
        return cls(
            frozenset(table["doubling"]),
            frozenset(table["single"]),
            table["irregular"],
            table["whole"],
        )

    def verb_forms(self, verb: str) -> tuple[str, ...]:
        """All forms of a verb, the base first: say, says, saying, said."""
        if verb in self.whole:
            return (verb, *self.whole[verb])
        stems = self._stems(verb)
        past = self.irregular.get(verb) or [past_form(stem) for stem in stems]
        forms = (verb, add_s(verb), *(ing_form(stem) for stem in stems), *past)
        return tuple(dict.fromkeys(forms))

    def _stems(self, verb: str) -> tuple[str, ...]:
        """What endings are put to: the verb, with its last consonant doubled where it is."""
        if verb not in self.doubling and not _DOUBLED.match(verb):
            return (verb,)
        doubled = verb + verb[-1]
        return (doubled, verb) if verb in self.single else (doubled,)


def add_s(word: str) -> str:
    """The third person of a verb, the plural of a noun."""
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    return word + "s"


def past_form(stem: str) -> str:
    """The regular past of a verb."""
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2:-1] not in _VOWELS:
        return stem[:-1] + "ied"
    return stem + "ed"


def ing_form(stem: str) -> str:
    """The participle in -ing."""
    if stem.endswith("ie"):
        return stem[:-2] + "ying"
    if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")):
        return stem[:-1] + "ing"
    return stem + "ing"


def inflect_first(verb: str, inflection: Inflection) -> list[tuple[str, ...]]:
    """``point out`` as the word tuples of points out, pointing out, pointed out ..."""
    head, *rest = split_words(verb)
    return [(form, *rest) for form in inflection.verb_forms(head)]


def inflect_last(noun: str) -> list[tuple[str, ...]]:
    """``press release`` as word tuples, singular and plural."""
    *rest, head = split_words(noun)
    return [(*rest, head), (*rest, add_s(head))]


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """An entry found: words ``first`` to ``end`` (half-open), and what the entry means."""

    first: int
    end: int
    meaning: T


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A step on the way through phrases: what may come next, what ends here."""

    following: dict[str, Step[T]] = field(default_factory=dict)
    meanings: list[T] = field(default_factory=list)
    """One meaning where a phrase ends with this word, else none."""


class Phrasebook(Generic[T]):
    """Phrases as a tree of their words; where several fit, the longest is found.

    Of two entries with the same words the later one stands if ``outranks(new, old)``.
    """

    def __init__(
        self,
        entries: Iterable[tuple[tuple[str, ...], T]],
        *,
        is_filler: Callable[[str], bool],
        outranks: Callable[[T, T], bool] = lambda _new, _old: False,
    ) -> None:
        self._root: Step[T] = Step()
        self._is_filler = is_filler
        self.size = 0
        for words, meaning in entries:
            step = self._root
            for word in words:
                step = step.following.setdefault(word, Step())
            if not step.meanings:
                step.meanings.append(meaning)
                self.size += 1
            elif outranks(meaning, step.meanings[0]):
                step.meanings[0] = meaning

    def find(self, words: Sequence[str], begin: int = 0, end: int | None = None) -> list[Hit[T]]:
        """The entries in ``words[begin:end]`` from left to right; they do not overlap."""
        hits: list[Hit[T]] = []
        limit = len(words) if end is None else end
        first_words = self._root.following
        at = begin
        while at < limit:
            step = first_words.get(words[at])
            at += 1
            if step is not None:
                hit = self._longest(step, words, (at - 1, at), limit)
                if hit is not None:
                    hits.append(hit)
                    at = hit.end
        return hits

    def _longest(
        self,
        step: Step[T],
        words: Sequence[str],
        span: tuple[int, int],
        limit: int,
        skipped: int = 0,
    ) -> Hit[T] | None:
        """The longest entry that has got as far as ``step`` by the words of ``span``."""
        first, at = span
        if step.following and at < limit:
            further = (first, at + 1)
            following = step.following.get(words[at])
            if following is not None:
                found = self._longest(following, words, further, limit)
                if found is not None:
                    return found
            if skipped < _MOST_BETWEEN and self._is_filler(words[at]):
                found = self._longest(step, words, further, limit, skipped + 1)
                if found is not None and found.end > at + 1:
                    return found
        return Hit(first, at - skipped, step.meanings[0]) if step.meanings else None
