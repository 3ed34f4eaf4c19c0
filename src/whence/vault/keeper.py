"""The keeper: captures come in, and are kept for good; the only writer of a vault.

The order of writing makes it safe to end at any moment: records are forced to the disk, then the
entry that speaks of them, and now and then, and at the end, the signed head. Each run of additions
ends with an entry that holds the signed head of all before it, so that a change made later can be
told to lie after one point in time and before another.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from whence import __version__
from whence.errors import VaultError
from whence.model import Capture
from whence.vault.archive import FOLDER, ArchiveFile, Place, read_member
from whence.vault.disk import sync_folder, write_whole
from whence.vault.entry import Entry, EntryKind, time_text
from whence.vault.facts import clean, facts_of
from whence.vault.head import sign_head
from whence.vault.key import Key
from whence.vault.known import Known
from whence.vault.ledger import FILE, End, LedgerFile, read_line
from whence.vault.packing import pack
from whence.vault.payload import body_digest
from whence.vault.record import Record, header_uri, make_record, unpack_record
from whence.vault.recovery import CACHE, HEAD, Recovered, keep_end, record_names
from whence.vault.stamp import ANSWER_TYPE
from whence.vault.vault import Vault

LARGEST_FILE = 1_000_000_000
"""Bytes after which an archive's file is added to no more."""
SIGN_EVERY = 1000
"""Entries after which the head is signed while a run goes on."""

_INFO = (
    f"software: whence/{__version__}\r\n"
    "format: WARC File Format 1.1\r\n"
    "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a capture: its entry, and whether the very bytes were kept before."""

    entry: Entry
    again: bool


class Keeper:
    """A vault that is being added to; made by :func:`whence.vault.opening.keeping`."""

    def __init__(
        self,
        vault: Path,
        key: Key,
        end: End,
        clock: Clock,
        *,
        largest: int = LARGEST_FILE,
        together: int = 1,
    ) -> None:
        self._vault = vault
        self._key = key
        self._clock = clock
        self._largest = largest
        self._together = together
        self._ledger = LedgerFile(vault / FILE, end)
        self._known = Known(vault / CACHE / "known.sqlite", vault / FILE, end)
        self._file = ArchiveFile(vault / FOLDER, end.file) if end.file else None
        self._found: Place | None = None
        self._signed = end.edge.size
        self._broken = False
        self.recovery: str | None = None
        """What a run that ended early had left, in one line."""

    @property
    def size(self) -> int:
        """How many entries the ledger has."""
        return self._ledger.end.edge.size

    def add(self, capture: Capture) -> Kept:
        """Keep a capture.

        Raises:
            VaultError: it cannot be written; what was kept before is not lost.
        """
        with self._writing():
            self._begin_file_if_due()
            place = f"{self._key.public.name}/{self.size}"
            packed = pack(capture, place, self._find)
            places = self._store(packed.records)
            about: dict[str, Any] = {
                **facts_of(capture),
                "records": _rows(packed.records, places),
            }
            if packed.again:
                about["first"] = self._found.row if self._found else None
                return Kept(self._append(EntryKind.SEEN_AGAIN, about), True)
            about |= {
                "main": packed.records.index(packed.main),
                "body": body_digest(packed.main).hex(),
            }
            return Kept(self._append(EntryKind.CAPTURE, about), False)

    def last_of(self, capture: Capture) -> Capture | None:
        """The last capture of the same address, where it brought other bytes.

        Raises:
            VaultError: it is not what was put in.
        """
        found = self._known.find_page(capture.url) if capture.url else None
        if not found:
            return None
        self._sync()
        try:
            entry = read_line(self._vault / FILE, *found)
        except ValueError:
            return None
        about = entry.about
        if about.get("url") != capture.url or about.get("sha256") == capture.sha256:
            return None
        return Vault(self._vault).capture(entry)

    def note(self, text: str, first: int, last: int) -> Entry:
        """Keep what a person says of the entries from ``first`` to ``last``."""
        with self._writing():
            return self._append(EntryKind.NOTE, {"text": clean(text), "first": first, "last": last})

    def derive(self, about: Mapping[str, Any]) -> Entry:
        """Keep that something was made of what is kept; ``about`` names both by SHA-256."""
        with self._writing():
            return self._append(EntryKind.DERIVATION, about)

    def checkpoint(self) -> str:
        """Sign the ledger so far and keep that it was signed; gives the signed text."""
        with self._writing():
            end = self._ledger.end
            text = sign_head(self._key, end.edge.size, end.edge.root)
            self._append(EntryKind.CHECKPOINT, {"head": text})
            return text

    def stamp(self, server: str, text: str, answer: bytes) -> Entry:
        """Keep what a time-stamping authority answered to the checkpoint ``text``."""
        with self._writing():
            self._begin_file_if_due()
            own, date = self._record_id(), time_text(self._clock())
            uri = header_uri(server)
            record = make_record("resource", own, date, answer, ANSWER_TYPE, Target_URI=uri)
            about = {
                "server": server,
                "checkpoint": int(text.split("\n")[1]),
                "records": _rows([record], self._store([record])),
            }
            return self._append(EntryKind.TIME_STAMP, about)

    def recovered(self, found: Recovered) -> None:
        """Keep what a run that ended early had left."""
        if found.taken_over or found.set_aside:
            with self._writing():
                self._append(EntryKind.RECOVERY, found.about)
                record_names(self._vault)
            self.recovery = f"{self._vault}: a run ended early; {found.text}"

    def sign(self) -> None:
        """Sign the head, and keep how the ledger ends."""
        self._sync()
        end = self._ledger.end
        self._known.cover(end)
        keep_end(self._vault, end)
        text = sign_head(self._key, end.edge.size, end.edge.root)
        write_whole(self._vault / HEAD, text.encode())
        self._signed = end.edge.size

    def close(self) -> None:
        """Sign what was added, and add no more."""
        try:
            if not self._broken and self.size > self._signed:
                self.checkpoint()
                with self._writing():
                    self.sign()
        finally:
            self._known.close()
            self._ledger.close()
            if self._file:
                self._file.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What fails to be written inside leaves the rest to the next run's recovery."""
        if self._broken:
            raise VaultError(f"{self._vault}: not written to after an error; run whence again")
        self._broken = True
        try:
            yield
        except OSError as error:
            reason = f"cannot be written ({error.strerror}); what was kept before is not lost"
            raise VaultError(f"{self._vault}: {reason}") from error
        self._broken = False

    def _sync(self) -> None:
        """Have records on the disk, then the entries that speak of them."""
        if self._file:
            self._file.sync()
        self._ledger.sync()

    def _append(self, kind: EntryKind, about: Mapping[str, Any]) -> Entry:
        entry = self._ledger.end.next(kind, about, self._clock())
        start = self._ledger.end.length
        self._ledger.append(entry)
        self._known.learn(entry, start)
        if self._ledger.waiting >= self._together:
            self._sync()
        if entry.number + 1 - self._signed >= SIGN_EVERY:
            self.sign()
        return entry

    def _store(self, records: Sequence[Record]) -> list[Place]:
        """Put records at the end of the archive."""
        if self._file is None:
            raise VaultError(f"{self._vault}: the archive has no file; run whence verify")
        places = [self._file.append(record.packed) for record in records]
        self._ledger.end = replace(self._ledger.end, file=self._file.number, filled=places[-1].end)
        return places

    def _begin_file_if_due(self) -> None:
        if self._file and self._file.length < self._largest:
            return
        number = self._file.number + 1 if self._file else 1
        if self._file:
            self._sync()
            self._file.close()
        self._file = ArchiveFile(self._vault / FOLDER, number)
        sync_folder(self._vault / FOLDER)
        info = make_record(
            "warcinfo",
            self._record_id(),
            time_text(self._clock()),
            _INFO.encode(),
            "application/warc-fields",
            Filename=self._file.name,
        )
        places = self._store([info])
        self._append(EntryKind.FILE, {"records": _rows([info], places)})

    def _record_id(self) -> str:
        """The id of the one record that comes with the next entry."""
        place = f"{self._key.public.name}/{self.size}"
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, place)}"

    def _find(self, body: bytes) -> Record | None:
        """The record that keeps the bytes of a SHA-256, once it was read and hashed."""
        self._found = place = self._known.find(body)
        if place is None:
            return None
        try:
            record = unpack_record(read_member(self._vault / FOLDER, place))
        except ValueError:
            return None
        return record if body_digest(record) == body else None


def _rows(records: Sequence[Record], places: Sequence[Place]) -> list[dict[str, Any]]:
    return [
        {"id": record.id, "type": record.type, **place.row}
        for record, place in zip(records, places, strict=True)
    ]
