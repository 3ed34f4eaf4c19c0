"""The summary in a terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from rich.console import Console

from whence.model import Analysis, Article, Quote, Refusal, Story, Trace
from whence.report import mask_trace, print_summary

from .sample import TRACE


def _printed(trace: Trace, width: int = 80, *, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None
    )
    print_summary(trace, console)
    return out.getvalue()


def test_it_tells_the_numbers_claims_copies_disagreements_and_refusals() -> None:
    text = " ".join(_printed(TRACE, 100).split())
    for words in (
        "Two engineers held near Veldra, armed group claims",
        "6 articles · 2 texts of their own · 3 root sources",
        "Denied by its subject · carried by 5 articles",
        "speaks under duress",
        "- denies",
        "overstated Harbour Gazette [1]",
        "told twice or more on one page: Kestrel Online [3]",
        "hedge lost between The Quay Post [2] and Kestrel Online [3]",
        "Polar Wire (text not seen)",
        "How many engineers were captured?",
        "Could not be used",
        "Do not pass this on",
    ):
        assert words in text


def test_no_line_is_wider_than_the_terminal() -> None:
    assert all(len(line) <= 80 for line in _printed(TRACE).splitlines())
    assert all(len(line) <= 40 for line in _printed(TRACE, 40).splitlines())


def test_masked_names_are_not_printed() -> None:
    text = re.sub(r"\W+", "", _printed(mask_trace(TRACE), 200))
    assert not re.search(r"mat[ée]o|varga|lindq", text, re.IGNORECASE)


def test_text_is_neither_markup_nor_an_escape_sequence() -> None:
    hostile = (
        "[bold red]x[/] \x1b]8;;https://a.example\x07link\x9b31m \u202egnp.exe\r[link=x]y[/link]"
    )
    article = Article("a", hostile, outlet=hostile)
    story = Story("s", Quote("a", ((0, len(hostile)),)), ("a",))
    trace = Trace((Analysis(article),), (story,), (Refusal(hostile, hostile),))
    text = _printed(trace, 200)
    assert "[bold red]x[/]" in text
    assert "[U+202E]gnp.exe" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    coloured = re.sub(r"\x1b\[[\d;]*m", "", _printed(trace, 200, colour=True))
    assert "\x1b" not in coloured


def test_copies_that_refer_to_each_other_end() -> None:
    quay, kestrel = (TRACE.stories[0].lineage[n].derivations[0] for n in (1, 2))
    circle = (
        replace(TRACE.stories[0].lineage[1], derivations=(replace(quay, source="kestrel"),)),
        replace(TRACE.stories[0].lineage[2], derivations=(kestrel,)),
    )
    story = replace(TRACE.stories[0], lineage=circle)
    assert "Kestrel Online" in _printed(replace(TRACE, stories=(story,)))
