"""The vault: a folder comes in, its entries, captures, records and proofs go out.

Nothing is written here and nothing is locked: what is asked for is read from the ledger and the
archive and hashed on the way, so that each capture that comes out is the one that was put in, or a
VaultError says which is not. Whether the whole vault is as it was signed is told by
:mod:`whence.vault.verify`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whence.errors import VaultError
from whence.model import Capture
from whence.vault.archive import FOLDER, Place, read_member, read_place
from whence.vault.entry import Entry, EntryKind, read_entry
from whence.vault.head import LONGEST_HEAD
from whence.vault.key import PublicKey, read_public_key
from whence.vault.ledger import FILE, places_of, read_entries, read_lines
from whence.vault.packing import unpack
from whence.vault.record import Record, unpack_record
from whence.vault.recovery import HEAD
from whence.vault.tree import hash_leaf, prove_consistency, prove_inclusion

_KEEPING = frozenset({EntryKind.CAPTURE, EntryKind.SEEN_AGAIN})


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault to read from; made by :func:`open_vault`."""

    folder: Path

    @property
    def archive(self) -> Path:
        """The folder of its WARC files."""
        return self.folder / FOLDER

    @property
    def ledger(self) -> Path:
        """The file of its entries."""
        return self.folder / FILE

    @property
    def key(self) -> PublicKey:
        """Whose signatures its heads bear, by its own first entry.

        Raises:
            VaultError: there is no such entry.
        """
        try:
            first = next(read_lines(self.ledger))
            entry = read_entry(first.removesuffix(b"\n"))
            return read_public_key(entry.about["key"])
        except (OSError, ValueError, KeyError, AttributeError, StopIteration) as error:
            raise VaultError(f"{self.ledger}: its first entry names no key") from error

    @property
    def head(self) -> str:
        """The signed text of its head, as it lies there.

        Raises:
            VaultError: there is none.
        """
        try:
            return (self.folder / HEAD).read_bytes()[:LONGEST_HEAD].decode()
        except (OSError, ValueError) as error:
            raise VaultError(f"{self.folder / HEAD}: no signed head is there") from error

    def entries(self) -> Iterator[Entry]:
        """The ledger's entries, in order.

        Raises:
            VaultError: a line is none.
        """
        line = 1
        try:
            for entry in read_entries(self.ledger):
                yield entry
                line += 1
        except (OSError, ValueError) as error:
            raise VaultError(f"{self.ledger}: line {line}: {error}") from error

    def captures(self) -> Iterator[Capture]:
        """Every capture, as it was put in, in order.

        Raises:
            VaultError: one is not what was put in.
        """
        for entry in self.entries():
            if entry.kind in _KEEPING:
                yield self.capture(entry)

    def capture(self, entry: Entry) -> Capture:
        """The capture that came with an entry.

        Raises:
            VaultError: it is not what was put in.
        """
        try:
            first = entry.about.get("first")
            origin = self._unpack(read_place(first)) if first else None
            return unpack(self._records(entry), origin)
        except (ValueError, TypeError, AttributeError) as error:
            raise VaultError(f"{self.folder}: entry {entry.number}: {error}") from error

    def records(self, entry: Entry) -> tuple[Record, ...]:
        """The records that came with an entry.

        Raises:
            VaultError: one is not what was put in.
        """
        try:
            return tuple(self._records(entry))
        except ValueError as error:
            raise VaultError(f"{self.folder}: entry {entry.number}: {error}") from error

    def members(self, entry: Entry) -> tuple[bytes, ...]:
        """The same as they lie in the archive: raw gzip members.

        Raises:
            VaultError: one is not what was put in.
        """
        try:
            return tuple(read_member(self.archive, place) for place in places_of(entry))
        except ValueError as error:
            raise VaultError(f"{self.folder}: entry {entry.number}: {error}") from error

    def leaves(self) -> list[bytes]:
        """The hashes of all entries, as proofs are made of."""
        return [hash_leaf(line.removesuffix(b"\n")) for line in read_lines(self.ledger)]

    def prove_entry(self, number: int) -> tuple[bytes, ...]:
        """The hashes that show entry ``number`` in the tree of all entries; reads the ledger."""
        return prove_inclusion(self.leaves(), number)

    def prove_extension(self, size: int) -> tuple[bytes, ...]:
        """The hashes that show the first ``size`` entries unchanged; reads the ledger."""
        return prove_consistency(self.leaves(), size)

    def _records(self, entry: Entry) -> list[Record]:
        return [self._unpack(place) for place in places_of(entry)]

    def _unpack(self, place: Place) -> Record:
        return unpack_record(read_member(self.archive, place))


def open_vault(folder: Path) -> Vault:
    """The vault in a folder.

    Raises:
        VaultError: there is none.
    """
    if not (folder / FILE).is_file():
        raise VaultError(f"{folder}: no vault is there; whence add makes one")
    return Vault(folder)
