"""What a program that saved a page wrote down about the saving: the address, and when.

Takes the beginning of a page, or the header of an MHTML file; gives the page's address and the
time. SingleFile writes both in a comment, browsers the address alone ("saved from url", the
mark of the web), MHTML both in its header. It is the file's own word: whoever holds the file
can write another. So it never stands for the time at which whence got the bytes; it bounds when
the article was first seen, under its own origin, and only where it names a moment with a zone
that had passed when the file was captured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from whence.model import Moment, Precision
from whence.read.page import absolute

_WITHIN = 4096
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)"
    r"(?:\s+saved date:\s*(?P<date>[^\r\n]{1,100}))?"
)
_SAVED_FROM = re.compile(r"<!-- saved from url=\((?P<length>\d{4})\)(?P<url>[^\s>]+)")
_SCRIPT_DATE = re.compile(
    r"\w{3} (?P<month>\w{3}) (?P<day>\d\d) (?P<year>\d{4}) (?P<clock>\d\d:\d\d:\d\d) "
    r"GMT(?P<zone>[+-]\d{4})"
)


@dataclass(frozen=True, slots=True)
class Saved:
    """The address that a page was saved from, and when, as far as the file says."""

    url: str | None = None
    at: datetime | None = None

    def moment(self, taken: datetime) -> Moment | None:
        """When the page was seen, in UTC; None if that lies after the file was ``taken``."""
        limit = taken if taken.tzinfo else taken.replace(tzinfo=UTC)
        if self.at is None or self.at > limit:
            return None
        value = f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
        return Moment(value, Precision.SECOND, "Z", "saved")


def find_saved(source: str) -> Saved:
    """What the comment at the start of a page says; nothing where there is none."""
    start = source[:_WITHIN]
    if found := _SINGLE_FILE.search(start):
        return Saved(absolute(found["url"], None), _script_date(found["date"]))
    if found := _SAVED_FROM.search(start):
        return Saved(absolute(found["url"][: int(found["length"])], None))
    return Saved()


def mail_date(line: str | None) -> datetime | None:
    """The moment of a date header (RFC 5322); None where it names no zone or cannot be read."""
    try:
        at = parsedate_to_datetime(line or "")
        return at.astimezone(UTC) if at.tzinfo else None
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _script_date(line: str | None) -> datetime | None:
    """The moment of a date as scripts write it: Tue May 06 2031 09:00:00 GMT+0200 (…)."""
    found = _SCRIPT_DATE.match(line or "")
    if not found:
        return None
    return mail_date("{day} {month} {year} {clock} {zone}".format(**found.groupdict()))
