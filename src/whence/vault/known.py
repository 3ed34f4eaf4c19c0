"""What is known: the SHA-256 of bytes, or an address, comes in; where it was kept goes out.

An SQLite file in the vault's ``cache`` folder, so that one capture is added without reading all
that came before. It is made of the ledger, can be deleted at any time, and is never believed: the
record at the place that it names is read and hashed before anything refers to it, and so is the
line of the ledger.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path

from whence.vault.archive import Place, file_name
from whence.vault.entry import Entry, EntryKind
from whence.vault.ledger import End, places_of, read_entries

_TABLES = """
CREATE TABLE IF NOT EXISTS kept (
  body BLOB PRIMARY KEY, file INTEGER, offset INTEGER, length INTEGER, sha256 BLOB
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
  address BLOB PRIMARY KEY, start INTEGER, length INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS covered (one INTEGER PRIMARY KEY CHECK (one = 1), length INTEGER);
"""


class Known:
    """The table, open; it covers the ledger up to the length that :meth:`cover` was last told."""

    def __init__(self, path: Path, ledger: Path, end: End) -> None:
        try:
            self._open(path)
            self._catch_up(ledger, end)
        except (sqlite3.Error, ValueError):
            # A cache that is damaged is made anew.
            self.close()
            for old in path.parent.glob(path.name + "*"):
                old.unlink()
            self._open(path)
            self._catch_up(ledger, end)

    def _open(self, path: Path) -> None:
        self._table = sqlite3.connect(path)
        self._table.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _TABLES)

    def _catch_up(self, ledger: Path, end: End) -> None:
        row = self._table.execute("SELECT length FROM covered").fetchone()
        length = row[0] if row else 0
        if length > end.length:
            raise ValueError("made of another ledger")
        if length < end.length:
            for entry in read_entries(ledger, length):
                self.learn(entry, length)
                length += len(entry.line) + 1
            self.cover(end)

    def find(self, body: bytes) -> Place | None:
        """Where bytes of this SHA-256 were kept, as far as the table knows."""
        query = "SELECT file, offset, length, sha256 FROM kept WHERE body = ?"
        try:
            row = self._table.execute(query, (body,)).fetchone()
            return Place(file_name(row[0]), row[1], row[2], row[3].hex()) if row else None
        except (sqlite3.Error, AttributeError, TypeError, ValueError):
            return None

    def find_page(self, url: str) -> tuple[int, int] | None:
        """Where the line of the last capture of an address stands: its start and length."""
        query = "SELECT start, length FROM pages WHERE address = ?"
        try:
            row = self._table.execute(query, (_short(url),)).fetchone()
            return (int(row[0]), int(row[1])) if row else None
        except (sqlite3.Error, TypeError, ValueError):
            return None

    def learn(self, entry: Entry, start: int) -> None:
        """Know what came with an entry, whose line begins at byte ``start`` of the ledger."""
        if url := entry.about.get("url"):
            page = (_short(str(url)), start, len(entry.line))
            self._table.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", page)
        if entry.kind is not EntryKind.CAPTURE:
            return
        body, place = bytes.fromhex(entry.about["body"]), places_of(entry)[entry.about["main"]]
        number = int(place.file[7:13])
        row = (body, number, place.offset, place.length, bytes.fromhex(place.sha256))
        self._table.execute("INSERT OR IGNORE INTO kept VALUES (?, ?, ?, ?, ?)", row)

    def cover(self, end: End) -> None:
        """Keep what was learned of the ledger up to ``end``."""
        self._table.execute("INSERT OR REPLACE INTO covered VALUES (1, ?)", (end.length,))
        self._table.commit()

    def close(self) -> None:
        """Be used no more."""
        with contextlib.suppress(sqlite3.Error, AttributeError):
            self._table.close()


def _short(url: str) -> bytes:
    """An address as the table has it, which is of one length."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).digest()
