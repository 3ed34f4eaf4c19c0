"""Documents: the first bytes of an input come in, the media type of a one-article file goes out.

PDF (ISO 32000) shows by its mark; Word's .docx (ECMA-376) by the names of the entries at the
start of a ZIP archive; mail (RFC 5322) and MHTML (RFC 2557) by the header they begin with. A
text in which somebody typed "From:" and "Subject:" is no mail: a mail also bears a field that
only programs write. Other office files are refused here, each with its cure. Names of files
decide nothing that the bytes do not leave open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whence.errors import CaptureError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"
MHTML = "multipart/related"

DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".eml", ".mhtml", ".mht"})

_SINGLE_FILE = b"Page saved with SingleFile"
_SINGLE_FILE_WITHIN = 2048

_ZIP_ENTRY = b"PK\x03\x04"
_ZIP_HEADER = 30
_LONGEST_NAME = 200
_AS_DOCX = "save it as .docx, .pdf or .txt"
_AS_CSV = "save the text that matters as .docx, .pdf or .txt"
# By the beginning of the names of entries; what comes first decides.
_PARTS = (
    (b"xl/", "an Excel workbook", _AS_CSV),
    (b"ppt/", "a PowerPoint presentation", "save it as .pdf"),
    (b"visio/", "a Visio drawing", "save it as .pdf"),
)
_OFFICE_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/")
# By what an entry "mimetype", which comes first and unpacked, says.
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text", _AS_DOCX),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file", "save it as .pdf"),
    (b"application/epub+zip", "an EPUB book", "save the chapter that matters as .html or .txt"),
)

_FIELD = re.compile(rb"([!-9;-~]{1,76}):[ \t]*(.*)")
_MOST_FIELDS = 400
# Fields that no person types.
_BY_PROGRAMS = frozenset(
    {b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"x-mailer"}
)
_SENT = frozenset({b"message-id", b"received", b"return-path", b"delivered-to", b"to"})
_SAVED_BY = re.compile(rb'["<]?\s*saved by\b', re.IGNORECASE)


def document_type(name: str, head: bytes, suffix: str) -> str | None:
    """The media type of the document that begins with ``head``; None where it is none.

    Raises:
        CaptureError: an office file of a kind that is not read.
    """
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return PDF
    if head.startswith(_ZIP_ENTRY):
        return _zip_type(name, head)
    return _message_type(head, suffix)


def is_saved_whole(head: bytes) -> bool:
    """Whether a page was saved with its pictures written into it, as SingleFile does."""
    return _SINGLE_FILE in head[:_SINGLE_FILE_WITHIN]


def _zip_type(name: str, head: bytes) -> str | None:
    office = False
    for entry, content in _entries(head):
        if entry.startswith(b"word/"):
            return DOCX
        if entry == b"mimetype":
            _refuse(name, content, _MIMETYPES)
        _refuse(name, entry, _PARTS)
        office = office or entry.startswith(_OFFICE_PARTS)
    return DOCX if office else None  # its text comes further down; the reader sees to it


def _refuse(name: str, found: bytes, table: tuple[tuple[bytes, str, str], ...]) -> None:
    for mark, what, cure in table:
        if found.startswith(mark):
            raise CaptureError(name, f"looks like {what}, which is not read; {cure}")


def _entries(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names of the entries that begin in ``head``, each with the first bytes of its content."""
    at = head.find(_ZIP_ENTRY)
    while at >= 0:
        length = int.from_bytes(head[at + 26 : at + 28], "little")
        extra = int.from_bytes(head[at + 28 : at + 30], "little")
        begin = at + _ZIP_HEADER
        if 0 < length <= _LONGEST_NAME:
            content = begin + length + extra
            yield head[begin : begin + length], head[content : content + 80]
        at = head.find(_ZIP_ENTRY, at + 4)


def _message_type(head: bytes, suffix: str) -> str | None:
    fields = _header_fields(head)
    related = fields.get(b"content-type", b"").lower().startswith(b"multipart/related")
    saved = b"snapshot-content-location" in fields or _SAVED_BY.match(fields.get(b"from", b""))
    if (related and (saved or not _SENT & fields.keys())) or (
        suffix in (".mhtml", ".mht") and b"content-type" in fields
    ):
        return MHTML
    if b"from" in fields and (_BY_PROGRAMS & fields.keys() or suffix == ".eml"):
        return MAIL
    return None


def _header_fields(head: bytes) -> dict[bytes, bytes]:
    """The header at the start of ``head``, names in lower case; empty where there is none."""
    lines = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").splitlines()
    if lines and lines[0].startswith((b"From ", b">From ")):
        lines = lines[1:]  # the line before each mail of a mailbox
    fields: dict[bytes, bytes] = {}
    for line in lines[: _MOST_FIELDS * 4]:
        if not line.strip():
            break
        if line[:1] in b" \t" and fields:
            continue
        found = _FIELD.match(line)
        if not found:
            # The end of what was looked at may cut a field in two.
            return fields if line is lines[-1] and len(fields) > 2 else {}
        fields.setdefault(found.group(1).lower(), found.group(2))
    return fields
