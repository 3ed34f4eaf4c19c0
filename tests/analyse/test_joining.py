"""Joining: marks of one paragraph become drafts of statements."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.joining import Draft, join_marks, lend_name, trim_inner
from whence.analyse.sentences import split_sentences
from whence.analyse.tagger import Mark

ROLES = {"s": "source", "c": "cue", "x": "content"}
MARKED = re.compile(r"\{([scx]) (.*?)\}")


def joined(marked: str) -> list[dict[str, list[str]]]:
    """The drafts of a text in which marks are written as ``{s somebody} {c said} {x so}``."""
    text, marks = "", []
    at = 0
    for found in MARKED.finditer(marked):
        text += marked[at : found.start()]
        marks.append(Mark(ROLES[found[1]], len(text), len(text) + len(found[2])))
        text += found[2]
        at = found.end()
    text += marked[at:]
    drafts = join_marks(text, marks, split_sentences(text, 0, len(text)))
    return [
        {
            name: [text[b:e] for b, e in getattr(draft, name)]
            for name in ("source", "cue", "content")
            if getattr(draft, name)
        }
        for draft in drafts
    ]


def test_source_cue_and_content_of_a_sentence_are_one():
    assert joined("{s The office} {c said} {x the bridge was shut}.") == [
        {"source": ["The office"], "cue": ["said"], "content": ["the bridge was shut"]}
    ]


def test_each_cue_takes_what_stands_nearest():
    assert joined("{s A nurse} {c said} {x it rained}, but {s police} {c denied} {x it}.") == [
        {"source": ["A nurse"], "cue": ["said"], "content": ["it rained"]},
        {"source": ["police"], "cue": ["denied"], "content": ["it"]},
    ]


def test_a_content_on_both_sides_of_its_cue_is_one_content_in_two_pieces():
    assert joined("“{x It rained},” {s she} {c said}, “{x and how}.”") == [
        {"source": ["she"], "cue": ["said"], "content": ["It rained", "and how"]}
    ]


def test_a_quotation_that_goes_on_after_its_speaker_is_the_same_statement():
    assert joined("“{x It rained},” {s she} {c said}. “{x It poured all night}.”") == [
        {"source": ["she"], "cue": ["said"], "content": ["It rained", "It poured all night"]}
    ]


def test_a_cue_without_source_takes_the_one_before():
    first, second = joined("{s Police} {c said} {x it rained} and {c added} {x that it poured}.")
    assert first["source"] == second["source"] == ["Police"]
    assert (second["cue"], second["content"]) == (["added"], ["that it poured"])


def test_a_content_without_cue_keeps_the_speaker_before():
    first, second = joined("{s Police} {c said} {x it rained}. {x It poured all night}.")
    assert second == {"source": first["source"], "content": ["It poured all night"]}


def test_a_question_cue_split_by_its_source_is_one_cue():
    assert joined("{c Did} {s the office} {c say} {x it was shut}?") == [
        {"source": ["the office"], "cue": ["Did", "say"], "content": ["it was shut"]}
    ]


def test_a_source_in_another_sentence_is_not_taken():
    drafts = joined("{s A nurse} waited at the gate. Later {c said} {x it had rained}.")
    assert {"source": ["A nurse"]} in drafts
    assert [d["content"] for d in drafts if "content" in d] == [["it had rained"]]


def test_no_marks_are_no_drafts():
    assert joined("The bridge was shut.") == []


TEXT = "It rained, she said. Police denied it. “No,” he said, “it is so.” A nurse waited. " * 2


@st.composite
def some_marks(draw: st.DrawFn) -> list[Mark]:
    """Marks in reading order that do not overlap."""
    count = draw(st.integers(0, 8))
    places = draw(
        st.lists(st.integers(0, len(TEXT)), min_size=2 * count, max_size=2 * count, unique=True)
    )
    ordered = sorted(places)
    roles = draw(st.lists(st.sampled_from(list(ROLES.values())), min_size=count, max_size=count))
    return [Mark(role, ordered[2 * n], ordered[2 * n + 1]) for n, role in enumerate(roles)]


def own_spans(draft: Draft) -> list[tuple[str, tuple[int, int]]]:
    """The marks that a draft did not take over from the one before it."""
    sources = () if draft.carried else draft.source
    return [
        *(("source", s) for s in sources),
        *(("cue", s) for s in draft.cue),
        *(("content", s) for s in draft.content),
    ]


@given(some_marks())
def test_every_mark_is_in_exactly_one_draft(marks):
    drafts = join_marks(TEXT, marks, split_sentences(TEXT, 0, len(TEXT)))
    found = sorted(mark for draft in drafts for mark in own_spans(draft))
    assert found == sorted((m.role, (m.start, m.end)) for m in marks)


@given(some_marks())
def test_spans_stand_in_order_and_drafts_by_where_they_begin(marks):
    drafts = join_marks(TEXT, marks, split_sentences(TEXT, 0, len(TEXT)))
    for draft in drafts:
        for spans in (draft.source, draft.cue, draft.content):
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(a.span[0] <= b.span[0] for a, b in pairwise(drafts))


def test_the_conjunction_before_an_inner_subject_is_no_part_of_it():
    text = "that officers were checking"
    draft = trim_inner(text, Draft(((0, 13),), ((14, 27),), ()))
    assert [text[slice(*s)] for s in draft.source] == ["officers"]
    alone = trim_inner("that officer knew", Draft(((0, 12),), ((13, 17),), ()))
    assert alone.source == ((0, 12),)


def test_the_outer_predicate_in_quotation_marks_is_no_part_of_an_inner_content():
    text = "reports claiming two men were held “are hardly official”"
    inner = Draft(((0, 7),), ((8, 16),), ((17, len(text)),))
    assert [text[slice(*s)] for s in trim_inner(text, inner).content] == ["two men were held"]
    plain = "police said “are you sure” twice"
    kept = Draft((), ((7, 11),), ((12, len(plain)),))
    assert trim_inner(plain, kept) == kept


def test_a_name_that_reads_as_a_verb_is_no_part_of_the_cue():
    text = "IS claim they were troops."
    draft = Draft((), ((0, 8),), ((9, 25),))
    assert lend_name(text, draft, [(0, 2)]) == Draft(((0, 2),), ((3, 8),), ((9, 25),))
