"""The search for garbage is put off, and goes on afterwards as it was."""

import gc
from collections.abc import Iterator

import pytest

from whence.collecting import put_off_collecting


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.isenabled()
    yield
    (gc.enable if before else gc.disable)()


def test_nothing_is_collected_inside_and_the_search_goes_on_behind() -> None:
    gc.enable()
    with put_off_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_fault_inside_leaves_the_search_on() -> None:
    gc.enable()
    with pytest.raises(KeyError), put_off_collecting():
        raise KeyError
    assert gc.isenabled()


def test_a_search_that_was_off_stays_off() -> None:
    gc.disable()
    with put_off_collecting():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_one_inside_another_does_not_end_the_outer() -> None:
    gc.enable()
    with put_off_collecting():
        with put_off_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
