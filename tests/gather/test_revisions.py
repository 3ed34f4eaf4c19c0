"""What was changed in an article between two captures, and what is no change to a reader."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whence.analyse.article import analyse_article
from whence.gather.revisions import compare, find_revisions
from whence.model import (
    Analysis,
    Article,
    ChangeKind,
    Direction,
    Edit,
    EditKind,
    Moment,
    Passage,
    PassageRole,
    Precision,
    Quote,
    Revision,
)
from whence.read.plain import read_passages

PAGE = "https://gazette.example/ferry"
TITLE = "Ferry sinks off Varn with 200 aboard"
SANK = "The ferry Heron sank off Varn on Monday with 200 people aboard, the coast guard said."
HULL = "Captain Tom Ashe claimed that the hull had been damaged before the ship left the harbour."
STORM = "It was the third night of storms on that coast, and the boats to the islands stood still."
OFFICE = "The harbour office confirmed that the ship had been inspected in March."
QUAY = "“Nobody asked us,” a fisherman said on the quay, where the rescuers had put up their tents."
TEXT = (TITLE, SANK, HULL, STORM, OFFICE, QUAY)


def capture(*lines: str, hour: int = 12, url: str | None = PAGE, name: str = "") -> Article:
    """An article of some passages, the headline first, seen at an hour."""
    text = "\n\n".join(lines)
    seen = Moment(f"2031-05-04T{hour:02}:00:00Z", Precision.SECOND, "Z", "capture")
    key = name or f"{PAGE}#{hour}"
    return Article(
        key, text, url, passages=read_passages(text, lines[0]), first_seen=seen, capture=f"{hour:x}"
    )


def revise(
    before: tuple[str, ...], after: tuple[str, ...], analysed: bool = False
) -> Revision | None:
    one, other = capture(*before), capture(*after, hour=15)
    read = analyse_article if analysed else Analysis
    return compare(read(one), read(other))


def swap(old: str, new: str) -> tuple[str, ...]:
    """The text with some words in place of others, wherever they stand."""
    return tuple(line.replace(old, new) for line in TEXT if line.replace(old, new))


def only(revision: Revision | None) -> Edit:
    assert revision is not None
    (edit,) = revision.edits
    return edit


def words(quote: Quote | None, lines: tuple[str, ...]) -> list[str]:
    text = "\n\n".join(lines)
    return [text[b:e] for b, e in quote.spans] if quote else []


# ---------------------------------------------------------------- passages


def test_a_passage_that_is_gone_was_cut():
    edit = only(revise(TEXT, swap(STORM, "")))
    assert (edit.kind, edit.after, words(edit.before, TEXT)) == (EditKind.CUT, None, [STORM])


def test_a_passage_that_is_new_was_added():
    edit = only(revise(swap(STORM, ""), TEXT))
    assert (edit.kind, edit.before, words(edit.after, TEXT)) == (EditKind.ADDED, None, [STORM])


def test_a_passage_that_stands_elsewhere_was_moved_and_not_cut_and_added():
    after = (TITLE, SANK, STORM, OFFICE, QUAY, HULL)
    edit = only(revise(TEXT, after))
    assert (edit.kind, edit.moved, edit.cut, edit.added) == (EditKind.MOVED, True, (), ())
    assert words(edit.before, TEXT) == words(edit.after, after) == [HULL]


def test_a_passage_can_be_moved_and_reworded():
    after = (TITLE, SANK, STORM, OFFICE, QUAY, HULL.replace("damaged", "mended"))
    edit = only(revise(TEXT, after))
    assert (edit.kind, edit.moved) == (EditKind.REWORDED, True)


def test_of_a_reworded_passage_the_words_are_told_that_are_gone_and_that_are_new():
    after = swap("in March", "late in the spring")
    edit = only(revise(TEXT, after))
    there, here = "\n\n".join(TEXT), "\n\n".join(after)
    assert edit.kind is EditKind.REWORDED
    assert [there[b:e] for b, e in edit.cut] == ["March"]
    assert [here[b:e] for b, e in edit.added] == ["late", "the spring"]


def test_a_passage_that_is_parted_and_reworded_is_one_edit_of_two_pieces():
    long = f"{STORM} {HULL}"
    after = (TITLE, SANK, STORM, HULL.replace("the hull", "its hull"), OFFICE)
    edit = only(revise((TITLE, SANK, long, OFFICE), after))
    assert edit.kind is EditKind.REWORDED
    assert words(edit.after, after) == [STORM, HULL.replace("the hull", "its hull")]


def test_a_headline_that_shares_no_word_with_the_old_one_took_its_place():
    edit = only(revise(TEXT, swap(TITLE, "Islanders wait for news of their own")))
    assert (edit.kind, edit.role) == (EditKind.REWORDED, PassageRole.HEADLINE)


def test_a_passage_replaced_by_another_was_cut_and_the_other_added():
    found = revise(TEXT, swap(OFFICE, "Divers from three villages searched the bay until dusk."))
    assert found is not None
    assert [e.kind for e in found.edits] == [EditKind.CUT, EditKind.ADDED]


# ---------------------------------------------------------------- no change


@pytest.mark.parametrize(
    "after",
    [
        swap("“Nobody asked us,”", '"Nobody asked us,"'),
        swap("coast, and", "coast,\u00a0and"),
        swap("Heron sank", "Heron  sank"),
        (TITLE, SANK, f"{HULL}\n{STORM}", OFFICE, QUAY),
        (*TEXT, "Updated 5 minutes ago"),
        (*TEXT, "1,204 shares"),
        (*TEXT, "37 comments"),
        (*TEXT, "Most read"),
        (*TEXT, "Related: Storm warning for the islands"),
        (*TEXT, "Share this", "Tweet"),
    ],
)
def test_what_no_reader_of_the_article_sees_is_no_revision(after):
    assert revise(TEXT, after) is None


def test_a_paragraph_that_is_parted_in_two_is_no_revision():
    parted = (TITLE, SANK, f"{STORM} {HULL}", OFFICE)
    assert revise(parted, (TITLE, SANK, STORM, HULL, OFFICE)) is None
    assert revise((TITLE, SANK, STORM, HULL, OFFICE), parted) is None


def test_the_hour_beside_a_name_is_no_part_of_a_byline():
    before = (TITLE, "By Lena Okafor, updated 4 May 2031 10:05 GMT", *TEXT[1:])
    later = (TITLE, "By Lena Okafor, updated 4 May 2031 12:40 GMT", *TEXT[1:])
    other = (TITLE, "By Ines Holloway, updated 4 May 2031 12:40 GMT", *TEXT[1:])
    assert revise(before, later) is None
    assert only(revise(before, other)).role is PassageRole.BYLINE


def test_a_passage_that_is_now_told_to_be_none_of_the_article_was_not_cut():
    one, other = capture(*TEXT), capture(*TEXT, hour=15)
    *rest, last = other.passages
    role = Passage(PassageRole.BOILERPLATE, last.start, last.end)
    other = replace(other, passages=(*rest, role))
    assert compare(Analysis(one), Analysis(other)) is None


# ---------------------------------------------------------------- what it says


def kinds(after: tuple[str, ...], before: tuple[str, ...] = TEXT) -> list[ChangeKind]:
    found = revise(before, after, analysed=True)
    return [c.kind for c in found.changes] if found else []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Captain Tom Ashe claimed that the hull", "The hull", ChangeKind.HEDGE_LOST),
        ("the coast guard said", "the coast guard claimed", ChangeKind.HEDGE_ADDED),
        ("confirmed", "denied", ChangeKind.ACT_CHANGED),
        ("with 200 people", "with 120 people", ChangeKind.NUMBER_CHANGED),
        ("Tom Ashe", "Ada Merrow", ChangeKind.NAME_CHANGED),
    ],
)
def test_what_changed_in_meaning_is_told(old, new, kind):
    assert kinds(swap(old, new)) == [kind]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Ferry sinks off Varn with 200 aboard, coast guard says", ChangeKind.SOURCE_ADDED),
        ("Ferry reportedly sinks off Varn with 200 aboard", ChangeKind.HEDGE_ADDED),
    ],
)
def test_a_headline_that_was_softened_is_told_in_one_direction_and_hardened_in_the_other(
    title, kind
):
    other = {
        ChangeKind.SOURCE_ADDED: ChangeKind.SOURCE_DROPPED,
        ChangeKind.HEDGE_ADDED: ChangeKind.HEDGE_LOST,
    }
    assert kinds((title, *TEXT[1:])) == [kind]
    assert kinds(TEXT, (title, *TEXT[1:])) == [other[kind]]


def test_a_hedge_more_on_what_was_hedged_already_is_told():
    before = (
        TITLE,
        STORM,
        "The minister said that the ferry may have struck a bank of sand.",
    )
    after = (*before[:2], before[2].replace("said", "claimed"))
    assert kinds(after, before) == [ChangeKind.HEDGE_ADDED]
    assert kinds(before, after) == [ChangeKind.HEDGE_LOST]


def test_a_number_that_counts_nothing_is_told_too():
    before = (TITLE, STORM, "The boats left the harbour of Varn at 11.30, before the storm came.")
    assert kinds((*before[:2], before[2].replace("30", "45")), before) == [
        ChangeKind.NUMBER_CHANGED
    ]


def test_a_number_in_another_passage_than_the_one_before_is_not_told_twice():
    after = swap("with 200 people", "with 120 people")
    found = revise(TEXT, after, analysed=True)
    assert found is not None
    (change,) = found.changes
    assert (words(change.before, TEXT), words(change.after, after)) == (["200"], ["120"])


# ---------------------------------------------------------------- announced and silent


def note(text: str) -> tuple[str, ...]:
    return (*swap("with 200", "with 120"), text)


def test_without_a_note_a_change_is_silent():
    found = revise(TEXT, swap("with 200", "with 120"), analysed=True)
    assert found is not None
    assert found.announcements == ()
    assert {e.announced for e in found.edits} == {False}
    assert {c.announced for c in found.changes} == {False}


def test_a_note_that_names_what_was_changed_announces_it():
    after = note("Correction: an earlier version of this article said that 200 people were aboard.")
    found = revise(TEXT, after, analysed=True)
    assert found is not None
    assert [words(q, after) for q in found.announcements] == [[after[-1]]]
    assert {e.announced for e in found.edits} == {True}
    assert {c.announced for c in found.changes} == {True}


def test_a_note_on_one_thing_leaves_another_silent():
    after = note("Correction: an earlier version of this article said that 200 people were aboard.")
    after = tuple(line.replace("Captain Tom Ashe claimed that the", "The") for line in after)
    found = revise(TEXT, after, analysed=True)
    assert found is not None
    silent = {words(e.before, TEXT)[0] for e in found.edits if not e.announced}
    assert silent == {HULL}
    assert {c.kind for c in found.changes if not c.announced} == {ChangeKind.HEDGE_LOST}


def test_a_note_on_a_wrong_number_announces_numbers_and_nothing_else():
    after = note("Correction: an earlier version of this article gave a wrong number.")
    after = tuple(line.replace("Captain Tom Ashe claimed that the", "The") for line in after)
    found = revise(TEXT, after, analysed=True)
    assert found is not None
    numbers = [c for c in found.changes if c.kind is ChangeKind.NUMBER_CHANGED]
    others = [c for c in found.changes if c.kind is not ChangeKind.NUMBER_CHANGED]
    assert {c.announced for c in numbers} == {True}
    assert others
    assert not any(c.announced for c in others)


def test_a_note_that_names_nothing_announces_nothing():
    found = revise(TEXT, note("This article was updated."))
    assert found is not None
    assert len(found.announcements) == 1
    changed = [e for e in found.edits if e.kind is EditKind.REWORDED]
    assert [e.announced for e in changed] == [False, False]


def test_a_note_that_stood_there_before_is_none_of_this_version():
    old = "Correction: an earlier version of this article misspelt the name of the captain."
    found = revise((*TEXT, old), (*swap("with 200", "with 120"), old))
    assert found is not None
    assert found.announcements == ()


def test_a_note_on_the_headline_announces_the_headline():
    after = (*swap(TITLE, "Ferry lost off Varn"), "The headline of this article was amended.")
    after = (*after[:-1], "This headline has been changed.")
    found = revise(TEXT, after)
    assert found is not None
    assert found.edits[0].announced


# ---------------------------------------------------------------- in a trace


def test_the_latest_of_three_captures_is_left_and_two_revisions_tell_how_it_came_to_be():
    second = swap("with 200", "with 160")
    third = tuple(line.replace("with 160", "with 120") for line in second)
    captures = [capture(*TEXT), capture(*second, hour=13), capture(*third, hour=15)]
    found = find_revisions([Analysis(a) for a in reversed(captures)])
    assert [a.article.id for a in found.latest] == [f"{PAGE}#15"]
    pairs = [(r.before.article, r.after.article) for r in found.revisions]
    assert pairs == [(f"{PAGE}#12", f"{PAGE}#13"), (f"{PAGE}#13", f"{PAGE}#15")]


def test_captures_that_read_the_same_are_one_version_first_and_last_seen():
    after = swap("with 200", "with 120")
    captures = [capture(*TEXT), capture(*TEXT, "3 comments", hour=13), capture(*after, hour=15)]
    (revision,) = find_revisions([Analysis(a) for a in captures]).revisions
    before = revision.before
    assert (before.article, before.again) == (f"{PAGE}#13", (f"{PAGE}#12",))
    assert (before.first, before.last) == ("2031-05-04T12:00:00Z", "2031-05-04T13:00:00Z")


def test_a_page_that_never_changed_is_one_article_and_no_revision():
    captures = [capture(*TEXT, hour=hour) for hour in (12, 13, 14)]
    found = find_revisions([Analysis(a) for a in captures])
    assert [a.article.id for a in found.latest] == [f"{PAGE}#14"]
    assert found.revisions == ()
    assert [(v.article, len(v.again)) for v in found.unchanged] == [(f"{PAGE}#14", 2)]


def test_an_article_that_was_taken_down_is_not_lost():
    gone = ("This page was removed", "The article that stood here is no longer available to us.")
    found = find_revisions([Analysis(capture(*TEXT)), Analysis(capture(*gone, hour=15))])
    (revision,) = found.revisions
    cut = [words(e.before, TEXT)[0] for e in revision.edits if e.kind is EditKind.CUT]
    assert cut == list(TEXT[1:])


def test_two_versions_without_a_time_are_told_apart_but_not_which_came_first():
    one, other = (
        replace(capture(*lines, name=name), first_seen=None)
        for name, lines in (("a", TEXT), ("b", swap("with 200", "with 120")))
    )
    (revision,) = find_revisions([Analysis(one), Analysis(other)]).revisions
    assert revision.order is Direction.UNDECIDED


# ---------------------------------------------------------------- invariants

LINES = st.lists(st.sampled_from([*TEXT[1:], OFFICE.replace("March", "May"), "Share"]), max_size=9)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_an_article_is_no_revision_of_itself(lines):
    article = Analysis(capture(TITLE, *lines))
    assert compare(article, article) is None


@settings(max_examples=100, deadline=None)
@given(LINES, LINES, st.text(max_size=40))
def test_every_span_lies_in_its_article_and_every_passage_is_told_once(before, after, extra):
    one, other = capture(TITLE, *before), capture(TITLE, *after, extra or "x", hour=15)
    found = compare(Analysis(one), Analysis(other))
    for edit in found.edits if found else ():
        for quote, marked, article in (
            (edit.before, edit.cut, one),
            (edit.after, edit.added, other),
        ):
            inside = quote.spans if quote else ()
            assert quote is None or quote.article == article.id
            assert all(0 <= b < e <= len(article.text) for b, e in inside)
            assert all(any(b <= c and d <= e for b, e in inside) for c, d in marked)
    for side in ("before", "after"):
        quotes = [getattr(e, side) for e in found.edits if getattr(e, side)] if found else []
        spans = [span for quote in quotes for span in quote.spans]
        assert len(spans) == len(set(spans))


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_the_inputs_changes_nothing(order):
    captures = [
        Analysis(capture(*TEXT)),
        Analysis(capture(*swap("with 200", "with 120"), hour=13)),
        Analysis(capture(*swap("with 200", "with 120"), "4 comments", hour=14)),
        Analysis(capture(*swap(STORM, ""), hour=15)),
        Analysis(capture(QUAY, HULL, url="https://gazette.example/other", name="other")),
    ]
    plain, shuffled = (find_revisions(x) for x in (captures, [captures[n] for n in order]))
    assert plain.revisions == shuffled.revisions
    assert plain.unchanged == shuffled.unchanged
    assert sorted(a.article.id for a in plain.latest) == sorted(
        a.article.id for a in shuffled.latest
    )
