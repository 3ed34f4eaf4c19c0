"""Verify an evidence package of whence with nothing but Python 3.9 or later.

    python verify.py case.wacz

Shows that every file of the package is the one that was signed, that every capture in it is,
byte for byte, what an entry of the ledger says, and that each of these entries stands in the
ledger whose head was signed (Merkle tree of RFC 6962, signatures by Ed25519, RFC 8032). It does
not show that the clock of the machine was right, nor who held the key: compare the name of the
key with what its holder tells you by another way.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO

Point = tuple[int, int, int, int]

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME


def add(a: Point, b: Point) -> Point:
    """The sum of two points of the curve, in extended coordinates (RFC 8032, 5.1.4)."""
    left = (a[1] - a[0]) * (b[1] - b[0]) % PRIME
    right = (a[1] + a[0]) * (b[1] + b[0]) % PRIME
    both, twice = 2 * a[3] * b[3] * CURVE % PRIME, 2 * a[2] * b[2] % PRIME
    e, f, g, h = right - left, twice - both, twice + both, right + left
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def multiply(number: int, point: Point) -> Point:
    """A point of the curve, added to itself ``number`` times."""
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def read_point(packed: bytes) -> Point:
    """The point that 32 bytes stand for (RFC 8032, 5.1.3)."""
    y = int.from_bytes(packed, "little")
    odd, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if len(packed) != 32 or y >= PRIME or (x * x - square) % PRIME or (x == 0 and odd):
        raise ValueError("no point of the curve")
    return (PRIME - x if x & 1 != odd else x), y, 1, (PRIME - x if x & 1 != odd else x) * y % PRIME


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of ``key`` signed ``message`` so (RFC 8032, 5.1.7)."""
    scalar = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or scalar >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + key + message).digest()
    base = read_point((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))
    number = int.from_bytes(hashed, "little") % ORDER
    a = multiply(scalar, base)
    b = add(read_point(signature[:32]), multiply(number, read_point(key)))
    return all((a[n] * b[2] - b[n] * a[2]) % PRIME == 0 for n in (0, 1))


def read_key(text: str) -> tuple[str, bytes]:
    """Name and bytes of a key as signed notes write it (https://c2sp.org/signed-note)."""
    name, _, packed = text.strip().split("+", 2)
    key = base64.b64decode(packed)[1:]
    wanted = f"whence-vault-{hashlib.sha256(key).hexdigest()[:16]}"
    check(name == wanted and len(key) == 32, f"key.txt: the key is not called {name}")
    return name, key


def read_note(text: str, name: str, key: bytes) -> list[str]:
    """The lines of a signed note, once its signature was checked."""
    body, _, signature = text.partition("\n\n")
    who, _, packed = signature.strip("\n\u2014 ").partition(" ")
    raw = base64.b64decode(packed)
    good = who == name and is_signed(key, f"{body}\n".encode(), raw[4:])
    check(good, f"a signature of {name} does not hold")
    return body.split("\n")


def is_included(leaf: bytes, number: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` leads from leaf ``number`` of ``size`` to ``root`` (RFC 9162, 2.1.3.2)."""
    last, found = size - 1, leaf
    for step in proof:
        if number & 1 or number == last:
            found = hashlib.sha256(b"\x01" + step + found).digest()
            while number and not number & 1:
                number, last = number >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + step).digest()
        number, last = number >> 1, last >> 1
    return last == 0 and found == root


def members(stream: IO[bytes]) -> Iterator[str]:
    """The SHA-256 of the raw bytes of each gzip member, and so of each record of the archive."""
    waiting = stream.read(1 << 16)
    while waiting:
        unpacker, raw = zlib.decompressobj(31), hashlib.sha256()
        while not unpacker.eof:
            unpacker.decompress(waiting, 1 << 24)
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            raw.update(waiting[: len(waiting) - len(rest)])
            waiting = rest or stream.read(1 << 16)
            check(waiting or unpacker.eof, "archive/data.warc.gz: cut off")
        yield raw.hexdigest()


def check_files(package: zipfile.ZipFile, name: str, key: bytes) -> None:
    """Check that the package holds the signed files and no other."""
    listed = package.read("datapackage.json")
    digest = f"sha256:{hashlib.sha256(listed).hexdigest()}"
    note = json.loads(package.read("datapackage-digest.json"))["signedNote"]
    signed = read_note(note, name, key) == ["whence package", digest]
    check(signed, "datapackage.json: not the list of files that was signed")
    resources = {row["path"]: row for row in json.loads(listed)["resources"]}
    extra = {"datapackage.json", "datapackage-digest.json"}
    names = package.namelist()
    check(len(names) == len(set(names)), "a file is in the package twice")
    for missing in sorted(set(names) ^ (set(resources) | extra)):
        say(f"WRONG {missing}: in the package or in its list, not in both")
    for path in sorted(set(names) & set(resources)):
        hashed = hashlib.sha256()
        with package.open(path) as file:
            while part := file.read(1 << 16):
                hashed.update(part)
        same = resources[path]["hash"] == f"sha256:{hashed.hexdigest()}"
        say(f"{'holds' if same else 'WRONG'} {path}")


def check_entries(package: zipfile.ZipFile, size: int, root: bytes) -> None:
    """Check that each entry stands in the signed ledger, and its records in the archive."""
    kept: set[str] = set()
    told: set[str] = set()
    if "archive/data.warc.gz" in package.namelist():
        with package.open("archive/data.warc.gz") as file:
            kept = set(members(file))
    for row in map(json.loads, package.read("evidence/ledger.jsonl").splitlines()):
        line, leaf = row.get("line"), bytes.fromhex(row.get("leaf", ""))
        entry = json.loads(line) if line else row
        leaf = hashlib.sha256(b"\x00" + line.encode()).digest() if line else leaf
        proof = [bytes.fromhex(step) for step in row["proof"]]
        number, about = entry["number"], entry.get("about", entry)
        good = is_included(leaf, number, size, proof, root)
        records = [record["sha256"] for record in about.get("records", [])] if line else []
        told.update(records)
        good = good and kept.issuperset(records)
        what = " ".join(str(about[k]) for k in ("taken", "id", "sha256") if about.get(k))
        say(f"{'holds' if good else 'WRONG'} entry {number}: {entry.get('kind', '')} {what}")
    check(kept == told, "the archive holds a record that no entry tells of")


def main(path: str) -> int:
    """Verify the package at ``path``: 0 where all of it holds, else 1."""
    FAULTS.clear()
    try:
        with zipfile.ZipFile(path) as package:
            name, key = read_key(package.read("evidence/key.txt").decode())
            head = read_note(package.read("evidence/checkpoint.txt").decode(), name, key)
            check(head[0] == name, "the checkpoint is another ledger's")
            say(f"holds checkpoint: {head[1]} entries, root {head[2]}, signed by {name}")
            check_files(package, name, key)
            check_entries(package, int(head[1]), base64.b64decode(head[2]))
    except (ValueError, LookupError, TypeError, OSError, zipfile.BadZipFile, zlib.error) as error:
        say(f"WRONG {path}: {error}")
    say("not all of it holds" if FAULTS else "all of it holds")
    return 1 if FAULTS else 0


FAULTS: list[str] = []


def say(line: str) -> None:
    """Print a line; one that says WRONG is a fault."""
    if line.startswith("WRONG"):
        FAULTS.append(line)
    print("".join(c if c.isprintable() else "\ufffd" for c in line))


def check(good: object, fault: str) -> None:
    """End here where something that all else rests on does not hold."""
    if not good:
        raise ValueError(fault)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else __doc__)
