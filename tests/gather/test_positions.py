"""Positions: who does what with a claim, how articles carry it, and how it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.gather.members import firmness_of, stance_of
from whence.gather.positions import (
    carry,
    find_carriages,
    find_positions,
    judge_positions,
    report_positions,
    root_sources,
    standing,
)
from whence.gather.stance import Judged
from whence.model import (
    Act,
    Actor,
    ActorKind,
    Certainty,
    Commitment,
    Distance,
    Firmness,
    Link,
    LinkRole,
    PassageRole,
    Polarity,
    Stance,
    Standing,
)

from .sample import WORDS, member

POSITIVE, NEGATIVE = Polarity.POSITIVE, Polarity.NEGATIVE
ACTORS = {
    name: Actor(name, shown, ActorKind.GROUP)
    for name, shown in (("brigade", "Red Heron Brigade"), ("office", "harbour office"))
}


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ({}, Stance.FOR),
        ({"act": Act.CONFIRMS}, Stance.FOR),
        ({"act": Act.DENIES}, Stance.AGAINST),
        ({"act": Act.RETRACTS}, Stance.AGAINST),
        ({"act": Act.DENIES, "polarity": NEGATIVE}, Stance.FOR),
        ({"polarity": NEGATIVE}, Stance.AGAINST),
        ({"act": Act.REPORTS}, Stance.OBSERVING),
        ({"act": Act.DOUBTS}, Stance.OBSERVING),
        ({"act": Act.CHECKS}, Stance.OBSERVING),
        ({"certainty": Certainty.POSSIBLE}, Stance.OBSERVING),
        ({"outlet": True, "distance": Distance.DISTANCING}, Stance.OBSERVING),
    ],
)
def test_the_stance_follows_from_act_and_polarity(said, stance):
    assert stance_of(member(**said), POSITIVE) is stance


@pytest.mark.parametrize(
    ("said", "firmness"),
    [
        ({"outlet": True}, Firmness.STATED),
        ({"distance": Distance.ENDORSING}, Firmness.ENDORSED),
        ({}, Firmness.ATTRIBUTED),
        ({"distance": Distance.DISTANCING}, Firmness.DISTANCED),
        ({"certainty": Certainty.PROBABLE}, Firmness.DISTANCED),
        ({"outlet": True, "certainty": Certainty.POSSIBLE}, Firmness.DISTANCED),
        ({"act": Act.CHECKS}, Firmness.DOUBTED),
        ({"act": Act.DOUBTS}, Firmness.DOUBTED),
        ({"act": Act.DENIES}, Firmness.DENIED),
    ],
)
def test_firmness_is_how_an_article_passes_it_on(said, firmness):
    assert firmness_of(member(**said)) is firmness


def test_a_holder_has_one_position_an_article_and_commitment():
    found = find_positions(
        "claim",
        [member("a"), member("b"), member("c", act=Act.DENIES), member("d", article="herald")],
        POSITIVE,
    )
    assert [(p.member, p.evidence.article) for p in found] == [
        ("a", "gazette"),
        ("c", "gazette"),
        ("d", "herald"),
    ]
    assert [p.commitment for p in found][1] is Commitment.DENIES


def test_positions_stand_in_the_order_of_time_with_the_undated_last():
    times = {"a": None, "b": "2031-05-05", "c": "2031-05-04T09:00:00Z"}
    found = find_positions(
        "claim", [member(n, article=n, time=t) for n, t in times.items()], POSITIVE
    )
    assert [p.member for p in found] == ["c", "b", "a"]


def test_who_nobody_names_holds_no_position():
    assert find_positions("claim", [member(holder=None)], POSITIVE) == ()


def test_an_outlet_that_only_passes_it_on_reports_it():
    members = [member("a"), member("b", article="herald", outlet=True, holder="the-herald")]
    outlets = {"gazette": "the-gazette", "herald": "the-herald"}
    held = find_positions("claim", members, POSITIVE)
    (found,) = report_positions("claim", members, outlets, held)
    assert (found.holder, found.stance) == ("the-gazette", Stance.OBSERVING)
    assert (found.commitment, found.member) == (Commitment.REPORTS, "a")


OUTLETS = {"gazette": "the-gazette"}


def judged(label: Stance, *members) -> list[tuple[str, Stance, Commitment, float | None]]:
    held = find_positions("claim", members, POSITIVE)
    reporting = report_positions("claim", members, OUTLETS, held)
    answer = Judged(label, 0.8, ((3, 9),))
    found = judge_positions([*held, *reporting], OUTLETS, {"gazette": answer})
    return [(p.holder, p.stance, p.commitment, p.score) for p in found]


def test_an_outlet_that_carries_it_as_so_is_for_it_though_it_names_a_source():
    assert judged(Stance.FOR, member("a")) == [
        ("office", Stance.FOR, Commitment.ASSERTS, None),
        ("the-gazette", Stance.FOR, Commitment.REPORTS, 0.8),
    ]


def test_an_outlet_that_says_so_itself_keeps_its_own_words():
    own = member("a", outlet=True, holder="the-gazette")
    assert judged(Stance.FOR, own) == [("the-gazette", Stance.FOR, Commitment.ASSERTS, 0.8)]
    assert judged(Stance.AGAINST, own) == [("the-gazette", Stance.AGAINST, Commitment.REPORTS, 0.8)]


def test_a_judgement_is_shown_by_the_sentence_nearest_to_the_claim():
    held = find_positions("claim", [member("a", outlet=True, holder="the-gazette")], POSITIVE)
    answer = Judged(Stance.OBSERVING, 0.6, ((3, 9), (20, 30)))
    (found,) = judge_positions(held, OUTLETS, {"gazette": answer})
    assert found.evidence.spans == ((3, 9),)


def test_of_its_own_words_an_outlet_is_shown_by_those_nearest_to_the_claim():
    own = [
        member("a", outlet=True, holder="the-gazette", evidence=((0, 9),)),
        member("b", outlet=True, holder="the-gazette", evidence=((60, 80),), act=Act.CONFIRMS),
    ]
    held = find_positions("claim", own, POSITIVE)
    answer = Judged(Stance.FOR, 0.6, ((50, 90), (100, 120)))
    (found,) = judge_positions(held, OUTLETS, {"gazette": answer})
    assert found.member == "b"


def test_own_words_that_a_judgement_does_not_rest_on_do_not_show_it_but_for_a_heading():
    own = member("a", outlet=True, holder="the-gazette", evidence=((200, 230),))
    held = find_positions("claim", [own], POSITIVE)
    answer = Judged(Stance.FOR, 0.6, ((50, 90), (100, 120)))
    (near,) = judge_positions(held, OUTLETS, {"gazette": answer})
    assert (near.evidence.spans, near.commitment) == (((50, 90),), Commitment.REPORTS)
    (heading,) = judge_positions(held, OUTLETS, {"gazette": answer}, {"a"})
    assert (heading.evidence.spans, heading.commitment) == (((200, 230),), Commitment.ASSERTS)


def test_where_nothing_was_judged_the_rules_stand():
    held = find_positions("claim", [member("a", outlet=True, holder="the-gazette")], POSITIVE)
    assert judge_positions(held, OUTLETS, {}) == held


def overstated(*members) -> bool:
    return any(c.overstated for c in carry("claim", "gazette", members))


def test_a_headline_firmer_than_every_sentence_overstates():
    headline = member("h", role=PassageRole.HEADLINE, outlet=True)
    hedged = member("b", certainty=Certainty.POSSIBLE)
    (found,) = carry("claim", "gazette", [headline, hedged])
    assert (found.headline, found.body) == (Firmness.STATED, Firmness.DISTANCED)
    assert found.overstated
    assert not overstated(headline, member("b", outlet=True))
    assert not overstated(headline)
    assert not overstated(hedged)


def test_a_denial_over_a_doubt_overstates():
    headline = member("h", role=PassageRole.HEADLINE, act=Act.DENIES)
    assert overstated(headline, member("b", act=Act.DOUBTS))
    assert not overstated(headline, member("b", act=Act.DENIES))


def test_a_subheading_that_denies_over_a_doubt_is_marked_beside_the_headline():
    headline = member("h", role=PassageRole.HEADLINE, outlet=True)
    subheading = member("s", role=PassageRole.SUBHEADING, act=Act.DENIES)
    doubt = member("b", act=Act.DOUBTS, holder="a-spokesman")
    first, second = carry("claim", "gazette", [headline, subheading, doubt])
    assert not first.overstated
    assert (second.headline, second.body, second.overstated) == (
        Firmness.DENIED,
        Firmness.DOUBTED,
        True,
    )
    assert second.body_quote == doubt.quote


def test_every_article_that_carries_it_has_one_carriage():
    members = [member("a", article="herald"), member("b"), member("c")]
    assert [c.article for c in find_carriages("claim", members)] == ["gazette", "herald"]


def test_root_sources_are_the_distinct_holders_of_what_is_put_forward():
    members = [
        member("a", holder="office"),
        member("b", holder="office", article="herald"),
        member("c", holder="brigade", act=Act.DENIES),
        member("d", holder="the-herald", outlet=True),
        member("e", holder=None),
    ]
    assert root_sources(members, ACTORS) == ("office",)


def test_unnamed_sources_of_the_same_words_are_one_root():
    actors = {
        name: Actor(name, shown, ActorKind.UNNAMED)
        for name, shown in (("x", "a nurse"), ("y", "A nurse"), ("z", "a guard"))
    }
    members = [member(n, holder=n, article=n) for n in actors]
    assert len(root_sources(members, actors)) == 2


def test_who_speaks_under_duress_is_no_source_but_who_released_the_words_is():
    relay = Link("brigade", LinkRole.RELAY, (0, 3))
    members = [member("a", holder="man", duress=True, chain=(relay,))]
    assert root_sources(members, ACTORS) == ("brigade",)
    assert root_sources([member("a", holder="man", duress=True)], ACTORS) == ()


@pytest.mark.parametrize(
    ("others", "stands"),
    [
        ([], Standing.UNCONTESTED),
        ([{"act": Act.CHECKS, "holder": "police"}], Standing.BEING_CHECKED),
        ([{"act": Act.DOUBTS, "holder": "police"}], Standing.CONTESTED),
        ([{"act": Act.DENIES, "holder": "police"}], Standing.CONTESTED),
        ([{"polarity": NEGATIVE, "holder": "police"}], Standing.CONTESTED),
        ([{"act": Act.DENIES, "holder": "brigade"}], Standing.DENIED_BY_SUBJECT),
        ([{"act": Act.RETRACTS, "holder": "office"}], Standing.WITHDRAWN),
        ([{"act": Act.DENIES, "holder": "man", "duress": True}], Standing.UNCONTESTED),
    ],
)
def test_how_a_claim_stands_is_told_by_rule(others, stands):
    members = [member("a"), *(member(f"o{n}", **o) for n, o in enumerate(others))]
    words = f"{WORDS} by the Red Heron Brigade"
    assert standing(members, POSITIVE, words, ACTORS) is stands


def test_a_name_inside_another_word_names_nobody():
    actors = {"oman": Actor("oman", "Oman", ActorKind.STATE)}
    members = [member("a"), member("b", act=Act.DENIES, holder="oman")]
    assert standing(members, POSITIVE, "the woman was set free", actors) is Standing.CONTESTED


SAID = st.fixed_dictionaries(
    {
        "act": st.sampled_from(Act),
        "certainty": st.sampled_from(Certainty),
        "polarity": st.sampled_from(Polarity),
        "distance": st.sampled_from(Distance),
        "outlet": st.booleans(),
        "role": st.sampled_from([PassageRole.HEADLINE, PassageRole.PARAGRAPH]),
        "article": st.sampled_from(["gazette", "herald"]),
        "holder": st.sampled_from(["office", "brigade", None]),
    }
)


@given(st.lists(SAID, min_size=1, max_size=6), st.sampled_from(Polarity))
def test_turning_the_wording_round_swaps_for_and_against(rows, wording):
    other = NEGATIVE if wording is POSITIVE else POSITIVE
    swapped = {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}
    for n, row in enumerate(rows):
        one = member(f"m{n}", **row)
        stance = stance_of(one, wording)
        assert stance_of(one, other) is swapped.get(stance, stance)


@given(st.lists(SAID, min_size=1, max_size=6))
def test_a_carriage_is_as_firm_as_its_firmest_member(rows):
    members = [member(f"m{n}", **{**row, "article": "gazette"}) for n, row in enumerate(rows)]
    found, *_ = carry("claim", "gazette", members)
    body = [firmness_of(m) for m in members if m.role is PassageRole.PARAGRAPH]
    assert found.body == max(body, default=None)
    assert not (found.overstated and (found.headline is None or found.body is None))
