"""Choosing: names of what is kept come in, the captures go out as a trace takes them.

A capture is named by the address, path or id that it was kept under, by the archive that it was
taken out of, or by the beginning of its SHA-256.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from whence.capture.met import Met
from whence.errors import UsageError
from whence.model import Capture, Refusal
from whence.vault.entry import Entry, EntryKind
from whence.vault.vault import Vault

SHORTEST_HASH = 8
"""Characters of a SHA-256 that name a capture at the least."""


def choose_captures(vault: Vault, wanted: Sequence[str]) -> list[Entry]:
    """The entries of what is kept under an address, path, id or SHA-256; all where none is named.

    Raises:
        UsageError: nothing is kept under one of them.
    """
    kept = [e for e in vault.entries() if e.kind in (EntryKind.CAPTURE, EntryKind.SEEN_AGAIN)]
    if not kept:
        raise UsageError("the vault holds no capture; whence add puts one in")
    if not wanted:
        return kept
    chosen: dict[int, Entry] = {}
    for name in wanted:
        found = [entry for entry in kept if _is_called(entry, name)]
        if not found:
            raise UsageError(
                f"{name}: nothing is kept under this name; name an address, path, id or SHA-256"
            )
        chosen.update({entry.number: entry for entry in found})
    return with_pictures(list(chosen.values()), kept)


def with_pictures(chosen: Iterable[Entry], kept: Iterable[Entry]) -> list[Entry]:
    """The chosen entries with those of the pictures that came with them, in order."""
    numbers = {entry.number for entry in chosen}
    pages = {entry.about["id"] for entry in chosen}
    return [
        entry
        for entry in kept
        if entry.number in numbers or (is_picture(entry) and entry.about["within"] in pages)
    ]


def is_picture(entry: Entry) -> bool:
    """Whether what was kept is a picture of a page."""
    about = entry.about
    return str(about["media_type"]).startswith("image/") and bool(about["within"])


def _is_called(entry: Entry, name: str) -> bool:
    about = entry.about
    if name in (about["id"], about["url"], about["within"]):
        return True
    digest = name.lower().removeprefix("sha256:")
    return len(digest) >= SHORTEST_HASH and str(about["sha256"]).startswith(digest)


def once_each(vault: Vault, entries: Sequence[Entry]) -> Iterator[Capture | Refusal]:
    """The captures of some entries, without those whose bytes came before under the same id.

    Pictures go with their pages. A file of this machine is called by its name alone: where it lay
    is nobody's business but the sealed records'. A later capture of the same name bears its time
    behind it.
    """
    pictures: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in filter(is_picture, entries):
        pictures[entry.about["within"]][entry.about["url"]] = entry
    yield from Met().each_version(_named(vault, entries, pictures))


def _named(
    vault: Vault, entries: Iterable[Entry], pictures: Mapping[str, Mapping[str, Entry]]
) -> Iterator[Capture]:
    for entry in entries:
        if is_picture(entry):
            continue
        capture = vault.capture(entry)
        name = capture.id if capture.url or capture.within else PurePath(capture.id).name
        kept = pictures.get(capture.id, {})
        held = {url: vault.capture(picture).content for url, picture in kept.items()}
        yield replace(capture, id=name, pictures=held)
