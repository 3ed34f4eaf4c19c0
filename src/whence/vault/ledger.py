"""The ledger: entries are put at the end of a file of lines, and read again from any line's start.

Nothing but adding is ever done to the file. What adding needs to know of all lines before — the
right edge of the tree, the last hash and time, where the archive ends — is an :class:`End`, of a
few hundred bytes however long the ledger is. It is kept beside the ledger so that it need not be
worked out again, and believed only where its root is the one that was signed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from whence.errors import VaultError
from whence.vault.archive import Place, read_place
from whence.vault.entry import LONGEST_LINE, Entry, EntryKind, read_entry
from whence.vault.tree import Edge

FILE = "ledger"
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class End:
    """A ledger as far as adding to it needs.

    ``length`` is in bytes; ``before`` the last entry's hash in hex; ``file`` and ``filled`` say
    how far the archive is filled.
    """

    edge: Edge = field(default_factory=Edge)
    length: int = 0
    before: str = ""
    time: datetime = _BEFORE_ALL
    file: int = 0
    filled: int = 0

    def next(self, kind: EntryKind, about: Mapping[str, Any], now: datetime) -> Entry:
        """The entry that comes next. A clock that was set back does not run time backward."""
        return Entry(self.edge.size, max(now, self.time), kind, about, self.before)

    def after(self, entry: Entry) -> End:
        """The end once ``entry`` is added.

        Raises:
            ValueError: it does not follow.
        """
        if entry.number != self.edge.size:
            raise ValueError(f"numbered {entry.number} where {self.edge.size} was due")
        if entry.before != self.before:
            raise ValueError("it does not carry the hash of the entry before")
        if entry.time < self.time:
            raise ValueError("earlier than the entry before")
        leaf = entry.leaf
        places = places_of(entry)
        end = replace(
            self,
            edge=self.edge.add(leaf),
            length=self.length + len(entry.line) + 1,
            before=leaf.hex(),
            time=entry.time,
        )
        if not places:
            return end
        last = places[-1]
        return replace(end, file=int(last.file[7:13]), filled=last.end)


def places_of(entry: Entry) -> tuple[Place, ...]:
    """Where the records lie that came with an entry.

    Raises:
        ValueError: it names places that are none.
    """
    rows = entry.about.get("records", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("its records are no list")
    return tuple(read_place(row) for row in rows)


def read_lines(path: Path, start: int = 0) -> Iterator[bytes]:
    """The lines of a ledger from byte ``start``, with their ends; the last may have none.

    A line longer than any entry is cut into pieces without an end.
    """
    with path.open("rb") as file:
        file.seek(start)
        while line := file.readline(LONGEST_LINE + 1):
            yield line


def read_entries(path: Path, start: int = 0) -> Iterator[Entry]:
    """The entries of a ledger from byte ``start``.

    Raises:
        ValueError: a line is none.
    """
    for line in read_lines(path, start):
        if not line.endswith(b"\n"):
            raise ValueError("the last line is cut off")
        yield read_entry(line[:-1])


def read_line(path: Path, start: int, length: int) -> Entry:
    """The entry whose line has its place in a ledger at these bytes.

    Raises:
        ValueError: none stands there.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            return read_entry(file.read(min(length, LONGEST_LINE)))
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from error


class LedgerFile:
    """A ledger that is being added to; ``end`` is its end by now.

    Entries wait in memory until :meth:`sync`, so that what they speak of can be forced first.
    """

    def __init__(self, path: Path, end: End) -> None:
        self.end = end
        self._waiting: list[bytes] = []
        self._file: BinaryIO = path.open("ab")

    def append(self, entry: Entry) -> None:
        """Put the entry that comes next at the end.

        Raises:
            VaultError: it is too long.
        """
        line = entry.line
        if len(line) > LONGEST_LINE:
            raise VaultError(f"an entry of {len(line):,} bytes; at most {LONGEST_LINE:,} are kept")
        self.end = self.end.after(entry)
        self._waiting.append(line + b"\n")

    @property
    def waiting(self) -> int:
        """How many entries wait."""
        return len(self._waiting)

    def sync(self) -> None:
        """Have all entries on the disk."""
        self._file.write(b"".join(self._waiting))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._waiting.clear()

    def close(self) -> None:
        """Add no more."""
        self._file.close()
