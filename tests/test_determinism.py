"""The same input, the same output: in any order, alone or among others, on any number of jobs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whence.analyse.article import analyse_article
from whence.analyse.encoder import embed
from whence.encoding import judge_apart
from whence.gather.story import gather_stories
from whence.model import Analysis, Article, Moment, Precision, Refusal, Trace
from whence.pipeline import ALONE, Options, analyse_capture, capture_all, run_stage, trace_inputs
from whence.read.plain import read_passages
from whence.report import mask_trace, render_report
from whence.schema import all_spans, analysis_row, check_analysis

NOON = datetime(2031, 5, 4, 12, 0, tzinfo=UTC)

SOURCES = ["The harbour office", "Olga Brandt", "a nurse", "The Red Heron Brigade", "she", "Police"]
CONTENTS = [
    "the old bridge was shut",
    "two soldiers had been captured near Gdansk",
    "nobody was hurt",
]
TEMPLATES = [
    "{who} said on Tuesday that {what}.",
    "“It is so: {what},” {who} told Quillon News.",
    "According to {who}, {what}.",
    "{who} denied that {what}.",
    "{who} said it could not confirm reports that {what}.",
    "{who} claims that police said {what}.",
    "Did {who} say that {what}?",
    "At least 12 people were injured, {who} said, adding that {what}.",
    "Allegedly {what}.",
    "“{what}.",
]
SENTENCES = st.builds(
    lambda form, who, what: form.format(who=who, what=what),
    st.sampled_from(TEMPLATES),
    st.sampled_from(SOURCES),
    st.sampled_from(CONTENTS),
)
BREAKS = st.sampled_from([" ", "\n", "\n\n"])
TEXTS = st.lists(st.tuples(SENTENCES, BREAKS), min_size=1, max_size=5).map(
    lambda parts: "".join(sentence + gap for sentence, gap in parts)
)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def made(name: str, text: str, day: str | None = None) -> Article:
    published = Moment(day, Precision.DAY, None, "given") if day else None
    return Article(name, text, published=published, passages=read_passages(text))


def story_of(size: int) -> list[Article]:
    """Reports made of the templates, some of them copies of others, half of them undated."""
    mixer = Random(7)
    articles: list[Article] = []
    for n in range(size):
        if n % 4 == 3:
            text = articles[n - 2].text + "\nThe bridge was built in 1931."
        else:
            picked = [
                mixer.choice(TEMPLATES).format(who=mixer.choice(SOURCES), what=what)
                for what in mixer.sample(CONTENTS, 3)
            ]
            text = "\n\n".join(picked)
        articles.append(made(f"r{n}", text, f"2031-05-{n + 1:02}" if n % 2 else None))
    return articles


@pytest.fixture(scope="module")
def analyses() -> list[Analysis]:
    return [analyse_article(article) for article in story_of(8)]


# ---------------------------------------------------------------- one article


@FEW
@given(TEXTS)
def test_spans_lie_inside_the_text_and_stand_in_order(text):
    analysis = analyse_article(made("a", text))
    check_analysis(analysis)
    assert all(begin < end for begin, end in all_spans(analysis))
    for statement in analysis.statements:
        for spans in (statement.source, statement.cue, statement.content):
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
        own = [*statement.cue, *statement.content]
        assert all(text[b:e].strip() for b, e in own)
        assert not any(
            a[0] < b[1] and b[0] < a[1] for a in statement.cue for b in statement.content
        )
    assert len({s.id for s in analysis.statements}) == len(analysis.statements)


@FEW
@given(TEXTS)
def test_a_statement_inside_another_stands_inside_its_content(text):
    analysis = analyse_article(made("a", text))
    by_id = {s.id: s for s in analysis.statements}
    for statement in analysis.statements:
        if statement.via is None:
            continue
        outer = by_id[statement.via]
        # Where the words name no other holder, the outer one's are the inner one's too.
        own = statement.source if statement.source != outer.source else ()
        for begin, end in (*own, *statement.cue, *statement.content):
            assert any(b <= begin and end <= e for b, e in outer.content)


@FEW
@given(TEXTS, st.lists(TEXTS, max_size=2))
def test_an_analysis_depends_on_its_article_alone(text, others):
    alone = analyse_article(made("a", text))
    for n, other in enumerate(others):
        analyse_article(made(f"b{n}", other))
    assert analyse_article(made("a", text)) == alone


@FEW
@given(TEXTS, TEXTS)
def test_paragraphs_are_marked_apart(first, second):
    """What is marked in a paragraph does not hang on the paragraphs around it."""
    marks = {
        (s.cue, s.content)
        for s in analyse_article(Article("a", first.strip())).statements
        if s.via is None
    }
    both = Article("a", f"{first.strip()}\n\n{second.strip()}")
    end = len(first.strip())
    within = {
        (s.cue, s.content)
        for s in analyse_article(both).statements
        if s.via is None and all(e <= end for _, e in (*s.cue, *s.content))
    }
    assert {m for m in marks if m[0]} == {m for m in within if m[0]}


@FEW
@given(st.lists(TEXTS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_a_texts_vector_does_not_hang_on_the_texts_beside_it(texts, mixer):
    order = list(range(len(texts)))
    mixer.shuffle(order)
    together, shuffled = embed(texts), embed([texts[i] for i in order])
    assert all(np.array_equal(together[i], shuffled[n]) for n, i in enumerate(order))
    assert np.array_equal(embed(texts[:1])[0], together[0])


# ---------------------------------------------------------------- many

judge = partial(judge_apart, None)


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False))
def test_stories_are_the_same_in_any_order_of_the_analyses(analyses, mixer):
    shuffled = list(analyses)
    mixer.shuffle(shuffled)
    assert gather_stories(shuffled, embed, judge) == gather_stories(analyses, embed, judge)
    claim = "Two soldiers were captured"
    assert gather_stories(shuffled, embed, judge, claim=claim) == gather_stories(
        analyses, embed, judge, claim=claim
    )


def test_the_report_is_the_same_to_the_byte(analyses):
    def report(given: list[Analysis]) -> str:
        ordered = tuple(sorted(given, key=lambda a: a.article.id))
        return render_report(mask_trace(Trace(ordered, gather_stories(given, embed, judge))))

    assert report(analyses) == report(analyses[::-1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n, article in enumerate(story_of(ALONE + 4)):
        (tmp_path / f"{n:02}.txt").write_text(article.text, encoding="utf-8")
    (tmp_path / "07.txt").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "15.txt").write_text("  \n")
    return tmp_path


def bare(results: Iterator[Analysis | Refusal]) -> list[str]:
    """What a stage gave, without the time at which it was got."""
    return [
        str(r) if isinstance(r, Refusal) else analysis_row(r).model_dump_json() for r in results
    ]


def test_any_number_of_jobs_gives_the_same_lines_in_the_same_order(folder):
    def lines(jobs: int) -> list[str]:
        options = Options(jobs=jobs)
        captures = capture_all([str(folder)], options, clock=lambda: NOON)
        return bare(run_stage(analyse_capture, captures, options))

    assert lines(1) == lines(2)


def test_the_order_of_the_inputs_changes_nothing_also_among_undated_copies(tmp_path):
    text = "\n\n".join(a.text for a in story_of(2))
    names = [str(tmp_path / f"{n}.txt") for n in range(3)]
    for name in names:
        Path(name).write_text(text)
    options = Options()
    straight, turned = trace_inputs(names, options), trace_inputs(names[::-1], options)
    assert straight.stories == turned.stories
    seen = {a.article.first_seen for a in straight.analyses}
    assert len(seen) == 1


def test_filters_print_the_same_in_any_order_of_their_inputs(call, folder):
    names = sorted(str(path) for path in folder.iterdir())[:6]
    for command in ("group", "lineage"):
        assert call(command, *names).out == call(command, *names[::-1]).out
    straight = json.loads(call("trace", *names, "--json").out)
    turned = json.loads(call("trace", *names[::-1], "--json").out)
    assert straight["stories"] == turned["stories"]


def test_ids_come_from_content_and_not_from_the_run(analyses):
    again = [analyse_article(replace(a.article)) for a in analyses]
    assert again == analyses
