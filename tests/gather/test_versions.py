"""Which articles are captures of one page, and in which order they were taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.gather.versions import group_versions, latest_versions, page_address
from whence.model import Article, Exhibit, ExhibitKind, Moment, Passage, PassageRole, Precision

TEXT = (
    "The ferry Heron sank off Varn on Monday with two hundred people aboard, the coast guard said, "
    "on the third night of storms on that coast."
)
OTHER = (
    "Divers from three villages have found a bronze bell in the bay, which a museum in the capital "
    "would now like to show to the public next year."
)


def article(  # noqa: PLR0917 - told by place where they are told at all
    name: str,
    url: str | None,
    text: str = TEXT,
    seen: str | None = None,
    modified: str | None = None,
    canonical: str | None = None,
) -> Article:
    exhibits = (Exhibit(ExhibitKind.CANONICAL, canonical, 0, 0),) if canonical else ()
    return Article(
        name,
        text,
        url,
        first_seen=Moment(seen, Precision.SECOND, "Z", "capture") if seen else None,
        modified=Moment(modified, Precision.MINUTE, "Z", "page") if modified else None,
        passages=(Passage(PassageRole.PARAGRAPH, 0, len(text)),),
        exhibits=exhibits,
    )


def groups(*articles: Article) -> list[list[str]]:
    return [[a.id for a in group] for group in group_versions(articles)]


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/ferry",
        "https://www.news.example/ferry/",
        "https://news.example/ferry#comments",
        "https://news.example/ferry?utm_source=letter&fbclid=7",
        "https://amp.news.example/ferry",
        "https://news.example/ferry/amp",
        "https://news.example/ferry.amp.html",
        "https://news.example/ferry?amp=1",
        "https://news.example/ferry?outputType=amp",
    ],
)
def test_addresses_of_one_page_are_one(url):
    assert page_address(url) == page_address("https://news.example/ferry")


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/ferry-2",
        "https://news.example/ferry?id=7",
        "https://other.example/ferry",
        "https://news.example/amp/ferry",
    ],
)
def test_addresses_of_other_pages_are_others(url):
    assert page_address(url) != page_address("https://news.example/ferry")


@pytest.mark.parametrize("url", [None, "", "https://news.example/", "clippings/a.html", "http://["])
def test_what_is_no_article_s_address_makes_no_versions(url):
    assert page_address(url) == ""
    assert groups(article("a", url), article("b", url)) == [["a"], ["b"]]


def test_versions_stand_by_when_they_were_seen():
    url = "https://news.example/ferry"
    late = article("a", url, seen="2031-05-04T15:00:00Z", modified="2031-05-01T09:00Z")
    early = article("b", url, seen="2031-05-04T12:00:00Z", modified="2031-05-03T09:00Z")
    assert groups(late, early) == [["b", "a"]]


def test_seen_at_one_time_they_stand_by_what_they_say_of_themselves():
    url, seen = "https://news.example/ferry", "2031-05-04T15:00:00Z"
    late = article("a", url, seen=seen, modified="2031-05-03T09:00Z")
    early = article("b", url, seen=seen, modified="2031-05-01T09:00Z")
    assert groups(late, early) == [["b", "a"]]


def test_the_address_that_a_page_names_as_its_own_counts_on_the_same_site():
    named = "https://news.example/2031/ferry"
    one = article("a", "https://news.example/f/7?x=1", canonical=named)
    assert groups(one, article("b", named)) == [["a", "b"]]
    assert groups(one, article("b", "https://m.news.example/q", canonical=named)) == [["a", "b"]]
    elsewhere = article("c", "https://copy.example/ferry", canonical=named)
    assert groups(article("b", named), elsewhere) == [["b"], ["c"]]


def test_a_page_s_word_alone_does_not_make_versions_of_texts_that_share_nothing():
    named = "https://news.example/latest"
    one = article("a", "https://news.example/1", TEXT, canonical=named)
    other = article("b", "https://news.example/2", OTHER, canonical=named)
    assert groups(one, other) == [["a"], ["b"]]


def test_texts_given_under_one_address_at_one_time_are_versions_only_where_they_share_text():
    url = "https://news.example/today"
    assert groups(article("a", url, TEXT), article("b", url, OTHER)) == [["a"], ["b"]]
    assert groups(article("a", url, TEXT), article("b", url, f"{TEXT} {OTHER}")) == [["a", "b"]]


def test_captures_of_one_address_at_two_times_are_versions_whatever_they_say():
    url = "https://news.example/ferry"
    one = article("a", url, TEXT, "2031-05-04T12:00:00Z")
    assert groups(one, article("b", url, OTHER, "2031-05-04T13:00:00Z")) == [["a", "b"]]


def test_only_the_latest_of_each_page_is_left_in_the_order_given():
    url = "https://news.example/ferry"
    late = article("a", url, seen="2031-05-04T15:00:00Z")
    early = article("b", url, seen="2031-05-04T12:00:00Z")
    alone = article("c", None, OTHER)
    assert [a.id for a in latest_versions([alone, early, late])] == ["c", "a"]


ARTICLES = st.lists(
    st.builds(
        article,
        st.uuids().map(str),
        st.sampled_from(
            [None, "https://a.example/1", "http://www.a.example/1/", "https://b.example/2"]
        ),
        st.sampled_from([TEXT, OTHER, f"{TEXT} {OTHER}"]),
        st.sampled_from([None, "2031-05-04T12:00:00Z", "2031-05-04T13:00:00Z"]),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(ARTICLES, st.randoms(use_true_random=False))
def test_every_article_is_in_one_group_and_their_order_changes_nothing(articles, chance):
    found = groups(*articles)
    assert sorted(name for group in found for name in group) == sorted(a.id for a in articles)
    chance.shuffle(articles)
    assert groups(*articles) == found
