"""WACZ: a web archive with its index, its pages and whatever else goes with them, as one zip file.

The format of the Web Archive Collection Zipped 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/):
``archive`` holds WARC files, ``indexes`` a CDXJ index of their records, ``pages`` the addresses a
reader begins with, and ``datapackage.json`` (Frictionless Data Package) lists every file with its
SHA-256. Archives are stored and not compressed again, so that a player can read one record out of
the middle. The list itself is signed in ``datapackage-digest.json``, as a signed note.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from whence import __version__
from whence.capture.response import read_response
from whence.vault.head import sign_note
from whence.vault.key import Key
from whence.vault.record import Record

VERSION = "1.1.1"
INDEXED = frozenset({"response", "resource", "revisit", "conversion"})
"""The types of records that a player looks up."""


@dataclass(frozen=True, slots=True)
class Page:
    """An address that a reader begins with, when it was captured, and what it is called."""

    url: str
    taken: datetime
    title: str


@dataclass(slots=True)
class WaczFile:
    """A package that is being written into ``zip``; :meth:`finish` writes its list of files."""

    zip: zipfile.ZipFile
    created: datetime
    resources: list[dict[str, Any]] = field(default_factory=list)
    index: list[str] = field(default_factory=list)

    def add(self, path: str, content: bytes) -> None:
        """Put a file into the package."""
        self._write(path, [content], zipfile.ZIP_DEFLATED)

    def add_archive(self, name: str, members: Iterable[tuple[Record, bytes]]) -> None:
        """Put records into the package as one WARC file, and index them.

        Each comes with the gzip member that it is kept as, which goes in byte for byte.
        """
        self._write(f"archive/{name}", self._indexing(name, members), zipfile.ZIP_STORED)

    def finish(self, key: Key, title: str, description: str, pages: Iterable[Page]) -> None:
        """Write index, pages and the signed list of files."""
        self.add("indexes/index.cdx", "".join(sorted(self.index)).encode())
        self.add("pages/pages.jsonl", _page_lines(title, pages))
        listed = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": title,
            "description": description,
            "created": _seconds(self.created),
            "modified": _seconds(self.created),
            "software": f"whence/{__version__}",
            "resources": self.resources,
        }
        content = json.dumps(listed, indent=2, ensure_ascii=False).encode()
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        signed = {
            "path": "datapackage.json",
            "hash": digest,
            "signedNote": sign_note(key, f"whence package\n{digest}\n"),
        }
        self._put("datapackage.json", content)
        self._put("datapackage-digest.json", json.dumps(signed, indent=2).encode())

    def _indexing(self, name: str, members: Iterable[tuple[Record, bytes]]) -> Iterable[bytes]:
        offset = 0
        for record, member in members:
            if record.type in INDEXED:
                self.index.append(_index_line(record, name, offset, len(member)))
            offset += len(member)
            yield member

    def _write(self, path: str, parts: Iterable[bytes], compression: int) -> None:
        hashed, length = hashlib.sha256(), 0
        with self.zip.open(self._info(path, compression), "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)
                hashed.update(part)
                length += len(part)
        name = path.rpartition("/")[2].lower()
        digest = f"sha256:{hashed.hexdigest()}"
        self.resources.append({"name": name, "path": path, "hash": digest, "bytes": length})

    def _put(self, path: str, content: bytes) -> None:
        self.zip.writestr(self._info(path, zipfile.ZIP_DEFLATED), content)

    def _info(self, path: str, compression: int) -> zipfile.ZipInfo:
        moment = self.created
        info = zipfile.ZipInfo(path, (max(moment.year, 1980), *moment.timetuple()[1:6]))
        info.compress_type = compression
        info.external_attr = 0o644 << 16
        return info


def sort_key(url: str) -> str:
    """The address as an index sorts it: the host's parts last to first, all in lower case.

    After the Sort-friendly URI Reordering Transform of the Internet Archive: what has no host
    stays as it is.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url.lower()
    if not parts.hostname or parts.scheme not in ("http", "https"):
        return url.lower()
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    named = f":{port}" if port and port != {"http": 80, "https": 443}[parts.scheme] else ""
    asked = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    return f"{host}{named}){parts.path.lower() or '/'}{'?' + asked if asked else ''}"


def _index_line(record: Record, name: str, offset: int, length: int) -> str:
    url = record.headers.get("WARC-Target-URI", "")
    stamp = "".join(c for c in record.headers["WARC-Date"][:19] if c.isdigit())
    row = {
        "url": url,
        **_kind_of(record),
        "digest": record.headers.get("WARC-Payload-Digest", ""),
        "length": length,
        "offset": offset,
        "filename": name,
    }
    return f"{sort_key(url)} {stamp} {json.dumps(row)}\n"


def _kind_of(record: Record) -> Mapping[str, Any]:
    """The media type and status of what a record holds."""
    if record.type == "revisit":
        return {"mime": "warc/revisit"}
    if record.type != "response":
        return {"mime": record.headers.get("Content-Type", "").partition(";")[0], "status": 200}
    response = read_response(record.block)
    return {"mime": response.type.partition(";")[0], "status": response.status} if response else {}


def _page_lines(title: str, pages: Iterable[Page]) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": title}
    rows = [{"url": p.url, "ts": _seconds(p.taken), "title": p.title} for p in pages]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in [head, *rows]).encode()


def _seconds(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
