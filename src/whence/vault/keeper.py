"""The keeper: captures come in, and are kept for good; the only writer of a vault.

The order of writing makes it safe to end at any moment: records are forced to the disk, then the
entry that speaks of them, and now and then, and at the end, the signed head. Each run of additions
ends with an entry that holds the signed head of all before it, so that a change made later can be
told to lie after one point in time and before another.
"""

from __future__ import annotations

import shutil
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
from whence.vault.disk import locked, sync_folder, write_whole
from whence.vault.entry import Entry, EntryKind, time_text
from whence.vault.head import sign_head
from whence.vault.home import Home
from whence.vault.key import Key, make_key, read_key
from whence.vault.known import Known
from whence.vault.ledger import FILE, End, LedgerFile
from whence.vault.packing import pack
from whence.vault.payload import body_digest
from whence.vault.record import Record, header_uri, make_record, unpack_record
from whence.vault.recovery import CACHE, HEAD, Recovered, keep_end, record_names, recover

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
    """A vault that is being added to; made by :func:`keeping`."""

    def __init__(
        self, vault: Path, key: Key, end: End, clock: Clock, largest: int = LARGEST_FILE
    ) -> None:
        self._vault = vault
        self._key = key
        self._clock = clock
        self._largest = largest
        self._ledger = LedgerFile(vault / FILE, end)
        self._known = Known(vault / CACHE / "known.sqlite", vault / FILE, end)
        self._file = ArchiveFile(vault / FOLDER, end.file) if end.file else None
        self._found: Place | None = None
        self._signed = end.edge.size
        self._broken = False

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
                "id": capture.id,
                "sha256": capture.sha256,
                "media_type": capture.media_type,
                "taken": time_text(capture.taken),
                "url": capture.url,
                "within": capture.within,
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

    def note(self, text: str, first: int, last: int) -> Entry:
        """Keep what a person says of the entries from ``first`` to ``last``."""
        with self._writing():
            return self._append(
                EntryKind.NOTE, {"text": _clean(text), "first": first, "last": last}
            )

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

    def stamp(self, answer: bytes, content_type: str, about: Mapping[str, Any]) -> Entry:
        """Keep what a time-stamping authority answered, and ``about`` what it speaks of."""
        with self._writing():
            self._begin_file_if_due()
            record = make_record(
                "resource",
                record_id(self._key, self.size),
                time_text(self._clock()),
                answer,
                content_type,
                Target_URI=header_uri(str(about["server"])),
            )
            places = self._store([record])
            return self._append(EntryKind.TIME_STAMP, {**about, "records": _rows([record], places)})

    def recovered(self, found: Recovered) -> None:
        """Keep what a run that ended early had left."""
        if found.taken_over or found.set_aside:
            with self._writing():
                self._append(EntryKind.RECOVERY, found.about)
                record_names(self._vault)

    def sign(self) -> None:
        """Sign the head, and keep how the ledger ends."""
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

    def _append(self, kind: EntryKind, about: Mapping[str, Any]) -> Entry:
        entry = self._ledger.end.next(kind, about, self._clock())
        self._ledger.append(entry)
        self._known.learn(entry)
        if entry.number + 1 - self._signed >= SIGN_EVERY:
            self.sign()
        return entry

    def _store(self, records: Sequence[Record]) -> list[Place]:
        """Put records at the end of the archive, and have them on the disk."""
        if self._file is None:
            raise VaultError(f"{self._vault}: the archive has no file; run whence verify")
        places = [self._file.append(record.packed) for record in records]
        self._file.sync()
        self._ledger.end = replace(self._ledger.end, file=self._file.number, filled=places[-1].end)
        return places

    def _begin_file_if_due(self) -> None:
        if self._file and self._file.length < self._largest:
            return
        number = self._file.number + 1 if self._file else 1
        if self._file:
            self._file.close()
        self._file = ArchiveFile(self._vault / FOLDER, number)
        sync_folder(self._vault / FOLDER)
        info = make_record(
            "warcinfo",
            record_id(self._key, self.size),
            time_text(self._clock()),
            _INFO.encode(),
            "application/warc-fields",
            Filename=self._file.name,
        )
        places = self._store([info])
        self._append(EntryKind.FILE, {"records": _rows([info], places)})

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


@contextmanager
def keeping(home: Home, clock: Clock, *, largest: int = LARGEST_FILE) -> Iterator[Keeper]:
    """A home's vault, locked and made ready to be added to; signed at the end.

    The vault and its key are made where there are none.

    Raises:
        VaultError: somebody else is at work in it, or it is not what was signed.
    """
    try:
        home.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VaultError(f"{home.folder}: cannot be made ({error.strerror})") from error
    with locked(lock_of(home.vault), writing=True):
        fresh = not home.vault.exists()
        key = make_key(home.key) if fresh and not home.key.exists() else read_key(home.key)
        if fresh:
            begin_vault(home.vault, key, clock)
        found = recover(home.vault, key.public)
        (home.vault / CACHE).mkdir(exist_ok=True)
        keeper = Keeper(home.vault, key, found.end, clock, largest)
        try:
            keeper.recovered(found)
            yield keeper
        finally:
            keeper.close()


def begin_vault(vault: Path, key: Key, clock: Clock) -> None:
    """Make a vault whose ledger has its first entry: whose key signs it."""
    part = vault.with_name(vault.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    (part / FOLDER).mkdir(parents=True)
    end = End()
    entry = end.next(EntryKind.KEY, {"key": key.public.text}, clock())
    end = end.after(entry)
    write_whole(part / FILE, entry.line + b"\n")
    write_whole(part / HEAD, sign_head(key, end.edge.size, end.edge.root).encode())
    part.rename(vault)
    sync_folder(vault.parent)


def lock_of(vault: Path) -> Path:
    """The lock of a vault, which lies beside it."""
    return vault.with_name(vault.name + ".lock")


def record_id(key: Key, number: int) -> str:
    """The id of the one record that comes with entry ``number``."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{key.public.name}/{number}')}"


def _rows(records: Sequence[Record], places: Sequence[Place]) -> list[dict[str, Any]]:
    return [
        {"id": record.id, "type": record.type, **place.row}
        for record, place in zip(records, places, strict=True)
    ]


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
