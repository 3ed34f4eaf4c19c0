"""The tree of copies: who hangs under whom, and where it is drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from whence.model import Alignment, Derivation, Direction
from whence.report.copies import choose_parents, place_texts, view_copies
from whence.report.sources import Reference

from .sample import TRACE

VIEW = view_copies(TRACE.stories[0], Reference(TRACE))


def _taken(copy: str, source: str, size: int = 10, known: bool = True) -> Derivation:
    direction = Direction.KNOWN if known else Direction.UNDECIDED
    return Derivation(copy, source, direction, (Alignment(0, size, 0, size),), "why")


def test_a_copy_hangs_under_the_surest_and_then_the_largest_source() -> None:
    given = [_taken("c", "a", 90, known=False), _taken("c", "b", 20), _taken("c", "d", 30)]
    assert choose_parents(given)["c"].source == "d"


def test_texts_that_are_said_to_copy_each_other_make_no_circle() -> None:
    parents = choose_parents([_taken("a", "b"), _taken("b", "c"), _taken("c", "a")])
    assert len(parents) == 2


def test_an_unseen_text_is_drawn_as_such_and_stands_left_of_its_copies() -> None:
    unseen = next(box for box in VIEW.boxes if box.unseen)
    assert unseen.label == "Polar Wire"
    assert unseen.anchor == ""
    copies = {box.label for box in VIEW.boxes if box.x > unseen.x + VIEW.box_width}
    assert {"[1] Harbour Gazette", "[2] The Quay Post"} <= copies


def test_known_and_undecided_directions_are_told_apart() -> None:
    assert [line.known for line in VIEW.lines] == [True, True, True, False]
    assert [row.known for row in VIEW.rows] == [True, True, True, False]


def test_articles_without_copies_are_named_apart() -> None:
    assert [name.outlet for name in VIEW.alone] == ["Northern Courier"]


def test_the_share_is_what_the_alignments_cover() -> None:
    kestrel = next(row for row in VIEW.rows if row.copy.outlet == "Kestrel Online")
    text = TRACE.analyses[2].article.text
    assert kestrel.share == round(100 * (len(text) - text.index("The Red")) / len(text))


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 50), st.booleans()),
        max_size=25,
    )
)
def test_boxes_never_lie_on_each_other_and_copies_stand_right_of_their_source(
    edges: list[tuple[int, int, int, bool]],
) -> None:
    given = [_taken(str(a), str(b), size, known) for a, b, size, known in edges if a != b]
    texts = sorted({d.article for d in given} | {d.source for d in given})
    parents = choose_parents(given)
    places = place_texts(texts, parents)
    assert sorted(places) == texts
    assert len(set(places.values())) == len(texts)
    assert all(places[p.source][0] == places[copy][0] - 1 for copy, p in parents.items())
