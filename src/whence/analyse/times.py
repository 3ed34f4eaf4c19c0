"""Times: the expressions of time in an article, and the days that they stand for.

Takes an Article, gives its TimeExpressions in reading order, not overlapping. One pass of the
rules of :mod:`whence.analyse.timegrammar` finds days, months, years and times of day; neighbours
that speak of one time ("at 6pm on Tuesday", "Tuesday, 3 October") are joined. Relative ones are
counted from the day of publication, and stay open (value None) where the article has none.
Values are ISO 8601; the idea of value and interval is TIMEX3's (TimeML, Pustejovsky et al. 2003).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from whence.analyse.days import Found
from whence.analyse.sentences import split_sentences
from whence.analyse.timegrammar import RULES, Setting
from whence.analyse.timewords import FIRST_WORDS
from whence.model import Article, Moment, Precision, TimeExpression

READINGS = {name: reading for name, _, reading in RULES}
WORD = re.compile(r"[A-Za-z]+|\d+")
EXPRESSION = re.compile(
    r"(?<![\w.,:/€$£#@-])(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in RULES)
    + ")"
)
JOINT = re.compile(r",? (?:at |on |around |about )?(?:the )?|,")
REACH = 160
"""Characters of a sentence looked at on either side of a match."""


def find_times(article: Article) -> tuple[TimeExpression, ...]:
    """The time expressions of an article, with the days that they stand for where it is known."""
    found = list(_matches(article.text, publication_day(article.published)))
    joined: list[tuple[int, int, Found]] = []
    for begin, end, time in found:
        together = joined and _one_time(article.text, joined[-1], (begin, end, time))
        if together:
            joined[-1] = (joined[-1][0], end, together)
        else:
            joined.append((begin, end, time))
    return tuple(TimeExpression(b, e, t.value, t.precision) for b, e, t in joined)


def publication_day(published: Moment | None) -> date | None:
    """The day of a moment as its page gives it; None where it is known less exactly."""
    if published is None or published.precision in (Precision.YEAR, Precision.MONTH):
        return None
    try:
        return date.fromisoformat(published.value[:10])
    except ValueError:
        return None


def _matches(text: str, today: date | None) -> Iterator[tuple[int, int, Found]]:
    starts = [0, *(begin for begin, _ in split_sentences(text, 0, len(text)))]
    position = 0
    for word in WORD.finditer(text):
        begin = word.start()
        if begin < position or not (word[0].isdecimal() or word[0].lower() in FIRST_WORDS):
            continue
        match = EXPRESSION.match(text, begin)
        if match is None:
            continue
        name = next(name for name in READINGS if match[name] is not None)
        end = match.end()
        at = bisect_right(starts, begin)
        first = max(starts[at - 1], begin - REACH)
        last = min(starts[at] if at < len(starts) else len(text), end + REACH)
        setting = Setting(text[first:begin], text[end:last], today)
        found = READINGS[name](text[begin:end], setting)
        if found:
            yield begin, end, found
            position = end


def _one_time(
    text: str, left: tuple[int, int, Found], right: tuple[int, int, Found]
) -> Found | None:
    """The one time that two neighbours stand for, or None where they stand for two."""
    if not JOINT.fullmatch(text, left[1], right[0]):
        return None
    first, second = left[2], right[2]
    if (first.clock is None) != (second.clock is None):
        day, clock = (second, first.clock) if first.clock else (first, second.clock)
        if day.precision is not Precision.DAY or "/" in (day.value or ""):
            return None
        value = f"{day.value}T{clock}" if day.value else None
        return Found(value, Precision.MINUTE)
    if first.names_day and second.precision is Precision.DAY and not second.names_day:
        return second
    return None
