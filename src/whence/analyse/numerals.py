"""Numerals: numbers in digits and in words, and how the words around bound them.

Takes a text, gives its Numerals in reading order: where each stands with its bounding words
("as many as 100", "between 10 and 15", "dozens"), and between what values it lies. What is
counted is none of its business. Vocabulary is in counted.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from whence.analyse.vocabulary import read_table
from whence.model import Bound


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number with its bounding words. ``symbol`` is a currency's sign or ``%``, or empty."""

    start: int
    end: int
    low: float | None
    high: float | None
    bound: Bound
    symbol: str = ""
    digits: bool = False


@cache
def counted_table() -> dict[str, Any]:
    """counted.toml, read once."""
    return read_table("counted.toml")


def either(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, longest first."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w) for w in ordered) + ")"


_TABLE = counted_table()
_NUMBERS: dict[str, int] = _TABLE["numbers"]
_MAGNITUDES: dict[str, int] = _TABLE["magnitudes"]
_SUFFIXES: dict[str, int] = _TABLE["suffixes"]
_VAGUE: dict[str, list[float]] = _TABLE["vague"]
_ENDINGS = {word: Bound(name) for name, listed in _TABLE["endings"].items() for word in listed}
_BOUNDS = {phrase: Bound(name) for name, listed in _TABLE["bounds"].items() for phrase in listed}

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d+)?"
_MAGNITUDE = rf"(?:[ -]?{either(_MAGNITUDES)}\b|{either(_SUFFIXES)}\b)"
_SMALL = either([*_NUMBERS, *_MAGNITUDES])
_WORDS = rf"(?:(?:half )?an? {either(_MAGNITUDES)}|{_SMALL})\b(?:(?:[ -]| and ){_SMALL}\b)*"
_NUMBER = rf"(?:{either(_VAGUE)}\b|{_DIGITS}{_MAGNITUDE}?|{_WORDS})"
_SYMBOL = r"(?:(?:us|au|nz|hk|a|c)?[$£€¥₹] ?)"
_EXPRESSION = re.compile(
    rf"(?P<symbol>{_SYMBOL})?(?P<first>{_NUMBER})"
    rf"(?:(?P<to> ?[-–] ?| to | and | or ){_SYMBOL}?(?P<second>{_NUMBER}))?"
    rf"(?P<percent> ?%| per ?cent\b)?(?P<open>{either(_ENDINGS)}(?!\w))?",
    re.IGNORECASE,
)
_TRIGGER = re.compile(
    rf"(?<![\w.,:#@/-])(?:{_SYMBOL}(?=\d)|\d|(?:half )?an? (?={either(_MAGNITUDES)}\b)"
    rf"|{either([*_NUMBERS, *_MAGNITUDES, *_VAGUE])}\b)",
    re.IGNORECASE,
)
_BOUNDING = re.compile(rf"(?<!\w)({either([*_BOUNDS, 'between', 'from'])}) ?\Z", re.IGNORECASE)
_LONGEST_BOUND = 24
_CHANGED = re.compile(rf"\b{either(_TABLE['change']['words'])} \Z", re.IGNORECASE)
_LONGEST_CHANGE = 12
_GOES_ON = re.compile(r"\w|[/:]\d|[.,]\d|[-–]\d|['’]s\b")
"""What follows digits that are part of a code, an ordinal, a score, a date or a decade."""


def find_numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a text in reading order, not overlapping; ordinals and codes left out."""
    position = 0
    for trigger in _TRIGGER.finditer(text):
        if trigger.start() < position:
            continue
        match = _EXPRESSION.match(text, trigger.start())
        if match is None:
            continue
        numeral = None if _GOES_ON.match(text, match.end()) else _read(text, match, position)
        position = numeral.end if numeral else match.end()
        if numeral:
            yield numeral


def _read(text: str, match: re.Match[str], floor: int) -> Numeral | None:
    """The numeral of a match, its bounding words not reaching back beyond ``floor``."""
    from_ = max(floor, match.start() - _LONGEST_BOUND)
    bounding = _BOUNDING.search(text, from_, match.start())
    word = re.sub(r"\s+", " ", bounding[1].lower()) if bounding else ""
    symbol = (match["symbol"] or "").strip()[-1:]
    digits = match["first"][0].isdecimal()
    low, high, bound = _value(match["first"])
    end, loose = match.end(), _is_loose(text, match, word, bounding)
    if loose:
        end = match.end("first")
    elif match["percent"]:
        symbol = "%"
    if match["second"] and not loose:
        span = _value(match["second"])
        low = low * _shared_magnitude(match["first"], match["second"])
        if span[1] <= low:
            return None
        begin = bounding.start() if bounding else match.start()
        return Numeral(begin, end, low, span[1], Bound.RANGE, symbol, digits)
    if word in ("between", "from"):
        bounding = None
    limit = _BOUNDS.get(word)
    if match["open"] and not match["second"]:
        limit = _ENDINGS[match["open"].lower()]
    begin = bounding.start() if bounding else match.start()
    if limit and bound is Bound.EXACT:
        return Numeral(begin, end, *_bounded(low, limit), symbol, digits)
    return Numeral(begin, end, low, high, bound, symbol, digits)


def _is_loose(text: str, match: re.Match[str], word: str, bounding: re.Match[str] | None) -> bool:
    """Whether the second number is no end of a range: joined by "and", or what the first became."""
    if match["to"] == " and ":
        return word != "between"
    if match["to"] != " to " or word != "from" or bounding is None:
        return False
    begin = bounding.start()
    return bool(_CHANGED.search(text, max(0, begin - _LONGEST_CHANGE), begin))


def _bounded(value: float, bound: Bound) -> tuple[float | None, float | None, Bound]:
    """The limits that a bounding word sets: a tenth on either side for "about"."""
    if bound is Bound.AT_LEAST:
        return value, None, bound
    if bound is Bound.AT_MOST:
        return None, value, bound
    return round(value * 0.9, 6), round(value * 1.1, 6), bound


def _value(words: str) -> tuple[float, float, Bound]:
    """The limits of a bare number; a vague one ("dozens") has a width of its own."""
    lower = re.sub(r"\s+", " ", words.lower())
    if lower in _VAGUE:
        low, high = _VAGUE[lower]
        return low, high, Bound.ABOUT
    value = _digits_value(lower) if lower[0].isdecimal() else _words_value(lower)
    return value, value, Bound.EXACT


def _digits_value(words: str) -> float:
    digits = re.match(r"[\d,.]*\d", words)
    value = float(digits[0].replace(",", "")) if digits else 0.0
    magnitude = words[digits.end() :].strip(" -") if digits else ""
    return round(value * (_MAGNITUDES.get(magnitude) or _SUFFIXES.get(magnitude, 1)), 6)


def _words_value(words: str) -> float:
    total, current = 0.0, 0.0
    half = words.startswith("half")
    for word in re.findall(r"[a-z]+", words):
        if word in ("a", "an"):
            current = 1
        elif word in _MAGNITUDES:
            current = (current or 1) * _MAGNITUDES[word]
            if _MAGNITUDES[word] >= 1000:
                total, current = total + current, 0.0
        else:
            current += _NUMBERS.get(word, 0)
    return (total + current) / (2 if half else 1)


def _shared_magnitude(first: str, second: str) -> float:
    """What to multiply the first of a range by: "two to three hundred" speaks of hundreds."""
    magnitude = re.search(rf"{either(_MAGNITUDES)}\Z", second.lower())
    if magnitude is None or re.search(rf"{either([*_MAGNITUDES, *_VAGUE])}\Z", first.lower()):
        return 1
    shared = _MAGNITUDES[magnitude[0]]
    return shared if first[0].isdecimal() or _value(first)[0] * shared < _value(second)[0] else 1
