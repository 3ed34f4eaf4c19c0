"""What is known: the SHA-256 of bytes comes in, the place where they were kept goes out.

An SQLite table in the vault's ``cache`` folder, so that one capture is added without reading all
that came before. It is made of the ledger, can be deleted at any time, and is never believed: the
record at the place that it names is read and hashed before anything refers to it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from whence.vault.archive import Place, file_name
from whence.vault.entry import Entry, EntryKind
from whence.vault.ledger import End, places_of, read_entries

_TABLES = """
CREATE TABLE IF NOT EXISTS kept (
  body BLOB PRIMARY KEY, file INTEGER, offset INTEGER, length INTEGER, sha256 BLOB
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
                self.learn(entry)
            self.cover(end)

    def find(self, body: bytes) -> Place | None:
        """Where bytes of this SHA-256 were kept, as far as the table knows."""
        query = "SELECT file, offset, length, sha256 FROM kept WHERE body = ?"
        try:
            row = self._table.execute(query, (body,)).fetchone()
            return Place(file_name(row[0]), row[1], row[2], row[3].hex()) if row else None
        except (sqlite3.Error, AttributeError, TypeError, ValueError):
            return None

    def learn(self, entry: Entry) -> None:
        """Know the bytes that came with an entry, if it brought any."""
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
