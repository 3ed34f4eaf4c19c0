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

from whence.gather.stories import article_likeness, group_stories, merging_threshold
from whence.gather.vocabulary import Background, background, word_likeness, words_of
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


def published(article: Article, day: str) -> Article:
    return Article(article.id, article.text, published=Moment(day, Precision.DAY, None, "page"))


def test_two_events_come_apart():
    articles = articles_of(*FERRY, *MINE)
    groups = group_stories(articles, axes([0] * 4 + [1] * 3))
    assert groups == [("a0", "a1", "a2", "a3"), ("a4", "a5", "a6")]


def test_rare_words_alone_bring_reports_together():
    articles = articles_of(*FERRY[:2], *MINE[:2])
    meaning = np.full((4, 4), 0.25, dtype=np.float32)
    likeness = article_likeness(articles, meaning)
    assert likeness[0, 1] > merging_threshold(4) > likeness[0, 2]


def test_an_article_like_nothing_else_stands_alone():
    odd = "Knitters in Vell have finished a scarf that reaches twice around the town hall."
    groups = group_stories(articles_of(*FERRY, odd), axes([0, 0, 0, 0, 1]))
    assert groups == [("a0", "a1", "a2", "a3"), ("a4",)]


def test_years_apart_the_same_words_are_less_alike():
    one, other = articles_of(*FERRY[:2])
    meaning = np.ones((2, 2), dtype=np.float32)
    near = article_likeness([published(one, "2026-02-01"), published(other, "2026-02-03")], meaning)
    far = article_likeness([published(one, "2026-02-01"), published(other, "2029-02-01")], meaning)
    unknown = article_likeness([one, other], meaning)
    assert near[0, 1] == unknown[0, 1]
    assert far[0, 1] == pytest.approx(near[0, 1] / 2)


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
    likeness = word_likeness(["the said harbour", "the said", "harbour"], known)
    assert likeness[0, 2] > 0.9
    assert likeness[0, 1] < 0.4
    assert np.diag(likeness) == pytest.approx(1)


def test_common_words_are_multiplied_as_rare_ones_are():
    texts = [f"shared other{n % 7} word{n}" for n in range(90)]
    together = word_likeness(texts, Background(10, {}))
    apart = word_likeness(
        texts[:50],
        Background(
            10,
            {
                "shared": 40,
            },
        ),
    )
    assert together.shape == (90, 90)
    assert together[0, 7] > together[0, 1] > 0
    assert apart[0, 7] > apart[0, 1] > 0


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


@pytest.mark.skipif(not (DATA / "pages").is_dir(), reason="no shared data here")
def test_five_real_rumours_come_apart_by_their_words():
    articles, gold = [], defaultdict(set)
    for path in sorted((DATA / "pages").glob("*/*.json")):
        row = json.loads(path.read_text("utf-8"))
        body = path.with_suffix(".txt").read_text("utf-8")
        name = f"{path.parent.name}/{path.stem}"
        articles.append(Article(name, f"{row['headline']}\n\n{body}"))
        gold[path.parent.name].add(name)
    # Vectors that say nothing: all are as like as strangers are.
    meaning = np.full((len(articles), len(articles)), 0.25, dtype=np.float32)
    np.fill_diagonal(meaning, 1)
    vectors = np.linalg.cholesky(meaning.astype(np.float64)).astype(np.float32)
    groups = group_stories(articles, vectors)
    stories = [{name.split("/")[0] for name in group} for group in groups if len(group) > 1]
    assert all(len(story) == 1 for story in stories)
    assert len(groups) <= len(gold) + 4
