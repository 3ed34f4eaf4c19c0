"""Quantities: how many of what, in which state.

Takes an Article, gives its Quantities in reading order, not overlapping. A numeral
(:mod:`whence.analyse.numerals`) that is no date, age, label or code becomes a quantity where
the words after it tell what is counted (:mod:`whence.analyse.counted`). Sums of money count
their currency, shares count "percent". The span of a quantity is its number with the words that
bound it: "as many as 100".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from whence.analyse.counted import Counted, counted_after, figure_state, state_around
from whence.analyse.numerals import Numeral, counted_table, find_numerals
from whence.analyse.sentences import split_sentences
from whence.analyse.spans import meeting
from whence.analyse.times import find_times
from whence.model import Article, Bound, Quantity, Span, TimeExpression

_LABELS = frozenset(counted_table()["nouns"]["labels"])
_MONEY: dict[str, str] = {**counted_table()["money"], "%": "percent"}
_LAST_WORD = re.compile(r"([^\W_][\w’'.-]*)\s*\Z")
_NOT_ONE = frozenset(
    ["no", "any", "every", "some", "this", "that", "each", "the", "another", "which", "only", "day"]
)
"""Words before "one" that make it a pronoun."""
_AND = re.compile(r"\s*,?\s*(?:and|or)?\s*")


def find_quantities(
    article: Article, times: Sequence[TimeExpression] | None = None
) -> tuple[Quantity, ...]:
    """The quantities of an article.

    ``times`` are its time expressions, whose numbers count nothing; they are found where None
    are given.
    """
    text = article.text
    in_date = meeting((t.start, t.end) for t in (find_times(article) if times is None else times))
    numerals = [n for n in find_numerals(text) if not in_date((n.start, n.end))]
    sentences = split_sentences(text, 0, len(text))
    found = []
    at = 0
    for index, numeral in enumerate(numerals):
        while at < len(sentences) and sentences[at][1] <= numeral.start:
            at += 1
        sentence = sentences[at] if at < len(sentences) else (numeral.start, len(text))
        quantity = _quantity(text, sentence, numeral, numerals[index + 1 : index + 3])
        if quantity:
            found.append(quantity)
    return tuple(found)


def _quantity(
    text: str, sentence: Span, numeral: Numeral, following: Sequence[Numeral]
) -> Quantity | None:
    """The quantity of a numeral, or None where it counts nothing."""
    if numeral.symbol:
        return _as_quantity(numeral, _MONEY.get(numeral.symbol, "unit"), "")
    if _is_label(text, sentence, numeral):
        return None
    number = (numeral.start, numeral.end)
    one = numeral.low == numeral.high == 1
    counted = counted_after(text, numeral.end, sentence[1], one)
    if counted is None:
        state = figure_state(text, number, sentence)
        return _as_quantity(numeral, "person", state) if state else None
    if text[numeral.end] in "-‑":  # a compound measures, and nothing is said of its unit
        return _as_quantity(numeral, counted.noun, counted.state)
    limit = _limit(text, counted, following)
    return _as_quantity(numeral, counted.noun, state_around(text, number, counted, sentence, limit))


def _as_quantity(numeral: Numeral, counted: str, state: str) -> Quantity:
    return Quantity(
        numeral.start, numeral.end, numeral.low, numeral.high, numeral.bound, counted, state
    )


def _is_label(text: str, sentence: Span, numeral: Numeral) -> bool:
    """Whether the number names rather than counts: "Flight 17", "Boeing 777", "no one"."""
    before = _LAST_WORD.search(text, max(sentence[0], numeral.start - 30), numeral.start)
    word = before[1] if before else ""
    if not numeral.digits:
        lower = text[numeral.start : numeral.end].lower()
        return lower == "one" and word.lower() in _NOT_ONE
    if numeral.bound is not Bound.EXACT:
        return False
    return word.lower().rstrip(".") in _LABELS


def _limit(text: str, counted: Counted, following: Sequence[Numeral]) -> int:
    """Where the words about the next number begin; one joined by "and" shares its state."""
    begin = counted.span[1]
    for numeral in following:
        if numeral.start >= begin and not _AND.fullmatch(text, begin, numeral.start):
            return numeral.start
    return len(text)
