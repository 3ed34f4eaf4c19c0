"""Limits: how much of one input is taken, and how long it may take.

Every bound that keeps a hostile or broken input from filling memory, disk or an afternoon
stands here, in one frozen value that the caller may replace. Sizes are bytes, times seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one call of :func:`whence.capture.capture_inputs`.

    Attributes:
        input_bytes: of one page, text, line or archived record as it lies on disk or comes
            over the network.
        text_bytes: of the same once it is unpacked.
        document_bytes: of one PDF, Word document, mail or MHTML file, or page saved with its
            pictures written into it; their text is bounded by whoever reads them.
        archive_bytes: of one JSON Lines, WARC or WACZ file in all, unpacked; they are streamed.
        feed_bytes: of one feed or OPML file.
        export_bytes: of one HAR, export of posts or X archive, which is read whole.
        ratio: how many times its packed size a file inside a WACZ may unpack to.
        members: files inside one WACZ.
        fetch_seconds: for one address in all: looking the host up, redirects and body.
        redirects: followed for one address.
        allow_private: fetch from addresses that are not public (this machine, a home or
            office network). Off, because a page or feed can name any address it likes.
        per_host_seconds: waited between two requests to one host.
        entries: taken of one feed.
        feeds: taken of one OPML file.
        addresses: fetched of one list of addresses.
        records: taken of one JSON Lines or WARC file, HAR or export of posts.
        files: taken of one directory.
        parser_bytes: of memory for the process in which one page or feed is parsed, in all.
        parser_seconds: of processor time for parsing one page or feed.
        picture_bytes: of one picture.
        pictures_bytes: of all pictures that come with one page, or are fetched for it.
        pictures: fetched for one article.
    """

    input_bytes: int = 20 * MEGABYTE
    text_bytes: int = 40 * MEGABYTE
    document_bytes: int = 60 * MEGABYTE
    archive_bytes: int = 20_000 * MEGABYTE
    feed_bytes: int = 10 * MEGABYTE
    export_bytes: int = 100 * MEGABYTE
    ratio: int = 300
    members: int = 10_000
    fetch_seconds: float = 20.0
    redirects: int = 5
    allow_private: bool = False
    per_host_seconds: float = 1.0
    entries: int = 200
    feeds: int = 200
    addresses: int = 200
    records: int = 1_000_000
    files: int = 100_000
    parser_bytes: int = 2_000 * MEGABYTE
    parser_seconds: float = 30.0
    picture_bytes: int = 15 * MEGABYTE
    pictures_bytes: int = 40 * MEGABYTE
    pictures: int = 12

    def widened(self, megabytes: int) -> Limits:
        """The same bounds with so many megabytes for one page, and room in proportion for more."""
        size = megabytes * MEGABYTE
        return replace(
            self,
            input_bytes=size,
            text_bytes=2 * size,
            document_bytes=3 * size,
            archive_bytes=max(self.archive_bytes, size),
            feed_bytes=size,
            export_bytes=max(self.export_bytes, size),
        )


def in_megabytes(count: int) -> str:
    """``count`` bytes in words, for messages: ``20 MB``, ``1.5 MB``, ``800 bytes``."""
    if count < MEGABYTE / 10:
        return f"{count:,} bytes"
    return f"{count / MEGABYTE:,.1f}".removesuffix(".0") + " MB"
