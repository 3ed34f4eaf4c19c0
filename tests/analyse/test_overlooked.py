"""Overlooked cues: words that attribute where the reader marked none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.analyse.cues import load_cues
from whence.analyse.overlooked import AGENT, find_overlooked, weigh_sentence
from whence.analyse.voices import find_voices
from whence.model import Act, Article, Certainty, Spans, Statement


def read(text: str) -> Sequence[Statement]:
    return find_voices(Article("a", text)).statements


def quote(text: str, spans: Spans) -> str:
    return " … ".join(text[b:e] for b, e in spans)


def inner(text: str) -> list[tuple[str, str, Act]]:
    """Source, cue and act of the statements that stand inside another."""
    return [(quote(text, s.source), quote(text, s.cue), s.act) for s in read(text) if s.via]


def test_a_noun_inside_a_content_is_a_statement_of_whom_it_names():
    text = "She said the reports were false, but there was no confirmation from the rebels."
    ((source, cue, act),) = inner(text)
    assert (source, act) == ("the rebels", Act.DECLINES)
    assert "no confirmation" in cue


def test_who_is_named_behind_a_passive_is_its_source():
    text = "He said the theory was corroborated by Father Ned, but scientists aren't so sure."
    found = {source: act for source, _, act in inner(text)}
    assert found == {"Father Ned": Act.CONFIRMS, "scientists": Act.DOUBTS}


def test_a_hedge_inside_a_content_belongs_to_its_speaker():
    text = "“I saw the barge. It probably hit the pier,” the harbour master said."
    ((source, cue, act),) = inner(text)
    assert (source, act) == ("the harbour master", Act.ASSERTS)
    assert "probably" in cue


def test_a_hedge_that_the_outer_statement_has_too_is_no_second_one():
    text = "“The north pier was probably hit by a barge,” the harbour master said."
    (statement,) = read(text)
    assert statement.certainty is Certainty.PROBABLE


@pytest.mark.parametrize(
    "text",
    [
        "The colonel said rebels attacked the depot and shot down a drone.",
        "She said the mill stands on the old bank and holds forty people.",
        "He said he left the report on the table by the door.",
    ],
)
def test_words_that_tell_of_deeds_and_things_attribute_nothing(text: str):
    assert inner(text) == []


def test_a_statement_inside_another_follows_it_and_names_it():
    statements = read(
        "Orsted said the ferry had reportedly sunk. The office said it was checking whether it had."
    )
    places = {s.id: n for n, s in enumerate(statements)}
    assert any(s.via for s in statements)
    assert all(places[s.via] < places[s.id] for s in statements if s.via)


def test_the_cue_of_a_plain_sentence_says_how_firm_it_is():
    text = "It is unclear who cut the cable."
    draft = weigh_sentence(text, (0, len(text)), (0, len(text)), load_cues())
    assert draft is not None
    assert quote(text, draft.cue).lower().endswith("is unclear")
    assert draft.content == ()


def test_a_plain_sentence_without_such_words_says_nothing_of_it():
    text = "The old iron bridge was painted red."
    assert weigh_sentence(text, (0, len(text)), (0, len(text)), load_cues()) is None


@pytest.mark.parametrize(
    ("behind", "who"),
    [
        (" by the Ministry of Health, which", "the Ministry of Health"),
        (" from the rebels.", "the rebels"),
        (" dead by medical examiners last year", "medical examiners"),
    ],
)
def test_an_agent_ends_where_the_sentence_goes_on(behind: str, who: str):
    found = AGENT.match(behind)
    assert found is not None
    assert found["who"] == who


VOCABULARY = (
    "police",
    "said",
    "reportedly",
    "the",
    "no",
    "confirmation",
    "of",
    "by",
    "unclear",
    "“",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY), max_size=30))
def test_drafts_lie_inside_their_line_whatever_the_words(words: list[str]):
    text = " ".join(words)
    for draft, outer in find_overlooked(text, (0, len(text)), [], load_cues()):
        assert outer is None
        assert draft.cue
        assert all(0 <= b < e <= len(text) for b, e in (*draft.source, *draft.cue, *draft.content))


def test_the_content_of_an_inner_cue_stands_behind_it():
    text = "“I cannot confirm that and I hope that it is not true,” Orsted told the Varn Post."
    (confirm,) = (s for s in read(text) if quote(text, s.cue) == "confirm")
    assert confirm.act is Act.DECLINES
    assert "cannot" not in quote(text, confirm.content)


def test_a_participle_before_a_noun_hedges_inside_a_content_too():
    text = "The colonel said that guards had stopped an alleged smuggler at the northern gate."
    assert inner(text) == [("", "alleged", Act.REPORTS)]


@pytest.mark.parametrize(
    "text",
    [
        "Unknown gunmen killed two policemen in Varn.",
        "Patients who did not respond to the drug were given another.",
        "There was no sign of the missing boat.",
        "The group is trying to establish a base in the north.",
        "Researchers found strong evidence to support the theory.",
        "The mayor said the house in question was sold.",
        "The army said unknown gunmen had fled to the hills.",
    ],
)
def test_words_that_only_look_like_cues_judge_nothing(text: str):
    voices = find_voices(Article("a", text))
    assert {s.act for s in (*voices.statements, *voices.assertions)} == {Act.ASSERTS}


def test_what_is_hoped_is_denied_by_nobody():
    assert {s.act for s in read("He hopes that the rumours are not true.")} <= {
        Act.ASSERTS,
        Act.REPORTS,
    }


def test_who_is_not_convinced_is_not_what_they_saw():
    text = "The critics were not convinced by the film."
    (assertion,) = find_voices(Article("a", text)).assertions
    assert assertion.act is Act.DOUBTS
    assert assertion.source == ()


def test_who_makes_the_deed_of_a_rumour_is_not_who_spreads_it():
    text = "Rumours of a bid by Moss Corp were denied by the firm."
    assert all("Moss" not in source for source, _, _ in inner(text))
