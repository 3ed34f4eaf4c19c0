"""Bytes of a capture to text.

Takes content and the charset its sender named; gives a string, always: bytes that fit no
character become U+FFFD. The order of trust is that of the HTML standard (encoding sniffing:
byte-order mark, transport, ``<meta charset>``) with one rule above it: bytes beyond ASCII that
are well-formed UTF-8 are UTF-8, whatever single-byte charset a server claims for them.
Only encodings of the WHATWG Encoding standard, UTF-32 and ASCII are ever tried.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_MULTIBYTE = frozenset(
    {"utf-8", "gbk", "gb2312", "gb18030", "big5", "big5hkscs", "euc_jp", "iso2022_jp"}
    | {"shift_jis", "cp932", "euc_kr", "cp949"}
)
_SINGLE_BYTE = frozenset(
    {"ascii", "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "tis-620"}
    | {f"cp125{n}" for n in range(9)}
    | {f"iso8859-{n}" for n in range(1, 17)}
)
_META = re.compile(
    rb"""<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9_.:-]{2,40})""", re.I
)
_META_WITHIN = 8192
"""The standard looks at 1024 bytes; real pages put long scripts before their charset."""
_SAMPLE = 64 * 1024


def decode(content: bytes, charset: str | None = None, *, html: bool = False) -> str:
    """Turn bytes into text; a byte-order mark stays as U+FEFF.

    ``charset`` is what the sender named; ``html`` tells whether a ``<meta charset>`` counts.
    """
    named = _byte_order_mark(content) or _known(charset) or (_declared(content) if html else None)
    if named in _WIDE:
        return content.decode(named, errors="replace")
    if named not in _MULTIBYTE and _is_utf8(content):
        named = "utf-8"
    return content.decode(named or _guess(content), errors="replace")


def _byte_order_mark(content: bytes) -> str | None:
    return next((name for mark, name in _BOMS if content.startswith(mark)), None)


def _known(charset: str | None) -> str | None:
    try:
        name = codecs.lookup((charset or "").strip()).name
    except (LookupError, ValueError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"  # what every browser means by these two labels
    name = "utf-8" if name == "utf-8-sig" else name
    return name if name in _WIDE or name in _MULTIBYTE or name in _SINGLE_BYTE else None


def _declared(content: bytes) -> str | None:
    found = _META.search(content[:_META_WITHIN])
    if not found:
        return None
    name = _known(found.group(1).decode("ascii"))
    # A meta element that could be read at all does not stand in UTF-16: the standard says UTF-8.
    return "utf-8" if name in _WIDE else name


def _is_utf8(content: bytes) -> bool:
    """Well-formed UTF-8; a character that a cut-off file broke at its very end is forgiven."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _guess(content: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - most captures never need it

    best = from_bytes(content[:_SAMPLE]).best()
    return (_known(best.encoding) if best else None) or "cp1252"
