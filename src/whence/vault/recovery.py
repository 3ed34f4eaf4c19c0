"""Recovery: a vault as a run left it comes in, one that can be added to goes out.

A run that ended early (a crash, a full disk, no power) may leave entries after the last signed
head, a last line cut off, or records that no entry speaks of: records are forced to the disk before
their entry, and entries before the head. Whole entries that follow are taken over. What has no
entry is moved to ``set-aside``, byte for byte, and both are said in an entry of their own: nothing
is dropped. Anything else wrong is no run's end but a change, which ``whence verify`` tells of.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whence.errors import VaultError
from whence.vault.archive import FOLDER, file_name
from whence.vault.disk import sync_folder, write_whole
from whence.vault.entry import Entry, canonical, read_entry, read_time, time_text
from whence.vault.head import LONGEST_HEAD, Head, read_head
from whence.vault.key import PublicKey
from whence.vault.ledger import FILE, End, read_lines
from whence.vault.tree import Edge

HEAD = "head"
CACHE = "cache"
SET_ASIDE = "set-aside"
UNRECORDED = ".new"
"""The suffix of what was set aside and has no entry yet."""
_ASIDE_NAME = re.compile(r"(ledger|whence-[0-9]{6}\.warc\.gz)-([0-9]+)-[0-9a-f]{16}\.new")


@dataclass(frozen=True, slots=True)
class Recovered:
    """A vault's end, how many entries were taken over, and what was set aside."""

    end: End
    taken_over: int
    set_aside: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """What was done, in words."""
        parts = []
        if self.taken_over:
            parts.append(f"{self.taken_over} entries that it had not signed were taken over")
        if self.set_aside:
            moved = sum(row["length"] for row in self.set_aside)
            parts.append(f"{moved:,} bytes without an entry were moved to {SET_ASIDE}")
        return " and ".join(parts)

    @property
    def about(self) -> dict[str, Any]:
        """What the ledger says of it."""
        first = self.end.edge.size - self.taken_over
        return {"first": first, "count": self.taken_over, "set_aside": list(self.set_aside)}


def recover(vault: Path, key: PublicKey) -> Recovered:
    """Make a vault ready to be added to.

    Raises:
        VaultError: it is not what was signed by the holder of ``key``.
    """
    try:
        head = read_head((vault / HEAD).read_bytes()[:LONGEST_HEAD].decode(), key)
        signed = _cached_end(vault, head) or _read_end(vault, head)
        end, torn = _follow(vault, signed)
        aside = [*_left_unrecorded(vault), *_set_aside_excess(vault, end)]
        if torn:
            aside.append(_set_aside(vault, vault / FILE, end.length))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise VaultError(f"{vault}: not as it was signed ({reason}); run whence verify") from error
    return Recovered(end, end.edge.size - signed.edge.size, tuple(aside))


def record_names(vault: Path) -> None:
    """Take the mark of what has no entry from all that was set aside."""
    for path in (vault / SET_ASIDE).glob("*" + UNRECORDED):
        path.rename(path.with_name(path.name.removesuffix(UNRECORDED)))


def keep_end(vault: Path, end: End) -> None:
    """Keep an end in the cache."""
    row = {
        "size": end.edge.size,
        "roots": [root.hex() for root in end.edge.roots],
        "length": end.length,
        "before": end.before,
        "time": time_text(end.time),
        "file": end.file,
        "filled": end.filled,
    }
    line = canonical(row)
    write_whole(vault / CACHE / "end", hashlib.sha256(line).hexdigest().encode() + b" " + line)


def _cached_end(vault: Path, head: Head) -> End | None:
    """The end in the cache, where it is that of the signed head and of the line before it."""
    try:
        digest, _, line = (vault / CACHE / "end").read_bytes().partition(b" ")
        if hashlib.sha256(line).hexdigest().encode() != digest:
            return None
        row = json.loads(line)
        edge = Edge(row["size"], tuple(bytes.fromhex(root) for root in row["roots"]))
        time = read_time(row["time"])
        end = End(edge, row["length"], row["before"], time, row["file"], row["filled"])
        entry = _entry_ending_at(vault / FILE, end.length)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    last = (entry.number + 1, entry.leaf.hex(), entry.time)
    sound = (edge.size, edge.root) == (head.size, head.root)
    return end if sound and last == (edge.size, end.before, end.time) else None


def _entry_ending_at(ledger: Path, length: int) -> Entry:
    step = 1 << 12
    with ledger.open("rb") as file:
        while True:
            start = max(length - step, 0)
            file.seek(start)
            piece = file.read(length - start)
            body = piece.removesuffix(b"\n")
            if b"\n" in body or not start:
                return read_entry(body.rpartition(b"\n")[2])
            step *= 8


def _read_end(vault: Path, head: Head) -> End:
    """The end at the signed head, worked out from the whole ledger."""
    end = End()
    for line in read_lines(vault / FILE):
        if end.edge.size == head.size or not line.endswith(b"\n"):
            break
        end = end.after(read_entry(line[:-1]))
    if (end.edge.size, end.edge.root) != (head.size, head.root):
        raise ValueError("the ledger is not the one that was signed")
    return end


def _follow(vault: Path, end: End) -> tuple[End, bool]:
    """The end after all whole entries, and whether something that is no whole line follows."""
    if (vault / FILE).stat().st_size < end.length:
        raise ValueError("the ledger is shorter than when it was signed")
    for line in read_lines(vault / FILE, end.length):
        if not line.endswith(b"\n"):
            return end, True
        end = end.after(read_entry(line[:-1]))
    return end, False


def _set_aside_excess(vault: Path, end: End) -> list[dict[str, Any]]:
    """Set aside what lies in the archive after the last record that has an entry."""
    folder = vault / FOLDER
    current = folder / file_name(end.file)
    if end.file and current.stat().st_size < end.filled:
        raise ValueError(f"{current.name} is shorter than when it was signed")
    rows = []
    if end.file and current.stat().st_size > end.filled:
        rows.append(_set_aside(vault, current, end.filled))
    begun = folder / file_name(end.file + 1)
    if begun.exists():
        rows.append(_set_aside(vault, begun, 0))
        begun.unlink()
    return rows


def _set_aside(vault: Path, source: Path, start: int) -> dict[str, Any]:
    """Move the end of a file out of it, from byte ``start``."""
    with source.open("rb") as file:
        file.seek(start)
        content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    folder = vault / SET_ASIDE
    folder.mkdir(exist_ok=True)
    kept = folder / f"{source.name}-{start}-{digest[:16]}{UNRECORDED}"
    write_whole(kept, content)
    with source.open("r+b") as file:
        file.truncate(start)
        os.fsync(file.fileno())
    sync_folder(vault)
    return _row_of(kept, source.name, start, content)


def _left_unrecorded(vault: Path) -> list[dict[str, Any]]:
    """What an earlier recovery set aside before it ended early itself."""
    return [
        _row_of(path, found[1], int(found[2]), path.read_bytes())
        for path in sorted((vault / SET_ASIDE).glob("*" + UNRECORDED))
        if (found := _ASIDE_NAME.fullmatch(path.name))
    ]


def _row_of(kept: Path, source: str, start: int, content: bytes) -> dict[str, Any]:
    return {
        "file": kept.name.removesuffix(UNRECORDED),
        "from": source,
        "offset": start,
        "length": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
