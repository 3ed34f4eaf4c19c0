"""Recognising: the first bytes of an input come in, the kind of input goes out.

What a thing is called is a hint, never a proof: a picture named ``.html`` is refused by its first
bytes (``signatures.toml``), a page of plain text named ``.html`` is taken as text. The order is
fixed: WACZ, document (PDF, Word, mail, MHTML), picture or other binary, WARC, exports and lists of
addresses, JSON Lines, XML (feed, OPML, XHTML), HTML, text. After the MIME Sniffing Standard
(mimesniff.spec.whatwg.org), with the formats of this field added. Nothing here looks at more than
the head of an input, save :func:`check_text`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import PurePosixPath

from whence.capture.documents import DOCX, MAIL, MHTML, PDF, document_type
from whence.errors import CaptureError
from whence.tables import read_table


class Kind(Enum):
    """What an input is."""

    PAGE = "page"
    TEXT = "text"
    JSON_LINES = "JSON Lines"
    WARC = "WARC"
    FEED = "feed"
    OPML = "OPML"
    WACZ = "WACZ"
    HAR = "HAR"
    TELEGRAM = "Telegram export"
    X_ARCHIVE = "X archive"
    POST = "post"
    ADDRESSES = "list of addresses"
    PDF = "PDF document"
    WORD = "Word document"
    MAIL = "mail"
    MHTML = "MHTML page"


DOCUMENTS = {Kind.PDF: PDF, Kind.WORD: DOCX, Kind.MAIL: MAIL, Kind.MHTML: MHTML}
"""Kinds of file that are one article and no plain text, with their media types."""
_KIND_OF = {media_type: kind for kind, media_type in DOCUMENTS.items()}


JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
TEXT_SUFFIXES = frozenset({".txt", ".md"})
XML_SUFFIXES = frozenset({".xml", ".rss", ".atom", ".opml", ".rdf"})
COLLECTION_SUFFIXES = frozenset({".warc", ".wacz", ".har", ".url", ".webloc"})

# Longer marks first: the one for UTF-32 begins with the one for UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Codecs that Python counts as text encodings and no page is written in.
_NOT_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape"})

_HTML_START = re.compile(
    r"<(?:!doctype html|html|head|body|title|meta|script|style|link|article|main|section"
    r"|div|p|h[1-6]|table|span|a|b|br|font|iframe|header|nav)\b",
    re.IGNORECASE,
)
_HTML_INSIDE = re.compile(r"<(?:!doctype\s+html|html|body|head)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?(?:p|div|br|a|h[1-6]|span|table|li|ul|article)\b[^<>]*>", re.IGNORECASE)
_XML_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ADDRESS = re.compile(r"https?://[^/?#]*([^?#]*)", re.IGNORECASE)
_LISTED = re.compile(r"https?://\S+", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_PROLOG_PART = (("<?", "?>"), ("<!--", "-->"), ("<!", ">"))

_ZIP = b"PK\x03\x04"
_WACZ_FOLDERS = (b"archive/", b"pages/", b"indexes/", b"datapackage", b"logs/", b"fuzzy")
_BINARY_PLIST = b"bplist00"

_BEGINNING = 4000
"""Characters within which an export says what it is."""

# Control characters that no text holds; tab, line ends, form feed and escape are left out.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b\b") + b"\x7f"
_CONTROL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class _Signature:
    magic: bytes
    offset: int
    name: str
    cure: str


@cache
def _beginnings() -> tuple[tuple[Kind, re.Pattern[str], re.Pattern[str]], ...]:
    rows = read_table("whence.capture", "signatures.toml")["beginning"]
    return tuple(
        (Kind(row["kind"]), re.compile(row["start"], re.I), re.compile(row["inside"], re.DOTALL))
        for row in rows
    )


@cache
def _signatures() -> tuple[_Signature, ...]:
    parsed = read_table("whence.capture", "signatures.toml")
    return tuple(
        _Signature(
            bytes.fromhex(row["hex"]),
            row.get("offset", 0),
            row["name"],
            parsed["cures"][row["cure"]],
        )
        for row in parsed["signature"]
    )


def path_of(address: str) -> str:
    """The path of a web address, well-formed or not; nothing for what is no web address."""
    found = _ADDRESS.match(address)
    return found.group(1) if found else ""


def suffix_of(name: str) -> str:
    """The last suffix of a path or URL, in lower case, seen through a ``.gz``."""
    path = path_of(name) or name
    pure = PurePosixPath(path.replace("\\", "/").lower())
    return PurePosixPath(pure.stem).suffix if pure.suffix == ".gz" else pure.suffix


def mark_charset(head: bytes) -> str | None:
    """The Python codec that a byte order mark at the start of ``head`` tells of, if any."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None)


def known_charset(label: str | None) -> str | None:
    """The Python codec for a charset ``label`` of a header, or None where there is none."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip()).name
        b"abcd".decode(name, "replace")
    except (LookupError, ValueError):  # ValueError: a NUL in the label, or a codec's own refusal
        return None
    return None if name.replace("-", "_") in _NOT_CHARSETS else name


def recognise(name: str, head: bytes, *, charset: str | None = None) -> Kind:
    """Tell what kind of input begins with ``head``.

    ``name`` is a path, a URL or ``-``; its suffix decides only between kinds that the bytes
    leave open. ``charset`` is what a header said.

    Raises:
        CaptureError: nothing there, or a kind of file that holds no text.
    """
    if not head:
        raise CaptureError(name, "empty; there is nothing to read in it")
    suffix = suffix_of(name)
    if head.startswith(_ZIP) and (suffix == ".wacz" or head.startswith(_WACZ_FOLDERS, 30)):
        return Kind.WACZ
    if found := document_type(name, head, suffix):
        return _KIND_OF[found]
    refuse_signature(name, head)
    if head.startswith(b"WARC/"):
        return Kind.WARC
    if head.startswith(_BINARY_PLIST):
        return Kind.ADDRESSES
    text = head.decode(mark_charset(head) or charset or "utf-8", "replace").lstrip(
        "\ufeff \t\r\n\f"
    )
    if collection := _collection_kind(text, suffix):
        return collection
    if suffix in JSON_SUFFIXES or _begins_json(text, suffix):
        return Kind.JSON_LINES
    if text.startswith("<?xml") or suffix in XML_SUFFIXES:
        return _xml_kind(name, text)
    if text.startswith("<") and (kind := _ROOTS.get(_root_of(text))):
        return kind
    return Kind.PAGE if is_html(text, suffix) else Kind.TEXT


def refuse_signature(name: str, head: bytes) -> None:
    """Refuse what its first bytes show to be no text.

    Raises:
        CaptureError: ``head`` carries a signature of ``signatures.toml``.
    """
    for known in _signatures():
        if head.startswith(known.magic, known.offset):
            raise CaptureError(name, f"looks like {known.name}, not a page; {known.cure}")


def is_html(text: str, suffix: str = "") -> bool:
    """Whether the beginning of ``text`` is HTML; a name that says so needs one tag only."""
    start = _skip_prolog(text)
    if _HTML_START.match(text, start) or _HTML_START.match(text):
        return True
    if suffix in TEXT_SUFFIXES:
        return False
    if suffix in PAGE_SUFFIXES:
        return bool(_ANY_TAG.search(text) or _HTML_INSIDE.search(text))
    return bool(_HTML_INSIDE.search(text, 0, 4096))


def is_text(content: bytes, charset: str | None) -> bool:
    """Whether :func:`check_text` lets these bytes through."""
    try:
        check_text("", content, charset)
    except CaptureError:
        return False
    return True


def check_text(name: str, content: bytes, charset: str | None) -> None:
    """Refuse bytes that are no text in any charset; bytes merely ill-formed are let through.

    Raises:
        CaptureError: too many control characters for a text.
    """
    charset = mark_charset(content) or charset or "utf-8"
    if charset.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
        text = content.decode(charset, "replace")
        odd = sum(map(text.count, map(chr, _CONTROLS))) + text.count("\ufffd")
        share = odd / max(len(text), 1)
    else:
        share = (len(content) - len(content.translate(None, _CONTROLS))) / max(len(content), 1)
    if share > _CONTROL_SHARE:
        raise CaptureError(
            name, "holds NUL or control bytes, so it is no text; give a page or text"
        )


def _collection_kind(text: str, suffix: str) -> Kind | None:
    """The kind of an export or a list of addresses; None for anything else."""
    beginning = text[:_BEGINNING]
    for kind, start, inside in _beginnings():
        if start.match(beginning) and inside.search(beginning):
            return kind
    if suffix == ".toml":
        return Kind.POST
    named = suffix in TEXT_SUFFIXES or not suffix
    return Kind.ADDRESSES if named and _is_addresses(text) else None


def _is_addresses(text: str) -> bool:
    """Whether every line is a web address, blank lines and comments after "#" aside."""
    lines = [line.strip() for line in text[:_BEGINNING].splitlines()]
    if len(text) > _BEGINNING:
        lines.pop()
    told = [line for line in lines if line and not line.startswith("#")]
    return bool(told) and all(_LISTED.fullmatch(line) for line in told)


def _begins_json(text: str, suffix: str) -> bool:
    by_name = suffix in TEXT_SUFFIXES | PAGE_SUFFIXES
    return not by_name and bool(re.match(r'\[?\s*\{\s*"', text))


def _skip_prolog(text: str) -> int:
    """Where declarations, comments and the document type at the start of a markup text end."""
    at = 0
    while True:
        if space := _SPACE.match(text, at):
            at = space.end()
        part = next((p for p in _PROLOG_PART if text.startswith(p[0], at)), None)
        if part is None:
            return at
        opening, closing = part
        if opening == "<!" and 0 <= text.find("[", at) < text.find(">", at):
            closing = "]>"  # a document type with declarations of its own
        end = text.find(closing, at + 2)
        if end < 0:
            return len(text)
        at = end + len(closing)


# XML documents by their root element; RSS 1.0 is RDF.
_ROOTS = {
    "rss": Kind.FEED,
    "feed": Kind.FEED,
    "rdf": Kind.FEED,
    "opml": Kind.OPML,
    "html": Kind.PAGE,
    "plist": Kind.ADDRESSES,
}


def _root_of(text: str) -> str:
    root = _XML_ROOT.match(text, _skip_prolog(text))
    return root.group(2).lower() if root else ""


def _xml_kind(name: str, text: str) -> Kind:
    """The kind of an XML document.

    Raises:
        CaptureError: XML of a kind that holds no articles.
    """
    root = _root_of(text)
    if kind := _ROOTS.get(root):
        return kind
    if is_html(text, suffix_of(name)):
        return Kind.PAGE
    if root == "svg":
        raise CaptureError(
            name, "looks like an SVG picture, not a page; give the page that shows it"
        )
    if not root:
        return Kind.TEXT
    reason = f"XML with the root <{root}>, which is no feed, OPML or page; give one of these"
    raise CaptureError(name, reason)
