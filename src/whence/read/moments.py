"""When an article was published and changed, as far as it says.

Takes what a person gave, a page's metadata and the page itself; gives Moments that claim no
more precision than what they were read from: a date is a day, and a clock at exactly midnight
is a date that some system filled up. Forms: ISO 8601, RFC 5322, and dates in English words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from whence.model import Moment, Precision
from whence.read.linked_data import text_value
from whence.read.page import Page, text_of

_ISO = re.compile(
    r"(?P<y>\d{4})(?:-?(?P<m>\d{2})(?:-?(?P<d>\d{2})(?:[T ]+(?P<H>\d{2}):?(?P<M>\d{2})"
    r"(?::?(?P<S>\d{2})(?:[.,]\d+)?)?\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?)?"
    r"(?![\d])",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_CLOCK = (
    r"(?:[\s,at|·@-]*(?P<H>\d{1,2})[:.](?P<M>\d{2})(?::(?P<S>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?)?"
)
_WORDS = (
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<y>\d{{4}}){_CLOCK}", re.I),
    re.compile(rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_CLOCK}", re.I),
)
_ZONES = {"gmt": "Z", "utc": "Z", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00"}
_ZONES |= {"edt": "-04:00", "est": "-05:00", "pdt": "-07:00", "pst": "-08:00", "aest": "+10:00"}
_AFTER = re.compile(r"[\s(]*([A-Za-z]{3,4})\b")
_PUBLISHED_KEYS = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "published_time",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "publicationdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "article_date_original",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "ptime",
    "date",
)
_MODIFIED_KEYS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dateupdated",
    "article:modified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "utime",
)
_EARLIEST, _LATEST = 1900, 2200


def read_moment(text: str | None, origin: str) -> Moment | None:
    """A time from its wording; None where it names no day, month or year that there is."""
    if not text:
        return None
    line = " ".join(text.split())[:120]
    iso = _ISO.match(line)
    if iso and (found := _from_iso(iso, origin)):
        return found
    for pattern in _WORDS:
        if (match := pattern.search(line)) and (found := _from_words(match, line, origin)):
            return found
    return _from_mail(line, origin)


def _from_iso(match: re.Match[str], origin: str) -> Moment | None:
    part = match.groupdict()
    if part["d"] is None:
        return _coarse(part["y"], part["m"], origin)
    return _moment([part[k] for k in "ymdHMS"], _zone(part["z"]), origin)


def _coarse(year: str, month: str | None, origin: str) -> Moment | None:
    if not _EARLIEST <= int(year) <= _LATEST or (month and not 1 <= int(month) <= 12):
        return None
    if month:
        return Moment(f"{year}-{month}", Precision.MONTH, None, origin)
    return Moment(year, Precision.YEAR, None, origin)


def _from_words(match: re.Match[str], line: str, origin: str) -> Moment | None:
    part = match.groupdict()
    month = str(_MONTHS.index(part["month"][:3].casefold()) + 1)
    hour = part["H"]
    if hour and part["half"]:
        hour = str(int(hour) % 12 + (12 if part["half"][0] in "pP" else 0))
    after = _AFTER.match(line[match.end() :]) if hour else None
    zone = _ZONES.get(after.group(1).casefold()) if after else None
    return _moment([part["y"], month, part["d"], hour, part["M"], part["S"]], zone, origin)


def _from_mail(line: str, origin: str) -> Moment | None:
    try:
        at = parsedate_to_datetime(line)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    zone = _offset(at.utcoffset()) if at.tzinfo else None
    numbers = [at.year, at.month, at.day, at.hour, at.minute, at.second]
    return _moment([str(n) for n in numbers], zone, origin)


def _moment(parts: Sequence[str | None], zone: str | None, origin: str) -> Moment | None:
    year, month, day, hour, minute, second = (int(p) if p else 0 for p in parts)
    try:
        at = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    if not _EARLIEST <= at.year <= _LATEST:
        return None
    if parts[3] is None or (at.hour, at.minute, at.second) == (0, 0, 0):
        return Moment(f"{at:%Y-%m-%d}", Precision.DAY, None, origin)
    if parts[5] is None:
        return Moment(f"{at:%Y-%m-%dT%H:%M}{zone or ''}", Precision.MINUTE, zone, origin)
    return Moment(f"{at:%Y-%m-%dT%H:%M:%S}{zone or ''}", Precision.SECOND, zone, origin)


def _zone(text: str | None) -> str | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        return None
    return f"{text[0]}{hours:02}:{minutes:02}"


def _offset(delta: timedelta | None) -> str | None:
    if delta is None:
        return None
    named = timezone(delta).tzname(None)
    return "Z" if named == "UTC" else named.removeprefix("UTC")


def find_published(page: Page, lines: Sequence[str]) -> Moment | None:
    """When a page says it was published; ``lines`` are its lines that are a date."""
    return _first(
        lambda: read_moment(text_value(page.linked, "datePublished", "dateCreated"), "json-ld"),
        lambda: _from_metas(page, _PUBLISHED_KEYS),
        lambda: _from_elements(page),
        lambda: next((m for line in lines if (m := read_moment(_dated(line), "page"))), None),
        lambda: _from_htmldate(page),
    )


def find_modified(page: Page) -> Moment | None:
    """When a page says it was last changed."""
    return _first(
        lambda: read_moment(text_value(page.linked, "dateModified"), "json-ld"),
        lambda: _from_metas(page, _MODIFIED_KEYS),
        lambda: _from_itemprop(page, "dateModified"),
    )


def _first(*readings: Callable[[], Moment | None]) -> Moment | None:
    return next((moment for read in readings if (moment := read())), None)


def _from_metas(page: Page, keys: Sequence[str]) -> Moment | None:
    values = (value for key in keys for value in page.meta.get(key, ()))
    return next((m for value in values if (m := read_moment(value, "open-graph"))), None)


def _from_elements(page: Page) -> Moment | None:
    marked = _from_itemprop(page, "datePublished")
    if marked:
        return marked
    for time in page.tree.iterfind(".//time"):
        found = read_moment(time.get("datetime") or text_of(time), "page")
        if found:
            return found
    return None


def _from_itemprop(page: Page, name: str) -> Moment | None:
    for element in page.tree.iterfind(f".//*[@itemprop='{name}']"):
        value = element.get("content") or element.get("datetime") or text_of(element)
        if found := read_moment(value, "page"):
            return found
    return None


def _dated(line: str) -> str:
    return re.sub(
        r"^[^\d]{0,40}?(?=\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
        "",
        line,
        flags=re.I,
    )


def _from_htmldate(page: Page) -> Moment | None:
    from htmldate import find_date  # noqa: PLC0415 - the last resort, and slow to import

    try:
        found = find_date(page.tree, url=page.url, original_date=True, extensive_search=False)
    except (ValueError, TypeError, OverflowError):
        return None
    return read_moment(found, "page")
