"""Titles: how much of a run of capitalised words is title, and no name.

Takes the Words of a run, gives how many at its front are titles, what modifies them, and what
goes with them ("Deputy Foreign Minister", "Secretary of State").
"""

from __future__ import annotations

from collections.abc import Sequence

from whence.analyse.vocabulary import load_aliases, load_roles
from whence.analyse.words import Word


def title_length(run: Sequence[Word]) -> int:
    """How many words at the front of a run are title and no name; all, where all are.

    Titles, what modifies them and names of the table go on from the front; an abbreviated or
    unmistakable title further on still ends the title ("Air Force Gen. X").
    """
    roles = load_roles()
    adjectives = load_aliases().adjectives
    cut, front, plain = 0, True, True
    passed = 0
    for i, word in enumerate(run):
        low, left = word.low.rstrip("."), len(run) - 1 - i
        if i < passed:
            continue
        if cut == i and (passed := i + title_tail(run[i - 1 :])) > i:
            cut = passed if passed < len(run) else cut
            continue
        if low in roles.titles:
            told = low in roles["words", "abbreviated"] or (
                low in roles["titles", "strong"] and left > 1
            )
            if left and (front or told):
                cut = i + 1
        elif low not in roles["titles", "modifiers"] and low not in adjectives:
            front = front and word.known is not None
            plain = False
    # "Mr. King", "Mrs. Bishop": what an honorific is followed by is a name, whatever it means.
    return cut if not plain or starts_with_honorific(run) else len(run)


def title_tail(run: Sequence[Word]) -> int:
    """How many words behind a title go with it: two in "Secretary of State", else none."""
    small: list[str] = []
    for word in run[1:4]:
        if word.capital:
            return len(small) + 1 if goes_on_in_title(run[0], small, word) else 0
        small.append(word.text)
    return 0


def goes_on_in_title(title: Word, small: Sequence[str], word: Word) -> bool:
    """Whether "of" and a word go with a title: "Secretary of State", "Speaker of the House"."""
    titles = load_roles().words["titles", "of"]
    return (
        list(small) in (["of"], ["of", "the"])
        and title.low in load_roles()["titles", "office"]
        and word.low in titles
    )


def starts_with_honorific(run: Sequence[Word]) -> bool:
    """Whether a run is an honorific and one more word."""
    roles = load_roles()
    low = run[0].low
    return (
        len(run) == 2
        and low in roles["words", "abbreviated"]
        and low not in roles["titles", "office"]
    )
