"""Writes the parts of the example story that are not kept as they are read.

In: the pages and texts under ``sources/``. Out: ``archive.warc.gz``, three pages as a crawler
would have kept them, and ``bulletins.jsonl``, two articles with what their senders say of
them. The other files of the story are written by hand where they stand. Dates and record ids
are fixed (a record's id is the name-based UUID of its address), so the same sources give the
same records.

    python examples/make_story.py [FOLDER]
"""

from __future__ import annotations

import io
import json
import sys
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
SOURCES = HERE / "sources"


@dataclass(frozen=True)
class Page:
    """A page in the archive: its source, its address, and when the crawler came by (UTC)."""

    source: str
    url: str
    fetched: str


@dataclass(frozen=True)
class Bulletin:
    """An article sent as a line of JSON; ``source`` is the file that holds its text."""

    source: str
    id: str
    url: str
    outlet: str
    published: str
    headline: str


PAGES = (
    Page(
        "quillon.html",
        "https://quillon.example/world/ardovia-video-captives",
        "2025-10-14T16:20:00Z",
    ),
    Page(
        "teska-observer.html",
        "https://www.teska-observer.example/2025/10/15/night-in-lozmira",
        "2025-10-15T05:30:00Z",
    ),
    Page(
        "alvane-gazette.html",
        "https://www.alvane-gazette.example/2025/10/15/joran-telvik-video-army-says-town-held",
        "2025-10-15T08:45:00Z",
    ),
)

BULLETINS = (
    Bulletin(
        "coastal-herald.txt",
        "coastal-herald-ardovia",
        "https://www.coastalherald.example/world/ardovia-lozmira",
        "The Coastal Herald",
        "2025-10-14T21:30:00Z",
        "Three Korvenian soldiers held after Ardovian town falls",
    ),
    Bulletin(
        "harbour-sentinel.txt",
        "harbour-sentinel-ferry",
        "https://harbour-sentinel.example/news/ferry-fire-inquiry",
        "Harbour Sentinel",
        "2025-10-15T11:05:00+01:00",
        "Cracked joint found in ferry that caught fire",
    ),
)


def write_archive(path: Path) -> None:
    """Write ``PAGES`` as response records of one gzipped WARC 1.1 file."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
        for page in PAGES:
            http = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            record = writer.create_warc_record(
                page.url,
                "response",
                payload=io.BytesIO((SOURCES / page.source).read_bytes()),
                http_headers=http,
                warc_headers_dict={
                    "WARC-Date": page.fetched,
                    "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, page.url)}>",
                },
            )
            writer.write_record(record)


def write_bulletins(path: Path) -> None:
    """Write ``BULLETINS`` with their texts, one JSON object a line."""
    lines = []
    for bulletin in BULLETINS:
        fields = asdict(bulletin)
        text = (SOURCES / fields.pop("source")).read_text(encoding="utf-8").strip()
        lines.append(json.dumps({**fields, "text": text}, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def make_story(folder: Path) -> None:
    """Write the made files of the story into ``folder``, which must exist."""
    write_archive(folder / "archive.warc.gz")
    write_bulletins(folder / "bulletins.jsonl")


if __name__ == "__main__":
    make_story(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "story")
