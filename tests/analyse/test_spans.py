"""Spans against spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from whence.analyse.spans import meet, meeting

SPANS = st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(SPANS), SPANS)
def test_a_span_meets_many_where_it_meets_one_of_them(spans, span) -> None:
    assert meeting(spans)(span) == any(meet(one, span) for one in spans)
