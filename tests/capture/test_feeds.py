"""RSS, Atom and OPML, from files and over HTTP."""

from __future__ import annotations

from html import escape

import pytest

from whence.capture import Limits
from whence.capture.feeds import read_feed, read_opml
from whence.errors import CaptureError
from whence.model import Given, Refusal

LONG = "<p>" + "The ferry company denied that the hull had cracked. " * 10 + "</p>"


def rss(*items: str, link: str = "", title: str = "Harbour Herald") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>{link}</link>{''.join(items)}</channel></rss>"
    )


def item(link: str, title: str = "Ferry", content: str = "", date: str = "") -> str:
    whole = f"<content:encoded>{escape(content)}</content:encoded>" if content else ""
    published = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title><link>{link}</link>{published}{whole}</item>"


def opml(*urls: str) -> str:
    outlines = "".join(f'<outline type="rss" xmlUrl="{escape(url)}"/>' for url in urls)
    return f'<?xml version="1.0"?><opml version="2.0"><body>{outlines}</body></opml>'


def test_the_pages_of_a_feed_are_fetched_with_its_title_and_dates(take, site, page):
    link = site.put("/one", page)
    feed = site.put(
        "/feed",
        rss(item("/one", date="Sat, 03 May 2031 10:00:00 +0200"), link=site.address("/")),
        media_type="application/rss+xml",
    )
    (capture,) = take(feed)
    assert capture.id == capture.url == link
    assert capture.content == page.encode()
    assert capture.given == Given(outlet="Harbour Herald", published="2031-05-03T10:00:00+02:00")


def test_an_article_that_the_feed_holds_whole_is_not_fetched(take, site):
    feed = site.put("/feed", rss(item("https://herald.example/1", "Ferry &amp; hull", LONG)))
    (capture,) = take(feed)
    assert capture.id == capture.url == "https://herald.example/1"
    assert (capture.media_type, capture.charset) == ("text/html", "utf-8")
    assert capture.given.headline == "Ferry & hull"
    assert LONG.encode() in capture.content
    assert b"<h1>Ferry &amp; hull</h1>" in capture.content
    assert site.paths() == ["/feed"]


def test_an_atom_file_is_read_without_the_network_where_it_holds_its_articles(take, tmp_path):
    path = tmp_path / "saved.atom"
    path.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Herald</title><entry>'
        "<title>Ferry</title><updated>2031-05-03T10:00:00Z</updated>"
        f'<content type="html">{escape(LONG)}</content></entry></feed>'
    )
    (capture,) = take(path)
    assert capture.id == f"{path}#1"
    assert capture.given == Given(None, "Harbour Herald", "2031-05-03T10:00:00Z", "Ferry")


def test_what_an_entry_cannot_give_is_refused_and_the_next_is_fetched(take, site, page):
    site.put("/three", page)
    site.put("/picture", b"\xff\xd8\xff\xe0")
    site.put("/feed2", rss(item("/three")))
    links = ["/absent", "", "/picture", "/feed2", "ftp://herald.example/x", "/three"]
    found = take(site.put("/feed", rss(*map(item, links))))
    assert [isinstance(f, Refusal) for f in found] == [True] * 5 + [False]
    reasons = [f.reason for f in found[:5]]
    assert "status 404" in reasons[0]
    assert "neither a link nor" in reasons[1]
    assert "JPEG" in reasons[2]
    assert "give it by itself" in reasons[3]
    assert "only http and https" in reasons[4]


def test_a_feed_that_gathers_other_outlets_gives_no_outlet_but_the_entries_own():
    source = "<item><link>https://other.example/2</link><source url='x'>Other Post</source></item>"
    items = [item("https://other.example/1"), source, item("https://m.herald.example/3")]
    content = rss(*items, link="https://www.herald.example/").encode()
    outlets = [entry.outlet for entry in read_feed("f", content, None)]
    assert outlets == [None, "Other Post", "Harbour Herald"]


def test_a_list_of_feeds_leads_to_the_pages_of_each(take, site, page, tmp_path):
    for name in ("one", "two"):
        site.put(f"/{name}", page)
        site.put(f"/{name}.rss", rss(item(f"/{name}")))
    path = tmp_path / "feeds.opml"
    addresses = [site.address(p) for p in ("/one.rss", "/none.rss", "/one", "/two.rss", "/one.rss")]
    path.write_text(opml(*addresses))
    found = take(path)
    assert [getattr(f, "id", None) for f in found] == [
        site.address("/one"),
        None,
        None,
        site.address("/two"),
    ]
    assert found[1].input == site.address("/none.rss")
    assert found[2].input == site.address("/one")


def test_a_page_in_two_feeds_is_fetched_once(take, site, page):
    site.put("/one", page)
    feeds = [site.put(f"/feed{n}", rss(item("/one"), item("/one"))) for n in (1, 2)]
    capture, refusal = take(*feeds)
    assert capture.id == refusal.input == site.address("/one")
    assert site.paths().count("/one") == 1


def test_entries_beyond_the_limit_are_left_with_one_refusal(take, site):
    items = [item(f"https://herald.example/{n}", content=LONG) for n in range(5)]
    feed = site.put("/feed", rss(*items))
    found = take(feed, limits=Limits(allow_private=True, entries=3))
    assert len(found) == 4
    assert found[-1].input == feed
    assert "the first 3 were taken" in found[-1].reason


def test_pages_that_a_feed_leads_to_are_not_fetched_against_the_sites_rules(take, site, page):
    site.put("/robots.txt", "User-agent: *\nDisallow: /private", media_type="text/plain")
    private = site.put("/private/1", page)
    site.put("/open", page)
    refusal, capture = take(site.put("/feed", rss(item("/private/1"), item("/open"))))
    assert (refusal.input, "robots.txt" in refusal.reason) == (private, True)
    assert capture.id == site.address("/open")
    assert take(private)[0].id == private


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    "<rss><channel><title>&b;</title></channel></rss>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("end", ["", "</unbalanced>"])
def test_a_feed_that_declares_entities_is_refused(take, tmp_path, encoding, end):
    path = tmp_path / "bomb.xml"
    path.write_bytes((BOMB + end).encode(encoding))
    (refusal,) = take(path)
    assert refusal.input == str(path)
    assert "entities" in refusal.reason


def test_a_list_that_declares_entities_is_refused():
    bomb = BOMB.replace("rss", "opml").encode()
    with pytest.raises(CaptureError, match="entities"):
        read_opml("list", bomb, None)


def test_a_feed_that_is_a_little_broken_is_read_all_the_same():
    content = rss(item("https://herald.example/1", "Ferry & hull")).encode()
    (entry,) = read_feed("f", content, None)
    assert entry.link == "https://herald.example/1"
    assert entry.headline == "Ferry & hull"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (rss(), "has no entries"),
        ("<rss><channel><item", "not well-formed"),
        (opml(), "names no feed"),
        ("<opml><body>", "not well-formed"),
    ],
)
def test_a_feed_or_list_without_anything_in_it_says_so(take, tmp_path, content, words):
    path = tmp_path / "in.xml"
    path.write_text(content)
    (refusal,) = take(path)
    assert words in refusal.reason


def test_a_feed_beyond_the_limit_is_refused(take, tmp_path):
    path = tmp_path / "in.rss"
    path.write_text(rss(item("https://herald.example/1", content=LONG * 30)))
    (refusal,) = take(path, limits=Limits(feed_bytes=5000))
    assert "larger than the 5,000 bytes" in refusal.reason


def test_a_feed_nested_without_end_is_survived(take, tmp_path):
    path = tmp_path / "deep.rss"
    path.write_text("<rss>" + "<a>" * 20_000)
    assert all(isinstance(f, Refusal) for f in take(path))


@pytest.mark.parametrize("content", ["<rss><a>&#xD800;", "<rss><item><title>&#x110000;</item>"])
def test_a_feed_that_the_parser_stumbles_over_is_refused(take, tmp_path, content):
    path = tmp_path / "in.rss"
    path.write_text(content)
    assert all(isinstance(f, Refusal) for f in take(path))


def test_an_address_in_a_feed_that_is_none_costs_its_entry_alone(take, site, page):
    site.put("/one", page)
    refusal, capture = take(
        site.put("/feed", rss(item("http://news.example:70000/"), item("/one")))
    )
    assert refusal.input == "http://news.example:70000/"
    assert capture.id == site.address("/one")
