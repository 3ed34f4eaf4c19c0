"""The trace as Python sees it: what comes in, what comes out, and what is asked of nobody."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

import whence
from whence.model import Standing, Trace


@pytest.fixture
def traced(story: Path) -> Trace:
    return whence.trace([str(story)], unmask=True)


def test_articles_stand_in_the_order_of_their_ids_and_stories_by_size(traced, story):
    names = [a.article.id for a in traced.analyses]
    assert names == [f"{story}/{name}.txt" for name in ("gazette", "herald", "notice")]
    assert [len(s.articles) for s in traced.stories] == [2, 1]
    assert traced.refusals == ()


def test_a_denial_makes_its_claim_contested(traced):
    claims = traced.stories[0].claims
    texts = {a.article.id: a.article.text for a in traced.analyses}
    about = [
        claim
        for claim in claims
        if any("captured" in texts[claim.wording.article][b:e] for b, e in claim.wording.spans)
    ]
    assert about
    assert {c.standing for c in about} <= {Standing.CONTESTED, Standing.DENIED_BY_SUBJECT}
    assert all(claim.own_texts <= 2 for claim in claims)


def test_what_the_reports_count_differently_is_asked(traced):
    found = [{a.value for a in d.answers} for d in traced.stories[0].discrepancies]
    assert found == [{"At least 12", "Three"}]


def test_masked_is_the_same_trace_with_the_same_offsets(traced, story):
    masked = whence.trace([str(story)])
    assert masked.masked
    assert not traced.masked
    for bare, hidden in zip(traced.analyses, masked.analyses, strict=True):
        assert len(bare.article.text) == len(hidden.article.text)
        assert "Drost" not in hidden.article.text
        assert [s.content for s in bare.statements] == [s.content for s in hidden.statements]


def test_nothing_usable_is_an_empty_trace_with_its_refusals(tmp_path):
    found = whence.trace([str(tmp_path / "gone.txt"), str(tmp_path)])
    assert (found.analyses, found.stories) == ((), ())
    assert [r.input for r in found.refusals] == [str(tmp_path / "gone.txt"), str(tmp_path)]


def test_a_time_may_be_given_for_articles_without_one(story):
    found = whence.trace([str(story)], published="2031-05-04")
    assert {a.article.published.value for a in found.analyses if a.article.published} == {
        "2031-05-04"
    }
    assert all(p.time == "2031-05-04" for s in found.stories for p in s.positions)


def test_a_claim_that_nobody_speaks_of_has_no_claim(story):
    found = whence.trace([str(story)], claim="Penguins were seen knitting on the moon")
    assert [s.claims for s in found.stories] == [(), ()]


def test_no_network_is_asked_for_files(story, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = (
        "<h1>Mill shut</h1><img src='https://mill.example/a.png'>" + "<p>The mill is shut.</p>" * 9
    )
    (story / "page.html").write_text(page)
    assert len(whence.trace([str(story)]).analyses) == 4


def test_an_articles_own_path_names_it_and_not_its_place_in_the_call(story):
    alone = whence.trace([str(story / "herald.txt")], unmask=True).analyses[0]
    among = whence.trace([str(story)], unmask=True).analyses[1]
    unseen = replace(alone.article, first_seen=None)
    assert replace(alone, article=unseen) == replace(
        among, article=replace(among.article, first_seen=None)
    )
