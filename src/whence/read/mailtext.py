"""The text of a mail to pieces: what is the sender's, what is quoted, what is a signature.

Takes a message as plain text or HTML; gives its pieces with the roles that mail programs mark:
``>`` before each line (RFC 3676), "On … wrote:", the block of headers over a mail passed on,
``-- `` over a signature; in HTML the elements that Gmail, Thunderbird, Outlook and Apple Mail
write. Lines that a program broke at a column are joined to the paragraphs that they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml.html import HtmlElement

from whence.model import PassageRole
from whence.read.page import parse_page
from whence.read.shown import shown_blocks
from whence.read.vocabulary import patterns
from whence.read.written import Piece

_FULL = 50
"""Characters from which a line was broken by a program and not by its writer."""
_QUOTE = re.compile(r"^(?:>\s?)+")
_SIGNATURE = re.compile(r"^--\s?$")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\ud800-\udfff]")
_RULE = re.compile(r"^[\s_*=\-–—]{5,}$")
_HEADER = re.compile(
    r"^\*?(?:from|sent|date|to|cc|subject|reply-to|von|gesendet|an|betreff|datum):\*?\s", re.I
)
_MANY_HEADERS = 3
_OVER_LINES = 3
"""Lines that "On … wrote:" may take."""
_LIST_ITEM = re.compile(r"^(?:[-*•·–]|\d{1,2}[.)])\s")
_COURTESY = re.compile(
    r"(?:(?:dear|hi|hello|good (?:morning|afternoon|evening)|greetings)\b[^.:;?]{0,50}[,:!]?"
    r"|to whom it may concern[,:]?"
    r"|(?:(?:with |my |our |kind|kindest|best|warm|warmest) ?){0,4}(?:regards|wishes)[,.!]?"
    r"|yours(?: \w+)?[,.]?|(?:yours )?sincerely(?: yours)?[,.]?|cheers[,.!]?"
    r"|(?:many thanks|thanks|thank you)(?: in advance)?[,.!]?)",
    re.I,
)
"""A salutation or a complimentary close that stands on a line of its own."""
_QUOTING = frozenset(
    {"gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-forward-container", "mailquote"}
)
_OVER_QUOTE = frozenset({"gmail_attr", "moz-cite-prefix", "moz-email-headers-table"})
_SIGNING = frozenset({"gmail_signature", "moz-signature", "signature", "mailsignature"})
_OUTLOOK = frozenset({"divrplyfwdmsg", "appendonsend"})
"""From these elements of Outlook on, all that follows is quoted."""


def pieces_of_text(text: str, *, flowed: bool = False) -> list[Piece]:
    """The pieces of a plain message; ``flowed`` tells that lines ending in a space go on."""
    lines = _ODD.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    marked = list(zip(_roles_of(lines), lines, strict=True))
    found: list[Piece] = []
    for role, group in groupby(marked, key=lambda pair: pair[0]):
        bare = [
            _QUOTE.sub("", line) if role is PassageRole.QUOTATION else line for _, line in group
        ]
        found.extend(
            Piece(paragraph, role or _courtesy(paragraph))
            for paragraph in _paragraphs(bare, flowed=flowed)
        )
    return found


def _courtesy(text: str) -> PassageRole | None:
    """The role of a salutation or a close, which say nothing; None for any other words."""
    return PassageRole.BOILERPLATE if _COURTESY.fullmatch(text.strip()) else None


def _roles_of(lines: Sequence[str]) -> list[PassageRole | None]:
    """What marks say of each line; None for the sender's own."""
    quoted, boilerplate = PassageRole.QUOTATION, PassageRole.BOILERPLATE
    roles: list[PassageRole | None] = [None] * len(lines)
    signed = passed_on = False
    heading = 0
    for index, line in enumerate(lines):
        if heading:
            heading -= 1
            roles[index] = boilerplate
        elif above := _passed_on(lines, index):
            passed_on, signed, heading = True, False, above - 1
            roles[index] = boilerplate
        elif _QUOTE.match(line):
            roles[index] = quoted
        elif opens := _opens_quotation(lines, index):
            heading = opens - 1
            roles[index] = boilerplate
        elif _SIGNATURE.match(line) or patterns("mail", "endings").match(line.strip()):
            signed = True
            roles[index] = boilerplate
        else:
            roles[index] = boilerplate if signed else quoted if passed_on else None
    return roles


def _opens_quotation(lines: Sequence[str], index: int) -> int:
    """How many lines from here stand over a quotation, as "On … wrote:" does; 0 if none do."""
    if not any(line.rstrip().endswith(":") for line in lines[index : index + _OVER_LINES]):
        return 0
    for count in range(1, _OVER_LINES + 1):
        joined = " ".join(line.strip() for line in lines[index : index + count])
        if len(joined) <= 300 and patterns("mail", "over_quotations").match(joined):
            return count
    return 0


def _passed_on(lines: Sequence[str], index: int) -> int:
    """How many lines from here are the header of a mail that is passed on or answered below."""
    count = 0
    if _RULE.match(lines[index]) or patterns("mail", "passed_on").match(lines[index].strip()):
        count = 1
    while index + count < len(lines) and count < 3 and not lines[index + count].strip() and count:
        count += 1
    headers = 0
    for line in lines[index + count : index + count + 12]:
        if not line.strip():
            break
        if _HEADER.match(line):
            headers += 1
        elif not headers:
            break
        count += 1
    return count if headers >= _MANY_HEADERS else 0


def _paragraphs(lines: Sequence[str], *, flowed: bool) -> Iterator[str]:
    """Lines as paragraphs: blank lines part them, and so do lines that end before the column."""
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if blank:
            continue
        paragraph = ""
        goes_on = False
        for line in group:
            bare = " ".join(line.split())
            if not goes_on or _LIST_ITEM.match(bare):
                if paragraph:
                    yield paragraph
                paragraph = bare
            else:
                paragraph = f"{paragraph} {bare}"
            soft = flowed and line.endswith(" ") and not _SIGNATURE.match(line)
            goes_on = soft or len(bare) >= _FULL
        yield paragraph


def pieces_of_html(source: str) -> list[Piece]:
    """The pieces of a message in HTML, all that it shows.

    A mail has no menus around its text, and may be of one line: so nothing is chosen here, as
    it is of a page.

    Raises:
        UnreadablePageError: it cannot be taken apart.
    """
    found: list[Piece] = []
    after = False
    for shown in shown_blocks(parse_page(source).tree):
        role = _role_around(shown.element)
        after = after or _is_outlook_break(shown.element)
        if after and role is None:
            role = PassageRole.QUOTATION
        if _HEADER.match(shown.block.text) and shown.block.text.count("\n") >= _MANY_HEADERS - 1:
            role, after = PassageRole.BOILERPLATE, True
        role = role or _courtesy(shown.block.text)
        found.append(Piece(shown.block.text, role, shown.block.anchors))
    return found


def _role_around(element: HtmlElement) -> PassageRole | None:
    """The role that the elements around a block give it, the innermost first."""
    for outer in (element, *element.iterancestors()):
        names = _names(outer)
        if names & _OVER_QUOTE or outer.get("id") in ("divRplyFwdMsg",):
            return PassageRole.BOILERPLATE
        if names & _SIGNING:
            return PassageRole.BOILERPLATE
        if names & _QUOTING or outer.tag == "blockquote":
            return PassageRole.QUOTATION
    return None


def _is_outlook_break(element: HtmlElement) -> bool:
    return any(_names(outer) & _OUTLOOK for outer in (element, *element.iterancestors()))


def _names(element: HtmlElement) -> set[str]:
    """The classes and the id of an element, lower case; Outlook puts "x_" before them."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold().split()
    return {name.removeprefix("x_") for name in names[:20]}
