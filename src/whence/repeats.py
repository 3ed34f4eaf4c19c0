"""Repeats: many refusals for one reason out of one file, as few lines and a count.

Refusals come in one by one; the first of each file and reason are said at once, what is held back
is one line more at the end. Nothing is counted less for it: exit status and data know them all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from whence.model import Refusal

FIRST = 3
"""Refusals of one file for one reason that are said each on a line of its own."""

_NUMBER = re.compile(r"#\d+$")


class Repeats:
    """What was said of each file and reason, and how much of it was held back."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], set[str]] = {}
        self._held: Counter[tuple[str, str]] = Counter()

    def is_new(self, refusal: Refusal) -> bool:
        """Whether to say this one; if not, it is counted for the end.

        Args:
            refusal: one input or, named ``FILE#NUMBER``, one line of a file.
        """
        key = (_NUMBER.sub("", refusal.input), refusal.reason)
        said = self._said.setdefault(key, set())
        if refusal.input in said or len(said) == FIRST:
            self._held[key] += 1
            return False
        said.add(refusal.input)
        return True

    def held_back(self) -> Iterator[Refusal]:
        """One refusal for all that was held back of each file and reason, in their order."""
        for (name, reason), count in self._held.items():
            yield Refusal(name, f"{count:,} more {'time' if count == 1 else 'times'}: {reason}")


def fold_repeats(refusals: Iterable[Refusal]) -> list[Refusal]:
    """The refusals as they are said: the first of each file and reason, then the counts."""
    repeats = Repeats()
    return [*filter(repeats.is_new, refusals), *repeats.held_back()]
