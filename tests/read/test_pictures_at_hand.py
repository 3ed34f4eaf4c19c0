"""The pictures of a page whose bytes are at hand bear hashes; no page can reach beyond them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from whence.model import Article, Exhibit, ExhibitKind
from whence.read import read_article
from whence.read.known import MOST_PICTURES, know_picture, with_hashes
from whence.read.pictures import Pictures, decode_data, grouped_pictures, written_addresses

from ..drawn import drawn, stored
from .captures import PARAGRAPHS, capture, page

ONE, OTHER = stored(drawn(1)), stored(drawn(2))
ADDRESS = "https://courier.example/news/one.jpg"


def inside(content: bytes, media_type: str = "image/jpeg") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def pictures(
    top: str, given_: Mapping[str, bytes] | None = None, url: str | None = None, head: str = ""
) -> list[Exhibit]:
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    return exhibits_of(page(head, body=f"{body}<figure>{top}</figure>{body}"), given_, url)


def exhibits_of(
    source: str, given_: Mapping[str, bytes] | None = None, url: str | None = None
) -> list[Exhibit]:
    got = replace(capture(source, url=url), pictures=given_ or {})
    return [e for e in read_article(got).exhibits if e.kind is ExhibitKind.PICTURE]


def test_a_picture_inside_the_page_is_named_by_its_hash_alone():
    (found,) = pictures(f'<img src="{inside(ONE)}">')
    assert found.sha256 == know_picture(ONE).sha256
    assert found.pdq
    assert found.url.startswith("ni:///sha-256;")


def test_a_picture_over_the_text_is_the_article_s_where_it_is_at_hand():
    (found,) = exhibits_of(page(top=f'<figure><img src="{inside(ONE)}"></figure>'))
    assert found.pdq
    assert exhibits_of(page(top=f'<figure><img src="{ADDRESS}"></figure>')) == []


def test_a_picture_beside_the_page_is_found_by_the_address_as_it_is_written():
    beside = {"ship_files/a b.jpg": ONE}
    (found,) = pictures('<img src="./ship_files/a%20b.jpg?x=1">', beside)
    assert found.pdq == know_picture(ONE).on(found).pdq


def test_a_relative_picture_that_is_not_at_hand_is_no_exhibit():
    assert pictures('<img src="./ship_files/a.jpg">') == []


@pytest.mark.parametrize(
    "address",
    ["../ship_files/a.jpg", "/ship_files/a.jpg", "file:///ship_files/a.jpg", "ship_files/../a.jpg"],
)
def test_an_address_that_leads_elsewhere_finds_nothing(address):
    assert pictures(f'<img src="{address}">', {"ship_files/a.jpg": ONE}) == []


def test_parts_of_a_message_and_records_are_found_by_their_full_address():
    (found,) = pictures('<img src="one.jpg">', {ADDRESS: ONE}, "https://courier.example/news/ship")
    assert (found.url, found.sha256) == (ADDRESS, know_picture(ONE).sha256)
    (found,) = pictures('<img src="cid:one@mail.example">', {"cid:one@mail.example": ONE})
    assert found.pdq


def test_the_page_s_main_picture_and_a_video_s_poster_are_pictures():
    head = f'<meta property="og:image" content="{ADDRESS}">'
    top = (
        '<video poster="https://courier.example/p.jpg" src="https://courier.example/v.mp4"></video>'
    )
    found = pictures(top, {ADDRESS: ONE, "https://courier.example/p.jpg": OTHER}, None, head)
    assert [(e.url[-5:], e.pdq is not None) for e in found] == [("e.jpg", True), ("p.jpg", True)]


def test_a_stand_in_inside_the_page_is_not_taken_for_what_is_loaded_late():
    small = inside(stored(drawn(1, 20, 12), "GIF"), "image/gif")
    (found,) = pictures(f'<img src="{small}" data-src="{ADDRESS}">')
    assert (found.url, found.sha256) == (ADDRESS, None)
    (found,) = pictures(f'<img src="{inside(ONE)}" data-src="{ADDRESS}">')
    assert (found.url, found.sha256) == (ADDRESS, know_picture(ONE).sha256)


def test_a_picture_that_singlefile_wrote_once_for_two_places_is_found():
    style = f'<style>:root{{--sf-img-3: url("{inside(ONE)}")}}</style>'
    top = (
        '<img src="data:image/svg+xml,<svg></svg>" '
        'style="background-image:var(--sf-img-3)!important">'
    )
    assert pictures(top, head=style)[0].pdq


def test_too_small_a_picture_on_the_web_keeps_the_hash_of_its_bytes_alone():
    tiny = stored(drawn(1, 60, 40))
    (found,) = pictures(f'<img src="{ADDRESS}">', {ADDRESS: tiny})
    assert (found.sha256, found.pdq) == (know_picture(tiny).sha256, None)


def test_only_so_many_pictures_of_one_article_are_hashed():
    at_hand = {f"https://courier.example/{n}.jpg": ONE for n in range(MOST_PICTURES + 6)}
    found = pictures("".join(f'<img src="{url}">' for url in at_hand), at_hand)
    assert len(found) == len(at_hand)
    assert sum(e.sha256 is not None for e in found) == MOST_PICTURES


def test_what_is_got_later_goes_on_the_article_in_any_order():
    exhibits = tuple(
        Exhibit(ExhibitKind.PICTURE, url, 0, 0) for url in (ADDRESS, "https://x.example/2.jpg")
    )
    article = Article("a", "Text", exhibits=exhibits)
    pairs = ((ADDRESS, ONE), ("https://x.example/2.jpg", OTHER), ("https://x.example/3.jpg", ONE))
    got = {url: know_picture(content) for url, content in pairs}
    found = with_hashes(article, got)
    assert [e.sha256 for e in found.exhibits] == [
        know_picture(ONE).sha256,
        know_picture(OTHER).sha256,
    ]
    assert found == with_hashes(article, dict(reversed(got.items())))
    assert with_hashes(found, {ADDRESS: know_picture(OTHER)}) == found


@pytest.mark.parametrize("shown", [ADDRESS, "one.jpg", "cid:one@courier"])
def test_the_pictures_of_an_mhtml_file_are_found_by_address_and_by_id(shown):
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    source = page(body=f'{body}<figure><img src="{shown}"></figure>{body}')
    parts = (
        ("text/html; charset=utf-8", "https://courier.example/news/a", "page", source.encode()),
        ("image/jpeg", ADDRESS, "one@courier", ONE),
        ("image/png", "https://courier.example/news/2.png", "two@courier", b"no picture"),
    )
    lines = [
        "From: <Saved by a test>\nSnapshot-Content-Location: https://courier.example/news/a\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n'
    ]
    for kind, place, own, content in parts:
        lines.append(
            f"--b\nContent-Type: {kind}\nContent-Location: {place}\nContent-ID: <{own}>\n"
            f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(content).decode()}"
        )
    saved = replace(
        capture("", url=None),
        content="\n".join([*lines, "--b--\n"]).encode(),
        media_type="multipart/related",
    )
    found = [e for e in read_article(saved).exhibits if e.kind is ExhibitKind.PICTURE]
    assert [e.sha256 for e in found] == [know_picture(ONE).sha256]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_address_finds_something_or_nothing(address):
    found = Pictures("https://courier.example/", {"a.jpg": b"x"}).exhibit(None, [address])
    assert found is None
    assert isinstance(decode_data("data:image/png;base64," + address), bytes | None)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_style_and_attribute_can_be_read(text):
    element = html.fromstring("<img>")
    element.set("style", "".join(c for c in text if c.isprintable()))
    assert all(isinstance(address, str) for address in written_addresses(element))
    assert isinstance(grouped_pictures([text]), dict)
