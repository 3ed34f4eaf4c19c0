"""Packages: captures of a vault go out as one WACZ file that others can check.

The *sealed* package holds the captures whole, byte for byte as the vault keeps them, the ledger's
lines that tell of them, each with its proof of inclusion under the signed head, the report made of
them with all names readable, and a program that checks all of it and needs nothing but Python. The
*shared* one can be passed on: the masked report, and of each capture no more than its SHA-256 and
the proof that the ledger has it; it names the sealed package by its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from whence.capture.page import OWN
from whence.errors import VaultError
from whence.vault.archive import Place, read_place
from whence.vault.entry import Entry, EntryKind, time_text
from whence.vault.head import Head, read_head
from whence.vault.key import Key
from whence.vault.ledger import places_of
from whence.vault.record import Record, make_record, unpack_record
from whence.vault.tree import prove_each
from whence.vault.vault import Vault
from whence.vault.wacz import INDEXED, Page, WaczFile

REPORT = f"{OWN}report"
"""The address of the report inside a package, so that a player of web archives can show it."""


LARGE = 2_000_000_000
"""Bytes of an archive from which on a package needs ZIP64."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was made of the captures: the report's title, page and data.

    ``titles`` are headlines, and ``ids`` what an article is called, by the SHA-256 of its capture.
    """

    title: str
    report: str
    trace: Mapping[str, Any]
    titles: Mapping[str, str]
    ids: Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """What packages are made of: the entries of the ``chosen`` captures of a vault.

    ``key`` signs; ``created`` is in UTC.
    """

    vault: Vault
    key: Key
    chosen: Sequence[Entry]
    created: datetime

    @cached_property
    def head(self) -> Head:
        """The signed head of the vault.

        Raises:
            VaultError: it is damaged, or a chosen entry is not under it.
        """
        try:
            head = read_head(self.vault.head, self.vault.key)
        except ValueError as error:
            reason = f"its head is damaged ({error}); run whence verify"
            raise VaultError(f"{self.vault.folder}: {reason}") from error
        if any(entry.number >= head.size for entry in self.chosen):
            raise VaultError(f"{self.vault.folder}: an entry is not signed; run whence verify")
        return head

    @cached_property
    def leaves(self) -> list[bytes]:
        """The hashes of the entries under the head."""
        return self.vault.leaves()[: self.head.size]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package that was written: its SHA-256, and the numbers of the captures' entries."""

    sha256: str
    entries: tuple[int, ...]


def seal(case: Case, found: Findings, out: Path) -> Sealed:
    """Write the sealed package of a case.

    Raises:
        VaultError: the vault is not what was signed, or the place cannot be written to.
    """
    entries = _with_context(case)
    proofs = _proofs(case, entries)
    rows = [
        {"line": entry.line.decode(), "proof": proof}
        for entry, proof in zip(entries, proofs, strict=True)
    ]
    pages = [_report_page(case), *(_page(case, entry, found) for entry in case.chosen)]

    length = sum(place.length for entry in entries for place in places_of(entry))

    def fill(package: WaczFile) -> None:
        members = _members(case.vault, entries)
        package.add_archive("data.warc.gz", members, large=length > LARGE)
        _add_evidence(package, case, found, rows)
        package.add("evidence/README.txt", _readme("sealed.txt", case, found, ""))
        package.finish(case.key, found.title, "Sealed: names are readable.", pages)

    numbers = tuple(entry.number for entry in case.chosen)
    return Sealed(_write(out, case.created, fill), numbers)


def share(case: Case, found: Findings, sealed: Sealed, out: Path) -> str:
    """Write the package that can be passed on, of masked findings; gives its SHA-256.

    Raises:
        VaultError: the vault is not what was signed, or the place cannot be written to.
    """
    rows = [
        {
            "number": entry.number,
            "leaf": entry.leaf.hex(),
            "proof": proof,
            "sha256": entry.about["sha256"],
            "taken": entry.about["taken"],
            "id": found.ids.get(entry.about["sha256"]),
        }
        for entry, proof in zip(case.chosen, _proofs(case, case.chosen), strict=True)
    ]

    def fill(package: WaczFile) -> None:
        _add_evidence(package, case, found, rows)
        package.add("evidence/sealed.json", _json({"sha256": sealed.sha256}))
        package.add("evidence/README.txt", _readme("shared.txt", case, found, sealed.sha256))
        masked = "Everyone without a public role is masked."
        package.finish(case.key, found.title, masked, [_report_page(case)])

    return _write(out, case.created, fill)


def _add_evidence(
    package: WaczFile, case: Case, found: Findings, rows: Iterable[Mapping[str, Any]]
) -> None:
    """What both kinds hold."""
    package.add_archive("report.warc.gz", [_report_record(found.report, case.created)])
    package.add("evidence/report.html", found.report.encode("utf-8", "replace"))
    package.add("evidence/trace.json", _json(found.trace))
    package.add("evidence/ledger.jsonl", b"".join(_json(row) + b"\n" for row in rows))
    package.add("evidence/checkpoint.txt", case.vault.head.encode())
    package.add("evidence/key.txt", f"{case.key.public.text}\n".encode())
    package.add("evidence/verify.py", _beside("verify.py").encode())


def _with_context(case: Case) -> list[Entry]:
    """The chosen entries, with those that make sense of them.

    These are the key's, those whose bytes a chosen one refers to, what people noted of them, and
    time stamps given since the first of them.
    """
    size = case.head.size
    numbers = {entry.number for entry in case.chosen}
    since = min(numbers, default=size)
    wanted = {_first(entry) for entry in case.chosen} - {None}
    return [
        entry
        for entry in case.vault.entries()
        if entry.number < size
        and (
            entry.number in numbers
            or entry.kind is EntryKind.KEY
            or (entry.kind is EntryKind.CAPTURE and not wanted.isdisjoint(places_of(entry)))
            or (entry.kind is EntryKind.NOTE and _speaks_of(entry, numbers))
            or (entry.kind is EntryKind.TIME_STAMP and entry.number > since)
        )
    ]


def _first(entry: Entry) -> Place | None:
    first = entry.about.get("first")
    return read_place(first) if first else None


def _speaks_of(note: Entry, numbers: set[int]) -> bool:
    return any(note.about["first"] <= number <= note.about["last"] for number in numbers)


def _members(vault: Vault, entries: Iterable[Entry]) -> Iterator[tuple[Record, bytes]]:
    for entry in entries:
        for member in vault.members(entry):
            try:
                yield unpack_record(member), member
            except ValueError as error:
                raise VaultError(f"{vault.folder}: entry {entry.number}: {error}") from error


def _proofs(case: Case, entries: Iterable[Entry]) -> list[list[str]]:
    proofs = prove_each(case.leaves, (entry.number for entry in entries))
    return [[step.hex() for step in proof] for proof in proofs]


def _page(case: Case, entry: Entry, found: Findings) -> Page:
    """A capture as a page, under the address that its record bears."""
    about = entry.about
    held = [record for record in case.vault.records(entry) if record.type in INDEXED]
    title = found.titles.get(about["sha256"]) or about["id"]
    taken = datetime.fromisoformat(about["taken"])
    return Page(held[-1].headers["WARC-Target-URI"], taken, title)


def _report_page(case: Case) -> Page:
    return Page(REPORT, case.created, "The report")


def _report_record(report: str, now: datetime) -> tuple[Record, bytes]:
    content = report.encode("utf-8", "replace")
    digest = hashlib.sha256(content).hexdigest()
    record = make_record(
        "resource",
        f"urn:sha256:{digest}",
        time_text(now),
        content,
        "text/html; charset=utf-8",
        Target_URI=REPORT,
        Payload_Digest=f"sha256:{digest}",
    )
    return record, record.packed


def _readme(name: str, case: Case, found: Findings, sealed: str) -> bytes:
    times = [entry.about["taken"] for entry in case.chosen]
    filled = Template(_beside(name)).substitute(
        title=found.title,
        captures=len(case.chosen),
        first=min(times, default="-"),
        last=max(times, default="-"),
        size=case.head.size,
        key=case.key.public.name,
        sealed=sealed,
    )
    return filled.encode()


def _beside(name: str) -> str:
    return (files("whence.vault.expert") / name).read_text("utf-8")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def _write(out: Path, now: datetime, fill: Callable[[WaczFile], None]) -> str:
    """Write a package whole or not at all; gives its SHA-256."""
    beside = out.with_name(f".{out.name}.part")
    try:
        beside.unlink(missing_ok=True)
        with zipfile.ZipFile(beside, "x") as package:
            fill(WaczFile(package, now))
        with beside.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        beside.replace(out)
    except OSError as error:
        raise VaultError(
            f"{out}: cannot be written ({error.strerror}); name another file"
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return digest
