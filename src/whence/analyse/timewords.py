"""The words of time: the vocabulary of times.toml and the patterns that are made of it.

Nothing here reads an article; :mod:`whence.analyse.timegrammar` puts the patterns together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from whence.analyse.vocabulary import read_table

TABLE: dict[str, Any] = read_table("times.toml")
WORDS = {name: frozenset(words) for name, words in TABLE.items() if isinstance(words, list)}
NUMBERS: dict[str, int] = TABLE["numbers"]
MONTHS: dict[str, int] = {m[:3]: n for n, m in enumerate(TABLE["months"], 1)}
WEEKDAYS: dict[str, int] = {day: n for n, day in enumerate(TABLE["weekdays"])}


def either(words: Iterable[str], flags: str = "") -> str:
    """A pattern for any of ``words``, longest first; ``flags`` such as ``i`` for any case."""
    ordered = sorted(map(re.escape, words), key=lambda w: (-len(w), w))
    return f"(?{flags}:{'|'.join(ordered)})"


def capital(words: Iterable[str]) -> list[str]:
    """The words as names: ``Monday`` and ``MONDAY``."""
    return [form for word in words for form in (word.title(), word.upper())]


MONTH = either(capital(TABLE["months"]))
SHORT = either(capital([*MONTHS, "sept"])) + r"\.?"
ANY_MONTH = f"(?:{MONTH}|{SHORT})"
MONTH_NAME = re.compile(rf"\b{ANY_MONTH}(?![a-z])")
WEEKDAY = either(form for w in WEEKDAYS for form in (w, w.title(), w.upper()))
WEEKDAY_NAME = re.compile(WEEKDAY)
NUMBER = rf"(?:\d{{1,4}}|{either(NUMBERS, 'i')}|(?:a )?few|several|many)"
UNIT = either(TABLE["units"]) + "s?"
PART = rf"(?: {either(TABLE['day_parts'])})?"
DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d:%]|[.,]\d(?!\d{3}))"
TO = r" ?(?:-|–|—|to|and|until) ?(?:the )?"
YEAR = r"(?:1[5-9]|20)\d\d(?![\d%]|[.,:]\d)"
ZONE = rf"(?: ?{either(TABLE['zones'])}\b)?"
WHICH = r"(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming|[Pp]revious|[Ff]ollowing)"

FIRST_WORDS = frozenset([*TABLE["months"], *MONTHS, "sept", *WEEKDAYS, *NUMBERS, *TABLE["openers"]])
"""The words, lower case, that an expression may begin with, beside digits."""
