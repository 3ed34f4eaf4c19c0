"""Tampering: a small vault comes in, and is changed in one way, as a person or a disk might.

Used by the suite and by benchmarks/tampering.py. Each kind of tampering takes the vault's folder
and a source of chance, and changes files in it; those that have the key sign anew.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from whence.vault.entry import Entry, read_entry
from whence.vault.head import sign_head
from whence.vault.key import Key
from whence.vault.ledger import places_of
from whence.vault.tree import hash_leaf, root_of

Tampering = Callable[[Path, random.Random], str]
"""Changes a vault; says what it did."""


def evidence_files(vault: Path) -> list[Path]:
    """The files that are evidence; the cache is none."""
    inside = (path for path in sorted(vault.rglob("*")) if path.is_file())
    return [path for path in inside if path.relative_to(vault).parts[0] != "cache"]


def flip_bit(vault: Path, chance: random.Random) -> str:
    """One bit of one byte, anywhere: every byte of the vault is as likely."""
    files = evidence_files(vault)
    path = chance.choices(files, [file.stat().st_size for file in files])[0]
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    content[at] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return f"bit flipped in {path.name} at {at}"


def flip_small(vault: Path, chance: random.Random) -> str:
    """One bit of the head, which is small and would seldom be met."""
    path = vault / "head"
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    content[at] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return f"bit flipped in the head at {at}"


def flip_gzip_head(vault: Path, chance: random.Random) -> str:
    """A byte of a gzip header that no reader looks at: time, flags of the packer, system."""
    entry = chance.choice([e for e in entries_of(vault) if places_of(e)])
    place = chance.choice(places_of(entry))
    path = vault / "archive" / place.file
    content = bytearray(path.read_bytes())
    at = place.offset + chance.choice((4, 5, 6, 7, 8, 9))
    content[at] ^= chance.randrange(1, 256)
    path.write_bytes(content)
    return f"gzip header of {place.file} at {at}"


def drop_entry(vault: Path, chance: random.Random) -> str:
    lines = lines_of(vault)
    at = chance.randrange(len(lines))
    del lines[at]
    write_lines(vault, lines)
    return f"entry {at} dropped"


def swap_entries(vault: Path, chance: random.Random) -> str:
    lines = lines_of(vault)
    one, two = chance.sample(range(len(lines)), 2)
    lines[one], lines[two] = lines[two], lines[one]
    write_lines(vault, lines)
    return f"entries {one} and {two} swapped"


def double_entry(vault: Path, chance: random.Random) -> str:
    lines = lines_of(vault)
    one, at = chance.randrange(len(lines)), chance.randrange(len(lines) + 1)
    lines.insert(at, lines[one])
    write_lines(vault, lines)
    return f"entry {one} doubled at {at}"


def backdate_entry(vault: Path, chance: random.Random) -> str:
    lines = lines_of(vault)
    at = chance.randrange(len(lines))
    entry = read_entry(lines[at])
    earlier = timedelta(microseconds=chance.choice((1, 10**6, 10**11)))
    lines[at] = replace(entry, time=entry.time - earlier).line
    write_lines(vault, lines)
    return f"entry {at} back-dated by {earlier}"


def swap_records(vault: Path, chance: random.Random) -> str:
    """Two records change places, so that the file is as long as before."""
    places = [place for entry in entries_of(vault) for place in places_of(entry)]
    file = chance.choice(places).file
    here = [place for place in places if place.file == file]
    one, two = sorted(chance.sample(here, 2), key=lambda place: place.offset)
    path = vault / "archive" / file
    content = path.read_bytes()
    first, second = (content[p.offset : p.end] for p in (one, two))
    between = content[one.end : two.offset]
    path.write_bytes(content[: one.offset] + second + between + first + content[two.end :])
    return f"records at {one.offset} and {two.offset} of {file} swapped"


def replace_file(vault: Path, chance: random.Random) -> str:
    """One file takes the place of another."""
    one, two = chance.sample(evidence_files(vault), 2)
    one.write_bytes(two.read_bytes())
    return f"{one.name} replaced by {two.name}"


def remove_file(vault: Path, chance: random.Random) -> str:
    path = chance.choice(evidence_files(vault))
    path.unlink()
    return f"{path.name} removed"


def put_in_file(vault: Path, chance: random.Random) -> str:
    path = vault / chance.choice(("archive/whence-000099.warc.gz", "extra", "set-aside/x"))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"put in")
    return f"{path.name} put in"


def cut_file(vault: Path, chance: random.Random) -> str:
    path = chance.choice(evidence_files(vault))
    size = chance.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.truncate(size)
    return f"{path.name} cut to {size}"


def lengthen_file(vault: Path, chance: random.Random) -> str:
    path = chance.choice(evidence_files(vault))
    more = chance.choice((b"\0", b"\n", chance.randbytes(20), path.read_bytes()[:50]))
    with path.open("ab") as file:
        file.write(more)
    return f"{path.name} lengthened by {len(more)}"


def cut_tail(vault: Path, chance: random.Random, key: Key) -> str:
    """Whoever has the key drops the last entries with their records, and signs the rest."""
    lines = lines_of(vault)
    size = chance.randrange(1, len(lines))
    gone = [place for line in lines[size:] for place in places_of(read_entry(line))]
    for file in {place.file for place in gone}:
        start = min(place.offset for place in gone if place.file == file)
        path = vault / "archive" / file
        if start:
            path.write_bytes(path.read_bytes()[:start])
        else:
            path.unlink()
    sign_lines(vault, lines[:size], key)
    return f"cut to {size} entries and signed again"


def write_anew(vault: Path, chance: random.Random, key: Key, signer: Key) -> str:
    """The ledger is written anew from one entry on, hashes, checkpoints and all, and signed."""
    entries = entries_of(vault)
    at = chance.randrange(0 if key.public != signer.public else 1, len(entries))
    about = dict(entries[at].about)
    entries[at] = replace(entries[at], about=about | {"put in": "by somebody"})
    if key.public != signer.public:
        entries[0] = replace(entries[0], about={"key": signer.public.text})
    sign_entries(vault, entries, signer)
    return f"written anew from entry {at} on"


def sign_entries(vault: Path, entries: list[Entry], key: Key) -> None:
    """Write a ledger whose hashes, checkpoints and head all fit."""
    leaves: list[bytes] = []
    lines = []
    for number, entry in enumerate(entries):
        about = dict(entry.about)
        if "head" in about:
            about["head"] = sign_head(key, number, root_of(leaves))
        before = leaves[-1].hex() if leaves else ""
        made = replace(entry, number=number, about=about, before=before)
        leaves.append(made.leaf)
        lines.append(made.line)
    sign_lines(vault, lines, key)


def sign_lines(vault: Path, lines: list[bytes], key: Key) -> None:

    write_lines(vault, lines)
    text = sign_head(key, len(lines), root_of(hash_leaf(line) for line in lines))
    (vault / "head").write_text(text, "utf-8")


def lines_of(vault: Path) -> list[bytes]:
    return (vault / "ledger").read_bytes().split(b"\n")[:-1]


def entries_of(vault: Path) -> list[Entry]:
    return [read_entry(line) for line in lines_of(vault)]


def write_lines(vault: Path, lines: list[bytes]) -> None:
    (vault / "ledger").write_bytes(b"".join(line + b"\n" for line in lines))


ALONE: tuple[Tampering, ...] = (
    flip_bit, flip_small, flip_gzip_head, drop_entry, swap_entries, double_entry, backdate_entry,
    swap_records, replace_file, remove_file, put_in_file, cut_file, lengthen_file,
)  # fmt: skip
"""What a vault by itself shows; the other two kinds need a checkpoint, or the key to be known."""
