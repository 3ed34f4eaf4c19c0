"""What the rows of the report hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whence.model import Stance
from whence.report import render_report
from whence.report.sources import Reference
from whence.report.timeline import Publication
from whence.report.views import view_trace

from .sample import TRACE

STORY = view_trace(TRACE).stories[0]
CLAIM = STORY.claims[0]


def test_claims_stand_in_the_order_of_the_story_with_the_articles_that_carry_them() -> None:
    assert [claim.carried for claim in STORY.claims] == [5, 2, 1]


def test_a_holder_who_does_the_same_in_two_articles_is_one_row_at_the_earliest_time() -> None:
    rows = [row for row in CLAIM.positions if row.holder.name == "Red Heron Brigade"]
    assert [(row.distance, len(row.words)) for row in rows] == [("", 1), ("with distance", 2)]
    assert rows[1].since is not None
    assert rows[1].since.clock == "09:55 +01:00"


def test_duress_is_marked_on_the_row_and_on_the_chain() -> None:
    assert [row.duress for row in CLAIM.positions].count(True) == 1
    assert CLAIM.chains[0].duress


def test_outlets_that_have_it_by_the_same_way_stand_together() -> None:
    (chain,) = CLAIM.chains
    assert [name.number for name in chain.outlets] == [1, 2, 3]
    assert [link.role.value for link in chain.links] == ["channel", "relay", "holder"]


def test_overstated_carriages_come_first_with_the_words_of_both_parts() -> None:
    first, second = CLAIM.carriages[:2]
    assert first.overstated and second.overstated
    assert first.headline is not None and first.body is not None
    assert first.headline.words is not None
    assert first.headline.words.text == "captured engineer"
    assert CLAIM.overstated == 2


def test_stances_are_kept() -> None:
    stances = {row.holder.name: row.stance for row in CLAIM.positions}
    assert stances["Ministry of Works"] is Stance.AGAINST
    assert stances["Red Heron Brigade"] is Stance.FOR


def test_what_an_outlet_does_as_a_whole_is_a_row_apart_from_what_others_report_of_it() -> None:
    story = TRACE.stories[0]
    told = next(p for p in story.positions if p.claim == story.claims[0].id)
    judged = replace(told, score=0.8)
    trace = replace(TRACE, stories=(replace(story, positions=(told, judged)),))
    rows = view_trace(trace).stories[0].claims[0].positions
    assert sorted(row.judged for row in rows) == ["", "80%"]


@pytest.mark.parametrize(("score", "unsure"), [(None, False), (0.5, False), (0.17, True)])
def test_a_stance_less_likely_than_not_is_shown_as_unsure(score, unsure) -> None:
    story = TRACE.stories[0]
    told = next(p for p in story.positions if p.claim == story.claims[0].id)
    trace = replace(TRACE, stories=(replace(story, positions=(replace(told, score=score),)),))
    (row,) = view_trace(trace).stories[0].claims[0].positions
    assert row.unsure is unsure
    assert (f"perhaps {told.stance.value}" in render_report(trace)) is unsure


def test_the_timeline_is_in_order_and_names_what_has_no_time() -> None:
    keys = [e.when.key for day in STORY.timeline.days for e in day.events if e.when]
    assert keys == sorted(keys)
    assert [e.article.outlet for e in STORY.timeline.undated if isinstance(e, Publication)] == [
        "Orsk Ledger"
    ]


def test_an_answer_names_the_holder_whose_words_hold_it() -> None:
    two, three = STORY.discrepancies[0].answers
    assert (two.value, len(two.givings)) == ("2", 2)
    assert three.givings[0].holder is not None
    assert three.givings[0].holder.name == "Red Heron Brigade"


def test_an_answer_knows_how_few_texts_stand_behind_it_and_what_took_it_back() -> None:
    two, three = STORY.discrepancies[0].answers
    assert (two.outlets, two.origins, two.superseded) == (2, 1, ())
    assert [words.text for words in three.superseded] == ["Two"]
    assert STORY.discrepancies[0].corrected


def test_the_context_of_an_answer_is_the_text_around_it() -> None:
    giving = STORY.discrepancies[0].answers[0].givings[0]
    text = TRACE.analyses[0].article.text
    assert f"{giving.before}{giving.words.text}{giving.after}" in text


def test_an_actor_that_nobody_introduced_is_called_by_its_id() -> None:
    assert Reference(TRACE).actor("person-unknown").name == "person-unknown"


def test_a_given_title_stands_over_the_words_of_a_report() -> None:
    assert view_trace(TRACE, title="  The pass  ").title == "The pass"
    assert view_trace(TRACE).title == "Two engineers held near Veldra, armed group claims"
