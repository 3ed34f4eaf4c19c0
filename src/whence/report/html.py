"""The report as one HTML file that asks nothing of any network.

Takes a Trace, gives a page: styles inlined, no script, no font or picture from outside, and a
content security policy that forbids them. Everything that came from an article is escaped by
the templates; links out are plain ``http`` and ``https`` and send no referrer.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from whence.collecting import put_off_collecting
from whence.model import Trace
from whence.report.labels import commitments, firmnesses
from whence.report.segments import Piece
from whence.report.views import ReportView, view_trace

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What the page may load: nothing but the styles written in it."""

ELEMENTS = {"cut": "del", "added": "ins"}
"""Marks that HTML has an element for; the others are spans."""


def render_report(trace: Trace, *, title: str | None = None) -> str:
    """The trace as a self-contained HTML page.

    Nothing is hidden here: pass ``mask_trace(trace)`` for a page that may be passed on.

    Raises:
        KeyError: a quote names an article that is not in the trace.
    """
    with put_off_collecting():
        return render_view(view_trace(trace, title=title))


def render_view(report: ReportView) -> str:
    """The views of a trace as a self-contained HTML page."""
    template = environment().get_template("report.html.j2")
    return template.render(
        report=report,
        policy=POLICY,
        style=_style(),
        commitments=commitments(),
        firmnesses=firmnesses(),
    )


@cache
def environment() -> Environment:
    """The templates of the report, escaping by default; the live pages share them."""
    made = Environment(
        loader=PackageLoader("whence.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["count"] = count_words
    made.filters["spans"] = write_spans
    return made


def write_spans(pieces: Iterable[Piece]) -> Markup:
    """Pieces of an article's text, escaped, with their marks as elements that nest."""
    written: list[str] = []
    opened: list[str] = []
    for piece in pieces:
        if piece.opens:
            mark = piece.opens
            opened.append(ELEMENTS.get(mark.kind, "span"))
            anchor = f' id="{escape(mark.anchor)}"' if piece.anchored and mark.anchor else ""
            title = f' title="{escape(mark.title)}"' if mark.title else ""
            written.append(f'<{opened[-1]} class="{mark.kind}"{anchor}{title}>')
        else:
            written.append(f"</{opened.pop()}>" if piece.closes else escape(piece.text))
    return Markup("".join(written))


def count_words(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 article``, ``3 articles``, ``no articles``."""
    noun = one if number == 1 else many or one + "s"
    return f"{number or 'no'} {noun}"


@cache
def _style() -> Markup:
    """The style sheet, which is ours and holds nothing to escape."""
    sheet = (files("whence.report") / "style.css").read_text("utf-8")
    return Markup(sheet)
