"""When an article's text came to be: the span of seconds in which it must lie.

Takes the moments an article carries, gives the earliest and the latest second (since 1970, in
UTC) at which it can have been published, minus and plus infinity where nothing bounds it. A
coarse moment is as long as it is coarse. A clock without a zone is trusted to its day only,
unless a person gave it: whoever writes down a story's times keeps them on one clock. That a
text was seen bounds it from above.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from whence.model import Article, Moment, Precision

_ZONE = re.compile(r"(Z|[+-]\d\d:?\d\d)$")
_COARSE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Window:
    """Earliest and latest second at which a text can have been published."""

    earliest: float = -math.inf
    latest: float = math.inf

    def overlaps(self, other: Window) -> bool:
        """Whether neither lies wholly before the other."""
        return self.earliest <= other.latest and other.earliest <= self.latest


def publication_window(article: Article) -> Window:
    """The window of ``article``, from when it was published and when it was first seen."""
    published = moment_window(article.published) if article.published else Window()
    seen = moment_window(article.first_seen) if article.first_seen else Window()
    if published.earliest <= seen.latest < published.latest:
        return Window(published.earliest, seen.latest)
    return published


def moment_window(moment: Moment) -> Window:
    """The seconds that a moment covers; unbounded where its value is no ISO 8601 time."""
    try:
        start = _start(moment)
        return Window(start.timestamp(), _end(start, _precision(moment)).timestamp() - 1)
    except (ValueError, OverflowError):
        return Window()


def _precision(moment: Moment) -> Precision:
    """The precision that can be relied on."""
    exact = moment.precision in (Precision.MINUTE, Precision.SECOND)
    if exact and moment.origin != "given" and not (moment.zone or _ZONE.search(moment.value)):
        return Precision.DAY
    return moment.precision


def _start(moment: Moment) -> datetime:
    """The first second of a moment, in UTC where it names a zone, else as written."""
    precision = _precision(moment)
    if precision in (Precision.MINUTE, Precision.SECOND):
        value = moment.value
        if moment.zone and "T" in value and not _ZONE.search(value):
            value += moment.zone
        start = datetime.fromisoformat(value)
        start = start.astimezone(UTC) if start.tzinfo else start.replace(tzinfo=UTC)
        return start.replace(second=0) if precision is Precision.MINUTE else start
    match = _COARSE.match(moment.value)
    if not match:
        raise ValueError(f"{moment.value} is no ISO 8601 date")
    year, month, day = (int(part or 1) for part in match.groups())
    if precision is Precision.YEAR:
        month = day = 1
    elif precision is Precision.MONTH:
        day = 1
    return datetime(year, month, day, tzinfo=UTC)


def _end(start: datetime, precision: Precision) -> datetime:
    """The first second after a moment."""
    match precision:
        case Precision.YEAR:
            return start.replace(year=start.year + 1)
        case Precision.MONTH:
            return (start + timedelta(days=31)).replace(day=1)
        case Precision.DAY:
            return start + timedelta(days=1)
        case Precision.MINUTE:
            return start + timedelta(minutes=1)
        case Precision.SECOND:
            return start + timedelta(seconds=1)
