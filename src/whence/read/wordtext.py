"""The body of a Word document as paragraphs: what a reader sees with all changes accepted.

Takes the parts of the package, gives paragraphs in reading order: text, links, and what their
style says of them. Insertions and moves stand where they went, what was struck out is not there,
hidden text neither; a row of a table is one paragraph, its cells parted by tabs, unless a cell
holds several; notes stand behind the text. Terms: WordprocessingML (ECMA-376, part 1, 17).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from whence.read.blocks import Anchor
from whence.read.wordpackage import Package

# Word's two namespaces: the one that everybody writes, and the "strict" one.
_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_GONE = frozenset({"del", "moveFrom", "pPr", "sectPr", "Fallback", "rPr", "tblPr", "trPr", "tcPr"})
"""Elements whose text is not shown; of what is given twice, the second form."""
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]{1,2000})"')
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b\u00ad]")
_OWN_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a Word document; ``style`` is its style's name in lower case.

    ``size`` is the largest type in it in half points, 0 where it is the document's own;
    ``level`` the level of a heading, 0 for none.
    """

    text: str
    anchors: tuple[Anchor, ...] = ()
    style: str = ""
    size: int = 0
    bold: bool = False
    level: int = 0
    note: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    level: int = 0
    size: int = 0
    bold: bool = False


@dataclass(slots=True)
class _Draft:
    """A paragraph that is being written."""

    text: str = ""
    anchors: list[Anchor] = field(default_factory=list)
    size: int = 0
    light: int = 0
    after: list[Element] = field(default_factory=list)

    def say(self, words: str, href: str | None) -> None:
        """Add words, white space collapsed, with the link that they are."""
        part = _ODD.sub(lambda m: "\n" if m.group() == "\n" else " ", words)
        part = re.sub(r"[ \u00a0]+", " ", part)
        if not self.text or self.text[-1] in " \n\t":
            part = part.lstrip(" ")
        if href and part.strip():
            begin = len(self.text) + len(part) - len(part.lstrip())
            end = len(self.text) + len(part.rstrip())
            last = self.anchors[-1] if self.anchors else None
            if last and last.href == href and begin - last.end <= 1:
                self.anchors[-1] = Anchor(last.start, end, href)
            else:
                self.anchors.append(Anchor(begin, end, href))
        self.text += part


def paragraphs_of(package: Package) -> list[Paragraph]:
    """The paragraphs of a document that have words, in reading order."""
    writer = _Writer(_styles_of(package.styles), package.links)
    body = next((e for e in package.document if _name(e) == "body"), None)
    found = list(writer.blocks(body)) if body is not None else []
    for part in (package.footnotes, package.endnotes):
        for note in part if part is not None else ():
            if _value(note, "type") not in _OWN_NOTES:
                found.extend(writer.blocks(note, note=True))
    return [p for p in found if any(map(str.isalnum, p.text))]


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Element | None, name: str = "val") -> str:
    """An attribute of WordprocessingML; empty where it is not there."""
    if element is None:
        return ""
    return next((v for ns in _NAMESPACES if (v := element.get(f"{{{ns}}}{name}"))), "")


def _child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if _name(e) == name), None)
    return element


def _is_on(properties: Element | None, name: str) -> bool:
    found = _child(properties, name)
    return found is not None and _value(found) not in ("0", "false", "off", "none")


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else 0


def _styles_of(part: Element | None) -> dict[str, _Style]:
    """Styles by id, each with what it takes from the one it is based on."""
    raw = {_value(e, "styleId"): e for e in part if _name(e) == "style"} if part is not None else {}
    return {key: _style(key, raw) for key in raw}


def _style(key: str, raw: Mapping[str, Element]) -> _Style:
    name, level, size, bold = "", 0, 0, False
    seen: set[str] = set()
    while key in raw and key not in seen:
        seen.add(key)
        style = raw[key]
        name = name or _value(_child(style, "name")).casefold()
        outline = _value(_child(style, "pPr", "outlineLvl"))
        level = level or (_number(outline) + 1 if outline else 0)
        size = size or _number(_value(_child(style, "rPr", "sz")))
        bold = bold or _is_on(_child(style, "rPr"), "b")
        key = _value(_child(style, "basedOn"))
    return _Style(name, level if level <= 9 else 0, size, bold)


class _Writer:
    """Writes paragraphs, with the document's styles and links at hand."""

    def __init__(self, styles: Mapping[str, _Style], links: Mapping[str, str]) -> None:
        self._styles = styles
        self._links = links
        self._fields: list[str | None] = []

    def blocks(self, parent: Element, *, note: bool = False) -> Iterator[Paragraph]:
        """The paragraphs and tables under an element."""
        open_draft: _Draft | None = None
        for element in parent:
            name = _name(element)
            if name == "p":
                draft = open_draft or _Draft()
                self._write(element, draft, None)
                # A paragraph's end that was struck out: the next goes on in it.
                ends = _child(element, "pPr", "rPr")
                open_draft = draft if _child(ends, "del") is not None else None
                if open_draft is None:
                    yield from self._closed(element, draft, note=note)
            elif name == "tbl":
                yield from self._rows(element, note=note)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
                yield from self.blocks(element, note=note)
        if open_draft is not None:
            yield from self._closed(parent, open_draft, note=note)

    def _closed(self, element: Element, draft: _Draft, *, note: bool) -> Iterator[Paragraph]:
        properties = _child(element, "pPr")
        style = self._styles.get(_value(_child(properties, "pStyle")), _Style(""))
        outline = _value(_child(properties, "outlineLvl"))
        text = draft.text.rstrip()
        yield Paragraph(
            text,
            tuple(a for a in draft.anchors if a.start < a.end <= len(text)),
            style.name,
            draft.size or style.size,
            style.bold or (bool(text) and draft.light == 0),
            _number(outline) + 1 if outline and outline != "9" else style.level,
            note,
        )
        for box in draft.after:
            yield from self.blocks(box, note=note)

    def _rows(self, table: Element, *, note: bool) -> Iterator[Paragraph]:
        for row in table.iterchildren():
            if _name(row) in ("sdt", "sdtContent"):
                yield from self._rows(row, note=note)
            if _name(row) != "tr" or _child(row, "trPr", "del") is not None:
                continue
            cells = [
                [p for p in self.blocks(cell, note=note) if p.text]
                for cell in row.iterchildren()
                if _name(cell) == "tc"
            ]
            if any(len(cell) > 1 for cell in cells):
                yield from (paragraph for cell in cells for paragraph in cell)
            else:
                yield _row([cell[0] for cell in cells if cell])

    def _write(self, element: Element, draft: _Draft, href: str | None) -> None:
        """Write what an element shows, in the order of its parts."""
        for part in element:
            name = _name(part)
            if name in _GONE:
                continue
            if name == "r":
                self._run(part, draft, href)
            elif name == "hyperlink":
                key = next((v for k, v in part.attrib.items() if str(k).endswith("}id")), "")
                self._write(part, draft, self._links.get(str(key)) or href)
            elif name == "fldSimple":
                found = _HYPERLINK.match(_value(part, "instr"))
                self._write(part, draft, found.group(1) if found else href)
            else:
                self._write(part, draft, href)

    def _run(self, run: Element, draft: _Draft, href: str | None) -> None:
        properties = _child(run, "rPr")
        if _is_on(properties, "vanish"):
            return
        for part in run:
            self._piece(part, draft, href or self._field_link())
        words = any(_name(part) == "t" and (part.text or "").strip() for part in run)
        if words:
            draft.size = max(draft.size, _number(_value(_child(properties, "sz"))))
            draft.light += not _is_on(properties, "b")

    def _piece(self, part: Element, draft: _Draft, href: str | None) -> None:
        match _name(part):
            case "t":
                draft.say(part.text or "", href)
            case "tab" | "ptab":
                draft.say(" ", None)
            case "br" | "cr":
                draft.say("\n", None)
            case "noBreakHyphen":
                draft.say("-", href)
            case "fldChar":
                self._turn_field(_value(part, "fldCharType"))
            case "instrText":
                if self._fields and (found := _HYPERLINK.match(part.text or "")):
                    self._fields[-1] = found.group(1)
            case "AlternateContent" | "pict" | "drawing" | "object" | "Choice":
                draft.after.extend(_boxes(part))

    def _turn_field(self, kind: str) -> None:
        """A field begins, shows its result from here on, or ends."""
        if kind == "begin":
            self._fields.append(None)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field_link(self) -> str | None:
        return next((href for href in reversed(self._fields) if href), None)


def _boxes(part: Element) -> Iterator[Element]:
    """The text boxes in a drawing, each once; those inside another come with it."""
    for inner in part:
        if _name(inner) == "txbxContent":
            yield inner
        elif _name(inner) != "Fallback":
            yield from _boxes(inner)


def _row(cells: list[Paragraph]) -> Paragraph:
    """The cells of a row as one paragraph."""
    text = ""
    anchors: list[Anchor] = []
    for cell in cells:
        text += "\t" if text else ""
        begin = len(text)
        anchors += [Anchor(a.start + begin, a.end + begin, a.href) for a in cell.anchors]
        text += cell.text.replace("\n", " ")
    return Paragraph(text, tuple(anchors))
