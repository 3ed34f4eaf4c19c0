"""Times as people read them, and the order they stand in.

Takes an ISO 8601 value with what is known of its precision and zone, gives words, a machine
value and a sort key. Nothing is made more exact than it was: a day stays a day, and a time
without a zone says so by showing none. For ordering alone, a time without a zone counts as UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from whence.model import Moment, Precision
from whence.report.visible import one_line

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")
_TO_THE_DAY = 10


@dataclass(frozen=True, slots=True)
class When:
    """A time to show: ``day`` and ``clock`` in words, ``value`` as it was, ``key`` to sort by.

    ``clock`` is empty where no hour is known; ``value`` where the words are not a time.
    """

    day: str
    clock: str
    value: str
    key: str

    @property
    def text(self) -> str:
        """Day and clock in one."""
        return f"{self.day}, {self.clock}" if self.clock else self.day


def when(value: str | None, precision: Precision | None = None) -> When | None:
    """How to show an ISO 8601 ``value``; None where there is none.

    A value that cannot be read is shown as it stands and sorts behind every other.
    """
    if not value or not value.strip():
        return None
    value = value.strip()
    if precision in (Precision.YEAR, Precision.MONTH, Precision.DAY):
        value = value[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, _TO_THE_DAY)]
    try:
        if date := _DATE.match(value):
            return _when_dated(value, date)
        return _when_timed(value)
    except ValueError:
        return When(one_line(value), "", "", "\uffff")


def when_of(moment: Moment | None) -> When | None:
    """How to show a time of an article."""
    if moment is None:
        return None
    value = moment.value
    if moment.zone and "T" in value and not re.search(r"(?:Z|[+-]\d\d:?\d\d)$", value):
        value += moment.zone
    return when(value, moment.precision)


def _when_dated(value: str, date: re.Match[str]) -> When:
    year, month, day = date.groups()
    first = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
    words = " ".join(filter(None, (day and str(int(day)), month and _MONTHS[int(month) - 1], year)))
    return When(words, "", value, first.isoformat())


def _when_timed(value: str) -> When:
    moment = datetime.fromisoformat(value)
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year:04d}"
    clock = f"{moment:%H:%M}"
    if moment.tzinfo is None:
        return When(day, clock, value, moment.replace(tzinfo=UTC).isoformat())
    offset = moment.strftime("%z")
    zone = " UTC" if offset in ("+0000", "-0000") else f" {offset[:3]}:{offset[3:5]}"
    return When(day, clock + zone, value, _utc(moment))


def _utc(moment: datetime) -> str:
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:
        return moment.replace(tzinfo=UTC).isoformat()
