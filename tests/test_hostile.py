"""Inputs made to do harm: each is read or refused, in time, and none of it acts on the reader."""

from __future__ import annotations

import gzip
import json
import re
import time
from datetime import UTC, datetime
from html.parser import HTMLParser
from importlib import util
from pathlib import Path

import pytest

from whence.capture import Limits
from whence.capture.feeds import read_feed, read_opml
from whence.capture.page import capture_bytes
from whence.errors import CaptureError, ReadError, WhenceError
from whence.model import Article
from whence.read import read_article

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)
SENTENCE = "The harbour office said on Tuesday that the old bridge would stay shut until spring. "
BODY = f"<article><h1>Bridge shut</h1><p>{SENTENCE * 4}</p>%s<p>{SENTENCE * 4}</p></article>"
FUZZ = Path(__file__).parents[1] / "benchmarks" / "fuzz.py"


def read_html(source: str) -> Article:
    capture = capture_bytes(
        source.encode("utf-8", "surrogatepass"),
        name="page",
        media_type="text/html",
        taken=NOON,
        charset="utf-8",
        url="https://mill.example/a",
    )
    return read_article(capture)


# ---------------------------------------------------------------- bombs

# What stands between two paragraphs of a page: much of it, deep or odd.
INSIDE = {
    "deep lists": "<ul><li>" * 2_000,
    "deep inline": "<b>" * 4_000,
    "deep tables": "<table><tr><td>" * 3_000,
    "open paragraphs in fonts": "<font><p>x" * 3_000,
    "many attributes": "<p " + " ".join(f"a{n}=1" for n in range(4_000)) + ">x</p>",
    "a long attribute": f"<p class='{'a ' * 300_000}'>x</p>",
    "a long style": f"<p style='{'display ' * 300_000}'>x</p>",
    "a long link": f"<a href='{'a/' * 300_000}'>x</a>",
    "many comments": "<!-- x -->" * 50_000,
    "open comments": "<!--" * 200_000,
    "tags that never end": "<" * 500_000,
    "entities": "&amp;" * 200_000,
    "open scripts": "<script>" * 50_000,
    "closing tags alone": "</div></p></b>" * 50_000,
    "crossed tags": "<b><i><p></b></i>" * 3_000,
    "many bylines": "<span class='byline author'>By Ada Okafor</span>" * 5_000,
    "many headings": "<h1>Bridge shut</h1>" * 5_000,
    "many paragraphs": "<p>x</p>" * 6_000,
    "a long word": "<p>" + "a" * 2_000_000 + "</p>",
    "spaces": "<p>" + " " * 2_000_000 + "x</p>",
    "no-break spaces": "<p>" + "&nbsp;" * 100_000 + "x</p>",
}
BEFORE = {
    "deep lists of JSON": f"<script type='application/ld+json'>{'[' * 100_000}</script>",
    "deep objects of JSON": "<script type='application/ld+json'>"
    + '{"a":' * 100_000
    + "1"
    + "}" * 100_000
    + "</script>",
    "a number of JSON": '<script type="application/ld+json">{"@type":"NewsArticle","headline":'
    + "9" * 10_000
    + "}</script>",
    "half characters": '<script type="application/ld+json">{"@type":"NewsArticle",'
    '"headline":"\\ud800 bridge","author":{"name":"\\udc00 Ada Okafor"}}</script>',
    "much structured data": "<script type='application/ld+json'>["
    + ",".join(['{"@type":"NewsArticle","headline":"x"}'] * 10_000)
    + "]</script>",
    "many metas": "".join(f"<meta property='og:title' content='x {n}'>" for n in range(10_000)),
}


@pytest.mark.parametrize("name", [*INSIDE, *BEFORE])
def test_a_page_that_is_too_much_of_something_is_read_or_refused_in_time(name):
    source = BEFORE.get(name, "") + BODY % INSIDE.get(name, "")
    began = time.process_time()
    try:
        article = read_html(f"<!DOCTYPE html><html><body>{source}</body></html>")
    except ReadError as error:
        assert "; " in error.reason
    else:
        assert SENTENCE.strip() in article.text
    assert time.process_time() - began < 15


def test_a_page_reads_no_file_and_unpacks_no_entity():
    source = (
        "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>"
        "<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'>]><html><body>"
    )
    text = read_html(source + BODY % "<p>&a; and &c;</p>").text
    assert "root:" not in text
    assert "haha" not in text


LAUGHS = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(9))
DOCTYPES = {
    "laughs": f"<!DOCTYPE r [<!ENTITY l0 'ha'>{LAUGHS}]>",
    "file": "<!DOCTYPE r [<!ENTITY l9 SYSTEM 'file:///etc/passwd'>]>",
    "address": "<!DOCTYPE r [<!ENTITY l9 SYSTEM 'http://127.0.0.1:9/'>]>",
    "parameter": "<!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>",
    "quadratic": f"<!DOCTYPE r [<!ENTITY l9 '{'ha' * 100_000}'>]>",
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_feeds_and_lists_that_declare_entities_are_refused(doctype):
    feed = f"<rss><channel><item><title>{'&l9;' * 100}</title></item></channel></rss>"
    opml = "<opml><body><outline xmlUrl='http://mill.example/&l9;'/></body></opml>"
    for read, content in ((read_feed, feed), (read_opml, opml)):
        with pytest.raises(CaptureError, match="declares XML entities"):
            read("feed", f"<?xml version='1.0'?>{doctype}{content}".encode(), None)


FEEDS = {
    "deep": "<rss><channel>" + "<item>" * 10_000,
    "deep content": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>"
    + "<div>" * 10_000
    + "x"
    + "</div>" * 10_000
    + "</content></entry></feed>",
    "attributes": "<rss><channel><item "
    + " ".join(f"a{n}='1'" for n in range(3_000))
    + "><link>https://mill.example/1</link></item></channel></rss>",
    "open tags": "<rss><channel><item><title>" + "<" * 100_000,
    "open declarations": "<rss><channel><item><title>" + "<!" * 50_000,
    "open sections": "<rss><channel><item><title>" + "<![CDATA[" * 10_000,
}


@pytest.mark.parametrize("content", FEEDS.values(), ids=FEEDS)
def test_a_feed_that_is_too_much_of_something_is_read_or_refused_in_time(content):
    began = time.process_time()
    try:
        read_feed("feed", content.encode(), None)
    except WhenceError as error:
        assert len(str(error).splitlines()) == 1
    assert time.process_time() - began < 15


def test_gzip_in_gzip_in_gzip_is_refused_at_the_second(call, tmp_path):
    packed = b"a" * 1_000_000
    for _ in range(3):
        packed = gzip.compress(packed)
    path = tmp_path / "a.html.gz"
    path.write_bytes(packed)
    assert "a gzip inside a gzip" in call("read", path).err


TEXTS = {
    "line ends": "\n" * 400_000 + "abc",
    "lines": "x\n" * 200_000,
    "words": "ab " * 200_000,
    "one word": "a" * 1_000_000,
    "dots": "." * 400_000 + "a",
    "capitals": "A" * 1_000_000,
    "quotation marks": "“" * 200_000 + "a",
    "bylines": "By Ada Okafor\n" * 30_000,
    "datelines": "MILL TOWN (Reuters) - " * 20_000,
    "tabs": "\t" * 400_000 + "a",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_that_is_too_much_of_something_is_read_in_time(text):
    capture = capture_bytes(
        text.encode(), name="a", media_type="text/plain", taken=NOON, charset="utf-8"
    )
    began = time.process_time()
    assert "".join(read_article(capture).text.split()) == "".join(text.split())
    assert time.process_time() - began < 5


def test_a_page_that_takes_too_long_costs_itself_alone(call, tmp_path, monkeypatch):
    for name in ("a", "b"):
        page = f"<!DOCTYPE html><html><body>{BODY % name}</body></html>"
        (tmp_path / f"{name}.html").write_text(page)
    (tmp_path / "c.html").write_text(f"<html><body>{BODY % ('<div>' * 200_000)}")
    monkeypatch.setattr(Limits.__init__, "__defaults__", short_of_time())
    done = call("read", tmp_path)
    assert [row["id"][-6:] for row in done.rows[:2]] == ["a.html", "b.html"]
    assert done.status == 1
    assert "took more than" in done.err or "too" in done.err


def short_of_time() -> tuple[object, ...]:
    """The default limits, with two seconds of the processor for one page."""
    values = Limits.__init__.__defaults__ or ()
    return tuple(2.0 if value == Limits().parser_seconds else value for value in values)


# ---------------------------------------------------------------- a page all of whose fields bite

BITE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\x1b]0;owned\x07&lt;b&gt;"


class Elements(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def biting_line(number: int) -> dict[str, str]:
    """An article whose every field tries to break out of where it is shown."""
    text = (
        f"{BITE} minister denies raid\n\nBy {BITE}\n\n"
        f'The "{BITE}" ministry denied on Tuesday that 1{number} soldiers were captured near '
        f"Gdansk{BITE}.\n\n"
        f'"We took two soldiers {BITE}," Tom {BITE} Ashe, a spokesman, told {BITE} News.\n\n'
        "At least 12 people were injured in the raid, a nurse said. Tom Ashe said so on Tuesday."
    )
    return {
        "id": f"{number}{BITE}",
        "url": ("javascript:alert(1)//", "data:text/html,<script>", f"https://mill.example/{BITE}")[
            number
        ],
        "outlet": f"Mill {BITE}",
        "headline": f"Two soldiers captured near Gdansk {BITE}",
        "published": f"2031-05-0{number + 1}",
        "text": text,
    }


def biting_page() -> str:
    """A page whose links and structured data bite."""
    linked = {"@type": "NewsArticle", "headline": BITE, "author": {"name": f"Ada {BITE}"}}
    linked |= {"publisher": {"name": BITE}, "url": "javascript:alert(1)", "inLanguage": BITE}
    links = "".join(
        f"<a href='{address}'>{SENTENCE}</a>"
        for address in ("javascript:alert(1)", "data:text/html,x", " java\tscript:alert(1)", "//[")
    )
    return (
        "<!DOCTYPE html><html lang='\"x'><head><script type='application/ld+json'>"
        + json.dumps(linked).replace("</", "<\\/")
        + f"</script></head><body>{BODY % f'<p>{links}</p>'}"
        + "<iframe src='javascript:alert(1)'></iframe></body></html>"
    )


@pytest.fixture(scope="module")
def biting(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("biting")
    lines = "\n".join(json.dumps(biting_line(n)) for n in range(3))
    (folder / "a.jsonl").write_text(lines)
    (folder / "b.html").write_text(biting_page())
    return folder


def test_a_report_of_pages_that_bite_holds_nothing_that_acts(call, biting, tmp_path):
    report = tmp_path / "report.html"
    done = call("trace", biting, "-o", report, "--claim", f"two soldiers were captured {BITE}")
    assert done.status == 0
    html = report.read_text("utf-8")
    page = Elements(html)
    assert not {"script", "img", "iframe", "object", "embed", "form", "base", "link"} & page.tags
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
    assert all(link.startswith(("#", "https://mill.example/")) for link in page.links)
    assert "&lt;script&gt;alert(1)" in html
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)


def test_a_summary_of_pages_that_bite_sends_the_terminal_nothing(call, biting):
    done = call("trace", biting)
    assert "alert(1)" in done.out
    for said in (done.out, done.err):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)


def test_json_of_pages_that_bite_carries_no_raw_control_character(call, biting):
    for command in (("trace", "--json"), ("read",), ("analyse",)):
        out = call(*command, biting).out
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)
        assert "\\u202e" in out
        assert all(json.loads(line) for line in out.splitlines())


# ---------------------------------------------------------------- a slice of the fuzzing

SPEC = util.spec_from_file_location("fuzz", FUZZ)


@pytest.mark.skipif(not FUZZ.is_file(), reason="needs the repository")
def test_a_few_hundred_inputs_of_each_format_are_read_or_refused():
    assert SPEC
    assert SPEC.loader
    fuzz = util.module_from_spec(SPEC)
    import sys

    sys.modules["fuzz"] = fuzz
    SPEC.loader.exec_module(fuzz)
    for name in fuzz.FORMATS:
        found = fuzz.fuzz(name, 200, seed=7)
        assert found.faults == {}, name
        assert found.read, name
        assert found.refused, name
