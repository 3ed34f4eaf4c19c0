"""Which parts of two versions are the same, and how long it takes to tell."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from whence.gather.matching import longest_rise, match_parts
from whence.gather.parts import Part, even_out, read_tokens
from whence.model import PassageRole


def part(text: str, role: PassageRole = PassageRole.PARAGRAPH) -> Part:
    span = (0, len(text))
    return Part(role, span, *read_tokens(text, span))


NAMES = ["Varn", "Lozmira", "Brandvik", "Okafor", "Heron", "Kestrel", "Quillon", "Merrow"]


def parts(numbers: list[int]) -> list[Part]:
    return [part(f"The boats of {NAMES[n]} lay in the harbour until dawn.") for n in numbers]


NUMBERS = st.lists(st.integers(0, 7), max_size=10)


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_every_part_is_in_one_match_at_most(before, after):
    found = match_parts(parts(before), parts(after))
    for side in ("before", "after"):
        numbers = [n for match in found for n in getattr(match, side)]
        assert len(numbers) == len(set(numbers))
    assert all(match.before and match.after for match in found)


@settings(deadline=None)
@given(NUMBERS)
def test_a_version_is_matched_with_itself_part_by_part_and_nothing_moved(numbers):
    found = match_parts(parts(numbers), parts(numbers))
    assert [(m.before, m.after, m.moved) for m in found] == [
        ((n,), (n,), False) for n in range(len(numbers))
    ]


@settings(deadline=None)
@given(st.permutations(range(8)))
def test_as_few_are_moved_as_can_be(order):
    found = match_parts(parts(list(range(8))), parts(order))
    assert sum(match.moved for match in found) == 8 - len(longest_rise(order))


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), max_size=12))
def test_the_longest_rise_rises(numbers):
    run = [numbers[n] for n in sorted(longest_rise(numbers))]
    assert run == sorted(set(run))
    assert bool(run) == bool(numbers)


def test_tokens_are_the_same_whatever_their_typography():
    one, other = '"It\'s late" - he said...', "“It’s late” — HE said…"
    assert part(one).tokens == part(other).tokens
    assert even_out("so\u00adft") == "soft"


def test_a_number_with_its_marks_is_one_token():
    assert part("at 10.30, 1,200 people").tokens == ("at", "10.30", ",", "1,200", "people")


def test_ten_times_the_parts_do_not_take_a_hundred_times_as_long():
    def seconds(count: int) -> float:
        before = [
            part(f"Boat {n} of the {n * 7919 % 977} left Varn for {n % 13}") for n in range(count)
        ]
        after = [
            part(f"Boat {n} of the {n * 7919 % 977} left Orsk for {n % 13}") for n in range(count)
        ]
        begin = time.process_time()
        match_parts(before, after)
        return time.process_time() - begin

    assert seconds(4000) < 30 * max(seconds(400), 0.02)
