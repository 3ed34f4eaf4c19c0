"""The words of ``vocabulary.toml`` as compiled patterns, read once.

Tables of plain phrases become one pattern each: longest phrase first, any white space for a
space, whole words only, case of no account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from whence.tables import read_table

Table = dict[str, Any]


@cache
def _tables() -> Table:
    return read_table("whence.read", "vocabulary.toml")


@cache
def entries(table: str, key: str) -> frozenset[str]:
    """The phrases of one list, for look-ups of whole lines and words."""
    return frozenset(_tables()[table][key])


@cache
def languages() -> dict[str, frozenset[str]]:
    """The small words of each language, by its code."""
    return {code: frozenset(words) for code, words in sorted(_tables()["languages"].items())}


@cache
def opening(table: str, key: str) -> re.Pattern[str]:
    """A pattern that a text opens with one of the phrases."""
    return re.compile(rf"\s*(?:{alternatives(_tables()[table][key])})", re.I)


@cache
def anywhere(table: str, key: str) -> re.Pattern[str]:
    """A pattern that finds the phrases wherever they stand."""
    return re.compile(alternatives(_tables()[table][key]), re.I)


@cache
def patterns(table: str, key: str) -> re.Pattern[str]:
    """The regular expressions of a list as one."""
    return re.compile("|".join(f"(?:{p})" for p in _tables()[table][key]), re.I)


def alternatives(phrases: Iterable[str]) -> str:
    """One pattern for many phrases, whole words only."""
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(_whole(phrase) for phrase in longest) + ")"


def _whole(phrase: str) -> str:
    body = r"\s+".join(re.escape(part) for part in phrase.strip().split(" "))
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase.rstrip()[-1].isalnum() else ""
    return f"{before}{body}{after}"
