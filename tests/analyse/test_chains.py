"""Chains: who passed a statement on, outermost first."""

from __future__ import annotations

import pytest

from whence.analyse.voices import find_voices
from whence.model import Article, LinkRole, Statement

OUTLET, CHANNEL = LinkRole.OUTLET, LinkRole.CHANNEL
RELAY, HOLDER = LinkRole.RELAY, LinkRole.HOLDER

Chain = list[tuple[LinkRole, str]]


def chained(text: str) -> list[tuple[Statement, Chain]]:
    """Each statement with its chain by name; the outlet is the Marrow Gazette."""
    voices = find_voices(Article("a", text, outlet="Marrow Gazette"))
    statements, resolution = voices.statements, voices.resolution
    names = {actor.id: actor.name for actor in resolution.actors}
    return [
        (s, [(k.role, names.get(k.actor, "Marrow Gazette")) for k in s.chain]) for s in statements
    ]


def chain_of(text: str, number: int = 0) -> Chain:
    return chained(text)[number][1]


def test_the_outlet_stands_first_and_the_holder_last():
    assert chain_of("Olga Brandt said the bridge was shut.") == [
        (OUTLET, "Marrow Gazette"),
        (HOLDER, "Olga Brandt"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Olga Brandt told Reuters that the bridge was shut.",
        "“The bridge is shut,” Olga Brandt told the news agency Reuters.",
    ],
)
def test_whoever_was_told_is_the_channel(text):
    assert chain_of(text) == [
        (OUTLET, "Marrow Gazette"),
        (CHANNEL, "Reuters"),
        (HOLDER, "Olga Brandt"),
    ]


def test_who_says_that_another_said_passes_it_on():
    text = "Police said that Olga Brandt had denied that the old bridge was unsafe."
    (outer, first), (inner, second) = chained(text)
    assert first == [(OUTLET, "Marrow Gazette"), (HOLDER, "Police")]
    assert second == [(OUTLET, "Marrow Gazette"), (RELAY, "Police"), (HOLDER, "Olga Brandt")]
    assert inner.via == outer.id


def test_an_agency_that_says_that_another_said_is_a_channel():
    text = "Reuters reported that Olga Brandt had denied that the old bridge was unsafe."
    assert chain_of(text, 1) == [
        (OUTLET, "Marrow Gazette"),
        (CHANNEL, "Reuters"),
        (HOLDER, "Olga Brandt"),
    ]


def test_links_lead_to_their_words():
    text = "Olga Brandt told Reuters that the bridge was shut."
    statement, _ = chained(text)[0]
    spans = [link.span for link in statement.chain]
    assert [span and text[span[0] : span[1]] for span in spans] == [None, "Reuters", "Olga Brandt"]


def test_nobody_stands_twice_in_a_chain_and_each_end_has_its_role():
    text = (
        "The Red Heron Brigade released a video. In it a hostage, Ilya Drost, says he is well.\n\n"
        "Reuters said that Reuters had seen the video. Police said police had denied it.\n\n"
        "According to Reuters, Olga Brandt told Reuters that the bridge was shut."
    )
    for statement, _ in chained(text):
        actors = [link.actor for link in statement.chain]
        assert len(actors) == len(set(actors))
        roles = [link.role for link in statement.chain]
        assert roles.count(HOLDER) == (statement.actor is not None)
        assert statement.actor is None or statement.chain[-1].actor == statement.actor


def test_who_released_a_recording_stands_before_a_captive_who_speaks_in_it():
    text = (
        "The Red Heron Brigade published a video of two captured soldiers. "
        "One of the men says his name is Ilya Drost."
    )
    ((_, chain),) = [found for found in chained(text) if found[0].duress]
    assert chain[:2] == [(OUTLET, "Marrow Gazette"), (RELAY, "Red Heron Brigade")]
    assert chain[2:] == [(HOLDER, "Ilya Drost")]


def test_a_captive_in_a_video_holds_his_own_words_and_not_the_captor():
    text = "The Red Heron Brigade released a video in which a hostage, Ilya Drost, says he is well."
    ((statement, chain),) = chained(text)
    assert statement.duress
    assert chain[-2:] == [(RELAY, "Red Heron Brigade"), (HOLDER, "Ilya Drost")]
