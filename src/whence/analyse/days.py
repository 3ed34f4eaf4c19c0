"""Days: the calendar arithmetic behind time expressions.

Takes days, numbers and units ("three weeks"), gives what they come to as ISO 8601: a day, a
month, a year, or an interval ``begin/end`` of days. Nothing here reads a clock; whatever runs
over the ends of the calendar (years 1 to 9999) is held at its end or left open.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from whence.model import Precision


@dataclass(frozen=True, slots=True)
class Found:
    """What words of time stand for. ``clock`` is a time of day, such as ``18:00``."""

    value: str | None
    precision: Precision
    clock: str | None = None
    names_day: bool = False
    """By its name ("Tuesday"), so that a date may follow."""


PRECISIONS = {
    "hour": Precision.DAY,
    "day": Precision.DAY,
    "week": Precision.DAY,
    "weekend": Precision.DAY,
    "month": Precision.MONTH,
    "year": Precision.YEAR,
    "decade": Precision.YEAR,
    "century": Precision.YEAR,
}
UNIT_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
UNIT_DAYS = {"hour": 0, "day": 1, "week": 7, "weekend": 7}


def day_found(day: date) -> Found:
    """One day."""
    return Found(day.isoformat(), Precision.DAY)


def days_found(first: date, last: date) -> Found:
    """All days from first to last."""
    return Found(f"{first}/{last}", Precision.DAY)


def month_found(year: int, month: int) -> Found:
    """One month; ``month`` may run over the year's ends."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return Found(None, Precision.MONTH)
    return Found(f"{year:04}-{month:02}", Precision.MONTH)


def same_day(today: date, months: int) -> date:
    """The same day of a month so many months on, or that month's last day."""
    index = today.year * 12 + today.month - 1 + months
    year, month = min(max(index // 12, 1), 9999), index % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def days_on(today: date, days: int) -> date:
    """The day so many days on, held within the calendar."""
    ordinal = min(max(today.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none such."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def nearest_date(month: int, day: int, today: date, ahead: bool) -> date | None:
    """That day of that month in the year that brings it nearest to ``today``.

    Unless the words look ``ahead``, a day more than six weeks on is the one a year before.
    """
    latest = today.toordinal() + (366 if ahead else 45)
    dates = [make_date(year, month, day) for year in range(today.year - 1, today.year + 2)]
    known = [d for d in dates if d and d.toordinal() <= latest]
    return min(known, key=lambda d: abs((d - today).days), default=None)


def moved(today: date, unit: str, count: int) -> date:
    """The day so many units on, or back where ``count`` is below zero."""
    if unit in UNIT_MONTHS:
        return same_day(today, max(min(count * UNIT_MONTHS[unit], 10**6), -(10**6)))
    return days_on(today, max(min(count * UNIT_DAYS[unit], 10**7), -(10**7)))


def span_of(today: date, unit: str, count: int, ahead: bool) -> Found:
    """The days from or up to ``today`` that so many units take."""
    other = moved(today, unit, count if ahead else -count)
    return days_found(min(today, other), max(today, other))


def period_of(today: date, unit: str, shift: int) -> Found:
    """The whole week, month or year so many before or after that of ``today``."""
    if unit == "month":
        return month_found(today.year, today.month + shift)
    if unit == "year":
        return Found(f"{same_day(today, 12 * shift).year:04}", Precision.YEAR)
    if unit in ("week", "weekend"):
        monday = days_on(today, 7 * shift - today.weekday())
        first = days_on(monday, 5) if unit == "weekend" else monday
        return days_found(first, days_on(monday, 6))
    return Found(None, PRECISIONS[unit])
