"""Contents: what lies in the archive is held against what the ledger says of it.

Entries come in one by one; each record is read, hashed as it lies there, unpacked, its framing and
digests checked, and the capture made again. The records must lie one after another with nothing
between them, so that a file holds what the ledger speaks of and not a byte more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from whence.vault.archive import FOLDER, Place, file_name, read_member, read_place
from whence.vault.entry import Entry, EntryKind
from whence.vault.facts import facts_of
from whence.vault.ledger import FILE, places_of
from whence.vault.packing import unpack
from whence.vault.payload import body_digest, payload_of
from whence.vault.record import Record, digest, unpack_record
from whence.vault.recovery import CACHE, HEAD, SET_ASIDE

Tell = Callable[[str, str], None]
"""Takes where something is wrong, and what."""

_MUST_KEEP = frozenset(
    {EntryKind.FILE, EntryKind.CAPTURE, EntryKind.SEEN_AGAIN, EntryKind.TIME_STAMP}
)
_CAPTURES = frozenset({EntryKind.CAPTURE, EntryKind.SEEN_AGAIN})


class Contents:
    """The archive, as far as it was checked."""

    def __init__(self, vault: Path) -> None:
        self._vault = vault
        self._folder = vault / FOLDER
        self._file = 0
        self._filled = 0
        self._aside: dict[str, Mapping[str, Any]] = {}
        self.records = 0
        self.bytes = 0

    def check(self, entry: Entry, tell: Tell) -> list[Record] | None:
        """The records that came with an entry; None where one of them is not as it was kept."""
        try:
            places = places_of(entry)
        except ValueError as error:
            tell(FILE, str(error))
            return None
        if entry.kind is EntryKind.RECOVERY:
            self._learn_aside(entry)
        if not places and entry.kind in _MUST_KEEP:
            tell(FILE, "it says that something was kept, and names no record")
        found = [self._read(place, tell) for place in places]
        for place in places:
            self._follow(place, entry, tell)
        records = [record for record in found if record]
        if len(records) < len(places):
            return None
        self._compare(entry, records, places, tell)
        return records

    def close(self, tell: Tell) -> None:
        """Check that nothing lies in the vault that the ledger does not speak of."""
        self._check_end(tell)
        known = {file_name(number) for number in range(1, self._file + 1)}
        for path in sorted(self._folder.glob("*")):
            if path.name not in known:
                tell(f"{FOLDER}/{path.name}", "no entry speaks of this file")
        for path in sorted(self._vault.glob("*")):
            if path.name not in (FOLDER, FILE, HEAD, CACHE, SET_ASIDE):
                tell(path.name, "no part of a vault")
        self._check_aside(tell)

    def _read(self, place: Place, tell: Tell) -> Record | None:
        where = f"{FOLDER}/{place.file}, bytes {place.offset} to {place.end}"
        try:
            record = unpack_record(read_member(self._folder, place))
        except ValueError as error:
            tell(where, f"the record there: {error}")
            return None
        self.records += 1
        self.bytes += place.length
        declared = record.headers.get("WARC-Payload-Digest")
        if declared and record.type != "revisit" and declared != digest(payload_of(record)):
            tell(where, "its payload is not what its digest says")
        return record

    def _follow(self, place: Place, entry: Entry, tell: Tell) -> None:
        """Check that a record lies where the one before ended."""
        number = int(place.file[7:13])
        if number == self._file + 1 and place.offset == 0 and entry.kind is EntryKind.FILE:
            self._check_end(tell)
        elif (number, place.offset) != (self._file, self._filled):
            where = f"{FOLDER}/{place.file}, byte {place.offset}"
            due = f"{file_name(self._file)}, byte {self._filled}" if self._file else "a new file"
            tell(where, f"a record of its own was due at {due}")
        self._file, self._filled = number, place.end

    def _check_end(self, tell: Tell) -> None:
        """Check that the file filled last ends where its last record does."""
        if not self._file:
            return
        name = file_name(self._file)
        try:
            size = (self._folder / name).stat().st_size
        except OSError as error:
            tell(f"{FOLDER}/{name}", f"cannot be read ({error.strerror})")
            return
        if size > self._filled:
            more = f"{size - self._filled:,} bytes that no entry speaks of"
            tell(f"{FOLDER}/{name}, bytes {self._filled} to {size}", more)

    def _compare(
        self, entry: Entry, records: list[Record], places: tuple[Place, ...], tell: Tell
    ) -> None:
        """Check that the records are those that the entry names, and the capture its own."""
        where = (
            f"{FOLDER}/{places[0].file}, bytes {places[0].offset} to {places[-1].end}"
            if (places)
            else FILE
        )
        named = [(row.get("id"), row.get("type")) for row in entry.about.get("records", [])]
        if named != [(record.id, record.type) for record in records]:
            tell(where, "other records than its entry names")
        if entry.kind not in _CAPTURES:
            return
        try:
            self._compare_capture(entry, records)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            tell(where, f"not the capture that its entry names: {error}")

    def _compare_capture(self, entry: Entry, records: list[Record]) -> None:
        about, first = entry.about, None
        if entry.kind is EntryKind.SEEN_AGAIN:
            first = unpack_record(read_member(self._folder, read_place(about["first"])))
        elif about["body"] != body_digest(records[about["main"]]).hex():
            raise ValueError("its bytes are others")
        capture = unpack(records, first)
        for field, value in facts_of(capture).items():
            if about[field] != value:
                raise ValueError(f"its {field} is another")

    def _learn_aside(self, entry: Entry) -> None:
        rows = entry.about.get("set_aside")
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                self._aside[str(row.get("file"))] = row

    def _check_aside(self, tell: Tell) -> None:
        """Check what was set aside after a crash."""
        present = {path.name: path for path in (self._vault / SET_ASIDE).glob("*")}
        for name in sorted(present.keys() - self._aside.keys()):
            tell(f"{SET_ASIDE}/{name}", "no entry speaks of this file")
        for name, row in sorted(self._aside.items()):
            if name not in present:
                tell(f"{SET_ASIDE}/{name}", "missing")
            elif hashlib.sha256(present[name].read_bytes()).hexdigest() != row.get("sha256"):
                tell(f"{SET_ASIDE}/{name}", "not the bytes that were set aside")
