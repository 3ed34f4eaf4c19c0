"""Many refusals for one reason out of one file are few lines and a count; none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from whence.model import Refusal
from whence.output import Tally
from whence.repeats import FIRST, fold_repeats

NAMES = st.sampled_from(["page.html", "rows.jsonl#1", "rows.jsonl#2", "rows.jsonl#30", "#", "#7"])
REFUSALS = st.builds(Refusal, NAMES, st.sampled_from(["empty", "too long"]))


def test_lines_of_one_file_are_counted_after_the_first() -> None:
    lines = [Refusal(f"rows.jsonl#{n}", "not a line") for n in range(1, 1201)]

    assert fold_repeats([*lines, Refusal("page.html", "empty")]) == [
        *lines[:FIRST],
        Refusal("page.html", "empty"),
        Refusal("rows.jsonl", "1,197 more times: not a line"),
    ]


def test_one_name_is_said_once() -> None:
    twice = Refusal("ferry", "given twice")

    assert fold_repeats([twice, twice]) == [twice, Refusal("ferry", "1 more time: given twice")]


def test_other_reasons_of_one_file_are_all_said() -> None:
    refusals = [Refusal(f"rows.jsonl#{n}", f"reason {n}") for n in range(20)]

    assert fold_repeats(refusals) == refusals


@given(st.lists(REFUSALS))
def test_none_is_lost(refusals: list[Refusal]) -> None:
    folded = fold_repeats(refusals)
    more = sum(int(f.reason.split()[0]) for f in folded if " more time" in f.reason)
    each = [f for f in folded if " more time" not in f.reason]

    assert len(each) + more == len(refusals)
    assert {f.reason for f in each} == {r.reason for r in refusals}
    assert len(set(each)) == len(each)


def test_a_tally_counts_all_and_says_few(capsys) -> None:
    tally = Tally(used=1)
    for n in range(50):
        tally.refuse(Refusal(f"rows.jsonl#{n}", "not a line"))
    status = tally.finish()

    said = capsys.readouterr().err.splitlines()
    assert (status, tally.refused, len(said)) == (1, 50, FIRST + 1)
    assert said[-1] == "whence: rows.jsonl: 47 more times: not a line"
