"""Average linkage: which rows of a likeness matrix become one group."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from whence.gather.linkage import Near, average_linkage, every_pair

Matrix = NDArray[np.float64]


def matrix(pairs: dict[tuple[int, int], float], size: int) -> Matrix:
    """A likeness matrix out of the pairs that are alike at all."""
    likeness = np.eye(size)
    for (a, b), value in pairs.items():
        likeness[a, b] = likeness[b, a] = value
    return likeness


def plain_linkage(likeness: Matrix, threshold: float) -> list[tuple[int, ...]]:
    """The same by the definition: every two groups compared anew for every merge."""
    groups = [(i,) for i in range(len(likeness))]
    while len(groups) > 1:
        found = [
            (likeness[np.ix_(one, other)].mean(), one, other)
            for n, one in enumerate(groups)
            for other in groups[n + 1 :]
        ]
        best = max(value for value, _, _ in found)
        if best < threshold:
            break
        _, one, other = next(row for row in found if row[0] == best)
        merged = tuple(sorted(one + other))
        groups = sorted([g for g in groups if g not in (one, other)] + [merged])
    return groups


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Symmetric matrices without ties, so that there is one right answer."""
    size = draw(st.integers(0, 9))
    count = size * (size - 1) // 2
    order = draw(st.permutations(range(count)))
    values = np.array(
        [0.05 + 0.9 * (n + 0.37 * n * n / (count + 1)) / (1.4 * count + 1) for n in order]
    )
    likeness = np.eye(size)
    likeness[np.triu_indices(size, 1)] = values
    return likeness + np.triu(likeness, 1).T


def test_nothing_and_one_alone():
    assert average_linkage([], 0.5) == []
    assert average_linkage(every_pair(np.eye(1)), 0.5) == [(0,)]


def test_rows_like_nothing_stand_alone():
    assert average_linkage(every_pair(np.eye(4)), 0.5) == [(0,), (1,), (2,), (3,)]


def test_the_likest_merge_first_and_the_mean_decides_on_the_third():
    pairs = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.1}
    assert average_linkage(every_pair(matrix(pairs, 3)), 0.5) == [(0, 1), (2,)]
    assert average_linkage(every_pair(matrix({**pairs, (0, 2): 0.2}, 3)), 0.5) == [(0, 1, 2)]


def test_a_likeness_of_just_the_threshold_is_enough():
    assert average_linkage(every_pair(matrix({(0, 1): 0.5}, 2)), 0.5) == [(0, 1)]
    assert average_linkage(every_pair(matrix({(0, 1): 0.4999}, 2)), 0.5) == [(0,), (1,)]


def test_all_alike_are_one_group():
    assert average_linkage(every_pair(np.ones((40, 40))), 0.5) == [tuple(range(40))]


def test_the_matrix_is_left_as_it_was():
    given_matrix = matrix({(0, 1): 0.9}, 3)
    before = given_matrix.copy()
    average_linkage(every_pair(given_matrix), 0.5)
    assert np.array_equal(given_matrix, before)


@given(matrices(), st.floats(0.05, 0.95))
def test_it_is_what_the_definition_says(likeness, threshold):
    assert average_linkage(every_pair(likeness), threshold) == plain_linkage(likeness, threshold)


@given(matrices(), st.floats(0.05, 0.95))
def test_every_row_is_in_one_group(likeness, threshold):
    groups = average_linkage(every_pair(likeness), threshold)
    assert sorted(row for group in groups for row in group) == list(range(len(likeness)))
    assert groups == sorted(groups)


@given(matrices(), st.floats(0.05, 0.95), st.randoms(use_true_random=False))
def test_renumbering_the_rows_renumbers_the_groups(likeness, threshold, mixer):
    order = list(range(len(likeness)))
    mixer.shuffle(order)
    moved = average_linkage(every_pair(likeness[np.ix_(order, order)]), threshold)
    back = sorted(tuple(sorted(order[row] for row in group)) for group in moved)
    assert back == average_linkage(every_pair(likeness), threshold)


def test_rows_that_are_no_neighbours_count_as_strangers():
    chain = [Near(np.array([1]), np.array([0.9])), Near(np.array([0, 2]), np.array([0.9, 0.8]))]
    chain.append(Near(np.array([1]), np.array([0.8])))
    assert average_linkage(chain, 0.5) == [(0, 1), (2,)]
    assert average_linkage(chain, 0.5, absent=0.2) == [(0, 1, 2)]


@given(matrices(), st.floats(0.3, 0.95))
def test_neighbours_alone_give_what_a_matrix_with_strangers_filled_in_gives(likeness, threshold):
    absent = 0.25
    near = [Near(np.flatnonzero(row > absent), row[row > absent]) for row in likeness]
    filled = np.maximum(likeness, absent)
    assert average_linkage(near, threshold, absent) == plain_linkage(filled, threshold)
