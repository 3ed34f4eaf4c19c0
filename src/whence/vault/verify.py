"""Verifying: a vault comes in, a Verdict goes out; read once from end to end, a record at a time.

Each line of the ledger must be an entry, carry the hash of the line before, and be no earlier; the
tree of the lines must have the roots that the checkpoints on the way and the head at the end were
signed with; each record must be what its entry says (:mod:`whence.vault.contents`). A checkpoint
that was kept elsewhere must have been signed by the same key and be the root of the first lines:
this alone finds a ledger that was cut short or written anew by somebody who has the key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from whence.errors import VaultError
from whence.vault.contents import Contents
from whence.vault.disk import lock_of, locked
from whence.vault.entry import LONGEST_LINE, Entry, EntryKind, read_entry, time_text
from whence.vault.head import Head, read_head
from whence.vault.key import PublicKey
from whence.vault.ledger import FILE, read_lines
from whence.vault.recovery import HEAD
from whence.vault.stamp import read_stamp
from whence.vault.tree import Edge, hash_leaf
from whence.vault.vault import Vault, open_vault
from whence.vault.verdict import Stamped, Verdict

Progress = Callable[[int], None]


def verify_vault(
    folder: Path,
    *,
    checkpoints: Sequence[str] = (),
    key: PublicKey | None = None,
    roots: Sequence[bytes] = (),
    progress: Progress = lambda _: None,
) -> Verdict:
    """Check all of a vault.

    ``checkpoints`` are signed texts that were kept elsewhere; ``key`` is whose vault it has to be;
    ``roots`` are certificates (PEM) that time stamps are to lead to.

    Raises:
        VaultError: there is no vault, or somebody is writing to it.
    """
    vault = open_vault(folder)
    with locked(lock_of(folder), writing=False):
        return _Check(vault, checkpoints, key, roots).run(progress)


class _Check:
    """One check: where it is, and what it found."""

    def __init__(
        self,
        vault: Vault,
        checkpoints: Sequence[str],
        key: PublicKey | None,
        roots: Sequence[bytes],
    ) -> None:
        self._vault = vault
        self._checkpoints = checkpoints
        self._wanted = key
        self._roots = roots
        self._contents = Contents(vault.folder)
        self._verdict = Verdict()
        self._edge = Edge()
        self._last: Entry | None = None
        self._leaf = ""
        self._key: PublicKey | None = None
        self._claimed: dict[int, list[Head]] = {}
        self._signed: dict[int, str] = {}
        self._failed: int | None = None

    def run(self, progress: Progress) -> Verdict:
        verdict = self._verdict
        self._read_key()
        try:
            for number, line in enumerate(read_lines(self._vault.ledger)):
                self._take_line(number, line)
                progress(number + 1)
        except OSError as error:
            verdict.tell(FILE, f"cannot be read further ({error.strerror})")
        verdict.entries = self._edge.size
        self._check_head()
        self._check_later()
        self._contents.close(verdict.tell)
        verdict.records, verdict.bytes = self._contents.records, self._contents.bytes
        return verdict

    def _read_key(self) -> None:
        """Whose ledger it is, and which heads it must have had."""
        verdict = self._verdict
        try:
            self._key = self._vault.key
        except VaultError as error:
            verdict.tell(f"{FILE}, line 1", str(error).partition(": ")[2])
            return
        verdict.key = self._key.text
        if self._wanted and self._key != self._wanted:
            verdict.tell(f"{FILE}, line 1", f"another key than {self._wanted.name} signs it")
        for text in self._checkpoints:
            try:
                head = read_head(text, self._key)
            except ValueError as error:
                verdict.tell("the checkpoint", f"not one of this ledger: {error}")
            else:
                self._claimed.setdefault(head.size, []).append(head)

    def _take_line(self, number: int, line: bytes) -> None:
        verdict, where = self._verdict, f"{FILE}, line {number + 1}"
        whole = line.endswith(b"\n")
        if not whole:
            cut = "longer than any entry" if len(line) > LONGEST_LINE else _TORN
            verdict.tell(where, cut)
        self._check_claimed()
        try:
            entry = read_entry(line.removesuffix(b"\n"))
        except ValueError as error:
            verdict.tell(where, f"no entry: {error}")
            entry = None
        if entry:
            self._check_place(entry, where)
            self._check_kind(entry, where)
            self._last = entry
        leaf = hash_leaf(line.removesuffix(b"\n"))
        self._leaf = leaf.hex()
        self._edge = self._edge.add(leaf)

    def _check_place(self, entry: Entry, where: str) -> None:
        """Check that an entry follows the one before."""
        verdict, last = self._verdict, self._last
        due = last.number + 1 if last else self._edge.size
        if entry.number != due:
            verdict.tell(where, f"entry {due} was due here", entry.number, entry.time)
        if entry.before != self._leaf:
            before = (
                f"what lies before it (line {self._edge.size}) is not what it was written after"
            )
            verdict.tell(where, before, entry.number, entry.time)
        if last and entry.time < last.time:
            verdict.tell(where, "earlier than the entry before", entry.number, entry.time)
        if (entry.kind is EntryKind.KEY) != (self._edge.size == 0):
            verdict.tell(where, "a vault has one key, in its first entry", entry.number, entry.time)

    def _check_kind(self, entry: Entry, where: str) -> None:
        verdict = self._verdict

        def tell(place: str, what: str) -> None:
            verdict.tell(place, what, entry.number, entry.time)

        records = self._contents.check(entry, tell)
        match entry.kind:
            case EntryKind.CAPTURE:
                verdict.captures += 1
            case EntryKind.SEEN_AGAIN:
                verdict.again += 1
            case EntryKind.CHECKPOINT:
                self._check_checkpoint(entry, where)
            case EntryKind.TIME_STAMP if records:
                self._check_stamp(entry, records[0].block, tell)

    def _check_checkpoint(self, entry: Entry, where: str) -> None:
        verdict = self._verdict
        if self._key is None:
            return
        try:
            head = read_head(str(entry.about.get("head")), self._key)
        except ValueError as error:
            verdict.tell(where, f"a checkpoint: {error}", entry.number, entry.time)
            return
        if (head.size, head.root) == (self._edge.size, self._edge.root):
            verdict.held, verdict.held_since = head.size, time_text(entry.time)
            self._signed[head.size] = str(entry.about["head"])
        elif self._failed is None:
            self._failed = entry.number
            since = f"something in entries {verdict.held} to {entry.number - 1} was changed"
            verdict.tell(where, f"its checkpoint does not hold: {since}", entry.number, entry.time)

    def _check_stamp(self, entry: Entry, answer: bytes, tell: Callable[[str, str], None]) -> None:
        size, server = entry.about.get("checkpoint"), str(entry.about.get("server"))
        text = self._signed.get(size) if isinstance(size, int) else None
        if text is None or not isinstance(size, int):
            tell(FILE, "a time stamp of a checkpoint that does not hold")
            return
        try:
            stamp = read_stamp(answer, text.encode(), self._roots)
        except ValueError as error:
            tell(FILE, f"the time stamp of {server}: {error}")
            return
        if stamp.trusted is False:
            tell(FILE, f"the time stamp of {server} leads to no certificate that was given")
        told = Stamped(server, size, time_text(stamp.time), stamp.trusted)
        self._verdict.stamps.append(told)

    def _check_claimed(self) -> None:
        """Hold the tree so far against what was kept elsewhere."""
        for head in self._claimed.pop(self._edge.size, ()):
            if head.root == self._edge.root:
                self._verdict.checkpoints.append(f"of {head.size:,} entries")
                self._verdict.held = max(self._verdict.held, head.size)
            else:
                what = f"other than the first {head.size:,} entries that the checkpoint was made of"
                self._verdict.tell(FILE, what)

    def _check_head(self) -> None:
        verdict = self._verdict
        if self._key is None:
            return
        try:
            text = self._vault.head
            head = read_head(text, self._key)
        except (VaultError, ValueError) as error:
            verdict.tell(HEAD, str(error))
            return
        # The head's own file holds one signature and nothing else.
        if text.count("\n") != 5:
            verdict.tell(HEAD, "more than a signed head")
        size = self._edge.size
        if head.size < size:
            more = f"{size - head.size} entries follow that are not signed; {_EARLY}"
            verdict.tell(f"{FILE}, line {head.size + 1}", more)
        elif head.size > size:
            verdict.tell(FILE, f"{head.size - size} entries are missing at the end")
        elif head.root != self._edge.root:
            verdict.tell(HEAD, "not the root of this ledger")
        else:
            last = self._last
            verdict.held = max(verdict.held, size)
            verdict.held_since = time_text(last.time) if last else None

    def _check_later(self) -> None:
        """Tell of checkpoints of more entries than there are."""
        self._check_claimed()
        for size in sorted(self._claimed):
            missing = size - self._edge.size
            what = f"{missing:,} entries are missing at the end: the checkpoint has {size:,}"
            self._verdict.tell(FILE, what)


_EARLY = "a run ended early, and the next whence add takes them over"
_TORN = "cut off; a run ended early, and the next whence add sets it aside"
