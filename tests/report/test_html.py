"""The page: self-contained, safe with any text, every quote at its place."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.model import (
    Analysis,
    Article,
    Claim,
    Exhibit,
    ExhibitKind,
    Lineage,
    Passage,
    PassageRole,
    Quote,
    Refusal,
    Story,
    Trace,
)
from whence.report import mask_trace, render_report
from whence.report.html import POLICY, count_words
from whence.report.passages import stretches
from whence.report.sources import web_url
from whence.report.visible import shown

from .sample import TRACE

_VOID = {"meta", "br", "hr", "img", "link", "input"}
_DRAWN = {"path", "rect", "circle"}


class _Page(HTMLParser):
    """What a page refers to, its ids, and whether its elements nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.policy = ""
        self.quotes: list[tuple[str, str]] = []
        self.text = ""
        self._open: list[str] = []
        self._href = ""
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.attributes.update(named)
        if named.get("id"):
            self.ids.append(named["id"] or "")
        if tag == "a":
            self.links.append(named)
            self._href = named.get("href") or ""
        if tag == "q":
            self.quotes.append((self._href, ""))
        if named.get("http-equiv"):
            self.policy = named.get("content") or ""
        if tag not in _VOID | _DRAWN:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _DRAWN
        self.attributes.update(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "q" in self._open:
            href, quote = self.quotes[-1]
            self.quotes[-1] = (href, quote + data)


PAGE_HTML = render_report(TRACE)
PAGE = _Page(PAGE_HTML)
MASKED = mask_trace(TRACE)


def _trace(text: str, **more: object) -> Trace:
    article = Article("a", text, **more)  # type: ignore[arg-type]
    end = min(len(text), 12)
    return Trace((Analysis(article),), (Story("s", Quote("a", ((0, end),)), ("a",)),))


# ---------------------------------------------------------------- self-contained


def test_nothing_is_loaded_and_nothing_runs() -> None:
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(PAGE.tags)
    assert not {"src", "srcset", "style", "action"} & PAGE.attributes
    assert not any(name.startswith("on") for name in PAGE.attributes)
    style = PAGE_HTML[PAGE_HTML.index("<style>") : PAGE_HTML.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_inline_styles_and_nothing_else() -> None:
    assert PAGE.policy == POLICY
    assert POLICY.startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_links_out_lead_to_articles_and_exhibits_alone_and_send_no_referrer() -> None:
    known = {a.article.url for a in TRACE.analyses}
    known |= {exhibit.url for a in TRACE.analyses for exhibit in a.article.exhibits}
    outward = [link for link in PAGE.links if not (link["href"] or "").startswith("#")]
    assert outward
    assert {link["href"] for link in outward} <= known
    assert all("noreferrer" in (link["rel"] or "") for link in outward)


def test_every_anchor_has_its_target_once() -> None:
    targets = [link["href"][1:] for link in PAGE.links if (link["href"] or "").startswith("#")]  # type: ignore[index]
    assert len(targets) > 50
    assert set(targets) <= set(PAGE.ids)
    assert len(PAGE.ids) == len(set(PAGE.ids))


def test_the_same_trace_gives_the_same_page() -> None:
    assert render_report(TRACE) == PAGE_HTML


# ---------------------------------------------------------------- exact words


def test_every_quoted_word_is_a_slice_of_the_article_it_leads_to() -> None:
    assert len(PAGE.quotes) > 30
    for href, words in PAGE.quotes:
        number, begin, _ = (int(n) for n in re.findall(r"\d+", href))
        text = TRACE.analyses[number - 1].article.text
        assert text.startswith(words.split(" … ")[0], begin)


@pytest.mark.parametrize(
    "expected",
    [
        "Denied by its subject".lower(),
        "speaks under duress",
        "overstated",
        "passed on with distance",
        "How many engineers were captured?",
        "one page, 2 accounts:",
        "hedge lost between The Quay Post",
        "Same speech, not same text: 1 quotation in several outlets",
        "Polar Wire",
        "text not seen",
        "who took from whom is undecided",
        "no time on one of them",
        "undated",
        "PDF cannot be read; save the page as HTML.",
        "It does not say what is true",
        "from structured data of the page",
        TRACE.analyses[0].article.capture,
    ],
)
def test_what_a_reader_must_know_is_on_the_page(expected: str) -> None:
    assert expected in PAGE.text


def test_no_claim_is_called_true_or_false() -> None:
    assert not re.search(
        r"\b(is|as|be) (true|false|confirmed|verified)\b(?!: that verdict)", PAGE.text
    )


def test_an_unmasked_report_says_so_at_the_top() -> None:
    assert "are not masked" in PAGE.text[: PAGE.text.index("What is claimed")]
    masked = _Page(render_report(MASKED)).text
    assert "Names of protected people are masked" in masked[: masked.index("What is claimed")]


def test_masked_names_are_nowhere_in_the_page() -> None:
    assert not re.search(r"mat[ée]o|varga|lindq|still-0042", render_report(MASKED), re.IGNORECASE)


def test_masked_urls_are_not_links() -> None:
    page = _Page(render_report(MASKED))
    assert not [link for link in page.links if "protected" in (link["href"] or "")]
    assert "https://news.example/harbour/brigade-shows-protected-1" in page.text


# ---------------------------------------------------------------- hostile text


HOSTILE = """<script>alert(1)</script> "quoted" & 'single' </style></p>\n\n{{ 7 * 7 }} {% raw %} \
<img src=x onerror=alert(1)> \u202eevil\u202c \x1b[31mred\x00\ud800"""


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    trace = replace(
        _trace(HOSTILE, outlet=HOSTILE, headline=HOSTILE, byline=(HOSTILE,), language='en" x="'),
        refusals=(Refusal(HOSTILE, HOSTILE),),
    )
    html = render_report(trace, title=HOSTILE)
    page = _Page(html)
    assert not {"script", "img"} & set(page.tags)
    assert "x" not in page.attributes
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
    assert "[U+202E]evil" in page.text
    html.encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://a.example",
        "data:text/html,x",
        "file:///etc/hosts",
        "//a.example/x",
        "https://",
        "https://a.example/\nx",
        "https://[broken",
        "java\tscript:alert(1)",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_url(url) is None
    trace = _trace("Words.", url=url, exhibits=(Exhibit(ExhibitKind.LINK, url, 0, 0),))
    page = _Page(render_report(trace))
    assert all((link["href"] or "").startswith("#") for link in page.links)


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(min_size=1, max_size=120),
    cuts=st.lists(st.integers(0, 120), min_size=2, max_size=6, unique=True),
)
def test_every_character_of_an_article_is_shown_in_order(text: str, cuts: list[int]) -> None:
    edges = sorted(min(cut, len(text)) for cut in cuts)
    passages = tuple(
        Passage(PassageRole.PARAGRAPH, begin, end)
        for begin, end in zip(edges[::2], edges[1::2], strict=False)
    )
    article = Article("a", text, passages=passages)
    covered = "".join(text[begin:end] for _, begin, end in stretches(article))
    assert "".join(covered.split()) == "".join(text.split())
    page = _Page(render_report(_trace(text, passages=passages)))
    for _, begin, end in stretches(article):
        assert " ".join(shown(text[begin:end]).split()) in " ".join(page.text.split())


# ---------------------------------------------------------------- size


def test_an_empty_trace_is_a_page() -> None:
    assert "no articles" in _Page(render_report(Trace((), ()))).text


def test_articles_in_no_story_are_shown() -> None:
    page = _Page(render_report(Trace((Analysis(Article("a", "Words alone.")),), ())))
    assert "Articles in no story" in page.text
    assert "Words alone." in page.text


def test_an_article_in_two_stories_is_shown_once() -> None:
    again = replace(TRACE.stories[0], id="again", articles=("courier", "quay"), claims=())
    page = _Page(render_report(replace(TRACE, stories=(*TRACE.stories, again))))
    assert len(page.ids) == len(set(page.ids))
    assert "Shown under another story" in page.text


def test_two_hundred_articles_take_less_than_three_seconds() -> None:
    trace = _many(200)
    begun = time.perf_counter()
    html = render_report(trace)
    assert time.perf_counter() - begun < 3
    assert "[200]" in html
    begun = time.perf_counter()
    mask_trace(trace)
    assert time.perf_counter() - begun < 3


def _many(count: int) -> Trace:
    """The sample's articles over and over, in one story, with longer texts."""
    analyses = []
    for number in range(count):
        model = TRACE.analyses[number % len(TRACE.analyses)]
        article = model.article
        text = article.text + "\n\n" + "More was said of it later that day. " * 100
        fresh = replace(article, id=f"n{number}", text=text)
        statements = tuple(replace(s, id=f"{s.id}-{number}") for s in model.statements)
        analyses.append(replace(model, article=fresh, statements=statements, assertions=()))
    ids = tuple(a.article.id for a in analyses)
    claims = tuple(_wide_claim(number, analyses) for number in range(10))
    positions = tuple(
        replace(TRACE.stories[0].positions[0], claim=c.id, evidence=Quote(a.article.id, s.content))
        for c in claims
        for a in analyses
        for s in a.statements[:1]
    )
    lineage = tuple(
        Lineage(key, (replace(_COPIED, article=key, source=ids[n // 3]),), (ids[0],))
        for n, key in enumerate(ids)
    )
    story = Story("s", Quote("n0", ((0, 12),)), ids, TRACE.stories[0].actors, claims, positions)
    return Trace(tuple(analyses), (replace(story, lineage=lineage),))


_COPIED = TRACE.stories[0].lineage[2].derivations[0]


def _wide_claim(number: int, analyses: list[Analysis]) -> Claim:
    members = tuple(s.id for a in analyses for s in a.statements)
    model = TRACE.stories[0].claims[1]
    return replace(model, id=f"c{number}", wording=Quote("n0", ((0, 5),)), members=members)


def test_counts_agree_with_their_nouns() -> None:
    assert [count_words(n, "copy", "copies") for n in (0, 1, 2)] == [
        "no copies",
        "1 copy",
        "2 copies",
    ]


def test_links_to_a_page_keep_their_address() -> None:
    assert web_url("https://a.example/x?y=1#z") == "https://a.example/x?y=1#z"
