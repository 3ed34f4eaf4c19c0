"""Stories as a stream: in whatever order and batches articles come, the groups are the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from whence.gather.stories import Stories, group_stories
from whence.model import Article, Moment, Precision

FERRY = "ferry Halden sandbank Orrem harbour aground"
THREAD = [
    *("ferry", "Halden", "sandbank", "Orrem", "harbour", "pilots", "inquiry", "licence", "copper"),
    *("mine", "Tallin", "Brae", "springs", "shepherds", "drilling", "survey", "ministry", "Vell"),
    *("scarf", "knitters", "bazaar", "lantern", "orchard", "weir"),
]
"""Words of events that run into one another: reports take a few that follow each other."""
START = datetime(2026, 3, 1, tzinfo=UTC)
FEW = 10
"""Neighbours kept: fewer than some articles have."""


@st.composite
def arrivals(draw: st.DrawFn, dated: bool = False) -> tuple[list[Article], NDArray[np.float32]]:
    """Articles on a few events, many more or less alike, of some days or of unknown time."""
    size, span = draw(st.integers(0, 60)), draw(st.integers(2, 6))
    seed = draw(st.integers(0, 10**6))
    source = random.Random(seed)
    articles = []
    for n in range(size):
        first = source.randrange(0, len(THREAD) - span, 2)
        own = [f"own{source.randrange(30)}" for _ in range(source.randrange(6))]
        words = " ".join([*THREAD[first : first + span], *own])
        day = START + timedelta(days=source.randrange(40))
        moment = Moment(f"{day:%Y-%m-%d}", Precision.DAY, None, "page")
        known = dated or source.random() < 0.8
        articles.append(Article(f"a{n}", words, published=moment if known else None))
    vectors = np.random.default_rng(seed).normal(0.3, 1, (size, 12)).astype(np.float32)
    return articles, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def batches(
    draw: st.DataObject, articles: list[Article], vectors: NDArray[np.float32]
) -> list[tuple[list[Article], NDArray[np.float32]]]:
    """The articles in any order, cut anywhere."""
    order = draw.draw(st.permutations(range(len(articles))))
    cuts = sorted(draw.draw(st.sets(st.integers(0, len(articles)), max_size=8)))
    parts = [order[a:b] for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    return [([articles[n] for n in part], vectors[part]) for part in parts]


@settings(max_examples=40, deadline=None)
@given(arrivals(), st.data())
def test_any_order_and_any_batches_give_the_stories_of_one_batch(arrived, draw):
    articles, vectors = arrived
    stream, come, place = Stories(most=FEW), [], {a.id: n for n, a in enumerate(articles)}
    for some, theirs in batches(draw, articles, vectors):
        stream.add(some, theirs)
        come += some
        whole = Stories(most=FEW)
        whole.add(come, vectors[[place[article.id] for article in come]])
        assert stream.groups() == whole.groups()
    assert sorted(i for group in stream.groups() for i in group) == sorted(a.id for a in articles)


@settings(max_examples=40, deadline=None)
@given(arrivals(dated=True), st.randoms(use_true_random=False))
def test_what_has_settled_is_what_one_batch_of_all_gives(arrived, mixer):
    articles, vectors = arrived
    late = timedelta(days=3)
    day_of = [datetime.fromisoformat(a.published.value).replace(tzinfo=UTC) for a in articles]
    order = sorted(range(len(articles)), key=lambda n: day_of[n] + late * mixer.random())
    stream, settled = Stories(days=5), []
    for n in order:
        stream.add([articles[n]], vectors[[n]])
        # Nothing that is still to come was published more than three days before this.
        settled += stream.settle((day_of[n] - late).timestamp())
    assert sorted(settled + stream.groups()) == group_stories(articles, vectors, days=5)


def test_a_story_is_let_go_once_it_is_further_back_than_the_window():
    def article(name: str, day: str, words: str) -> Article:
        return Article(name, words, published=Moment(day, Precision.DAY, None, "page"))

    ferry, vector = FERRY, np.ones((1, 1), dtype=np.float32)
    stories = Stories(days=7)
    stories.add([article("a", "2026-03-01", ferry)], vector)
    stories.add([article("b", "2026-03-02", ferry)], vector)
    assert stories.settle(datetime(2026, 3, 9, tzinfo=UTC).timestamp()) == []
    assert stories.settle(datetime(2026, 3, 10, 0, 0, 1, tzinfo=UTC).timestamp()) == [("a", "b")]
    assert stories.groups() == []
    stories.add([article("c", "2026-03-20", ferry)], vector)
    assert stories.groups() == [("c",)]


def test_a_new_report_can_bring_two_stories_together():
    stories, vectors = Stories(), np.eye(3, dtype=np.float32)
    one, other, both = "lorn kessel tarn", "vardo midge pell", "lorn kessel tarn vardo midge pell"
    stories.add([Article("a", one), Article("b", other)], vectors[:2])
    assert stories.groups() == [("a",), ("b",)]
    middle = (vectors[:1] + vectors[1:2]) / np.sqrt(2)
    stories.add([Article("c", both)], middle.astype(np.float32))
    assert ("a",) not in stories.groups() or ("b",) not in stories.groups()


def test_vectors_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="2 articles, but 1 vectors"):
        Stories().add([Article("a", "one"), Article("b", "two")], np.ones((1, 4), dtype=np.float32))
