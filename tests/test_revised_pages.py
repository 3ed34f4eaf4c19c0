"""Pages captured twice, through the whole way: from an archive, and real ones that were edited."""

from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from whence.errors import ReadError
from whence.gather.revisions import compare
from whence.model import (
    Analysis,
    Article,
    Capture,
    ChangeKind,
    EditKind,
    PassageRole,
    Revision,
    Trace,
)
from whence.pipeline import Options, trace_inputs
from whence.read import read_article
from whence.report import mask_trace, render_report
from whence.schema import trace_to_json

PAGES = Path(__file__).parents[2] / "shared" / "data" / "pages" / "france-emails"
URL = "https://gazette.example/2031/bridge"
LEAD = "The harbour office claimed on Monday that 12 people had been hurt when the old bridge fell."
REST = (
    "The bridge had been closed to lorries since the winter, and a crack was found in its pillar.",
    "Ines Holloway, who lives on the quay, said that she had heard the timbers give way at dawn.",
    "Boats will carry people and goods across the river for as long as it takes to build another.",
)


def page(headline: str, *paragraphs: str, beside: str = "") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>{headline}</title></head><body><article>"
        f"<h1>{headline}</h1>{body}</article>{beside}</body></html>"
    ).encode()


FIRST = page("Twelve hurt as old bridge falls", LEAD, *REST)
SAME = page("Twelve hurt as old bridge falls", LEAD, *REST, beside="<div class='ad'>Kettles</div>")
LATER = page(
    "Twelve hurt as old bridge falls",
    LEAD.replace("claimed", "said").replace("12", "15"),
    *REST,
)


def archive(path: Path, *records: tuple[str, bytes, str]) -> str:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for uri, body, date in records:
        http = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(
                uri,
                "response",
                payload=BytesIO(body),
                http_headers=http,
                warc_headers_dict={"WARC-Date": date},
            )
        )
    path.write_bytes(out.getvalue())
    return str(path)


@pytest.fixture
def traced(tmp_path: Path) -> Trace:
    return trace_inputs(
        [
            archive(
                tmp_path / "a.warc.gz",
                (URL, FIRST, "2031-05-06T09:00:00Z"),
                (URL, SAME, "2031-05-06T10:00:00Z"),
                (f"{URL}?utm_source=x", LATER, "2031-05-06T12:00:00Z"),
            )
        ],
        Options(),
    )


def test_versions_of_a_page_are_one_article_of_its_story(traced):
    (story,) = traced.stories
    assert story.articles == (f"{URL}?utm_source=x",)
    assert story.own_texts == story.articles
    assert {p.evidence.article for p in story.positions} <= set(story.articles)
    assert len(traced.analyses) == 3


def test_what_was_changed_is_told_with_when_it_was_last_seen(traced):
    (revision,) = traced.revisions
    assert {c.kind for c in revision.changes} == {ChangeKind.HEDGE_LOST, ChangeKind.NUMBER_CHANGED}
    assert revision.before.article == f"{URL}#20310506T100000Z"
    assert revision.before.again == (URL,)
    assert (revision.before.last, revision.after.first) == (
        "2031-05-06T10:00:00Z",
        "2031-05-06T12:00:00Z",
    )


def test_a_trace_with_revisions_can_be_written_and_shown(traced):
    row = trace_to_json(traced)
    assert [r["before"]["again"] for r in row["revisions"]] == [[URL]]
    report = render_report(mask_trace(traced))
    assert "What was changed after it was published" in report
    assert "Articles in no story" not in report


def test_a_page_that_stayed_as_it_was_is_one_article_without_revisions(tmp_path):
    path = archive(
        tmp_path / "a.warc.gz",
        (URL, FIRST, "2031-05-06T09:00:00Z"),
        (URL, SAME, "2031-05-06T10:00:00Z"),
    )
    trace = trace_inputs([path], Options())
    assert trace.revisions == ()
    assert [(v.article, v.again) for v in trace.unchanged] == [(f"{URL}#20310506T100000Z", (URL,))]
    assert "Articles in no story" not in render_report(trace)


# ---------------------------------------------------------------- real pages, edited

real = pytest.mark.skipif(not PAGES.exists(), reason="needs the pages of france-emails")
NAMES = sorted(path.stem for path in PAGES.glob("*.json")) if PAGES.exists() else []
NEW = "The harbour warden of Lozmira was not at her desk and her deputy would not take questions."
NOTE = "Correction: an earlier version of this article misstated what the warden had said."
BLOCKS = (
    "<div class='advertisement'><p>Kettles of copper at half their price, until Sunday.</p></div>",
    "<div class='related-links'><h3>Related</h3><ul><li><a href='/1'>A kettle</a></li></ul></div>",
    "<div class='share-bar'><b>1,204 shares</b></div>\n\n\n",
)


def read(source: str, url: str) -> Article:
    content = source.encode()
    taken = datetime(2031, 5, 6, tzinfo=UTC)
    digest = hashlib.sha256(content).hexdigest()
    return read_article(Capture("it", content, "text/html", digest, taken, url, "utf-8"))


def edited(name: str) -> tuple[str, str, list[tuple[int, int]]]:
    """A page's source, its address, and where some of its paragraphs that are read stand."""
    url = json.loads((PAGES / f"{name}.json").read_text("utf-8"))["url"]
    source = (PAGES / f"{name}.html").read_text("utf-8", "replace")
    article = read(source, url)
    texts = {article.text[p.start : p.end] for p in article.passages if p.role in ROLES}
    found = list(re.finditer(r"<p(?: [^<>]*)?>([^<>]{60,})</p>", source))
    own = [m.span() for m in found if " ".join(html.unescape(m[1]).split()) in texts]
    if len(own) < 3:
        pytest.skip("too few paragraphs without markup")
    return source, url, own


ROLES = (PassageRole.PARAGRAPH, PassageRole.QUOTATION)


@pytest.fixture(params=NAMES)
def real_page(request: pytest.FixtureRequest) -> tuple[str, str, list[tuple[int, int]]]:
    try:
        return edited(request.param)
    except ReadError:
        pytest.skip("no article")


def revise(real_page, source: str) -> tuple[Article, Article, Revision | None]:
    before, url, _ = real_page
    one, other = read(before, url), read(source, url)
    return one, other, compare(Analysis(one), Analysis(other))


@real
def test_what_stands_beside_a_real_page_s_article_is_no_revision(real_page):
    source, _, own = real_page
    for block in BLOCKS:
        end = own[1][1]
        assert revise(real_page, source[:end] + block + source[end:])[2] is None


@real
def test_a_paragraph_of_a_real_page_that_is_cut_added_or_moved_is_told_as_such(real_page):
    source, _, own = real_page
    (b, e), (c, d) = own[len(own) // 2 - 1], own[-1]
    cut, added = source[:b] + source[e:], f"{source[:e]}<p>{NEW}</p>{source[e:]}"
    moved = source[:b] + source[c:d] + source[b:c] + source[d:]
    told = [revise(real_page, text)[2] for text in (cut, added, moved)]
    assert [[x.kind for x in found.edits] if found else [] for found in told] == [
        [EditKind.CUT],
        [EditKind.ADDED],
        [EditKind.MOVED],
    ]


@real
def test_a_correction_that_is_appended_to_a_real_page_announces(real_page):
    source, _, own = real_page
    end = own[-1][1]
    _, other, found = revise(real_page, f"{source[:end]}<p>{NOTE}</p>{source[end:]}")
    assert found is not None
    (quote,) = found.announcements
    assert other.text[slice(*quote.spans[0])] == NOTE


@real
def test_a_word_of_a_real_page_that_is_replaced_is_told_alone(real_page):
    source, _, own = real_page
    begin, end = own[1]
    word = re.compile(r"\b[a-z]{6,}\b").search(source, begin, end)
    assert word is not None
    one, other, found = revise(real_page, f"{source[: word.start()]}gannet{source[word.end() :]}")
    assert found is not None
    (edit,) = found.edits
    assert [one.text[b:e] for b, e in edit.cut] == [word[0]]
    assert [other.text[b:e] for b, e in edit.added] == ["gannet"]


@real
def test_a_real_page_is_no_revision_of_itself(real_page):
    assert revise(real_page, real_page[0])[2] is None
