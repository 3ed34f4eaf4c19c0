"""What a copy made of the words that it took."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.article import analyse_article
from whence.gather.actors import merge_actors
from whence.gather.changes import find_changes
from whence.gather.members import find_members
from whence.gather.wording import align_words
from whence.model import Alignment, Article, Change, ChangeKind, Derivation, Direction

REST = (
    "The boats had left the harbour of Varn before dawn, the coast guard wrote in its log.\n\n"
    "It was the third night of storms on that coast, and the ferries to the islands stood still."
)


def changes(before: str, after: str, direction: Direction = Direction.KNOWN) -> list[Change]:
    source, copy = (Article(n, f"{t}\n\n{REST}") for n, t in (("a", before), ("b", after)))
    analyses = {a.id: analyse_article(a) for a in (source, copy)}
    actors = merge_actors(list(analyses.values()))
    members = find_members(list(analyses.values()), actors)
    whole = (Alignment(0, len(copy.text), 0, len(source.text)),)
    taken = Derivation("b", "a", direction, whole, "")
    return list(find_changes([taken], analyses, members, actors))


def kinds(before: str, after: str) -> list[ChangeKind]:
    return [c.kind for c in changes(before, after)]


def words(change: Change, before: str, after: str) -> tuple[str, str]:
    return tuple(
        f"{text}\n\n{REST}"[slice(*quote.spans[0])]
        for text, quote in ((before, change.before), (after, change.after))
    )


CLAIMED = "The Heron Front claimed that it had captured two divers near the old mill on Monday."
STATED = "The Heron Front had captured two divers near the old mill on Monday."


def test_a_claim_that_becomes_a_fact_has_lost_its_hedge():
    (found,) = changes(CLAIMED, STATED)
    assert found.kind is ChangeKind.HEDGE_LOST
    assert words(found, CLAIMED, STATED) == (CLAIMED, STATED)


def test_what_somebody_said_and_the_copy_says_itself_has_lost_its_source():
    said = CLAIMED.replace("claimed", "said")
    assert kinds(said, STATED) == [ChangeKind.SOURCE_DROPPED]


def test_a_copy_that_is_more_careful_put_a_hedge_in():
    said = CLAIMED.replace("claimed", "said")
    assert kinds(said, CLAIMED) == [ChangeKind.HEDGE_ADDED]


def test_another_number_in_the_same_place_was_changed():
    after = CLAIMED.replace("two divers", "three divers")
    (found,) = changes(CLAIMED, after)
    assert found.kind is ChangeKind.NUMBER_CHANGED
    assert words(found, CLAIMED, after) == ("two", "three")


def test_another_name_in_the_same_place_was_changed():
    before = "Mayor Ada Merrow said that the harbour of Varn would stay shut until the spring."
    after = before.replace("Ada Merrow", "Tom Ashe")
    (found,) = changes(before, after)
    assert found.kind is ChangeKind.NAME_CHANGED
    assert words(found, before, after) == ("Ada Merrow", "Tom Ashe")


@pytest.mark.parametrize(
    "after",
    [
        CLAIMED,
        CLAIMED.replace("two", "2"),
        CLAIMED.replace("on Monday", "this week"),
        CLAIMED.replace("near", "beside"),
    ],
)
def test_what_means_the_same_was_not_changed(after):
    assert kinds(CLAIMED, after) == []


def test_where_nobody_knows_who_took_from_whom_nobody_changed_anything():
    assert changes(CLAIMED, STATED, Direction.UNDECIDED) == []


# ---------------------------------------------------------------- words side by side


def test_words_are_paired_over_changed_ones_and_forms_of_a_word_are_one():
    source, copy = "the old ferry sinks off Varn at dawn", "the new ferry sank near Varn at dawn"
    wording = align_words(source, copy, [Alignment(0, len(copy), 0, len(source))])
    assert wording.carried((0, len(source)))[1] == (0, len(copy))
    lost = [source[slice(*wording.source.span(n, n + 1))] for n in wording.lost((0, len(source)))]
    assert lost == ["old", "sinks", "off"]


def test_the_word_at_which_a_passage_ends_is_looked_at_too():
    source, copy = "Three divers were held near Varn", "Two divers were held near Varn"
    wording = align_words(source, copy, [Alignment(4, len(copy), 6, len(source))])
    ((there, here),) = wording.swaps
    assert source[slice(*wording.source.span(*there))] == "Three"
    assert copy[slice(*wording.copy.span(*here))] == "Two"


WORDS = st.lists(st.sampled_from(["the", "ferry", "sank", "off", "Varn", "2", "two"]), max_size=12)


@given(WORDS, WORDS)
def test_paired_words_are_in_order_and_inside_both_texts(one, other):
    source, copy = " ".join(one), " ".join(other)
    wording = align_words(source, copy, [Alignment(0, len(copy), 0, len(source))])
    assert list(wording.pairs.values()) == sorted(set(wording.pairs.values()))
    assert all(0 <= n < len(one) and 0 <= m < len(other) for n, m in wording.pairs.items())
    share, place = wording.carried((0, len(source)))
    assert 0 <= share <= 1 and (place is None) == (not wording.pairs)
