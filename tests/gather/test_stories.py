"""Stories: articles about one event come together, others stay apart."""

from __future__ import annotations

import json
import os
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from whence.analyse.encoder import embed
from whence.gather.circles import crowding
from whence.gather.neighbours import Neighbours
from whence.gather.stories import THRESHOLD, group_stories
from whence.gather.story import LEAD
from whence.gather.vocabulary import Background, background, weigh_words, words_of
from whence.model import Article, Moment, Precision

DATA = Path(os.environ.get("WHENCE_DATA", Path(__file__).parents[2] / "../shared/data"))

FERRY = [
    "The ferry Halden ran aground outside Orrem harbour with eighty passengers on board.",
    "Eighty passengers spent the night aboard the Halden after the ferry grounded off Orrem.",
    "An inquiry opens into how the Orrem ferry Halden came to ground on a charted sandbank.",
    "Pilots in Orrem say the crew of the grounded ferry Halden had been warned of the sandbank.",
]
MINE = [
    "Shepherds above Tallin Brae say eleven springs ran dry once the copper mine began drilling.",
    "The copper mine at Tallin Brae was licensed without a survey of springs, the ministry admits.",
    "Copper drilling at Tallin Brae is halted until the dried-up springs have been mapped.",
]


def axes(rows: list[int]) -> NDArray[np.float32]:
    """One vector a row: rows with the same number point the same way."""
    vectors = np.zeros((len(rows), max(rows, default=0) + 1), dtype=np.float32)
    vectors[range(len(rows)), rows] = 1
    return vectors


def articles_of(*texts: str) -> list[Article]:
    return [Article(f"a{n}", text) for n, text in enumerate(texts)]


def strangers(size: int) -> NDArray[np.float32]:
    """Vectors that say nothing: all are as like as strangers are."""
    meaning = np.full((size, size), 0.25)
    np.fill_diagonal(meaning, 1)
    return np.linalg.cholesky(meaning).astype(np.float32)


def likeness_of(
    articles: list[Article], vectors: NDArray[np.float32]
) -> dict[tuple[int, int], float]:
    """How like articles are that are neighbours, by their places."""
    neighbours = Neighbours()
    for article, vector in zip(articles, vectors, strict=True):
        neighbours.add(article, vector)
    places, others, likeness = neighbours.near(np.arange(len(articles)), 10)
    return dict(zip(zip(places.tolist(), others.tolist(), strict=True), likeness, strict=True))


def published(article: Article, day: str) -> Article:
    return Article(article.id, article.text, published=Moment(day, Precision.DAY, None, "page"))


def test_two_events_come_apart():
    articles = articles_of(*FERRY, *MINE)
    groups = group_stories(articles, axes([0] * 4 + [1] * 3))
    assert groups == [("a0", "a1", "a2", "a3"), ("a4", "a5", "a6")]


def test_rare_words_alone_bring_reports_together():
    likeness = likeness_of(articles_of(*FERRY[:2], *MINE[:2]), strangers(4))
    assert likeness[0, 1] > THRESHOLD
    assert likeness[0, 1] == likeness[1, 0]
    assert (0, 2) not in likeness


def test_an_article_like_nothing_else_stands_alone():
    odd = "Knitters in Vell have finished a scarf that reaches twice around the town hall."
    groups = group_stories(articles_of(*FERRY, odd), axes([0, 0, 0, 0, 1]))
    assert groups == [("a0", "a1", "a2", "a3"), ("a4",)]


def test_years_apart_the_same_words_are_less_alike():
    one, other = articles_of(*FERRY[:2])
    days = [
        [published(one, "2026-02-01"), published(other, day)]
        for day in ("2026-02-03", "2029-02-01")
    ]
    near, far = (likeness_of(two, axes([0, 0])) for two in days)
    unknown = likeness_of([one, other], axes([0, 0]))
    assert near == unknown
    assert far[0, 1] == pytest.approx(near[0, 1] / 2, abs=1e-5)


def test_further_apart_than_a_window_of_days_nothing_is_one_story():
    two = articles_of(FERRY[0], FERRY[0])
    two = [published(two[0], "2026-02-01"), published(two[1], "2026-02-20")]
    assert group_stories(two, axes([0, 0])) == [("a0", "a1")]
    assert group_stories(two, axes([0, 0]), days=10) == [("a0",), ("a1",)]
    assert group_stories(two, axes([0, 0]), days=20) == [("a0", "a1")]


def test_likeness_counts_less_where_many_are_as_like():
    articles = articles_of(*(f"{FERRY[0]} Day {n} brings word{n}." for n in range(12)))
    few, many = Neighbours(), Neighbours()
    for n, article in enumerate(articles):
        many.add(article, strangers(12)[n])
        if n < 2:
            few.add(article, strangers(12)[n])
    assert (crowding(few, np.arange(2)) == 1).all()
    assert (crowding(many, np.arange(12)) > 1).all()


def test_no_articles_are_no_stories():
    assert group_stories([], np.zeros((0, 384), dtype=np.float32)) == []


def test_one_article_is_one_story():
    assert group_stories(articles_of("word"), axes([0])) == [("a0",)]


def test_empty_texts_do_not_come_together():
    vectors = np.zeros((3, 4), dtype=np.float32)
    assert group_stories(articles_of("", " ", "…"), vectors) == [("a0",), ("a1",), ("a2",)]


def test_vectors_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="2 articles, but 1 vectors"):
        group_stories(articles_of("one", "two"), axes([0]))


def test_a_word_of_few_articles_weighs_more_than_a_common_one():
    known = Background(1000, {"harbour": 10, "the": 1000, "said": 900})
    weighed = weigh_words("the said harbour", known)
    assert len(weighed.words) == 2
    assert weighed.words[0] == weigh_words("harbour", known).words[0]
    assert weighed.weights[0] > 0.9
    assert weighed.weights[1] < 0.4
    assert np.linalg.norm(weighed.weights) == pytest.approx(1, abs=1e-3)


def test_a_long_text_is_told_by_its_heaviest_words():
    known = Background(1000, {f"w{n}": n for n in range(1, 1000)})
    weighed = weigh_words(" ".join(f"w{n}" for n in range(1, 1000)), known)
    rarest = {weigh_words(f"w{n}", known).words[0] for n in range(1, 100)}
    assert rarest < set(weighed.words.tolist())
    assert len(weighed.words) < 200


def test_words_are_compared_without_case_and_possessive():
    assert words_of("The Halden’s crew, HALDEN's pilots") == [
        *("the", "halden", "crew", "halden", "pilots")
    ]


def test_the_background_knows_common_words_from_rare_ones():
    known = background()
    assert known.articles > 1000
    assert known.counts["the"] > known.counts["copper"] > known.counts.get("sandbank", 0)


POOL = [*FERRY, *MINE, "", "word", "Knitters in Vell finished a scarf.", "Vell’s scarf is done."]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(POOL), max_size=14), st.integers(0, 1000), st.randoms())
def test_stories_are_the_same_in_any_order(texts: list[str], seed: int, shuffler: random.Random):
    articles = articles_of(*texts)
    vectors = np.random.default_rng(seed).normal(size=(len(texts), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    order = list(range(len(texts)))
    shuffler.shuffle(order)
    groups = group_stories(articles, vectors)
    assert group_stories([articles[i] for i in order], vectors[order]) == groups
    assert sorted(i for group in groups for i in group) == sorted(a.id for a in articles)
    assert groups == sorted(groups)


def rumours() -> list[Article]:
    """The reports of five real rumours; an id begins with its rumour."""
    articles = []
    for path in sorted((DATA / "pages").glob("*/*.json")):
        row = json.loads(path.read_text("utf-8"))
        body = path.with_suffix(".txt").read_text("utf-8")
        articles.append(Article(f"{path.parent.name}/{path.stem}", f"{row['headline']}\n\n{body}"))
    return articles


@pytest.mark.skipif(not (DATA / "pages").is_dir(), reason="no shared data here")
def test_five_real_rumours_come_apart_exactly():
    articles = rumours()
    groups = group_stories(articles, embed([article.text[:LEAD] for article in articles]))
    gold = defaultdict(list)
    for article in articles:
        gold[article.id.split("/")[0]].append(article.id)
    assert groups == sorted(tuple(sorted(ids)) for ids in gold.values())


@pytest.mark.skipif(not (DATA / "pages").is_dir(), reason="no shared data here")
def test_five_real_rumours_do_not_mix_by_their_words_alone():
    articles = rumours()
    groups = group_stories(articles, strangers(len(articles)))
    assert all(len({name.split("/")[0] for name in group}) == 1 for group in groups)
    assert len(groups) <= 5 + 6
