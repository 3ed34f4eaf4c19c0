"""The grammar of time expressions: which words make one, and what they stand for.

A rule is a pattern and a reading: a function of the words matched and their setting (the words
around, the day of publication) that gives the time found, or None where the setting shows that
no time is meant. :mod:`whence.analyse.times` lets the rules loose on an article. Vocabulary is
in times.toml. Readings use the calendar alone: no clock, no locale. A day of the week without
"last" or "next" is the last such day at or before publication, unless the words before it look
ahead ("due to start on Sunday").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from whence.analyse.days import (
    PRECISIONS,
    Found,
    day_found,
    days_found,
    days_on,
    make_date,
    month_found,
    moved,
    nearest_date,
    period_of,
    span_of,
)
from whence.analyse.timewords import (
    ANY_MONTH,
    DAY,
    MONTH,
    MONTH_NAME,
    MONTHS,
    NUMBER,
    NUMBERS,
    PART,
    TABLE,
    TO,
    UNIT,
    WEEKDAY,
    WEEKDAY_NAME,
    WEEKDAYS,
    WHICH,
    WORDS,
    YEAR,
    ZONE,
    either,
)
from whence.model import Precision


@dataclass(frozen=True, slots=True)
class Setting:
    """The words around a match, up to its sentence's ends, and the day of publication."""

    before: str
    after: str
    today: date | None

    @property
    def last_word(self) -> str:
        """The word right before; empty where there is none."""
        found = re.search(r"([^\W_]+)[-\s(“\"]*$", self.before)
        return found[1] if found else ""

    @property
    def looks_ahead(self) -> bool:
        """Whether the nearest telling word before looks to the future."""
        for word in reversed(re.findall(r"\w+", self.before.lower())[-9:]):
            if word in WORDS["future"]:
                return True
            if word in WORDS["past"]:
                return False
        return False


Reading = Callable[[str, Setting], Found | None]


# ---------------------------------------------------------------- readings


def month_of(words: str) -> int:
    """The number of the first month named."""
    found = MONTH_NAME.search(words)
    return MONTHS[found[0][:3].lower()] if found else 0


def read_iso(words: str, _: Setting) -> Found | None:
    """``2017-10-04``, with or without a time of day."""
    year, month, day = (int(n) for n in re.findall(r"\d+", words)[:3])
    found = make_date(year, month, day)
    return day_found(found) if found else None


def read_numeric(words: str, _: Setting) -> Found | None:
    """``13/10/2017``; open where day and month could be either way round."""
    one, two, year = (int(n) for n in re.findall(r"\d+", words))
    swapped = "/" in words and two > 12
    ambiguous = "/" in words and one <= 12 and two <= 12 and one != two
    found = make_date(year, one, two) if swapped else make_date(year, two, one)
    if found is None:
        return None
    return Found(None, Precision.DAY) if ambiguous else day_found(found)


def read_date(words: str, setting: Setting) -> Found | None:
    """``3 March 2017``, ``March 3``, ``20 to 25 July``: a day or the days from one to another."""
    numbers = [int(n) for n in re.findall(r"\d+", words)]
    year = numbers.pop() if len(numbers) > 1 and numbers[-1] > 31 else None
    dates = []
    for day in numbers:
        if make_date(year or 2000, month_of(words), day) is None:
            return None
        if year is None and setting.today is None:
            return Found(None, Precision.DAY)
        dates.append(_year_filled(year, month_of(words), day, setting))
    first, last = dates[0], dates[-1]
    if first is None or last is None or last < first:
        return Found(None, Precision.DAY)
    return day_found(first) if len(dates) == 1 else days_found(first, last)


def _year_filled(year: int | None, month: int, day: int, setting: Setting) -> date | None:
    if year is not None:
        return make_date(year, month, day)
    today = setting.today
    return nearest_date(month, day, today, setting.looks_ahead) if today else None


def read_month_year(words: str, _: Setting) -> Found | None:
    """``March 2017``, ``Sept. 2014``."""
    return month_found(int(words[-4:]), month_of(words))


def read_month(words: str, setting: Setting) -> Found | None:
    """``in March``, ``last March``: a month alone, where the word before shows it to be one."""
    *determined, name = re.split(r"[ -]", words.lower())
    before = setting.last_word.lower()
    if not determined and before not in WORDS["before_month"]:
        return None
    if before in WORDS["before_person"] and name in WORDS["person_months"]:  # noqa: SIM102
        if re.match(r"\s+[A-Z]", setting.after):
            return None
    if setting.today is None:
        return Found(None, Precision.MONTH)
    today, month = setting.today, month_of(words)
    ahead = words.lower().startswith("next") or (setting.looks_ahead and not determined)
    year = today.year + (month <= today.month if ahead else -(month > today.month))
    if words.lower().startswith("last") and month == today.month:
        year -= 1
    return month_found(year, month)


def read_weekday(words: str, setting: Setting) -> Found | None:
    """``on Tuesday``, ``last Tuesday``, ``next Tuesday night``; not "Black Friday"."""
    after = re.match(r"\s+([A-Z][a-z]+)", setting.after)
    if setting.last_word in WORDS["names_before"] or setting.last_word.lower() in ("every", "each"):
        return None
    if after and after[1] in WORDS["names_after"]:
        return None
    if setting.today is None:
        return Found(None, Precision.DAY, names_day=True)
    back = (setting.today.weekday() - WEEKDAYS[WEEKDAY_NAME.findall(words)[0].lower()]) % 7
    shift = _weekday_shift(words.lower(), back, setting.looks_ahead)
    return Found(days_on(setting.today, shift).isoformat(), Precision.DAY, names_day=True)


def _weekday_shift(words: str, back: int, ahead: bool) -> int:
    """Days from publication to the day meant; ``back`` counts those since the last such day."""
    if words.startswith("last"):
        return -(back or 7)
    if words.startswith("next"):
        return -back % 7 or 7
    if words.startswith("this past"):
        return -back
    return -back % 7 if words.startswith("this") or ahead else -back


SHIFTS = {"yesterday": -1, "tomorrow": 1, "last": -1, "before": -2, "after": 2}


def read_near_day(words: str, setting: Setting) -> Found | None:
    """``today``, ``last night``, ``the day before yesterday``, ``this morning``."""
    if words[0] == "T" and setting.last_word in WORDS["names_before"]:
        return None
    if setting.today is None:
        return Found(None, Precision.DAY)
    named = [n for word, n in SHIFTS.items() if word in re.split(r"\W+", words.lower())]
    shift = max(named, key=abs, default=0)
    return day_found(days_on(setting.today, shift))


def read_unit(words: str, setting: Setting) -> Found | None:
    """``last week``, ``this month``, ``over the past month``, ``the next two years``."""
    lower = words.lower().removeprefix("the ")
    which, *middle, unit = re.split(r"[\s-]+", lower)
    unit, plural = unit.removesuffix("s"), unit.endswith("s")
    count = number_of(middle[-1]) if middle else (None if plural else 1)
    if unit in WORDS["seasons"] or count is None or setting.today is None:
        return Found(None, PRECISIONS.get(unit, Precision.MONTH))
    if which == "past" or middle:
        return span_of(setting.today, unit, count, ahead=which in ("next", "coming"))
    return period_of(setting.today, unit, {"last": -1, "previous": -1, "this": 0}.get(which, 1))


def number_of(word: str) -> int | None:
    """``two`` or ``2`` as a number; None for "few"."""
    return int(word) if word.isdecimal() else NUMBERS.get(word)


def read_ago(words: str, setting: Setting) -> Found | None:
    """``two days ago``, ``10 years ago``; open for "a few days ago" and "three weeks later"."""
    count, unit, direction = re.split(r"\s+", words.lower().replace("a few", "few"))[-3:]
    unit = unit.removesuffix("s")
    number = number_of(count)
    if number is None or direction != "ago" or setting.today is None:
        return Found(None, PRECISIONS[unit])
    then = moved(setting.today, unit, -number)
    if unit in ("week", "weekend"):
        return period_of(then, unit, 0)
    value = {"month": f"{then:%Y-%m}".zfill(7), "year": f"{then.year:04}"}.get(unit)
    if unit in ("hour", "day"):
        value = then.isoformat()
    return Found(value, PRECISIONS[unit])


def read_year(words: str, setting: Setting) -> Found | None:
    """``in 2014``: four digits, where the word before shows them to be a year."""
    alone = setting.before.endswith("(") and setting.after.startswith(")")
    if alone or setting.last_word.lower() in WORDS["before_year"]:
        return Found(words, Precision.YEAR)
    return None


def read_years(words: str, _: Setting) -> Found | None:
    """``2002 to 2004``, ``the 1990s``."""
    years = re.findall(r"\d{4}", words)
    first, last = int(years[0]), int(years[-1]) if len(years) > 1 else int(years[0]) + 9
    return Found(f"{first}/{last}", Precision.YEAR) if first < last else None


def read_clock(words: str, setting: Setting) -> Found | None:
    """``6pm``, ``6:30 p.m.``, ``18:00 GMT``, ``noon``: a time of day, of no day as yet."""
    lower = words.lower()
    if lower in ("noon", "midnight", "midday"):
        known = setting.last_word.lower() in WORDS["before_clock"]
        clock = "00:00" if lower == "midnight" else "12:00"
        return Found(None, Precision.MINUTE, clock) if known else None
    digits = re.findall(r"\d+", words)
    if len(digits) == 1 and len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    half = re.search(r"([ap])\.?m", lower)
    if minute > 59 or hour > (12 if half else 23) or (half and hour == 0):
        return None
    if half:
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    elif (
        not re.search(r"[A-Za-z]", words) and setting.last_word.lower() not in WORDS["before_clock"]
    ):
        return None
    return Found(None, Precision.MINUTE, f"{hour:02}:{minute:02}")


# ---------------------------------------------------------------- rules


RULES: tuple[tuple[str, str, Reading], ...] = (
    ("iso", r"\d{4}-\d\d-\d\d(?!\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?", read_iso),
    ("numeric", r"\d{1,2}(?P<mark>[./])\d{1,2}(?P=mark)(?:19|20)\d\d(?!\d)", read_numeric),
    ("dmy", rf"(?:{DAY}{TO})?{DAY}(?: of)? {ANY_MONTH}(?![a-z])(?:,? {YEAR})?", read_date),
    ("mdy", rf"{ANY_MONTH} (?:{DAY}{TO})?{DAY}(?:,? {YEAR})?", read_date),
    ("month_year", rf"{ANY_MONTH},? (?:of )?{YEAR}", read_month_year),
    (
        "month",
        rf"(?:(?:[Ll]ast|[Tt]his|[Nn]ext|[Ee]arly|[Ll]ate|[Mm]id)[ -])?{MONTH}(?![’'\w])",
        read_month,
    ),
    (
        "weekday",
        rf"(?:(?:[Tt]his (?:past|coming) |[Ll]ast |[Nn]ext |[Tt]his |[Ee]arly |[Ll]ate )"
        rf"{WEEKDAY}|{WEEKDAY})(?!\w){PART}",
        read_weekday,
    ),
    (
        "near",
        rf"(?:[Tt]he day (?:before yesterday|after tomorrow)|[Ll]ast night|[Tt]onight"
        rf"|[Tt]his (?:{either(TABLE['day_parts'])})|(?:[Yy]esterday|[Tt]omorrow|[Tt]oday){PART})"
        rf"(?!\w)",
        read_near_day,
    ),
    ("ago", rf"{NUMBER} {UNIT} (?:ago|earlier|later)\b", read_ago),
    (
        "unit",
        rf"(?:[Tt]he )?{WHICH} (?:{NUMBER} )?(?:{UNIT}|{either(TABLE['seasons'])})(?![\w-])",
        read_unit,
    ),
    ("decade", r"(?:[Tt]he )?(?:early |late |mid-)?(?:1[5-9]|20)\d0s\b", read_years),
    ("years", rf"{YEAR}(?: ?[-–] ?| to | and ){YEAR}", read_years),
    (
        "clock",
        rf"(?:\d{{1,2}}(?:[:.]\d\d)? ?[AaPp](?:\.[Mm]\.?|[Mm])(?!\w){ZONE}"
        rf"|\d{{1,2}}:\d\d(?![\d:]){ZONE}|[0-2]\d[0-5]\d {either(TABLE['zones'])}\b"
        rf"|noon\b|midday\b|midnight\b)",
        read_clock,
    ),
    ("year", YEAR, read_year),
)
