"""The package of a Word document: its bytes come in, its XML parts go out, bounded.

A .docx is a ZIP archive of XML parts that point to each other (ECMA-376, Office Open XML). A
few kilobytes of it can unpack to gigabytes, and XML can declare entities that grow without end:
so each part is unpacked no further than its bound, only parts that are read are unpacked at all,
and a part that declares a document type, which Word never does, is refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

MOST_UNPACKED = 12_000_000
"""Bytes of one part."""
MOST_ENTRIES = 10_000
_OFFICE = "/officeDocument"
_HYPERLINK = "/hyperlink"
_RELATIONSHIP = "{*}Relationship"

# What zipfile lets through from damaged archives; it has no one error of its own.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
)


class UnreadablePackageError(ValueError):
    """A package that gives no text; the message says what is wrong and the cure."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word document; those that it does not have are None."""

    document: Element
    styles: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    properties: Element | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    """Addresses that the document's hyperlinks lead to, by their ids."""


def open_package(content: bytes) -> Package:
    """Unpack what is read of a Word document.

    Raises:
        UnreadablePackageError: it is damaged, has a password, or is no Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _open(archive)
    except UnreadablePackageError:
        raise
    except _FAULTS as wrong:
        raise UnreadablePackageError("a damaged Word document; get the file again") from wrong


def _open(archive: zipfile.ZipFile) -> Package:
    if len(archive.infolist()) > MOST_ENTRIES:
        raise UnreadablePackageError("too many files in it for a Word document; save it as .pdf")
    top = _relationships(archive, "_rels/.rels")
    main = next((target for kind, target in top.values() if kind.endswith(_OFFICE)), "")
    main = main.lstrip("/") or "word/document.xml"
    document = _part(archive, main)
    if document is None or etree.QName(document).localname != "document":
        raise UnreadablePackageError(
            "an office file, but no Word document; save its text as .docx, .pdf or .txt"
        )
    folder = posixpath.dirname(main)
    related = _relationships(archive, f"{folder}/_rels/{posixpath.basename(main)}.rels")
    places = {
        kind.rpartition("/")[2]: posixpath.normpath(posixpath.join("/", folder, target))[1:]
        for kind, target in related.values()
        if not kind.endswith(_HYPERLINK)
    }
    core = next((t for kind, t in top.values() if kind.endswith("/core-properties")), "")
    return Package(
        document=document,
        styles=_part(archive, places.get("styles", "")),
        footnotes=_part(archive, places.get("footnotes", "")),
        endnotes=_part(archive, places.get("endnotes", "")),
        properties=_part(archive, core.lstrip("/")),
        links={key: t for key, (kind, t) in related.items() if kind.endswith(_HYPERLINK)},
    )


def _relationships(archive: zipfile.ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """Kind and target of what a part points to, by id."""
    root = _part(archive, name)
    if root is None:
        return {}
    return {
        item.get("Id") or "": (item.get("Type") or "", item.get("Target") or "")
        for item in root.iter(_RELATIONSHIP)
    }


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """One part, parsed; None where there is none of the name."""
    if name not in archive.NameToInfo:
        return None
    if archive.getinfo(name).flag_bits & 1:
        raise UnreadablePackageError("it has a password; save it without one")
    with archive.open(name) as packed:
        content = packed.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise UnreadablePackageError("too long for one article; split it, or save it as .txt")
    return _parse(content)


def _parse(content: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        if re.search(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", content[:4096]):
            raise _entities() from wrong
        raise UnreadablePackageError("a damaged Word document; get the file again") from wrong
    if root.getroottree().docinfo.internalDTD is not None:
        raise _entities()
    return root


def _entities() -> UnreadablePackageError:
    return UnreadablePackageError("declares XML entities, which Word never does; save it anew")
