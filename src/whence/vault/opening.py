"""Opening: a home's vault is made if need be, locked, made ready, and given out to be added to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whence.errors import VaultError
from whence.vault.archive import FOLDER
from whence.vault.disk import lock_of, locked, sync_folder, write_whole
from whence.vault.entry import EntryKind
from whence.vault.head import sign_head
from whence.vault.home import Home
from whence.vault.keeper import LARGEST_FILE, Clock, Keeper
from whence.vault.key import Key, make_key, read_key
from whence.vault.ledger import FILE, End
from whence.vault.recovery import CACHE, HEAD, recover


@contextmanager
def keeping(
    home: Home, clock: Clock, *, largest: int = LARGEST_FILE, together: int = 1
) -> Iterator[Keeper]:
    """A home's vault, locked and made ready to be added to; signed at the end.

    After so many entries ``together`` they are forced to the disk; a crash loses no more than
    those. ``largest`` is the size of a file of the archive. The vault and its key are made where
    there are none.

    Raises:
        VaultError: somebody else is at work in it, or it is not what was signed.
    """
    try:
        home.folder.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise VaultError(f"{home.folder}: cannot be made ({error.strerror})") from error
    with locked(lock_of(home.vault), writing=True):
        fresh = not home.vault.exists()
        key = make_key(home.key) if fresh and not home.key.exists() else read_key(home.key)
        if fresh:
            begin_vault(home.vault, key, clock)
        found = recover(home.vault, key.public)
        (home.vault / CACHE).mkdir(exist_ok=True)
        keeper = Keeper(home.vault, key, found.end, clock, largest=largest, together=together)
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
