"""Characters that would lie to the eye, made visible.

Takes any text that came from outside, gives the text that is safe to show: terminal escapes
and other control characters as their pictures, overrides of the writing direction (which can
turn a quoted sentence round) by their code in brackets, lone surrogates as the replacement
character. Everything else stays, character by character.
"""

from __future__ import annotations

_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF9, 0xFFFC))
_HARMLESS = {ord("\t"): " ", ord("\r"): " ", 0x2028: "\n", 0x2029: "\n"}

_VISIBLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code != ord("\n")},
    0x7F: "\u2421",
    **{code: f"[U+{code:04X}]" for code in (*range(0x80, 0xA0), *_OVERRIDES)},
    **dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd"),
    **_HARMLESS,
}


def shown(text: str) -> str:
    """``text`` with nothing in it that acts on a terminal or on the direction of writing."""
    return text.translate(_VISIBLE)


def one_line(text: str) -> str:
    """:func:`shown` on a single line, every run of white space as one space."""
    return " ".join(shown(text).split())
