"""A picture that reports of several outlets show is one picture, whatever its size or crop."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from whence.gather.pictures import UNRELATED, find_furniture, find_pictures, read_hashes
from whence.model import Article, Exhibit, ExhibitKind, Moment, Precision, SharedPicture

from ..drawn import cropped, drawn, exhibit

ONE = drawn(1)
HASHED = exhibit(ONE)


def article(name: str, *exhibits: Exhibit, hour: int | None = 9) -> Article:
    published = (
        Moment(f"2031-05-01T{hour:02}:00:00Z", Precision.MINUTE, "Z", "given") if hour else None
    )
    return Article(name, "Text", outlet=name, published=published, exhibits=exhibits)


def pictures(articles: Sequence[Article], furniture: frozenset[str] = frozenset()):
    outlets = {a.id: a.outlet or a.id for a in articles}
    return find_pictures(articles, outlets, furniture)


def shared(one: Image.Image, other: Image.Image) -> tuple[SharedPicture, ...]:
    return pictures([article("gazette", exhibit(one)), article("herald", exhibit(other), hour=11)])


def captioned(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    ImageDraw.Draw(copy).rectangle((0, int(copy.height * 0.92), copy.width, copy.height), "black")
    return copy


@pytest.mark.parametrize(
    "changed",
    [
        ONE,
        ONE.resize((360, 240)),
        cropped(ONE, 0.02),
        cropped(ONE, 0.05),
        cropped(ONE, 0.1),
        ONE.crop((72, 0, 720, 480)),
        ONE.crop((80, 0, 640, 480)),
        ONE.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        captioned(ONE),
    ],
    ids=["same", "smaller", "2 %", "5 %", "10 %", "left", "to 7:6", "mirrored", "captioned"],
)
def test_a_changed_picture_is_the_same_picture(changed):
    (found,) = shared(ONE, changed)
    assert [s.article for s in found.showings] == ["gazette", "herald"]
    assert found.first == "gazette"


def test_different_pictures_are_no_tie():
    assert shared(ONE, drawn(2)) == ()


def test_the_first_report_is_named_only_where_it_is_known():
    (found,) = pictures([article("gazette", exhibit(ONE)), article("herald", exhibit(ONE))])
    assert found.first is None
    undated = article("herald", exhibit(ONE), hour=None)
    (found,) = pictures([undated, article("gazette", exhibit(ONE))])
    assert (found.first, found.showings[0].article) == (None, "gazette")


def test_what_one_outlet_alone_shows_is_no_tie():
    twice = [replace(article(name, exhibit(ONE)), outlet="gazette") for name in ("a", "b")]
    assert pictures(twice) == ()


def test_two_copies_of_a_picture_in_one_article_are_one_showing():
    again = replace(exhibit(ONE), url="https://pictures.example/again.jpg")
    (found,) = pictures([article("gazette", exhibit(ONE), again), article("herald", exhibit(ONE))])
    assert len(found.showings) == 2


def test_a_picture_that_an_outlet_shows_in_unrelated_stories_is_furniture():
    banner = exhibit(ONE)
    stories = [[(article(f"{n}", banner), "gazette")] for n in range(UNRELATED)]
    furniture = find_furniture(stories)
    assert furniture == {banner.pdq}
    assert find_furniture(stories[1:]) == frozenset()
    reports = [article("gazette", banner), article("herald", banner)]
    assert len(pictures(reports)) == 1
    assert pictures(reports, furniture) == ()


def test_the_order_of_the_reports_does_not_matter():
    reports = [
        article("gazette", exhibit(ONE), exhibit(drawn(3))),
        article("herald", exhibit(cropped(ONE, 0.05)), hour=11),
        article("post", exhibit(drawn(3)), exhibit(ONE.resize((300, 200))), hour=12),
        article("sentinel", exhibit(drawn(4)), hour=None),
    ]
    expected = pictures(reports)
    assert [len(p.showings) for p in expected] == [3, 2]
    for seed in range(4):
        assert pictures(random.Random(seed).sample(reports, 4)) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=90), st.binary(min_size=32, max_size=32))
def test_any_windows_of_a_line_from_outside_can_be_read(windows, digest):
    odd = Exhibit(ExhibitKind.PICTURE, "u", 0, 0, None, digest.hex(), windows)
    assert read_hashes(odd).shape[1] == 4
    pictures([article("gazette", odd), article("herald", HASHED)])
