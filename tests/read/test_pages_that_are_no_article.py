"""Walls of many kinds, shapes and languages are refused by what they are; articles never are."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.errors import ReadError
from whence.model import Article
from whence.read import read_article
from whence.read.walls import walls

from .captures import PARAGRAPHS, capture, page
from .walls import ABOUT, FOOT, NAV, SHAPES, WALLS

REASONS = {wall.kind: wall.reason for wall in walls()}
LOCKED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Mill closes",
    "datePublished": "2031-05-06",
    "isAccessibleForFree": "False",
    "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"},
}


def read(source: str) -> Article:
    return read_article(capture(source, url=None))


def linked(value: object) -> str:
    return f"<script type=application/ld+json>{json.dumps(value)}</script>"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("kind", "language"), [(k, c) for k in WALLS for c in WALLS[k]])
def test_a_wall_is_refused_by_what_it_is(kind, language, shape):
    with pytest.raises(ReadError) as refused:
        read(shape(*WALLS[kind][language]))
    assert refused.value.reason == REASONS[kind]


@pytest.mark.parametrize("topic", sorted(ABOUT))
@pytest.mark.parametrize("dated", [True, False])
def test_an_article_about_walls_is_an_article(topic, dated):
    title, *paragraphs = ABOUT[topic]
    head = '<meta property="article:published_time" content="2031-05-06">' if dated else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    article = read(
        f"<!DOCTYPE html><html lang=en><head><title>{title} | Harbour Herald</title>{head}</head>"
        f"<body>{NAV}<article><h1>{title}</h1>{body}</article>{FOOT}</body></html>"
    )
    assert all(paragraph in article.text for paragraph in paragraphs)
    assert "text" not in article.origins


@pytest.mark.parametrize("kind", [kind for kind in WALLS if kind != "paywall"])
def test_a_wall_s_words_around_an_article_do_not_cost_it(kind):
    title, words = WALLS[kind]["en"]
    around = f"<div><h2>{title}</h2><p>{words}</p><button>OK</button></div>"
    assert PARAGRAPHS[1] in read(page(top="", bottom=around)).text


def test_a_missing_page_with_the_most_read_below_is_still_missing():
    teasers = "".join(f"<p>{p} Read on.</p>" for p in PARAGRAPHS)
    body = f"<body>{NAV}<h1>Page not found</h1><p>Sorry.</p><h2>Most read</h2>{teasers}</body>"
    with pytest.raises(ReadError, match="the page is missing"):
        read(f"<html><head><title>Page not found - Herald</title></head>{body}</html>")


@pytest.mark.parametrize("mark", ["onetrust-banner-sdk", "didomi-host", "sp_message_container_7"])
def test_a_consent_platform_s_mark_tells_a_wall_in_any_language(mark):
    words = "<p>Vi bryr oss om dine data og lagrer dem på enheten din i tretten måneder.</p>" * 3
    with pytest.raises(ReadError, match="consent wall"):
        read(f"<html><body><div id={mark}>{words}</div></body></html>")


def test_a_teaser_is_read_and_said_to_be_one_and_the_wall_is_no_part_of_it():
    prose = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[:2])
    wall = "<p>Subscribe to continue reading. Already a subscriber? Log in.</p>"
    article = read(page(linked(LOCKED), body=prose + wall))
    assert article.origins["text"] == "teaser"
    assert PARAGRAPHS[1] in article.text
    roles = {article.text[p.start : p.end]: p.role.value for p in article.passages}
    assert all(role == "boilerplate" for text, role in roles.items() if "Subscribe" in text)


def test_a_page_that_is_not_free_is_a_teaser_where_the_paid_part_is_not_shown():
    prose = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[:3])
    assert read(page(linked(LOCKED), body=prose)).origins["text"] == "teaser"
    whole = f"<div class=paid>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS * 2)}</div>"
    assert "text" not in read(page(linked(LOCKED), body=whole)).origins


def test_two_lines_before_a_paywall_are_a_stub():
    body = "<p>The mill at Port Selby has closed.</p><p>Subscribe to continue reading.</p>"
    with pytest.raises(ReadError, match="a paywall's stub"):
        read(page(linked(LOCKED), body=body))


def test_a_page_that_only_sends_its_readers_on_names_the_address():
    source = (
        "<html><head><meta http-equiv=refresh content=\"0; url='https://mill.example/a'\"></head>"
        "<body><p>You are being sent on.</p></body></html>"
    )
    with pytest.raises(ReadError, match=r"sends its readers on, to https://mill\.example/a; give"):
        read(source)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(WALLS)), st.sampled_from(sorted(WALLS["login"])), st.data())
def test_four_paragraphs_are_an_article_whatever_one_block_beside_them_says(kind, language, data):
    title, words = WALLS[kind][language]
    blocks = [f"<p>{p}</p>" for p in PARAGRAPHS]
    blocks.insert(data.draw(st.integers(0, 4)), f"<p>{title}. {words}</p>")
    article = read(page(body="".join(blocks)))
    assert all(p in article.text for p in PARAGRAPHS)
