"""The report as one HTML file that asks nothing of any network.

Takes a Trace, gives a page: styles inlined, no script, no font or picture from outside, and a
content security policy that forbids them. Everything that came from an article is escaped by
the templates; links out are plain ``http`` and ``https`` and send no referrer.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from whence.model import Trace
from whence.report.labels import commitments, firmnesses
from whence.report.views import view_trace

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What the page may load: nothing but the styles written in it."""


def render_report(trace: Trace, *, title: str | None = None) -> str:
    """The trace as a self-contained HTML page.

    Nothing is hidden here: pass ``mask_trace(trace)`` for a page that may be passed on.

    Raises:
        KeyError: a quote names an article that is not in the trace.
    """
    template = environment().get_template("report.html.j2")
    return template.render(
        report=view_trace(trace, title=title),
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
    return made


def count_words(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 article``, ``3 articles``, ``no articles``."""
    noun = one if number == 1 else many or one + "s"
    return f"{number or 'no'} {noun}"


@cache
def _style() -> Markup:
    """The style sheet, which is ours and holds nothing to escape."""
    sheet = (files("whence.report") / "style.css").read_text("utf-8")
    return Markup(sheet)
