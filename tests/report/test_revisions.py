"""Two captures of one page: side by side, in one line, and with protected people hidden in both."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from whence.gather.revisions import find_revisions
from whence.model import Analysis, Article, Direction, Moment, Precision, Trace
from whence.report import mask_trace, print_summary, render_report, word_revision
from whence.report.sources import Reference
from whence.report.views import view_trace

from .sample import CAPTIVE, MAN, TRACE, courier

_NAME = re.compile(r"mat[ée]o|varga|lindq", re.IGNORECASE)
AT = "2031-03-15T1{}:00:00Z"
URL = "https://news.example/courier/mateo-varga-lindqvist"
OLD = (
    f"Ministry: {CAPTIVE} and his colleague are not missing\n\n"
    f"{CAPTIVE}, an engineer, is <b>not</b> missing, the Ministry of Works claimed on Sunday.\n\n"
    "The road beyond the pass has been shut since the third night of snow on that coast."
)


def seen(analysis: Analysis, hour: int) -> Article:
    moment = Moment(AT.format(hour), Precision.SECOND, "Z", "capture")
    return replace(analysis.article, first_seen=moment, url=URL)


def revised() -> Trace:
    """The sample story, with an earlier capture of a page of it, in which a captive is named."""
    late = replace(courier, article=seen(courier, 5))
    moment = Moment(AT.format(2), Precision.SECOND, "Z", "capture")
    early = Analysis(
        Article(
            f"{URL}#1",
            OLD,
            URL,
            outlet="Northern Courier",
            first_seen=moment,
            capture="e" * 64,
        ),
        courier.actors,
    )
    found = find_revisions([early, late])
    analyses = [late if a.article.id == "courier" else a for a in TRACE.analyses]
    return replace(TRACE, analyses=(*analyses, early), revisions=found.revisions)


REVISED = revised()


@pytest.fixture(scope="module")
def page() -> str:
    return render_report(mask_trace(REVISED))


def test_no_protected_name_is_left_in_either_column(page):
    assert MAN and _NAME.search(render_report(REVISED))
    assert not _NAME.search(page)
    assert not _NAME.search(repr(mask_trace(REVISED)))


def test_masking_keeps_every_span_of_a_revision():
    (bare,), (hidden,) = REVISED.revisions, mask_trace(REVISED).revisions
    assert [(e.cut, e.added) for e in bare.edits] == [(e.cut, e.added) for e in hidden.edits]
    ids = {a.article.id for a in mask_trace(REVISED).analyses}
    assert {hidden.before.article, hidden.after.article} <= ids
    assert {q.article for e in hidden.edits for q in (e.before, e.after) if q} <= ids


def test_what_is_gone_is_struck_out_and_what_is_new_underlined(page):
    section = page[page.index('class="revision"') :]
    table = section[: section.index("</table>")]
    assert table.count("<del") == table.count("</del>") > 0
    assert table.count("<ins") == table.count("</ins>") > 0
    assert "silently" in table


def test_words_of_a_page_are_escaped_in_both_columns(page):
    assert "&lt;b&gt;not&lt;/b&gt;" in page
    assert "<b>not</b>" not in page


def test_every_place_that_a_revision_leads_to_is_in_the_page(page):
    section = page[page.index('class="revision"') : page.index("The articles</h2>")]
    targets = set(re.findall(r'href="#([^"]+)"', section))
    ids = re.findall(r' id="([^"]+)"', page)
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))


def test_an_earlier_version_is_shown_with_its_revision_and_counted_nowhere():
    view = view_trace(REVISED)
    (story,) = view.stories
    assert [r.earlier.capture for r in story.revisions] == ["e" * 64]
    assert view.apart == view_trace(TRACE).apart
    assert view.articles == len(TRACE.analyses)
    assert len(story.names) == len(view_trace(TRACE).stories[0].names)


def test_a_revision_is_worded_in_one_line():
    (revision,) = REVISED.revisions
    line = word_revision(revision)
    assert line.startswith("changed since 12:00 UTC: headline ")
    assert line.endswith("no correction announced")
    assert "\n" not in line


def test_where_no_time_tells_the_line_says_so():
    (revision,) = REVISED.revisions
    line = word_revision(replace(revision, order=Direction.UNDECIDED))
    assert line.startswith("two versions, which came first is not known: ")


def test_the_terminal_tells_what_was_changed():
    console = Console(file=io.StringIO(), width=100, color_system=None)
    print_summary(mask_trace(REVISED), console)
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert "What was changed after it was published" in told
    assert "changed since 12:00 UTC" in told


def test_every_quote_of_a_revision_can_be_looked_up():
    reference = Reference(REVISED)
    (revision,) = REVISED.revisions
    for edit in revision.edits:
        for quote in (edit.before, edit.after):
            assert quote is None or reference.words(quote).text
