"""Makes the files of this folder with the programs that people use: see README.md.

    python tests/files/make.py [FOLDER]

Needs chromium and LibreOffice Writer. The tests do not: they read what is committed here.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from browser import browser
from sources import (
    HEADLINE,
    LINK,
    NOTE,
    PAGE,
    PAGE_URL,
    PARAGRAPHS,
    RUNNING,
    SUBHEADING,
)

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def flat_text(body: str, *, columns: int, header: bool, title: str) -> str:
    """A flat OpenDocument text, as LibreOffice reads it."""
    running = (
        f"<style:header><text:p>{RUNNING}</text:p></style:header><style:footer><text:p>Page "
        "<text:page-number/> of <text:page-count/></text:p></style:footer>"
        if header
        else ""
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {SPACES} office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{title}</dc:title><dc:creator>Ada Merrow</dc:creator>
<meta:creation-date>2031-05-05T08:00:00</meta:creation-date><dc:date>2031-05-06T09:00:00</dc:date></office:meta>
<office:styles>
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties
 fo:text-align="justify" fo:margin-bottom="0.2cm" fo:hyphenation-ladder-count="no-limit"/>
<style:text-properties fo:font-size="11pt" fo:language="en" fo:country="GB" fo:hyphenate="true"
 fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:text-align="start"/>
<style:text-properties fo:font-size="20pt" fo:font-weight="bold" fo:hyphenate="false"/>
</style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="2">
<style:text-properties fo:font-size="13pt" fo:font-weight="bold"/></style:style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="14.8cm"
 fo:page-height="16cm" fo:margin="1.5cm"/><style:header-style><style:header-footer-properties
 fo:min-height="0.8cm" fo:margin-bottom="0.3cm"/></style:header-style><style:footer-style>
<style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/></style:footer-style>
</style:page-layout>
<style:style style:name="Two" style:family="section"><style:section-properties>
<style:columns fo:column-count="{columns}" fo:column-gap="0.6cm"/></style:section-properties>
</style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">
{running}</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""


def paragraph(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _soft(text: str) -> str:
    """The text with a soft hyphen in each long word, at which LibreOffice parts it."""
    return re.sub(
        r"[a-z]{8,}", lambda m: m[0][: len(m[0]) // 2] + "\u00ad" + m[0][len(m[0]) // 2 :], text
    )


def statement() -> str:
    """Two columns under a headline across both, with headers, page numbers and a link."""
    link = f'<text:a xlink:type="simple" xlink:href="{LINK}">statement</text:a>'
    texts = [_soft(html.escape(text, quote=False)) for text in PARAGRAPHS]
    inner = "".join(map(paragraph, texts[:3]))
    inner += f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{SUBHEADING}</text:h>'
    inner += "".join(map(paragraph, texts[3:]))
    inner += paragraph(f"The board's {link} was put out at noon.")
    head = paragraph("PRESS RELEASE") + paragraph("6 May 2031") + paragraph(HEADLINE, "Title")
    body = f'{head}<text:section text:style-name="Two" text:name="two">{inner}</text:section>'
    return flat_text(body, columns=2, header=True, title="")


def report() -> str:
    """A list, a table, a footnote, a link, and changes that nobody has accepted yet."""
    changes = (
        "<text:tracked-changes>"
        '<text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>Jonah Quist</dc:creator><dc:date>2031-05-06T08:00:00</dc:date>"
        "</office:change-info><text:p>struck out by the editor </text:p></text:deletion>"
        '</text:changed-region><text:changed-region text:id="c2"><text:insertion>'
        "<office:change-info><dc:creator>Jonah Quist</dc:creator>"
        "<dc:date>2031-05-06T08:00:00</dc:date></office:change-info></text:insertion>"
        "</text:changed-region></text:tracked-changes>"
    )
    texts = [html.escape(text, quote=False) for text in PARAGRAPHS]
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body><text:p>{NOTE}</text:p></text:note-body></text:note>"
    )
    changed = (
        'The board will <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>'
        'put in by the editor <text:change-end text:change-id="c2"/>meet again in June.'
    )
    rows = (("Day", "Boats with oil"), ("Sunday", "3"), ("Monday", "4"))
    table = "<table:table>" + '<table:table-column table:number-columns-repeated="2"/>'
    for row in rows:
        cells = "".join(f"<table:table-cell>{paragraph(cell)}</table:table-cell>" for cell in row)
        table += f"<table:table-row>{cells}</table:table-row>"
    items = ("the valves of the tank farm", "the pilings of the pier")
    items = "".join(f"<text:list-item>{paragraph(i)}</text:list-item>" for i in items)
    body = changes + paragraph(HEADLINE, "Title") + paragraph("By Ada Merrow")
    body += paragraph(texts[0]) + paragraph(texts[1]) + paragraph(f"{texts[2]}{note}")
    body += f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{SUBHEADING}</text:h>'
    body += f"<text:list>{items}</text:list>{paragraph(texts[3])}{table}</table:table>"
    link = f'<text:a xlink:type="simple" xlink:href="{LINK}">statement</text:a>'
    body += paragraph(f"The board's {link} was put out at noon.") + paragraph(changed)
    return flat_text(body, columns=1, header=True, title="Tern Point")


def office(source: str, name: str, *kinds: str, to: Path) -> None:
    """Have LibreOffice save a flat text as files of some kinds."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, f"{name}.fodt")
        place.write_text(source, "utf-8")
        for kind in kinds:
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", kind]
            subprocess.run(
                [*command, "--outdir", str(to), str(place)],
                check=True,
                stdout=subprocess.DEVNULL,
                timeout=180,
            )


def by_browser(to: Path) -> None:
    """What Chromium prints and saves of the page, and a scan: a page that is one picture."""
    scan = "<body style='margin:0'><canvas id=c width=300 height=200></canvas><script>"
    scan += "c.getContext('2d').fillText('Scanned words',40,40);"
    scan += "i=new Image;i.src=c.toDataURL();c.replaceWith(i)</script>"
    with browser() as chromium:
        chromium.open(PAGE_URL, PAGE.encode("utf-8"))
        (to / "printed.pdf").write_bytes(chromium.pdf())
        (to / "bare.pdf").write_bytes(chromium.pdf(running=False))
        (to / "saved.mhtml").write_bytes(chromium.mhtml())
        chromium.open("https://scan.example/", scan.encode())
        (to / "scan.pdf").write_bytes(chromium.pdf(running=False))
        chromium.open("https://blank.example/", b"<title></title>")
        (to / "blank.pdf").write_bytes(chromium.pdf(running=False))


def by_hand(to: Path) -> None:
    """The least of the files that others refuse to write here."""
    with zipfile.ZipFile(to / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<Types/>")
        archive.writestr(zipfile.ZipInfo("xl/workbook.xml"), "<workbook/>")


def main() -> None:
    """Make them all."""
    to = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    by_browser(to)
    office(statement(), "statement", "pdf", to=to)
    office(report(), "report", "docx", "odt", "rtf", "doc", to=to)
    locked = 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    locked += '"DocumentOpenPassword":{"type":"string","value":"heron"}}'
    office(statement(), "locked", locked, to=to)
    by_hand(to)


if __name__ == "__main__":
    main()
