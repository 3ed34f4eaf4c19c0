"""Entries: one fact of the ledger, as a line of canonical JSON, and back.

An entry says that something was done at a time: a capture was kept, the same bytes were seen again,
a person noted something, the ledger was signed. Its line is JSON with sorted keys, no spaces and
UTF-8, of strings, whole numbers, lists and objects alone, so that one entry has one line (after
RFC 8785), and its hash is that of the line as a leaf of the tree (:mod:`whence.vault.tree`).
Each entry names the hash of the one before, so that a change shows at the place where it was made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from whence.vault.tree import hash_leaf

LONGEST_LINE = 1 << 20
"""Bytes of the longest line that is written or believed."""
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


class EntryKind(StrEnum):
    """What an entry records.

    ``key``: the vault was begun, by the holder of this public key; always the first. ``file``: a
    file of the archive was begun. ``capture``: bytes were kept that were not there before.
    ``seen again``: the same bytes were got once more. ``derivation``: something was made of what
    is kept. ``note``: a person says something. ``checkpoint``: the ledger so far was signed.
    ``time stamp``: somebody else vouched for when a checkpoint was there. ``recovery``: what a run
    that ended early had left was taken over, or set aside.
    """

    KEY = "key"
    FILE = "file"
    CAPTURE = "capture"
    SEEN_AGAIN = "seen again"
    DERIVATION = "derivation"
    NOTE = "note"
    CHECKPOINT = "checkpoint"
    TIME_STAMP = "time stamp"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. ``before`` is the hash of the entry before, in hex; or empty.

    ``time`` is in UTC and never before that of the entry before. What ``about`` holds goes by
    ``kind``; numbers in it are whole.
    """

    number: int
    time: datetime
    kind: EntryKind
    about: Mapping[str, Any]
    before: str

    @property
    def line(self) -> bytes:
        """Its line, without the line's end."""
        return canonical(
            {
                "about": self.about,
                "before": self.before,
                "kind": self.kind.value,
                "number": self.number,
                "time": time_text(self.time),
            }
        )

    @property
    def leaf(self) -> bytes:
        """Its hash."""
        return hash_leaf(self.line)


def canonical(value: Any) -> bytes:
    """The one way to write ``value`` as JSON; what is no Unicode in its texts is replaced."""
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode("utf-8", "replace")


def read_entry(line: bytes) -> Entry:
    """The entry of a line.

    Raises:
        ValueError: it is none, or not written the one way.
    """
    if len(line) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE:,} bytes")
    try:
        row = json.loads(line, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError) as error:
        raise ValueError("not JSON") from error
    if not isinstance(row, dict) or set(row) != {"about", "before", "kind", "number", "time"}:
        raise ValueError("not the fields of an entry")
    number, time, kind = row["number"], row["time"], row["kind"]
    about, before = row["about"], row["before"]
    if type(number) is not int or not isinstance(about, dict) or not isinstance(before, str):
        raise ValueError("a field of the wrong type")
    try:
        entry = Entry(number, read_time(time), EntryKind(kind), about, before)
    except (TypeError, ValueError) as error:
        raise ValueError("no time or kind of an entry") from error
    try:
        written = entry.line
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if written != line:
        raise ValueError("not written as an entry is")
    return entry


def time_text(moment: datetime) -> str:
    """A time in UTC, to the microsecond, as entries and records write it."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_time(text: str) -> datetime:
    """The time that :func:`time_text` wrote.

    Raises:
        ValueError: it is none.
    """
    if not _TIME.fullmatch(text):
        raise ValueError("no time in UTC")
    return datetime.fromisoformat(text)


def _no_fraction(text: str) -> Any:
    raise ValueError(f"a number with a fraction: {text}")
