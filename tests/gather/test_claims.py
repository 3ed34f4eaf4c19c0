"""Claims: which members say the same thing, and whose words stand for it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.gather.claims import Grouping, compare, follow_claim, group_claims, likely_members
from whence.gather.members import Member
from whence.model import Act, PassageRole, Polarity

from .sample import WORDS, member

OTHER = "the ferry to the islands will not sail on Sunday"
TOPICS = {WORDS: 0, OTHER: 1}


def vectors(texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """One direction a topic; what is of neither is like nothing."""
    rows = np.zeros((len(texts), 2 + len(texts)), dtype=np.float32)
    for n, text in enumerate(texts):
        topic = next((at for words, at in TOPICS.items() if text.startswith(words[:9])), 2 + n)
        rows[n, topic] = 1
    return rows


def claims_of(*members: Member, own: Sequence[str] = ()) -> list[Grouping]:
    own_texts = frozenset(own or {m.article for m in members})
    return group_claims(members, vectors([m.words for m in members]), own_texts)


def ids(claims: Sequence[Grouping]) -> list[list[str]]:
    return [[m.id for m in claim.members] for claim in claims]


def test_no_member_is_no_claim():
    assert claims_of() == []
    assert follow_claim("It is so", [], vectors(["It is so"])) == []


def test_what_two_reports_say_is_one_claim_and_what_one_alone_says_is_none():
    found = claims_of(
        member("a"), member("b", article="herald"), member("c", words=OTHER, article="herald")
    )
    assert ids(found) == [["a", "b"]]


def test_two_things_are_two_claims_the_more_carried_first():
    found = claims_of(
        member("a"),
        member("b", article="herald"),
        member("c", article="notice"),
        member("d", words=OTHER),
        member("e", words=OTHER, article="herald"),
    )
    assert ids(found) == [["a", "b", "c"], ["d", "e"]]


def test_copies_count_for_less_than_texts_of_their_own():
    members = [
        member("a"),
        member("b", article="copy-1"),
        member("c", article="copy-2"),
        member("d", words=OTHER, article="herald"),
        member("e", words=OTHER, article="notice"),
    ]
    assert ids(claims_of(*members))[0] == ["a", "b", "c"]
    assert ids(claims_of(*members, own=["gazette", "herald", "notice"]))[0] == ["d", "e"]


def test_a_denial_that_repeats_nothing_is_of_the_claim_that_its_article_carries():
    denial = member(
        "d", article="herald", words="the reports are baseless", act=Act.DENIES, holder="ministry"
    )
    found = claims_of(member("a"), member("b", article="herald"), denial)
    assert ids(found) == [["a", "b", "d"]]


def test_denials_alone_make_no_claim():
    found = claims_of(member("a", act=Act.DENIES), member("b", act=Act.DENIES, article="herald"))
    assert found == []


def test_an_article_that_stands_alone_has_the_claims_of_its_sources():
    assert ids(claims_of(member("a"), member("b", words=OTHER))) == [["a"], ["b"]]


def test_the_wording_is_plain_and_not_a_denial():
    found = claims_of(
        member("a", act=Act.DENIES, polarity=Polarity.POSITIVE),
        member("b", article="herald"),
        member("c", article="notice", polarity=Polarity.NEGATIVE),
    )
    assert [claim.wording.id for claim in found] == ["b"]


@pytest.mark.parametrize(
    "worse",
    [
        "they were captured near the harbour by the Front on Monday",
        "“We captured two divers near the harbour”",
        "the capture of two divers near the harbour",
    ],
)
def test_a_claim_is_worded_with_words_that_stand_alone(worse):
    same = np.ones((2, 1), dtype=np.float32)
    rows = [member("a", words=worse), member("b", article="herald")]
    for members in (rows, rows[::-1]):
        (claim,) = group_claims(members, same, frozenset({"gazette", "herald"}))
        assert claim.wording.id == "b"


def test_a_claim_is_not_worded_with_an_endless_sentence():
    long = WORDS + ", which " + "was told and told again, and " * 12
    found = claims_of(
        member("a", words=long), member("b", article="herald"), member("c", article="notice")
    )
    assert found[0].wording.id in ("b", "c")


def test_no_story_has_more_than_a_dozen_claims():
    members = [
        member(
            f"m{topic}-{article}",
            words=f"{'xyz'[article]}{topic} happened today",
            article=str(article),
        )
        for topic in range(20)
        for article in range(2)
    ]
    rows = np.repeat(np.eye(20, dtype=np.float32), 2, axis=0)
    assert len(group_claims(members, rows, frozenset({"0", "1"}))) == 12


def test_a_users_claim_gathers_what_speaks_of_it_and_nothing_else():
    members = [
        member("a"),
        member("b", words=OTHER),
        member("c", article="herald", act=Act.DENIES),
    ]
    (found,) = follow_claim(WORDS, members, vectors([WORDS, *(m.words for m in members)]))
    assert [m.id for m in found.members] == ["a", "c"]
    assert found.wording.id == "a"
    nothing = "Penguins knit scarves"
    assert follow_claim(nothing, members, vectors([nothing, *(m.words for m in members)])) == []


def test_likeness_is_symmetric_and_highest_for_the_same_words():
    texts = [WORDS, OTHER, WORDS.upper(), ""]
    likeness = compare(texts, vectors(texts))
    assert np.array_equal(likeness, likeness.T)
    assert likeness[0, 0] == pytest.approx(1.0)
    assert likeness[0, 1] < 0.2
    assert likeness[3, 0] == 0


MEMBERS = st.lists(
    st.tuples(
        st.sampled_from([WORDS, OTHER, "the reports are false", WORDS + " on Tuesday"]),
        st.sampled_from(["gazette", "herald", "notice"]),
        st.sampled_from([Act.ASSERTS, Act.DENIES, Act.CHECKS, Act.REPORTS]),
        st.sampled_from([PassageRole.PARAGRAPH, PassageRole.HEADLINE, PassageRole.CAPTION]),
    ),
    max_size=8,
)


@given(MEMBERS)
def test_no_member_stands_twice_in_a_claim_and_every_wording_is_a_members(rows):
    members = [
        member(f"m{n}", words=words, article=article, act=act, role=role)
        for n, (words, article, act, role) in enumerate(rows)
    ]
    found = claims_of(*members)
    assert all(len(claim) == len(set(claim)) for claim in ids(found))
    assert {m for claim in ids(found) for m in claim} <= {m.id for m in members}
    assert all(claim.wording in claim.members for claim in found)


def pursued(likeness: float, *more: Member, act: Act = Act.ASSERTS) -> list[list[str]]:
    """Claims where the last member is so like the first, whose words the claim has, and no other.

    Vectors weigh .85 of the likeness; the words that are shared tell next to nothing.
    """
    members = [member("a"), member("b", article="herald"), *more]
    members.append(member("z", words="rope was found on a quay", article="notice", act=act))
    rows = np.zeros((len(members), 2), dtype=np.float32)
    rows[:] = [0.8, 0.6]
    rows[0] = [1, 0]
    rows[-1] = [likeness, -math.sqrt(1 - likeness**2)]
    return ids(group_claims(members, rows, frozenset({"gazette", "herald", "notice"})))


def test_a_claim_is_pursued_into_an_article_that_has_nothing_of_it():
    assert pursued(0.6) == [["a", "b"]]
    assert pursued(0.68) == [["a", "b", "z"]]


def test_no_denial_is_taken_for_one_of_another_claim():
    assert pursued(0.68, act=Act.DENIES) == [["a", "b"]]


def test_a_claim_is_not_pursued_where_its_article_has_it():
    assert pursued(0.68, member("c", article="notice")) == [["a", "b", "c"]]


def test_what_has_no_verb_makes_no_claim_and_is_no_outlets_word():
    fragment = "the capture of two divers near the harbour"
    said = [member("a", words=fragment), member("b", words=fragment, article="herald")]
    assert claims_of(*said) == []
    assert likely_members([member("a", words=fragment, outlet=True)]) == []
    headline = member("a", words=fragment, outlet=True, role=PassageRole.HEADLINE)
    assert likely_members([headline]) == [headline]


def test_a_claim_is_worded_with_a_sentence_before_a_part_of_one():
    part = "two divers to be captured near the harbour wall"
    found = claims_of(
        member("a", words=part), member("b", article="herald"), member("c", words=part)
    )
    assert [claim.wording.id for claim in found] == ["b"]
