"""The verdict: what was found when a vault was checked, in words that say where and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from whence.vault.entry import time_text

MOST_FAULTS = 1000
"""Faults that are told one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    ``where`` is a file of the vault, with line or bytes; ``entry`` the entry that shows it, and
    ``time`` that entry's time.
    """

    where: str
    what: str
    entry: int | None = None
    time: str | None = None

    @property
    def text(self) -> str:
        """The fault as one line."""
        if self.entry is None:
            return f"{self.where}: {self.what}"
        when = f" of {self.time}" if self.time else ""
        return f"{self.where}: {self.what} (entry {self.entry}{when})"


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time stamp: ``server`` says that the first ``size`` entries were there at ``time``.

    ``trusted`` tells whether its certificate leads to one that the caller trusts; None where none
    was given.
    """

    server: str
    size: int
    time: str
    trusted: bool | None


@dataclass(slots=True)
class Verdict:
    """What was found. ``held`` is how many entries the last checkpoint that holds vouches for."""

    key: str = ""
    entries: int = 0
    captures: int = 0
    again: int = 0
    records: int = 0
    bytes: int = 0
    faults: list[Fault] = field(default_factory=list)
    uncounted: int = 0
    held: int = 0
    held_since: str | None = None
    checkpoints: list[str] = field(default_factory=list)
    stamps: list[Stamped] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def tell(
        self, where: str, what: str, entry: int | None = None, time: datetime | None = None
    ) -> None:
        """Add a fault."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(where, what, entry, time_text(time) if time else None))
        else:
            self.uncounted += 1

    @property
    def row(self) -> dict[str, Any]:
        """The verdict as JSON."""
        return {"sound": self.sound, **asdict(self)}

    def lines(self) -> Sequence[str]:
        """The verdict for people, a line each: what is wrong first, then what holds."""
        lines = [fault.text for fault in self.faults]
        if self.uncounted:
            lines.append(f"and {self.uncounted:,} more")
        lines += [f"extends the checkpoint {told}" for told in self.checkpoints]
        lines += [_stamp_text(stamp) for stamp in self.stamps]
        kept = f"{self.captures:,} captures kept, {self.again:,} seen again"
        lines.append(f"{self.entries:,} entries, {kept}, {self.bytes:,} bytes of archive")
        lines.append(f"signed by {self.key}" if self.key else "signed by nobody known")
        if self.sound:
            lines.append("nothing is wrong")
        elif self.held:
            since = f", signed {self.held_since}" if self.held_since else ""
            last = self.held - 1
            lines.append(f"the last checkpoint that holds vouches for entries 0 to {last}{since}")
        else:
            lines.append("no checkpoint in it holds")
        return lines


def _stamp_text(stamp: Stamped) -> str:
    trust = {
        None: "certificate not checked; give --tsa-root",
        True: "certificate trusted",
        False: "certificate not trusted",
    }
    told = f"{stamp.server} saw the first {stamp.size:,} entries at {stamp.time}"
    return f"{told} ({trust[stamp.trusted]})"
