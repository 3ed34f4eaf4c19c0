"""The vault: captures kept whole for good, so that others can check them years later.

A vault is a folder of three things: an *archive* of WARC files that hold every capture, with the
HTTP exchange that it came by; a *ledger* in which each thing done is one line that carries the hash
of the line before; and the *head*, the ledger's size and Merkle root, signed. In the order of the
data: :mod:`packing` turns a Capture into WARC records (:mod:`record`, :mod:`payload`,
:mod:`facts`), :mod:`archive` keeps them, :mod:`entry` and :mod:`ledger` write down that they were
kept, :mod:`tree` hashes the lines, :mod:`key` and :mod:`head` sign the root, :mod:`stamp` has
others say when. :mod:`opening` makes a vault ready for :mod:`keeper`, the one writer, on
:mod:`disk`, :mod:`recovery` and :mod:`known`; :mod:`vault` reads, and :mod:`verify` checks, with
:mod:`contents` and :mod:`verdict`. :mod:`home` says where all this is.

    with keeping(find_home(), clock) as keeper:
        kept = keeper.add(capture)

    vault = open_vault(find_home().vault)
    for entry in vault.entries():
        ...
    for capture in vault.captures():
        ...
    verdict = verify_vault(find_home().vault)
"""

from whence.vault.entry import Entry, EntryKind, read_entry
from whence.vault.head import Head, read_head, sign_head
from whence.vault.home import Home, find_home
from whence.vault.keeper import Keeper, Kept
from whence.vault.key import Key, PublicKey, make_key, read_key, read_public_key
from whence.vault.opening import keeping
from whence.vault.vault import Vault, open_vault
from whence.vault.verdict import Fault, Verdict
from whence.vault.verify import verify_vault

__all__ = [
    "Entry",
    "EntryKind",
    "Fault",
    "Head",
    "Home",
    "Keeper",
    "Kept",
    "Key",
    "PublicKey",
    "Vault",
    "Verdict",
    "find_home",
    "keeping",
    "make_key",
    "open_vault",
    "read_entry",
    "read_head",
    "read_key",
    "read_public_key",
    "sign_head",
    "verify_vault",
]
