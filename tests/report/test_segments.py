"""Marks that cross are written as elements that nest, and no character is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from whence.report.segments import Mark, nest_marks

_TEXT = "abcdefghijklmnopqrstuvwxyz"
_EDGE = st.integers(0, len(_TEXT))
_MARKS = st.lists(
    st.builds(
        lambda a, b, kind, rank: Mark(min(a, b), max(a, b), kind, rank),
        _EDGE,
        _EDGE,
        st.sampled_from(["source", "cue", "content"]),
        st.integers(0, 2),
    ),
    max_size=8,
)


def _written(start: int, end: int, marks: list[Mark]) -> str:
    """The pieces as nested brackets, to be read by eye."""
    out = []
    for piece in nest_marks(_TEXT, start, end, marks):
        opened = piece.opens.kind + ("(" if piece.anchored else "…(") if piece.opens else ""
        out.append(opened or (")" if piece.closes else piece.text))
    return "".join(out)


def test_a_mark_inside_another_is_written_inside_it() -> None:
    assert _written(0, 6, [Mark(2, 4, "y"), Mark(0, 6, "x")]) == "x(aby(cd)ef)"


def test_of_two_crossing_marks_the_second_is_closed_and_opened_again() -> None:
    assert _written(0, 6, [Mark(0, 4, "x"), Mark(2, 6, "y")]) == "x(aby(cd))y…(ef)"


def test_on_the_same_span_the_lower_rank_stands_outside() -> None:
    assert _written(0, 2, [Mark(0, 2, "y", 2), Mark(0, 2, "x", 1)]) == "x(y(ab))"


def test_a_mark_that_began_before_the_stretch_goes_on_without_its_anchor() -> None:
    assert _written(2, 4, [Mark(0, 3, "x")]) == "x…(c)d"


@given(_EDGE, _EDGE, _MARKS)
def test_the_text_is_preserved_exactly(a: int, b: int, marks: list[Mark]) -> None:
    start, end = min(a, b), max(a, b)
    pieces = list(nest_marks(_TEXT, start, end, marks))
    assert "".join(piece.text for piece in pieces) == _TEXT[start:end]


@given(_EDGE, _EDGE, _MARKS)
def test_each_character_lies_in_exactly_the_marks_that_cover_it(
    a: int, b: int, marks: list[Mark]
) -> None:
    start, end = min(a, b), max(a, b)
    open_marks: list[Mark] = []
    offset = start
    for piece in nest_marks(_TEXT, start, end, marks):
        if piece.opens:
            open_marks.append(piece.opens)
        elif piece.closes:
            open_marks.pop()
        for _ in piece.text:
            around = [m for m in marks if m.start <= offset < m.end]
            assert sorted(open_marks, key=repr) == sorted(around, key=repr)
            offset += 1
    assert open_marks == []


@given(_MARKS)
def test_each_mark_is_anchored_once(marks: list[Mark]) -> None:
    pieces = nest_marks(_TEXT, 0, len(_TEXT), marks)
    anchored = [piece.opens for piece in pieces if piece.opens and piece.anchored]
    assert sorted(anchored, key=repr) == sorted((m for m in marks if m.start < m.end), key=repr)
